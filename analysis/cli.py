"""The command ``labour``: build the report, print claims, write the data pages.

Nothing heavy is imported until a command runs, so that help comes at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.cli_wage import add_wage
from analysis.errors import LabourError, NotebookError

OUT = "reports"
STOPPED, PIPE_CLOSED = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns
    -------
    int
        0 done, 1 a notebook failed or breaks the house rules, 2 bad input or a system that does not
        allow it, 130 stopped by the user, 141 the reader of the output went away.
    """
    _print_anything()
    options = _parser().parse_args(arguments)
    spoken = os.environ.get("LABOUR_LANG")
    try:
        return _answered(options)
    finally:
        # A language that was asked for ends with the command.
        os.environ.pop("LABOUR_LANG", None)
        if spoken is not None:
            os.environ["LABOUR_LANG"] = spoken


def _answered(options: argparse.Namespace) -> int:
    """Run a command; what stops it becomes a line and a code."""
    try:
        _finish_stopped_builds()
        if options.run is not _report:
            # Only a report has a language of its own.
            os.environ.pop("LABOUR_LANG", None)
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except NotebookError as error:
        return _stopped() if _interrupted(error) else _say(str(error), 1)
    except LabourError as error:
        return _say(f"labour: {error}", 2)
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        from analysis.files import reason_of

        _drop_output()
        return _say(f"labour: cannot read or write: {reason_of(error)}", 2)
    except Exception as error:
        # A kernel that was stopped with the command fails in ways of its own.
        if _interrupted(error):
            return _stopped()
        raise


def _print_anything() -> None:
    """Letters that the terminal does not have are printed as their code, not refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _finish_stopped_builds() -> None:
    from analysis.language import TAGS
    from analysis.report.build.staging import recover
    from analysis.report.options import cache_folder

    for spoken in TAGS:
        recover(cache_folder(spoken))


def _interrupted(error: BaseException | None) -> bool:
    """Whether the user's Ctrl-C is what an error goes back to."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "CancelledError":
            return True
        error = error.__cause__ or error.__context__
    return False


def _stopped() -> int:
    _drop_output()
    return _say("stopped", STOPPED)


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


def _drop_output() -> None:
    """Send what is not printed yet nowhere, so that the end of Python does not try again."""
    try:
        target = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    if target == 1:
        os.dup2(os.open(os.devnull, os.O_WRONLY), target)


def _parser() -> argparse.ArgumentParser:
    from analysis import __version__

    parser = argparse.ArgumentParser(
        prog="labour",
        description="The economics of AI data annotation: tables, estimates, report.",
    )
    parser.add_argument("--version", action="version", version=f"labour {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    _add_report(commands.add_parser("report", help="execute the notebooks and write the report"))

    add_wage(commands.add_parser("wage", help="turn task logs into wages for the time they took"))

    why = commands.add_parser("why", help="say where a number, figure or table comes from")
    why.add_argument("name", help="name of a number, figure or table of the report")
    why.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR", help="report folder")
    why.add_argument("--all", action="store_true", help="all rows and sources, not the first lines")
    why.set_defaults(run=_why)

    claims = commands.add_parser("claims", help="print the claims, their parts and verdicts")
    claims.add_argument("--json", action="store_true", help="as JSON")
    claims.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR", help="report folder")
    claims.set_defaults(run=_claims)

    data = commands.add_parser("data", help="work on the tables").add_subparsers(
        title="commands", required=True, metavar="command"
    )
    docs = data.add_parser("docs", help="write docs/data.md, data/datapackage.json, LICENSE.md")
    docs.set_defaults(run=_data_docs)
    export = data.add_parser("export", help="write all tables with a codebook")
    export.add_argument("--to", choices=["parquet", "stata", "xlsx", "csv"], required=True)
    export.add_argument("folder", type=Path, metavar="DIR", help="folder to write")
    export.set_defaults(run=_data_export)
    check = data.add_parser("check", help="load every table and say all that is wrong")
    check.set_defaults(run=_data_check)
    accept = data.add_parser("accept", help="take over what the tables hold, where it was changed")
    accept.set_defaults(run=_data_accept)

    tidy = commands.add_parser("tidy", help="strip notebooks and name their cells by position")
    tidy.set_defaults(run=_tidy)
    return parser


def _add_report(report: argparse.ArgumentParser) -> None:
    report.add_argument(
        "--only", metavar="NN", help="only the notebook whose name begins so; other pages stay"
    )
    where = report.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, metavar="DIR", help="report folder")
    where.add_argument(
        "--preview",
        type=Path,
        metavar="DIR",
        help="write it there, whatever differs, and list that",
    )
    report.add_argument(
        "--to", choices=["html", "pdf"], default="html", help="pages, or one paper of all of them"
    )
    report.add_argument(
        "--lang", choices=["en", "zh"], help="language of the first page, figures and captions"
    )
    report.add_argument("--jobs", type=_count, default=2, metavar="N", help="notebooks at once")
    report.add_argument("--explain", action="store_true", help="say why each would run, and stop")
    report.add_argument("--fresh", action="store_true", help="run all, whatever the cache holds")
    report.add_argument("--accept", action="store_true", help="accept changed results")
    report.set_defaults(run=_report)


