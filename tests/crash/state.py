"""What does a reader see, of the Parquet files and through metrics.duckdb? All tables as one digest.

Without what tells of the run and not of the reports.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

TABLES = (
    "claims",
    "reports",
    "sections",
    "sources",
    "texts",
    "boilerplate",
    "passed_over",
    "quarantine",
    "fingerprints",
)
OF_THE_RUN = {"sources": ("seconds",)}


def digest(output: Path) -> str:
    """Of the state that is current now; "nothing" before anything was published."""
    snapshot = output / ".current"
    if not snapshot.exists():
        return "nothing"
    tables = snapshot.resolve() / "tables"
    return hashlib.sha256("".join(digest_of(tables, name) for name in TABLES).encode()).hexdigest()[:16]


def digest_asked(output: Path) -> str:
    """The same of what the views of metrics.duckdb give in one connection; they lead to where the file lies."""
    database = output / "metrics.duckdb"
    if not database.exists():
        return "nothing"
    with duckdb.connect(database, read_only=True) as connection:
        found = "".join(digest_of_view(connection, name) for name in TABLES)
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def digest_of_view(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    left_out = ", ".join((*OF_THE_RUN.get(name, ()), "batch", "batch_id"))
    answer = connection.execute(f"SELECT 'batch=' || batch, * EXCLUDE ({left_out}) FROM {name}")
    columns = [column[0] for column in answer.description or ()][1:]
    return digest_of_rows((batch, dict(zip(columns, row, strict=True))) for batch, *row in answer.fetchall())


def digest_of(tables: Path, name: str) -> str:
    return digest_of_rows(
        (path.parent.name, {c: value for c, value in row.items() if c not in (*OF_THE_RUN.get(name, ()), "batch_id")})
        for path in sorted((tables / name).rglob("*.parquet"))
        for row in plain(pq.ParquetFile(path).read()).to_pylist()
    )


def digest_of_rows(rows: Iterable[tuple[str, dict[str, Any]]]) -> str:
    lines = sorted(f"{folder} {row!r}" for folder, row in rows)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def plain(rows: pa.Table) -> pa.Table:
    fields = [
        pa.field(field.name, field.type.value_type if pa.types.is_dictionary(field.type) else field.type)
        for field in rows.schema
    ]
    return rows.cast(pa.schema(fields))


def watch(output: Path, until: Path, findings: Path) -> None:
    """Read again and again until a file appears; write down every state that was seen, and every failure to read."""
    seen: set[str] = set()
    reads = 0
    while not until.exists():
        for read in (digest, digest_asked):
            try:
                seen.add(read(output))
            except Exception as error:
                seen.add(f"error: {type(error).__name__}: {' '.join(str(error).split())}")
        reads += 1
        time.sleep(0.05)  # it shares the processors with the run
    findings.write_text("\n".join([str(reads), *sorted(seen)]), encoding="utf-8")


if __name__ == "__main__":
    watch(*map(Path, sys.argv[1:4]))
