"""How does an earlier state of this project do on the same work? `make bench BEFORE=folder` asks both in turns.

The folder holds a clone of that state; it runs with the libraries of today's environment, each state in processes of
its own. What other work on the machine adds is added to both, and each counts with its best time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import FlowRun, Text

# Reads the texts of a file once, so that nothing is timed that is done once, and then again for each line that it gets.
READER = """
import json, sys, time
from pathlib import Path
from extractors import extract

texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
print(json.dumps([len(extract(text)) for text in texts]), flush=True)
for _ in sys.stdin:
    seconds = []
    for text in texts:
        started = time.process_time()
        extract(text)
        seconds.append(time.process_time() - started)
    print(json.dumps(seconds), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both states, of which less is better."""

    what: str
    before: float
    now: float

    def row(self) -> str:
        ratio = f"{self.before / self.now:.2f}" if self.now and self.before else ""
        return f"| {self.what} | {self.before:,.4g} | {self.now:,.4g} | {ratio} |"


def environment_of(root: Path) -> dict[str, str]:
    """In which that state's code runs, whatever is installed."""
    return os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"}


def pair_extraction(before: Path, now: Path, texts: Sequence[Text], rounds: int) -> list[Pair]:
    """CPU milliseconds of one pass over each text."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps([text.text for text in texts]), encoding="utf-8")
        readers = [stack.enter_context(reader(root, path)) for root in (before, now)]
        claims = [answer(one) for one in readers]
        best = [[float("inf")] * len(texts) for _ in readers]
        for number in range(rounds):
            for place in (0, 1) if number % 2 else (1, 0):
                best[place] = list(map(min, best[place], ask(readers[place])))
    return [
        Pair(f"extract, {text.name}: ms ({then:,} and {today:,} claims)", 1e3 * slow, 1e3 * fast)
        for text, then, today, slow, fast in zip(texts, *claims, *best, strict=True)
    ]


def reader(root: Path, texts: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", READER, str(texts)],
        cwd=root,
        env=environment_of(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen[str]) -> list[float]:
    assert process.stdin is not None
    process.stdin.write("again\n")
    process.stdin.flush()
    return list(map(float, answer(process)))


def answer(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdout is not None
    if line := process.stdout.readline():
        return list(json.loads(line))
    raise RuntimeError("a state of the project could not read the texts; what it said stands above")


def pair_flows(before: Sequence[FlowRun], now: Sequence[FlowRun]) -> list[Pair]:
    """All that the whole flow is measured by, for each number of files."""
    pairs = []
    for then, today in zip(before, now, strict=True):
        files = f"{today.files:,} files"
        pairs += [
            Pair(f"ingest, {files}: s", then.seconds, today.seconds),
            *(
                Pair(f"ingest, {files}: {name}, s", then.stages[name], seconds)
                for name, seconds in today.stages.items()
                if name in then.stages
            ),
            Pair(f"ingest, {files}: MB of memory", then.peak_megabytes, today.peak_megabytes),
            Pair(f"ingest, {files}: MB of Parquet", then.parquet_megabytes, today.parquet_megabytes),
        ]
    return pairs


def section(commit: str, pairs: Sequence[Pair]) -> str:
    if not pairs:
        return "Not measured this time: `make bench BEFORE=folder`, with a clone of the earlier state in the folder."
    head = f"The state {commit}, with today's libraries, in turns with this one; the last column is before / now.\n\n"
    return head + "\n".join(["| what | before | now | ratio |", "|---|---:|---:|---:|", *(one.row() for one in pairs)])


def commit_of(folder: Path) -> str:
    command = ["git", "-C", str(folder), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or folder.name
