"""The language of a report: English as it is written, or simplified Chinese from catalogues.

Texts are written in English where they belong; ``locale/zh_Hans`` has them in Chinese: whole
sentences and templates in ``labour.po``, and in ``labels.po`` short texts that are known only when
a report is made, such as the letters of a figure, with holes for what differs. What is in neither
is an error, never English in a Chinese sentence. A name has an entry that repeats it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, Self, get_args

from analysis.errors import LanguageError

Language = Literal["en", "zh"]
Catalogue = Literal["labour", "labels"]
VARIABLE = "LABOUR_LANG"
TAGS: Mapping[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""What pages say of their language (BCP 47)."""

HOLE = re.compile(r"\{([a-z_][a-z0-9_.]*)(?::[^{}]*)?\}|%\(([a-z_]+)\)s")
"""A place in a template that is filled in: ``{name}``, ``{name:.2f}``, ``%(name)s``."""
_LETTERS = re.compile(r"[A-Za-z]")
# Ids of claims and of numbers, and formulas, are the same in every language.
_SYMBOL = re.compile(
    r"[^A-Za-z]*(?:C\d+(?:\.[a-z])?|[a-z][a-z0-9]*(?:[._][a-z0-9]+)+)[^A-Za-z]*|\$[^$]*\$"
)
_NUMBER = r"[^A-Za-z]*[^A-Za-z,;: ]"
_SEPARATORS = {"; ": "；", ", ": "、", " ": ""}


def language() -> Language:
    """Language of the report that is made: what ``LABOUR_LANG`` says, English where it is not set.

    Raises
    ------
    LanguageError
        For a language that there is not.
    """
    named = os.environ.get(VARIABLE) or "en"
    for known in get_args(Language):
        if named == known:
            return known  # type: ignore[no-any-return]
    raise LanguageError(f"{VARIABLE} is {named!r}; allowed: {', '.join(get_args(Language))}")


class Said(str):
    """A sentence that remembers its template, so that it can be said in another language."""

    template: str
    parts: Mapping[str, Any]

    def __new__(cls, template: str, parts: Mapping[str, Any]) -> Self:
        """The sentence in English, with its parts filled in."""
        made = super().__new__(cls, template.format(**parts))
        made.template, made.parts = template, dict(parts)
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]
        """What makes it again, where it is copied or sent to another process."""
        return self.template, self.parts


class Name(str):
    """A name in a sentence, which is the same in every language."""

    __slots__ = ()


class Joined(Said):
    """Sentences one after another, between the same separators."""

    def __new__(cls, separator: str, said: Iterable[str]) -> Self:
        """The sentences in English."""
        parts = {f"part{place}": text for place, text in enumerate(said)}
        made = super().__new__(cls, separator.join(f"{{{name}}}" for name in parts), parts)
        made.separator = separator
        return made

    separator: str

    def __getnewargs__(self) -> tuple[str, Any]:  # type: ignore[override]
        """What makes it again."""
        return self.separator, tuple(self.parts.values())


def said(template: str, **parts: Any) -> Said:
    """A sentence made of a template and its parts, which are numbers, texts or sentences.

    Examples
    --------
    >>> said("of {places} places {growing} grew", places=5, growing=3)
    'of 5 places 3 grew'
    """
    return Said(template, parts)


def joined(separator: Literal["; ", ", ", " "], texts: Iterable[str]) -> Joined:
    """Sentences one after another.

    Examples
    --------
    >>> joined("; ", ["more jobs", "lower pay"])
    'more jobs; lower pay'
    """
    return Joined(separator, texts)


def translated(text: str) -> str:
    """A sentence or template in the language of the report.

    Raises
    ------
    LanguageError
        Where the catalogue has no such entry.
    """
    if language() == "en":
        return text
    if isinstance(text, Joined):
        return _SEPARATORS[text.separator].join(_part(part) for part in text.parts.values())
    if isinstance(text, Said):
        parts = {name: _part(part) for name, part in text.parts.items()}
        return translated(text.template).format(**parts)
    if not _LETTERS.search(HOLE.sub("", text)):
        return text
    found = catalogue("labour").get(one_line(text))
    if found is None:
        raise LanguageError(f"no Chinese in labour.po for {one_line(text)!r}; see docs/chinese.md")
    return found


