"""What speaks against a claim once all claims of its report are made? Years that it names, and its other claims.

A second opinion, read in another way than the first: where both differ, one of them is wrong. Each sign is a row of
data/confidence.toml, fitted like the doubts that were noted while the claim was read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from extractors.context.confidence import weighed_again
from extractors.context.misfits import OF_WORDS, signs_of_claim, signs_of_sentence
from extractors.model import Claim

#: A year in figures, alone or as the first of two: 2023年, 2021—2023年.
_YEAR = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?=[ ]?(?:年|[-—–~至到][ ]?(?:19|20)[0-9]{2}[ ]?年))")
#: The year that the report names most often is none of the claim's; the last year named before it is none.
YEAR_OF_REPORT, YEAR_BEFORE = "year_of_report_differs", "year_before_differs"
#: Another sentence gives the very same thing another value; another figure has this name, unit and direction.
SAID_OTHERWISE, NAMED_AGAIN = "said_otherwise", "named_again"
NAME_OF_MANY = "name_of_many"  # figures in other sentences have it too, at least MANY: what tells them apart is missing
NOT_SAID = "name_put_together"  # does not stand in its sentence in one piece
LEFT_OUT = "words_left_out"  # the name holds less than half of what stands before the figure
#: It has no year, though the report names one, more than once; nothing says when, and the report names others only.
YEAR_UNUSED, YEAR_UNNAMED = "year_named_unused", "year_unnamed"
OF_REPORT = (
    *(YEAR_OF_REPORT, YEAR_BEFORE, SAID_OTHERWISE, NAMED_AGAIN, NAME_OF_MANY, NOT_SAID, LEFT_OUT),
    *(YEAR_UNUSED, YEAR_UNNAMED, *OF_WORDS),
)
REACH, CLAUSE = 600, 40  # characters back to a year, to the mark before a figure
MANY = 2
_IN_CELLS = re.compile(r"[\t|]").search  # of a table's row, whose names are those of all rows


_UP_TO_MARK = re.compile(r".*[，。；：、,;:!?！？（）()\n\t|“”《》\u3000 ]", re.DOTALL)
#: Characters that stand between a name and its figure, or before a name: none of them is missed in it.
_PASSING = frozenset(
    "的了是为達达到至约共有全年今同比增长長下降提高实實现現完成其中新加减減少上月日份截底末累计計分别別各仅僅占较較"
    "去超过過近逾突破由从從在和与與及等第个個0123456789.%０１２３４５６７８９"
)


def look_again(claims: Sequence[Claim], text: str, start: int, end: int) -> list[Claim]:
    """The claims of one report, in reading order, each as sure as it is now; `text` is their source's."""
    return [
        replace(claim, confidence=weighed_again(claim.confidence, signs)) if signs else claim
        for claim, signs in zip(claims, find_signs(claims, text, start, end), strict=True)
    ]


def find_signs(claims: Sequence[Claim], text: str, start: int, end: int) -> list[tuple[str, ...]]:
    """What speaks against each of the claims of a report, which stands in the text from `start` to `end`."""
    years = _find_years(text, start, end)
    meanings, names = [_meaning(claim) for claim in claims], [_name(claim) for claim in claims]
    first_so: dict[tuple[object, ...], Claim] = {}
    valued, apart, renamed = set(), set(), set()  # what has several values, stands in several sentences
    for claim, meaning, name in zip(claims, meanings, names, strict=True):
        other = first_so.setdefault(meaning, claim)
        if other is not claim:
            if other.value != claim.value or other.value_min != claim.value_min:
                valued.add(meaning)
            if other.sentence != claim.sentence:
                apart.add(meaning)
        namesake = first_so.setdefault(name, claim)
        if namesake.value != claim.value or namesake.value_min != claim.value_min:
            renamed.add(name)
    otherwise = valued & apart
    figures = Counter(claim.sentence for claim in claims)
    of_many = _find_names_of_many(claims)
    of_sentence = {sentence: signs_of_sentence(sentence, count) for sentence, count in figures.items()}
    found = []
    for claim, meaning, name in zip(claims, meanings, names, strict=True):
        signs = _signs_of_time(claim, years)
        if meaning in otherwise:
            signs.append(SAID_OTHERWISE)
        elif name in renamed:
            signs.append(NAMED_AGAIN)
        if (claim.sentence, claim.metric) in of_many:
            signs.append(NAME_OF_MANY)
        if claim.metric not in claim.sentence:
            signs.append(NOT_SAID)
        if _leaves_out(claim, text):
            signs.append(LEFT_OUT)
        found.append((*signs, *signs_of_claim(claim, text), *of_sentence[claim.sentence]))
    return found


def _find_names_of_many(claims: Sequence[Claim]) -> set[tuple[str, str]]:
    """The sentences and names of which figures elsewhere in the report have the name too; no rows of tables."""
    often = Counter(claim.metric for claim in claims)
    there = Counter((c.sentence, c.metric) for c in claims if often[c.metric] > MANY and not _IN_CELLS(c.sentence))
    return {(sentence, name) for (sentence, name), number in there.items() if often[name] - number >= MANY}


class _Years(NamedTuple):
    """The years in figures that a report names."""

    at: list[int]
    named: list[int]
    often: Counter[int]
    most: int


def _find_years(text: str, start: int, end: int) -> _Years:
    years = _Years([], [], Counter(), 0)
    for year in _YEAR.finditer(text, start, end):
        years.at.append(year.start())
        years.named.append(int(year[0]))
    years.often.update(years.named)
    return years._replace(most=max(years.often, key=years.often.__getitem__) if years.often else 0)


def _signs_of_time(claim: Claim, years: _Years) -> list[str]:
    """What the years that the report names say against that of a claim."""
    signs: list[str] = []
    first, last = claim.period_start, claim.period_end
    n = bisect_left(years.at, claim.char_start) - 1
    is_near = n >= 0 and claim.char_start - years.at[n] <= REACH
    if first is None or last is None:
        return [YEAR_UNUSED] if is_near and years.often[years.most] > 1 else []
    own = first.year, last.year
    if years.often:
        if years.most not in own and years.often[years.most] > max(years.often[own[0]], years.often[own[1]]):
            signs.append(YEAR_OF_REPORT)
        if is_near and years.named[n] not in own:
            signs.append(YEAR_BEFORE)
        if not claim.period_text and not years.often[own[0]] and not years.often[own[1]]:
            signs.append(YEAR_UNNAMED)
    return signs


def _meaning(claim: Claim) -> tuple[object, ...]:
    return (
        claim.metric,
        claim.scope,
        claim.unit,
        claim.comparison,
        claim.direction,
        claim.status,
        claim.period_start,
    )


def _name(claim: Claim) -> tuple[object, ...]:
    return claim.metric, claim.unit, claim.direction


def _leaves_out(claim: Claim, text: str) -> bool:
    """Whether half of the characters before a figure, back to the mark, are not in its name."""
    end, name = claim.char_start, claim.metric
    first = max(0, end - CLAUSE)
    mark = _UP_TO_MARK.match(text, first, end)
    clause = text[mark.end() if mark else first : end]
    if len(clause) < 2 or (len(clause) <= 2 * len(name) and name in clause):
        return False
    before = {*clause} - _PASSING
    if len(before) < 2:
        return False
    return 2 * len(before.difference(name, claim.scope or "")) >= len(before)
