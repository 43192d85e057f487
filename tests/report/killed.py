"""Run `labour report --accept` again and again, killed at its n-th change to the disk, or any time.

``python killed.py CHECKOUT RANDOM`` leaves a folder a trial: what was there right after the kill
(``seen``) and after the next command (``after``).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path

WRITING = os.O_WRONLY | os.O_RDWR
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"}


def kill_at(count: int) -> None:
    """Kill this process at its `count`-th operation that changes the disk."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        flags = arguments[2] if event == "open" else 0
        if event in CHANGES or (isinstance(flags, int) and flags & WRITING):
            seen += 1
            if seen == count:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def in_a_child(work, seconds: float | None = None) -> bool:
    """Do it in a process of its own, killed after some seconds; whether it was killed."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        try:
            os._exit(work())
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(99)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "a command failed"
    return False


def run(root: Path, chances: int) -> None:
    """All trials: killed at the first change, the second ..., then at random moments."""
    from analysis.cli import main
    from analysis.report import options
    from analysis.report.build import pipeline as build
    from analysis.report.build import staging
    from analysis.report.runs import cache, stamp

    # What is put in place is made once: only the putting is under test.
    render, made = build.report_files, {}
    build.report_files = lambda *parts: made.setdefault("files", render(*parts))
    for module in (cache, options, staging, stamp):
        module.repository = lambda: root
    os.environ["LABOUR_DATA"] = str(root / "data")
    os.chdir(root)

    def report(killed_at: int = 0) -> int:
        kill_at(killed_at)
        return main(["report", "--accept"])

    def restore() -> None:
        shutil.rmtree(root / "reports", ignore_errors=True)
        (root / "results.lock").unlink(missing_ok=True)
        shutil.copytree(root / "keep" / "reports", root / "reports")
        shutil.copy2(root / "keep" / "results.lock", root / "results.lock")

    def keep(trial: Path, name: str) -> None:
        (trial / name).mkdir(parents=True)
        shutil.copytree(root / "reports", trial / name / "reports")
        for path in root.glob("*results.lock*"):
            shutil.copy2(path, trial / name / path.name)

    def trial(name: str, work, seconds: float | None = None) -> bool:
        restore()
        killed = in_a_child(work, seconds)
        folder = root / "trials" / name
        keep(folder, "seen")
        in_a_child(lambda: main(["claims"]))
        keep(folder, "after")
        if killed:
            (folder / "killed").touch()
        return killed

    # Once in this process, so that every child finds templates and modules loaded.
    restore()
    main(["report", "--accept"])
    main(["claims"])
    restore()
    start = time.monotonic()
    in_a_child(report)
    length = time.monotonic() - start
    count = 1
    while trial(f"operation-{count:03d}", partial(report, count)):
        count += 1
    chance = random.Random(11)
    for number in range(chances):
        trial(f"moment-{number:03d}", report, chance.uniform(0, 1.1 * length))


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
