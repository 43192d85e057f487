"""Definitions and vocabulary of the wrong shape, with unknown keys, or without what is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.trust.broken.case import Accepted, Case, Refused, replaced
from tests.trust.broken.files import NO_FILE, on_bytes

VOCABULARY = "vocabulary.toml"
OTHER_KINDS = {
    "a number": "5",
    "a list": '["x"]',
    "true": "true",
    "a section": "{x = 1}",
    "a day": "2020-01-01",
}
RECORDS, SERIES = "piece_rates", "steel"


def line_of(file: str, key: str, value: str) -> Callable[[Path], None]:
    """Put another value behind the first `key` of a file."""

    def spoil(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        found = [n for n, line in enumerate(lines) if line.startswith(f"{key} = ")]
        assert found, f"{file} has no {key}: the attempt is out of date"
        at = found[0]
        end = at + 1
        if lines[at].endswith('"""'):
            end = next(n for n in range(at + 1, len(lines)) if lines[n].endswith('"""')) + 1
        elif lines[at].endswith("["):
            end = next(n for n in range(at + 1, len(lines)) if lines[n] == "]") + 1
        lines[at:end] = [f"{key} = {value}"] if value else []
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return spoil


def column_with(line: str) -> Callable[[Path], None]:
    """Write a line into the definition of the first column."""
    return replaced(f"{RECORDS}.toml", "[[columns]]\n", f"[[columns]]\n{line}\n")


def keys() -> Iterator[tuple[str, Case]]:
    """Every key of a definition with a value of another kind, and missing."""
    for table, names in (
        (RECORDS, ("name", "title", "description", "form", "licence", "primary_key", "ordered",
                   "dtype", "allowed", "references", "nullable", "minimum", "above")),
        (SERIES, ("name", "title", "description", "form", "licence", "unit", "warnings", "note")),
    ):  # fmt: skip
        file = f"{table}.toml"
        for key in names:
            for what, value in OTHER_KINDS.items():
                if (key, what) in {
                    ("nullable", "true"),
                    ("minimum", "a number"),
                    ("above", "a number"),
                    ("allowed", "a list"),
                }:
                    continue
                yield (
                    f"{file}: {key} is {what}",
                    Case(table, line_of(file, key, value), Refused(file, None, key)),
                )
        for key in ("name", "title", "description", "form", "licence"):
            yield f"{file}: no {key}", Case(table, line_of(file, key, ""), Refused(file, None, key))


def columns() -> Iterator[tuple[str, Case]]:
    """Columns that are none or are not those of the file."""
    file = f"{RECORDS}.toml"
    entity = '[[columns]]\nname = "entity"'
    again = '[[columns]]\nname = "entity"\ndtype = "string"\ndescription = "x"\n\n'
    for what, spoil, column in (
        ("nullable in words", column_with('nullable = "yes"'), "nullable"),
        ("a lowest in words", column_with('minimum = "zero"'), "minimum"),
        ("a highest in words", column_with('maximum = "ten"'), "maximum"),
        ("an infinite lowest", column_with("minimum = inf"), "minimum"),
        ("a highest that is no number", column_with("maximum = nan"), "maximum"),
        ("allowed numbers", column_with("allowed = [1, 2]"), "allowed"),
        ("an empty list", column_with("allowed = []"), "allowed"),
        ("a unit that is a number", column_with("unit = 7"), "unit"),
        ("an unknown key of a column", column_with('colour = "red"'), "colour"),
        ("a key that may be empty", column_with("nullable = true"), "nullable"),
        ("references nothing", column_with('references = "nothing.id"'), "references"),
        ("a column twice", replaced(file, entity, again + entity), "entity"),
        ("a column that the file has not", replaced(file, entity, again.replace("entity",
        "x") + entity), "x"),
        ("an unknown type", replaced(file, 'dtype = "string"', 'dtype = "text"'), "dtype"),
        ("no type", replaced(file, 'dtype = "string"\n', ""), "dtype"),
        ("no description of a column", line_of_first_column("description"), "description"),
        ("lowest above highest", column_with("minimum = 2\nmaximum = 1"), "minimum"),
        ("bounds of a text", column_with("minimum = 2"), "minimum"),
    ):  # fmt: skip
        in_rows = what in ("a column that the file has not", "an empty list")
        where = f"{RECORDS}.csv" if in_rows else file
        column = "id" if what == "an empty list" else column
        yield f"{file}: {what}", Case(RECORDS, spoil, Refused(where, None, column))


def line_of_first_column(key: str) -> Callable[[Path], None]:
    """Take a line out of the first column."""

    def spoil(folder: Path) -> None:
        path = folder / f"{RECORDS}.toml"
        head, mark, tail = path.read_text(encoding="utf-8").partition("[[columns]]")
        lines = tail.splitlines()
        lines.remove(next(line for line in lines if line.startswith(f"{key} = ")))
        path.write_text(head + mark + "\n".join(lines) + "\n", encoding="utf-8")

    return spoil


def tables() -> Iterator[tuple[str, Case]]:
    """What a definition says of the table as a whole."""
    for table in (RECORDS, SERIES):
        file = f"{table}.toml"
        for what, spoil, key in (
            ("another name", line_of(file, "name", '"looms"'), "name"),
            ("another form", line_of(file, "form", '"wide"'), "form"),
            ("an unknown licence", line_of(file, "licence", '"none"'), "licence"),
            ("an unknown key", replaced(file, "licence =", 'colour = "red"\nlicence ='), "colour"),
            ("a key twice", replaced(file, "licence =", 'form = "x"\nlicence ='), "TOML"),
            ("columns a number", replaced(file, "licence =", "columns = 3\nlicence ="), ""),
            ("series a text", replaced(file, "licence =", 'series = "x"\nlicence ='), ""),
            ("a quote that does not close", replaced(file, 'title = "', 'title = '), "TOML"),
        ):  # fmt: skip
            yield f"{file}: {what}", Case(table, spoil, Refused(file, None, key))
        for what, change in NO_FILE.items():
            if what in {"empty", "a blank line only"}:
                continue
            yield (
                f"{file}: {what}",
                Case(table, lambda folder, make=change, at=file: make(folder / at), Refused(table)),
            )
        crlf = on_bytes(lambda raw: raw.replace(b"\n", b"\r\n"))
        yield (
            f"{file}: CRLF",
            Case(
                table,
                lambda folder, make=crlf, at=file: make(folder / at),
                Accepted("TOML allows it"),
            ),
        )
    yield from keys_and_series()


