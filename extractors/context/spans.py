"""Of which days does a figure speak? The time words that govern it, else what the heading or the lead sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.bases import year_before, years_later
from extractors.context.carried import leads
from extractors.context.clauses import Sentence, Setting
from extractors.context.frames import PARTS_OF_YEAR, Frame
from extractors.context.periods import TOLD, Period, amid
from extractors.context.resolvers import Years
from extractors.language import knowledge

Span = tuple[date | None, date | None]
_EXCEPT, _OF_OBJECT = knowledge.phrase("except_those"), knowledge.phrase("year_of_object")
_REACHES, _CUMULATED, _OF_A_PLAN = map(knowledge.phrase, ("reaches", "cumulated", "of_a_plan"))
_BEGUN, _INCLUDES = knowledge.phrase("begun"), knowledge.phrase("bracket_includes")
_ARRANGES, _ARRANGED = knowledge.phrase("arranges_work"), knowledge.phrase("work_arranged")
ABSOLUTE = frozenset({"until_year", "year", "since_year", "span_to_years", "five_year_plan"})
_PAST = frozenset({"last_year", "year", "five_year_plan", "span_to_years", "last_years", "years_told"})
_THIS_YEAR = frozenset({"this_year", "past_year"})
WEAK = frozenset({"now", "each", "whole_year"})
_AHEAD = frozenset({"until_year", "year", "next_year", "new_year", "next_years", "five_year_plan", "span_to_years"})
_TURNS_TO = re.compile("转[为成至]|变为|[高加大升低少小降]到")  # 由上月增长2%|转为|下降1.5%
_UNDATED, _MAY_BE_UNDATED = knowledge.phrase("undated"), re.compile("[本当上个][月季周旬]")
_LAST_MONTH = re.compile("(?<![比较环同])上个?月")
_THAN_MONTH = re.compile("[比较](?P<month>1[0-2]|[1-9])月份?的?$")
_LONGER_THAN_A_MONTH = 32
_MEAN = re.compile("均")  # of all the years
_PARTED = frozenset("，；")
_NEAR = 2  # characters between a day and 目前 that tells of the same: 9月5日，目前
_HEADS_PART = re.compile("；[\\s\u3000]*其中[，,：:]?$")  # it governs what stands behind it to the sentence's end
_OF_MONTHS = PARTS_OF_YEAR | {"date_or_month", "days", "until_date"}
_UP_TO = frozenset({"until_date", "first_months"})
_WITHIN_YEAR = frozenset({"year_half", "first_quarters", "quarter", "date_or_month", "months", "days"})


class Days(Struct, frozen=True, gc=False):
    """The first and last day that a figure speaks of; None where neither is known."""

    first: date | None
    last: date | None
    led: bool = False  # by a heading or a lead sentence
    unknown: bool = False  # a level that a change starts from, of a time that nothing tells


@cache
def years_of(year: int | None, now: int | None, told_on: date | None) -> Years:
    return Years(year or 1, now or year or 1, told_on)


@cache
def whole_year(year: int | None) -> Span:
    """First and last day of a year."""
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


def in_school_year(period: Period, days: tuple[date, date]) -> Period:
    """3月 in a report on September to August is in the second of its years."""
    if period.rule not in _OF_MONTHS or "年" in period.text:
        return period
    later = years_later(period.first, 1)
    if days[0] <= period.first <= days[1] or not days[0] <= later <= days[1]:
        return period
    return replace(period, first=later, last=years_later(period.last, 1))


def governing(setting: Setting, sentence: Sentence, times: Sequence[Period]) -> Period | None:
    """The nearest time words before the quantity; 目前 and 每月 give way to a date before them, 全年 to its year.

    Time words at the sentence's beginning speak for all of it, others as far as ；, and the start of a change
    (由2022年的…) only for its own figure.
    """
    position = setting.mention.start - sentence.start
    governing = [p for p in times if p.end <= position and _governs(p, setting, sentence, position)]
    if not governing:
        return None
    last = governing[-1]
    if last.rule == "year" and len(governing) > 1 and _OF_OBJECT.search(sentence.text, 0, last.start):
        last = governing[-2]  # 截至2022年11月底，已下达|2023年|转移支付64个
    if last.rule not in WEAK:
        return last
    if last.rule == "now" and any(p.first.year != last.first.year for p in governing):
        return last  # 五年间产值翻番，现已吸纳就业8万人
    strong = next((p for p in reversed(governing) if p.rule not in WEAK), last)
    if last.rule == "now" and _is_of_event(strong) and last.start - strong.end > _NEAR:
        return last  # 5月30日开工，目前已完成85万元
    if (
        last.rule == "whole_year"
        and (strong.rule in _WITHIN_YEAR or (strong.rule in _UP_TO and _figure_between(sentence, strong, last)))
        and not _OF_A_PLAN.match(sentence.text[last.end :])
    ):  # 三季度清理150万元，全年610万元
        year = strong.last.year
        return replace(last, first=date(year, 1, 1), last=date(year, 12, 31), rule="year")
    return strong


def _is_of_event(period: Period) -> bool:
    return period.rule == "date_or_month" and not period.text.endswith(("底", "末"))


def _figure_between(sentence: Sentence, period: Period, later: Period) -> bool:
    """截至10月底完成8.9亿元，预计全年10.6亿元: but 截至10月底，全年累计完成8.9亿元 is told of one time."""
    ends = (mention.end - sentence.start for mention in sentence.mentions)
    return any(period.end < end <= later.start for end in ends)


def _governs(period: Period, setting: Setting, sentence: Sentence, position: int) -> bool:
    text = sentence.text
    if "除" in text and _EXCEPT.search(text, 0, period.start):
        return False  # 除去2019年、2020年到期面积，补助面积为|3万亩
    closed = text.rfind("）", period.end, position)
    closed = max(closed, text.rfind(")", period.end, position))
    if closed >= 0 and _is_of_bracket(sentence, period, closed):
        return False
    if period.origin:  # 由上年的13:32:55调整为12:32:56，占比提高|0.2个|: of the ratio, which is no figure
        return period.start >= setting.gap_start and not _RATIO_ENDS.search(text, period.end, position)
    if _ON_TOP.match(text, period.end, position) or _is_of_founding(text, period, position):
        return False
    if period.text.startswith("连续") or amid(text, period):
        return _PARTED.isdisjoint(text[period.end : position])
    if "；" not in text[period.end : position] or _HEADS_PART.search(text, 0, period.start):
        return True
    if period.rule == TOLD:
        return False
    first_figure = sentence.mentions[0].start - sentence.start
    return leads(period, text, first_figure) or (period.rule in PARTS_OF_YEAR and period.end <= first_figure)


def _is_of_founding(text: str, period: Period, position: int) -> bool:
    """学校始建于|1958年|，占地30亩: whether it is when that began of which a later clause tells."""
    if text.find("，", period.end, position) < 0 or period.first.year != period.last.year:
        return False
    if text[period.start - 1 : period.start] == "于":
        return _FOUNDED_AT.search(text, max(0, period.start - 6), period.start) is not None
    return _WAS_FOUNDED.match(text, period.end) is not None


_FOUNDED_AT, _WAS_FOUNDED = knowledge.phrase("founded_at"), knowledge.phrase("was_founded")
_ON_TOP = re.compile("[^，；在]*基础上")  # of what was there then more is told: 2023年，在|去年|300亩基础上，…
_RATIO_ENDS = re.compile(r"\d\s?[:：∶]\s?\d[^，。；]*[，；,;]")


def of_each_year(period: Period, found: Sequence[Setting], n: int) -> Period:
    """近三年分别投入3亿元、4亿元、5亿元: of a list with as many figures as years, each has its own."""
    first = last = n
    while first and _LISTED.fullmatch(found[first].gap):
        first -= 1
    while last + 1 < len(found) and _LISTED.fullmatch(found[last + 1].gap):
        last += 1
    gap, start = found[first].gap, found[first].gap_start
    if "分别" not in gap or period.start < start or last - first != period.last.year - period.first.year:
        return period
    year = period.first.year + n - first
    return replace(period, first=date(year, 1, 1), last=date(year, 12, 31), rule="year")


_LISTED = re.compile("\\s*(?:[、，,和及]|以及)\\s*")


def since_begun(period: Period, text: str, end: int, year: int) -> Period:
    """2016年成立合作社，累计|带动农户300户: from the year in which something began to the report's."""
    if not _BEGUN.match(text, period.end, end):
        return period
    return replace(period, last=date(year, 12, 31), rule="since_year")


