"""Every text of the report that a catalogue has in another language, and where it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from analysis.language import HOLE, Said, one_line
from analysis.places import repository
from analysis.register import STATUSES
from analysis.report import notebooks
from analysis.report.claims import CLAIMS, PARTS
from analysis.report.pages import front
from analysis.report.pages.about import TITLE
from analysis.report.pages.html import TEMPLATES, templates
from analysis.report.session import SAID
from analysis.verdicts import combination


def sentences() -> dict[str, str]:
    """Sentences and templates that are translated as they stand in the code: text to its place."""
    found: dict[str, str] = {}
    for place, text in (*_in_code(), *_in_templates(), *_on_the_front(), *_in_notebooks()):
        if any(letter.isalpha() for letter in HOLE.sub("", text)):
            found.setdefault(one_line(text.replace(SAID, "")), place)
    return found


def _in_code() -> Iterator[tuple[str, str]]:
    for path in sorted((repository() / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in {"said", "translated"} and node.args:
                yield from ((path.name, text) for text in _constants(node.args[0]))
            if node.func.id == "counted" and path.name == "claims.py":
                thing = ast.literal_eval(node.args[1])
                yield path.name, f"{{number:,.0f}} {thing}"
                yield path.name, f"{{number:,.0f}} {thing}s"


def _constants(node: ast.expr) -> Iterator[str]:
    """The text itself, or the two of which one is chosen."""
    if isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
    elif isinstance(node, ast.Constant):
        yield str(node.value)


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.glob("*.j2")):
        for _, _, text in templates().extract_translations(path.read_text(encoding="utf-8")):
            # One that is no literal there stands in code; one with variables comes with its plural.
            yield path.name, text if isinstance(text, str) else (text or [""])[0]


def _on_the_front() -> Iterator[tuple[str, str]]:
    told = [text for item in front.TOLD for text in (f"{item.subject}.", item.template)]
    told += [*front.THEN_AND_NOW.values(), *front.QUOTABLE.values(), *front.FRONT_FIGURES.values()]
    yield from (("front.py", text) for text in (front.ANSWER, *told))
    yield "about.py", TITLE
    yield "verdicts.py", combination()
    for claim in CLAIMS:
        yield claim.id, claim.statement
        yield claim.id, claim.unexamined
    for part in PARTS:
        for text in (part.statement, part.weakest_link, part.unit, part.registered.words):
            yield part.id, text.template if isinstance(text, Said) else text
    for status in STATUSES:
        words = "" if status == "before any number" else " {words}"
        yield "register.py", f"Rule of {{day}}, {status}{words}."


def _in_notebooks() -> Iterator[tuple[str, str]]:
    for path in notebooks.find(repository() / "notebooks"):
        notebook = notebooks.read(path)
        yield path.stem, title(notebook, path)
        for cell in notebook.cells:
            yield from ((path.stem, text) for text in figure_texts(cell))


def title(notebook: object, path: Path) -> str:
    """First heading of a notebook."""
    from analysis.report.pages.html import title_of

    return title_of(notebook, path.stem)


def figure_texts(cell: object) -> Iterator[str]:
    """Captions and alternative texts of the figures of a cell, where they are written there."""
    if cell.cell_type != "code":
        return
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "figure":
            for word in node.keywords:
                if word.arg in {"caption", "alt"} and isinstance(word.value, ast.Constant):
                    yield word.value.value
