"""When is a table's figure of, and is it a fact? Its labels say it, else its section."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from extractors.context.context import Reading
from extractors.context.frames import Frame
from extractors.context.periods import Period, find_periods
from extractors.context.rates import per_words
from extractors.context.resolvers import Years
from extractors.context.spans import whole_year
from extractors.context.unsure import doubt_name
from extractors.tables.figure import TableFigure
from extractors.tables.labels import YEAR

_BARE_YEAR = re.compile(rf"(?<!\d)({YEAR})(?![\d年])")
_YEAR_MONTH = re.compile(rf"(?<!\d)({YEAR})[-./](1[0-2]|0?[1-9])(?:[-./](3[01]|[12]\d|0?[1-9]))?(?!\d)")
_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
#: Rules of data/periods.toml that give a whole year: what a caption says of months holds for them.
_OF_YEARS = frozenset(("year", "last_year", "year_before_last", "now", "next_year"))
_AT_END = re.compile("上年度?[末底]|去年[末底]")  # of the whole year before, also in a report on half a year
#: Words that lean on the period of the table: its caption's, or its column's.
_LEANING = re.compile("累计|[本当上]月|[本当]季度?|上期|[年期]初")


def reading_of(figure: TableFigure, frame: Frame, is_titled: bool = True) -> Reading:
    """What the labels say, in the terms of a sentence's reading."""
    period = _period(figure.whens, frame)
    doubts = [f"flag_{flag.partition(':')[0]}" for flag in figure.mention.flags]
    doubts.append("table_cell")
    if isinstance(period, str):
        first = last = None
        doubts.append("no_year")
    else:
        first, last = (period.first, period.last) if period else frame.within or whole_year(frame.year)
    return Reading(
        figure.mention,
        figure.metric,
        figure.mention.unit.kind,
        figure.status or _status(last, frame, figure.is_planned, is_titled),
        figure.comparison,
        figure.direction,
        period if isinstance(period, str) else period.text if period else None,
        first,
        last,
        figure.mention.flags,
        doubts=(*doubts, *doubt_name(figure.metric)),
        per=None if figure.mention.unit.kind == "percentage" else per_words(figure.metric),
        scope=figure.scope,
        whole=figure.whole,
    )


def _status(last: date | None, frame: Frame, is_planned: bool, is_titled: bool) -> str:
    """Of a figure whose labels do not say whether it is planned: what is past is no plan, what is to come is one.

    What is to come only a title tells: a sheet without one has its year from the first of its columns.
    """
    if last is None or frame.year is None:
        return "target" if is_planned or frame.part == "plan" else "actual"
    if last.year > frame.year and is_titled:
        return "target"
    return "target" if (is_planned or frame.part == "plan") and last.year == frame.year else "actual"


def _period(whens: Sequence[str], frame: Frame) -> Period | str | None:
    """The narrowest label's period, in the year that a wider one names: 1月 below 2023年.

    The words themselves where nobody can know: 本月 in a table of a whole year.
    """
    year: int | None = frame.year
    found: Period | None = None
    if frame.within and whens:  # 上年同期 in a report on half a year
        found = _with(_whole(frame.within[1].year), *frame.within)
    of_report = found
    for when in whens:
        text = _BARE_YEAR.sub(r"\1年", _YEAR_MONTH.sub(_spelled, when))
        nearest = _nearest(text, year, frame)
        if nearest is not None:
            if found and nearest.rule in _OF_YEARS and not _is_whole_year(found) and not _AT_END.search(text):
                nearest = _same_part(found, nearest)
            found, year = nearest, nearest.last.year
    for word in (word for when in whens for word in _LEANING.findall(when)):
        if found is None and year is None:
            return None
        leaning = _lean(word, found or _whole(year or 1))
        if leaning is None:
            return str(word)
        found = leaning
    return None if found is of_report else found


def _spelled(match: re.Match[str]) -> str:
    return f"{match[1]}年{int(match[2])}月" + (f"{int(match[3])}日" if match[3] else "")


def _nearest(text: str, year: int | None, frame: Frame) -> Period | None:
    if year is None and not _YEAR.search(text):
        return None
    years = Years(year or 1, frame.now if frame.now and year == frame.year else year or 1)
    periods = find_periods(text, years)
    if len(periods) > 1 and periods[-1].rule == "whole_year" and periods[-2].rule == "year":
        return periods[-2]  # 2022年 全年
    return periods[-1] if periods else None


def _whole(year: int) -> Period:
    return Period(0, 0, "", date(year, 1, 1), date(year, 12, 31), "year", False)


def _lean(word: str, found: Period) -> Period | None:
    """A word's period within, or before, that of the table; None where it cannot be known: 本月 of a whole year."""
    first, last = found.first, found.last
    if word == "累计":  # since January, but for months that are named from the first to the last
        if first.year == last.year and not _is_whole_year(found) and found.rule != "months":
            first = date(last.year, 1, 1)
        return _with(found, first, last)
    if word in ("年初", "期初"):
        day = date(first.year, 1, 1) if word == "年初" else first
        return _with(found, day, day)
    if word == "上期":
        return _with(found, *whole_year(first.year - 1)) if _is_whole_year(found) else None
    if first.year != last.year or _is_whole_year(found):
        return None
    if word.startswith("上"):
        year, month = (last.year, last.month - 1) if last.month > 1 else (last.year - 1, 12)
        return _with(found, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    month = last.month if word.endswith("月") else (last.month - 1) // 3 * 3 + 1
    return _with(found, date(last.year, month, 1), last)


def _with(period: Period, first: date | None, last: date | None) -> Period:
    if first is None or last is None:
        return period
    return Period(period.start, period.end, period.text, first, last, period.rule, period.origin)


def _is_whole_year(period: Period) -> bool:
    return (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)


def _same_part(part: Period, year: Period) -> Period:
    """上年同期 below 2023年1-6月: the same months of the other year."""
    if part.first.year != part.last.year or not _is_whole_year(year):
        return year
    first, last = _in_year(part.first, year.last.year), _in_year(part.last, year.last.year)
    return _with(year, first, last)


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
