"""What a visitor does with the package alone: run by an interpreter that has the wheel only.

``python use.py`` in a folder that is no checkout. No test of pytest's, since there the checkout is
at hand; :mod:`tests.wheel.outside` makes the environment and runs this.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

SEED = 1


def tables() -> None:
    """Tables come with the wheel, checked and corrected."""
    import analysis

    assert "site-packages" in str(Path(analysis.__file__)), analysis.__file__
    steel = analysis.load("steel")
    assert len(steel) > 1000
    assert steel["source_id"].notna().all()


def curve() -> None:
    """Demand that was made with a known curve is estimated as that curve."""
    import numpy as np
    import pandas as pd

    from analysis.demand import DemandModel, Lognormal

    truth = Lognormal(mu=0.5, sigma=1.2, scale=3.0)
    price = np.geomspace(8.0, 0.1, 80)
    bought = truth.simulate(price, noise=0.01, seed=SEED)
    frame = pd.DataFrame({"quantity": bought, "price": price})
    fit = DemandModel(frame, quantity="quantity", price="price", curve="lognormal").fit()
    found = fit.params
    for name, value in {"mu": 0.5, "sigma": 1.2}.items():
        assert abs(float(found[name]) - value) < 0.05, found


def wage() -> None:
    """A log that was made from a seed pays what its own rows say."""
    from analysis.tasklogs.made import write_exports

    log = next(path for path in write_exports(Path(), SEED) if path.name == "mturk_batch.csv")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("labour")), "wage", log.name, "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    with log.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, restkey="rest"))
    due = {
        row["AssignmentId"]: row["Reward"] for row in rows if row["AssignmentStatus"] != "Rejected"
    }
    pay = sum(float(reward.lstrip("$")) for reward in due.values())
    assert abs(found["pay"]["total"] - pay) < 1e-9, (found["pay"], pay)
    ratio = found["pay"]["total"] / found["hours"]["gap_5min"]
    assert abs(found["wage"]["gap_5min"] - ratio) < 1e-9


if __name__ == "__main__":
    for step in (tables, curve, wage):
        step()
        print(f"{step.__name__}: as it should be")
