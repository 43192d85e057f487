"""A small data folder that a test may break in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.places import data_folder

DEFINITION = """
name = "looms"
title = "Looms"
description = "Looms at work."
form = "series"
licence = "facts-cited"
[series.power_looms]
title = "Power looms"
unit = "thousands"
[series.price_of_cloth]
title = "Price of cloth"
unit = "USD per yd"
"""
VOCABULARY = """
[units]
"thousands" = "thousands"
"USD per yd" = "dollars a yard"
[warnings]
rounded = "rounded by the source"
[licences]
facts-cited = "facts, cited"
[source_kinds]
book = "a book"
"""
ROWS = """series,year,value,unit,source_id,note,warnings
power_looms,1830,20,thousands,book_a,,
power_looms,1840,35.5,thousands,book_a,,rounded
price_of_cloth,1830,12,cents per yd,book_a,,
"""
SOURCES = """id,title,author,year,publisher,address,licence,kind,accessed,note
book_a,A book,An author,1850,,,facts-cited,book,,
"""
CORRECTIONS = """table,key,field,expected,action,replacement,factor,reason
looms,series=price_of_cloth;year=1830,unit,cents per yd,convert,USD per yd,0.01,Printed in cents.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "looms.toml": DEFINITION,
        "looms.csv": ROWS,
        "sources.csv": SOURCES,
        "corrections.csv": CORRECTIONS,
        "vocabulary.toml": VOCABULARY,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copy(data_folder() / "sources.toml", tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], Path]:
    """Replace text in a file of the folder; the text must be there."""

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
