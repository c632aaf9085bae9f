"""Which lines and sentences are a seller's advert?

By the evidence they carry (evidence.py). Weaker evidence is enough beside an advert, more so above the first and below
the last paragraph of a file, and in a line that comes again: in the same file, or in the other files of a batch.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.cleaning.evidence import NOTHING, REPETITION, Evidence, Hit, Verdict
from extractors.cleaning.pages import Zones
from extractors.cleaning.repetition import key_of
from extractors.cleaning.seams import TITLE
from extractors.language.grammar import HAN
from extractors.language.knowledge import fill
from extractors.language.phrases import lines_that_hold
from extractors.language.spacing import closed_up

Span = tuple[int, int]
Found = dict[int, list[Span]]
Suspects = dict[int, list[Hit]]

SENTENCE = re.compile(r"[^。！？!?\n]++[。！？!?]*+|[。！？!?]++")
BRACKETED = re.compile(r"[【（(\[][^【】（）()\[\]\n]{2,60}+[】）)\]]")
SHORT = 60


@dataclass(frozen=True, slots=True)
class _Judged:
    """A suspect line: what of it is advert, and its verdict where the whole line may be one."""

    whole: bool
    spans: list[Span]
    verdict: Verdict


class AdvertRules:
    """The knowledge of data/adverts.toml on adverts, ready to read texts."""

    def __init__(self, data: dict[str, Any]) -> None:
        settings = data["advert"]
        self.evidence = Evidence(data)
        self.line_score: int = settings["line_score"]
        self.sentence_score: int = settings["sentence_score"]
        self.beside_score: int = settings["beside_score"]
        self.edge_score: int = settings["edge_score"]
        self.bracket_score: int = settings["bracket_score"]
        self.longest_line: int = settings["longest_line"]
        self.least_score = min(self.line_score, self.sentence_score, self.beside_score, self.bracket_score)
        done = fill(data["never"]["done"], {"han": HAN})
        self.done = re.compile(done, re.VERBOSE)
        of_report = fill(data["never"]["pattern"], {"han": HAN}) + f"| {done}"
        self.of_report = re.compile(of_report, re.VERBOSE)
        self.never = re.compile(f"{of_report}|{data['never']['ends']}", re.VERBOSE)

    def find(self, text: str, lines: Sequence[Span], suspects: Suspects, again: Collection[int]) -> Found:
        """The adverts of a text: for each line that holds any, the spans; lines are stripped and in order.

        `again`: the numbers of the lines that come again, in this text or in others.
        """
        found: Found = {}
        weak: dict[int, Verdict] = {}
        for number, hits in suspects.items():
            repeated = number in again
            if self.evidence.most_of(hits) + (REPETITION if repeated else 0) < self.least_score:
                continue
            judged = self._judge_line(text, lines[number], hits, repeated)
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
        suspects: Suspects,
        found: Found,
        zones: Zones,
        is_gone: Callable[[int], bool],
    ) -> None:
        """Where no paragraph follows any more, or none came yet, less evidence is enough, least beside an advert."""
        weak = {}
        for number, hits in suspects.items():
            line = text[slice(*lines[number])]
            if zones.at_edge(number) and not is_whole(number, lines, found) and not self.never.fullmatch(line):
                verdict = self.evidence.weigh(line, hits)
                if verdict.score >= self.edge_score and not verdict.report_words:
                    found[number] = [lines[number]]
                elif verdict.score >= 1 and not verdict.report_words:
                    weak[number] = verdict
        _take_beside(weak, found, lines, is_gone)
        self._take_around_title(text, lines, zones, found, is_gone)

    def _take_around_title(
        self, text: str, lines: Sequence[Span], zones: Zones, found: Found, is_gone: Callable[[int], bool]
    ) -> None:
        """Once adverts have begun below a report, the rest is theirs; so is what stands above its title with one."""
        title = next((n for n in range(min(zones.first, len(lines))) if TITLE.fullmatch(text, *lines[n])), 0)
        above = range(title) if any(is_gone(n) or is_whole(n, lines, found) for n in range(title)) else range(0)
        begun = next((n for n in range(zones.last + 1, len(lines)) if is_whole(n, lines, found) or is_gone(n)), None)
        below = range(begun, len(lines)) if begun is not None else range(0)
        for number in (*above, *below):
            start, end = lines[number]
            line = text[start:end]
            if number in found or is_gone(number) or end - start > SHORT or line[-1].isdigit():
                continue
            if not self.is_report_line(line):
                found[number] = [lines[number]]

    def stands_alone(self, line: str) -> bool:
        """A heading, a signature, a table's row: reports have such lines by themselves, and others have the same."""
        return "\t" in line or self.never.fullmatch(line) is not None

    def is_of_report(self, line: str) -> bool:
        """The same, but for the mark at its end: adverts call out. A title may be spaced out: 工 作 总 结."""
        return "\t" in line or self.of_report.fullmatch(closed_up(line)) is not None

    def is_report_line(self, line: str) -> bool:
        """Such a line, or one with words of a report: where it stands is no reason to remove it."""
        return self.stands_alone(line) or self.evidence.sounds_like_report(line)

    def take_branded(
        self,
        text: str,
        lines: Sequence[Span],
        brands: Collection[str],
        at_edge: Callable[[int], bool],
        found: Found,
    ) -> None:
        """A short line with a name that the adverts of this text give, at the edges or repeated, is one of them."""
        if not brands:
            return
        named = lines_that_hold(brands, text, lines)
        short = [n for n in named if lines[n][1] - lines[n][0] <= SHORT and not is_whole(n, lines, found)]
        keys = Counter(key_of(text[slice(*lines[n])]) for n in short)
        for number in short:
            line = text[slice(*lines[number])]
            known = at_edge(number) or keys[key_of(line)] > 1
            if known and not self.is_report_line(line):
                found[number] = [lines[number]]

    def _judge_line(self, text: str, span: Span, hits: Sequence[Hit], repeated: bool) -> _Judged:
        start, end = span
        sentences = [m.span() for m in SENTENCE.finditer(text, start, end)]
        verdicts = [NOTHING] * len(sentences)
        sentence_starts = [a for a, _ in sentences]
        for i in {bisect_right(sentence_starts, hit.start) - 1 for hit in hits}:
            a, b = sentences[i]
            verdicts[i] = self.evidence.weigh(text[a:b], _inside(hits, a, b))
        mixed = any(self._is_report(v, b - a) for v, (a, b) in zip(verdicts, sentences, strict=True))
        may_be_whole = not mixed and end - start <= self.longest_line
        line = self.evidence.weigh(text[start:end], hits, repeated) if may_be_whole else NOTHING
        if line.reaches(self.line_score):
            return _Judged(True, [span], line)
        strong = {i for i, verdict in enumerate(verdicts) if verdict.reaches(self.sentence_score)}
        for i in list(strong):
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(verdicts) and j not in strong and verdicts[j].score >= self.beside_score:
                    strong.add(j)
                    j += step
        spans = [sentences[i] for i in sorted(strong)]
        for m in BRACKETED.finditer(text, start, end):
            inside = bisect_right(sentence_starts, m.start()) - 1
            within = _inside(hits, m.start() + 1, m.end() - 1)
            if within and inside not in strong and self._is_bracketed_advert(m[0][1:-1], within):
                spans.append(m.span())
        return _Judged(False, spans, line)

    def _is_bracketed_advert(self, inside: str, hits: Sequence[Hit]) -> bool:
        verdict = self.evidence.weigh(inside, hits)
        return verdict.reaches(self.line_score) or (
            verdict.reaches(self.bracket_score, 1) and not verdict.report_words and not self.never.fullmatch(inside)
        )

    @staticmethod
    def _is_report(verdict: Verdict, length: int) -> bool:
        return (verdict.kinds == 0 and length >= 15) or (verdict.report_words > 0 and verdict.score < 2)


def _inside(hits: Sequence[Hit], start: int, end: int) -> list[Hit]:
    return [hit for hit in hits if start <= hit.start and hit.end <= end]


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
