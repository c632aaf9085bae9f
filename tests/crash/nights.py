"""Does the next run come when `serve`, or a server and its worker, was killed or ended in the middle of a run?

    python -m tests.crash.nights --kills 100 --ends 50 --deployments 10

Each night a file is added, a run is asked for, and everything is killed (SIGKILL) or ended (SIGTERM) at a random moment
of it; then it is started again, a run is asked for, and that has to have published the file within a minute. Two
readers look on, one through Parquet and one through metrics.duckdb: each file holds one report with one figure, so an
answer in which the numbers of sources, reports and claims differ is of two states.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.conftest import ROOT
from tests.crash import processes
from tests.crash.kill import PAGE, block_of
from tests.crash.processes import ask, free_port, kill_session, processes_of, start, state_of, wait_until

PREFECT = Path(sys.executable).with_name("prefect")
FILES = 60  # of the first night, so that a run lasts some seconds
MINUTE = 60.0
ENDED = 30.0  # seconds within which SIGTERM has to have ended everything
DONE = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@dataclass(slots=True)
class Nights:
    """What came of the nights of one way to end them."""

    ended: int = 0
    came: int = 0  # next runs that had published within a minute
    seconds: list[float] = field(default_factory=list)  # from the start to the next run's end
    ending: list[float] = field(default_factory=list)  # how long SIGTERM took
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """An inbox, its output, and a Prefect of their own."""

    folder: Path
    port: int
    environment: dict[str, str]
    files: int = 0

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def add(self, files: int) -> None:
        for number in range(self.files, self.files + files):
            text = f"某村2016年工作总结\n全年修建道路{number + 100}公里。\n"
            (self.inbox / f"{number:05}.txt").write_text(text, encoding="utf-8")
        self.files += files

    def published(self) -> int:
        """Reports: a file that still waits is a source already."""
        tables = self.output / ".current" / "tables" / "reports"
        if not tables.exists():
            return 0
        with duckdb.connect() as con:
            [count] = con.execute(f"SELECT count(*) FROM read_parquet('{tables}/*/*.parquet')").fetchone() or (0,)
        return int(count)

    def left(self) -> dict[int, str]:
        return processes_of(self.environment["PREFECT_HOME"])


def place_in(folder: Path) -> Place:
    place = Place(folder, free_port(), processes.surroundings_in(folder))
    place.inbox.mkdir()
    place.add(FILES)
    return place


class Serve:
    """`report-metrics serve`."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def start(self) -> None:
        options = ["--output", self.place.output, "--cron", "0 0 1 1 *", "--port", self.place.port]
        quiet = ["--quiet-seconds", 0]  # what a night adds is to be read in the same minute
        command = [sys.executable, "-m", "flows.cli", "serve", self.place.inbox, *options, *quiet]
        self.process = start(command, self.place.environment, self.place.folder / "log")
        wait_until(lambda: processes.has_deployment(self.place.port) or self.process.poll() is not None, MINUTE)

    def kill(self) -> None:
        """As the kernel does where memory is short: it alone; what it has started has to see that by itself."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(ENDED)


class Deployment:
    """The deployment of prefect.yaml: a Prefect server, and a worker."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.environment = place.environment | {
            "PREFECT_API_URL": f"http://127.0.0.1:{place.port}/api",
            "REPORT_METRICS_HOME": str(ROOT),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        self.deployed = False

    def prefect(self, *arguments: str) -> None:
        subprocess.run(
            [PREFECT, "--no-prompt", *arguments], env=self.environment, cwd=ROOT, check=True, capture_output=True
        )

    def start(self) -> None:
        server = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", self.place.port]
        self.server = start(server, self.environment, self.place.folder / "server.log")
        wait_until(lambda: processes.answers(self.place.port), MINUTE)
        if not self.deployed:
            self.prefect("work-pool", "create", "--type", "process", "reports")
            self.prefect("deploy", "--all")
            deployment = ask(self.place.port, "deployments/name/ingest-inbox/inbox")
            places = {"inbox": str(self.place.inbox), "output": str(self.place.output), "quiet_seconds": 0}
            change = {"parameters": {**deployment["parameters"], **places}}
            ask(self.place.port, f"deployments/{deployment['id']}", change, "PATCH")
            self.deployed = True
        worker = [PREFECT, "worker", "start", "--pool", "reports"]
        self.worker = start(worker, self.environment, self.place.folder / "worker.log")

    def kill(self) -> None:
        for process in (self.worker, self.server):
            kill_session(process)

    def end(self) -> int:
        """The worker first, as it tells the server how its runs ended: without one it goes on asking for a minute."""
        for process in (self.worker, self.server):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(ENDED)
        return 0


