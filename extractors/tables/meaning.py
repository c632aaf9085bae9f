"""When is a table's figure of, and is it a fact? Its labels say it, else its section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.context.context import Frame, Reading, whole_year
from extractors.context.periods import Period, Years, find_periods
from extractors.context.rates import per_words
from extractors.tables.labels import YEAR
from extractors.tables.read import TableFigure

_BARE_YEAR = re.compile(rf"(?<!\d)({YEAR})(?![\d年])")
_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
#: Rules of data/periods.toml that give a whole year: what a caption says of months holds for them.
_OF_YEARS = frozenset(("year", "last_year", "whole_year", "now", "next_year"))


def reading_of(figure: TableFigure, frame: Frame) -> Reading:
    """What the labels say, in the terms of a sentence's reading."""
    period = _period(figure.whens, frame)
    first, last = (period.first, period.last) if period else whole_year(frame.year)
    status = figure.status
    if status is None:
        is_past = (
            period is not None and frame.past_year is not None and last is not None and last.year <= frame.past_year
        )
        status = "target" if frame.part == "plan" and not is_past else "actual"
    return Reading(
        figure.mention,
        figure.metric,
        figure.mention.unit.kind,
        status,
        figure.comparison,
        figure.direction,
        period.text if period else None,
        first,
        last,
        figure.mention.flags,
        doubts=("table_cell",),
        per=None if figure.mention.unit.kind == "percentage" else per_words(figure.metric),
    )


def _period(whens: Sequence[str], frame: Frame) -> Period | None:
    """The narrowest label's period, in the year that a wider one names: 1月 below 2023年."""
    year, found = frame.year, None
    for when in whens:
        text = _BARE_YEAR.sub(r"\1年", when)
        if year is None and not _YEAR.search(text):
            continue
        years = Years(year or 1, frame.now if frame.now and year == frame.year else year or 1)
        periods = find_periods(text, years)
        if not periods:
            continue
        nearest = periods[-1]
        if found and nearest.rule in _OF_YEARS and not _is_whole_year(found):
            nearest = _same_part(found, nearest)
        found, year = nearest, nearest.last.year
    return found


def _is_whole_year(period: Period) -> bool:
    return (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)


def _same_part(part: Period, year: Period) -> Period:
    """上年同期 below 2023年1-6月: the same months of the other year."""
    if part.first.year != part.last.year or not _is_whole_year(year):
        return year
    first, last = _in_year(part.first, year.last.year), _in_year(part.last, year.last.year)
    return Period(year.start, year.end, year.text, first, last, year.rule, year.origin)


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
