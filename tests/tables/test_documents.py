"""Pages and package descriptor are those that the definitions make; the package is valid."""

from __future__ import annotations

import re
import warnings

import pandas as pd
import pytest

from analysis.places import data_folder, repository
from analysis.tables import evidence, names, table
from analysis.tables.publish.documents import documents


def test_pages_made_from_the_definitions_are_not_stale() -> None:
    for path, text in documents().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: make docs"


@pytest.mark.slow
def test_the_package_is_valid_by_frictionless() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(data_folder() / "datapackage.json"))
    faults = [error.message for task in report.tasks for error in task.errors]
    assert report.valid, [*faults, *(error.message for error in report.errors)][:5]
    assert report.stats["tasks"] == len(names())


def test_the_guide_to_replication_says_of_every_table_where_it_comes_from() -> None:
    """In the list of groups, by hand, before the list by standing that is made."""
    guide = (repository() / "docs" / "replication.md").read_text(encoding="utf-8")
    groups = guide.partition("| tables | content |")[2].partition("\n\n")[0]
    named = [name for row in groups.splitlines() for name in re.findall(r"`(\w+)`", row[:200])]
    assert sorted(named) == sorted(set(names()) - {"sources"})


def test_every_source_is_used_by_an_observation() -> None:
    used = {
        source
        for name in names()
        if name != "sources" and "source_id" in table(name).printed
        # A correction may name a source that no file does.
        for rows in (table(name).printed, table(name).frame)
        for source in [*rows["source_id"].dropna(), *rows.get("source_to_id", pd.Series()).dropna()]
    }
    assert used == set(table("sources").frame["id"])


def test_evidence_leads_to_rows_corrections_and_sources() -> None:
    used = evidence("steel", "rail_price", years=(1946, 1948))
    assert used.rows()["year"].tolist() == [1946, 1947, 1948]
    assert [line.action for line in used.corrections()] == ["convert"]
    assert used.sources()["id"].tolist() == ["hsus1975_e130"]


def test_a_rail_at_the_unit_break_costs_what_it_did() -> None:
    # A long ton is 2,240 lb: 2.606 USD per 100 lb in 1947 is 58.37 USD per long ton.
    rows = evidence("steel", "rail_price", years=(1947, 1947)).rows()
    assert rows["value"].tolist() == [2.606 * 22.4]
