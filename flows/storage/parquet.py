"""How are the tables stored? As Parquet, a folder for each table and batch, in Hive's layout."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import fsspec  # type: ignore[import-untyped,unused-ignore]
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from expectations.engine.published import BATCH, batch_folder, batch_of, published_files
from expectations.schema import BATCH_ID, Table, load_tables

ORDER = ("source_path", "source_id", "char_start")  # the sort order of rows, as far as a table has these columns


def write_table(frame: pd.DataFrame, table: str, root: str, batch_id: str, part: str) -> None:
    """Write one file of a table below `root`, a folder or a URL."""
    write_arrow(arrow_table(load_tables()[table], frame), part_path(root, table, batch_id, part))


def part_path(root: str, table: str, batch_id: str, part: str) -> str:
    return f"{root}/{table}/{batch_folder(batch_id)}/{part}.parquet"


def with_batch(rows: pa.Table, table: str, batch_id: str) -> pa.Table:
    """Rows as the table's files have them: with a column that says what batch they are of."""
    schema = load_tables()[table].stored_schema()
    if BATCH_ID.name not in rows.column_names:
        rows = rows.append_column(schema.field(BATCH_ID.name), pa.repeat(batch_id, rows.num_rows))
    return rows.replace_schema_metadata(schema.metadata)


def write_arrow(rows: pa.Table, path: str) -> None:
    """Write a file; one of a batch says in a column whose rows they are."""
    *_, table, folder, _ = ("", "", *path.split("/"))
    if folder.startswith(f"{BATCH.name}=") and table in load_tables():
        rows = with_batch(rows, table, batch_of(Path(path)))
    with fsspec.open(path, "wb", auto_mkdir=True) as file:
        pq.write_table(rows, file, compression="zstd")


def read_rows(root: Path | None, table: str, batch_id: str, columns: Sequence[str]) -> pa.Table:
    """Columns of all files of a batch's table, in the order of their names; no rows where there are none.

    Null where the version of the schema that wrote a file had no such column.
    """
    schema = load_tables()[table].arrow_schema()
    wanted = pa.schema([(name, schema.field(name).type) for name in columns])
    if not (files := part_files(root, table, batch_id)):
        return wanted.empty_table()
    return ds.dataset([str(path) for path in files], schema=wanted).to_table()


def part_files(root: Path | None, table: str, batch_id: str | None = None) -> list[Path]:
    """The files of a batch's table, or of all batches; there may be no tables yet."""
    return published_files(root, table, batch_id) if root else []


def without_sources(path: Path, gone: Collection[str]) -> pa.Table:
    """The rows of a file but for those of some sources."""
    rows = pq.ParquetFile(path).read()
    is_gone = pc.is_in(rows["source_path"].cast(pa.string()), value_set=pa.array(list(gone), pa.string()))
    return rows.filter(pc.invert(is_gone))


def conform(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Rows from elsewhere with a table's columns, types and descriptions."""
    return pa.Table.from_arrays([stored(rows[field.name].combine_chunks(), field) for field in schema], schema=schema)


def arrow_table(table: Table, frame: pd.DataFrame) -> pa.Table:
    """A frame as Arrow, with the types and descriptions of tables.toml."""
    schema = table.arrow_schema()
    order = [name for name in ORDER if name in frame.columns]
    if order:
        frame = frame.sort_values(order, kind="stable")
    return pa.Table.from_arrays([arrow_column(frame[field.name], field) for field in schema], schema=schema)


def arrow_column(column: pd.Series, field: pa.Field) -> pa.Array:
    values = column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
    array = pa.array(values, type=field.type, from_pandas=True)
    return stored(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array, field)


def stored(array: pa.Array, field: pa.Field) -> pa.Array:
    """Values as a column is stored; files of earlier versions have texts as dictionaries."""
    if array.null_count and not field.nullable:
        raise ValueError(f"column {field.name} has {array.null_count} nulls and must have none")
    return array.cast(field.type)
