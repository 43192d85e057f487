"""The terms of the report: linked where they are first used, two sentences each."""

from __future__ import annotations

import re

import pytest

from analysis.errors import ReportError
from analysis.report.pages.glossary import Term, glossary_page, read_terms, terms, with_terms

ARC = Term("arc", "arc elasticity", ("arc elasticity", "an arc"), "Two dates. And no curve.")
LOG = Term("log", "log points", ("log points",), 'A "change". It adds up.', pages=("a",))
ELASTIC = Term("elastic", "elasticity", ("elasticity",), "Per cent. Of price.")


def linked(body: str, page: str = "a") -> list[tuple[str, str]]:
    """Terms linked on a page, and the words they are linked from."""
    found = with_terms(body, page, (ARC, LOG, ELASTIC))
    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", found, flags=re.S) == body
    return re.findall(r'glossary\.html#([a-z]+)" title="[^"]*">([^<]*)</a>', found)


def test_the_first_use_of_a_term_is_linked_and_no_other() -> None:
    body = "<p>The elasticity, the <b>Elasticity</b> and\nlog\npoints.</p><p>log points</p>"
    assert linked(body) == [("elastic", "elasticity"), ("log", "log\npoints")]


def test_the_longest_term_is_meant_and_whole_words_alone() -> None:
    assert linked("<p>the arc elasticity</p>") == [("arc", "arc elasticity")]
    assert linked("<p>anelasticity, elasticity-like, elasticitys</p>") == []


@pytest.mark.parametrize(
    "body",
    [
        "<h2>elasticity</h2>", '<a href="#x">elasticity</a>', "<code>elasticity</code>",
        "<svg><text>elasticity</text></svg>", "<table><tr><td>elasticity</td></tr></table>",
        '<p title="elasticity">nought</p>', "<!-- elasticity -->",
    ],
)  # fmt: skip
def test_no_term_is_sought_in_headings_links_code_drawings_tables_or_tags(body: str) -> None:
    assert linked(body) == []


def test_a_word_that_means_it_on_some_pages_is_linked_there_alone() -> None:
    assert linked("<p>log points</p>", "b") == []


def test_a_term_is_told_by_its_first_sentence_when_pointed_at() -> None:
    assert 'title="A &quot;change&quot;."' in with_terms("<p>log points</p>", "a", (LOG,))


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.id)
def test_a_term_has_two_plain_sentences(term: Term) -> None:
    assert len(re.findall(r"[.?](?:\s|$)", term.text)) == 2
    assert len(term.text) <= 330
    assert not re.search(r"\d", term.text)


def test_the_page_has_every_term_in_order_with_its_source() -> None:
    page = glossary_page()
    assert re.findall(r'<dt id="([a-z-]+)">', page) == [term.id for term in terms()]
    assert page.count('class="source"') == sum(bool(term.source) for term in terms())
    names = [term.name.lower() for term in terms()]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            '[[term]]\nid = "A b"\nname = "x"\nforms = ["x"]\ntext = "y"',
            r"id 'A b'; allowed: lower",
        ),
        ('[[term]]\nid = "a"\nname = "x"\nforms = []\ntext = "y"', "with name, forms"),
        ('[[term]]\nid = "a"\nname = "x"', "forms"),
        ('[[term]]\nid = "a"\nname = "x"\nforms = ["x"]\ntext = "y"\nlink = "z"', "link"),
        (
            '[[term]]\nid = "a"\nname = "x"\nforms = ["x"]\ntext = "y"\n'
            '[[term]]\nid = "b"\nname = "z"\nforms = ["x"]\ntext = "y"',
            "'x' stands twice",
        ),
    ],
)
def test_a_bad_entry_is_refused_with_what_is_wrong(raw: str, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        read_terms(raw)
