"""Where is asked what concerns a whole batch? In a DuckDB database that takes little memory and spills to the disk.

What grows with the batch is kept there and not in Python, so that memory does not grow with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from expectations.schema import load_tables

MEMORY = "384MB"
THREADS = 4  # at most: each takes a share of the memory
Database = duckdb.DuckDBPyConnection


@contextmanager
def open_scratch(folder: Path | None = None, memory: str = MEMORY, threads: int = THREADS) -> Iterator[Database]:
    """An empty database for a while; what does not fit into its memory goes below a folder, or the system's own."""
    with TemporaryDirectory(prefix="spill-", dir=folder) as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": min(threads, os.cpu_count() or 1),
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        try:
            with duckdb.connect(config=settings) as database:
                yield database
        finally:
            pa.default_memory_pool().release_unused()  # 100 MB that Arrow keeps of what came from the database


def insert(database: Database, table: str, rows: pa.Table) -> None:
    """Append rows, their columns by name."""
    database.register("arriving", rows)
    database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM arriving")
    database.unregister("arriving")


def files_of(paths: Sequence[Path]) -> str:
    """A FROM clause of Parquet files, one at least."""
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false, union_by_name = true)"


def rows_in(database: Database, table: str, paths: Sequence[Path]) -> str:
    """A FROM clause: the rows of a table's files, with all its columns also where there is no file or an older one."""
    database.register("no_rows", load_tables()[table].arrow_schema().empty_table())
    database.execute(f"CREATE TABLE IF NOT EXISTS no_{table} AS FROM no_rows")
    return f"(FROM no_{table}{f' UNION ALL BY NAME FROM {files_of(paths)}' if paths else ''})"


def count_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
