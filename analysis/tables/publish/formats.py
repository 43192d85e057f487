"""A table as the bytes of a Parquet, Stata, Excel or CSV file; the same bytes every time."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pandas as pd

from analysis.errors import DataError

# Files carry no clock: the formats that must hold a date get this one.
_EPOCH = datetime.datetime(1980, 1, 1)
_FORMULA = "=+-@"
_BREAKS = tuple("\t\r\n")
_STATA_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,31}$")
_STATA_RESERVED = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n",
    "_N", "_pi", "_pred", "_rc", "_skip", "strL", "using", "with",
}  # fmt: skip
STATA_LABEL, STATA_TEXT = 80, 2045
EXCEL_ROWS, EXCEL_TEXT, EXCEL_SHEET = 1_048_576, 32_767, 31


@dataclass(frozen=True)
class Sheet:
    """A frame with what a format can carry beside it.

    Attributes
    ----------
    name, title, licence : str
    frame : pandas.DataFrame
        Columns of text, whole numbers, numbers and booleans.
    labels, units : mapping of str to str
        Description and unit of a column.
    """

    name: str
    title: str
    licence: str
    frame: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def neutral(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet might read it as a formula.

    Blanks and invisible characters at the start, and signs of full width, hide no formula.

    >>> neutral("=1+1"), neutral("\uff1d1"), neutral("a = b")
    ("'=1+1", "'\uff1d1", 'a = b')
    """
    return f"'{text}" if _like_a_formula(text) else text


