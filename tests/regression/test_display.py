"""What a reader sees: printing a result prints its table, a notebook shows it, numbers stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RegressionError
from analysis.regression import BootstrapResults, NonlinearLS, compare, linear_ls

DOSE = np.linspace(0.1, 4.0, 30)
RESPONSE = 3.0 * DOSE / (0.8 + DOSE) + 0.05 * np.random.default_rng(0).standard_normal(30)
FIT = NonlinearLS(
    lambda b, x: b[0] * x / (b[1] + x), RESPONSE, DOSE, start={"ceiling": 2.0, "half": 1.0}
).fit()
SHOWN: dict[str, Any] = {
    "fit": FIT,
    "bootstrap": FIT.bootstrap(50, kind="residual"),
    "profile": FIT.profile(),
    "derived": FIT.derived("half", lambda p: p["half"]),
    "side by side": compare([FIT, FIT.with_cov("HC1")]),
    "linear": linear_ls(pd.DataFrame({"half": DOSE}), RESPONSE),
}


@pytest.mark.parametrize("what", SHOWN)
def test_a_result_prints_its_table_and_a_notebook_shows_it(what: str) -> None:
    item = SHOWN[what]
    lines = str(item).splitlines()
    assert 5 < len(lines) < 25
    assert any(line.startswith("half") for line in lines)
    assert '<th scope="row">half</th>' in item._repr_html_()
    assert str(item) == item.summary().as_text()


@pytest.mark.parametrize("what", SHOWN)
def test_a_result_introduces_itself_in_a_line(what: str) -> None:
    shown = repr(SHOWN[what])
    assert shown.startswith("<")
    assert "\n" not in shown
    assert " at 0x" not in shown
    assert len(shown) < 150


def test_a_bootstrap_without_intervals_still_prints_and_says_why() -> None:
    draws = FIT.bootstrap(50, kind="residual")
    failed = np.arange(50) < 10
    broken = BootstrapResults(draws.plan, replace(draws.replications, failed=failed))
    with pytest.raises(RegressionError):
        broken.conf_int()
    assert "No intervals: 10 of 50 replications failed" in str(broken)


def test_a_number_in_gives_a_number_out() -> None:
    mean = FIT.predict(2.0)
    assert isinstance(mean, float)
    assert mean == FIT.predict([2.0]).iloc[0]
    band = FIT.predict(2.0, interval="confidence")
    assert list(band.index) == ["mean", "se", "lower", "upper"]
    assert band["lower"] < mean < band["upper"]
