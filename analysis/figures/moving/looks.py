"""Colours and letters of the charts that move: those of the figures, or those of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analysis.figures.style import BLUE, FAINT, GREEN, GREY, INK, ORANGE, PURPLE, RED

LETTERS = 'system-ui, "DejaVu Sans", sans-serif'
SIZE = 13
HEIGHT = 170


@dataclass(frozen=True)
class Look:
    """Colours of a chart.

    Attributes
    ----------
    ink, faint : str
        Of letters and of lines behind.
    elasticity, employment : str
    firms : tuple of str
        In the order of :data:`analysis.position.hours.FIRMS`.
    width : int or "container"
        Pixels, or as wide as the page lets it.
    """

    ink: str = INK
    faint: str = FAINT
    elasticity: str = RED
    employment: str = BLUE
    firms: tuple[str, ...] = field(default=(PURPLE, GREEN, BLUE, ORANGE, RED, GREY))
    width: Any = 560

    def config(self) -> dict[str, Any]:
        """What of the look holds for a whole chart."""
        letters = {"labelFont": LETTERS, "titleFont": LETTERS, "labelFontSize": SIZE - 1,
                   "titleFontSize": SIZE, "titleFontWeight": "normal"}  # fmt: skip
        return {
            "background": "transparent",
            "font": LETTERS,
            "view": {"stroke": None},
            "axis": {**letters, "labelColor": self.ink, "titleColor": self.ink,
                     "gridColor": self.faint, "gridOpacity": 0.25, "domainColor": self.faint,
                     "tickColor": self.faint},
            "legend": {**letters, "labelColor": self.ink, "titleColor": self.ink},
            "title": {"font": LETTERS, "fontSize": SIZE + 1, "anchor": "start", "color": self.ink},
            "text": {"font": LETTERS, "fontSize": SIZE - 1, "color": self.ink},
        }  # fmt: skip


PAGE = Look(
    ink="currentColor",
    faint="gray",
    elasticity="var(--moved-elasticity)",
    employment="var(--moved-employment)",
    firms=tuple(f"var(--firm-{place})" for place in range(6)),
    width="container",
)
"""On a page of the report, whose style sheet has a value of each colour for light and dark."""
