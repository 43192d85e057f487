"""Bad data is refused with file, row, column, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import (
    CorrectionError,
    DataError,
    DefinitionError,
    TableError,
)
from analysis.tables import evidence, load, table

Edit = Callable[[str, str, str], Path]


def test_a_sound_folder_loads_typed_and_corrected(folder: Path) -> None:
    frame = load("looms", folder)
    assert frame["value"].tolist() == [20.0, 35.5, 0.12]
    assert frame["unit"].tolist() == ["thousands", "thousands", "USD per yd"]
    assert frame["year"].dtype == "int64"
    assert table("looms", folder).printed["value"].tolist() == [20.0, 35.5, 12.0]


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "found", "allowed"),
    [
        ("series,year,value", "series,year,amount", 1, "value", "missing column value", "value"),
        ("note,warnings", "note,warnings,extra", 2, None, "7 cells", "8 cells"),
        ("35.5,thousands", "35.5,tons", 3, "unit", "'tons'", "thousands"),
        ("20,thousands", "20,USD per yd", 2, "unit", "'USD per yd'", "'thousands'"),
        ("20,thousands,book_a", "20,thousands,book_b", 2, "source_id", "'book_b'", "sources.id"),
        ("power_looms,1840", "power_looms,1830", 3, "series, year, source_id", "1830", "once"),
        ("35.5", "many", 3, "value", "'many'", "finite number"),
        ("35.5", "nan", 3, "value", "'nan'", "finite number"),
        ("35.5", "inf", 3, "value", "'inf'", "finite number"),
        ("35.5", "", 3, "value", "an empty cell", "number"),
        ("35.5", "3_5", 3, "value", "'3_5'", "finite number"),
        ("1840", "1840.5", 3, "year", "'1840.5'", "finite integer"),
        ("1840", "18400", 3, "year", "18400", "at most 2100"),
        ("power_looms,1840", "hand_looms,1840", 3, "series", "'hand_looms'", "power_looms"),
        ("rounded", "guessed", 3, "warnings", "'guessed'", "rounded"),
    ],
)
def test_a_fault_is_named_with_its_place(
    edit: Edit, old: str, new: str, row: int, column: str | None, found: str, allowed: str
) -> None:
    folder = edit("looms.csv", old, new)
    with pytest.raises(TableError) as caught:
        load("looms", folder)
    error = caught.value
    assert (error.file, error.row, error.column) == ("looms.csv", row, column)
    assert found in error.found
    assert allowed in error.allowed
    assert f"row {row}" in str(error)


def test_a_byte_that_is_not_utf8_is_named_with_its_row(folder: Path) -> None:
    path = folder / "looms.csv"
    path.write_bytes(path.read_bytes().replace(b"35.5", b"35.5\xff"))
    with pytest.raises(TableError, match=r"row 3: found byte 0xff; allowed: UTF-8"):
        load("looms", folder)


def test_an_empty_and_a_missing_file_are_refused(folder: Path) -> None:
    (folder / "looms.csv").write_text("")
    with pytest.raises(TableError, match="an empty file"):
        load("looms", folder)
    (folder / "looms.csv").unlink()
    with pytest.raises(TableError, match="no such file"):
        load("looms", folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("looms.toml", "form =", "colour = 'red'\nform =", "unknown key colour"),
        ("looms.toml", 'title = "Looms"\n', "", "missing key title"),
        ("looms.toml", 'form = "series"', 'form = "wide"', "form is 'wide'"),
        ("looms.toml", 'unit = "thousands"', 'unit = "dozen"', "'dozen' is not in the vocabulary"),
        ("looms.toml", 'name = "looms"', 'name = "loom"', "name is 'loom'"),
        ("looms.toml", 'licence = "facts-cited"', 'licence = "mine"', "'mine' is not in"),
        ("looms.toml", 'unit = "thousands"\n', 'unit = "thousands"\ncolor = 1\n', "unknown key"),
        ("vocabulary.toml", "[warnings]", "[warning]", "sections"),
    ],
)
def test_metadata_with_unknown_or_missing_keys_is_refused(
    edit: Edit, file: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        load("looms", edit(file, old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cents per yd,convert", "cents,convert", "mend or remove the correction"),
        ("year=1830", "year=1831", "no row of looms has"),
        ("looms,", "loom,", "no table 'loom'; close: looms"),
        ("convert", "guess", "action 'guess'; allowed: replace, drop, convert"),
        ("Printed in cents.", "", "no reason"),
        ("0.01", "much", "factor 'much'; allowed: a number"),
        ("series=price_of_cloth", "price_of_cloth", "key"),
        ("series=price_of_cloth", "colour=red", "key names 'colour'"),
    ],
)
def test_a_correction_that_no_longer_fits_fails(
    edit: Edit, old: str, new: str, message: str
) -> None:
    with pytest.raises(CorrectionError, match=message):
        load("looms", edit("corrections.csv", old, new))


def test_a_mended_source_makes_its_correction_fail(edit: Edit) -> None:
    folder = edit("looms.csv", "12,cents per yd", "0.12,USD per yd")
    with pytest.raises(CorrectionError, match="row 2: expects unit 'cents per yd'"):
        load("looms", folder)


def test_rows_can_be_dropped_and_replaced_by_declaration(folder: Path) -> None:
    lines = (
        "looms,series=power_looms;year=1830,value,20,drop,,,Not a count.\n"
        "looms,series=power_looms;year=1840..1850,value,35.5,replace,36,,Slip.\n"
    )
    path = folder / "corrections.csv"
    path.write_text(path.read_text() + lines)
    assert load("looms", folder)["value"].tolist() == [36.0, 0.12]


def test_unknown_names_answer_with_close_matches(folder: Path) -> None:
    with pytest.raises(DataError, match="close: looms"):
        table("loom", folder)
    with pytest.raises(DataError, match="close: power_looms"):
        table("looms", folder).series("power_loom")
    with pytest.raises(DataError, match="close: steel"):
        load("stele")
    with pytest.raises(DataError, match="no_such"):
        evidence("steel", "no_such")


def test_what_load_returns_is_a_copy(folder: Path) -> None:
    mine = load("looms", folder)
    mine["value"] = 0.0
    assert load("looms", folder)["value"].sum() > 0


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    values=st.dictionaries(
        st.integers(1600, 2100),
        st.floats(min_value=0, allow_nan=False, allow_infinity=False, width=64),
        min_size=1,
        max_size=20,
    )
)
def test_every_finite_number_survives_the_file(folder: Path, values: dict[int, float]) -> None:
    rows = [f"power_looms,{year},{value!r},thousands,book_a,," for year, value in values.items()]
    rows.append("price_of_cloth,1830,12,cents per yd,book_a,,")
    header = "series,year,value,unit,source_id,note,warnings"
    (folder / "looms.csv").write_text("\n".join([header, *rows]) + "\n")
    frame = load("looms", folder)
    looms = frame[frame["series"] == "power_looms"].set_index("year")["value"]
    pd.testing.assert_series_equal(
        looms, pd.Series(values, dtype=float), check_names=False, check_index_type=False
    )
