"""How does the comparison talk to a tool that lives in an environment of its own?

A tool's adapter maps what the tool gives to mentions and serves them, over standard input and output:

    echo '{"variant": "money", "path": "report.txt"}' | .venv-peers/jionlp/bin/python tests/peers/jionlp_adapter.py

The first line of the answer is {"variants": {name: what it does}}. For each request follow the mentions of that UTF-8
text, one JSON object a line, and at last {"seconds": CPU time of the extraction alone, reading and printing left out}.
Standard library only: every tool's environment runs this file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity found; positions are code points of the text, a range has value_min and value_max."""

    start: int
    end: int
    value: float | None
    value_min: float | None
    value_max: float | None
    unit: str
    kind: str


Extractor = Callable[[str], list[Mention]]


def single(start: int, end: int, value: float | None, unit: str, kind: str) -> Mention:
    """A mention of one value."""
    return Mention(start, end, value, value, value, unit, kind)


def lumps(text: str, size: int) -> Iterator[tuple[int, str]]:
    """The text in runs of whole lines of about `size` characters (a longer line stays whole), each with its offset."""
    start = end = 0
    for line in text.splitlines(keepends=True):
        if end > start and end - start + len(line) > size:
            yield start, text[start:end]
            start = end
        end += len(line)
    if end > start:
        yield start, text[start:end]


def serve(load: Callable[[], dict[str, Extractor]]) -> None:
    """Answer requests until standard input ends; `load` imports the tool and gives its variants by name."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # tools greet and warn on standard output
    pin_to_one_core()
    variants = load()
    say(answers, {"variants": {name: " ".join((run.__doc__ or "").split()) for name, run in variants.items()}})
    for line in sys.stdin:
        request = json.loads(line)
        run, text = variants[request["variant"]], Path(request["path"]).read_bytes().decode("utf-8")
        start = time.process_time()
        mentions = run(text)
        seconds = time.process_time() - start
        for mention in mentions:
            answers.write(json.dumps(asdict(mention), ensure_ascii=False) + "\n")
        say(answers, {"seconds": seconds})


def say(answers: object, message: dict[str, object]) -> None:
    print(json.dumps(message, ensure_ascii=False), file=answers, flush=True)  # type: ignore[call-overload]


def pin_to_one_core() -> None:
    """Every tool on the same core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
