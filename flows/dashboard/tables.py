"""Which state of the tables does a page read? One snapshot for all its queries, asked through DuckDB.

A run may publish while somebody looks: `tables` is a link that is then pointed elsewhere. It is followed once a page; a
query whose files have gone meanwhile raises TablesChangedError, upon which the page begins again with the new state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import duckdb

from flows.dashboard import observed, planned
from flows.dashboard.filters import Filters
from flows.errors import BadUseError
from flows.handover.views import create_views

Answer = TypeVar("Answer")
NEEDED = ("claims", "reports", "fingerprints")  # without them counts would be wrong; texts only show surroundings
READ = (*NEEDED, "texts", "observations", "runs", "sources", "quarantine")


class TablesChangedError(Exception):
    """The tables were published anew while they were read."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables as they were at one moment: where they lie, and a stamp that is another one as soon as any file is."""

    folder: Path
    stamp: str
    published: datetime


def take_snapshot(output: Path) -> Snapshot:
    """The present state of an output; BadUseError where there is nothing to show."""
    folder = (output / "tables").resolve()
    files = states_of(folder)
    there = {Path(path).relative_to(folder).parts[0] for path, _, _ in files}
    if "claims" not in there:
        remedy = f"publish a batch: report-metrics ingest FOLDER --output {output}"
        raise BadUseError(f"there are no tables in {output} yet", remedy)
    if missing := [name for name in NEEDED if name not in there]:
        names = ", ".join(missing)
        problem = f"{output} lacks the tables {names}" if len(missing) > 1 else f"{output} lacks the table {names}"
        raise BadUseError(problem, f"publish the batches again: report-metrics ingest FOLDER --output {output}")
    return Snapshot(folder, stamp_of(files), datetime.fromtimestamp(max(time for _, _, time in files) / 1e9, UTC))


def states_of(folder: Path) -> list[tuple[str, int, int]]:
    """Path, size and time of every file that is read."""
    states = []
    for name in READ:
        for path in folder.glob(f"{name}/**/*.parquet"):
            with suppress(FileNotFoundError):  # cleared away since it was listed
                states.append((str(path), path.stat().st_size, path.stat().st_mtime_ns))
    return sorted(states)


def stamp_of(states: list[tuple[str, int, int]]) -> str:
    return hashlib.sha256(repr(states).encode()).hexdigest()[:16]


def ask(
    snapshot: Snapshot, output: Path, filters: Filters, question: Callable[[duckdb.DuckDBPyConnection], Answer]
) -> Answer:
    """The answer to a question about one snapshot, in which claims_unique holds what the filters let through.

    Files are looked at afterwards, too: of tables that are being cleared away a query may have seen a part.
    """
    try:
        with open_database(snapshot.folder, snapshot.stamp).cursor() as connection:
            filters.apply(connection)
            answer = question(connection)
    except duckdb.Error as error:
        expect_unchanged(snapshot)
        problem = f"the tables in {output} cannot be read: {first_line(error)}"
        raise BadUseError(
            problem, f"publish the batch again: report-metrics ingest FOLDER --output {output}"
        ) from error
    expect_unchanged(snapshot)
    return answer


def expect_unchanged(snapshot: Snapshot) -> None:
    if stamp_of(states_of(snapshot.folder)) != snapshot.stamp:
        open_database.cache_clear()
        raise TablesChangedError


@lru_cache(maxsize=2)
def open_database(folder: Path, stamp: str) -> duckdb.DuckDBPyConnection:
    """A database in memory, with the views over one state of the tables. Each question gets a cursor of its own.

    What takes longest to ask is put into tables of it here, once.
    """
    connection = duckdb.connect()
    create_views(connection, folder)
    connection.execute("ALTER VIEW reports_unique RENAME TO reports_once")
    connection.execute("CREATE TABLE reports_unique AS FROM reports_once")
    connection.execute("ALTER VIEW claims_unique RENAME TO claims_once")
    connection.execute(observed.MAKE)
    connection.execute(planned.MAKE)
    connection.execute("CREATE TABLE disagreements AS FROM contradictions")
    return connection


def first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0]
