"""``python -m tests.trust``: try to break the tables, the report and the command; print a table."""

from __future__ import annotations

import argparse
import os
import sys

# Before any library of numbers is loaded, here and in the processes of the pool.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

if __name__ == "__main__":
    from tests.trust.campaign import AREAS, main

    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"of: {', '.join(AREAS)}")
    parser.add_argument("--seed", type=int, default=20, help="of what is drawn")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    unknown = sorted({*given.areas} - {*AREAS})
    if unknown:
        parser.error(f"no area {', '.join(unknown)}; allowed: {', '.join(AREAS)}")
    sys.exit(main(given.areas or AREAS, given.seed, given.processes))
