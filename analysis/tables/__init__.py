"""Tables of evidence: one typed definition each, read with checks, corrected as declared."""

from __future__ import annotations

from analysis.places import data_folder
from analysis.tables.catalogue import Table, load, names, table
from analysis.tables.corrections import Correction
from analysis.tables.definition import Column, Definition, Series
from analysis.tables.evidence import Evidence, evidence, keyed, rows_evidence, united
from analysis.tables.own import own
from analysis.tables.recorder import recorded_tables, recording

__all__ = [
    "Column",
    "Correction",
    "Definition",
    "Evidence",
    "Series",
    "Table",
    "data_folder",
    "evidence",
    "keyed",
    "load",
    "names",
    "own",
    "recorded_tables",
    "recording",
    "rows_evidence",
    "table",
    "united",
]
