"""Which texts are evaluated, and which hand-made answers stand where in them?

Three corpora: the compilation beside the project, government work reports that were rebuilt into a folder, and the
sample batch, which is always there. More annotated texts can be given as a folder of texts/ and gold/.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.model import SourceText
from extractors.reading.files import read_source
from tests.peers.answers import AnswerError, locate, starts_of_lines

Row = dict[str, Any]  # one answer or one claim, by column
ROOT = Path(__file__).resolve().parents[2]
COMPILATION, SAMPLE, FURTHER, REVIEWED = "compilation", "sample batch", "further texts", "reviewed reports"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that was annotated, and the report that it is of."""

    start: int
    end: int
    report: str


@dataclass(frozen=True, slots=True)
class Case:
    """One text with its answers."""

    corpus: str  # its row in the table of figures
    path: Path
    source: SourceText
    gold: tuple[Row, ...]  # with `start`, `end` and `line` of each quote
    spans: tuple[Span, ...]

    def report_at(self, position: int) -> str | None:
        """The annotated report at a position; None where nothing was annotated."""
        return next((span.report for span in self.spans if span.start <= position < span.end), None)

    def annotated(self, claims: Iterable[Row]) -> list[Row]:
        """The claims that can be judged."""
        return [claim for claim in claims if self.report_at(claim["char_start"]) is not None]


def sample_batch(root: Path = ROOT) -> list[Case]:
    paths = sorted(path for path in (root / "seeds").iterdir() if not path.name.startswith("."))
    return [read_case(SAMPLE, path, [root / "tests/data/seeds" / f"{path.stem}.jsonl"]) for path in paths]


def compilation(shared: Path) -> list[Case]:
    """The document under seeds/ beside the project, each of its annotated reports by itself in cross-validation."""
    answers = sorted((shared / "eval/gold").glob("r*.jsonl"))
    texts = sorted((shared / "seeds").glob("*.txt"))
    return [read_case(COMPILATION, texts[0], answers, [path.stem for path in answers])] if answers and texts else []


def government_reports(shared: Path, texts: Path) -> tuple[list[Case], list[str]]:
    """The reports of eval/wild whose texts are in the folder, and the names of those whose texts are not."""
    found, missing = by_text((shared / "eval/wild").glob("*.jsonl"), [texts])
    return [read_case(path.stem, path, answers) for path, answers in found], missing


def further_texts(folder: Path, texts: Sequence[Path], corpus: str = FURTHER) -> tuple[list[Case], list[str]]:
    """Texts and answers of another folder; a text that is not in its texts/ may be in one of `texts`."""
    found, missing = by_text((folder / "gold").glob("*.jsonl"), [folder / "texts", *texts])
    return [read_case(corpus, path, answers) for path, answers in found], missing


def by_text(answers: Iterable[Path], folders: Sequence[Path]) -> tuple[list[tuple[Path, list[Path]]], list[str]]:
    """Answer files <text's name>-<first line>.jsonl under their texts, and the names of texts that no folder has."""
    named: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(answers):
        named[path.stem.rpartition("-")[0]].append(path)
    found, missing = [], []
    for name, files in named.items():
        texts = [folder / f"{name}.txt" for folder in folders if (folder / f"{name}.txt").exists()]
        if texts:
            found.append((texts[0], files))
        else:
            missing.append(name)
    return found, missing


def read_case(corpus: str, path: Path, answer_files: Sequence[Path], reports: Sequence[str] = ()) -> Case:
    """One text and its answer files; the files are of one report each, or all of the one that is the text."""
    source = read_source(path)
    line_starts = starts_of_lines(source.text)
    gold: list[Row] = []
    spans: list[Span] = []
    for number, file in enumerate(answer_files):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        answers = place_answers([row for row in rows if "quote" in row], source.text, line_starts, file)
        stated = next((row["range"] for row in rows if "range" in row), (min_line(answers), max_line(answers)))
        first, last = stated or (1, len(line_starts) - 1)  # null: all of the text
        report = reports[number] if reports else path.stem
        spans.append(Span(line_starts[first - 1], line_starts[last], report))
        gold += answers
    return Case(corpus, path, source, tuple(gold), tuple(spans))


def place_answers(rows: Iterable[Row], text: str, line_starts: list[int], file: Path) -> list[Row]:
    """The answers of one file with `start`, `end` and `line`."""
    cursor: dict[object, int] = {}
    placed = []
    for row in rows:
        start = locate(text, line_starts, row, cursor)
        if start < 0:
            raise AnswerError(f"{file}: {row['quote']!r} is not at {row.get('line') or row.get('sentence_has')!r}")
        place = {"start": start, "end": start + len(row["quote"]), "line": text.count("\n", 0, start) + 1}
        placed.append({"optional": False, "head": "", **row, **place})
    return placed


def min_line(rows: Iterable[Row]) -> int:
    return min((row["line"] for row in rows), default=1)


def max_line(rows: Iterable[Row]) -> int:
    return max((row["line"] for row in rows), default=1)


def gather(
    shared: Path, wild: Path | None, extra: Path | None, reviews: Path | None = None
) -> tuple[list[Case], list[str]]:
    """All cases that can be evaluated here, and what was skipped and why."""
    cases, skipped = [], []
    if (shared / "eval/gold").is_dir():
        cases += compilation(shared)
    else:
        skipped.append(f"the compilation: there is no {shared}/eval/gold here; only the sample batch is evaluated")
    if wild is None or not (shared / "eval/wild").is_dir():
        skipped.append(f"the government work reports: give the folder that {shared}/eval/wild/texts.py made as WILD=")
    else:
        found, missing = government_reports(shared, wild)
        cases += found
        skipped += [f"{name}: no {name}.txt in {wild}" for name in missing]
    cases += sample_batch()
    if extra is not None:
        found, missing = further_texts(extra, [wild] if wild else [])
        cases += found
        skipped += [f"{name}: no {name}.txt" for name in missing]
    if reviews is not None:  # report-metrics reviews export --answers
        found, missing = further_texts(reviews, [], REVIEWED)
        cases += found
        skipped += [f"{name}: no {name}.txt" for name in missing]
    return cases, skipped


def command_of(target: str, wild: Path | None, extra: Path | None) -> str:
    """How to run this again, without the folders of this machine."""
    return f"make {target}" + " WILD=…" * (wild is not None) + " EXTRA=…" * (extra is not None)
