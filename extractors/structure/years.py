"""Which year does a report sum up, and does it say so itself?

In the order of trust: the title, the headings, the sentence that announces the report, the day of its signature, the
opening. The day on which a page was published is the last resort, and whoever reads the year is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from extractors.language import knowledge
from extractors.structure import dates
from extractors.structure.lines import Line
from extractors.structure.meetings import LOOKING_BACK, REPORTED_UNTIL, YEAR_AHEAD, looks_ahead_to, year_before_speech
from extractors.structure.titles import PLAN_TITLE, SUMMARY_TITLE
from extractors.structure.told_years import (
    HEAD_LINES,
    LONGEST_DATE_LINE,
    OF_THIS_YEAR,
    OFTEN,
    PUBLISHED,
    heads_clause,
    is_history,
    is_news_of_day,
    is_told,
    looks_back,
    only_told,
    published_in,
    reached_last,
    said_of_us,
    since_founded,
    told_further_below,
    told_in,
    told_later,
    year_gone,
)

SESSION_REPORT = knowledge.phrase("session_report")
SUMMING_UP, PART_OF_YEAR, DELIVERED = map(knowledge.phrase, ("summing_up", "part_of_year", "delivered"))
LOOKING_AHEAD = knowledge.phrase("looking_ahead")
REPORTED, PLANNED_FOR = knowledge.phrase("reported"), knowledge.phrase("planned_for")
COMPARED, UNTIL_YEAR = knowledge.phrase("compared_year"), knowledge.phrase("until_year")
BYLINE = knowledge.phrase("byline")
REVIEWED, IS_YEAR, TOLD = map(knowledge.phrase, ("reviewed_year", "is_year", "told_of_year"))
AIMS_OF_YEAR = knowledge.phrase("aims_of_year")
AND_PLAN = knowledge.phrase("and_plan")
BARE_YEAR, SINCE_YEAR = knowledge.phrase("bare_year"), knowledge.phrase("since_year")
OF_LAST_YEAR = knowledge.phrase("of_last_year")
OF_NEW_YEAR, MEETS = knowledge.phrase("of_new_year"), knowledge.phrase("meets")
OF_SELLER, TERM_OF_OFFICE = knowledge.phrase("of_seller"), knowledge.phrase("term_of_office")
LAST_YEAR_OF_TERM = 4  # of five, which end in the spring after it
COUNTS_FROM_NOW, HALVES_OF_NOW = knowledge.phrase("counts_from_now"), knowledge.phrase("halves_of_now")
LISTED_YEAR, TO_COME = re.compile(r"\d{4}年?[、和及与]"), re.compile("将|拟|预计|力争|争取")
MONTH_LINE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月")
BARE_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d年]|\s*[-—–~至_.]\s*\d)")
FIRST_WORDS = 3  # characters before a day that begins the text
#: The month with which a part of a year ends, by the words that name the part.
ENDS_IN = (
    (knowledge.phrase("ends_in_march"), 3),
    (knowledge.phrase("ends_in_june"), 6),
    (knowledge.phrase("ends_in_september"), 9),
)
#: Likewise of holidays, where a title names them: an opening may look ahead to one.
HOLIDAYS = ((knowledge.phrase("ends_in_may"), 5), (knowledge.phrase("ends_in_october"), 10))
MONTHS = knowledge.phrase("until_month")
SESSION_UNTIL = 10  # assemblies meet in spring, and some in the winter before; a page may show their reports later
PLANNED_FROM = 11  # a year is planned from November of the one before on
UPLOADED_LATER = 2  # years from what a text tells of to the day of its page: somebody's collection, no news of its own


class Year(Struct, frozen=True, gc=False):
    """The year, and whether only the day of publication says so."""

    year: int | None
    of_publication: bool = False
    is_guessed: bool = False  # of a speech that states none: right in 13 of 22 State Council's reports since 1954
    in_passing: bool = False  # neither title nor heading nor date says so: the opening only names a year
    now: int | None = None  # what 今年 means, where it is not that year: news of last year
    of_file: bool = False  # nothing but the name of its file says so


def year_of_file(name: str, lines: Sequence[Line], headings: Sequence[str], signed_on: date | None) -> Year:
    """The year that the name of a report's file tells, read as a title is: 2023年度部门决算, 2024年政府工作报告; none
    where it names several, but for a summary and a plan, or the day on which the file was made."""
    title = BARE_YEAR_IN_NAME.sub(r"\g<0>年", name)
    several = len({year for _, year in dates.find_years(title)}) != 1
    if dates.find_day(title) or (several and not (SUMMARY_TITLE.search(title) and PLAN_TITLE.search(title))):
        return Year(None)
    year = find_year(title, lines, headings, signed_on, False, "")
    return Year(year.year, now=year.now, of_file=year.year is not None)


def find_year(
    title: str, lines: Sequence[Line], headings: Sequence[str], signed_on: date | None, government: bool, around: str
) -> Year:
    """The year a report sums up; a plan's own year where it sums up nothing. `around`: what was cut off around it."""
    year = _find_year(title, lines, headings, signed_on, government, around)
    if year.of_publication and year.year is not None:
        told, _ = _body_year(lines, False)
        if told is not None and year.year - told > UPLOADED_LATER and is_told(told, lines):
            return Year(told, in_passing=True, now=_now(told, True, lines))
        if told == year.year - 1 and only_told(told, lines):
            return Year(told, in_passing=True, now=year.year)
    return year


