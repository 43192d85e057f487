"""The Frictionless descriptor ``data/datapackage.json``, made from the definitions.

Written to the Data Package standard, version 1 profile "tabular-data-package".
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.places import data_folder
from analysis.tables.catalogue import SOURCES, Table, names, table
from analysis.tables.definition import Column


def descriptor(folder: Path | None = None) -> str:
    """Text of ``datapackage.json`` for all tables of `folder`; the same bytes every time."""
    where = folder or data_folder()
    tables = [table(name, where) for name in names(where)]
    package = {
        "profile": "tabular-data-package",
        "name": "labelling-labour",
        "title": "Tables of the labelling-labour project",
        "version": __version__,
        "description": "The CSV files hold what the sources printed; corrections.csv is applied "
        "on loading, so that values and units here are those before correction.",
        "resources": [_resource(item) for item in tables],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(item: Table) -> dict[str, Any]:
    definition = item.definition
    schema: dict[str, Any] = {
        "fields": [_field(column, item) for column in definition.columns],
        "missingValues": [""],
        "primaryKey": list(definition.primary_key),
    }
    keys = [c.name for c in definition.columns if c.references == "sources.id"]
    if keys:
        schema["foreignKeys"] = [
            {"fields": name, "reference": {"resource": SOURCES, "fields": "id"}} for name in keys
        ]
    return {
        "profile": "tabular-data-resource",
        "name": definition.name.replace("_", "-") if definition.name != SOURCES else SOURCES,
        "path": item.path.name,
        "title": definition.title,
        "description": definition.description.strip(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [{"name": definition.licence, "title": item.licence}],
        "schema": schema,
    }


def _field(column: Column, item: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    # The standard's first version knows inclusive bounds only.
    lowest = column.minimum if column.minimum is not None else column.above
    # It knows no exceptions either: bounds that do not hold in some rows are left out.
    if lowest is not None and not column.unless:
        constraints["minimum"] = lowest
    if column.maximum is not None and not column.unless:
        constraints["maximum"] = column.maximum
    allowed = _printed_values(column, item)
    if allowed:
        constraints["enum"] = allowed
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.dtype,
        "description": column.description,
        "constraints": constraints,
    }
    if column.dtype == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.unit:
        field["unit"] = column.unit
    return field


def _printed_values(column: Column, item: Table) -> list[str]:
    """Values allowed in the file: those of the definition and those that a correction mends."""
    if column.allowed is None:
        return []
    mended = [x.expected for x in item.corrections if x.field == column.name and x.expected]
    return list(dict.fromkeys([*column.allowed, *mended]))
