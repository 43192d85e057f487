"""Every error the package raises on purpose, in one flat module: one a subject, more where caught.

Each names what was found and what is allowed; the command line prints them as one line.
"""

from __future__ import annotations


class LabourError(Exception):
    """Base of all errors raised on purpose: bad input, bad data, refused computations."""


class DefinitionError(LabourError):
    """A table definition, vocabulary or register line has an unknown, missing or wrong value."""


class LanguageError(LabourError):
    """A text has no entry in the catalogue of the language, or its package or font is missing."""


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
    """A declared correction is not well formed, or no longer meets the value it was written for."""


class DataError(LabourError):
    """The tables have not what was asked for: table, series, row, years, folder or form of export.

    Names that are close are listed.
    """


class MoneyError(LabourError):
    """An amount that cannot be converted: no such currency, no rate, or units that differ."""


class WageError(LabourError):
    """A wage quote or comparator is impossible, incomplete or too little for an estimate."""


class LabelsError(LabourError):
    """Times, prices, fees or volumes of labels that may not be put together or are out of range."""


class TaskLogError(LabourError):
    """A task log that cannot be read, holds no clock, or gives no wage; says which file and why."""


class RecordError(TaskLogError):
    """One record of a task log that cannot be used; the message is the reason, without a cell."""


class RegressionError(LabourError, ValueError):
    """Data, options, covariance or interval that a regression cannot use, with the reason."""


class FunctionError(LabourError, ValueError):
    """A model function or Jacobian that raised or returned something unusable."""


class RaisedError(FunctionError):
    """A model function that raised: no value at a trial point, bad input at a start."""


class ConvergenceError(LabourError, RuntimeError):
    """A fit that did not converge; the message lists what was tried.

    Parameters
    ----------
    message : str
    params : tuple of float, optional
        Where the best attempt stopped.
    ssr : float, optional
        Its sum of squares.
    """

    def __init__(
        self, message: str, params: tuple[float, ...] = (), ssr: float = float("inf")
    ) -> None:
        self.params, self.ssr = params, ssr
        super().__init__(message)


class DemandError(LabourError):
    """A demand curve, model or check asked for what it does not have or may not be given."""


class IndustryError(LabourError):
    """Series of an industry that cannot be joined, decomposed, predicted or compared as asked."""


class FigureError(LabourError):
    """A figure lacks what has to go with it, or asks for a colour that has no meaning yet."""


class NumberError(LabourError):
    """A finding says nothing, rests on nothing, or its name is taken or was never recorded."""


class ReportError(LabourError):
    """A report cannot be built, read or put in place as asked."""


class NotebookError(LabourError):
    """A notebook breaks the house rules or a cell of it failed."""


class ChangedResultsError(LabourError):
    """Results of a build differ from the accepted ones; the message holds both."""


def first_line(error: BaseException) -> str:
    r"""What an error says, in its first line: the reason in a cell of a table.

    Examples
    --------
    >>> first_line(DemandError("price is 0\nallowed: positive"))
    'price is 0'
    """
    return str(error).partition("\n")[0]