def _like_a_formula(text: str) -> bool:
    if text.isascii() and text[:1].isalnum():
        return False
    for letter in text:
        if not (letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")):
            return text.startswith(_BREAKS) or unicodedata.normalize("NFKC", letter)[0] in _FORMULA
    return text.startswith(_BREAKS)


def csv_text(frame: pd.DataFrame, *, index: bool = False) -> str:
    """Any frame as CSV with a header; formula-like text and heads neutralised, numbers as they are.

    Parameters
    ----------
    frame : pandas.DataFrame
    index : bool
        Whether the index is written.

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"+a": ["=1+1", "b"], "c": [-1.5, 2]})), end="")
    '+a,c
    '=1+1,-1.5
    b,2.0
    """
    safe = frame.rename(columns=_neutral)
    if index:
        safe = safe.rename(index=_neutral).rename_axis(index=_neutral)
    for place, dtype in enumerate(safe.dtypes):
        if dtype.kind == "O":
            cells = [_neutral(cell) for cell in safe.iloc[:, place]]
            safe.isetitem(place, pd.array(cells, dtype=object))
    return safe.to_csv(index=index, lineterminator="\n")


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with a header; formula-like text neutralised, numbers as they are."""
    frame = _neutralised(sheet.frame)
    columns = [_plain(frame[name]) for name in frame.columns]
    lines = [list(frame.columns), *zip(*columns, strict=True)]
    text = "".join(",".join(_csv_cell(cell) for cell in line) + "\n" for line in lines)
    return text.encode("utf-8")


def xlsx_bytes(*sheets: Sheet) -> bytes:
    """One workbook with a worksheet a sheet; formula-like text neutralised, numbers exact.

    Raises
    ------
    DataError
        For more rows or longer text than a worksheet holds, or a missing package.
    """
    writer = _package("xlsxwriter")
    exact = type("Worksheet", (import_module("xlsxwriter.worksheet").Worksheet,), _EXACT)
    stream = io.BytesIO()
    book = writer.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": _EPOCH, "title": sheets[0].title})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        _check_excel(sheet)
        page = book.add_worksheet(sheet.name[:EXCEL_SHEET], worksheet_class=exact)
        frame = _neutralised(sheet.frame)
        page.freeze_panes(1, 0)
        for column, name in enumerate(frame.columns):
            page.write_string(0, column, name, bold)
            for row, value in enumerate(frame[name].tolist(), start=1):
                if not pd.isna(value):
                    _cell(page, row, column, value)
    book.close()
    return stream.getvalue()


def stata_bytes(sheet: Sheet) -> bytes:
    """Stata 14 (format 118). Missing text becomes empty text; text over 2,045 bytes a strL.

    Labels of more than 80 characters are cut at a word and end in an ellipsis; the codebook has
    them in full.

    Raises
    ------
    DataError
        For a column name that Stata does not take, or a number it cannot hold.
    """
    frame = sheet.frame.copy()
    for name in frame.columns:
        if not _STATA_NAME.match(name) or name in _STATA_RESERVED:
            raise DataError(
                f"table {sheet.name}: Stata takes no variable {name!r}; allowed: at most 32 "
                "letters, digits and underscores, not starting with a digit, no reserved word"
            )
        _check_stata_numbers(sheet.name, name, frame[name])
        if _is_text(frame[name]):
            frame[name] = frame[name].astype(object).where(frame[name].notna(), "")
    long = [
        name
        for name in frame.columns
        if _is_text(sheet.frame[name])
        and frame[name].map(lambda text: len(text.encode("utf-8"))).max() > STATA_TEXT
    ]
    stream = io.BytesIO()
    frame.to_stata(
        stream, write_index=False, version=118, time_stamp=_EPOCH, convert_strl=long,
        data_label=shortened(sheet.title),
        variable_labels={name: shortened(_label(sheet, name)) for name in frame.columns},
    )  # fmt: skip
    return stream.getvalue()


def parquet_bytes(sheet: Sheet) -> bytes:
    """Parquet with title, licence, descriptions and units in its schema.

    Raises
    ------
    DataError
        Where pyarrow is missing.
    """
    arrow = _package("pyarrow")
    parquet = import_module("pyarrow.parquet")
    kinds = {"i": arrow.int64(), "f": arrow.float64(), "b": arrow.bool_()}
    fields, columns = [], []
    for name in sheet.frame.columns:
        values = sheet.frame[name]
        kind = arrow.string() if _is_text(values) else kinds[values.dtype.kind]
        about = {"description": sheet.labels.get(name, ""), "unit": sheet.units.get(name, "")}
        fields.append(arrow.field(name, kind, metadata={k: v for k, v in about.items() if v}))
        columns.append(arrow.array(_plain(values), type=kind))
    about = {"name": sheet.name, "title": sheet.title, "licence": sheet.licence}
    table = arrow.Table.from_arrays(columns, schema=arrow.schema(fields, metadata=about))
    stream = io.BytesIO()
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def shortened(text: str, most: int = STATA_LABEL) -> str:
    """`text` cut at a word so that it has at most `most` characters, ending in an ellipsis."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0] + "…"


def _neutral(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value


def _plain(values: pd.Series[Any]) -> list[Any]:
    return [None if pd.isna(value) else value for value in values.tolist()]


def _csv_cell(value: object) -> str:
    """A cell by RFC 4180; the standard writer leaves a bare carriage return unquoted."""
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if re.search(r'[,"\r\n]', text) else text


def _is_text(values: pd.Series[Any]) -> bool:
    return values.dtype.kind not in "ifb"


def _label(sheet: Sheet, name: str) -> str:
    unit = sheet.units.get(name, "")
    return f"{sheet.labels.get(name, name)}{f' ({unit})' if unit else ''}"


def _neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    made = {}
    for name in frame.columns:
        values = frame[name]
        if _is_text(values):
            made[neutral(name)] = values.map(neutral, na_action="ignore").astype(object)
        elif values.dtype.kind == "b":
            words = {True: "true", False: "false"}
            made[neutral(name)] = values.astype(object).map(words, na_action="ignore")
        else:
            made[neutral(name)] = values
    return pd.DataFrame(made, index=frame.index)


def _cell(page: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write_number(row, column, value)


def _write_exact_number(page: Any, number: float, attributes: Any = ()) -> None:
    """The package writes sixteen digits; some numbers need seventeen to come back unchanged."""
    marks = "".join(f' {key}="{value}"' for key, value in attributes)
    page.fh.write(f"<c{marks}><v>{number!r}</v></c>")


_EXACT = {"_xml_number_element": _write_exact_number}


def _check_excel(sheet: Sheet) -> None:
    if len(sheet.frame) >= EXCEL_ROWS:
        raise DataError(
            f"table {sheet.name}: {len(sheet.frame)} rows; a worksheet holds {EXCEL_ROWS - 1}"
        )
    for name in sheet.frame.columns:
        if not _is_text(sheet.frame[name]):
            continue
        lengths = sheet.frame[name].dropna().map(len)
        if len(lengths) and lengths.max() >= EXCEL_TEXT:
            raise DataError(
                f"table {sheet.name}, column {name}: a text of {lengths.max()} characters; "
                f"a cell holds fewer than {EXCEL_TEXT}"
            )


def _check_stata_numbers(table: str, name: str, values: pd.Series[Any]) -> None:
    if _is_text(values) or values.dtype.kind == "b":
        return
    most = 2**53 if values.dtype.kind == "i" else 8.988e307
    over = values[values.abs().fillna(0) > most]
    if len(over):
        raise DataError(
            f"table {table}, column {name}: {over.iloc[0]} is beyond what Stata holds ({most:g})"
        )


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise DataError(
            f"this format needs the package {name}: install labelling-labour[export]"
        ) from None
