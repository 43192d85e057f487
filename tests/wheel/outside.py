"""Build wheel and sdist, install the wheel outside the checkout, and use it: ``make test-wheel``.

The wheel is built from the sdist, so that the sdist is shown to be whole. What it needs is
installed at the locked versions; that what it declares is enough is asked of ``uv pip check``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from analysis import __version__
from analysis.places import repository

USE = Path(__file__).with_name("use.py")
LOCKED = repository() / "requirements" / "report.lock.txt"
UV = Path(sys.executable).with_name("uv")


def built(folder: Path) -> tuple[Path, Path]:
    """Wheel and sdist of this checkout, put into `folder`."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="labour-built-") as name:
        _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", name, repository())
        (wheel,), (source,) = Path(name).glob("*.whl"), Path(name).glob("*.tar.gz")
        return Path(shutil.copy(wheel, folder)), Path(shutil.copy(source, folder))


def installed(wheel: Path, extra: str, where: Path) -> Path:
    """Interpreter of a fresh environment in `where` with the wheel, and an extra, and no more."""
    python = where / "bin" / "python"
    _run(UV, "venv", "--quiet", "--python", sys.executable, where)
    pinned = where / "constraints.txt"
    lines = LOCKED.read_text(encoding="utf-8").splitlines()
    kept = [line.removesuffix(" \\") for line in lines if not line.startswith(" ")]
    pinned.write_text("\n".join(kept), encoding="utf-8")
    into = ("--quiet", "--python", python)
    _run(UV, "pip", "install", *into, "-c", pinned, f"{wheel}{extra}")
    _run(UV, "pip", "check", *into)
    return python


def megabytes(folder: Path) -> float:
    """Size of what was installed."""
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(sizes) / 1e6


def main() -> None:
    """Build, install, use; print what was seen."""
    wheel, source = built(repository() / "dist")
    for path in (wheel, source):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    for extra in ("", "[logs]"):
        with tempfile.TemporaryDirectory(prefix="labour-outside-") as name:
            python = installed(wheel, extra, Path(name) / "environment")
            (site,) = (Path(name) / "environment" / "lib").glob("*/site-packages")
            print(f"pip install labelling-labour{extra}: {megabytes(site):.0f} MB")
            if extra:
                use(python, Path(name))


def use(python: Path, folder: Path) -> None:
    """Run the command and the steps of ``use.py`` in a folder that is no checkout."""
    said = _run(python.with_name("labour"), "--version", cwd=folder)
    if said.strip() != f"labour {__version__}":
        raise SystemExit(f"labour --version says {said!r}, not {__version__}")
    print(_run(python, USE, cwd=folder), end="")
    print(_run(python.with_name("labour"), "data", "check", cwd=folder).splitlines()[-1])


def _run(*command: object, cwd: Path | None = None) -> str:
    kept = {
        name: os.environ[name] for name in os.environ if name not in {"PYTHONPATH", "LABOUR_DATA"}
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
