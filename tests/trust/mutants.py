"""``python -m tests.trust.mutants``: change the numerical code a little; do its tests notice?

A mutant is a copy of the project in which one operator, comparison or number of one module is
another. The tests of that module are run on it, without those marked slow or nightly. A mutant
whose tests all pass survives: it is listed, and argued in ``docs/trust.md`` or killed by a test.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).parents[2]
COPIED = ("analysis", "data", "docs", "tests", "pyproject.toml", "README.md", "results.lock")
SUBJECTS: dict[str, tuple[str, ...]] = {
    "analysis/regression/solver": (
        "tests/regression/test_nist.py", "tests/regression/test_recovery.py",
        "tests/regression/test_invariance.py", "tests/regression/test_fit_many.py",
    ),
    "analysis/regression/inference": (
        "tests/regression/test_covariances.py", "tests/regression/test_references.py",
        "tests/regression/test_r.py", "tests/regression/test_profile_limits.py",
        "tests/regression/test_results.py",
    ),
    "analysis/regression/bootstrap": (
        "tests/regression/test_bootstrap.py", "tests/regression/test_expansion.py",
        "tests/regression/test_fit_many.py",
    ),
    "analysis/demand/curves": ("tests/demand/test_curves.py", "tests/demand/test_model.py"),
    "analysis/wages": (
        "tests/wages/test_hours_and_quotes.py", "tests/wages/test_identities.py",
        "tests/wages/test_oracle.py", "tests/wages/test_synthesis.py",
    ),
    "analysis/tasklogs/measures": ("tests/tasklogs/measures",),
    "analysis/money": ("tests/money",),
}  # fmt: skip
"""Modules by folder, and the tests that hold them; their own examples are run too."""
WAGES = ("hours", "time_basis", "censored", "synthesis", "quotes", "piece_rates", "below_minimum")
OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
LONGEST = 900


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the line, and what stands there instead."""

    subject: str
    file: str
    line: int
    place: int
    words: str


def places(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes that can be changed: none in messages, annotations, decorators."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if _changeable(node):
            yield node
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "type_params", "decorator_list"):
                inner = value if isinstance(value, list) else [value]
                waiting += [x for x in inner if isinstance(x, ast.AST) and not isinstance(x, LEFT)]


LEFT = (ast.JoinedStr, ast.Raise, ast.Import)


def _changeable(node: ast.AST) -> bool:
    match node:
        case ast.BinOp() | ast.BoolOp():
            return type(node.op) in OPERATORS
        case ast.Compare():
            return type(node.ops[0]) in OPERATORS
        case ast.UnaryOp():
            return isinstance(node.op, ast.USub | ast.Not)
        case ast.Constant():
            return type(node.value) in (int, float)
    return False


def change(node: ast.AST) -> None:
    """Change a node in place."""
    if isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = OPERATORS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.Compare):
        node.ops[0] = OPERATORS[type(node.ops[0])]()  # type: ignore[assignment]
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
        if isinstance(node.op, ast.Not):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant):
        node.value += 1


def mutated(text: str, place: int) -> tuple[str, str, int]:
    """Source with the place changed, the change in words, and its line."""
    tree = ast.parse(text)
    node = list(places(tree))[place]
    before = ast.unparse(deepcopy(node))
    change(node)
    ast.fix_missing_locations(tree)
    return ast.unparse(tree), f"{before} -> {ast.unparse(node)}", getattr(node, "lineno", 0)


def files_of(subject: str) -> list[Path]:
    """Modules of a subject."""
    found = sorted((ROOT / subject).glob("*.py"))
    return [
        path for path in found
        if path.name != "__init__.py" and (subject != "analysis/wages" or path.stem in WAGES)
    ]  # fmt: skip


def drawn(number: int, seed: int, subjects: list[str]) -> list[Mutant]:
    """As many mutants of every subject, drawn."""
    chance, made = random.Random(seed), []
    for subject in subjects:
        every = [
            (path, place)
            for path in files_of(subject)
            for place in range(len(list(places(ast.parse(path.read_text(encoding="utf-8"))))))
        ]
        for path, place in chance.sample(every, min(number, len(every))):
            _, words, line = mutated(path.read_text(encoding="utf-8"), place)
            made.append(Mutant(subject, str(path.relative_to(ROOT)), line, place, words))
    return made


def copied(folder: Path) -> None:
    """A copy of the project to change."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)


def passes(folder: Path, subject: str, file: str) -> bool:
    """Whether the tests of a subject pass in a copy; no end within the limit is a failure."""
    tests = [*SUBJECTS[subject], *([file] if file else [])]
    given = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider",
             "-m", "not slow and not nightly and not spark", *tests]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1",
           "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # fmt: skip
    try:
        done = subprocess.run(
            given, cwd=folder, env=env, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Draw, change, run; list what survives."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.mutants", description=__doc__)
    parser.add_argument("subjects", nargs="*", default=list(SUBJECTS), help="folders of modules")
    parser.add_argument("--each", type=int, default=12, help="mutants a subject")
    parser.add_argument("--seed", type=int, default=20)
    given = parser.parse_args()
    survived = []
    with tempfile.TemporaryDirectory(prefix="labour-mutants-") as name:
        folder = Path(name)
        copied(folder)
        for subject in given.subjects:
            assert passes(folder, subject, ""), f"the tests of {subject} fail without a change"
        mutants = drawn(given.each, given.seed, given.subjects)
        for mutant in tqdm(mutants, unit=" mutants"):
            path = folder / mutant.file
            text = path.read_text(encoding="utf-8")
            path.write_text(mutated(text, mutant.place)[0], encoding="utf-8")
            if passes(folder, mutant.subject, mutant.file):
                survived.append(mutant)
                tqdm.write(f"survived {mutant.file}:{mutant.line}: {mutant.words}")
            path.write_text(text, encoding="utf-8")
    for subject in given.subjects:
        of = [each for each in mutants if each.subject == subject]
        alive = [each for each in survived if each.subject == subject]
        print(f"{subject:32} {len(of):4} mutants, {len(alive):4} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
