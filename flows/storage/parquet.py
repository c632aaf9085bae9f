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

from expectations.engine.published import published_files
from expectations.schema import Table, load_tables

ORDER = ("source_path", "source_id", "char_start")  # the sort order of rows, as far as a table has these columns


def write_table(frame: pd.DataFrame, table: str, root: str, batch_id: str, part: str) -> None:
    """Write one file of a table below `root`, a folder or a URL."""
    write_arrow(arrow_table(load_tables()[table], frame), part_path(root, table, batch_id, part))


def part_path(root: str, table: str, batch_id: str, part: str) -> str:
    return f"{root}/{table}/batch={batch_id}/{part}.parquet"


def write_arrow(rows: pa.Table, path: str) -> None:
    with fsspec.open(path, "wb", auto_mkdir=True) as file:
        pq.write_table(rows, file, compression="zstd")


def read_rows(root: Path | None, table: str, batch_id: str, columns: Sequence[str]) -> pa.Table:
    """Columns of all files of a batch's table, in the order of their names; no rows where there are none.

    Categories as plain strings; null where the version of the schema that wrote a file had no such column.
    """
    schema = load_tables()[table].arrow_schema()
    wanted = pa.schema([(name, plain(schema.field(name).type)) for name in columns])
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
    """Rows from elsewhere with a table's columns, types and descriptions; dictionary-encoded where these say so."""
    return pa.Table.from_arrays([stored(rows[field.name].combine_chunks(), field) for field in schema], schema=schema)


def arrow_table(table: Table, frame: pd.DataFrame) -> pa.Table:
    """A frame as Arrow, with the types and descriptions of tables.toml; dictionary-encoded where these say so."""
    schema = table.arrow_schema()
    order = [name for name in ORDER if name in frame.columns]
    if order:
        frame = frame.sort_values(order, kind="stable")
    return pa.Table.from_arrays([arrow_column(frame[field.name], field) for field in schema], schema=schema)


def arrow_column(column: pd.Series, field: pa.Field) -> pa.Array:
    values = column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
    array = pa.array(values, type=plain(field.type), from_pandas=True)
    return stored(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array, field)


def stored(array: pa.Array, field: pa.Field) -> pa.Array:
    """Plain values as a column is stored."""
    if array.null_count and not field.nullable:
        raise ValueError(f"column {field.name} has {array.null_count} nulls and must have none")
    if not pa.types.is_dictionary(field.type):
        return array.cast(field.type)
    return array.cast(plain(field.type)).dictionary_encode().cast(field.type)


def plain(kind: pa.DataType) -> pa.DataType:
    """The type without its encoding."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind
