"""The command ``labour``: build the report, print claims, write the data pages.

Nothing heavy is imported until a command runs, so that help comes at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.errors import LabourError, NotebookError

OUT = "reports"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code is 0 (done), 1 (a notebook failed) or 2 (bad input)."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    except LabourError as error:
        print(f"labour: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="labour",
        description="The economics of AI data annotation: tables, estimates, report.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")

    report = commands.add_parser("report", help="execute the notebooks and write the report")
    report.add_argument("--only", metavar="NN", help="only the notebook whose name begins so")
    report.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR", help="report folder")
    report.add_argument("--jobs", type=_count, default=2, metavar="N", help="notebooks at once")
    report.add_argument("--explain", action="store_true", help="say why each would run, and stop")
    report.add_argument("--fresh", action="store_true", help="run all, whatever the cache holds")
    report.add_argument("--accept", action="store_true", help="accept changed numbers")
    report.set_defaults(run=_report)

    why = commands.add_parser("why", help="say where a number or a figure comes from")
    why.add_argument("name", help="name of a number or figure of the report")
    why.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR", help="report folder")
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
    check = data.add_parser("check", help="load every table and say what is wrong")
    check.set_defaults(run=_data_check)

    tidy = commands.add_parser("tidy", help="strip notebooks and name their cells by position")
    tidy.set_defaults(run=_tidy)
    return parser


def _count(text: str) -> int:
    """Read a whole number of at least one."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}; allowed: a whole number, 1 or more")
    return int(text)


def _report(options: argparse.Namespace) -> int:
    from analysis.report.options import Options
    from analysis.report.stamp import stamp, unchanged

    wanted = Options(
        options.out, only=options.only, jobs=options.jobs, fresh=options.fresh,
        accept=options.accept,
    )  # fmt: skip
    index = wanted.out / "index.html"
    anew = options.fresh or options.accept or options.explain
    if not anew and unchanged(wanted.out, stamp(wanted.folder, wanted.lock, wanted.only)):
        print(f"nothing changed\nreport: {index}")
        return 0

    from analysis.report.build import build, plan
    from analysis.report.progress import Bar

    if options.explain:
        for name, reason in plan(wanted).items():
            print(f"{name}: {f'would run: {reason}' if reason else 'up to date'}")
        return 0
    with Bar() as bar:
        built = build(wanted, bar.advance)
    for change in built.changes:
        print(f"accepted {change}")
    print(f"notebooks run: {', '.join(built.executed) or 'none'}")
    print(f"report: {built.index}")
    return 0


def _why(options: argparse.Namespace) -> int:
    from analysis.report.build import read_values
    from analysis.report.why import read_figures, why_text

    print(why_text(options.name, read_values(options.out), read_figures(options.out)), end="")
    return 0


def _claims(options: argparse.Namespace) -> int:
    import json

    from analysis.report.build import read_values
    from analysis.report.claim_text import claims_text
    from analysis.report.claims import examine

    numbers = read_values(options.out) if (options.out / "values.json").is_file() else {}
    findings = examine(numbers)
    if options.json:
        print(json.dumps([item.to_dict() for item in findings], indent=2, ensure_ascii=False))
        return 0
    print(claims_text(findings), end="")
    return 0


def _data_docs(_: argparse.Namespace) -> int:
    from analysis.tables.documents import write_documents

    for path in write_documents():
        print(path)
    return 0


def _data_export(options: argparse.Namespace) -> int:
    from analysis.tables.export import export

    for path in export(options.folder, options.to):
        print(path)
    return 0


def _data_check(_: argparse.Namespace) -> int:
    from analysis.tables import names, table

    for name in names():
        opened = table(name)
        print(f"{name}: {len(opened.frame)} rows, {len(opened.corrections)} corrections")
    return 0


def _tidy(_: argparse.Namespace) -> int:
    from analysis.places import repository
    from analysis.report import notebooks

    for path in notebooks.find(repository() / "notebooks"):
        notebooks.tidy(path)
        for fault in notebooks.faults(path):
            print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
