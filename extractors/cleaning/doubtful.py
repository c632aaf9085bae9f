"""Which figures stand in lines that were kept, though they sound like adverts?"""

from __future__ import annotations

from bisect import bisect_right

from extractors.cleaning.boilerplate import sounds_like_report
from extractors.cleaning.stripped import Stripped

#: Why a figure of a doubtful line is no claim, and the flag of one that is.
ADVERT, MAYBE_ADVERT = "advert", "maybe_advert"
SHORT = 20  # characters
_FEW = 2  # lines, and sentences


class Unsure:
    """The doubtful lines of a text, to be asked by a position in what was kept of it."""

    def __init__(self, stripped: Stripped) -> None:
        self._stripped = stripped
        self._starts = [start for start, _ in stripped.doubtful]
        self._offers = [start for start, _ in stripped.offers]
        self.is_needed = bool(self._starts or self._offers)
        # A sentence, a cell or a title with a sentence: nothing around it says that a seller speaks.
        source = stripped.source.strip()
        self._is_alone = self.is_needed and source.count("\n") < _FEW and source.count("。") < _FEW

    def at(self, position: int) -> str:
        """ADVERT for a figure of an offer, or of a doubtful line with nothing of a report, MAYBE_ADVERT for that of
        another; "" for most.

        One count by itself makes no report of a short line: 附件已下载67次.
        """
        if not self.is_needed:
            return ""
        if self.is_offer(position):
            return ADVERT
        place = self._stripped.to_source(position)
        n = bisect_right(self._starts, place) - 1
        if n < 0 or place >= self._stripped.doubtful[n][1]:
            return ""
        line = self._stripped.source[slice(*self._stripped.doubtful[n])]
        is_report = self._is_alone or sounds_like_report(line, 1 if len(line) > SHORT else 2)
        return MAYBE_ADVERT if is_report else ADVERT

    def is_offer(self, position: int) -> bool:
        """Whether a figure stands in a sentence that offers something."""
        if not self._offers:
            return False
        place = self._stripped.to_source(position)
        n = bisect_right(self._offers, place) - 1
        return n >= 0 and place < self._stripped.offers[n][1]
