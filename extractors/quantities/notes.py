"""Which footnote marks stand inside a quantity, between its number and its unit? 15.6¹亿元, 300①人, 5.6[2]%

They lead to the foot of the page and say nothing of the number, which is read as if they were not there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extractors.language.grammar import DIGIT, HAN
from extractors.quantities.mention import Mention

_RAISED = "[¹²³⁰⁴-⁹]"
_BEHIND_NUMBER = f"(?:(?<={DIGIT}.)|(?<={DIGIT}[万亿千百十].))"
_NO_POWER = "(?<!(?<![0-9.])10.)"  # 10⁴, 1.2×10⁵
# What ² and ³ before a unit of length mean is not certain: 30²公里.
_NO_MEASURE = "(?!(?<=[²³])[万亿]?(?:公里|千米|[厘毫分微]?米|[里尺寸]|[kcdm]?m(?![A-Za-z])))"
_UNIT_OR_MORE = rf"(?=[{HAN}%％‰℃A-Za-z]|[-—－–~～、]{DIGIT})"  # 35¹、36²、40人
# It begins with a set of characters, so that re goes fast over all others.
NOTE = re.compile(
    rf"""
    [¹²³⁰⁴-⁹①-⑳\[［〔] {_BEHIND_NUMBER}
    (?: (?<={_RAISED}) {_NO_POWER} (?>(?:[,，、]?{_RAISED})?) (?!{_RAISED}) {_NO_MEASURE}
      | (?<=[①-⑳])
      | (?<=[\[［〔]) [0-9]{{1,2}} [\]］〕]
    ) {_UNIT_OR_MORE}
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WithoutNotes:
    """A text without such marks, and where what stands in it stood."""

    text: str
    places: Sequence[int]  # in this text, at which a mark is left out
    left_out: Sequence[int]  # how many characters, up to there

    def mention(self, mention: Mention) -> Mention:
        start, end = self.span((mention.start, mention.end))
        return mention if start == mention.start and end == mention.end else replace(mention, start=start, end=end)

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        return self._at(start), self._at(end - 1) + 1

    def _at(self, position: int) -> int:
        before = bisect_right(self.places, position)
        return position + (self.left_out[before - 1] if before else 0)


def without_notes(text: str) -> WithoutNotes | None:
    """None where there are no such marks."""
    places, left_out = [], []
    gone = 0
    for note in NOTE.finditer(text):
        places.append(note.start() - gone)
        gone += len(note[0])
        left_out.append(gone)
    return WithoutNotes(NOTE.sub("", text), places, left_out) if places else None