def _find_year(
    title: str, lines: Sequence[Line], headings: Sequence[str], signed_on: date | None, government: bool, around: str
) -> Year:
    stated, guessed, in_passing = _stated_year(title, lines, headings, signed_on, government), False, False
    since = False  # 2016年以来: the day on which the page was published says better when that is told
    session = government or SESSION_REPORT.search(title) is not None
    masked = dates.is_masked_year("\n".join([title, *(line.text for line in lines[:4])]))
    if stated is None and masked and (said := said_of_us(lines)):
        return Year(said, in_passing=True, now=_now(said, True, lines))
    if stated is None and not masked:
        stated, since = _body_year(lines, session)
        guessed, in_passing = session and stated is not None, stated is not None
    elif stated is not None and (said := _contradiction(stated, lines)):
        stated, in_passing = said if OF_SELLER.search(title) else stated, True
    if in_passing and not guessed and stated is not None and looks_ahead_to(stated, lines):
        return Year(stated - 1, in_passing=True, now=stated)
    if masked or (stated is not None and (guessed or not (in_passing and (since or _says_this_year(lines))))):
        in_passing = in_passing and not guessed
        return Year(stated, is_guessed=guessed, in_passing=in_passing, now=_now(stated, in_passing, lines, around))
    head = "\n".join([title, *(line.text for line in lines[:HEAD_LINES] if len(line.text) <= LONGEST_DATE_LINE)])
    for text in (around, head):
        match, byline = PUBLISHED.search(text), BYLINE.search(text)
        day = dates.find_day(text[match.end() : match.end() + 16]) if match else None
        day = day or (dates.find_day(byline["day"] or byline["given"]) if byline else None)
        if day := day or (_lone_day(around) if text is around else None):
            opening = "".join(line.text for line in lines[:2])[:200]
            year = day.year if is_news_of_day(day, title, lines) else year_of_day(day, title, opening)
            return Year(year, True, now=day.year if day.year == year + 1 and _tells_of_last_year(lines) else None)
    return Year(stated, in_passing=in_passing, now=_now(stated, in_passing, lines, around))


def _lone_day(around: str) -> date | None:
    """The day that a line which was cut off as page furniture is, and nothing else."""
    return next((day for line in around.splitlines() if (day := dates.read_day(line.strip()))), None)


def _now(year: int | None, in_passing: bool, lines: Sequence[Line], around: str = "") -> int | None:
    if not year:
        return None
    after = year + 1
    written = _month_alone(lines) or next(filter(None, map(_day_alone, lines[:HEAD_LINES])), None)  # （2017年6月）
    told = in_passing or told_in(after, lines) or published_in(after, around, lines) or looks_back(year, lines)
    told = told or (written is not None and written.year == after)
    return after if told and _tells_of_last_year(lines) else None


def _tells_of_last_year(lines: Sequence[Line]) -> bool:
    """Whether 去年 is what a text is about, and 今年 at most what is to come: news of the year before."""
    return any(OF_LAST_YEAR.search(line.text) for line in lines) and not any(
        OF_THIS_YEAR.search(line.text) for line in lines
    )


def _contradiction(year: int, lines: Sequence[Line]) -> int | None:
    """Another year of which the opening says that it is the one: a title that was changed by who sells the text."""
    said = IS_YEAR.search("\n".join(line.text[:120] for line in lines[:3]))
    named = dates.find_years(said[0]) if said else []
    return named[0][1] if named and named[0][1] not in (year, year + 1) else None


def _says_this_year(lines: Sequence[Line]) -> bool:
    return any(HALVES_OF_NOW.search(line.text[:200]) for line in lines[:3])