def _count(text: str) -> int:
    """Read a whole number of at least one."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: a whole number, 1 or more")
    return int(text)


def _report(options: argparse.Namespace) -> int:
    from analysis.errors import ReportError
    from analysis.places import checkout
    from analysis.report.build.staging import checked
    from analysis.report.build.standing import up_to_date
    from analysis.report.options import Options

    checkout("labour report")
    preview = options.preview is not None
    spoken = _speak(options.lang)
    if preview and options.accept:
        raise ReportError("--preview accepts nothing; allowed: --preview or --accept")
    if options.accept and spoken != "en":
        raise ReportError(
            f"--lang {spoken} accepts nothing: results are those of the English report"
        )
    paper = _paper_asked(options)
    out = options.out or Path(OUT if spoken == "en" else f"{OUT}-{spoken}")
    wanted = Options(
        options.preview if preview else out, only=options.only, jobs=options.jobs,
        fresh=options.fresh, accept=options.accept, preview=preview, to=options.to,
    )  # fmt: skip
    if preview and wanted.out.resolve() == out.resolve():
        raise ReportError(f"--preview {out} is the report itself; name another folder")
    checked(wanted)
    anew = options.fresh or options.accept or options.explain or preview or paper
    if not anew and up_to_date(wanted):
        print(f"nothing changed\nreport: {wanted.out / 'index.html'}")
        return 0

    from analysis.report.build.pipeline import build, plan
    from analysis.report.build.progress import Bar

    if options.explain:
        for name, reason in plan(wanted).items():
            print(f"{name}: {f'would run: {reason}' if reason else 'up to date'}")
        return 0
    with Bar() as bar:
        built = build(wanted, bar.advance, bar.say)
    for change in built.changes:
        print(f"{'differs' if preview else 'accepted'} {change}")
    if preview and not built.changes:
        print("nothing differs from results.lock")
    print(f"notebooks run: {', '.join(built.executed) or 'none'}")
    print(f"{'paper' if paper else 'report'}: {built.index}")
    return 0


def _paper_asked(options: argparse.Namespace) -> bool:
    """Whether one paper of all pages is asked for; whether it can be set is said at once."""
    from analysis.errors import ReportError

    if options.to == "html":
        return False
    if options.only or options.accept:
        raise ReportError("a paper has every page and accepts nothing; allowed: --to pdf alone")
    from analysis.report.build.paper import refuse_unready

    refuse_unready()
    return True


def _speak(named: str | None) -> str:
    """Have the report, and the kernels of its notebooks, speak the language that is asked for.

    What it takes is asked for at once, not after minutes of work.
    """
    from analysis.language import VARIABLE, catalogue, language

    if named:
        os.environ[VARIABLE] = named
    spoken = language()
    if spoken != "en":
        from analysis.figures.language import chinese_family

        catalogue("labour")
        chinese_family()
    return spoken


def _why(options: argparse.Namespace) -> int:
    _need_report(options.out)
    from analysis.report.build.written import read_shown
    from analysis.report.pages.why import why_text

    print(why_text(options.name, read_shown(options.out), whole=options.all), end="")
    return 0


def _claims(options: argparse.Namespace) -> int:
    _need_report(options.out)
    import json

    from analysis.report.build.written import read_values
    from analysis.report.claim_text import claims_text
    from analysis.report.claims import examine

    findings = examine(read_values(options.out))
    if options.json:
        print(json.dumps([item.to_dict() for item in findings], indent=2, ensure_ascii=False))
        return 0
    print(claims_text(findings), end="")
    return 0


def _need_report(out: Path) -> None:
    """Refuse to look for a report where none can be: outside a checkout, unless one is named."""
    from analysis.places import checkout

    if not out.exists():
        checkout(f"a report (there is none in {out}/)")


def _data_docs(_: argparse.Namespace) -> int:
    from analysis.places import checkout

    checkout("labour data docs")
    from analysis.tables.publish.documents import write_documents

    for path in write_documents():
        print(path)
    return 0


def _data_export(options: argparse.Namespace) -> int:
    from analysis.tables.publish.export import export

    for path in export(options.folder, options.to):
        print(path)
    return 0


def _data_check(_: argparse.Namespace) -> int:
    from analysis.tables.inspection import inspect

    seen = inspect()
    for line in seen.sound:
        print(line)
    sys.stdout.flush()
    for fault in seen.shown():
        print(f"labour: {fault}", file=sys.stderr)
    print(seen.summary())
    return 2 if seen.faults else 0


def _data_accept(_: argparse.Namespace) -> int:
    from analysis.places import checkout
    from analysis.tables.inspection import accept

    if not os.environ.get("LABOUR_DATA"):
        checkout("labour data accept")
    for change in accept() or ["nothing changed"]:
        print(change)
    return 0


def _tidy(_: argparse.Namespace) -> int:
    from analysis.places import checkout
    from analysis.report import notebooks
    from analysis.report.options import Options

    checkout("labour tidy")
    found = notebooks.find(Options(Path(OUT)).folder)
    tidied = [path for path in found if notebooks.tidy(path)]
    faults = [fault for path in found for fault in notebooks.faults(path)]
    for path in tidied:
        print(f"tidied {path.name}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(found)} notebooks, {len(tidied)} tidied, {len(faults)} to mend by hand")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
