"""What do the tables hold, told to programs? A Frictionless data package, datapackage.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from expectations.engine.published import published_files
from expectations.schema import BATCH_ID, SCHEMA_VERSION, Column, Table, load_tables
from flows.handover.files import replaced

_TYPES = {
    "string": "string",
    "category": "string",
    "int32": "integer",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "list<string>": "any",  # a validator has it as NumPy's array, which it takes for no "array"
    "list<int32>": "any",
    "list<float>": "any",
    "binary": "any",
}
# What a column that may be null is where it is: pandas, with which validators read Parquet, has a word for each type.
# Of texts nothing is: "" and "nan" are texts.
_NULLS = ["nan", "NaN", "NaT", "None", "<NA>"]


def write_datapackage(tables: Path, path: Path, tables_name: str = "tables") -> None:
    """Describe the tables that have files; these are named from the package's own folder, as the standard wants it."""
    resources = []
    for table in load_tables().values():
        if files := published_files(tables, table.name):
            resources.append(
                _resource(table, [f"{tables_name}/{file.relative_to(tables).as_posix()}" for file in files])
            )
    package = {
        "name": "report-metrics",
        "title": "Metrics out of Chinese work reports",
        "description": "Every quantity that the reports state, with its meaning, period and place in the source; "
        "output/dictionary.html is the same for people, output/metrics.duckdb has views for questions",
        "version": SCHEMA_VERSION,
        "resources": resources,
    }
    with replaced(path) as fresh:
        fresh.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def _resource(table: Table, files: list[str]) -> dict[str, Any]:
    return {
        "name": table.name,
        "description": f"{table.description}. batch_id, like the folder batch=…, is the batch that a row is of",
        "path": files if len(files) > 1 else files[0],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {
            "fields": [_field(column) for column in table.stored_columns],
            "primaryKey": [BATCH_ID.name, *table.key],  # a file may lie in two batches, and has the same ids in both
            "missingValues": [],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
        "constraints": {"required": not column.null},
    }
    if column.type == "binary":
        field["description"] += " (bytes)"
    if column.null and column.type not in ("string", "category", "binary"):
        field["missingValues"] = _NULLS
    if column.unit:
        field["unit"] = column.unit
    return field