def year_of_day(day: date, title: str, opening: str = "") -> int:
    """The year of a report that was signed or published on a day, by its genre."""
    for text, ends_in in ((title, (*ENDS_IN, *HOLIDAYS)), (opening, ENDS_IN)):
        end = next((month for pattern, month in ends_in if pattern.search(text)), None)
        if end is None and (months := MONTHS.search(text)):
            end = int(months["month"])
        if end is not None and 1 <= end <= 12:
            return day.year if day.month >= end else day.year - 1
        if text is title and PLAN_TITLE.search(title) and not SUMMARY_TITLE.search(title):
            return day.year + 1 if day.month >= PLANNED_FROM else day.year
    if not SUMMARY_TITLE.search(title) and any(OF_NEW_YEAR.search(text) for text in (title, opening)):
        return day.year  # what is done before the feast, and told before it
    until = SESSION_UNTIL if SESSION_REPORT.search(title) else REPORTED_UNTIL
    return day.year - 1 if day.month <= until else day.year


def _stated_year(
    title: str, lines: Sequence[Line], headings: Sequence[str], signed_on: date | None, government: bool
) -> int | None:
    years = dates.find_years(title)
    if not years and dates.is_masked_year(title):
        return None
    if not years and (bare := BARE_YEAR.search(title)):
        years = [(bare.start(), int(bare["year"]))]
    delivered = DELIVERED.search(title)
    if delivered and int(delivered["month"]) <= REPORTED_UNTIL:
        return int(delivered["year"]) - 1
    session = SESSION_REPORT.search(title) is not None
    spoken = not title and bool(lines) and SESSION_REPORT.search(lines[0].text[:60]) is not None
    if ("工作报告" in title or spoken) and (named := _reviewed(title, lines)):
        return named
    if years and session and AIMS_OF_YEAR.match(title, years[0][0]):
        return years[0][1]
    if years and (not session or PART_OF_YEAR.search(title)):
        return year_before_speech(title, years, headings) or _title_year(title, years)
    for pattern, back in ((LOOKING_BACK, 0), (LOOKING_AHEAD, 1)):
        for heading in headings:
            if (word := pattern.search(heading)) and (found := dates.find_years(heading)):
                return next((year for at, year in reversed(found) if at < word.start()), found[0][1]) - back
    head = [line.text for line in lines[:HEAD_LINES]]
    for text in head[:7]:
        for reported in REPORTED.finditer(text):
            ahead = PLANNED_FOR.match(text, reported.end("year")) or YEAR_AHEAD.match(text, reported.start("year"))
            if reported[0].startswith("现将") or not ahead:
                return int(reported["year"])
    for text in head[:3]:
        if term := TERM_OF_OFFICE.search(text):
            return int("".join(term["year"].split())) + LAST_YEAR_OF_TERM
    given = next((day for line in lines[:HEAD_LINES] if (day := _day_alone(line))), None) or signed_on
    given = given or (_month_alone(lines) if SUMMARY_TITLE.search(title) else None)
    if given:
        opening = (
            "".join(line.text for line in lines[:3])[:200]
            if any(BYLINE.search(line.text) for line in lines[:2])
            else ""
        )
        if told := _told_below(given, lines):
            return told
        return given.year if is_news_of_day(given, title, lines) else year_of_day(given, title, opening)
    if years:
        return years[0][1] - 1
    return None


def _told_below(day: date, lines: Sequence[Line]) -> int | None:
    """The year that news below the day of its publication begins to tell of, if it is the one before."""
    byline = next((n for n, line in enumerate(lines[:HEAD_LINES]) if BYLINE.match(line.text)), None)
    if byline is None or any(COUNTS_FROM_NOW.search(line.text[:200]) for line in lines):
        return None
    for line in lines[byline + 1 : byline + 7]:
        for clause in TOLD.finditer(line.text[:300]):
            return day.year - 1 if int(clause["year"]) == day.year - 1 else None
    return None


def _reviewed(title: str, lines: Sequence[Line]) -> int | None:
    """The year that the title, or a line of the opening, says that the report looks back on."""
    for text in (title, *(line.text[:200] for line in lines[:HEAD_LINES])):
        if match := REVIEWED.search(text):
            return int(match["before"] or match["behind"])
    return None


def _day_alone(line: Line) -> date | None:
    """The day in a short line that is no sentence, and does not only say when the page was published."""
    if len(line.text) > LONGEST_DATE_LINE or line.ends_sentence_fully or PUBLISHED.search(line.text):
        return None
    return dates.find_day(line.text)


def _month_alone(lines: Sequence[Line]) -> date | None:
    """The first of the month that a line of the opening is: below a summary's title, when it was written."""
    months = (MONTH_LINE.fullmatch(line.text.strip("（）() \u3000")) for line in lines[:HEAD_LINES])
    return next((date(int(m["year"]), int(m["month"]), 1) for m in months if m and 1 <= int(m["month"]) <= 12), None)


