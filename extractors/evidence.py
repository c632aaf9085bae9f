"""How much speaks for a line being a seller's advert, and how much for its being report?

No single word makes an advert: reports speak of members, scanning codes and official accounts too. A line is judged by
how many independent kinds of evidence it carries (data/adverts.toml), less what sounds like a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import regex

from extractors.phrases import compile_phrases


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of evidence: any of its phrases, and its pattern where it has one."""

    name: str
    weight: int
    phrases: tuple[str, ...]
    pattern: regex.Pattern[str] | None

    def speaks(self, text: str) -> bool:
        for phrase in self.phrases:  # a loop, since a generator costs as much again and this runs for every line
            if phrase in text:
                return not self.pattern or bool(self.pattern.search(text))
        return False


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
        self.report_count = regex.compile(settings["report_count"])
        self.report_words_most: int = settings["report_words_most"]
        self.signals = tuple(
            Signal(
                row["name"],
                row["weight"],
                tuple(row["phrases"]),
                regex.compile(row["pattern"], regex.VERBOSE) if "pattern" in row else None,
            )
            for row in data["signal"]
        )
        self.any_phrase = compile_phrases({phrase for signal in self.signals for phrase in signal.phrases})

    def count_report_words(self, text: str) -> int:
        return sum(word in text for word in self.report_words) + len(self.report_count.findall(text))

    def sounds_like_report(self, text: str) -> bool:
        return self.count_report_words(text) > 0

    def judge(self, text: str, repeated: bool = False) -> Verdict:
        if not self.any_phrase.search(text):
            return NOTHING
        speaking = [signal for signal in self.signals if signal.speaks(text)]
        if not speaking:
            return NOTHING
        report_words = self.count_report_words(text)
        score = sum(signal.weight for signal in speaking) - min(report_words, self.report_words_most)
        kinds = len(speaking) + any(signal.weight >= SURE for signal in speaking)
        if repeated and not report_words and (kinds > 1 or speaking[0].weight > 1):
            score, kinds = score + REPETITION, kinds + 1
        return Verdict(score, kinds, report_words)
