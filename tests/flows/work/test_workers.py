"""What becomes of a run when a worker hangs, dies or takes all memory, or when the disk is full?"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from flows.errors import BadUseError
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Begun, Held, read_and_hold
from flows.storage.spool import take
from flows.work import workers as module
from flows.work.portions import Chunk, Extracted, cut_chunks, extract_chunk
from flows.work.workers import RunBrokenError, Workers, at_hand, workers_at_hand
from tests.conftest import TEXT
from tests.formats.corpus import zipped

SMALL = 700 * 1024**2
Write = Callable[[str, bytes], BatchFile]


def go_wrong(name: str) -> None:
    """In the way that a file's name says."""
    if "hangs" in name:
        time.sleep(60)
    if "crashes" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "grows" in name:
        bytearray(4 * SMALL)
    if "exits" in name:
        os._exit(3)
    if "full" in name:
        raise OSError(errno.ENOSPC, "No space left on device")


def misread(file: BatchFile, done: int, spool: str) -> Iterator[Begun | Held]:
    for message in read_and_hold(file, done, spool):
        yield message
        if isinstance(message, Begun):
            go_wrong(message.file.name)


def misextract(chunk: Chunk, lost: Mapping[int, str]) -> Iterator[Begun | Extracted]:
    for message in extract_chunk(chunk, lost):
        yield message
        if isinstance(message, Begun):
            go_wrong(message.file.name)


def never_begin(chunk: Chunk, lost: Mapping[int, str]) -> Iterator[Begun | Extracted]:
    os._exit(3)
    yield from extract_chunk(chunk, lost)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, data: bytes) -> BatchFile:
        (tmp_path / name).write_bytes(data)
        return BatchFile(tmp_path / name, name, len(data))

    return write_file


@pytest.fixture
def chunk_of(write: Write, tmp_path: Path) -> Callable[..., Chunk]:
    """Files with these names, read, in one chunk."""

    def make_chunk(*names: str) -> Chunk:
        files = [write(name, f"{name}\n{TEXT}".encode()) for name in names]
        held = [one for file in files for one in read_and_hold(file, 0, str(tmp_path)) if isinstance(one, Held)]
        [chunk] = cut_chunks(held, None, str(tmp_path))
        return chunk

    return make_chunk


def statuses(extracted: Extracted, spool: Path) -> dict[str, str]:
    sources = take(str(spool), extracted.frames).frames["sources"]
    return dict(zip(sources["source_path"], sources["status"], strict=True))


def test_a_reader_that_goes_wrong_costs_its_file_and_the_rest_goes_on(write: Write, tmp_path: Path) -> None:
    names = ["a.txt", "crashes.txt", "b.txt", "grows.txt", "exits.txt", "c.txt"]
    with Workers(1, memory=SMALL, read=misread) as workers:
        held = workers.read([write(name, TEXT.encode() + name.encode()) for name in names], str(tmp_path))
    assert [found.file.name for found in held] == names
    assert [found.file.name for found in held if found.text] == ["a.txt", "b.txt", "c.txt"]
    reasons = {found.file.name: str(found.reason) for found in held if found.reason}
    assert "SIGSEGV" in reasons["crashes.txt"]
    assert "0.7 GB of memory" in reasons["grows.txt"]
    assert "exit code 3" in reasons["exits.txt"]
    assert all(found.source_id for found in held)


@pytest.mark.slow
def test_a_reader_that_hangs_costs_its_file_and_the_rest_goes_on(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 10.0)
    with Workers(1, read=misread) as workers:
        held = workers.read([write(name, TEXT.encode()) for name in ("a.txt", "hangs.txt", "b.txt")], str(tmp_path))
    assert [found.reason is None for found in held] == [True, False, True]
    assert "takes longer than 10 s" in str(held[1].reason)


def test_a_member_that_kills_its_reader_does_not_cost_the_others(write: Write, tmp_path: Path) -> None:
    members = {"a.txt": b"\xe4\xb8\x80", "crashes.txt": b"x", "b.txt": TEXT.encode(), "crashes too.txt": b"y"}
    with Workers(1, read=misread) as workers:
        held = workers.read([write("all.zip", zipped(members)), write("next.txt", TEXT.encode())], str(tmp_path))
    assert [(found.file.name, bool(found.text)) for found in held] == [
        ("all.zip/a.txt", True),
        ("all.zip/crashes.txt", False),
        ("all.zip/b.txt", True),
        ("all.zip/crashes too.txt", False),
        ("all.zip", True),
        ("next.txt", True),
    ]