def _is_of_bracket(sentence: Sentence, period: Period, closed: int) -> bool:
    """Whether a time stands in a bracket with a figure, of which alone it speaks: 接警62起（去年30起）; or in one
    that tells what else is counted: 结案820件（含|上年|旧存），."""
    text = sentence.text
    opened = max(text.rfind(mark, 0, period.start) for mark in "（(")
    if opened < 0 or _CLOSES.search(text, opened, period.start):
        return False
    if _INCLUDES.match(text, opened + 1, period.start):
        return True
    within = _CLOSES.search(text, period.end)
    if within is None or within.start() > closed:
        return False
    return any(period.end <= mention.start - sentence.start < within.start() for mention in sentence.mentions)


_CLOSES = re.compile("[）)]")


def told_in_plan(times: Sequence[Period], past_year: int, year: int) -> list[Period]:
    """The times in the plan half of a report: 过去一年 is the year before, of which its other half told; the years of
    五年建成… begin with the planned one."""
    return [
        replace(p, first=date(past_year, 1, 1), last=date(past_year, 12, 31))
        if p.rule == "past_year"
        else replace(p, first=date(p.last.year, 1, 1), last=date(2 * p.last.year - p.first.year, 12, 31))
        if p.rule == TOLD and p.last.year == year
        else p
        for p in times
        if p.rule != "new_year"
    ]


