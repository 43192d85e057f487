"""Every error the package raises on purpose, in one flat module.

Each names what was found and what is allowed; the command line prints them as one line.
"""

from __future__ import annotations


class LabourError(Exception):
    """Base of all errors raised on purpose: bad input, bad data, refused computations."""


class DefinitionError(LabourError):
    """A table definition or vocabulary file has an unknown key, a missing key or a wrong value."""


class TableError(LabourError):
    """A data file does not hold what its definition says; names file, row, column, found, allowed.

    Parameters
    ----------
    file : str
        File name below the data folder.
    row : int or None
        Line of the file (the header is line 1), where one line is at fault.
    column : str or None
        Column at fault.
    found, allowed : str
        What stands there, and what may.
    """

    def __init__(
        self, file: str, row: int | None, column: str | None, found: str, allowed: str
    ) -> None:
        self.file, self.row, self.column = file, row, column
        self.found, self.allowed = found, allowed
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column '{column}'")
        super().__init__(f"{', '.join(place)}: found {found}; allowed: {allowed}")


class CorrectionError(LabourError):
    """A declared correction no longer meets the value it was written for."""


class UnknownTableError(LabourError):
    """No table of that name; the message lists the close matches."""


class UnknownSeriesError(LabourError):
    """No series of that name in the table; the message lists the close matches."""


class MissingDataError(LabourError):
    """The data folder is not there."""


class FigureError(LabourError):
    """A figure lacks what has to go with it, or asks for a colour that has no meaning yet."""


class ReportError(LabourError):
    """A report cannot be built as asked: notebook missing, folder not writable."""


class NotebookError(LabourError):
    """A notebook breaks the house rules or a cell of it failed."""


class NumberError(LabourError):
    """A number is recorded twice with different values, or asked for and never recorded."""


class AmbiguousYearError(LabourError):
    """A year has values from several sources and none was preferred."""
