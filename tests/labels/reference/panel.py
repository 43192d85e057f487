"""Estimates of the Mechanical Turk panel by two other programs; writes panel.json beside itself.

Needs linearmodels and pyfixest, which the project does not install; run by hand after a change
of the data:  python tests/labels/reference/panel.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Estimate with both programs and write what they find."""
    # Imported here, so that collecting doctests does not need them.
    import pyfixest
    from linearmodels.panel import PanelOLS

    months = pd.read_csv(HERE.parents[2] / "data" / "mturk_keyword_month.csv")
    rows = months[months["mean_reward"] > 0].copy()
    rows["reward"] = np.log(rows["mean_reward"])
    rows["batches"] = np.log(rows["batches"])
    rows["batch_size"] = np.log(rows["mean_batch_size"])
    rows["tasks"] = rows["batches"] + rows["batch_size"]
    indexed = rows.assign(date=pd.to_datetime(rows["month"])).set_index(["keyword", "date"])

    found = {}
    for outcome in ("tasks", "batches", "batch_size"):
        panel = PanelOLS(
            indexed[outcome], indexed[["reward"]], entity_effects=True, time_effects=True
        ).fit(cov_type="clustered", cluster_entity=True, group_debias=True, auto_df=False)
        fixed = pyfixest.feols(
            f"{outcome} ~ reward | keyword + month",
            rows,
            vcov={"CRV1": "keyword"},
            ssc=pyfixest.ssc(k_fixef="full"),
        )
        bounds = fixed.confint().loc["reward"]
        found[outcome] = {
            "linearmodels": [float(panel.params["reward"]), float(panel.std_errors["reward"])],
            "pyfixest": [float(fixed.coef()["reward"]), float(fixed.se()["reward"])],
            "pyfixest_interval": [float(bounds.iloc[0]), float(bounds.iloc[1])],
        }
    (HERE / "panel.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
