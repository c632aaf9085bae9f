"""How fast are extraction and the whole flow, and what memory do they take? The measurements; bench.py shows them.

Rivals are timed in turns, round after round, and each counts with its best time: other work on the machine only adds.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psutil
import regex

from tests.duplicates.generator import Generated, Writer

ROUNDS = 60
SENTENCES, PLAIN = 60, 20  # of a generated report, and of them without a number: 10 KB of UTF-8, 7 claims per KB
#: The floor: a number and what follows.
ONE_REGEX = regex.compile(r"[\dX*]+(?:[.,]\d+)*\s*[十百千万亿]*\s*[%\p{Han}]{1,3}")


@dataclass(frozen=True, slots=True)
class Text:
    name: str
    text: str

    @property
    def megabytes(self) -> float:
        return len(self.text.encode()) / 1e6


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one way of reading one text; CPU seconds, the best of the rounds."""

    megabytes_per_second: float
    claims_per_second: float
    claims: int


@dataclass(frozen=True, slots=True)
class FlowRun:
    files: int
    megabytes: float
    claims: int
    seconds: float
    stages: Mapping[str, float]
    peak_megabytes: float  # of all its processes together
    parquet_megabytes: float


def generate(reports: int, seed: int = 11) -> Iterator[str]:
    """Reports of invented places, 10 KB each."""
    writer = Writer(seed)
    return (with_plain_sentences(writer, writer.write(SENTENCES)).render() for _ in range(reports))


def with_plain_sentences(writer: Writer, report: Generated) -> Generated:
    sentences = list(report.sentences)
    for _ in range(PLAIN):
        sentences.insert(writer.random.randrange(1, len(sentences)), writer.common())
    return replace(report, sentences=tuple(sentences))


def time_in_turns(rivals: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The best CPU seconds of each rival, after one call that does not count."""
    for work in rivals.values():
        work()
    best = dict.fromkeys(rivals, float("inf"))
    gc.collect()  # not each time: it leaves a processor's cache without what the work uses
    for _ in range(rounds):
        for name, work in rivals.items():
            started = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - started)
    return best


def measure_extraction(texts: Sequence[Text], rounds: int = ROUNDS) -> dict[str, dict[str, Speed]]:
    """By text: this project's extraction beside the one-regex scan."""
    from extractors import extract

    results = {}
    for text in texts:
        claims = len(extract(text.text))
        times = time_in_turns(
            {"extract": partial(extract, text.text), "one regex": partial(ONE_REGEX.findall, text.text)}, rounds
        )
        results[text.name] = {
            name: Speed(text.megabytes / seconds, claims / seconds, claims) for name, seconds in times.items()
        }
    return results


def extract_all(texts: Sequence[str]) -> int:
    from extractors import extract

    return sum(len(extract(text)) for text in texts)


def measure_two_processes(reports: Sequence[str], rounds: int = 3) -> tuple[float, float]:
    """Wall seconds for the same reports in one process and in two, the best of rounds taken in turns."""
    halves = [reports[::2], reports[1::2]]
    best = [float("inf"), float("inf")]
    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two:
        list(one.map(extract_all, [reports[:5]]))
        list(two.map(extract_all, [reports[:5], reports[:5]]))
        for _ in range(rounds):
            for place, (pool, jobs) in enumerate([(one, [reports]), (two, halves)]):
                started = time.perf_counter()
                list(pool.map(extract_all, jobs))
                best[place] = min(best[place], time.perf_counter() - started)
    return best[0], best[1]


def write_reports(folder: Path, reports: Iterable[str]) -> float:
    """Files of a batch, a thousand in each folder; their megabytes."""
    written = 0
    for number, text in enumerate(reports):
        path = folder / f"{number // 1000:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        written += path.write_bytes(text.encode())
    return written / 1e6


def measure_flow(inbox: Path, megabytes: float, output: Path, root: Path) -> FlowRun:
    """The command as a user starts it, in a process of its own; the code is that of a folder."""
    command = [sys.executable, "-X", "utf8", "-m", "flows.cli", "ingest", str(inbox), "--output", str(output)]
    started = time.perf_counter()
    surroundings = os.environ | {"PYTHONPATH": str(root)}
    process = subprocess.Popen(
        command, cwd=root, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watch = MemoryWatch(process.pid)
    watch.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - started
    watch.stop()
    if process.returncode:
        raise RuntimeError(told)
    return FlowRun(
        files=sum(1 for _ in inbox.rglob("*.txt")),
        megabytes=megabytes,
        claims=rows_of(output / "tables" / "claims"),
        seconds=seconds,
        stages=stages_of(told),
        peak_megabytes=watch.peak / 1e6,
        parquet_megabytes=sum(path.stat().st_size for path in (output / "tables").resolve().rglob("*.parquet")) / 1e6,
    )


def stages_of(told: str) -> dict[str, float]:
    """From lines like "extract 100 files: 1.23 s"."""
    found = regex.findall(r"(?m)^(\w+)(?: [\d,]+ files?)?: ([\d.]+) s$", told)
    return {name: float(seconds) for name, seconds in found}


def rows_of(table: Path) -> int:
    import pyarrow.parquet as pq

    return sum(pq.ParquetFile(path).metadata.num_rows for path in table.rglob("*.parquet"))


class MemoryWatch(threading.Thread):
    """The most memory that a process and all below it hold at once: proportional set size, so nothing counts twice."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.over = psutil.Process(pid), 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(1.0):  # looking costs a tenth of a second
            self.peak = max(self.peak, self.held())

    def held(self) -> int:
        try:
            family = [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0
        total = 0
        for member in family:
            try:
                total += member.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return total

    def stop(self) -> None:
        self.over.set()
        self.join()


def own_peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def peers_rows(environments: Path, text: Text) -> list[str]:
    """Peers on the same text, each in its plain ways, where `make compare` has installed them."""
    from tests.peers.environments import ToolError, Worker, peers

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text.text, encoding="utf-8")
        for tool in peers():
            python = environments / tool.name / "bin" / "python"
            if not python.exists():
                rows.append(f"| {tool.title} | not installed (`make compare` installs it) | |")
                continue
            try:
                with Worker(tool, python) as worker:
                    for variant in worker.variants:
                        seconds = min(worker.ask(variant, path)[1] for _ in range(2))
                        rows.append(f"| {tool.title} | {variant} | {text.megabytes / seconds:.2f} |")
            except ToolError as error:
                rows.append(f"| {tool.title} | {error} | |")
    return rows
