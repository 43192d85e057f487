"""A file of an export, opened: bytes, packed or not, as text whose unreadable bytes stay marked."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, cast

from analysis.errors import TaskLogError
from analysis.files import reason_of

HEAD: Final = 1 << 18
"""Characters looked at to tell the format: more than any header seen, with room for long ones."""

_GZIP, _ZIP, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_OTHER = {
    _ZIP: "a ZIP archive or a spreadsheet; unpack it, or save it as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as CSV",
    b"%PDF": "a PDF; the platform offers the same as CSV",
    b"BZh": "packed with bzip2; unpack it",
    b"\xfd7zXZ": "packed with xz; unpack it",
    b"SQLite format 3": "a database; export it to JSON or CSV",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Source:
    """One file.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        What it is called in the table and in messages: its base name.
    """

    path: Path
    name: str

    @cached_property
    def packed(self) -> bool:
        """Whether it is packed with gzip."""
        return self._first.startswith(_GZIP)

    @cached_property
    def parquet(self) -> bool:
        """Whether it is a Parquet file."""
        return self._first.startswith(_PARQUET)

    @cached_property
    def size(self) -> int:
        """Bytes on the disk."""
        return self.path.stat().st_size

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what stands in it, packed or not: two files of one name are told apart."""
        found = hashlib.sha256()
        with self.opened() as file:
            while chunk := file.read(HEAD):
                found.update(chunk)
        return found.hexdigest()

    @cached_property
    def encoding(self) -> str:
        """How its text is written: by its mark, or UTF-8."""
        with self.opened() as file:
            first = file.read(4)
        return next((name for mark, name in _MARKS.items() if first.startswith(mark)), "utf-8")

    @cached_property
    def blank(self) -> bool:
        """Whether nothing but space stands in it."""
        return not self.parquet and not self._beginning.strip()

    @cached_property
    def head(self) -> str:
        """Its first characters.

        Raises
        ------
        TaskLogError
            Where it is empty, or no text.
        """
        for mark, what in _OTHER.items():
            if self._first.startswith(mark):
                raise TaskLogError(f"{self.name} is {what}")
        head = self._beginning
        if not head.strip():
            raise TaskLogError(f"{self.name} is empty; allowed: an export with at least a header")
        if head.count("\0") * 4 > len(head):
            raise TaskLogError(f"{self.name} is no text; allowed: CSV, TSV, JSON or Parquet")
        return head

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, unpacked.

        Raises
        ------
        TaskLogError
            Where it cannot be read, or what is packed ends early or is damaged.
        """
        try:
            with self.path.open("rb") as file:
                yield cast("BinaryIO", gzip.GzipFile(fileobj=file)) if self.packed else file
        except EOFError:
            raise TaskLogError(
                f"{self.name} is packed with gzip and ends early; fetch it again"
            ) from None
        except (gzip.BadGzipFile, zlib.error):
            raise TaskLogError(
                f"{self.name} is packed with gzip and damaged; fetch it again"
            ) from None
        except OSError as error:
            raise TaskLogError(f"{self.name} cannot be read: {reason_of(error)}") from None

    @contextmanager
    def text(self) -> Iterator[io.TextIOWrapper]:
        """Its text with line ends as they are; bytes that are no text become surrogates."""
        with self.opened() as file:
            errors = "surrogateescape" if self.encoding.startswith("utf-8") else "replace"
            yield io.TextIOWrapper(file, encoding=self.encoding, errors=errors, newline="")

    @cached_property
    def _beginning(self) -> str:
        with self.text() as lines:
            return lines.read(HEAD)

    @cached_property
    def _first(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                return file.read(16)
        except OSError as error:
            raise TaskLogError(f"{self.name} cannot be read: {reason_of(error)}") from None


ILLEGIBLE: Final = "a cell that is needed holds bytes that are no text"


def legible(text: str) -> bool:
    """Whether a cell is text: no byte outside its encoding, no NUL."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
