"""The figures and tables of a report, each with its program: the list of `docs/exhibits.md`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ReportError
from analysis.report.pages.why import read_sidecars

_PAGE = re.compile(r"^\d\d_[a-z0-9_]+$")
_EXHIBIT = re.compile(r'<figure class="(?:paper|table)" id="(figure|table)-([a-z0-9_]+)"')


@dataclass(frozen=True)
class Listed:
    """A figure or a table of a report.

    Attributes
    ----------
    kind : {"figure", "table"}
    title : str
        Name of a figure, caption of a table.
    notebook : str
        Notebook that shows it.
    function : str
        Dotted name of the function that draws or makes it.
    """

    kind: str
    title: str
    notebook: str
    function: str = ""


def exhibits(out: Path) -> list[Listed]:
    """Figures and tables of the report in folder `out`, in the order in which a reader meets them.

    Raises
    ------
    ReportError
        Where no report was built there.
    """
    pages = sorted(path for path in out.glob("*.html") if _PAGE.match(path.stem))
    if not pages:
        raise ReportError(f"no report in {out.name}/: run `labour report` first")
    figures, tables = read_sidecars(out / "figures"), read_sidecars(out / "tables")
    found = []
    for page in pages:
        for kind, name in _EXHIBIT.findall(page.read_text(encoding="utf-8")):
            sidecar = figures[name] if kind == "figure" else tables[name]
            title = name if kind == "figure" else str(sidecar["caption"])
            found.append(Listed(kind, title, page.stem, str(sidecar["function"])))
    return found


def figures_list(out: Path) -> str:
    """Markdown list of :func:`exhibits` with links to the programs, for a page in ``docs/``."""
    rows = []
    for item in exhibits(out):
        title = f"`{item.title}`" if item.kind == "figure" else item.title.replace("|", r"\|")
        notebook = f"[{item.notebook}](../notebooks/{item.notebook}.ipynb)"
        rows.append((item.kind, title, _program(item), notebook))
    return markdown_table(("", "name or caption", "program", "notebook"), rows)


def markdown_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _program(item: Listed) -> str:
    if not item.function:
        return "the notebook"
    module, _, function = item.function.rpartition(".")
    path = f"{module.replace('.', '/')}.py"
    return f"[`{path}`](../{path}) `{function}`"
