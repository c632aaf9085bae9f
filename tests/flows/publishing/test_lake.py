"""Do tables at an address that stays show what was published last, whole, whoever reads them and whenever?"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
import pyarrow as pa
import pytest

from expectations.schema import Table
from flows.publishing import lake
from flows.publishing.lake import bring_up
from flows.publishing.mirror import Mirror, follow, hand_on, mirror_at
from flows.publishing.snapshots import current, open_stage, publish, publishing, take_over
from flows.publishing.uniform import make_uniform
from tests.conftest import TEXT
from tests.flows.handover.published import write_claims
from tests.flows.object_store import Faults, object_store

pytestmark = pytest.mark.slow
deltalake = pytest.importorskip("deltalake")


@pytest.fixture(scope="module")
def server() -> Iterator[Faults]:
    with object_store() as faults:
        yield faults


@pytest.fixture
def url(server: Faults, request: pytest.FixtureRequest) -> str:
    bucket = f"b{abs(hash(request.node.name))}"
    fsspec.filesystem("s3").mkdir(bucket)
    return f"s3://{bucket}/metrics"


def publish_batch(mirror: Mirror, batch: str, claims: int, part: str) -> None:
    """A run that reads one batch anew: as many claims, each in a report of its own."""
    with publishing(mirror.folder):
        base, before = follow(mirror), current(mirror.folder)
        with open_stage(mirror.folder) as stage:
            tables = stage / "next" / "tables"
            tables.mkdir(parents=True)
            if before:
                take_over(before, stage / "next")
            for old in tables.rglob("*.parquet"):
                if json.dumps(batch) in json.dumps(pl.read_parquet(old)["batch_id"].to_list()):
                    old.unlink()
            write_claims(tables, *({"report_id": f"r{number}"} for number in range(claims)), batch=batch, part=part)
            make_uniform(tables)
            publish(stage, stage / "next")
        hand_on(mirror, base)


def open_delta(url: str, table: str, version: int | None = None) -> Any:
    options = lake.options_of(fsspec.filesystem("s3"))
    return deltalake.DeltaTable(f"{url}/lake/{table}", version=version, storage_options=options)


def of_delta(url: str, table: str, version: int | None = None) -> dict[str, int]:
    rows = open_delta(url, table, version).to_pyarrow_table(columns=["batch", "batch_id"]).to_pylist()
    assert all(row["batch"] == row["batch_id"] for row in rows)
    return Counter(row["batch"] for row in rows)


def of_polars(url: str, table: str) -> dict[str, int]:
    options = lake.options_of(fsspec.filesystem("s3"))
    counts = pl.scan_delta(f"{url}/lake/{table}", storage_options=options).group_by("batch").len().collect()
    return dict(counts.iter_rows())


def test_tables_stay_where_they_are_and_show_each_run(url: str, tmp_path: Path) -> None:
    copies = [mirror_at(url, tmp_path / name) for name in "12"]
    expected = {}
    for number, batch in enumerate(["2016", "报告（一）", "a=b", "[1] x%", "2016"], 1):
        publish_batch(copies[number % 2], batch, number, f"part-{number}")
        assert bring_up(copies[number % 2]) == f"{url}/lake"
        expected[batch] = number
        assert of_delta(url, "claims") == of_polars(url, "claims") == expected
        assert of_delta(url, "reports") == expected
    assert of_delta(url, "quarantine") == {}


def test_of_a_table_only_what_its_kept_snapshots_have_is_left(url: str, tmp_path: Path) -> None:
    copy, store = mirror_at(url, tmp_path / "1"), fsspec.filesystem("s3")
    for number in range(1, 6):
        publish_batch(copy, "b", number, f"part-{number}")
        bring_up(copy)
    left = {Path(path).name.partition("-s")[0] for path in store.find(f"{url}/lake/claims/batch=b")}
    assert left == {"part-3", "part-4", "part-5"}
    assert [len(open_delta(url, "claims", version).to_pyarrow_table()) for version in (3, 4, 5)] == [3, 4, 5]


def test_readers_see_one_state_of_a_table_and_of_all_in_the_versions_that_are_named(url: str, tmp_path: Path) -> None:
    copy, store = mirror_at(url, tmp_path / "1"), fsspec.filesystem("s3")
    publish_batch(copy, "a", 1, "part-0")
    publish_batch(copy, "b", 1, "part-00")
    bring_up(copy)
    seen: list[tuple[object, object]] = []
    trouble: list[Exception] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            try:
                alone = of_delta(url, "claims")
                named = json.loads(store.cat_file(f"{url}/lake/versions.json"))["versions"]
                both = [of_delta(url, table, named[table]) for table in ("claims", "reports")]
                seen.append((alone["b"], both[0]["b"]))
                assert alone["a"] == both[0]["a"] == 1
                assert both[0] == both[1]
            except Exception as error:
                trouble.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in (2, 3, 4):
        publish_batch(copy, "b", number, f"part-{number}")
        bring_up(copy)
    ended.set()
    reader.join()
    assert not trouble
    assert {count for pair in seen for count in pair} <= {1, 2, 3, 4}
    assert len(seen) > 3


def test_what_a_killed_run_left_undone_the_next_one_does(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = mirror_at(url, tmp_path / "1")
    publish_batch(copy, "a", 1, "part-1")
    bring_up(copy)
    publish_batch(copy, "a", 2, "part-2")
    commit, done = lake.commit, []

    def some(*arguments: Any) -> int:
        done.append(arguments)
        if len(done) > 1:
            raise OSError("the network is gone")
        return commit(*arguments)

    monkeypatch.setattr(lake, "commit", some)
    assert "of an earlier run until the next one: the network is gone" in bring_up(copy)
    monkeypatch.undo()
    assert (of_delta(url, "claims"), of_delta(url, "reports")) == ({"a": 2}, {"a": 1})
    publish_batch(copy, "b", 3, "part-3")
    bring_up(copy)
    assert of_delta(url, "claims") == of_delta(url, "reports") == {"a": 2, "b": 3}


def test_a_run_that_was_overtaken_does_not_bring_back_what_it_knew(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, fast = (mirror_at(url, tmp_path / name) for name in "12")
    publish_batch(slow, "a", 1, "part-1")
    read, looked = lake.rows_of, []

    def late(*arguments: Any) -> str:
        if not looked:
            looked.append(True)
            publish_batch(fast, "a", 2, "part-2")
            bring_up(fast)
        return read(*arguments)

    monkeypatch.setattr(lake, "rows_of", late)
    assert bring_up(slow) == f"{url}/lake"
    assert of_delta(url, "claims") == of_delta(url, "reports") == {"a": 2}


def test_a_column_that_comes_later_is_added(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, whole = mirror_at(url, tmp_path / "1"), lake.delta_schema

    def earlier(table: Table) -> pa.Schema:
        return pa.schema([field for field in whole(table) if field.name != "page"])

    publish_batch(copy, "a", 1, "part-1")
    monkeypatch.setattr(lake, "delta_schema", earlier)
    bring_up(copy)
    assert "page" not in [field.name for field in open_delta(url, "claims").schema().fields]
    monkeypatch.undo()
    publish_batch(copy, "b", 2, "part-2")
    bring_up(copy)
    assert "page" in open_delta(url, "claims").to_pyarrow_table().column_names
    assert of_delta(url, "claims") == of_polars(url, "claims") == {"a": 1, "b": 2}


def test_without_the_library_the_run_says_what_is_missing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "find_spec", lambda _: None)
    assert "pip install" in bring_up(mirror_at(url, tmp_path / "1"))


def test_a_real_run_says_where_its_tables_stay(url: str, tmp_path: Path, ingest: Callable[..., Any]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    summary = ingest([tmp_path / "a.txt"], url, "报告（一）", work=tmp_path / "1", site=False)
    assert summary.figures["Delta tables at"] == f"{url}/lake"
    for table in ("claims", "runs", "sources", "texts"):
        assert of_delta(url, table) == {"报告（一）": 1}
    comments = {field.name: field.metadata.get("comment", "") for field in open_delta(url, "claims").schema().fields}
    assert "standard unit" in comments["value_standard"] or "unit_standard" in comments["value_standard"]
