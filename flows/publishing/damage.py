"""Which of the published files cannot be read, and how is a batch read again that has some of them?

A file that was cut off, or that lacks a column which no version left out, would end every run as a defect. It is named
before any work, with what mends it. A run with --reprocess builds upon the rest: what the file belongs to is left out,
and all of it has to be read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import batch_of, published_files
from expectations.schema import load_tables
from flows.errors import BadUseError
from flows.publishing.assemble import OF_THE_BATCH
from flows.publishing.history import current
from flows.publishing.snapshots import take_over
from flows.work.portions import BY_SOURCE

BUILD_UPON = "upon"  # folder in a stage


@dataclass(frozen=True, slots=True)
class Damaged:
    """A published file that cannot be read."""

    path: Path
    why: str

    @property
    def batch(self) -> str:
        return batch_of(self.path)

    @property
    def table(self) -> str:
        return self.path.parent.parent.name


@dataclass(frozen=True, slots=True)
class Whole:
    """What a run can build upon, and the sources whose rows it has lost: those that stood beside what is damaged."""

    tables: Path | None
    lost: frozenset[str] = frozenset()


def whole_tables(base: Path | None, stage: Path, batch_id: str, reprocess: bool) -> Whole:
    """The published tables; BadUseError where files are damaged that this run does not make anew."""
    damaged = list(find_damaged(base, thorough=batch_id if reprocess else None)) if base else []
    own = [one for one in damaged if one.batch == batch_id]
    if base is None or not damaged:
        return Whole(base)
    if not reprocess or len(own) < len(damaged):
        raise bad_use(damaged if not reprocess else [one for one in damaged if one.batch != batch_id])
    return leave_out(base, own, stage / BUILD_UPON)


def find_damaged(tables: Path, thorough: str | None = None) -> Iterator[Damaged]:
    """Told from the files' ends; of one batch, or of all ("*"), from all that is in them."""
    for table in load_tables():
        for path in published_files(tables, table):
            found = Damaged(path, fault_of(path, table, thorough in ("*", batch_of(path))))
            if found.why:
                yield found


def fault_of(path: Path, table: str, thorough: bool) -> str:
    """Why a file cannot be read, "" if it can."""
    try:
        with pq.ParquetFile(path) as file:
            there = set(file.schema_arrow.names)
            for _ in file.iter_batches(use_threads=False) if thorough else ():
                pass
    except (pa.ArrowException, OSError, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    lacking = [column.name for column in load_tables()[table].columns if not column.null and column.name not in there]
    return f"it lacks {', '.join(lacking)}" if lacking else ""


def bad_use(damaged: Sequence[Damaged]) -> BadUseError:
    first, batches = damaged[0], sorted({one.batch for one in damaged})
    problem = f"{first.path} is damaged: {first.why}"
    if len(damaged) > 1:
        problem += f"; so are {len(damaged) - 1:,} other files"
    again = f"read its batch again, from all its sources: report-metrics ingest … --batch {first.batch} --reprocess"
    first_of_all = f"move the damaged files of the batches {', '.join(batches)} away; " if len(batches) > 1 else ""
    return BadUseError(problem, f"{first_of_all}{again}; or go back to an older snapshot (docs/operations.md)")


def leave_out(base: Path, damaged: Sequence[Damaged], target: Path) -> Whole:
    """The tables as links, without the parts that have damaged files; where one is of the whole batch, without that."""
    batch = damaged[0].path.parent.name
    parts = {one.path.name for one in damaged if one.table in BY_SOURCE}
    if any(one.table in OF_THE_BATCH for one in damaged):
        parts |= {path.name for table in BY_SOURCE for path in (base / table / batch).glob("*.parquet")}
    left_out = {base / table / batch / name for table in BY_SOURCE for name in parts}
    lost = {path for file in left_out for path in sources_in(file)}
    left_out |= {one.path for one in damaged}
    for table in (folder for folder in base.iterdir() if folder.is_dir()):
        for path in table.glob("*/*.parquet"):
            if path not in left_out:
                link = target / path.relative_to(base)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.unlink(missing_ok=True)  # of the plan; another run may have published since
                take_over(path, link)
    return Whole(target, frozenset(lost))


def sources_in(file: Path) -> list[str]:
    """The sources of a part, as far as one of its files says."""
    try:
        found: list[str] = pq.ParquetFile(file).read(["source_path"])["source_path"].cast(pa.string()).to_pylist()
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return []
    return found


def refuse_loss(lost: Set[str], names: Set[str]) -> None:
    """What stood in damaged files must be read again; `names`: the files that are, or that it is in."""
    gone = sorted(path for path in lost if names.isdisjoint([path, *map(str, PurePosixPath(path).parents)]))
    if gone:
        problem = f"rows of {len(gone)} files that are no longer there, {gone[0]} for one, stand in damaged files"
        raise BadUseError(problem, "put these files back, or let their rows go with --prune")


@contextmanager
def naming_damage(output: Path) -> Iterator[None]:
    """Where reading the tables fails, say which file it is, if one cannot be read to its end."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the system's; Arrow's own have no number
            raise
        snapshot = current(output)
        damaged = list(find_damaged(snapshot / "tables", thorough="*")) if snapshot else []
        if damaged:
            raise bad_use(damaged) from error
        raise
