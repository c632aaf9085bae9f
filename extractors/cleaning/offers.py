"""Which sentences of a text offer something: what it costs, what is left, how many bought or read it?

Their figures are no claims, be the line removed or kept: an advert of something else than texts, between the paragraphs
of a page, may sound like anything. The knowledge is in data/offers.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]

_SENTENCE_ENDS = re.compile(r"[。！？!?\n]")
LONGEST = 120  # characters of an offer: what is longer is a paragraph without full stops, or a table


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    pattern: re.Pattern[str]


class Offers:
    """The rows of data/offers.toml, by phrase."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.rows_of: defaultdict[str, list[Offer]] = defaultdict(list)
        self._report_words = re.compile("|".join(map(re.escape, data["report_words"])))
        for row in data["offer"]:
            offer = Offer(row["name"], re.compile(row["pattern"], re.VERBOSE))
            for phrase in row["phrases"]:
                self.rows_of[phrase].append(offer)

    def find(self, text: str, places: Sequence[tuple[int, str]]) -> tuple[Span, ...]:
        """The sentences that are offers, of whose phrases these stand at these places."""
        found: dict[Span, bool] = {}
        for at, phrase in places:
            span = _sentence(text, at)
            if span is None or found.get(span):
                continue
            sentence = text[slice(*span)]
            is_offer = any(row.pattern.search(sentence) for row in self.rows_of[phrase])
            found[span] = is_offer and not self._report_words.search(sentence)
        return tuple(sorted(span for span, is_offer in found.items() if is_offer))


def _sentence(text: str, at: int) -> Span | None:
    """From the end of the sentence before to the end of this one; None where that is too long for an offer."""
    first = max(0, at - LONGEST - 1)  # no further: a mark that a long text lacks would be looked for in all of it
    before = max(text.rfind(mark, first, at) for mark in "。！？!?\n")
    if before < 0 < first:
        return None
    start = before + 1
    end = _SENTENCE_ENDS.search(text, at, start + LONGEST + 1)
    if end is None and len(text) > start + LONGEST:
        return None
    return start, end.start() if end else len(text)
