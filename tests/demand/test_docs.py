"""The page on demand curves names every curve, has its pictures, and its code runs."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.demand import CURVES, Mixture

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "demand.md").read_text(encoding="utf-8")


def test_every_curve_has_a_line_and_a_picture_that_is_small() -> None:
    for name, curve in CURVES.items():
        assert f"**`{curve.__name__}(" in PAGE
        assert f"(demand/{name}.png)" in PAGE
    assert f"**`{Mixture.__name__}(" in PAGE
    shown = set(re.findall(r"\(demand/(\w+\.png)\)", PAGE))
    assert shown == {file.name for file in (DOCS / "demand").iterdir()}
    assert all((DOCS / "demand" / name).stat().st_size < 20_000 for name in shown)


def test_the_code_of_the_page_runs() -> None:
    scope: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S)
    assert len(blocks) == 3
    for block in blocks:
        exec(block, scope)
