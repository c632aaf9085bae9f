"""Which lines and sentences are a seller's advert?

By the evidence they carry (evidence.py). Weaker evidence is enough beside an advert, more so above the first and below
the last paragraph of a file, and in a line that comes again: in the same file, or in the other files of a batch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractors.evidence import NOTHING, Evidence, Verdict

Span = tuple[int, int]
Found = dict[int, list[Span]]

SENTENCE = regex.compile(r"[^。！？!?\n]++[。！？!?]*+|[。！？!?]++")
BRACKETED = regex.compile(r"[【（(\[][^【】（）()\[\]\n]{2,60}+[】）)\]]")
SHORT = 60


@dataclass(frozen=True, slots=True)
class _Judged:
    """A suspect line: what of it is advert, and its verdict where the whole line may be one."""

    whole: bool
    spans: list[Span]
    verdict: Verdict


class AdvertRules:
    """The knowledge of data/boilerplate.toml on adverts, ready to read texts."""

    def __init__(self, data: dict[str, Any]) -> None:
        settings = data["advert"]
        self.evidence = Evidence(data)
        self.line_score: int = settings["line_score"]
        self.sentence_score: int = settings["sentence_score"]
        self.beside_score: int = settings["beside_score"]
        self.longest_line: int = settings["longest_line"]
        self.never = regex.compile(data["never"]["pattern"], regex.VERBOSE)

    def find(
        self, text: str, lines: Sequence[Span], suspects: Iterable[int], is_repeated: Callable[[int], bool]
    ) -> Found:
        """The adverts of a text: for each line that holds any, the spans; lines are stripped and in order."""
        found: Found = {}
        weak: dict[int, Verdict] = {}
        for number in suspects:
            start, end = lines[number]
            judged = self._judge_line(text, start, end, is_repeated(number))
            if judged.spans:
                found[number] = judged.spans
            if not judged.whole and judged.verdict.score >= 1 and not judged.verdict.report_words:
                weak[number] = judged.verdict
        strong = {number: verdict for number, verdict in weak.items() if verdict.score >= self.beside_score}
        _take_beside(strong, found, lines)
        return found

    def take_at_edges(
        self,
        text: str,
        lines: Sequence[Span],
        suspects: Iterable[int],
        found: Found,
        at_edge: Callable[[int], bool],
        is_gone: Callable[[int], bool],
    ) -> None:
        """Where no paragraph follows any more (or none came yet), a word of advert beside one is enough; so is nothing
        at all between two."""
        weak = {}
        for number in suspects:
            line = text[slice(*lines[number])]
            if at_edge(number) and not is_whole(number, lines, found) and not self.never.match(line):
                verdict = self.evidence.judge(line)
                if verdict.score >= 1 and not verdict.report_words:
                    weak[number] = verdict
        _take_beside(weak, found, lines, is_gone)
        for number in range(len(lines)):
            start, end = lines[number]
            between = is_whole(number - 1, lines, found) and (is_whole(number + 1, lines, found) or is_gone(number + 1))
            if (
                between
                and at_edge(number)
                and end - start <= SHORT
                and not is_gone(number)
                and not self.never.match(text[start:end])
            ):
                found.setdefault(number, [lines[number]])

    def _judge_line(self, text: str, start: int, end: int, repeated: bool) -> _Judged:
        sentences = [(m.start(), m.end()) for m in SENTENCE.finditer(text, start, end)]
        verdicts = [self.evidence.judge(text[a:b]) for a, b in sentences]
        line = self.evidence.judge(text[start:end], repeated) if end - start <= self.longest_line else NOTHING
        mixed = any(self._is_report(v, b - a) for v, (a, b) in zip(verdicts, sentences, strict=True))
        if line.reaches(self.line_score) and not mixed:
            return _Judged(True, [(start, end)], line)
        strong = {i for i, verdict in enumerate(verdicts) if verdict.reaches(self.sentence_score)}
        for i in list(strong):
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(verdicts) and j not in strong and verdicts[j].score >= self.beside_score:
                    strong.add(j)
                    j += step
        spans = [sentences[i] for i in sorted(strong)]
        sentence_starts = [a for a, _ in sentences]
        for m in BRACKETED.finditer(text, start, end):
            inside = bisect_right(sentence_starts, m.start()) - 1
            if inside not in strong and self.evidence.judge(m[0]).reaches(self.line_score):
                spans.append(m.span())
        return _Judged(False, spans, NOTHING if mixed else line)

    @staticmethod
    def _is_report(verdict: Verdict, length: int) -> bool:
        return (verdict.kinds == 0 and length >= 15) or (verdict.report_words > 0 and verdict.score < 2)


def is_whole(number: int, lines: Sequence[Span], found: Found) -> bool:
    return number in found and found[number] == [lines[number]]


def _take_beside(
    weak: dict[int, Verdict], found: Found, lines: Sequence[Span], is_gone: Callable[[int], bool] = lambda _: False
) -> None:
    """Weaker lines count when they stand beside an advert; the next one then stands beside them."""
    for order, step in ((sorted(weak), -1), (sorted(weak, reverse=True), 1)):
        for number in order:
            beside = number + step
            if number not in found and (is_whole(beside, lines, found) or is_gone(beside)):
                found[number] = [lines[number]]
