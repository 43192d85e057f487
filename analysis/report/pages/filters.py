"""A box above a long list that hides what does not match: offline, and whole without a script."""

from __future__ import annotations

import html
from importlib.resources import files

_SCRIPT = files("analysis.report.pages") / "templates" / "filter.js"


def filter_box(target: str, label: str) -> str:
    """A box that filters the children of the element with id `target`; hidden without a script.

    Parameters
    ----------
    target : str
    label : str
        What stands beside the box.
    """
    return (
        f'<form class="explorer filter" role="search" data-filters="{target}" hidden>'
        f'<label>{html.escape(label)} <input type="search" id="filter-{target}" autocomplete="off">'
        f'</label><button type="reset">All</button><output for="filter-{target}" '
        'aria-live="polite"></output></form>'
    )


def filter_script() -> str:
    """The script that shows the boxes of a page and filters by them."""
    return f"<script>{_SCRIPT.read_text(encoding='utf-8')}</script>"
