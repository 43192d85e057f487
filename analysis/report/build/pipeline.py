"""Building the report: run what changed, render all of it, put it in place with what it accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import ReportError
from analysis.report import notebooks as house
from analysis.report.build import lock as results
from analysis.report.build import standing
from analysis.report.build.assemble import Parts, gather, report_files
from analysis.report.build.paper import paper_files, paper_name
from analysis.report.build.staging import reserved
from analysis.report.build.written import read_kept
from analysis.report.options import Options
from analysis.report.runs import cache
from analysis.report.runs.kernel import Progress, execute
from analysis.report.runs.stamp import changed, snapshot
from analysis.tables import names, table


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    index : pathlib.Path
        The first page, or the paper.
    executed : tuple of str
        Notebooks that ran; the others came from the cache.
    changes : tuple of results.Change
        Results that differ from the accepted ones; with ``accept`` they were taken over.
    """

    index: Path
    executed: tuple[str, ...]
    changes: tuple[results.Change, ...]


def plan(options: Options) -> dict[str, str]:
    """Notebooks and why each would run; an empty reason where the cache has it."""
    chosen = house.find(options.folder, options.only)
    return {path.stem: _reason(path, options) for path in chosen}


def build(
    options: Options, progress: Progress | None = None, say: Callable[[str], None] = lambda _: None
) -> Built:
    """Execute the notebooks that changed and write the report.

    Raises
    ------
    TableError, DefinitionError, CorrectionError
        For a fault in any table.
    ReportError
        Where a notebook is missing, the folder cannot be a report's, or another build is under way.
    NotebookError
        Where a cell fails.
    ChangedResultsError
        Where a result is not the accepted one.

    After any of them the old report and the accepted results are as they were.
    """
    chosen, every = house.find(options.folder, options.only), house.find(options.folder)
    with reserved(options) as place:
        seen = snapshot(options.folder)
        _refuse_faulty_tables()
        executed = _run(options, chosen, seen, progress)
        entries = {path.stem: cache.entry(options.store, path) for path in chosen}
        others = [path.stem for path in every if path not in chosen]
        parts = gather(entries, read_kept(place.out, others))
        compared = _compare(options, parts, chosen, every)
        if not options.accept and not options.preview:
            compared.refuse_changes()
        if options.to == "pdf":
            say(f"setting {len(every)} notebooks as {paper_name()}")
            place.put(paper_files(parts, entries, every))
            return Built(options.out / paper_name(), executed, compared.changes)
        place.put(report_files(parts, entries, every), compared.after if options.accept else None)
        if not options.preview:
            accepted = compared.after if options.accept else compared.before
            standing.remember(options, standing.inputs(options, seen), accepted)
    return Built(options.out / "index.html", executed, compared.changes)


def _run(
    options: Options,
    chosen: Sequence[Path],
    seen: Mapping[str, str],
    progress: Progress | None,
) -> tuple[str, ...]:
    """Run the notebooks that the cache does not have, and keep the runs there."""
    stale = [path for path in chosen if _reason(path, options)]
    with cache.workspace(options.store) as scratch:
        done = execute(stale, scratch, jobs=options.jobs, progress=progress)
        # Each run is held to what it read itself, so it is kept whatever else was saved meanwhile.
        for item in done:
            cache.keep(options.store, options.folder / f"{item.name}.ipynb", item.record.parent)
        moved = changed(seen, snapshot(options.folder))
        if moved:
            raise ReportError(f"{', '.join(moved)} changed during the build: run again")
    return tuple(path.stem for path in stale)


def _compare(
    options: Options, parts: Parts, chosen: Sequence[Path], every: Sequence[Path]
) -> results.Comparison:
    built = None if options.only is None else [path.stem for path in chosen]
    there = {*parts.kept, *(path.stem for path in chosen)}
    complete = all(path.stem in there for path in every)
    return results.compare(options.lock, parts.lines(), built=built, verdicts=complete)


def _refuse_faulty_tables() -> None:
    """Every page on the tables needs them all: a fault is better said before notebooks run."""
    for name in names():
        table(name)


def _reason(path: Path, options: Options) -> str:
    return "asked for with --fresh" if options.fresh else cache.reason(options.store, path)
