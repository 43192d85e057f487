"""The catalogue of tables in ``data/``: load one by name, or ask what it rests on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from analysis.errors import (
    CorrectionError,
    DataError,
    TableError,
)
from analysis.places import data_folder
from analysis.tables import recorder
from analysis.tables.corrections import (
    Correction,
    apply,
    matching_rows,
    read_corrections,
)
from analysis.tables.definition import Definition, read_definition
from analysis.tables.reading import (
    check_frame,
    check_order,
    check_references,
    check_warnings,
    read_frame,
)
from analysis.tables.vocabulary import Vocabulary, read_vocabulary

SOURCES = "sources"
TABLE = "table"
YEAR = "year"
OPENERS: dict[str, Callable[[], Table]] = {}
"""Tables beside the catalogue that this session knows: files of one's own."""

RowKey = tuple[tuple[str, ...], int | None]
"""The primary key of a row: its values but for the year, and the year where the key has one."""


@dataclass(frozen=True)
class Table:
    """A table of the catalogue: its definition, corrections and, on demand, its rows.

    Obtained from :func:`table`; holds paths, not data, until asked.
    """

    definition: Definition
    folder: Path
    vocabulary: Vocabulary
    corrections: tuple[Correction, ...]

    @property
    def name(self) -> str:
        """Name by which it is loaded."""
        return self.definition.name

    @property
    def title(self) -> str:
        """Title in a line."""
        return self.definition.title

    @property
    def licence(self) -> str:
        """Licence of the table as compiled, spelled out."""
        return self.vocabulary.licences[self.definition.licence]

    @property
    def keys(self) -> tuple[str, ...]:
        """Primary key."""
        return self.definition.primary_key

    @property
    def path(self) -> Path:
        """The CSV file."""
        return self.folder / f"{self.name}.csv"

    @property
    def shown_path(self) -> str:
        """The CSV file, as a reader is told."""
        return f"data/{self.name}.csv"

    @property
    def units(self) -> dict[str, str]:
        """Unit of each series, or of each column that has one."""
        if self.definition.form == "series":
            return {name: item.unit for name, item in self.definition.series.items()}
        return {item.name: item.unit for item in self.definition.columns if item.unit}

    @cached_property
    def printed(self) -> pd.DataFrame:
        """Rows as the sources printed them: typed and complete, before corrections."""
        return read_frame(self.path, self.definition)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Corrected and validated rows; the index holds the row of the file."""
        file = self.path.name
        frame = apply(self.printed, self.definition, list(self.corrections))
        check_frame(frame, self.definition, file)
        check_order(frame, self.definition, file)
        check_references(frame, self.definition, self._keys(frame), file)
        check_warnings(frame, self.vocabulary.warnings, file)
        _check_units(frame, self.definition, file)
        return frame

    @cached_property
    def row_keys(self) -> list[RowKey]:
        """Primary key of each row of ``frame``."""
        return row_keys(self.frame, self.keys)

    @cached_property
    def printed_keys(self) -> list[RowKey]:
        """Primary key of each row of ``printed``."""
        return row_keys(self.printed, self.keys)

    @property
    def sources(self) -> pd.DataFrame:
        """Rows of ``sources.csv`` that the table's observations refer to, in order of id."""
        return self._sources.copy()

    @cached_property
    def _sources(self) -> pd.DataFrame:
        if self.name == SOURCES:
            return self.frame
        used = set(self.frame["source_id"].dropna())
        known = _open(self.folder, SOURCES).frame
        return known[known["id"].isin(used)].reset_index(drop=True)

    @property
    def warnings(self) -> dict[str, str]:
        """Usage warnings that occur in the table, code to meaning."""
        codes = {code for item in self.definition.series.values() for code in item.warnings}
        if "warnings" in self.frame:
            codes |= set(";".join(self.frame["warnings"].dropna()).split(";")) - {""}
        return {code: self.vocabulary.warnings[code] for code in sorted(codes)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything a number from this table rests on.

        The rows, the definition, the table's corrections and the sources it names.
        """
        self._refuse_faults()
        parts = [
            self.path.read_bytes(),
            (self.folder / f"{self.name}.toml").read_bytes(),
        ]
        parts += [repr(line).encode() for line in self.corrections]
        if self.name != SOURCES:
            parts.append(self.sources.to_csv(index=False, lineterminator="\n").encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def corrected_rows(self) -> dict[Correction, list[int]]:
        """Rows of the file that each correction touches."""
        return dict(self._corrected_rows)

    @cached_property
    def _corrected_rows(self) -> dict[Correction, list[int]]:
        return {
            line: matching_rows(self.printed, self.definition, line) for line in self.corrections
        }

    def series(self, name: str) -> pd.DataFrame:
        """Corrected rows of one series.

        Raises
        ------
        DataError
            With the close matches.
        """
        if name not in self.definition.series:
            raise DataError(
                f"no series {name!r} in table {self.name}; "
                f"{_closest(name, list(self.definition.series))}"
            )
        return self.frame[self.frame["series"] == name]

    def _refuse_faults(self) -> None:
        """Load the rows, so that a faulty file is named before anything is made of it."""
        _ = self.frame

    def _keys(self, frame: pd.DataFrame) -> Mapping[str, list[str]]:
        ids = [] if self.name == SOURCES else list(_open(self.folder, SOURCES).frame["id"])
        return {
            "sources.id": ids,
            "vocabulary.units": list(self.vocabulary.units),
            "vocabulary.licences": list(self.vocabulary.licences),
            "vocabulary.source_kinds": list(self.vocabulary.source_kinds),
            "vocabulary.countries": list(self.vocabulary.countries),
            "vocabulary.currencies": list(self.vocabulary.currencies),
            f"{self.name}.{self.keys[0]}": list(frame[self.keys[0]]),
        }

    def __repr__(self) -> str:
        rows, columns = self.frame.shape
        return f"<Table {self.name}: {self.title} ({rows} rows, {columns} columns)>"


def names(folder: Path | None = None) -> list[str]:
    """Names of all tables, in alphabetical order."""
    where = folder or data_folder()
    suffix = ".toml"
    if not where.is_dir():
        return []
    files = [name.removesuffix(suffix) for name in os.listdir(where) if name.endswith(suffix)]
    return sorted(name for name in files if name != "vocabulary")


def table(name: str, folder: Path | None = None) -> Table:
    """Open a table: its units, sources, warnings, licence, corrections.

    Parameters
    ----------
    name : str
    folder : pathlib.Path, optional
        Folder of the tables; :func:`data_folder` by default.

    Raises
    ------
    DataError
        For an unknown name, with the close matches.
    DefinitionError, CorrectionError
        For faults in the table's metadata.
    """
    where = folder or data_folder()
    known = names(where)
    beside = _beside(name) if folder is None and name not in known else None
    if beside is not None:
        recorder.record(name, beside.digest)
        return beside
    if name not in known:
        raise DataError(f"no table {name!r}; {_closest(name, known)}")
    opened = _open(where, name)
    recorder.record(name, opened.digest)
    return opened


def load(name: str, folder: Path | None = None) -> pd.DataFrame:
    """Validated rows of a table, corrections applied.

    Returns
    -------
    pandas.DataFrame
        Columns as in ``docs/data.md``, numbered from 0; a copy that is yours to change. It keeps
        the name of its table in ``attrs["table"]``, so that what is made of it can name its rows.

    Raises
    ------
    DataError
        For an unknown name, with the close matches.
    TableError, DefinitionError, CorrectionError
        For faults in the data, its definition or its corrections; file, row and column named.
    """
    rows = table(name, folder).frame.reset_index(drop=True)
    if folder is None:
        rows.attrs[TABLE] = name
    return rows


def row_keys(frame: pd.DataFrame, key: Sequence[str]) -> list[RowKey]:
    """Key of each row of a frame that has the columns `key`."""
    others = [frame[column].astype(str) for column in key if column != YEAR]
    values = list(zip(*others, strict=True)) if others else [()] * len(frame)
    years = frame[YEAR].astype(int) if YEAR in key else [None] * len(frame)
    return list(zip(values, years, strict=True))


def _beside(name: str) -> Table | None:
    """A file of one's own under the name of a table: of this session, or below the tables."""
    if name in OPENERS:
        return OPENERS[name]()
    from analysis.tables.own import PREFIX, reopened

    return reopened(name) if name.startswith(PREFIX) else None


def _open(folder: Path, name: str) -> Table:
    with os.scandir(folder) as files:
        named = [item for item in files if item.name.endswith((".csv", ".toml"))]
        stamp = sorted(_stamp(item) for item in named if item.is_file())
    return _opened(folder, name, tuple(stamp))


def _stamp(item: os.DirEntry[str]) -> tuple[str, int, int]:
    """Name, time of change and size of a file: whether it is as it was when it was read."""
    seen = item.stat()
    return (item.name, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=64)
def _opened(folder: Path, name: str, _stamp: tuple[tuple[str, int, int], ...]) -> Table:
    vocabulary = read_vocabulary(folder / "vocabulary.toml")
    definition = read_definition(folder / f"{name}.toml", vocabulary)
    lines = read_corrections(folder / "corrections.csv")
    for line in lines:
        if line.table not in names(folder):
            raise CorrectionError(
                f"corrections.csv, row {line.row}: no table {line.table!r}; "
                f"{_closest(line.table, names(folder))}"
            )
    return Table(definition, folder, vocabulary, tuple(x for x in lines if x.table == name))


def _closest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"close: {', '.join(close)}" if close else f"there are: {', '.join(known)}"


def _check_units(frame: pd.DataFrame, definition: Definition, file: str) -> None:
    if definition.form != "series":
        return
    expected = frame["series"].map({name: s.unit for name, s in definition.series.items()})
    wrong = frame.index[frame["unit"] != expected]
    if len(wrong):
        row = int(wrong[0])
        name = str(frame["series"][row])
        allowed = f"{expected[row]!r}, the unit of series {name}"
        raise TableError(file, row, "unit", repr(frame["unit"][row]), allowed)
