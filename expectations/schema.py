"""What are the published tables' columns? Arrow schemas out of tables.toml, descriptions in the field metadata."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa

# Of the tables, after semver.org: the first number rises when a column is renamed, retyped, dropped or may newly be
# null, the second when something is added, the third when only a description changes (docs/schema.md).
SCHEMA_VERSION = "1.4.0"

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "category": pa.string(),  # as a dictionary inside Parquet only: one of Arrow is no text to pandas and Polars
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "list<string>": pa.list_(pa.string()),
    "list<int32>": pa.list_(pa.int32()),
    "list<float>": pa.list_(pa.float32()),
    "binary": pa.binary(),
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    null: bool
    description: str
    unit: str = ""


# The folder's name says so, too, but no program has it as plain text: readers take batch=2016 for a number, pandas any
# such name for a category, and keys that hold over batches need a column of the file.
BATCH_ID = Column(
    "batch_id",
    "string",
    True,
    "The batch that the row was published in, in the file itself; the same as batch, which is taken from the folder",
)


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def stored_columns(self) -> tuple[Column, ...]:
        """Those of the files: the table's own, and what batch the rows are of."""
        is_there = any(column.name == BATCH_ID.name for column in self.columns)
        return self.columns if is_there else (*self.columns, BATCH_ID)

    def arrow_schema(self) -> pa.Schema:
        return self._schema_of(self.columns)

    def stored_schema(self) -> pa.Schema:
        return self._schema_of(self.stored_columns)

    def _schema_of(self, columns: Iterable[Column]) -> pa.Schema:
        fields = [
            pa.field(
                column.name,
                ARROW_TYPES[column.type],
                nullable=column.null,
                metadata={"description": column.description} | ({"unit": column.unit} if column.unit else {}),
            )
            for column in columns
        ]
        return pa.schema(fields, metadata={"description": self.description, "schema_version": SCHEMA_VERSION})


@cache
def load_tables() -> dict[str, Table]:
    """All published tables by name, in the order of tables.toml."""
    raw = tomllib.loads(files("expectations").joinpath("tables.toml").read_text(encoding="utf-8"))
    return {
        name: Table(name, block["description"], tuple(block["key"]), tuple(Column(**row) for row in block["columns"]))
        for name, block in raw.items()
    }
