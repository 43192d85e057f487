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

from analysis.errors import CorrectionError, DataError, LabourError, TableError
from analysis.places import data_folder
from analysis.tables import recorder
from analysis.tables.checks import faults_of
from analysis.tables.contents import Content, content_fault, content_of, read_contents
from analysis.tables.corrections import Corrected, Correction, corrected, read_corrections
from analysis.tables.definition import Definition, read_definition
from analysis.tables.reading import Reading, read_frame
from analysis.tables.vocabulary import Vocabulary, read_vocabulary

SOURCES = "sources"
TABLE = "table"
YEAR = "year"
OPENERS: dict[str, Callable[[], Table]] = {}
"""Tables beside the catalogue that this session knows: files of one's own."""

Stamps = tuple[tuple[str, int, int], ...]
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
    def reading(self) -> Reading:
        """The file as typed columns, with the faults of its cells."""
        return read_frame(self.path, self.definition)

    @cached_property
    def printed(self) -> pd.DataFrame:
        """Rows as the sources printed them: typed and complete, before corrections."""
        return self.reading.sound()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Corrected and validated rows; the index holds the row of the file."""
        _ = self.printed
        made = self._corrected
        for fault in made.faults:
            raise fault
        for wrong in self._faults_of(self._sources_table()):
            raise wrong
        changed = self._content_fault()
        if changed is not None:
            raise changed
        return made.frame

    def _sources_table(self) -> Table | None:
        if self.name == SOURCES:
            return None
        sources = _open(self.folder, SOURCES)
        _ = sources.frame
        return sources

    def faults(self, *, content: bool = True) -> list[LabourError]:
        """All that is wrong with the file and its corrections, in order of rows.

        Without `content`, other than that it holds something else than is stated.
        """
        try:
            found: list[LabourError] = [*self.reading.faults, *self._corrected.faults]
        except LabourError as error:
            return [error]
        try:
            sources = _unchecked(self.folder, SOURCES, _stamps(self.folder))
            found += self._faults_of(sources)
        except LabourError:
            # A fault of the sources is said with the sources.
            found += self._faults_of(None)
        try:
            changed = self._content_fault() if content and not found else None
        except TableError as error:
            changed = error
        return [*found, *([changed] if changed is not None else [])]

    @cached_property
    def content(self) -> Content:
        """What the file and its corrections hold."""
        return content_of(self.reading.text, self.definition.column_names, self.corrections)

    @cached_property
    def _corrected(self) -> Corrected:
        reading = self.reading
        return corrected(reading.frame, self.definition, self.corrections, reading.unread)

    def _faults_of(self, sources: Table | None) -> list[TableError]:
        reading, frame = self.reading, self._corrected.frame
        unread = {row for row, _ in reading.unread} & set(frame.index)
        keys = self._keys(frame, sources)
        return faults_of(frame, self.definition, self.path.name, keys, self.vocabulary, unread)

    def _content_fault(self) -> TableError | None:
        return content_fault(self.name, self.content, _contents(self.folder, _stamps(self.folder)))

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
        self._refuse_faults()
        return dict(self._corrected.rows)

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

    def _keys(self, frame: pd.DataFrame, sources: Table | None) -> Mapping[str, list[str]]:
        own = list(frame[self.keys[0]].dropna())
        keys = {
            "vocabulary.units": list(self.vocabulary.units),
            "vocabulary.licences": list(self.vocabulary.licences),
            "vocabulary.source_kinds": list(self.vocabulary.source_kinds),
            "vocabulary.countries": list(self.vocabulary.countries),
            "vocabulary.currencies": list(self.vocabulary.currencies),
            f"{self.name}.{self.keys[0]}": own,
        }
        if sources is not None and self.name != SOURCES:
            keys["sources.id"] = list(sources._corrected.frame["id"].dropna())
        return keys

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
    if not isinstance(name, str):
        raise DataError(f"table {name!r}; allowed: the name of one: {', '.join(known)}")
    beside = _beside(name) if folder is None and name not in known else None
    if beside is not None:
        recorder.record(name, beside.digest)
        return beside
    if name not in known:
        raise DataError(f"no table {name!r}; {_closest(name, known)}")
    opened = _open(where, name)
    recorder.record(name, opened.digest)
    return opened


def opened_as_far_as_it_goes(folder: Path, name: str) -> Table:
    """A table whose rows and corrections may be faulty, to ask what is wrong with it.

    Raises
    ------
    DefinitionError
        Where its definition or the vocabulary is none.
    """
    return _unchecked(folder, name, _stamps(folder))


def register_faults(folder: Path) -> list[LabourError]:
    """Lines of ``corrections.csv`` that are none, or of no table."""
    try:
        return list(_lines(folder, _stamps(folder))[1])
    except LabourError as error:
        return [error]


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
    return _opened(folder, name, _stamps(folder))


def _stamps(folder: Path) -> Stamps:
    """Names, times and sizes of all files that a table may rest on."""
    with os.scandir(folder) as files:
        named = [item for item in files if item.name.endswith((".csv", ".toml"))]
        return tuple(sorted(_stamp(item) for item in named if item.is_file()))


def _stamp(item: os.DirEntry[str]) -> tuple[str, int, int]:
    """Name, time of change and size of a file: whether it is as it was when it was read."""
    seen = item.stat()
    return (item.name, seen.st_mtime_ns, seen.st_size)


def _opened(folder: Path, name: str, stamps: Stamps) -> Table:
    opened = _unchecked(folder, name, stamps)
    for fault in _lines(folder, stamps)[1]:
        raise fault
    return opened


@lru_cache(maxsize=64)
def _unchecked(folder: Path, name: str, stamps: Stamps) -> Table:
    """A table with those lines of the corrections that can be read."""
    vocabulary = read_vocabulary(folder / "vocabulary.toml")
    definition = read_definition(folder / f"{name}.toml", vocabulary)
    lines = _lines(folder, stamps)[0]
    return Table(definition, folder, vocabulary, tuple(x for x in lines if x.table == name))


@lru_cache(maxsize=4)
def _lines(folder: Path, _: Stamps) -> tuple[list[Correction], list[CorrectionError]]:
    """Corrections of all tables, and the lines that are none or of no table."""
    lines, faults = read_corrections(folder / "corrections.csv")
    known = names(folder)
    for line in lines:
        if line.table not in known:
            text = f"corrections.csv, row {line.row}: no table {line.table!r}; "
            faults.append(CorrectionError(text + _closest(line.table, known)))
    return lines, faults


@lru_cache(maxsize=4)
def _contents(folder: Path, _: Stamps) -> dict[str, Content] | None:
    return read_contents(folder)


def _closest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"close: {', '.join(close)}" if close else f"there are: {', '.join(known)}"
