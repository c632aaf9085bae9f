"""How much speaks for a line being a seller's advert, and how much for its being report?

No single word makes an advert: reports speak of members, scanning codes and official accounts too. A line is judged by
how many independent kinds of evidence it carries (data/adverts.toml), less what sounds like a report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extractors.language.grammar import HAN
from extractors.language.knowledge import fill
from extractors.language.phrases import begin_fast


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of evidence: any of its phrases, and its pattern where it has one."""

    name: str
    weight: int
    phrases: tuple[str, ...]
    pattern: re.Pattern[str] | None


class Hit(NamedTuple):
    """A phrase in a text: where it stands, and the number of the signal that it is of."""

    start: int
    end: int
    signal: int


@dataclass(frozen=True, slots=True)
class Verdict:
    score: int
    kinds: int
    report_words: int

    def reaches(self, score: int, kinds: int = 2) -> bool:
        return self.score >= score and self.kinds >= kinds


NOTHING = Verdict(0, 0, 0)
#: A phrase so peculiar that it needs no company counts as two kinds.
SURE = 4
#: What the same line in several files, or several times in one, adds to evidence of another kind.
REPETITION = 2


class Evidence:
    """The signals of data/adverts.toml, ready to judge a text."""

    def __init__(self, data: dict[str, Any]) -> None:
        settings = data["advert"]
        self.report_words: tuple[str, ...] = tuple(settings["report_words"])
        self.report_count = re.compile(settings["report_count"])
        self.report_words_most: int = settings["report_words_most"]
        self.signals = tuple(
            Signal(
                row["name"],
                row["weight"],
                tuple(row["phrases"]),
                re.compile(begin_fast(fill(row["pattern"], {"han": HAN})), re.VERBOSE) if "pattern" in row else None,
            )
            for row in data["signal"]
        )
        self.signals_of: defaultdict[str, list[int]] = defaultdict(list)  # each phrase, and whose it is
        for number, signal in enumerate(self.signals):
            for phrase in signal.phrases:
                self.signals_of[phrase].append(number)

    def hits_of(self, phrase: str, at: int) -> list[Hit]:
        return [Hit(at, at + len(phrase), signal) for signal in self.signals_of.get(phrase, ())]

    def most_of(self, hits: Iterable[Hit]) -> int:
        """The score of a text of whose phrases these stand in it, if all their signals spoke."""
        return sum(self.signals[number].weight for number in {hit.signal for hit in hits})

    def speaking(self, text: str, hits: Sequence[Hit]) -> list[Signal]:
        """The signals that a text gives, of whose phrases these stand in it."""
        signals = [self.signals[number] for number in sorted({hit.signal for hit in hits})]
        return [signal for signal in signals if not signal.pattern or signal.pattern.search(text)]

    def count_report_words(self, text: str) -> int:
        return self.count_words(text) + self.count_figures(text)

    def count_words(self, text: str) -> int:
        return sum(map(text.__contains__, self.report_words))

    def count_figures(self, text: str) -> int:
        return len(self.report_count.findall(text))

    def sounds_like_report(self, text: str, figures: int = 1) -> bool:
        return any(map(text.__contains__, self.report_words)) or len(self.report_count.findall(text)) >= figures

    def weigh(self, text: str, hits: Sequence[Hit], repeated: bool = False) -> Verdict:
        """The verdict on a text, of whose phrases these stand in it."""
        speaking = self.speaking(text, hits) if hits else ()
        if not speaking:
            return NOTHING
        report_words = self.count_report_words(text)
        score = sum(signal.weight for signal in speaking) - min(report_words, self.report_words_most)
        kinds = len(speaking) + any(signal.weight >= SURE for signal in speaking)
        if repeated and not report_words and (kinds > 1 or speaking[0].weight > 1):
            score, kinds = score + REPETITION, kinds + 1
        return Verdict(score, kinds, report_words)
