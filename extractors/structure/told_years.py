"""Of which year does a text tell, where neither its title nor its first lines say so?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.language import knowledge
from extractors.structure import dates
from extractors.structure.lines import Line

_TOLD, _OURS = knowledge.phrase("told_of_year"), knowledge.phrase("ours_in_year")
_NEAR_YEAR = 24  # characters behind a year in which a word says that it is to come
_AHEAD = re.compile("将|拟|预计|力争|争取|计划|确保|目标|要|底?前|工作(?:重点|安排|打算|计划|思路)")


def heads_clause(text: str, at: int) -> bool:
    """Whether a clause begins with the year at a position: 2022年，…."""
    return _TOLD.match(text, max(0, at - 1)) is not None or (at == 0 and _TOLD.match(text) is not None)


def said_of_us(lines: Sequence[Line]) -> int | None:
    """The one year that an opening says of its writer, where the title only has XX年."""
    told = {int(match["year"]) for line in lines[:4] for match in _OURS.finditer(line.text[:300])}
    return told.pop() if len(told) == 1 else None


def told_further_below(lines: Sequence[Line]) -> int | None:
    """The last year of which a clause below the opening tells what was: of a text without a title, or whose title has
    lost its year."""
    told = [
        year
        for line in lines
        for at, year in dates.find_years(line.text)
        if heads_clause(line.text, at) and not _AHEAD.search(line.text, at, at + _NEAR_YEAR)
    ]
    return max(told, default=None)
