"""How loud is a line, and is that enough where it stands? Each of a text's lines is heard at most once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractors.cleaning.adverts import SENTENCE, AdvertRules
from extractors.cleaning.ceiling import ceiling_of
from extractors.cleaning.coming_again import MOST_AGAIN, PARAGRAPH
from extractors.cleaning.voice import Voice

Span = tuple[int, int]

SENTENCE_LENGTH = 15
BEHIND = 2.0  # what a line behind it is louder for
LOUD = -3.0  # what is not so loud goes nowhere, whatever else it has
REPORT_WORD, MOST_REPORT_WORDS = 1.5, 3  # what a word of a report takes off, and how many count
REPORT_FIGURE, MOST_REPORT_FIGURES = 0.5, 3  # what a figure of one does; adverts count and promise too
AGAIN = 1.5  # what a line is louder for each time that it comes again


class Hearing:
    """A text's lines, each heard at most once, and only when asked for."""

    def __init__(
        self, text: str, lines: Sequence[Span], voice: Voice, rules: AdvertRules, again: Mapping[int, int]
    ) -> None:
        self.text, self.lines, self.voice, self.rules, self.again = text, lines, voice, rules, again
        self.behind = frozenset[int]()  # the lines behind a report's date
        self._ceiling = ceiling_of(voice)
        self._most: dict[str, float] = {}  # what a line's score does not exceed
        self._heard: dict[str, float] = {}
        self._scores: dict[str, float] = {}

    def line(self, number: int) -> str:
        return self.text[slice(*self.lines[number])]

    def expect(self, lines: Iterable[str]) -> None:
        """Lines that will be asked for: all together it is cheap to tell those that cannot be loud."""
        new = list(set(lines))
        if len(new) > 1:  # one is heard as quickly
            self._most.update(zip(new, self._ceiling.of(new), strict=True))

    def excess(self, number: int, where: str) -> float:
        """How much louder a line is than it must be to go from such a place; below zero it need not be exact."""
        start, end = self.lines[number]
        limit = self.voice.limit(where, end - start) - AGAIN * self.again.get(number, 0)
        limit -= BEHIND * (number in self.behind)
        return self.score(self.text[start:end], limit) - limit

    def sounds(self, number: int, how: str) -> bool:
        """Whether a line that stays is so loud all the same, be there figures of a report in it or not."""
        return self.is_loud(self.line(number), how)

    def is_loud(self, words: str, how: str) -> bool:
        limit = self.voice.limit(how, len(words))
        return self._most.get(words, limit) >= limit and self._hear(words) >= limit

    def comes_again(self, number: int) -> bool:
        return self.again.get(number, 0) >= MOST_AGAIN

    def score(self, line: str, least: float) -> float:
        """How loud a line is, less what it has of a report's words and figures; not exact where below the least."""
        most = self._most.get(line, least)
        if most < least:
            return most
        score = self._scores.get(line)
        if score is None:
            score = self._hear(line)
            if score >= LOUD:
                evidence = self.rules.evidence
                score -= REPORT_WORD * min(evidence.count_words(line), MOST_REPORT_WORDS)
                score -= REPORT_FIGURE * min(evidence.count_figures(line), MOST_REPORT_FIGURES)
            self._scores[line] = score
        return score

    def _hear(self, line: str) -> float:
        if line not in self._heard:
            self._heard[line] = self.voice.score(line)
        return self._heard[line]

    def reports(self, number: int) -> bool:
        """Whether a line holds a whole sentence that sounds like report, whatever stands beside it."""
        start, end = self.lines[number]
        sentences = [m[0] for m in SENTENCE.finditer(self.text, start, end)] if end - start >= PARAGRAPH else []
        if len(sentences) < 2:
            return False
        long = [(s, self.voice.limit("report", len(s))) for s in sentences if len(s) >= SENTENCE_LENGTH]
        return any(self.score(sentence, limit) < limit for sentence, limit in long)
