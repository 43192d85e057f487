"""A table of defensible choices, declared before fitting, and the models it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pandas as pd

from analysis.demand.model import DemandModel
from analysis.errors import SpecificationError

Options = Mapping[str, Any]
Dimensions = Mapping[str, Mapping[str, Options]]

ALLOWED = (
    "quantity",
    "price",
    "curve",
    "error",
    "income",
    "income_elasticity",
    "deflator",
    "controls",
    "errors",
    "years",
)


@dataclass(frozen=True)
class Specifications:
    """Every combination of the choices in several dimensions.

    Parameters
    ----------
    dimensions : mapping
        Name of a dimension to its choices, each a label with the options of `DemandModel` it
        sets; ``years`` is a pair of first and last year, inclusive.
    primary : mapping
        The label chosen beforehand in every dimension.
    base : mapping
        Options all specifications share.

    Raises
    ------
    SpecificationError
        For an empty dimension, an unknown option, an option set in two places, or a primary
        that names no choice.

    Examples
    --------
    >>> table = Specifications(
    ...     dimensions={"error": {"logs": {"error": "log"}, "levels": {"error": "level"}}},
    ...     primary={"error": "logs"},
    ...     base={"quantity": "q", "price": "p"},
    ... )
    >>> [labels for labels, _ in table]
    [{'error': 'logs'}, {'error': 'levels'}]
    """

    dimensions: Dimensions
    primary: Mapping[str, str]
    base: Options = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.dimensions:
            raise SpecificationError("no dimension declared; allowed: at least one")
        seen = set(self.base)
        _require_allowed("base", self.base)
        for name, choices in self.dimensions.items():
            if not choices:
                raise SpecificationError(f"dimension {name!r} has no choice; allowed: at least one")
            options = {option for choice in choices.values() for option in choice}
            _require_allowed(f"dimension {name!r}", dict.fromkeys(options))
            if options & seen:
                twice = ", ".join(sorted(options & seen))
                raise SpecificationError(
                    f"dimension {name!r} sets {twice}, set elsewhere too; allowed: one place each"
                )
            seen |= options
            if self.primary.get(name) not in choices:
                raise SpecificationError(
                    f"primary names {self.primary.get(name)!r} in dimension {name!r}; allowed: "
                    f"{', '.join(choices)}"
                )

    def __iter__(self) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
        """Labels and options of every combination, in the order of declaration."""
        names = list(self.dimensions)
        for labels in product(*(self.dimensions[name] for name in names)):
            options = dict(self.base)
            for name, label in zip(names, labels, strict=True):
                options |= self.dimensions[name][label]
            yield dict(zip(names, labels, strict=True)), options

    def __len__(self) -> int:
        """Number of combinations."""
        size = 1
        for choices in self.dimensions.values():
            size *= len(choices)
        return size

    @property
    def quantities(self) -> tuple[str, ...]:
        """Columns that some specification explains."""
        found = [str(options["quantity"]) for _, options in self if "quantity" in options]
        return tuple(dict.fromkeys(found))


def specified_model(data: pd.DataFrame, options: Options) -> DemandModel:
    """The model of one specification: years cut, then rows that all its series share.

    Rows before the first or after the last that is complete are cut; a gap inside is an error
    of the model, never dropped.
    """
    rest = {name: value for name, value in options.items() if name != "years"}
    if "years" in options:
        first, last = options["years"]
        data = data.loc[first:last]
    used = [rest[name] for name in ("quantity", "price", "income", "deflator") if rest.get(name)]
    used += list(rest.get("controls") or ())
    complete = data[used].notna().all(axis=1).to_numpy()
    if complete.any():
        places = complete.nonzero()[0]
        data = data.iloc[places[0] : places[-1] + 1]
    return DemandModel(data, **rest)


def _require_allowed(where: str, options: Options) -> None:
    unknown = [option for option in options if option not in ALLOWED]
    if unknown:
        raise SpecificationError(
            f"{where} sets {', '.join(sorted(unknown))}; allowed: {', '.join(ALLOWED)}"
        )
