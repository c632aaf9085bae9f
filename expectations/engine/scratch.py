"""Where is asked what concerns a whole batch? In a DuckDB database that takes little memory and spills to the disk.

What grows with the batch is kept there and not in Python, so that memory does not grow with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

MEMORY = "384MB"
THREADS = 4  # at most: each takes a share of the memory
Database = duckdb.DuckDBPyConnection
_MAGIC = re.compile(r"[*?\[]")


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
                database.execute("SET enable_progress_bar = false")  # which DuckDB shows where no script is run
                yield database
        finally:
            pa.default_memory_pool().release_unused()  # 100 MB that Arrow keeps of what came from the database


def insert(database: Database, table: str, rows: pa.Table) -> None:
    """Append rows, their columns by name."""
    database.register("arriving", rows)
    database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM arriving")
    database.unregister("arriving")


def files_of(paths: Sequence[Path]) -> str:
    """A FROM clause of Parquet files of this run, one at least; those of earlier runs are for published.py."""
    return f"read_parquet({listed(paths)}, hive_partitioning = false, union_by_name = true)"


def listed(paths: Sequence[Path | str]) -> str:
    """Files as a list in SQL. DuckDB takes each for a pattern, and a folder may be called 汇编[1]."""
    return "[" + ", ".join(quoted(_MAGIC.sub(r"[\g<0>]", str(path))) for path in paths) + "]"


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def ask(database: Database, query: str, values: object = None) -> list[dict[str, Any]]:
    """The rows of an answer, by the names of its columns."""
    answer = database.execute(query, values)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def count_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
