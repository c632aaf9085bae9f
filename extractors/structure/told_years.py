"""Of which year does a text tell, where neither its title nor its first lines say so?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from extractors.language import knowledge
from extractors.structure import dates
from extractors.structure.lines import Line
from extractors.structure.meetings import REPORTED_UNTIL

_TOLD, _OURS = knowledge.phrase("told_of_year"), knowledge.phrase("ours_in_year")
_CAPTION = re.compile(
    r"年?(?:度|\d{1,2}月|[一二三四五六七八九十]{1,2}月)?[^，。；\n\d]{2,24}(?:情况|统计|执行|收支)表(?![明示彰决])"
)
_EVENT, _OF_PLACE = knowledge.phrase("event_of_year"), knowledge.phrase("told_of_place")
_WHOLE_LAST_YEAR, _DATELINE = knowledge.phrase("whole_last_year"), knowledge.phrase("dateline")
OFTEN = 3  # times that a text names the year that it tells of, where its opening names another
OF_THIS_YEAR = knowledge.phrase("of_this_year")
PUBLISHED, HEAD_LINES, LONGEST_DATE_LINE = knowledge.phrase("published_on"), 13, 60
_FOUNDED = knowledge.phrase("founded_on")
_LATELY, _OF_A_YEAR = knowledge.phrase("told_lately"), knowledge.phrase("names_a_year")
_GONE, _BEGAN, _DONE = map(knowledge.phrase, ("year_gone", "founded_in_year", "done_in_year"))
_OPENS_LAST_YEAR, _CLAUSE_BEGINS = knowledge.phrase("opens_with_last_year"), frozenset("，。；,;、\n \u3000")
_REACHED = knowledge.phrase("reached_in_year")
_HEAD, _OPENING = 9, 200  # lines of the opening, and characters of each
_HEADING = 24  # characters of a line that may be a heading
_MONTHS = 2  # before the page
_YEAR = 4  # characters
_NEAR_YEAR = 24  # characters behind a year in which a word says that it is to come
_AHEAD = re.compile("将|拟|预计|力争|争取|计划|确保|目标|要|底?前|工作(?:重点|安排|打算|计划|思路)")


def reached_last(told: Sequence[tuple[str, int, int]]) -> int | None:
    """2017年客运量1.1亿人次；2023年|达到|2.2亿人次: the last of several years of which levels are told."""
    text, at, last = max(told, key=lambda found: found[2])
    if last == min(year for _, _, year in told) or _AHEAD.search(text):
        return None
    return last if _REACHED.match(text, at + _YEAR) else None


def is_news_of_day(day: date, title: str, lines: Sequence[Line]) -> bool:
    """Whether a page tells of what was done in the weeks before its day (3月12日，…义务植树; 近日，…检查), and not of
    the year before: no word names a year, a meeting or a report."""
    if any(_OF_A_YEAR.search(text) for text in (title, *(line.text for line in lines))):
        return False
    if any(year != day.year for line in lines for _, year in dates.find_years(line.text)):
        return False
    found = (match for line in lines[:_HEAD] for match in _LATELY.finditer(line.text[:_OPENING]))
    return any(match["month"] is None or 0 <= day.month - int(match["month"]) <= _MONTHS for match in found)


def told_in(year: int, lines: Sequence[Line]) -> bool:
    """Whether the text begins with a day and a newspaper of that year, 本报2024年1月16日讯, or a day of its spring; or
    says that the year of its title is over: 该局去年一年的做法."""
    if any(_WHOLE_LAST_YEAR.search(line.text[:_OPENING]) for line in lines[:_HEAD]):
        return True
    days = (dates.read_day(line.text.strip()) for line in lines[:3])
    return any((paper := _DATELINE.match(line.text)) and int(paper["year"]) == year for line in lines[:3]) or any(
        day is not None and day.year == year and day.month <= REPORTED_UNTIL for day in days
    )


def published_in(year: int, around: str, lines: Sequence[Line]) -> bool:
    """Whether the page says that it was published in that year, around the text or above it."""
    texts = (around, *(line.text for line in lines[:HEAD_LINES] if len(line.text) <= LONGEST_DATE_LINE))
    return any((day := PUBLISHED.search(text)) and text.startswith(str(year), day.end()) for text in texts)


def is_told(year: int, lines: Sequence[Line]) -> bool:
    """Whether the opening tells of a year (2007年，…; 截止2007年底，…), and the text of no later one but the next."""
    head = [line.text[:300] for line in lines[:6]]
    named = [(text, *found) for text in head for found in dates.find_years(text)]
    if any(later > year + 1 for line in lines for _, later in dates.find_years(line.text)):
        return False
    return any(
        found == year and (heads_clause(text, at) or text[:at].endswith(("截止", "截至", "截止到", "截至到")))
        for text, at, found in named
    )


def only_told(year: int, lines: Sequence[Line]) -> bool:
    """2021年5月6日: 4000家公司2020年利润…: whether a text names a year again and again, and none behind it."""
    named = Counter(year for line in lines for _, year in dates.find_years(line.text))
    return named[year] >= OFTEN and max(named) == year and not any(OF_THIS_YEAR.search(line.text) for line in lines)


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
        if (
            (heads_clause(line.text, at) or _OF_PLACE.match(line.text, max(0, at - 1)))
            and not _AHEAD.search(line.text, at, at + _NEAR_YEAR)
        )
        or _CAPTION.match(line.text, at + _YEAR)
    ]
    return max(told, default=None)


def year_gone(year: int, lines: Sequence[Line]) -> bool:
    """Whether an opening looks back on a year: 过去的2021年，是极不平凡的一年, below 迎来2022年."""
    return any(int(gone["said"] or gone["was"]) == year for line in lines[:_HEAD] for gone in _GONE.finditer(line.text))


def is_history(named: Sequence[tuple[str, int, int]]) -> bool:
    """1998年单列，2003年扩建: whether the years of an opening are those of events in the life of its writer."""
    several = len({year for _, _, year in named}) > 1 or any(_BEGAN.search(text) for text, _, _ in named)
    return several and all(_EVENT.match(text, at + _YEAR) for text, at, _ in named)


def looks_back(year: int, lines: Sequence[Line]) -> bool:
    """Whether a heading looks back on a year (2012年工作回顾), and a sentence tells of 去年 as of it."""
    said = f"{year}年"
    headed = any(len(line.text) < _HEADING and "回顾" in line.text and said in line.text for line in lines)
    return headed and any(_OPENS_LAST_YEAR.search(line.text) for line in lines)


def _before_next_year(text: str, at: int) -> int:
    """Where what is told of a year ends, at the latest: 2019年脱贫74户，|2020年计划脱贫5户."""
    following = next((other for other, _ in dates.find_years(text) if other > at), len(text))
    return min(at + _NEAR_YEAR, following)


def told_later(first: int, lines: Sequence[Line]) -> int:
    """The last year of which a text tells what was done (2018年安装了路灯60盏), where `first` is only one of them."""
    named = [(line.text, *found) for line in lines for found in dates.find_years(line.text)]
    if sum(year == first for _, _, year in named) > 1:
        return first
    done = (
        year
        for text, at, year in named
        if year > first
        and (at == 0 or text[at - 1] in _CLAUSE_BEGINS)
        and _DONE.match(text, at + _YEAR)
        and not _AHEAD.search(text, at, _before_next_year(text, at))
    )
    return max(done, default=first)


def since_founded(told: Sequence[tuple[str, int, int]]) -> Sequence[tuple[str, int, int]]:
    """The years of an opening without the one in which its writer only began, where later ones are told: 2019年3月6日，
    商会正式成立。2020年，…"""
    last = max((year for _, _, year in told), default=0)
    return [(text, at, year) for text, at, year in told if year == last or not _FOUNDED.match(text, at + _YEAR)]
