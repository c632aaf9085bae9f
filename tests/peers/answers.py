"""Which texts are compared on, and where do the hand-made answers stand in them?

An answer file (.jsonl) names the range of lines that is annotated, then one answer a row with its `line`; or, where
lines are up to the reader (.docx, .html), `sentence_has`: a piece of text that occurs once and contains the quote, or
for a cell of a table (`table`) the row's label before it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.reading.files import read_source
from tests.peers.adapter_protocol import Mention
from tests.peers.matching import Answer


class AnswerError(ValueError):
    """An answer does not fit its text; the message names file, quote and place."""


@dataclass(frozen=True, slots=True)
class Case:
    """One text, its answers, and the spans of it that were annotated."""

    text: str
    answers: tuple[Answer, ...]
    spans: tuple[tuple[int, int], ...]

    def annotated(self, mentions: Iterable[Mention]) -> list[Mention]:
        """The mentions that can be judged."""
        return [m for m in mentions if any(start <= m.start < end for start, end in self.spans)]


def sample_batch(root: Path) -> list[Case]:
    """The project's own invented reports, whole."""
    paths = sorted(path for path in (root / "seeds").iterdir() if not path.name.startswith("."))
    return [read_case(path, [root / "tests/data/seeds" / f"{path.stem}.jsonl"]) for path in paths]


def real_reports(shared: Path) -> list[Case]:
    """The compilation that is kept beside the project; none where it is missing."""
    answers = sorted((shared / "eval/gold").glob("r*.jsonl"))
    return [read_case(path, answers) for path in sorted((shared / "seeds").glob("*.txt"))[:1] if answers]


def reports_of_other_origin(shared: Path, texts: Path | None) -> list[Case]:
    """Government work reports, rebuilt into the folder `texts`; none where that is missing."""
    answers = sorted((shared / "eval/wild").glob("*.jsonl"))
    by_text = defaultdict(list)
    for path in answers:
        by_text[path.stem.rpartition("-")[0]].append(path)
    if texts is None:
        return []
    return [read_case(texts / f"{name}.txt", own) for name, own in by_text.items() if (texts / f"{name}.txt").exists()]


def read_case(path: Path, answer_files: list[Path]) -> Case:
    text = read_source(path).text
    answers: list[Answer] = []
    spans = []
    for file in answer_files:
        header, *rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        line_starts = starts_of_lines(text)
        first, last = header["range"] or (1, len(line_starts) - 1)
        spans.append((line_starts[first - 1], line_starts[last]))
        cursor: dict[object, int] = {}
        for row in rows:
            start = locate(text, line_starts, row, cursor)
            if start < 0:
                raise AnswerError(f"{file}: {row['quote']!r} is not at {row.get('line') or row.get('sentence_has')!r}")
            answers.append(to_answer(row, start))
    return Case(text, tuple(answers), tuple(spans))


def starts_of_lines(text: str) -> list[int]:
    """Where each line starts, and the end of the text as the start of a last one."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def locate(text: str, line_starts: list[int], row: dict[str, Any], cursor: dict[object, int]) -> int:
    """Where the quote starts, or -1; equal quotes of one place are listed in order, which `cursor` keeps."""
    place = row.get("sentence_has") or row["line"]
    if isinstance(place, int):
        start, end = line_starts[place - 1], line_starts[place]
    else:
        start = text.find(place)
        end = text.find("\n", start) if row.get("table") else start + len(place)
        start += len(place) if row.get("table") else 0
    at = text.find(row["quote"], max(start, cursor.get(place, 0)), end)
    cursor[place] = at + len(row["quote"])
    return at


def to_answer(row: dict[str, Any], start: int) -> Answer:
    value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
    end = start + len(row["quote"])
    return Answer(start, end, row["quote"], value, row["unit"], row["kind"], bool(row["masked"]), bool(row["optional"]))
