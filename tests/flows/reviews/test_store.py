"""Does what was said stay said: appended only, once, by as many as like, and through a kill?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from flows.errors import BadUseError
from flows.reviews.model import Place, Review
from flows.reviews.store import FILE, open_store
from tests.conftest import ROOT

PLACE = Place(
    batch="b", source_path="a.txt", source_id="0" * 64, report_id="r", report_title="某镇2023年工作总结", claim_id="c",
    sentence="培训20人。", quote="20人", char_start=2, char_end=5,
)  # fmt: skip
#: Says what it has written once `append` has returned, for as long as it lives.
WRITER = """
import sys
from pathlib import Path
import msgspec
from flows.reviews.model import Place, Review
from flows.reviews.store import open_store
place = msgspec.json.decode(sys.argv[3], type=Place)
with open_store(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    while True:
        one = Review(verdict="right", place=place, by=sys.argv[2])
        store.append([one])
        print(one.review_id, flush=True)
"""


def right(by: str = "甲") -> Review:
    return Review(verdict="right", place=PLACE, by=by, seen={"value": 20.0, "period_end": "2023-12-31"})


def test_a_review_comes_back_as_it_was_said(tmp_path: Path) -> None:
    said = Review(verdict="corrected", place=PLACE, fields={"value": "1,250", "per": None}, note="见附表", by="甲")
    with open_store(tmp_path) as store:
        assert store.append([said]) == 1
        [found] = store.load()
    assert found.fields == {"value": 1250.0, "per": None}
    assert (found.place, found.note, found.by, found.at) == (said.place, said.note, said.by, said.at)


def test_what_is_there_already_is_not_added_twice(tmp_path: Path) -> None:
    said = right()
    with open_store(tmp_path) as store:
        assert [store.append([said, said]), store.append([said])] == [1, 0]
        assert store.count() == 1


def test_the_database_refuses_to_change_or_delete_what_was_said(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.append([right()])
        for act in ("UPDATE reviews SET note = 'x'", "DELETE FROM reviews"):
            with pytest.raises(sa.exc.DatabaseError), store.engine.begin() as connection:
                connection.execute(sa.text(act))
        assert store.count() == 1


@pytest.mark.parametrize(
    ("verdict", "fields"),
    [
        ("perhaps", {}),
        ("corrected", {}),
        ("right", {"value": 3}),
        ("corrected", {"sentence": "x"}),
        ("corrected", {"value": "many"}),
        ("corrected", {"period_end": "soon"}),
        ("corrected", {"unit": None}),
        ("withdrawn", {}),
        ("corrected", {"value": "nan"}),
    ],
)
def test_what_no_review_can_say_is_refused(tmp_path: Path, verdict: str, fields: dict[str, object]) -> None:
    with open_store(tmp_path) as store, pytest.raises(BadUseError):
        store.append([Review(verdict=verdict, place=PLACE, fields=fields, by="甲")])


def test_a_review_of_nobody_or_of_no_place_is_refused(tmp_path: Path) -> None:
    nowhere = msgspec.structs.replace(PLACE, char_end=2)
    with open_store(tmp_path) as store:
        for said in (right(" "), Review(verdict="right", place=nowhere, by="甲")):
            with pytest.raises(BadUseError):
                store.append([said])


def test_a_file_that_is_no_database_is_told_of_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("my notes" * 200)
    with pytest.raises(BadUseError, match="cannot be used"), open_store(tmp_path):
        pass
    assert (tmp_path / FILE).read_text().startswith("my notes")


def test_many_threads_lose_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        threads = [threading.Thread(target=lambda: [store.append([right()]) for _ in range(20)]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.count() == 120


def kill_one_of_two(folder: Path, seconds: float) -> tuple[int, int]:
    """Two write at once, one is killed; how many reviews were acknowledged, and how many of these are not there."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    place = msgspec.json.encode(PLACE).decode()
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([*command, by, place], stdout=subprocess.PIPE, text=True, env=env) for by in ("甲", "乙")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    time.sleep(seconds)
    writers[0].kill()
    time.sleep(0.05)
    writers[1].send_signal(signal.SIGKILL)
    told = [line.strip() for writer in writers for line in (writer.stdout or []) if len(line) == 33]
    for writer in writers:
        writer.wait()
    with open_store(folder) as store:
        known = store.ids()
        with store.engine.connect() as connection:
            assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    return len(told), len(set(told) - known)


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    rounds = int(os.environ.get("REVIEW_KILLS", "5"))
    found = [kill_one_of_two(tmp_path, 0.02 + 0.007 * (number % 30)) for number in range(rounds)]
    print(f"{rounds} rounds, {sum(told for told, _ in found):,} acknowledged, {sum(lost for _, lost in found)} lost")
    assert sum(told for told, _ in found) > rounds
    assert sum(lost for _, lost in found) == 0
