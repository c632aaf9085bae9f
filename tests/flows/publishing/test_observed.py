"""Are observations chosen among all claims, written where they change, and taken by statisticians' programs?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from pysdmx.io import read_sdmx

from expectations.schema import SCHEMA_VERSION
from flows.handover.sdmx import DIMENSIONS, FILE
from flows.handover.write import write_handover
from flows.publishing.observed import write_observations
from flows.storage.parquet import part_files
from tests.flows.handover.published import write_claims, write_table

GRAIN: Mapping[str, Any] = {
    "kind": "mass", "unit": "吨", "unit_standard": "kg", "indicator_id": "grain_output", "indicator_fit": "whole",
    "measure": "level", "area_code": "630000", "value_standard": 1.2e9, "quote": "120万吨",
    "sentence": "粮食产量120万吨。",
}  # fmt: skip
PLACE = {"issuer_type": "government", "area_code": "630000", "issuer": "青海省人民政府", "region": "青海省"}
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def publish(tables: Path, batch: str, *claims: Mapping[str, Any]) -> None:
    write_claims(tables, *({"report_id": f"r-{batch}", **claim} for claim in claims), batch=batch)
    write_table(tables, "reports", {"report_id": f"r-{batch}", "report_year": 2023, **PLACE}, batch=batch)


def observed(tables: Path) -> list[tuple[Any, ...]]:
    found = [row for path in part_files(tables, "observations") for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted((row["batch_id"], row["value_standard"], row["claims"], row["differing"]) for row in found)


def names(tables: Path) -> list[str]:
    return [path.name for path in part_files(tables, "observations")]


def test_one_figure_of_two_batches_is_one_row_in_the_batch_of_the_chosen_claim(tmp_path: Path) -> None:
    publish(tmp_path, "a", {**GRAIN, "confidence": 0.8})
    publish(tmp_path, "b", GRAIN)
    write_observations(tmp_path, "1")
    assert observed(tmp_path) == [("b", 1.2e9, 2, 0)]


def test_a_batch_of_which_the_same_is_chosen_keeps_its_file(tmp_path: Path) -> None:
    publish(tmp_path, "a", GRAIN)
    publish(tmp_path, "b", {**GRAIN, "indicator_id": "meat_output"})
    write_observations(tmp_path, "1")
    before = names(tmp_path)
    write_observations(tmp_path, "2")
    assert names(tmp_path) == before
    publish(tmp_path, "b", {**GRAIN, "indicator_id": "meat_output", "value_standard": 9.0})
    write_observations(tmp_path, "3")
    assert names(tmp_path) == ["observations-1.parquet", "observations-3.parquet"]


def test_a_sentence_that_is_read_otherwise_is_written_anew(tmp_path: Path) -> None:
    publish(tmp_path, "a", GRAIN)
    write_observations(tmp_path, "1")
    publish(tmp_path, "a", {**GRAIN, "sentence": "全年粮食产量120万吨。"})
    write_observations(tmp_path, "2")
    assert names(tmp_path) == ["observations-2.parquet"]


def test_what_no_claim_states_any_more_is_gone(tmp_path: Path) -> None:
    publish(tmp_path, "a", GRAIN)
    write_observations(tmp_path, "1")
    publish(tmp_path, "a", {**GRAIN, "review": "rejected"})
    write_observations(tmp_path, "2")
    assert observed(tmp_path) == [] == names(tmp_path)


def test_a_corrected_value_is_the_one_that_is_observed(tmp_path: Path) -> None:
    publish(tmp_path, "a", GRAIN, GRAIN, {**GRAIN, "value_standard": 1.1e9, "review": "corrected"})
    write_observations(tmp_path, "1")
    assert observed(tmp_path) == [("a", 1.1e9, 3, 2)]


def test_the_whole_is_chosen_before_what_is_named_as_a_part(tmp_path: Path) -> None:
    publish(tmp_path, "a", {**GRAIN, "value_standard": 1e8, "part_of": "c9", "confidence": 0.99}, GRAIN)
    write_observations(tmp_path, "1")
    assert observed(tmp_path) == [("a", 1.2e9, 2, 1)]


def test_a_figure_without_a_place_stays_with_who_states_it(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        publish(tmp_path, name, {**GRAIN, "area_code": None})
        write_table(tmp_path, "reports", {"report_id": f"r-{name}", "issuer": f"{name}合作社"}, batch=name)
    write_observations(tmp_path, "1")
    assert len(observed(tmp_path)) == 2


def test_files_say_what_their_columns_mean(tmp_path: Path) -> None:
    publish(tmp_path, "a", GRAIN)
    write_observations(tmp_path, "1")
    schema = pq.read_schema(part_files(tmp_path, "observations")[0])
    assert schema.metadata[b"schema_version"].decode() == SCHEMA_VERSION
    assert b"once" in schema.field("claims").metadata[b"description"]


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (*YEAR, "2023"),
        (date(2023, 7, 1), date(2023, 12, 31), "2023-S2"),
        (date(2023, 4, 1), date(2023, 6, 30), "2023-Q2"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2021, 1, 1), date(2025, 12, 31), "2021-01-01/P5Y"),
        (date(2023, 1, 1), date(2023, 10, 31), "2023-01-01/P10M"),
        (date(2023, 5, 3), date(2023, 5, 9), "2023-05-03/P7D"),
        (date(2023, 4, 1), date(2024, 3, 31), "2023-04-01/P1Y"),
    ],
)
def test_statisticians_programs_read_the_observations_with_their_periods(
    tmp_path: Path, first: date, last: date, named: str
) -> None:
    assert last + timedelta(1) > first
    tables = tmp_path / "tables"
    publish(tables, "a", {**GRAIN, "period_start": first, "period_end": last})
    write_observations(tables, "1")
    write_handover(tables, tmp_path)
    (data,) = read_sdmx(tmp_path / FILE, validate=True).data
    (row,) = data.data.to_dict("records")
    assert (row["REF_AREA"], row["INDICATOR"], row["SCOPE"], row["REPORTER"]) == ("630000", "grain_output", "_T", "_Z")
    assert (row["TIME_PERIOD"], float(row["OBS_VALUE"]), row["UNIT_MEASURE"]) == (named, 1.2e9, "kg")


def test_the_dimensions_of_the_file_name_each_row_once(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    more = ({"status": "target"}, {"indicator_scope": "民营"}, {"area_code": "630100"}, {"unit_standard": "t"})
    publish(tables, "a", GRAIN, *({**GRAIN, **one} for one in more))
    write_observations(tables, "1")
    write_handover(tables, tmp_path)
    dimensions = ", ".join(DIMENSIONS)
    found = duckdb.sql(f"SELECT count(*), count(DISTINCT ({dimensions})) FROM read_csv('{tmp_path / FILE}')").fetchall()
    assert found == [(5, 5)]
