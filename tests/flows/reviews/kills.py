"""Does a verdict outlive the dashboard that showed it as kept? Two judge one output, and one is killed each time.

    python -m tests.flows.reviews.kills 100

Real dashboards in a real browser, judged by keyboard; `kill -9` comes while a verdict is being written: at a random
moment after its key was pressed, or as soon as SQLite's journal grows. A verdict counts as confirmed when its page has
gone on to the next figure.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import sqlalchemy as sa

from flows.reviews.store import FILE, open_store
from tests.chromium import chromium
from tests.conftest import ROOT
from tests.flows.dashboard.test_browser import SECONDS, wait_for
from tests.flows.reviews.published import TOWN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("甲", "乙")
KEYS = {"y": "right", "n": "wrong", "x": "no_claim"}
A_ROUND = 3  # verdicts of each, before one is killed
CLAIMS_EACH, LONGEST = 10, 0.5  # of a text, at least; seconds from a key to the end of a process
Said = tuple[str, str, str]  # claim_id, by, verdict


@dataclass
class Judge:
    """A dashboard of its own, and the browser's page that shows it."""

    name: str
    process: subprocess.Popen[bytes]
    base: str
    page: Page
    confirmed: set[Said] = field(default_factory=set)

    def open(self, **query: str) -> None:
        self.page.goto(f"{self.base}/review?{urlencode(query)}")
        self.settle()

    def settle(self) -> None:
        self.page.get_by_test_id("stProgress").wait_for()
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"
            " && !document.querySelector('[data-stale=true]')"
        )

    def at(self) -> int:
        """Which of its queue the page shows."""
        found = re.search(r"([\d,]+) of [\d,]+;", self.page.get_by_test_id("stProgress").inner_text())
        assert found, "the queue is at its end: publish more"
        return int(found[1].replace(",", ""))

    def claim(self) -> str:
        """The address says which one is shown."""
        return parse_qs(urlsplit(self.page.url).query)["claim"][0]

    def press(self, key: str) -> tuple[int, Said]:
        at, said = self.at(), (self.claim(), self.name, KEYS[key])
        self.page.keyboard.press(key)
        return at, said

    def confirm(self, at: int, said: Said) -> None:
        """Wait until the page has gone on: only then is something promised."""
        end = time.monotonic() + SECONDS
        while self.at() == at:
            if time.monotonic() > end:
                raise TimeoutError(f"nothing came of a key at {at}")
            self.page.wait_for_timeout(50)
        self.confirmed.add(said)
        self.settle()

    def shows(self, claim_id: str, batch: str, by: str) -> bool:
        """Whether the page of a claim tells who judged it."""
        self.open(of=batch, claim=claim_id)
        return self.page.get_by_text(re.compile(rf"\d\d:\d\d {by}: ")).count() > 0


@contextmanager
def judging(output: Path, name: str, browser: Browser) -> Iterator[Judge]:
    """The real command on a free port, and a page of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "flows.cli", "dashboard", "--output", str(output), "--port", str(port)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "LOGNAME": name}
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    context.set_default_timeout(SECONDS * 1000)
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            judge = Judge(name, process, f"http://127.0.0.1:{port}", context.new_page())
            judge.open()
            yield judge
        finally:
            process.kill()
            context.close()


def journal_of(output: Path) -> int:
    with suppress(FileNotFoundError):
        return (output / f"{FILE}-wal").stat().st_size
    return 0


def kill(judge: Judge, output: Path, seconds: float | None) -> None:
    """Some seconds from now; None: when the journal grows, which it does before a verdict is on the disk."""
    before, end = journal_of(output), time.monotonic() + (LONGEST * 4 if seconds is None else seconds)
    while time.monotonic() < end:
        if seconds is None and journal_of(output) > before:
            break
        time.sleep(0.0002)
    judge.process.kill()
    judge.process.wait()


def kept_in(output: Path) -> Counter[Said]:
    """What the database has; it opens, and is whole."""
    with open_store(output) as store:
        with store.engine.connect() as connection:
            assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        return Counter((one.place.claim_id, one.by, one.verdict) for one in store.load())


@dataclass
class Outcome:
    """`last`: verdicts whose dashboard was killed before it could show that they were kept."""

    rounds: int = 0
    confirmed: int = 0
    lost: int = 0
    twice: int = 0
    unshown: int = 0
    last: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.rounds} kills: {self.confirmed:,} verdicts confirmed, {self.lost} lost, {self.twice} kept twice, "
            f"{self.unshown} not shown by the next dashboard; of {self.last.total()} that were being written "
            f"{self.last['kept']} kept"
        )


def run(output: Path, rounds: int, browser: Browser, chance: random.Random) -> Iterator[Outcome]:
    """The outcome after each round."""
    outcome, judges, exits = Outcome(), {}, {name: ExitStack() for name in NAMES}
    confirmed: set[Said] = set()
    try:
        for number in range(rounds):
            for name in NAMES:
                if name not in judges:
                    judges[name] = exits[name].enter_context(judging(output, name, browser))
            for _ in range(A_ROUND):  # both at once
                pressed = [(judge, *judge.press(chance.choice(list(KEYS)))) for judge in judges.values()]
                for judge, at, said in pressed:
                    judge.confirm(at, said)
            victim = judges[NAMES[number % 2]]
            other = judges[NAMES[1 - number % 2]]
            _, last = victim.press(chance.choice(list(KEYS)))
            at, said = other.press(chance.choice(list(KEYS)))
            kill(victim, output, None if chance.random() < 0.5 else chance.uniform(0, LONGEST))
            other.confirm(at, said)
            for judge in judges.values():
                confirmed |= judge.confirmed
            kept = kept_in(output)
            outcome.rounds += 1
            outcome.confirmed = len(confirmed)
            outcome.lost = len(confirmed - kept.keys())
            outcome.twice = sum(count - 1 for count in kept.values())
            outcome.last["kept" if last in kept else "not kept"] += 1
            exits[victim.name].close()
            following = judges[victim.name] = exits[victim.name].enter_context(judging(output, victim.name, browser))
            claim_id = last[0] if last in kept else chance.choice(sorted(victim.confirmed))[0]
            outcome.unshown += not following.shows(claim_id, "b", victim.name)
            following.open()
            yield outcome
    finally:
        for stack in exits.values():
            stack.close()


def write_texts(folder: Path, rounds: int) -> None:
    """Reports with so many figures that nobody judges one twice, and of which none is a copy."""
    folder.mkdir(parents=True)
    chance = random.Random(0)
    for number in range(-(-(rounds + 1) * (A_ROUND + 1) * len(NAMES) // CLAIMS_EACH) + 3):
        text = re.sub(r"\d{2,4}(?![年\d])", lambda _: str(chance.randrange(11, 9999)), TOWN).replace(
            "某镇", f"第{number}镇"
        )
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        inbox, output = Path(folder, "b"), Path(folder, "output")
        write_texts(inbox, options.rounds)
        command = [sys.executable, "-m", "flows.cli", "ingest", str(inbox), "--output", str(output)]
        subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
        for outcome in run(output, options.rounds, browser, random.Random(options.seed)):
            print(outcome, flush=True)


if __name__ == "__main__":
    main()
