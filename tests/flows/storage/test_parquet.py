"""Are the stored tables what their readers expect?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from expectations.schema import load_tables
from extractors.model import Claim
from flows.storage.parquet import arrow_table, read_rows, without_sources, write_table
from flows.work.frames import claims_frame, make_frame
from tests.conftest import SOURCE
from tests.flows.tables import write_part

MakeClaim = Callable[..., Claim]


def frame_of(*claims: Claim) -> pd.DataFrame:
    return claims_frame([(SOURCE, claim) for claim in claims])


def write_claims(folder: Path, batch: str, part: str, *claims: Claim) -> None:
    write_table(frame_of(*claims), "claims", str(folder), batch, part)


def test_pandas_and_duckdb_read_a_batch_of_many_files_with_its_name(tmp_path: Path, make_claim: MakeClaim) -> None:
    for batch, part, claim_id in (("甲批", "x", "c1"), ("甲批", "y", "c2"), ("乙批", "x", "c3")):
        write_claims(tmp_path, batch, part, make_claim(claim_id=claim_id))
    frame = pd.read_parquet(tmp_path / "claims")
    assert sorted(zip(frame["batch"], frame["claim_id"], strict=True)) == [
        ("乙批", "c3"), ("甲批", "c1"), ("甲批", "c2")
    ]  # fmt: skip
    files = f"read_parquet('{tmp_path}/claims/**/*.parquet', hive_partitioning=true)"
    rows = duckdb.sql(f"SELECT batch, metric, value, flags FROM {files}").fetchall()
    assert sorted(rows) == [("乙批", "培训农民", 740.0, []), *[("甲批", "培训农民", 740.0, [])] * 2]


def test_columns_carry_their_types_and_descriptions(tmp_path: Path, make_claim: MakeClaim) -> None:
    write_claims(tmp_path, "b", "part", make_claim())
    path = tmp_path / "claims/batch=b/part.parquet"
    stored, defined = pq.read_schema(path), load_tables()["claims"].stored_schema()
    assert stored.equals(defined)
    assert stored.metadata == defined.metadata
    assert all(dict(field.metadata).items() <= stored.field(field.name).metadata.items() for field in defined)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_rows_stand_in_the_order_of_their_places(tmp_path: Path, make_claim: MakeClaim) -> None:
    write_claims(tmp_path, "b", "part", make_claim(char_start=9), make_claim(char_start=3), make_claim(char_start=5))
    assert pd.read_parquet(tmp_path / "claims")["char_start"].tolist() == [3, 5, 9]


def test_empty_tables_are_tables_too() -> None:
    for name, table in load_tables().items():
        assert arrow_table(table, make_frame(table, [])).schema.equals(table.arrow_schema(), check_metadata=True), name


def test_a_null_where_none_may_be_is_refused(make_claim: MakeClaim) -> None:
    with pytest.raises(ValueError, match="column metric has 1 nulls"):
        arrow_table(load_tables()["claims"], frame_of(make_claim(metric=None)))


def test_what_is_stored_can_be_asked_for_in_the_order_of_the_files(tmp_path: Path, make_claim: MakeClaim) -> None:
    assert read_rows(None, "claims", "b", ["quote"]).num_rows == 0
    assert read_rows(tmp_path, "claims", "b", ["quote"]).to_pydict() == {"quote": []}
    write_claims(tmp_path, "b", "part-2", make_claim(quote="3人"))
    write_claims(tmp_path, "b", "part-1", make_claim(quote="1人"), make_claim(quote="2人", char_start=17))
    write_claims(tmp_path, "c", "part-1", make_claim(quote="4人"))
    read = read_rows(tmp_path, "claims", "b", ["quote", "kind"])
    assert read.to_pydict() == {"quote": ["1人", "2人", "3人"], "kind": ["count"] * 3}


def test_the_rows_of_some_sources_can_be_left_out(tmp_path: Path) -> None:
    write_part(tmp_path, "b", "part", "1.txt", "2.txt", "3.txt", only=["texts"])
    path = tmp_path / "texts/batch=b/part.parquet"
    assert without_sources(path, {"1.txt", "3.txt", "9.txt"})["source_path"].to_pylist() == ["2.txt"]
    assert without_sources(path, ())["source_path"].to_pylist() == ["1.txt", "2.txt", "3.txt"]
