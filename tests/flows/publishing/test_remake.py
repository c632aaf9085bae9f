"""Do all writers go through one door: is what is published never written into, and does each get on with the others?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.errors import BadUseError
from flows.publishing.history import SNAPSHOTS, current
from flows.publishing.remake import rebuild_site
from flows.publishing.snapshots import publishing

Ingest = Callable[..., Any]


def write(inbox: Path, number: int) -> Path:
    inbox.mkdir(exist_ok=True)
    (inbox / f"{number}.txt").write_text(f"第{number}村2016年工作总结\n修路{number}公里。\n", encoding="utf-8")
    return inbox


def states(output: Path) -> dict[str, tuple[int, int, int]]:
    """Every file of every snapshot that is there: which one it is, how long, and when it was written."""
    found = {}
    for path in sorted((output / SNAPSHOTS).rglob("*")):
        if path.is_file():
            state = path.stat()
            found[str(path)] = (state.st_ino, state.st_size, state.st_mtime_ns)
    return found


def claims_asked(output: Path) -> int:
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as database:
        return int(database.sql("SELECT count(*) FROM claims").fetchall()[0][0])


@pytest.mark.slow
@pytest.mark.parametrize("order", list(permutations(["site", "run", "run without site"])), ids="-".join)
def test_runs_and_site_in_any_order_get_on_and_none_writes_into_what_is_published(
    order: tuple[str, ...], ingest: Ingest, tmp_path: Path
) -> None:
    output, inbox = tmp_path / "output", write(tmp_path / "in", 0)
    ingest([inbox], output, site=False)
    for number, step in enumerate(order, 1):
        before, newest = states(output), current(output)
        if step == "site":
            assert rebuild_site(output).reports == claims_asked(output)
            assert (output / "site" / "index.html").exists()
        else:
            ingest([write(inbox, number)], output, site=step == "run")
        assert current(output) != newest
        after = states(output)
        assert {path: state for path, state in before.items() if path in after}.items() <= after.items()
        reports = len(list(inbox.iterdir()))
        assert claims_asked(output) == reports
        if step == "run":
            assert len(list((output / "site").rglob("*-r01.html"))) == reports


def test_the_site_waits_for_a_run_that_publishes(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    child = os.fork()
    if child == 0:  # the lock is a process's
        with publishing(tmp_path / "output"):
            (tmp_path / "held").touch()
            while not (tmp_path / "go").exists():
                time.sleep(0.01)
        os._exit(0)
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    messages: list[str] = []

    def tell(message: str) -> None:
        messages.append(message)
        (tmp_path / "go").touch()

    with pytest.raises(BadUseError, match="there are no tables"):
        rebuild_site(tmp_path / "output", tell)
    os.waitpid(child, 0)
    assert ["another run is publishing" in message for message in messages] == [True]
