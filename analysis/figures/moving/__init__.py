"""Charts that a reader moves: the curve and the accounting of hours, made by altair.

They are no figures of the notebooks, and are imported by name, since altair takes its time.

Examples
--------
>>> from analysis.figures.moving import curve_chart
>>> [slider["name"] for slider in curve_chart().to_dict()["params"]][:3]
['set_start', 'set_spread', 'set_served']
"""

from __future__ import annotations

from analysis.figures.moving.controls import CURVE, Control, hours_controls
from analysis.figures.moving.curve import (
    curve_chart,
    elasticity_panel,
    employment_panel,
)
from analysis.figures.moving.hours import hours_chart, hours_panel
from analysis.figures.moving.offline import javascript

__all__ = [
    "CURVE",
    "Control",
    "curve_chart",
    "elasticity_panel",
    "employment_panel",
    "hours_chart",
    "hours_controls",
    "hours_panel",
    "javascript",
]
