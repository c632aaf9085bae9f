"""How do tables reach their readers whole? Staged beside the target, committed by one rename, moved in file by file.

    output/.stage-<id>/    being written; worthless when its run dies
    output/.commit-<id>/   complete; a run that dies now is carried through by the next one
    output/tables/<table>/batch=<batch>/part-0.parquet   replaced in one step each: a reader has the old file or the new

A stage is locked by the run that writes it, so that a run clears away what dead runs left and nothing of its
neighbours'. `tables/` is locked while a stage is moved in, so that two runs of one batch do not mix.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.schema import Table, load_tables
from flows.errors import BadUseError

STAGE, COMMIT, OLD = ".stage-", ".commit-", "quality-before"
ORDER = ("source_path", "source_id", "char_start")  # the sort order of rows, as far as a table has these columns


@contextmanager
def open_stage(output: Path) -> Iterator[Path]:
    """A folder inside the output to write a run's tables/ and quality/ in; gone afterwards, whatever happens."""
    try:
        (output / "tables").mkdir(parents=True, exist_ok=True)
        with ExitStack() as hold, locked(output / "tables"):
            recover(output)
            stage = output / f"{STAGE}{uuid.uuid4().hex[:12]}"
            stage.mkdir()
            hold.enter_context(locked(stage))
            stage_lock = hold.pop_all()
    except OSError as error:
        remedy = "choose another with --output, or check its permissions and the space on its disk"
        raise BadUseError(f"output folder {output} cannot be written: {error.strerror}", remedy) from error
    with stage_lock:
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def stage_table(stage: Path, batch_id: str, name: str, frame: pd.DataFrame, part: str = "part-0") -> None:
    """Write one table's partition into the stage."""
    folder = stage / "tables" / name / f"batch={batch_id}"
    folder.mkdir(parents=True)
    pq.write_table(arrow_table(load_tables()[name], frame), folder / f"{part}.parquet", compression="zstd")


def commit(stage: Path) -> None:
    """Publish what the stage holds. From the rename on it is decided: the next run finishes what this one does not."""
    decided = stage.with_name(stage.name.replace(STAGE, COMMIT))
    with locked(stage.parent / "tables"):
        stage.rename(decided)
        move_in(decided)


def move_in(decided: Path) -> None:
    """Put the files of a committed stage into their places; to be repeated until it has run through."""
    output = decided.parent
    for staged in sorted((decided / "tables").rglob("*.parquet")):
        target = output / staged.relative_to(decided)
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
    quality = output / "quality"
    if (decided / "quality").exists():
        if quality.exists():
            shutil.rmtree(decided / OLD, ignore_errors=True)
            quality.rename(decided / OLD)
        (decided / "quality").rename(quality)
    shutil.rmtree(decided)


def recover(output: Path) -> None:
    """Finish what killed runs had committed, and clear away what they had not."""
    for left in sorted(output.glob(f"{COMMIT}*")) + sorted(output.glob(f"{STAGE}*")):
        with suppress(BlockingIOError, FileNotFoundError), locked(left, wait=False):
            if left.name.startswith(COMMIT):
                move_in(left)
            else:
                shutil.rmtree(left)


@contextmanager
def locked(folder: Path, wait: bool = True) -> Iterator[None]:
    """Hold a folder's lock; it falls with the process. Without `wait`, BlockingIOError where another holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def arrow_table(table: Table, frame: pd.DataFrame) -> pa.Table:
    """A frame as Arrow, with the types and descriptions of tables.toml; dictionary-encoded where these say so."""
    schema = table.arrow_schema()
    order = [name for name in ORDER if name in frame.columns]
    if order:
        frame = frame.sort_values(order, kind="stable")
    return pa.Table.from_arrays([arrow_column(frame[field.name], field) for field in schema], schema=schema)


def arrow_column(column: pd.Series, field: pa.Field) -> pa.Array:
    encoded = pa.types.is_dictionary(field.type)
    plain = column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
    array = pa.array(plain, type=field.type.value_type if encoded else field.type, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if array.null_count and not field.nullable:
        raise ValueError(f"column {field.name} has {array.null_count} nulls and must have none")
    return array.dictionary_encode().cast(field.type) if encoded else array


def published(output: Path, batch_id: str, table: str, columns: list[str]) -> Mapping[str, list[object]]:
    """Columns of a batch's table as it is published now; empty where it is not."""
    path = output / "tables" / table / f"batch={batch_id}" / "part-0.parquet"
    columns_read: Mapping[str, list[object]] = pq.ParquetFile(path).read(columns).to_pydict() if path.exists() else {}
    return columns_read
