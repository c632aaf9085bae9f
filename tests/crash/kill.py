"""What do readers see of runs that are killed at random moments, and what does the next run make of it?

    python -m tests.crash.kill --kills 200 --write       writes docs/crashes.md

A batch is published; then files of it are changed, added and removed, and the run that reads them is killed with
SIGKILL at a random moment, workers and all. Meanwhile a reader in another process reads all tables again and again, as
Parquet and through metrics.duckdb.
After some such runs, each on what the last one left, one is let through: its tables must be those of a run that nobody
disturbed.
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
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from flows.handover.database import write_database
from tests.crash.state import digest, digest_asked
from tests.duplicates.generator import Writer

PAGE = Path(__file__).parents[2] / "docs" / "crashes.md"
NOT_MEASURED = "\nnot measured\n"
REPORTS = 24
CHAIN = 5  # runs that are killed one after the other before one is let through
PAUSE = 0.05  # after a kill, for the workers of the run to notice that it is gone


@dataclass(slots=True)
class Tally:
    kills: int = 0
    finished: int = 0  # runs that were through before their moment came
    before: int = 0  # killed runs after which readers had the earlier state,
    after: int = 0  # or already the later one
    recovered: int = 0  # next runs whose tables were those of an undisturbed run
    reads: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def write_batch(folder: Path, changed: bool) -> None:
    """The reports of the first night, or those of the second: some altered, some new, some gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    writer = Writer(7)
    for number in range(REPORTS):
        text = writer.write(12).render()
        if changed and number % 6 == 0:
            continue
        if changed and number % 4 == 1:
            text += "\n全年新增就业1234人。\n"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    if changed:
        for number in range(REPORTS, REPORTS + 6):
            (folder / f"{number:03}.txt").write_text(
                f"某县2023年工作总结\n\n全年新增就业{number}人，修建道路{number}公里。\n", encoding="utf-8"
            )


def run_flow(inbox: Path, output: Path) -> int:
    """Fork a process that has everything loaded and let it run the flow; its process group is its own."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        from flows.ingest import ingest

        ingest([inbox], output, "b", prune=True)
        code = 0
    finally:
        os._exit(code)


def wait_for(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def reader(output: Path, folder: Path) -> Iterator[list[str]]:
    """Another process that reads all the while; the list has what it saw once it has ended."""
    stop, findings = folder / "stop", folder / "findings"
    stop.unlink(missing_ok=True)
    process = subprocess.Popen([sys.executable, "-m", "tests.crash.state", str(output), str(stop), str(findings)])
    seen: list[str] = []
    try:
        yield seen
    finally:
        stop.touch()
        process.wait()
        seen += findings.read_text(encoding="utf-8").splitlines()


def measure(kills: int, seed: int, folder: Path, show: bool = False) -> Tally:
    """Kill that many runs; needs Prefect's API and everything loaded (`prepared`)."""
    tally, chance = Tally(), random.Random(seed)
    inbox, first, output = folder / "inbox", folder / "first", folder / "output"
    write_batch(inbox, changed=False)
    assert wait_for(run_flow(inbox, first)) == 0
    write_batch(inbox, changed=True)
    shutil.copytree(first, output, symlinks=True)
    started = time.monotonic()
    assert wait_for(run_flow(inbox, output)) == 0
    lasts = time.monotonic() - started
    states = digest(first), digest(output)
    assert states[0] != states[1]
    assert states == (digest_asked(first), digest_asked(output))
    while tally.kills < kills:
        shutil.rmtree(output)
        shutil.copytree(first, output, symlinks=True)
        moved = (output / ".current").resolve()
        write_database(moved / "tables", moved / "metrics.duckdb")  # its views named the place before
        with reader(output, folder) as seen:
            killed = sum(kill_one(inbox, output, chance.uniform(0, lasts), states, tally) for _ in range(CHAIN))
            assert wait_for(run_flow(inbox, output)) == 0
        tally.reads += int(seen[0])
        tally.wrong.update(found for found in seen[1:] if found not in states)
        left = [path.name for path in output.glob(".stage-*")] + [path.name for path in output.glob(".link-*")]
        tally.recovered += killed if digest(output) == states[1] and not left else 0
        if show:
            print(tally, flush=True)
    return tally


def kill_one(inbox: Path, output: Path, after: float, states: tuple[str, str], tally: Tally) -> bool:
    """Start a run and kill it after so many seconds; False where it was through by then."""
    child = run_flow(inbox, output)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    killed = wait_for(child) == -signal.SIGKILL
    time.sleep(PAUSE)
    state = digest(output)
    tally.kills += killed
    tally.finished += not killed
    tally.before += killed and state == states[0]
    tally.after += killed and state == states[1]
    return killed


@contextmanager
def prepared() -> Iterator[None]:
    """Prefect's API, and what a run loads, so that a run is the run and not its imports."""
    from flows.scheduling.server import prefect_api, prefect_home

    with prefect_api(prefect_home(Path("output"))) as server:
        server.wait_until_ready()
        import flows.ingest  # noqa: F401
        from expectations.engine import library

        library.load()
        yield


def block_of(page: Path, name: str) -> str:
    """What another command has put between marks on the page, and stays there: storage.py, nights.py."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    _, begun, rest = text.partition(begin)
    table, ended, _ = rest.partition(end)
    return f"{begin}{table if begun and ended else NOT_MEASURED}{end}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/crashes.md")
    asked = parser.parse_args()
    with prepared(), tempfile.TemporaryDirectory() as folder:
        tally = measure(asked.kills, asked.seed, Path(folder), show=True)
    page = Template((Path(__file__).parent / "crashes.template.md").read_text(encoding="utf-8")).substitute(
        {name: f"{getattr(tally, name):,}" for name in ("kills", "before", "after", "recovered", "reads")},
        wrong=tally.wrong.total(),
        seed=asked.seed,
        storage=block_of(PAGE, "storage"),
        nights=block_of(PAGE, "nights"),
    )
    if asked.write:
        PAGE.write_text(page, encoding="utf-8")
    if tally.wrong or tally.recovered != tally.kills:
        print(tally.wrong)
        sys.exit(1)


if __name__ == "__main__":
    main()
