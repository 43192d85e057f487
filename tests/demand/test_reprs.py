"""What a notebook shows of a model or result is one line, without addresses or arrays."""

from __future__ import annotations

import re

from analysis.demand import DemandModel, placebo
from analysis.industries.series import steel_demand


def test_models_and_results_introduce_themselves_in_a_line() -> None:
    frame = steel_demand().frame
    model = DemandModel(frame, quantity="quantity", price="price", income="income")
    results = model.fit()
    draws = results.regression.bootstrap(n=20, kind="residual", seed=0)
    for item in (model, results, results.regression, draws, placebo(model, n=5)):
        shown = repr(item)
        assert len(shown) < 250
        assert "\n" not in shown
        assert not re.search(r"0x[0-9a-f]{6}|array\(", shown)
    assert "sigma" in repr(results)
    assert "errors in logs" in repr(results)
