"""What does a section say of all its sentences? Its part, the year that it speaks of, its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.periods import MANY_YEARS, Period, find_periods, named_years
from extractors.context.resolvers import Span, Years
from extractors.language import knowledge
from extractors.language.script import simplify
from extractors.model import Report, Section
from extractors.structure.titles import SUMMARY_TITLE
from extractors.structure.years import AIMS_OF_YEAR, SESSION_REPORT

_PLAN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_IS_BUDGET, _CARRIED_OUT = knowledge.phrase("budget_report"), knowledge.phrase("carried_out")
_IS_BUDGET_ITSELF, _IS_BUDGET_HEADING = knowledge.phrase("budget_itself"), knowledge.phrase("budget_heading")
_REVIEWED, _AIMS_REVIEWED = knowledge.phrase("year_reviewed"), knowledge.phrase("aims_reviewed")
_OF_PLAN = knowledge.phrase("of_five_year_plan")
_ADJUSTS, _YEARS_PAST = knowledge.phrase("budget_adjusted"), knowledge.phrase("years_past")
PARTS_OF_YEAR = frozenset(
    {"year_half", "first_quarters", "quarter", "first_months", "months", "months_of_two_years", "school_year"}
)
_MAY_BE_PART = re.compile("[半季月]|学年|中期")
_ANNOUNCES, _OPENING = knowledge.phrase("announces_part"), 400  # characters of the opening
_LIKE_A_TITLE = 40  # characters of a first line that names no kind of report
_YEAR_GOES_ON = 10  # a report on the months until then plans what is left of its year
_OF_MONTH = knowledge.phrase("of_month")
_IS_ADDRESS, _NO_TOPIC = knowledge.phrase("address"), knowledge.phrase("no_topic")


class Frame(Struct, frozen=True, gc=False):
    """What a section says of all its sentences."""

    part: str
    year: int | None  # the year its figures speak of
    past_year: int | None  # the year its facts speak of; differs in a plan
    looks_back: bool  # its paragraph begins with 这五年, 过去一年 …
    now: int | None  # what 今年 means
    topic: str  # what the section is about, for figures whose sentence does not name it
    budget: bool = False  # what a budget provides for: its sums are targets, its staff and cars are there
    lead: Period | None = None  # several years that a heading or the lead sentence of a paragraph names
    within: Span | None = None  # the part of the year that title or heading say it is about: 上半年工作总结
    past_within: Span | None = None  # that of its facts; differs in a plan
    adjusts: bool = False  # a budget, within its year: what is 调整为 is one of its sums
    told_on: date | None = None  # the day of an audit, well within the year after: 截至目前 is then
    alone: bool = False  # a plan for its own year that sums up nothing: what it tells of that year is planned
    school_year: tuple[date, date] | None = None  # September to August, or a term of it, that it is about


def covered_by(report: Report, text: str) -> tuple[Period, ...]:
    """The parts of a year that a report says it is about: in its title, else where it announces itself
    (现将2023年1—6月工作总结如下)."""
    if report.year is None:
        return ()
    may_say = report.is_titled or len(report.title) <= _LIKE_A_TITLE
    if may_say and (named := _parts_of_year(report.title, report.year)):
        return named
    announced = _ANNOUNCES.search(text, report.title_end, min(report.end, report.title_end + _OPENING))
    return _parts_of_year(announced[0], report.year)[:1] if announced else ()


@lru_cache(maxsize=1024)
def _parts_of_year(words: str, year: int) -> tuple[Period, ...]:
    if not _MAY_BE_PART.search(words):
        return ()
    words = simplify(words)
    found = (p for p in find_periods(words, Years(year, year)) if not p.origin and _is_part(p, words, year))
    return tuple(p for p in found if p.first.year in (year - 1, year, year + 1))


def _is_part(period: Period, words: str, year: int) -> bool:
    """上半年工作总结, 11月工作总结; not the month in which it was written: 2023年工作总结（2024年1月）."""
    if period.rule in PARTS_OF_YEAR:
        return True
    is_month = period.rule == "date_or_month" and period.text.endswith(("月", "月份")) and period.first.year == year
    return is_month and _OF_MONTH.match(words, period.end) is not None


def _within(path: str, year: int | None, of_report: Period | None) -> Span | None:
    """The days of the part of a year that the innermost heading names which names one, else `of_report`."""
    for heading in reversed(path.split(" > ")) if year and _MAY_BE_PART.search(path) else ():
        if found := _parts_of_year(heading, year):
            return found[-1].first, found[-1].last
    return (of_report.first, of_report.last) if of_report else None


def frame_of(report: Report, section: Section, covered: Sequence[Period] = ()) -> Frame:
    """What a section's heading and its report's title tell; `covered`: the parts of a year that it is about."""
    frame = _frame_of(report, section, covered)
    if _adjusts_budget(report.title, section.path):
        frame = replace(frame, adjusts=True)
    if report.told_on and frame.year == report.year:
        frame = replace(frame, told_on=report.told_on)
    schooled = next((p for p in covered if p.rule == "school_year"), None)
    return replace(frame, school_year=(schooled.first, schooled.last)) if schooled else frame


def _frame_of(report: Report, section: Section, covered: Sequence[Period]) -> Frame:
    year = report.year
    title = report.title if report.is_titled else ""
    session, summary = _kinds_of(title)
    summed_up = summary or section.part != "plan"
    session = session or bool(_IS_ADDRESS.match(report.title))
    now = report.now or (year + 1 if year and session else year)
    topic = section.path.rsplit(" > ", 1)[-1][:16]
    if _NO_TOPIC.search(topic):
        topic = ""  # a row of a table that was taken for a heading, a sentence, 基本情况
    lead = _lead_of(topic, year) or _plan_of(section.path, year) or _past_of(section.path, year)
    if year is not None and section.part != "plan" and (told := _year_before(section.path, year)):
        return Frame(section.part, told, told, False, max(now or year, year), topic, False, lead)
    if year is not None and section.part != "plan" and _is_budget(title, section.path):
        return Frame("plan", year, year - 1, False, year, topic, True, lead)
    past = covered[0] if covered and summed_up else None
    if section.part != "plan" or year is None:
        days = _within(section.path, year, past or (covered[0] if covered else None))
        past_year = days[1].year if days and days[1] else year  # a school year ends in the year after
        now = report.now or now if past_year == year else past_year
        return Frame(section.part, year, past_year, False, now, topic, False, lead, days, days)
    to_come = covered[-1] if covered and (past is None or covered[-1].first > past.last) else None
    ahead = year if past and past.last.month <= _YEAR_GOES_ON else year + 1  # of 上半年 the rest of the year is planned
    if past and (to_come or ((named := _within(section.path, year, None)) and named[0] and named[0] > past.last)):
        ahead = to_come.first.year if to_come else year  # 12月工作计划 of a report on November
    stated = [int(y) for y in _PLAN_YEAR.findall(section.path) if int(y) >= year]
    ahead = year if _AIMS_REVIEWED.search(section.path) else ahead
    planned = max(stated) if stated and max(stated) <= year + 2 else (ahead if summed_up else year)
    if _IS_BUDGET.search(report.title):
        now = planned
    days = _within(section.path, planned, to_come if to_come and to_come.first.year == planned else None)
    over = (past.first, past.last) if past else None
    alone = planned == year and not (summed_up or past or report.year_in_passing)
    return Frame("plan", planned, year, False, now, topic, False, lead, days, over, alone=alone)


@lru_cache(maxsize=1024)
def _is_budget(title: str, path: str) -> bool:
    """Whether a section belongs to a department's budget: its report's title says so, or a heading above it."""
    title = simplify(title)
    if _IS_BUDGET_ITSELF.search(title):
        return True
    if "预算" not in path or _CARRIED_OUT.search(title) or _CARRIED_OUT.search(path):
        return False
    return any(_IS_BUDGET_HEADING.search(heading) for heading in path.split(" > "))


@lru_cache(maxsize=1024)
def _adjusts_budget(title: str, path: str) -> bool:
    """Whether a section tells how a budget was changed within its year."""
    said = f"{title} > {path}"
    return "预" in said and _ADJUSTS.search(simplify(said)) is not None


def _lead_of(heading: str, year: int | None) -> Period | None:
    """The several years that a heading names: “十五五”时期主要目标."""
    if not MANY_YEARS.search(heading):
        return None
    found = named_years(heading, Years(year, year) if year else None)
    return replace(found[0], rule="heading") if found and found[0].first.year != found[0].last.year else None


@lru_cache(maxsize=1024)
def _plan_of(path: str, year: int | None) -> Period | None:
    """The years of the five-year plan that the nearest heading tells of, or the one above it: “十三五”工作回顾 > 农业.
    None below a heading that names a year."""
    for heading in reversed(path.split(" > ")) if "五" in path else ():
        if _PLAN_YEAR.search(heading):
            return None
        if plan := plan_named(heading, Years(year, year) if year else None):
            return plan
    return None


def plan_named(heading: str, years: Years | None) -> Period | None:
    """The years of the five-year plan that a heading, or a line like one, tells of: “十四五”期间主要成绩."""
    named = _OF_PLAN.match(heading)
    found = named_years(f"{named['plan']}期间", years) if named else ()
    return replace(found[0], rule="heading") if found else None


@lru_cache(maxsize=1024)
def _past_of(path: str, year: int | None) -> Period | None:
    """The several years looked back on below a heading, 过去五年工作回顾 > 教育; None where one names a year."""
    for heading in reversed(path.split(" > ")) if year and "年" in path else ():
        if _PLAN_YEAR.search(heading):
            return None
        if "年" in heading and (looks := _YEARS_PAST.match(heading)):
            found = find_periods(looks["years"], Years(year or 1, year or 1))
            return replace(found[0], rule="years_past") if found else None
    return None


@lru_cache(maxsize=1024)
def _year_before(path: str, year: int) -> int | None:
    """The year before a report's own, on which one of its headings looks back: 2015年工作要点, 一、2014年工作总结."""
    if str(year - 1) not in path:
        return None
    for heading in reversed(path.split(" > ")):
        if years := [int(told) for told in _PLAN_YEAR.findall(heading)]:
            return year - 1 if years == [year - 1] and _REVIEWED.search(heading) else None
    return None


@lru_cache(maxsize=1024)
def _kinds_of(title: str) -> tuple[bool, bool]:
    """Whether a title is that of a report to an assembly, and that of a summing-up: asked for each section. News of the
    aims that one sets for a year is neither."""
    if AIMS_OF_YEAR.search(title):
        return False, False
    return bool(SESSION_REPORT.search(title)), bool(SUMMARY_TITLE.search(title))
