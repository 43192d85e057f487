"""The economics of AI data annotation: wages, productivity, prices, volumes, demand.

Nothing heavy is imported until a name is used, so that ``import analysis`` stays light.

>>> import analysis
>>> steel = analysis.load("steel")
>>> sorted(analysis.table("steel").keys)
['series', 'source_id', 'year']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.tables import load, own, table

__version__ = "0.1.0"  # the one place: pyproject.toml and the command read it here
__all__ = ["__version__", "load", "own", "table"]

_LAZY = dict.fromkeys(("load", "own", "table"), "analysis.tables")


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
