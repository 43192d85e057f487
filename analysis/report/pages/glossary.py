"""The terms of the report: one page that says what they mean, and links to it from the others."""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from analysis.errors import ReportError

HREF = "glossary.html"
_NAME = re.compile(r"[a-z][a-z0-9-]*")
# What no term is sought in: links, headings, code, formulas, drawings, tables, and what is pressed.
_WHOLE = "a|h[1-6]|code|pre|math|svg|table|script|style|nav|button|summary|label|select|th"
_TOKEN = re.compile(rf"(<({_WHOLE})\b[^>]*>.*?</\2>|<!--.*?-->|<[^>]+>)", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """A term and what it means.

    Attributes
    ----------
    id, name : str
        Anchor on the page, and the term as it heads its entry.
    forms : tuple of str
        What a page may say for it; lower case stands for a capital at the start too.
    text : str
        Two plain sentences.
    source, address : str
        Where a formal definition stands; empty where the words are ours alone.
    pages : tuple of str
        Pages on which the word means this; empty for all.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    text: str
    source: str = ""
    address: str = ""
    pages: tuple[str, ...] = ()

    @property
    def first_sentence(self) -> str:
        """What is shown when the word is pointed at."""
        return self.text.partition(". ")[0].rstrip(".") + "."


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """The terms of ``glossary.toml``, in the order of their names."""
    raw = files("analysis.report.pages").joinpath("glossary.toml").read_text(encoding="utf-8")
    return read_terms(raw)


def read_terms(raw: str) -> tuple[Term, ...]:
    """Terms of a file, in the order of their names.

    Raises
    ------
    ReportError
        For an entry without a name, forms or text, a key that is unknown, an id that is no anchor,
        or an id or form that stands twice.
    """
    made = []
    for place, entry in enumerate(tomllib.loads(raw).get("term", []), start=1):
        try:
            given: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value
                for key, value in entry.items()
            }
            term = Term(**given)
        except TypeError as error:
            raise ReportError(f"glossary, term {place}: {str(error).partition(' ')[2]}") from None
        if not (_NAME.fullmatch(term.id) and term.name and term.forms and term.text):
            raise ReportError(
                f"glossary, term {place}, id {term.id!r}; allowed: lower case, with name, forms "
                "and text"
            )
        made.append(term)
    for said in ([term.id for term in made], [form for term in made for form in term.forms]):
        twice = [name for name, times in Counter(said).items() if times > 1]
        if twice:
            raise ReportError(f"glossary: {twice[0]!r} stands twice; allowed: once")
    return tuple(sorted(made, key=lambda term: term.name.lower()))


def glossary_page(known: Sequence[Term] | None = None) -> str:
    """Body of ``glossary.html``: every term, its meaning and, where that is formal, its source."""
    entries = "\n".join(_entry(term) for term in (terms() if known is None else known))
    return (
        "<h1>What the words mean</h1>\n"
        "<p>The terms of the report, for readers who do not use them every day. Underlined with "
        "dots on the other pages, each leads here where it is first used.</p>\n"
        f'<dl class="glossary">\n{entries}\n</dl>\n'
    )


def with_terms(body: str, page: str, known: Sequence[Term] | None = None) -> str:
    """A page's HTML with the first use of every term linked to its meaning.

    Parameters
    ----------
    body : str
    page : str
        Name of the page, without its ending.
    known : sequence of Term, optional
        In place of those of the report.
    """
    found = [term for term in known or terms() if not term.pages or page in term.pages]
    by_form = {form: term for term in found for form in term.forms}
    pattern = _forms(tuple(by_form))
    linked: set[str] = set()

    def link(match: re.Match[str]) -> str:
        word = match.group(0)
        form = " ".join(word.split())
        term = by_form.get(form) or by_form[form[0].lower() + form[1:]]
        if term.id in linked:
            return word
        linked.add(term.id)
        title = html.escape(term.first_sentence)
        return f'<a class="term" href="{HREF}#{term.id}" title="{title}">{word}</a>'

    # The pattern has two groups: a tag or whole element, and its name, between stretches of text.
    parts = _TOKEN.split(body)
    parts[::3] = [pattern.sub(link, text) for text in parts[::3]]
    parts[2::3] = [""] * len(parts[2::3])
    return "".join(parts)


def _entry(term: Term) -> str:
    source = html.escape(term.source)
    if term.address:
        source = f'<a href="{html.escape(term.address)}">{source}</a>'
    told = f' <span class="source">{source}.</span>' if source else ""
    name, text = html.escape(term.name), html.escape(term.text)
    return f'<dt id="{term.id}">{name}</dt><dd>{text}{told}</dd>'


@lru_cache(maxsize=16)
def _forms(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the forms as whole words, the longest first; a line may break within one."""
    longest = sorted(forms, key=len, reverse=True)
    each = "|".join(_either_case(form) for form in longest)
    return re.compile(rf"(?<![\w-])(?:{each})(?![\w-])")


def _either_case(form: str) -> str:
    first, rest = form[0], re.escape(form[1:]).replace(r"\ ", r"\s+")
    return (f"[{first}{first.upper()}]" if first.islower() else re.escape(first)) + rest
