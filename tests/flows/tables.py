"""Tables of which only the sources matter: a row for each, its other cells filled with anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.schema import load_tables
from extractors.version import EXTRACTOR_VERSION
from flows.storage.parquet import write_arrow
from flows.work.portions import BY_SOURCE

ANYTHING: dict[str, Any] = {
    "string": "x",
    "category": "x",
    "int32": 0,
    "int64": 0,
    "double": 0.0,
    "bool": False,
    "date": date(2024, 1, 1),
    "list<string>": [],
    "list<int32>": [],
    "list<float>": [],
    "binary": b"",
    "timestamp": datetime(2024, 1, 1, tzinfo=UTC),
}


@dataclass(frozen=True)
class Known:
    """What the plan of a run looks at in a published row of `sources`."""

    source_path: str
    source_id: str | None
    status: str = "ok"
    bytes: int | None = 1
    extractor_version: str = EXTRACTOR_VERSION
    reason: str | None = None
    stale_since: datetime | None = None


def write_known(path: Path, rows: Sequence[Known]) -> list[Path]:
    pq.write_table(pa.Table.from_pylist([vars(row) for row in rows]), path)
    return [path]


def rows_of(table: str, paths: Iterable[str]) -> pa.Table:
    """One row a source."""
    columns = load_tables()[table].columns
    row = {column.name: None if column.null else ANYTHING[column.type] for column in columns}
    named = "source_path" if "source_path" in row else columns[0].name
    return pa.Table.from_pylist([row | {named: path} for path in paths], schema=load_tables()[table].arrow_schema())


def write_part(tables: Path, batch: str, part: str, *paths: str, only: Iterable[str] = BY_SOURCE) -> None:
    """A part of the tables that hold all rows of a source in one file."""
    for table in only:
        write_arrow(rows_of(table, paths), f"{tables}/{table}/batch={batch}/{part}.parquet")