def status_by_time(period: Period, past_year: int, status: str, text: str = "", over: Span | None = None) -> str:
    """What a time tells of the status where no word does: a plan speaks of last year's facts, a fact not of 2035.
    `over` is what the report told of before its plan: behind a half-year its whole year is to come."""
    last_year = period.last.year
    if last_year > past_year and period.rule in _AHEAD:
        under_way = period.rule == "five_year_plan" and period.first.year <= past_year
        if text.startswith(period.text, period.start) and _only_arranged(period, text):
            return status
        # 到2025年建成茶园1万亩; but “十四五”期间 in 2024 tells of what was, too
        return status if under_way else "target"
    goes_on = over is not None and over[1] is not None and over[1] < period.last and period.first <= over[1]
    is_past = last_year <= past_year and period.rule in _PAST and not goes_on
    return "actual" if status != "actual" and is_past else status


def _only_arranged(period: Period, text: str) -> bool:
    """对2024年的工作进行了部署，增补委员|8名|: what a meeting did with the work of that year, and then did besides."""
    behind = _ARRANGED.match(text, period.end)
    return behind is not None and (behind["done"] is not None or _ARRANGES.search(text, 0, period.start) is not None)


def days_of(
    period: Period | None,
    setting: Setting,
    text: str,
    frame: Frame,
    status: str,
    ruling: Period | None,
    comes: bool,
    opened: Period | None = None,
) -> Days:
    """The days of a figure: of the words that govern it, else of what a sentence before it opened with, else of its
    lead, else of its section. `ruling` governs the figures before it; `comes`: it is the level that a change comes to
    (由8.1天缩短至|7.6天)."""
    if _may_be_undated(text) and (before := _month_before(setting, text, period, frame)):
        return before
    if period is not None and (period.rule not in WEAK or (period.rule == "now" and frame.told_on)):
        if period.origin and text.startswith("同期", period.end):
            return Days(*_year_before(period, ruling, frame.within))
        if frame.within and period.rule in _THIS_YEAR and _is_until_now(period, frame, status):
            return Days(*frame.within)
        if period.first.year != period.last.year and _is_of_last(setting, text, comes):
            return Days(*whole_year(period.last.year))
        return Days(period.first, period.last)
    # 完成全年目标任务的85%: so far
    of_plan = period is not None and status == "actual" and _OF_A_PLAN.match(text[period.end :])
    if period is not None and period.rule == "whole_year" and (frame.within or opened) and not of_plan:
        return Days(*whole_year((opened or period).last.year))
    lead = frame.lead
    undated = _may_be_undated(text) and _UNDATED.search(text, 0, setting.left[1])
    if undated and not (lead and undated["this"]):
        this = undated["this"] or _TURNS_TO.search(text, undated.end(), setting.left[1])
        if this and frame.within and _is_one_month(*frame.within):
            return Days(*frame.within)
        return Days(None, None)
    if opened is not None:
        return Days(opened.first, opened.last, led=True)
    is_past = status == "actual" and frame.part == "plan" and not frame.budget
    if is_past:
        return Days(*(frame.past_within or whole_year(frame.past_year)))
    if lead is None:
        return Days(*(frame.within or whole_year(frame.year)))
    is_over = frame.year is None or lead.last.year < frame.year
    if lead.rule == "heading" and status == "actual" and not (is_over or _CUMULATED.search(text, *setting.left)):
        return Days(*whole_year(frame.year))
    if _REACHES.search(text, 0, setting.left[1]):  # 五年来, …: of a level its last year
        return Days(*whole_year(lead.last.year), led=True)
    return Days(lead.first, lead.last, led=True)


