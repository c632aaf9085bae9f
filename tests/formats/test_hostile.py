"""Does a file that is meant to hurt cost itself only, with a reason, in bounded time?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations.messages.sentences import say_in
from flows.work.workers import Workers
from tests.formats.compare import Outcome, process
from tests.formats.hostile import FILES
from tests.languages import english_in

REASONS = {
    "zip bomb, 300 MB of zeros": "200 times its size",
    "zip whose index lies": "damaged archive",
    "zip of many large members": "unpacks to more than 512 MB",
    "zip in zip, twelve deep": "is a container inside 4 others",
    "gzip bomb": "200 times its size",
    "zip of 10,050 members": "holds more than 10,000 files",
    "zip names that lead out": "leads out of its archive",
    "link in a zip": "is a link",
    "links and a pipe in a tar": "is a link",
    "damaged zip": "is a damaged archive",
    "damaged tar.gz": "is a damaged archive",
    "encrypted zip": "is encrypted",
    "encrypted 7z": "is encrypted",
    "encrypted pdf": "is encrypted",
    "encrypted docx": "is encrypted",
    "entity bomb in a docx": "defines XML entities",
    "entity bomb in an xlsx": "defines XML entities",
    "docx that unpacks to 100 MB": "unpacks to more than 64 MB",
    "html nested 20,000 deep": "more than 2,048 deep inside one another",
    "scan without text": "no text layer",
    "a million lines": "6,000,000 characters",
    "one line of 50 MB": "characters, the limit is 5,000,000",
    "a text of nothing but quantities": "holds more than 150,000 quantities",
    "NUL bytes": "NUL bytes",
    "lone surrogates in UTF-8": "damaged places",
    "lone surrogates in UTF-16": "is not utf-16-le",
    "csv with one open quote": "characters, the limit is 5,000,000",
}
READ = {"xlsx with a cell in the last row and column", "docx of 60 nested tables"}
SLOW = {
    "zip of 10,050 members",
    "zip of many large members",
    "one line of 5 million characters",
    "a text of nothing but quantities",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as workers:
        yield workers


def reasons_of(outcomes: list[Outcome]) -> str:
    return "\n".join(f"{outcome.name} {outcome.reason}" for outcome in outcomes if outcome.reason)


@pytest.mark.parametrize("kind", [pytest.param(k, marks=pytest.mark.slow) if k in SLOW else k for k in REASONS])
def test_a_hostile_file_is_told_apart_and_its_worker_lives_on(kind: str, workers: Workers, tmp_path: Path) -> None:
    before = list(workers.started)
    name, build = FILES[kind]
    readings = process(workers, tmp_path, name, build())
    assert REASONS[kind] in reasons_of(readings)
    assert english_in("\n".join(say_in("zh", reading.reason) for reading in readings if reading.reason)) == []
    assert len({reading.name for reading in readings}) == len(readings)
    assert len(workers.started) == 1
    assert all(worker in before or kind in SLOW for worker in workers.started)


@pytest.mark.parametrize("kind", sorted(READ))
def test_an_odd_file_is_read_all_the_same(kind: str, workers: Workers, tmp_path: Path) -> None:
    name, build = FILES[kind]
    assert reasons_of(process(workers, tmp_path, name, build())) == ""


@pytest.mark.slow
def test_the_largest_text_on_one_line_is_extracted_within_the_limits(workers: Workers, tmp_path: Path) -> None:
    name, build = FILES["one line of 5 million characters"]
    [reading] = process(workers, tmp_path, name, build())
    assert len(reading.claims) == 105_000


def test_good_members_beside_bad_ones_are_read(workers: Workers, tmp_path: Path) -> None:
    name, build = FILES["zip names that lead out"]
    good = [reading for reading in process(workers, tmp_path, name, build()) if not reading.reason]
    assert [reading.name for reading in good] == ["names.zip/ok.txt", "names.zip"]


def test_every_hostile_file_has_its_test() -> None:
    assert FILES.keys() - REASONS.keys() - READ == {"one line of 5 million characters"}
