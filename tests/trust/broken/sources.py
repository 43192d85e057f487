"""Sources whose id, address, day or kind is none; tables that name a source that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from tests.trust.broken.case import Case, Refused, cell, replaced, row_with, rows_of

FILE, TABLE = "sources.csv", "sources"
NO_IDS = (
    '"><script>document.title="x"</script>', "a b", "A_Book", "buch_\u00fc", "../../etc/passwd",
    "a/b", "a'b", "a&b", "a;b", "a=b", "a\tb", "javascript:alert(1)", "=1+1", "_x",
)  # fmt: skip
NO_ADDRESSES = (
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/x",
    "any text",
    "http://", "https://", "https:// example.org", "https://example.org/a b", "//example.org",
    "www.example.org", "https://example.org/\u202ex", 'https://example.org/"onclick="x',
    "https://example.org/<script>", "HTTPS//example.org", "mailto:a@example.org",
)  # fmt: skip
NO_DAYS = (
    "yesterday", "2999-13-45", "2020-02-30", "2020-1-1", "01/02/2020", "2020",
    "2020-01-01T00:00:00",
    "20200101", "2999-01-01",
)  # fmt: skip


def of_sources() -> Iterator[tuple[str, Case]]:
    """All of these."""
    line = row_with(TABLE, "address")
    for column, texts in (("id", NO_IDS), ("address", NO_ADDRESSES), ("accessed", NO_DAYS),
                          ("year", ("1699", "2101", "20 20"))):  # fmt: skip
        for text in texts:
            yield (
                f"{FILE}: {column} holds {text[:40]!r}",
                Case(TABLE, cell(TABLE, line, column, text), Refused(FILE, line, column)),
            )
    for name in ("annotation_wages", "steel", "ppp", "volumes", "cpi"):
        source = rows_of(name)[1][rows_of(name)[0].index("source_id")]
        first = next(
            n for n, row in enumerate(rows_of(name), start=1)
            if n > 1 and row[rows_of(name)[0].index("source_id")] == source
        )  # fmt: skip
        yield f"{FILE}: a source of {name} renamed", Case(
            name, replaced(FILE, f"\n{source},", f"\n{source}_x,"),
            Refused(f"{name}.csv", first, "source_id"),
        )  # fmt: skip