def _month_before(setting: Setting, text: str, period: Period | None, frame: Frame) -> Days | None:
    """9月，接报警情38起，上月|45起|: the month before the one that is told of; None for other figures."""
    said = _LAST_MONTH.search(text, setting.gap_start, setting.left[1])
    if said is None or (period is not None and period.start > said.start()):
        return None
    first, last = (period.first, period.last) if period else frame.within or (None, None)
    if first is None or last is None or not _is_one_month(first, last):
        return None
    end = first.replace(day=1) - timedelta(days=1)
    return Days(end.replace(day=1), end)


def month_against(setting: Setting, days: Days) -> Days | None:
    """8月新收412件，较7月|458件|减少10%: the month that a level of the one before it is of; None for other levels."""
    than = _THAN_MONTH.search(setting.gap)
    if than is None or days.first is None or not _is_one_month(days.first, days.last):
        return None
    month = int(than["month"])
    first = days.first.replace(day=1, month=month, year=days.first.year - (month > days.first.month))
    return Days(first, (first + timedelta(days=_LONGER_THAN_A_MONTH)).replace(day=1) - timedelta(days=1))


def _is_one_month(first: date | None, last: date | None) -> bool:
    """Whether a report is one on a month, which its 本月 is."""
    return first is not None and last is not None and (first.year, first.month) == (last.year, last.month)


@lru_cache(maxsize=1)  # all figures of a sentence ask
def _may_be_undated(text: str) -> bool:
    return _MAY_BE_UNDATED.search(text) is not None


def _is_of_last(setting: Setting, text: str, comes: bool) -> bool:
    """Whether a figure of several years is the level that they ended with: 五年来城镇化率达到|60%|."""
    if not comes and not (setting.mention.unit.kind == "percentage" and _REACHES.search(text, 0, setting.left[1])):
        return False
    return not _CUMULATED.search(text, *setting.left) and not _MEAN.search(text, setting.gap_start, setting.left[1])


def _is_until_now(period: Period, frame: Frame, status: str) -> bool:
    """Whether 今年 in a report on a part of a year is that part: 今年以来, 今年…完成; not 今年计划…."""
    within = frame.within
    return within is not None and within[0] == period.first and status == "actual"


def _year_before(period: Period, ruling: Period | None, within: Span | None) -> Span:
    """上年同期: the months that the figures before it speak of, a year before."""
    if ruling is None and within and within[0] and within[1] and within[1].year == period.last.year + 1:
        return year_before(within[0]), year_before(within[1])
    if ruling is None or ruling.first.year != ruling.last.year or ruling.rule in WEAK:
        return period.first, period.last
    return year_before(ruling.first), year_before(ruling.last)
