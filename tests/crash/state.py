"""What does a reader see? All tables as one digest, without what tells of the run and not of the reports."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TABLES = ("claims", "reports", "sections", "sources", "texts", "boilerplate", "quarantine", "fingerprints")
OF_THE_RUN = {"sources": ("seconds",)}


def digest(output: Path) -> str:
    """Of the state that is current now; "nothing" before anything was published."""
    snapshot = output / ".current"
    if not snapshot.exists():
        return "nothing"
    tables = snapshot.resolve() / "tables"
    return hashlib.sha256("".join(digest_of(tables, name) for name in TABLES).encode()).hexdigest()[:16]


def digest_of(tables: Path, name: str) -> str:
    lines: list[str] = []
    for path in sorted((tables / name).rglob("*.parquet")):
        rows = pq.ParquetFile(path).read()
        rows = rows.drop_columns([column for column in OF_THE_RUN.get(name, ()) if column in rows.column_names])
        lines += (f"{path.parent.name} {row!r}" for row in plain(rows).to_pylist())
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()


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
        try:
            seen.add(digest(output))
        except Exception as error:
            seen.add(f"error: {type(error).__name__}: {error}")
        reads += 1
        time.sleep(0.05)  # it shares the processors with the run
    findings.write_text("\n".join([str(reads), *sorted(seen)]), encoding="utf-8")


if __name__ == "__main__":
    watch(*map(Path, sys.argv[1:4]))
