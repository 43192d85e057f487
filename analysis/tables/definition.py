"""The typed definition of a table, read from ``data/<table>.toml``; unknown keys are errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from analysis.errors import DefinitionError
from analysis.tables.cells import FORMATS, Format
from analysis.tables.vocabulary import Vocabulary, read_toml

Dtype = Literal["string", "integer", "number", "boolean"]
Form = Literal["series", "records"]

T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    """One column: its type, meaning, unit and what may stand in it.

    Parameters
    ----------
    name, description : str
    dtype : {"string", "integer", "number", "boolean"}
    unit : str, optional
        Unit of the numbers; None where another column carries it or there is none.
    allowed : tuple of str, optional
        Closed list of values.
    nullable : bool
        Whether the cell may be empty.
    minimum, maximum : float, optional
        Inclusive bounds.
    above : float, optional
        Exclusive lower bound: a rate of zero is none.
    references : str, optional
        Foreign key: ``sources.id``, a section of the vocabulary such as ``vocabulary.units``, or
        the key of the table itself.
    format : {"identifier", "day", "month", "date", "address"}, optional
        How a text has to be written.
    past : bool
        Whether a year or date may not be after the last day of the vocabulary: what lies ahead
        cannot have been observed.
    unless : tuple of str
        ``column=value`` of rows in which bounds and `past` do not hold: a forecast looks ahead.
    """

    name: str
    dtype: Dtype
    description: str
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    references: str | None = None
    format: Format | None = None
    past: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """One series of a long table: what it measures, in which unit, with which warnings."""

    title: str
    unit: str
    warnings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Definition:
    """The whole definition of a table.

    Attributes
    ----------
    name, title, description, licence : str
        ``licence`` is a code of the vocabulary and covers the table as compiled.
    form : {"series", "records"}
        ``series`` tables have the standard long columns and one unit a series.
    columns : tuple of Column
    primary_key : tuple of str
    ordered : tuple of str
        Columns whose values must not fall from left to right where given: ``low mid high``.
    stated : tuple of str
        Columns of which a row must state at least one: ``low mid high``.
    series : dict of str to Series
        Empty for ``records``.
    """

    name: str
    title: str
    description: str
    form: Form
    licence: str
    columns: tuple[Column, ...] = ()
    primary_key: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)

    @property
    def column_names(self) -> list[str]:
        """Column names in file order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


FAR = 1e300
DATES = ("day", "month", "date")
SERIES_KEY = ("series", "year", "source_id")
REFERENCES = (
    "sources.id",
    "vocabulary.units",
    "vocabulary.licences",
    "vocabulary.source_kinds",
    "vocabulary.countries",
    "vocabulary.currencies",
)


