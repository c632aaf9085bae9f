"""Do pandas, Polars, Arrow and DuckDB read the published tables alike, whatever the batches are called?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from expectations.engine.published import NO_ROWS, published_files
from expectations.schema import load_tables
from flows.publishing.uniform import is_text, make_uniform
from tests.flows.handover.published import write_claims, write_table

NAMES = [
    ["2016"], ["2016", "2017"], ["2016", "报告_一_", "a_b"], ["2016-01-01"], ["2016-01"], ["true"], ["1e5"], ["007"],
    ["a=b"], ["a=b", "2016"], ["报告（一）", "2016"], ["-text-"], ["-text-", "2016"], ["2016/Q4"], ["100%", "a%3Db"],
    ["a b", "it's", "[1]*?"], ["1:2"], ["a\\b", "<c>|{d}"], [" 7 "], ["."], ["-1"], ["+1"], ["3.14"], ["1.2.3"],
    ["nan"], ["null"], ["20160101"], ["99999999999999999999"], ["Q1"], ["甲"],
]  # fmt: skip
Counts = dict[str, int]


def of_pandas(claims: Path, batch: str) -> tuple[Counts, int, str]:
    frame = pd.read_parquet(claims)
    named = pd.read_parquet(claims, filters=[("batch", "==", batch)])
    assert (frame["batch"] == batch).sum() == len(named) == (frame["batch_id"] == batch).sum()
    return frame.groupby("batch_id").size().to_dict(), len(named), (frame["metric"] + frame["unit"]).iloc[0]


def of_arrow(claims: Path, batch: str) -> tuple[Counts, int, str]:
    rows = pq.read_table(claims)
    counts: Counts = {str(one): 0 for one in rows["batch"].unique().to_pylist()}
    for one in rows["batch"].to_pylist():
        counts[one] += 1
    named = ds.dataset(claims, partitioning="hive").to_table(filter=ds.field("batch") == batch)
    return counts, named.num_rows, pc.binary_join_element_wise(rows["metric"], rows["unit"], "")[0].as_py()


def of_polars(claims: Path, batch: str) -> tuple[Counts, int, str]:
    rows = pl.scan_parquet(claims)
    counts = dict(rows.group_by("batch").len().collect().iter_rows())
    named = rows.filter(pl.col("batch") == batch).collect()
    return counts, named.height, rows.select(pl.col("metric").str.head(99) + pl.col("unit")).collect().item(0, 0)


def of_duckdb(claims: Path, batch: str) -> tuple[Counts, int, str]:
    rows = f"read_parquet('{claims}/*/*.parquet', hive_partitioning = true)"
    counts = dict(duckdb.sql(f"SELECT batch, count(*) FROM {rows} GROUP BY batch").fetchall())
    named = duckdb.sql(f"SELECT count(*) FROM {rows} WHERE batch = ?", params=[batch]).fetchall()[0][0]
    return counts, named, duckdb.sql(f"SELECT metric || unit FROM {rows} LIMIT 1").fetchall()[0][0]


READERS: list[Callable[[Path, str], tuple[Counts, int, str]]] = [of_pandas, of_arrow, of_polars, of_duckdb]


@pytest.mark.parametrize("names", NAMES, ids=",".join)
@pytest.mark.parametrize("read", READERS)
def test_batches_are_text_whatever_they_are_called(read: Any, names: list[str], tmp_path: Path) -> None:
    for name in names:
        write_published(tmp_path, name)
    make_uniform(tmp_path)
    for name in names:
        assert read(tmp_path / "claims", name) == (dict.fromkeys(names, 2), 2, "培训农民人")


def test_a_batch_without_rows_is_there_only_while_it_is_needed(tmp_path: Path) -> None:
    write_published(tmp_path, "2016")
    make_uniform(tmp_path)
    assert list((tmp_path / "claims").rglob(f"{NO_ROWS}*"))
    assert [path.parent.name for path in published_files(tmp_path, "claims")] == ["batch=2016"]
    write_published(tmp_path, "甲")
    make_uniform(tmp_path)
    assert {path.name for path in (tmp_path / "claims").iterdir()} == {"batch=2016", "batch=甲"}


def test_texts_are_text_and_no_categories(tmp_path: Path) -> None:
    write_published(tmp_path, "甲")
    [path] = published_files(tmp_path, "claims")
    assert not [field for field in pq.read_schema(path) if pa.types.is_dictionary(field.type)]
    kind = pq.ParquetFile(path).metadata.row_group(0).column(pq.read_schema(path).get_field_index("kind"))
    assert "RLE_DICTIONARY" in kind.encodings


def test_files_of_an_earlier_schema_get_the_columns_of_today_and_another_name(tmp_path: Path) -> None:
    write_published(tmp_path, "甲")
    write_claims(tmp_path, {"kind": "money"}, {}, batch="old", part="part-9")
    write_table(tmp_path, "sources", {}, batch="old", part="part-9")
    [_, path] = published_files(tmp_path, "claims")
    rows = pq.ParquetFile(path).read().drop_columns(["page"])
    kinds = rows["kind"].combine_chunks().dictionary_encode()
    before = rows.set_column(rows.column_names.index("kind"), "kind", kinds)
    path.unlink()
    pq.write_table(before, path)
    make_uniform(tmp_path)
    old = [published_files(tmp_path, table, "old") for table in ("claims", "sources")]
    assert old[0][0].name == old[1][0].name != "part-9.parquet"  # all rows of a source are in files of one name
    assert pq.read_schema(old[0][0]).equals(load_tables()["claims"].stored_schema())
    assert pl.read_parquet(tmp_path / "claims").filter(batch_id="old")["kind"].to_list() == ["money", "count"]
    names = {path.name for table in load_tables() for path in published_files(tmp_path, table)}
    make_uniform(tmp_path)
    assert {path.name for table in load_tables() for path in published_files(tmp_path, table)} == names


def test_a_file_of_a_later_schema_stays_as_it_is(tmp_path: Path) -> None:
    write_published(tmp_path, "甲")
    [path] = published_files(tmp_path, "claims")
    rows = pq.ParquetFile(path).read()
    later = rows.drop_columns(["page"]).append_column("mood", pa.repeat("x", rows.num_rows))
    path.unlink()
    pq.write_table(later, path)
    make_uniform(tmp_path)
    assert pq.read_schema(path).equals(later.schema)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("seeds", True), ("2016", False), ("2015+2016", False), ("甲", True), ("True", False), ("NaN", False),
     ("a", False), ("2016年", True), ("batch-2016", True), ("1e5", False), ("２０１６", False)],
)  # fmt: skip
def test_what_can_only_be_text(name: str, expected: bool) -> None:
    assert is_text(name) == expected


def write_published(tables: Path, batch: str) -> None:
    """Two claims as a run writes them."""
    write_claims(tables, {}, {}, batch=batch, part="part")
    make_uniform(tables)
