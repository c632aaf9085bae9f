"""Is what stands at an output's URL always one complete state, and does no run undo another's?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pyarrow.dataset as ds
import pytest

from flows.errors import BadUseError
from flows.publishing import mirror as mirrors
from flows.publishing.mirror import Mirror, follow, hand_on, mirror_at, read_current, tables_url
from flows.publishing.snapshots import current, open_stage, publish, publishing, take_over
from tests.conftest import ROOT, TEXT
from tests.crash.state import digest
from tests.flows.object_store import Faults, object_store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Faults]:
    with object_store() as faults:
        yield faults


@pytest.fixture
def url(server: Faults, request: pytest.FixtureRequest) -> str:
    bucket = f"b{abs(hash(request.node.name))}"
    fsspec.filesystem("s3").mkdir(bucket)
    return f"s3://{bucket}/metrics"


def publish_here(mirror: Mirror, **files: str) -> None:
    """A snapshot in the working copy: the one before and some files, a_txt being a.txt."""
    before = current(mirror.folder)
    with open_stage(mirror.folder) as stage:
        following = stage / "next"
        (following / "tables").mkdir(parents=True)
        if before:
            take_over(before, following)
        for name, text in files.items():
            path = following / "tables" / name.replace("_", ".")
            path.unlink(missing_ok=True)
            path.write_text(text, encoding="utf-8")
        publish(stage, following)


def publish_there(mirror: Mirror, **files: str) -> str:
    """All that a run does with an output at a URL."""
    with publishing(mirror.folder):
        base = follow(mirror)
        publish_here(mirror, **files)
        return hand_on(mirror, base)


def state(url: str) -> dict[str, str]:
    """What a reader sees of the tables."""
    store, path = fsspec.core.url_to_fs(tables_url(url))
    store.invalidate_cache()
    return {name.removeprefix(f"{path}/"): store.cat_file(name).decode() for name in store.find(path)}


def snapshots(url: str) -> list[str]:
    store, path = fsspec.core.url_to_fs(f"{url}/snapshots")
    store.invalidate_cache()
    return sorted(name.rsplit("/", 1)[-1] for name in store.ls(path, detail=False))


def test_each_run_adds_to_what_is_there_and_an_empty_copy_is_brought_to_it(url: str, tmp_path: Path) -> None:
    publish_there(mirror_at(url, tmp_path / "1"), a_txt="一")
    publish_there(mirror_at(url, tmp_path / "2"), b_txt="二")
    publish_there(mirror_at(url, tmp_path / "1"), c_txt="三")
    assert state(url) == {"a.txt": "一", "b.txt": "二", "c.txt": "三"}


def test_files_that_are_there_are_neither_fetched_nor_sent_again(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = mirror_at(url, tmp_path / "1")
    publish_there(copy, a_txt="一")
    sent: list[str] = []
    store = fsspec.filesystem("s3")
    put = type(store)._put_file

    async def note(self: object, source: str, target: str, **options: object) -> None:
        sent.append(target.rsplit("/", 1)[-1])
        await put(self, source, target, **options)

    monkeypatch.setattr(type(store), "_put_file", note)
    monkeypatch.setattr(type(store), "get", lambda *_, **__: pytest.fail("something was fetched"))
    publish_there(copy, b_txt="二")
    assert sorted(sent) == [
        "b.txt",
        "metrics.duckdb",
    ]  # which is made anew for each snapshot, and has tables of its own


def test_three_snapshots_are_kept(url: str, tmp_path: Path) -> None:
    copy = mirror_at(url, tmp_path / "1")
    for number in range(5):
        publish_there(copy, a_txt=str(number))
    assert [name.partition("-")[0] for name in snapshots(url)] == ["000003", "000004", "000005"]


def test_of_two_runs_at_once_the_later_is_refused_and_takes_its_files_away(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_there(mirror_at(url, tmp_path / "1"), a_txt="一")
    point_to = mirrors.point_to

    def late(*arguments: object) -> None:
        monkeypatch.setattr(mirrors, "point_to", point_to)
        publish_there(mirror_at(url, tmp_path / "2"), b_txt="二")
        point_to(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(mirrors, "point_to", late)
    with pytest.raises(BadUseError, match=r"another run has published to s3://.* meanwhile; run again"):
        publish_there(mirror_at(url, tmp_path / "1"), c_txt="三")
    assert state(url) == {"a.txt": "一", "b.txt": "二"}
    assert len(snapshots(url)) == 2
    publish_there(mirror_at(url, tmp_path / "1"), c_txt="三")
    assert state(url) == {"a.txt": "一", "b.txt": "二", "c.txt": "三"}


def test_of_two_first_runs_at_once_the_later_is_refused(url: str, tmp_path: Path) -> None:
    first, second = mirror_at(url, tmp_path / "1"), mirror_at(url, tmp_path / "2")
    base = follow(second)
    publish_here(second, b_txt="二")
    publish_there(first, a_txt="一")
    with pytest.raises(BadUseError, match="meanwhile"):
        hand_on(second, base)
    assert state(url) == {"a.txt": "一"}


def test_a_publication_whose_answer_was_lost_counts(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = type(fsspec.filesystem("s3"))
    pipe = store.pipe_file

    def twice(self: object, path: str, *arguments: object, **options: object) -> object:
        if path.endswith("current.json"):
            pipe(self, path, *arguments, **options)
        return pipe(self, path, *arguments, **options)

    monkeypatch.setattr(store, "pipe_file", twice)
    publish_there(mirror_at(url, tmp_path / "1"), a_txt="一")
    publish_there(mirror_at(url, tmp_path / "1"), b_txt="二")
    assert state(url) == {"a.txt": "一", "b.txt": "二"}


KILLED = """
import os, signal, sys
from pathlib import Path
from flows.publishing import mirror
from tests.flows.publishing.test_mirror import publish_there
mirror.point_to = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publish_there(mirror.mirror_at(sys.argv[1], Path(sys.argv[2])), b_txt="二")
"""


def test_a_run_killed_before_it_publishes_has_done_nothing_and_the_next_clears_up(url: str, tmp_path: Path) -> None:
    copy = mirror_at(url, tmp_path / "1")
    publish_there(copy, a_txt="一")
    done = subprocess.run([sys.executable, "-c", KILLED, url, tmp_path / "1"], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert len(snapshots(url)) == 2
    assert state(url) == {"a.txt": "一"}
    publish_there(copy, c_txt="三")
    assert state(url) == {"a.txt": "一", "c.txt": "三"}
    assert len(snapshots(url)) == 2


def test_what_was_deleted_there_is_not_brought_back(url: str, tmp_path: Path) -> None:
    copy = mirror_at(url, tmp_path / "1")
    publish_there(copy, a_txt="一")
    fsspec.filesystem("s3").rm(url, recursive=True)
    publish_there(copy, b_txt="二")
    assert state(url) == {"b.txt": "二"}


def test_a_store_without_conditions_is_refused(url: str, tmp_path: Path, server: Faults) -> None:
    server.ignores_conditions = True
    try:
        with pytest.raises(BadUseError, match="takes no notice of If-Match"):
            publish_there(mirror_at(url, tmp_path / "1"), a_txt="一")
    finally:
        server.ignores_conditions = False
    assert read_current(url) is None


def test_a_manifest_cannot_lead_out_of_the_working_copy(url: str, tmp_path: Path) -> None:
    tables = publish_there(mirror_at(url, tmp_path / "1"), a_txt="一")
    listed = json.dumps({"../../../out.txt": {"size": 1, "sha256": "0"}}).encode()
    fsspec.filesystem("s3").pipe_file(tables.replace("/tables", "/files.json"), listed)
    with pytest.raises(BadUseError, match="outside of its snapshot"):
        follow(mirror_at(url, tmp_path / "2"))


def test_a_folder_with_other_things_is_no_working_copy(url: str, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(BadUseError, match="choose an empty folder with --work"):
        mirror_at(url, tmp_path)


def test_only_s3_can_be_published_to() -> None:
    with pytest.raises(BadUseError, match="memory://out cannot be an output"):
        mirror_at("memory://out")


def test_a_bucket_that_is_not_there_and_one_where_nothing_is_published(url: str) -> None:
    with pytest.raises(BadUseError, match="check the name of the bucket"):
        read_current("s3://nowhere/metrics")
    with pytest.raises(BadUseError, match="nothing is published"):
        tables_url(url)


def test_a_batch_from_and_to_urls_gives_the_tables_that_it_gives_on_disk(
    url: str, tmp_path: Path, ingest: Callable[..., object]
) -> None:
    inbox, store = url.replace("/metrics", "/inbox"), fsspec.filesystem("s3")
    for name, text in {"a.txt": TEXT, "镇/b.txt": "某镇2016年工作总结\n修建道路12.5公里，同比增长8%。\n"}.items():
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        store.put_file(str(path), f"{inbox}/{name}")
    ingest([tmp_path / "inbox"], tmp_path / "disk", "a=b")
    ingest([inbox], url, "a=b", work=tmp_path / "1")
    follow(mirror_at(url, tmp_path / "2"))
    assert digest(tmp_path / "2") == digest(tmp_path / "1") == digest(tmp_path / "disk")

    again = ingest([inbox], url, "a=b", work=tmp_path / "2")
    assert again.figures["  unchanged"] == "2"  # type: ignore[attr-defined]
    claims = ds.dataset(tables_url(url).removeprefix("s3://") + "/claims", filesystem=store, partitioning="hive")
    assert set(claims.to_table(["unit"])["unit"].to_pylist()) == {"人", "公里", "%"}
    assert duckdb_count(url) == claims.count_rows()


def duckdb_count(url: str) -> int:
    """DuckDB reads straight from the server, here through fsspec, for its own extension has to be downloaded."""
    import duckdb

    with duckdb.connect() as connection:
        connection.register_filesystem(fsspec.filesystem("s3"))
        files = f"{tables_url(url)}/claims/*/*.parquet"
        [row] = connection.execute("SELECT count(*) FROM read_parquet(?, hive_partitioning = true)", [files]).fetchall()
    return int(row[0])
