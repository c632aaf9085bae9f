"""Do readers get whole tables, whatever happens to the run that writes them?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from expectations.schema import load_tables
from extractors.model import Claim
from flows.errors import BadUseError
from flows.frames import claim_row, make_frame
from flows.publish import arrow_table, commit, move_in, open_stage, published, stage_table
from tests.conftest import SOURCE

MakeClaim = Callable[..., Claim]


def claims_frame(*claims: Claim) -> pd.DataFrame:
    return make_frame(load_tables()["claims"], [claim_row(SOURCE, claim) for claim in claims])


def publish_claims(output: Path, batch_id: str, *claims: Claim) -> None:
    with open_stage(output) as stage:
        stage_table(stage, batch_id, "claims", claims_frame(*claims))
        (stage / "quality").mkdir()
        (stage / "quality" / "index.html").write_text(batch_id, encoding="utf-8")
        commit(stage)


def quotes(output: Path) -> list[str]:
    return pd.read_parquet(output / "tables" / "claims")["quote"].tolist()


def leftovers(output: Path) -> list[str]:
    return sorted(path.name for path in output.iterdir() if path.name not in ("tables", "quality"))


def test_pandas_and_duckdb_read_a_batch_with_its_name(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "甲批", make_claim())
    publish_claims(tmp_path, "乙批", make_claim(claim_id="c2"))
    frame = pd.read_parquet(tmp_path / "tables" / "claims")
    assert sorted(frame["batch"]) == ["乙批", "甲批"]
    files = f"read_parquet('{tmp_path}/tables/claims/**/*.parquet', hive_partitioning=true)"
    rows = duckdb.sql(f"SELECT batch, metric, value, flags FROM {files}").fetchall()
    assert sorted(rows) == [("乙批", "培训农民", 740.0, []), ("甲批", "培训农民", 740.0, [])]


def test_columns_carry_their_types_and_descriptions(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "b", make_claim())
    path = tmp_path / "tables/claims/batch=b/part-0.parquet"
    stored, defined = pq.read_schema(path), load_tables()["claims"].arrow_schema()
    assert stored.equals(defined)
    assert stored.metadata == defined.metadata
    assert all(dict(field.metadata).items() <= stored.field(field.name).metadata.items() for field in defined)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_rows_stand_in_the_order_of_their_places(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "b", make_claim(char_start=9), make_claim(char_start=3), make_claim(char_start=5))
    assert pd.read_parquet(tmp_path / "tables/claims")["char_start"].tolist() == [3, 5, 9]


def test_a_batch_published_again_replaces_itself_and_no_other(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "a", make_claim(quote="1人"))
    publish_claims(tmp_path, "b", make_claim(quote="2人"))
    publish_claims(tmp_path, "a", make_claim(quote="3人"))
    publish_claims(tmp_path, "a", make_claim(quote="3人"))
    assert quotes(tmp_path) == ["3人", "2人"]
    assert (tmp_path / "quality/index.html").read_text(encoding="utf-8") == "a"
    assert leftovers(tmp_path) == []


def test_a_run_that_fails_before_it_commits_leaves_everything_as_it_was(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "a", make_claim(quote="1人"))
    with suppress(RuntimeError), open_stage(tmp_path) as stage:
        stage_table(stage, "a", "claims", claims_frame(make_claim(quote="2人")))
        raise RuntimeError
    assert quotes(tmp_path) == ["1人"]
    assert leftovers(tmp_path) == []


def test_what_a_killed_run_had_only_staged_is_cleared_away(tmp_path: Path, make_claim: MakeClaim) -> None:
    publish_claims(tmp_path, "a", make_claim(quote="1人"))
    (tmp_path / ".stage-dead/tables/claims/batch=a").mkdir(parents=True)
    publish_claims(tmp_path, "b", make_claim(quote="2人"))
    assert quotes(tmp_path) == ["1人", "2人"]
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("killed_in", ["replace", "rename", "rmtree"])
def test_what_a_killed_run_had_committed_is_carried_through(
    killed_in: str, tmp_path: Path, make_claim: MakeClaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_claims(tmp_path, "a", make_claim(quote="1人"))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    dead = tmp_path / ".commit-dead"
    stage_table(dead, "a", "claims", claims_frame(make_claim(quote="2人")))
    (dead / "quality").mkdir()
    (dead / "quality" / "index.html").write_text("new", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(shutil if killed_in == "rmtree" else Path, killed_in, die)
        with pytest.raises(KeyboardInterrupt):
            move_in(dead)
    with open_stage(tmp_path):
        assert quotes(tmp_path) == ["2人"]
        assert (tmp_path / "quality/index.html").read_text(encoding="utf-8") == "new"
    assert leftovers(tmp_path) == []


def test_the_stage_of_a_living_run_is_left_alone(tmp_path: Path, make_claim: MakeClaim) -> None:
    with open_stage(tmp_path) as stage:
        stage_table(stage, "a", "claims", claims_frame(make_claim(quote="1人")))
        publish_claims(tmp_path, "b", make_claim(quote="2人"))
        commit(stage)
    assert quotes(tmp_path) == ["1人", "2人"]


def test_empty_tables_are_tables_too(tmp_path: Path) -> None:
    for name, table in load_tables().items():
        assert arrow_table(table, make_frame(table, [])).schema.equals(table.arrow_schema(), check_metadata=True), name


def test_a_null_where_none_may_be_is_refused(make_claim: MakeClaim) -> None:
    with pytest.raises(ValueError, match="column metric has 1 nulls"):
        arrow_table(load_tables()["claims"], claims_frame(make_claim(metric=None)))


@pytest.mark.parametrize("place", ["output", "output/tables", "output/tables/deeper"])
def test_an_output_that_cannot_be_written_is_bad_use(place: str, tmp_path: Path) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("a file in the way", encoding="utf-8")
    output = tmp_path / place if place.endswith("deeper") else tmp_path / "output"
    with pytest.raises(BadUseError, match="cannot be written"), open_stage(output):
        pass


def test_what_is_published_can_be_asked_for(tmp_path: Path, make_claim: MakeClaim) -> None:
    assert published(tmp_path, "a", "claims", ["quote"]) == {}
    publish_claims(tmp_path, "a", make_claim())
    assert published(tmp_path, "a", "claims", ["quote"]) == {"quote": ["740余人"]}
