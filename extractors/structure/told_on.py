"""On which day was a report on the year before given, where that was well within the next one?

An audit of the budget of 2022 is told in August 2023: 截至目前, 今年以来 and 截至6月底 are of that year then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extractors.language import knowledge
from extractors.structure import dates
from extractors.structure.lines import Line
from extractors.structure.meetings import REPORTED_UNTIL
from extractors.structure.told_years import HEAD_LINES, LONGEST_DATE_LINE, PUBLISHED

_TOLD_LATER = knowledge.phrase("told_later")


def find_told_on(title: str, year: int | None, lines: Sequence[Line], signed_on: date | None) -> date | None:
    """The day that a line of the opening, or the signature, gives; None for a report of any other kind or time."""
    if year is None or not _TOLD_LATER.search(title):
        return None
    head = (line.text for line in lines[:HEAD_LINES] if len(line.text) <= LONGEST_DATE_LINE)
    days = [dates.find_day(text) for text in head if not PUBLISHED.search(text)]
    return next((day for day in (*days, signed_on) if day and _is_late(day, year)), None)


def _is_late(day: date, year: int) -> bool:
    return day.year == year + 1 and day.month > REPORTED_UNTIL
