"""Are objects at URLs listed and read as files on disk are, and is it told what is wrong with them?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from extractors.reading.files import MAX_BYTES, SourceError, sha256
from flows.errors import BadUseError
from flows.inputs.discover import BatchFile, batch_name, discover
from flows.inputs.plan import make_plan
from flows.inputs.reading import read_files
from flows.storage.remote import fetch, list_objects, place_of, shown
from tests.conftest import TEXT
from tests.flows.object_store import Faults, object_store
from tests.flows.tables import Known, write_known


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    store = fsspec.filesystem("memory")
    yield store
    store.store.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[Faults]:
    with object_store() as faults:
        fsspec.filesystem("s3").mkdir("reports")
        yield faults


def names(*sources: str) -> list[str]:
    return sorted(file.name for file in discover(sources))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("reports/2016", Path("reports/2016")),
        ("s3://bucket/inbox/", "s3://bucket/inbox"),
        ("file:///data/%E6%8A%A5%E5%91%8A", Path("/data/报告")),
        ("C:/reports", Path("C:/reports").absolute()),  # fsspec would take a short one for a URL,
    ],
)
def test_a_url_is_one_by_its_slashes_and_those_of_files_are_paths(text: str, place: object) -> None:
    assert place_of(text) == place


def test_a_file_url_of_another_machine_is_bad_use() -> None:
    with pytest.raises(BadUseError, match="another machine"):
        place_of("file://server/share")


def test_passwords_in_urls_are_not_shown() -> None:
    assert shown("sftp://user:secret@host/in") == "sftp://user:…@host/in"


def test_objects_are_named_as_files_are_and_the_same_ones_left_out(memory: fsspec.AbstractFileSystem) -> None:
    for name in ("b.txt", "子/甲.docx", ".hidden.txt", "~$b.docx", ".git/d.txt"):
        memory.pipe_file(f"/in/{name}", b"x")
    assert names("memory://in") == ["b.txt", "子/甲.docx"]
    assert names("memory://in/b.txt") == ["b.txt"]


def test_objects_of_several_urls_keep_apart_by_what_these_have_not_in_common(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/2015/a.txt", b"x")
    memory.pipe_file("/2016/a.txt", b"x")
    assert names("memory://2015", "memory://2016") == ["2015/a.txt", "2016/a.txt"]


def test_disk_and_url_make_no_batch_together(tmp_path: Path) -> None:
    with pytest.raises(BadUseError, match="two batches"):
        list(discover([tmp_path, "memory://in"]))


def test_a_batch_is_called_after_its_url() -> None:
    assert batch_name(["s3://bucket/2016"]) == "2016"
    assert batch_name(["s3://bucket/v1.2"]) == "v1.2"
    assert batch_name(["s3://bucket/in/a.docx"]) == "a"


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(url: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(BadUseError, match=r"s3://b/in .*Install s3fs.*report-metrics\[s3\]"):
        list_objects("s3://b/in")


def test_an_unknown_protocol_is_bad_use() -> None:
    with pytest.raises(BadUseError, match="s5://b"):
        list_objects("s5://b")


def test_an_object_that_is_not_what_was_listed_is_rejected(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/in/a.txt", TEXT.encode())
    assert fetch("memory://in/a.txt", "a.txt", len(TEXT.encode()), None) == TEXT.encode()
    with pytest.raises(SourceError, match="changed while it was being read"):
        fetch("memory://in/a.txt", "a.txt", 3, None)
    with pytest.raises(SourceError, match="is gone"):
        fetch("memory://in/b.txt", "b.txt", 3, None)


def test_an_object_that_is_too_large_is_not_fetched() -> None:
    with pytest.raises(SourceError, match="too large"):
        fetch("memory://in/none.txt", "none.txt", MAX_BYTES + 1, None)


def test_objects_that_are_the_same_are_not_read_again(memory: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    memory.pipe_file("/in/a.txt", b"one")
    memory.pipe_file("/in/b.txt", b"two")
    known = [Known(name, sha256(b"one"), bytes=3) for name in ("a.txt", "b.txt")]
    plan = make_plan(discover(["memory://in"]), write_known(tmp_path / "sources.parquet", known), tmp_path)
    assert plan.unchanged == 1
    [again] = plan.to_read
    assert [file.name for file in again.take()] == ["b.txt"]


@pytest.mark.slow
def test_a_bucket_that_is_not_there_is_bad_use_and_an_empty_folder_is_empty(server: Faults) -> None:
    with pytest.raises(BadUseError, match=r"s3://nowhere/in .*bucket does not exist; check the name of the bucket"):
        list_objects("s3://nowhere/in")
    assert list_objects("s3://reports/empty") == []


@pytest.mark.slow
def test_missing_keys_are_named_with_where_they_are_looked_for(server: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    from s3fs import S3FileSystem

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(BadUseError, match="AWS_ACCESS_KEY_ID"):
        list_objects("s3://reports/in")
    S3FileSystem.clear_instance_cache()


@pytest.mark.slow
def test_keys_that_the_store_refuses_are_told_so(server: Faults) -> None:
    import requests

    address = f"{os.environ['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
    requests.post(address, data=b"0", timeout=5)  # from now on keys are looked at
    try:
        with pytest.raises(BadUseError, match=r"s3://reports/in cannot be used: .*Key.*; check keys and rights"):
            list_objects("s3://reports/in")
    finally:
        requests.post(address, data=b"inf", timeout=5)


@pytest.mark.slow
def test_a_store_that_does_not_answer_is_bad_use(server: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    from s3fs import S3FileSystem

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(BadUseError, match="AWS_ENDPOINT_URL"):
        list_objects("s3://reports/in")
    S3FileSystem.clear_instance_cache()


def put(name: str, data: bytes) -> BatchFile:
    fsspec.filesystem("s3").pipe_file(f"reports/one/{name}", data)
    [file] = discover([f"s3://reports/one/{name}"])
    return file


@pytest.mark.slow
def test_an_object_of_the_same_size_that_became_another_is_rejected(server: Faults) -> None:
    file = put("a.txt", b"one")
    put("a.txt", b"two")
    [reading] = read_files([file])
    assert (
        reading.reason
        == "may still be being written: it changed while it was being read; wait until it is complete and run again"
    )


@pytest.mark.slow
def test_a_store_that_is_busy_for_a_moment_is_asked_again(server: Faults) -> None:
    file = put("busy.txt", TEXT.encode())
    server.left["busy.txt"] = 2
    [reading] = read_files([file])
    assert reading.reason is None
    assert server.left["busy.txt"] == 0


@pytest.mark.slow
def test_an_object_that_cannot_be_fetched_is_rejected_and_the_others_are_read(
    server: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)  # five take three quarters of a minute
    files = [put("broken.txt", TEXT.encode()), put("whole.txt", TEXT.encode())]
    server.left["broken.txt"] = 1_000
    broken, whole = read_files(files)
    assert str(broken.reason).startswith("cannot be fetched: ")
    assert whole.source is not None


def test_a_folder_in_a_store_that_cannot_be_listed_ends_the_run_and_is_not_left_out(
    memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what is in it would count as gone. This store knows all its keys; others, such as sftp, list folders."""
    monkeypatch.setattr(type(memory), "find", fsspec.AbstractFileSystem.find)
    for path in ("/in/a.txt", "/in/sub/b.txt", "/in/sub/deep/c.txt"):
        memory.pipe(path, b"x")
    assert names("memory://in") == ["a.txt", "sub/b.txt", "sub/deep/c.txt"]
    assert names("memory://in/sub/b.txt") == ["b.txt"]
    assert names("memory://nowhere") == []
    real = type(memory).ls

    def refuse(store: object, path: str, **options: object) -> object:
        if path == "/in/sub/deep":
            raise PermissionError("not for you")
        return real(store, path, **options)

    monkeypatch.setattr(type(memory), "ls", refuse)
    with pytest.raises(BadUseError, match="cannot be used: not for you"):
        names("memory://in")
