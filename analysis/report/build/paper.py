"""The paper of a report: one PDF, from what the notebooks left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.language import language, translated
from analysis.report.build.assemble import Parts, front_figures
from analysis.report.claims import examine
from analysis.report.pages.glossary import HREF, glossary_page
from analysis.report.pages.html import HtmlPage, index_page, plain_page
from analysis.report.typeset.compiler import compiled, fonts, typst
from analysis.report.typeset.document import Content, sources_of_paper


def paper_name() -> str:
    """File name of the paper in the language of the report."""
    return "labelling-labour.pdf" if language() == "en" else f"labelling-labour.{language()}.pdf"


def refuse_unready() -> None:
    """Say before anything runs that the paper cannot be set.

    Raises
    ------
    ReportError
        Where typst is not installed, or no font has the letters of the language.
    """
    typst()
    fonts(language())


def paper_files(
    parts: Parts, entries: Mapping[str, Path], every: Sequence[Path]
) -> dict[str, bytes]:
    """The one file of the paper, by name.

    Parameters
    ----------
    parts : Parts
    entries : mapping of str to pathlib.Path
        Runs of all notebooks.
    every : sequence of pathlib.Path
        All notebooks there are, in order.

    Raises
    ------
    ReportError
        For what a page holds and paper has no form for, and for letters that no font has.
    """
    chapters = [plain_page(entries[path.stem] / "executed.ipynb", path.stem) for path in every]
    content = Content(
        brief=index_page(examine(parts.numbers), chapters, front_figures(parts), parts.numbers),
        chapters=chapters,
        glossary=HtmlPage(HREF, translated("What the words mean"), "", glossary_page()),
        shown=parts.shown,
        drawings={name: parts.files[f"figures/{name}.svg"] for name in parts.figures},
    )
    used = fonts(language())
    return {paper_name(): compiled(sources_of_paper(content, language(), used), used)}