def spend(place: Place, way: Serve | Deployment, nights: int, by: str, chance: random.Random, show: bool) -> Nights:
    """So many nights that are cut short, each with its next run; everything is at rest before and after."""
    found = Nights()
    for night in range(nights + 1):
        place.add(1)
        begun = time.monotonic()
        way.start()
        run = processes.trigger(place.port)
        try:
            wait_until(lambda run=run: state_of(place.port, run).startswith(DONE), 3 * MINUTE if night == 0 else MINUTE)
            if not state_of(place.port, run).startswith("COMPLETED") or place.published() != place.files:
                found.wrong.append(f"night {night}: {state_of(place.port, run)}, {place.published()} of {place.files}")
            elif night:
                found.came += 1
                found.seconds.append(time.monotonic() - begun)
        except AssertionError:
            found.wrong.append(f"night {night}: {state_of(place.port, run)}")
        if night == nights:
            way.end()
            break
        place.add(1)
        run = processes.trigger(place.port)
        wait_until(lambda run=run: not state_of(place.port, run).startswith(("SCHEDULED", "PENDING")), MINUTE)
        time.sleep(chance.uniform(0, 4))
        told = time.monotonic()
        try:
            if by == "kill":
                way.kill()
            elif (code := way.end()) not in (0, 143):
                found.wrong.append(f"night {night}: exit code {code}")
            found.ending.append(time.monotonic() - told)
        except subprocess.TimeoutExpired:
            found.wrong.append(f"night {night}: not ended after {ENDED:.0f} s")
            way.kill()
        found.ended += 1
        try:
            wait_until(lambda: not place.left(), 15)
        except AssertionError:
            found.wrong.append(f"night {night}: left {sorted(place.left().values())}")
            for number in place.left():
                os.kill(number, signal.SIGKILL)
        if show:
            print(
                by,
                night + 1,
                f"{found.seconds[-1:]} s, ended in {found.ending[-1]:.1f} s",
                found.wrong[-1:],
                flush=True,
            )
    return found


@contextmanager
def readers(place: Place) -> Iterator[Counter[str]]:
    """Two processes that read all the while; what they saw is there once they have ended."""
    stop = place.folder / "stop"
    stop.unlink(missing_ok=True)
    seen: Counter[str] = Counter()
    running = []
    for way in ("parquet", "database"):
        findings = place.folder / f"seen-{way}"
        command = [sys.executable, "-m", "tests.crash.look", way, str(place.output), str(stop), str(findings)]
        running.append((subprocess.Popen(command, cwd=ROOT), way, findings))
    try:
        yield seen
    finally:
        stop.touch()
        for process, way, findings in running:
            process.wait(60)
            for line in findings.read_text(encoding="utf-8").splitlines():
                count, _, told = line.partition(" ")
                seen[f"{way} {told}"] += int(count)


def measure(
    kills: int, ends: int, deployments: int, seed: int, show: bool = False
) -> tuple[dict[str, Nights], Counter[str]]:
    chance, found, seen = random.Random(seed), dict[str, Nights](), Counter[str]()
    for name, way, by, nights in (
        ("serve, killed", Serve, "kill", kills),
        ("serve, ended", Serve, "end", ends),
        ("server and worker, killed", Deployment, "kill", deployments),
    ):
        if not nights:
            continue
        folder = Path(tempfile.mkdtemp())
        place = place_in(folder)
        try:
            with readers(place) as looked:
                found[name] = spend(place, way(place), nights, by, chance, show)
            seen += looked
        finally:
            for number in place.left():
                os.kill(number, signal.SIGKILL)
        if not found[name].wrong and not show:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(name, found[name].wrong, folder, flush=True)
    return found, seen


def page_of(found: dict[str, Nights], seen: Counter[str]) -> str:
    """The figures as a table for docs/crashes.md."""
    heads = ("", "nights", "next run published within a minute", "seconds from the start to its end: middle, longest")
    lines = [f"| {' | '.join(heads)} | seconds to end: longest |", "|---|---:|---:|---:|---:|"]
    for name, nights in found.items():
        took = sorted(nights.seconds) or [0.0]
        ending = f"{max(nights.ending):.0f}" if "ended" in name and nights.ending else ""
        middle = f"{took[len(took) // 2]:.0f}, {took[-1]:.0f}"
        lines.append(f"| {name} | {nights.ended} | {nights.came} | {middle} | {ending} |")
    whole = {way: seen[f"{way} whole"] for way in ("parquet", "database")}
    others = sum(seen.values()) - sum(whole.values())
    lines += [
        "",
        f"Answers meanwhile: {whole['parquet']:,} from Parquet and {whole['database']:,} from `metrics.duckdb`",
    ]
    lines[-1] += f" of one state, {others:,} of two or an error."
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--ends", type=int, default=2)
    parser.add_argument("--deployments", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/crashes.md")
    asked = parser.parse_args()
    found, seen = measure(asked.kills, asked.ends, asked.deployments, asked.seed, show=True)
    table = page_of(found, seen)
    print(table, *(wrong for nights in found.values() for wrong in nights.wrong), seen, sep="\n")
    if asked.write:
        text = PAGE.read_text(encoding="utf-8").replace(
            block_of(PAGE, "nights"), f"<!-- nights -->\n{table}\n<!-- /nights -->"
        )
        PAGE.write_text(text, encoding="utf-8")
    sys.exit(any(nights.wrong for nights in found.values()))


if __name__ == "__main__":
    main()