def keys_and_series() -> Iterator[tuple[str, Case]]:
    """Keys that name nothing; series that are not those of the file."""
    file = f"{RECORDS}.toml"
    for what, value in (
        ("none", "[]"),
        ("nothing", '["nothing"]'),
        ("a column twice", '["id", "id"]'),
    ):
        spoil = line_of(file, "primary_key", value)
        yield (
            f"{file}: the key names {what}",
            Case(RECORDS, spoil, Refused(file, None, "primary_key")),
        )
    spoil = line_of(file, "ordered", '["rate_low nothing"]')
    yield f"{file}: an order of nothing", Case(RECORDS, spoil, Refused(file, None, "nothing"))
    spoil = line_of(file, "ordered", '["entity task"]')
    yield (
        f"{file}: an order of texts",
        Case(RECORDS, spoil, Refused(f"{RECORDS}.csv", None, "entity")),
    )
    file = f"{SERIES}.toml"
    for what, spoil, place in (
        ("an unknown unit", line_of(file, "unit", '"parsecs"'), Refused(file, None, "parsecs")),
        ("an unknown warning", line_of(file, "warnings", '["nothing"]'), Refused(file, None,
        "nothing")),
        ("another unit", line_of(file, "unit", '"persons"'), Refused(f"{SERIES}.csv", None,
        "unit")),
        ("a series less", replaced(file, "[series.apparent_supply]", "[series.x]"),
         Refused(f"{SERIES}.csv", None, "apparent_supply")),
        ("a series twice", replaced(file, "[series.capital_real]", "[series.capital_book_value]"),
         Refused(file, None, "TOML")),
        ("a key of a series unknown", replaced(file, "unit =", 'colour = "red"\nunit ='),
         Refused(file, None, "colour")),
        ("columns beside series", replaced(file, "[series.apparent_supply]",
         '[[columns]]\nname = "x"\ndtype = "string"\ndescription = "x"\n[series.apparent_supply]'),
         Refused(file, None, "columns")),
    ):  # fmt: skip
        yield f"{file}: {what}", Case(SERIES, spoil, place)


def vocabulary() -> Iterator[tuple[str, Case]]:
    """The vocabulary, and codes that tables use and it has not."""
    for what, change in NO_FILE.items():
        yield (
            f"{VOCABULARY}: {what}",
            Case(
                SERIES, lambda folder, make=change: make(folder / VOCABULARY), Refused(VOCABULARY)
            ),
        )
    crlf = on_bytes(lambda raw: raw.replace(b"\n", b"\r\n"))
    yield (
        f"{VOCABULARY}: CRLF",
        Case(SERIES, lambda folder: crlf(folder / VOCABULARY), Accepted("TOML allows it")),
    )
    for section in ("units", "warnings", "licences", "source_kinds", "countries", "currencies"):
        head = f"[{section}]\n"
        for what, text in {
            "renamed": f"[x{section}]\n",
            "a number": f"{head}x_new = 5\n",
            "a list": f"{head}x_new = []\n",
            "a code twice": f'{head}x_new = "a"\nx_new = "b"\n',
            "a code without a meaning": f'{head}x_new = ""\n',
            "twice": f"{head}x_new = 'x'\n{head}",
        }.items():
            yield (
                f"{VOCABULARY}: {section}: {what}",
                Case("annotation_wages", replaced(VOCABULARY, head, text), Refused(VOCABULARY)),
            )
    yield (
        f"{VOCABULARY}: a section more",
        Case(
            SERIES,
            replaced(VOCABULARY, "[units]", '[colours]\nred = "red"\n[units]'),
            Refused(VOCABULARY),
        ),
    )
    yield from unknown_codes()


def unknown_codes() -> Iterator[tuple[str, Case]]:
    """A code renamed in the vocabulary: each table that uses it is refused at its first row."""
    for table, old, place in (
        ("annotation_wages", "\nKEN = ", Refused("annotation_wages.csv", None, "country")),
        ("annotation_wages", "\nKES = ", Refused("annotation_wages.csv", None, "currency")),
        ("annotation_wages", "\nsecondary = ", Refused("annotation_wages.csv", None, "warnings")),
        (
            "annotation_wages",
            "\nfacts-cited = ",
            Refused("annotation_wages.toml", None, "facts-cited"),
        ),
        ("sources", "\nbook = ", Refused("sources.csv", None, "kind")),
        ("steel", '\n"thousand long tons" = ', Refused("steel.toml", None, "thousand long tons")),
        ("steel", "\nbook_value = ", Refused("steel.toml", None, "book_value")),
    ):
        new = old.replace('\n"', '\n"x ') if '"' in old else old.replace("\n", "\nx_")
        yield (
            f"{VOCABULARY}: without {old.strip(' =')!r}",
            Case(table, replaced(VOCABULARY, old, new), place),
        )


def of_definitions() -> Iterator[tuple[str, Case]]:
    """All of these."""
    yield from keys()
    yield from columns()
    yield from tables()
    yield from vocabulary()