def _title_year(title: str, years: Sequence[tuple[int, int]]) -> int:
    """Of several years, the one its summing-up word follows; of a range, the last."""
    summing = SUMMING_UP.search(title)
    if len(years) == 1 and AND_PLAN.search(title, 0, years[0][0]) and PLANNED_FOR.match(title, years[0][0] + 4):
        return years[0][1] - 1  # 工作总结和2024年工作计划
    if len(years) == 1 or not summing:
        return years[0][1]
    before = [year for at, year in years if at < summing.start()]
    if not before and UNTIL_YEAR.match(title, years[0][0] + 4):
        return years[1][1]  # 工作总结（2019—2023年）
    return before[-1] if before else years[0][1]


def _body_year(lines: Sequence[Line], government: bool) -> tuple[int | None, bool]:
    """The first year the opening names; for a government report, the one it names most (of neighbours, the first). And
    whether it is only one since when something is told (2016年以来)."""
    if not government:
        head = [line.text[:300] for line in lines[:6]]
        if columns := _years_of_columns(head[0]) if head else ():
            return max(columns), False
        named = [(text, *found) for text in head for found in dates.find_years(text) if not _is_base(text, found[0])]
        told = [(t, at, year) for t, at, year in named if not PLANNED_FOR.match(t, at + 4)]
        if any(OF_THIS_YEAR.search(text) for text in head[:3]):  # 今年上半年 …; 2003年至2007年
            told = [(t, at, year) for t, at, year in told if not UNTIL_YEAR.match(t, at + 4)]
            named = told
        if not (told or named):
            return told_further_below(lines), False
        if told and (latest := (_latest_of_several(told) if len(lines) == 1 else None) or reached_last(told)):
            return latest, False
        if is_history(named):
            return None, False
        first = _first_told([found for found in since_founded(told) if not _since(*found[:2])] or told or named)
        if year_gone(first[2] - 1, lines):
            return first[2] - 1, False
        return told_later(_often_told(_in_passing(*first), lines), lines), _since(*first[:2])
    counts: dict[int, int] = {}
    for line in lines:
        for _, year in dates.find_years(line.text):
            counts[year] = counts.get(year, 0) + 1
    most = max(counts.values(), default=0)
    modes = [year for year in sorted(counts) if counts[year] == most]
    firsts = [year for year in modes if year - 1 not in modes]
    return (firsts[-1] if firsts else None), False


def _since(text: str, at: int) -> bool:
    """2016年|以来, 从2009年|开始: a year since when something is told, which is later."""
    return SINCE_YEAR.match(text, at + 4) is not None


def _often_told(first: int, lines: Sequence[Line]) -> int:
    """The year that a text names most, where that is a later one than the first, which it names but once."""
    counts = Counter(year for line in lines for at, year in dates.find_years(line.text) if not _is_base(line.text, at))
    often = [year for year, count in counts.items() if count >= OFTEN and year > first]
    most = max(often, key=lambda year: (counts[year], year), default=first)
    return most if counts[first] <= 1 and counts[most + 1] < counts[most] else first


def _years_of_columns(header: str) -> Sequence[int]:
    """The years that the columns of a table's header row have, where there are several."""
    if "\t" not in header:
        return ()
    years = [year for at, year in dates.find_years(header) if not PLANNED_FOR.match(header, at + 4)]
    return years if len(years) > 1 else ()


def _first_told(named: Sequence[tuple[str, int, int]]) -> tuple[str, int, int]:
    """The first year, unless it is one of a history (1994年被列为…) before one of which more is told (2009年，…)."""
    first = named[0]
    if heads_clause(*first[:2]):
        return first
    return next((found for found in named if found[2] > first[2] + 1 and heads_clause(*found[:2])), first)


def _latest_of_several(told: Sequence[tuple[str, int, int]]) -> int | None:
    """2022年修路30公里，2023年修路42公里; 2021年、2022年分别…: a sentence alone tells of years up to the last."""
    years = [year for _, _, year in told]
    follow = len(years) > 1 and all(other == one + 1 for one, other in pairwise(years))
    if not follow or any(ahead.search(told[-1][0], told[-1][1]) for ahead in (LOOKING_AHEAD, TO_COME)):
        return None
    listed = all(LISTED_YEAR.match(text, at) for text, at, _ in told[:-1])
    return years[-1] if listed or all(at == 0 or text[at - 1] in "，。；,;" for text, at, _ in told) else None


def _is_base(text: str, at: int) -> bool:
    return COMPARED.search(text[:at]) is not None


def _in_passing(text: str, at: int, year: int) -> int:
    """The year that a mention tells: of 2013年至2015年 the last; of the day of a meeting the one that it sums up."""
    if until := UNTIL_YEAR.match(text, at + 4):
        return max(year, int(until["year"]))
    if at < FIRST_WORDS and dates.DAY.match(text, at) and (day := dates.find_day(text[at : at + 16])):
        return year_of_day(day, "", text[:200]) if MEETS.search(text[:200]) else year
    return year
