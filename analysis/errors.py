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


class UnitMismatchError(LabourError):
    """Numbers in different units were to be added, compared or divided."""


class PopulationMismatchError(LabourError):
    """Counts of different populations were to be compared as if one had grown into the other."""


class UnknownRowError(LabourError):
    """No row of that identifier; the message lists the close matches."""


class FeeRuleError(LabourError):
    """No fee rule of the platform covers the day or the kind of task asked for."""


class QualityError(LabourError):
    """A redundancy, review share or rejection share outside its domain."""


class PanelError(LabourError):
    """A panel that cannot be estimated: unknown keyword, too few groups, no variation."""


class MissingDataError(LabourError):
    """The data folder is not there."""


class DemandError(LabourError):
    """Base class of the errors of `analysis.demand`."""


class CurveParameterError(DemandError):
    """A curve was given a parameter outside its domain."""


class PriceDomainError(DemandError):
    """A curve was evaluated at a price that is not positive and finite."""


class UnknownOptionError(DemandError):
    """An option is not one of the allowed ones."""


class UnknownCurveError(DemandError):
    """No demand curve has this name."""


class UnknownColumnError(DemandError):
    """The data have no such column."""


class MissingObservationError(DemandError):
    """A series of a demand model lacks a year the others have, or has a gap where none may be."""


class NonPositiveValueError(DemandError):
    """A price, quantity, income or deflator is zero or negative."""


class ConstantPriceError(DemandError):
    """The price does not move, so no demand curve can be estimated."""


class IncomeRequiredError(DemandError):
    """A free income elasticity was asked for without an income series."""


class TooFewYearsError(DemandError):
    """Fewer rows than a demand model or a check needs."""


class EvaluationPointError(DemandError):
    """A result was asked for at a year or price it has not."""


class NoSaturationError(DemandError):
    """The share served was asked of a curve without a saturation level."""


class ThresholdError(DemandError):
    """A pass-through, growth rate or share outside its domain."""


class RegressionInputError(LabourError, ValueError):
    """Data, starts, bounds, names or options of a regression that cannot be used."""


class FunctionError(LabourError, ValueError):
    """A model function or Jacobian that raised or returned something unusable."""


class ConvergenceError(LabourError, RuntimeError):
    """A fit that did not converge; the message lists what was tried."""


class TooFewObservationsError(LabourError, ValueError):
    """Fewer observations than an estimator needs."""


class CovarianceError(LabourError, ValueError):
    """A covariance estimator that is unknown or not defined for the fit."""


class ProfileError(LabourError, ValueError):
    """A profile interval that does not exist for the fit, with the reason."""


class BootstrapError(LabourError, ValueError):
    """A resampling scheme or interval that is unknown or not valid for the fit."""


class ResultFormatError(LabourError, ValueError):
    """A stored regression result that cannot be read back."""


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


class JoinError(LabourError):
    """Two series cannot be joined as asked: no common year, or no break where one was named."""


class DecompositionError(LabourError):
    """A change cannot be shared out: year missing, number not positive, factors not the total."""


class EmploymentError(LabourError):
    """Employment cannot be predicted or scored: no common years, no such null, no path."""


class ReplicationError(LabourError):
    """A replication is asked for what was not declared or what the data cannot show."""


class ForecastError(DemandError):
    """Too few observations for the forecasts or the comparison asked for."""


class PlaceboError(DemandError):
    """A placebo test was asked for without draws."""


class FloorTestError(DemandError):
    """The floor test was asked of a model it is not for."""


class BaselineError(DemandError):
    """A benchmark regression cannot be made from these series."""


class ComparisonError(DemandError):
    """Curves cannot be compared as asked."""


class SpecificationError(DemandError):
    """A specification table names what does not exist, or nothing at all."""


class UnknownResultError(LabourError):
    """No number or figure of that name in the report; the message lists the close matches."""


class CoverageError(LabourError):
    """Coverage by year was asked of a table, or of series, that have no years."""


class ExportError(LabourError):
    """Tables cannot be exported as asked: unknown kind, folder, package or a format's limit."""


class ChangedResultsError(LabourError):
    """Numbers of a build differ from the accepted ones; the message holds both."""


class UnknownCurrencyError(LabourError):
    """A currency code that no rate exists for; the message lists those that have one."""


class MissingRateError(LabourError):
    """No exchange rate, purchasing power parity or price level for a currency and year."""


class MixedUnitsError(LabourError):
    """Amounts of different currency, base year, period or time basis stand in one column."""


class QuoteError(LabourError):
    """A wage quote is impossible or incomplete; names the row, what was found, what is allowed."""


class MissingHoursError(LabourError):
    """A wage by day, week, month or year was to be made hourly without hours behind it."""


class MissingComparatorError(LabourError):
    """No local wage to measure a quote against."""


class TooFewSourcesError(LabourError):
    """An estimate was asked of fewer independent sources than may carry one."""