def worded(text: str) -> str:
    """A text that is known only when the report is made, in the language of the report.

    It is looked for whole, and then among the templates of ``labels.po``, of which a hole named
    ``{number}`` holds no letters and any other a text of its own.

    Raises
    ------
    LanguageError
        Where no entry fits.
    """
    if language() == "en" or not _LETTERS.search(text) or _SYMBOL.fullmatch(text.strip()):
        return text
    if isinstance(text, Said):
        return translated(text)
    found = matched(one_line(text))
    if found is None:
        raise LanguageError(f"no Chinese in labels.po for {one_line(text)!r}; see docs/chinese.md")
    return found.text


@dataclass(frozen=True)
class Match:
    """What a short text is in Chinese, and the entries of ``labels.po`` that said so."""

    text: str
    entries: tuple[str, ...]


@lru_cache(maxsize=4096)
def matched(text: str) -> Match | None:
    """The Chinese of a short text, by its whole or by a template; None where no entry fits."""
    if not _LETTERS.search(text) or _SYMBOL.fullmatch(text):
        return Match(text, ())
    for name in reversed(get_args(Catalogue)):
        whole = catalogue(name).get(text)
        if whole is not None:
            return Match(whole, (text,))
    for template, (patterns, chinese) in _templates().items():
        for pattern in patterns:
            fit = pattern.fullmatch(text)
            held = (
                {name: _held(name, part) for name, part in fit.groupdict().items()} if fit else {}
            )
            if held and all(held.values()):
                parts = {name: match.text for name, match in held.items() if match}
                used = [entry for match in held.values() if match for entry in match.entries]
                return Match(chinese.format(**parts), (template, *used))
    return None


@lru_cache(maxsize=2)
def catalogue(name: Catalogue) -> Mapping[str, str]:
    """Entries of a catalogue: English, in one line, to Chinese.

    Raises
    ------
    LanguageError
        Where Babel is not installed, or an entry is empty, fuzzy or stands twice.
    """
    try:
        from babel.messages.pofile import read_po
    except ModuleNotFoundError:
        wanted = 'pip install "labelling-labour[chinese]"'
        raise LanguageError(f"Chinese needs the package babel: {wanted}") from None
    place = files("analysis") / "locale" / "zh_Hans" / f"{name}.po"
    with place.open("rb") as stream:
        entries = [entry for entry in read_po(stream, abort_invalid=True) if entry.id]
    found: dict[str, str] = {}
    for entry in entries:
        english = one_line(str(entry.id))
        if not entry.string or entry.fuzzy or english in found:
            fault = "stands twice" if english in found else "has no Chinese that is sure"
            raise LanguageError(f"{name}.po, line {entry.lineno}: {english!r} {fault}")
        found[english] = str(entry.string)
    return found


def one_line(text: str) -> str:
    r"""A text with every stretch of white space as one blank: how entries are looked up.

    Examples
    --------
    >>> one_line("as it got\n  cheaper")
    'as it got cheaper'
    """
    return " ".join(text.split())


def _part(part: Any) -> Any:
    if isinstance(part, Said):
        return translated(part)
    return worded(part) if isinstance(part, str) and not isinstance(part, Name) else part


def _held(name: str, part: str) -> Match | None:
    return Match(part, ()) if name.startswith("number") else matched(part)


@lru_cache(maxsize=1)
def _templates() -> Mapping[str, tuple[tuple[re.Pattern[str], ...], str]]:
    """Entries with holes, those with the most letters of their own first."""
    holed = {english: text for english, text in catalogue("labels").items() if "{" in english}
    ordered = sorted(holed, key=lambda english: (-len(HOLE.sub("", english)), english))
    # What parts a text may stand in it several times: it is taken at its first and at its last.
    return {
        english: (tuple(_pattern(english, some) for some in (".+?", ".+")), holed[english])
        for english in ordered
    }


def _pattern(template: str, some: str) -> re.Pattern[str]:
    parts = re.split(r"\{([a-z0-9_]+)\}", template)
    made = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made += re.escape(part)
            continue
        made += f"(?P<{part}>{_NUMBER if part.startswith('number') else some})"
    return re.compile(made)
