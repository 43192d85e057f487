"""What README and docs show of the report: findings, first figure, exhibits, the data's standing.

``python -m analysis.report.pages.readme`` writes them from ``reports/``; ``make readme`` builds the
report first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import ReportError
from analysis.files import write_whole
from analysis.places import repository
from analysis.report.build.assemble import FIRST_FIGURE
from analysis.report.build.written import read_values
from analysis.report.pages.front import findings_list
from analysis.report.pages.listing import figures_list, markdown_table
from analysis.tables import names, table

README = "README.md"
EXHIBITS = "docs/exhibits.md"
REPLICATION = "docs/replication.md"
FIGURE = "docs/figures/first.svg"
GROUND = '<rect width="100%" height="100%" fill="#ffffff"/>'


def documents(root: Path, out: Path) -> dict[Path, str]:
    """Path and text of the pages and the figure, as the report in `out` has them.

    Raises
    ------
    ReportError
        Where there is no report, or a page has no place for what belongs in it.
    """
    blocks = {
        README: ("findings", findings_list(read_values(out))),
        EXHIBITS: ("exhibits", figures_list(out)),
        REPLICATION: ("licences", licence_list()),
    }
    pages = {root / page: _filled(root, page, *block) for page, block in blocks.items()}
    return {**pages, root / FIGURE: first_figure(out)}


def first_figure(out: Path) -> str:
    """The report's first figure on a white ground: a README is read on dark pages too."""
    drawing = (out / "figures" / f"{FIRST_FIGURE}.svg").read_text(encoding="utf-8")
    return re.sub(r"(<svg\b[^>]*>)", rf"\1\n {GROUND}", drawing, count=1)


def licence_list() -> str:
    """Markdown list: legal standing, number of sources under it, tables that use them."""
    sources = table("sources")
    standing = sources.frame.set_index("id")["licence"].astype(str)
    used: dict[str, set[str]] = {}
    for name in names():
        for source in table(name).sources["id"] if name != "sources" else ():
            used.setdefault(standing[source], set()).add(name)
    meaning: Mapping[str, str] = sources.vocabulary.licences
    rows = [
        (meaning[code], f"{count:,}", ", ".join(f"`{name}`" for name in sorted(used[code])))
        for code, count in Counter(standing).most_common()
    ]
    return markdown_table(("standing", "sources", "tables that use them"), rows)


def main() -> None:
    """Write those parts of the pages from the report in ``reports/``."""
    root = repository()
    for path, text in documents(root, root / "reports").items():
        write_whole(path, text)
        print(path.relative_to(root))


def _filled(root: Path, page: str, name: str, block: str) -> str:
    text = (root / page).read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ReportError(f"{page}: allowed: one {begin} and one {end}")
    before, after = text.split(begin)[0], text.split(end)[1]
    return f"{before}{begin}\n{block}\n{end}{after}"


if __name__ == "__main__":
    main()
