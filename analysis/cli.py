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
    report.add_argument("--jobs", type=int, default=2, metavar="N", help="notebooks at once")
    report.set_defaults(run=_report)

    claims = commands.add_parser("claims", help="print the claims and their verdicts")
    claims.add_argument("--json", action="store_true", help="as JSON")
    claims.add_argument("--out", type=Path, default=Path(OUT), metavar="DIR", help="report folder")
    claims.set_defaults(run=_claims)

    data = commands.add_parser("data", help="work on the tables").add_subparsers(
        title="commands", required=True, metavar="command"
    )
    docs = data.add_parser("docs", help="write docs/data.md, data/datapackage.json, LICENSE.md")
    docs.set_defaults(run=_data_docs)
    check = data.add_parser("check", help="load every table and say what is wrong")
    check.set_defaults(run=_data_check)

    tidy = commands.add_parser("tidy", help="strip notebooks and name their cells by position")
    tidy.set_defaults(run=_tidy)
    return parser


def _report(options: argparse.Namespace) -> int:
    from analysis.report.build import build
    from analysis.report.progress import Bar

    with Bar() as bar:
        index = build(options.out, only=options.only, jobs=options.jobs, progress=bar.advance)
    print(f"report: {index}")
    return 0


def _claims(options: argparse.Namespace) -> int:
    import json

    from analysis.report.build import read_values
    from analysis.report.claims import examine

    numbers = read_values(options.out) if (options.out / "values.json").is_file() else {}
    findings = [item.to_dict() for item in examine(numbers)]
    if options.json:
        print(json.dumps(findings, indent=2, ensure_ascii=False))
        return 0
    for item in findings:
        print(f"{item['id']:<4} {item['verdict']:<13} {item['statement']}")
    return 0


def _data_docs(_: argparse.Namespace) -> int:
    from analysis.tables.documents import write_documents

    for path in write_documents():
        print(path)
    return 0


def _data_check(_: argparse.Namespace) -> int:
    from analysis.tables import names, table

    for name in names():
        opened = table(name)
        print(f"{name}: {len(opened.frame)} rows, {len(opened.corrections)} corrections")
    return 0


def _tidy(_: argparse.Namespace) -> int:
    from analysis.report import notebooks

    for path in notebooks.find(notebooks.repository() / "notebooks"):
        notebooks.tidy(path)
        for fault in notebooks.faults(path):
            print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