def series_columns(names: tuple[str, ...], units: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of the standard long form for the given series names and allowed units.

    Quantities, prices and counts are never below nought; what can be is a table of records.
    """
    return (
        Column("series", "string", "Name of the series", allowed=names),
        Column("year", "integer", "Calendar or census year", minimum=1600, maximum=2100, past=True),
        Column("value", "number", "The value, in the unit of its row", minimum=0.0),
        Column("unit", "string", "Unit of the value", allowed=units),
        Column("source_id", "string", "Where it was read", references="sources.id"),
        Column("note", "string", "What a reader of this row has to know", nullable=True),
        Column("warnings", "string", "Usage warnings, separated by ';'", nullable=True),
    )


def read_definition(path: Path, vocabulary: Vocabulary) -> Definition:
    """Read and check one definition file.

    Raises
    ------
    DefinitionError
        For an unknown or missing key, an unknown code, or a value outside its closed list.
    """
    raw = read_toml(path)
    where = path.name
    _sections(raw, where)
    raw["columns"] = tuple(
        _strict(Column, _tuples(item), f"{where}, column {item.get('name', number)}")
        for number, item in enumerate(raw.get("columns", []), start=1)
    )
    raw["series"] = {
        name: _strict(Series, _tuples(item), f"{where}, series {name}")
        for name, item in raw.get("series", {}).items()
    }
    definition = _strict(Definition, _tuples(raw), where)
    return _checked(_completed(definition, vocabulary, where), path, vocabulary)


def _completed(definition: Definition, vocabulary: Vocabulary, where: str) -> Definition:
    if definition.form != "series":
        return definition
    if definition.columns or definition.primary_key:
        raise DefinitionError(
            f"{where}: a table of form 'series' has the standard columns and key;"
            " found columns or primary_key"
        )
    units = tuple(dict.fromkeys(item.unit for item in definition.series.values()))
    for unit in units:
        vocabulary.require("units", unit, where)
    values = {item.name: getattr(definition, item.name) for item in fields(Definition)}
    values["columns"] = series_columns(tuple(definition.series), units)
    values["primary_key"] = SERIES_KEY
    return Definition(**values)


def _checked(definition: Definition, path: Path, vocabulary: Vocabulary) -> Definition:
    where = path.name
    if definition.name != path.stem:
        raise DefinitionError(f"{where}: name is {definition.name!r}; allowed: {path.stem!r}")
    _choose("form", definition.form, get_args(Form), where)
    vocabulary.require("licences", definition.licence, where)
    for column in definition.columns:
        _check_column(column, definition, f"{where}, column {column.name}")
    for name, item in definition.series.items():
        _check_name(name, f"{where}, series")
        for code in item.warnings:
            vocabulary.require("warnings", code, f"{where}, series {name}")
    twice = [x for x in definition.column_names if definition.column_names.count(x) > 1]
    if twice:
        raise DefinitionError(f"{where}: column {twice[0]} is defined twice; allowed: once")
    for key in ("ordered", "stated"):
        for group in getattr(definition, key):
            for name in group.split():
                _choose(key, name, tuple(definition.column_names), where)
    _check_key(definition, where)
    return definition


def _check_key(definition: Definition, where: str) -> None:
    key = definition.primary_key
    unknown = [name for name in key if name not in definition.column_names]
    if unknown or not key:
        raise DefinitionError(
            f"{where}: primary_key names {unknown or 'nothing'}; "
            f"allowed: {', '.join(definition.column_names)}"
        )
    if len(set(key)) < len(key):
        raise DefinitionError(f"{where}: primary_key is {list(key)}; allowed: each column once")
    empty = [name for name in key if definition.column(name).nullable]
    if empty:
        raise DefinitionError(
            f"{where}: primary_key has {empty[0]}, which may be empty; allowed: columns that are "
            "not nullable"
        )


def _check_name(name: str, place: str) -> None:
    if not FORMATS["identifier"][0](name):
        raise DefinitionError(f"{place} {name!r}; allowed: {FORMATS['identifier'][1]}")


def _check_column(column: Column, definition: Definition, place: str) -> None:
    _check_name(column.name, place.partition(",")[0] + ", column")
    _choose("dtype", column.dtype, get_args(Dtype), place)
    if column.references is not None:
        own = tuple(f"{definition.name}.{key}" for key in definition.primary_key[:1])
        _choose("references", column.references, (*REFERENCES, *own), place)
    if column.format is not None:
        _choose("format", column.format, tuple(FORMATS), place)
    numeric = column.dtype in ("integer", "number")
    for key in ("minimum", "maximum", "above"):
        if getattr(column, key) is not None and not numeric:
            raise DefinitionError(f"{place}: {key} of a {column.dtype}; allowed: of numbers")
    for key in ("allowed", "references", "format"):
        if getattr(column, key) is not None and column.dtype != "string":
            raise DefinitionError(f"{place}: {key} of a {column.dtype}; allowed: of text")
    if column.past and column.dtype != "integer" and column.format not in DATES:
        raise DefinitionError(f"{place}: past; allowed: of a year or a format {', '.join(DATES)}")
    lowest = max((x for x in (column.minimum, column.above) if x is not None), default=None)
    if lowest is not None and column.maximum is not None and lowest > column.maximum:
        raise DefinitionError(f"{place}: minimum {lowest:g} is above maximum {column.maximum:g}")
    for text in column.unless:
        name, sign, value = text.partition("=")
        _choose("unless", name, tuple(definition.column_names), place)
        if not sign or not value:
            raise DefinitionError(f"{place}: unless is {text!r}; allowed: column=value")


def _choose(what: str, found: str, allowed: tuple[str, ...], where: str) -> None:
    if found not in allowed:
        raise DefinitionError(f"{where}: {what} is {found!r}; allowed: {', '.join(allowed)}")


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def _strict(kind: type[T], raw: Mapping[str, Any], where: str) -> T:
    known = fields(kind)  # type: ignore[arg-type]
    allowed = [item.name for item in known]
    unknown = sorted(set(raw) - set(allowed))
    if unknown:
        raise DefinitionError(
            f"{where}: unknown key {', '.join(unknown)}; allowed: {', '.join(allowed)}"
        )
    missing = [
        item.name
        for item in known
        if item.default is MISSING and item.default_factory is MISSING and item.name not in raw
    ]
    if missing:
        raise DefinitionError(f"{where}: missing key {', '.join(missing)}")
    for name, value in raw.items():
        if not _SHAPES.get(name, _is_text)(value):
            raise DefinitionError(
                f"{where}: {name} is {value!r}; allowed: {_ALLOWED_SHAPES.get(name, 'text')}"
            )
    return kind(**raw)


def _sections(raw: dict[str, Any], where: str) -> None:
    """Refuse columns and series that are no sections."""
    columns, series = raw.get("columns", []), raw.get("series", {})
    if not isinstance(columns, list) or not all(isinstance(item, dict) for item in columns):
        raise DefinitionError(f"{where}: columns are {columns!r}; allowed: sections [[columns]]")
    if not isinstance(series, dict) or not all(isinstance(x, dict) for x in series.values()):
        raise DefinitionError(f"{where}: series is {series!r}; allowed: sections [series.NAME]")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and -FAR < value < FAR  # type: ignore[operator]


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


_SHAPES: Mapping[str, Callable[[object], bool]] = {
    "allowed": _are_texts,
    "warnings": _are_texts,
    "primary_key": _are_texts,
    "ordered": _are_texts,
    "stated": _are_texts,
    "unless": _are_texts,
    "past": lambda value: isinstance(value, bool),
    "nullable": lambda value: isinstance(value, bool),
    "minimum": _is_number,
    "maximum": _is_number,
    "above": _is_number,
    # Their parts were checked one by one.
    "columns": lambda value: isinstance(value, tuple),
    "series": lambda value: isinstance(value, dict),
}
_ALLOWED_SHAPES = {
    "allowed": "a list of texts",
    "warnings": "a list of texts",
    "primary_key": "a list of texts",
    "ordered": "a list of texts",
    "stated": "a list of texts",
    "unless": "a list of texts",
    "past": "true or false",
    "nullable": "true or false",
    "minimum": "a number",
    "maximum": "a number",
    "above": "a number",
}
