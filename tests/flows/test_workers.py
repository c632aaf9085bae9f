"""What becomes of a run when a worker hangs, dies or takes all memory?"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import workers as module
from flows.discover import BatchFile
from flows.reading import Begun, Reading, read_parts
from flows.workers import Workers
from tests.conftest import TEXT
from tests.formats.corpus import zipped

SMALL = 700 * 1024**2


def misbehave(file: BatchFile, done: int = 0) -> Iterator[Begun | Reading]:
    """A reader that goes wrong over the members whose names say how."""
    for message in read_parts(file, done):
        yield message
        if isinstance(message, Begun):
            if "hangs" in message.file.name:
                time.sleep(60)
            if "crashes" in message.file.name:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "grows" in message.file.name:
                bytearray(4 * SMALL)
            if "exits" in message.file.name:
                os._exit(3)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], BatchFile]:
    def write_file(name: str, data: bytes) -> BatchFile:
        (tmp_path / name).write_bytes(data)
        return BatchFile(tmp_path / name, name, len(data))

    return write_file


def test_a_reader_that_goes_wrong_costs_its_file_and_the_rest_goes_on(
    write: Callable[[str, bytes], BatchFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 2.5)
    names = ["a.txt", "crashes.txt", "b.txt", "hangs.txt", "grows.txt", "exits.txt", "c.txt"]
    with Workers(1, memory=SMALL, read=misbehave) as workers:
        readings = workers.read([write(name, TEXT.encode() + name.encode()) for name in names])
    assert [reading.file.name for reading in readings] == names
    assert [reading.file.name for reading in readings if reading.source] == ["a.txt", "b.txt", "c.txt"]
    reasons = {reading.file.name: str(reading.reason) for reading in readings if reading.reason}
    assert "SIGSEGV" in reasons["crashes.txt"]
    assert "takes longer than 2 s" in reasons["hangs.txt"]
    assert "0.7 GB of memory" in reasons["grows.txt"]
    assert "exit code 3" in reasons["exits.txt"]
    assert all(reading.source_id for reading in readings)


def test_a_member_that_kills_its_reader_does_not_cost_the_others(write: Callable[[str, bytes], BatchFile]) -> None:
    members = {"a.txt": b"\xe4\xb8\x80", "crashes.txt": b"x", "b.txt": TEXT.encode(), "crashes too.txt": b"y"}
    with Workers(1, read=misbehave) as workers:
        readings = workers.read([write("all.zip", zipped(members)), write("next.txt", TEXT.encode())])
    assert [(reading.file.name, bool(reading.source)) for reading in readings] == [
        ("all.zip/a.txt", True),
        ("all.zip/crashes.txt", False),
        ("all.zip/b.txt", True),
        ("all.zip/crashes too.txt", False),
        ("all.zip", True),
        ("next.txt", True),
    ]


def test_a_text_that_takes_too_long_to_extract_is_rejected_with_its_reason(
    write: Callable[[str, bytes], BatchFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workers(1) as workers:
        readings = workers.read([write("a.txt", TEXT.encode()), write("b.txt", b"")])
        monkeypatch.setattr(module, "extract_seconds", lambda reading: 0.0)
        first, second = workers.extract(readings)
    assert first.result is None
    assert "takes longer than 0 s to extract" in str(first.reason)
    assert "is empty" in str(second.reason)


def test_workers_end_with_their_run(write: Callable[[str, bytes], BatchFile]) -> None:
    with Workers(2) as workers:
        workers.read([write("a.txt", TEXT.encode())])
        processes = [worker.process for worker in workers.started]
    assert not any(process.is_alive() for process in processes)
    with pytest.raises(RuntimeError, match="the run is over"):
        workers.start()