def test_a_text_that_kills_its_worker_costs_only_itself(
    chunk_of: Callable[..., Chunk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "extract_chunk", misextract)
    chunk = chunk_of("a.txt", "crashes.txt", "b.txt", "exits.txt", "c.txt")
    with Workers(1) as workers:
        extracted = workers.extract(chunk)
    read = {"a.txt": "ok", "b.txt": "ok", "c.txt": "ok"}
    assert statuses(extracted, tmp_path) == {**read, "crashes.txt": "rejected", "exits.txt": "rejected"}
    assert [line.partition(" ")[0] for line in extracted.rejected] == ["crashes.txt", "exits.txt"]
    assert "SIGSEGV) to extract; split it" in extracted.rejected[0]


@pytest.mark.slow
def test_a_text_that_takes_too_long_to_extract_is_rejected_with_its_reason(
    chunk_of: Callable[..., Chunk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "extract_chunk", misextract)
    monkeypatch.setattr(module, "seconds_for", lambda held: 10.0)
    with Workers(1) as workers:
        extracted = workers.extract(chunk_of("a.txt", "hangs.txt"))
    assert statuses(extracted, tmp_path) == {"a.txt": "ok", "hangs.txt": "rejected"}
    assert "takes longer than 10 s to extract" in extracted.rejected[0]


def test_a_longer_text_may_take_longer(chunk_of: Callable[..., Chunk]) -> None:
    [held] = chunk_of("a.txt").held.take()
    assert module.seconds_for(held) > module.EXTRACT_SECONDS


def test_a_worker_that_dies_before_it_has_begun_ends_the_run(
    chunk_of: Callable[..., Chunk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "extract_chunk", never_begin)
    with Workers(1) as workers, pytest.raises(RunBrokenError, match="before it had begun"):
        workers.extract(chunk_of("a.txt"))


def test_a_full_disk_ends_the_run_and_rejects_no_file(write: Write, tmp_path: Path) -> None:
    files = [write(name, TEXT.encode()) for name in ("a.txt", "full.txt", "b.txt")]
    with Workers(1, read=misread) as workers:
        with pytest.raises(BadUseError, match=r"No space left on device.*make room"):
            workers.read(files, str(tmp_path))
        [held] = workers.read(files[:1], str(tmp_path))  # what the worker is asked next it answers as ever
    assert held.text


def test_a_full_disk_while_extracting_ends_the_run_too(
    chunk_of: Callable[..., Chunk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "extract_chunk", misextract)
    with Workers(1) as workers:
        with pytest.raises(RunBrokenError, match="No space left on device"):
            workers.extract(chunk_of("a.txt", "full.txt"))
        assert statuses(workers.extract(chunk_of("b.txt")), tmp_path) == {"b.txt": "ok"}


def test_a_spool_that_cannot_be_written_ends_the_run(write: Write, tmp_path: Path) -> None:
    in_the_way = write("spool", b"")
    with Workers(1) as workers, pytest.raises(RunBrokenError, match="cannot keep what it has read"):
        workers.read([write("a.txt", TEXT.encode())], str(in_the_way.path))


def test_refreshed_workers_are_other_processes_and_as_many(write: Write, tmp_path: Path) -> None:
    with Workers(2) as workers:
        workers.read([write("a.txt", TEXT.encode())], str(tmp_path))
        [before] = [worker.process for worker in workers.started]
        workers.refresh()
        assert (before.is_alive(), workers.started) == (False, [])
        assert workers.free.qsize() == 2
        [held] = workers.read([write("a.txt", TEXT.encode())], str(tmp_path))
        assert held.text


def test_workers_end_with_their_run(write: Write, tmp_path: Path) -> None:
    with Workers(2) as workers:
        workers.read([write("a.txt", TEXT.encode())], str(tmp_path))
        processes = [worker.process for worker in workers.started]
    assert not any(process.is_alive() for process in processes)
    with pytest.raises(RuntimeError, match="the run is over"):
        workers.start()


def test_tasks_find_the_workers_of_their_run() -> None:
    with workers_at_hand(1):
        assert at_hand() is at_hand()
        ours = at_hand()
    assert ours.closed


@pytest.mark.slow
def test_an_archive_that_takes_too_long_is_told_of_itself_too_so_that_what_it_held_stays(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONTAINER_SECONDS", 12.0)
    members = {"a.txt": TEXT.encode(), "hangs.txt": TEXT.encode(), "c.txt": TEXT.encode()}
    file = write("a.zip", zipped(members))
    with Workers(1, SMALL, misread) as workers:
        held = workers.read([file], str(tmp_path))
    assert [found.file.name for found in held] == ["a.zip/a.txt", "a.zip/hangs.txt", "a.zip"]
    assert [bool(found.reason) for found in held] == [False, True, True]
