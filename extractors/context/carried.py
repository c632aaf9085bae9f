"""Which time does a sentence open with that the sentences behind it go on with? 前三季度，全市…。从行业看，….

It governs the rest of its paragraph until a sentence opens with another time. The day or the month of an event does not
(3月5日，召开…): what stands behind it is mostly told of the whole time again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.context.frames import PARTS_OF_YEAR, Frame
from extractors.context.periods import Period, find_periods
from extractors.context.resolvers import Years
from extractors.language import knowledge

_CARRIED = PARTS_OF_YEAR | {"until_date", "until_year", "year", "last_year", "next_year", "new_year"}
_YEARS = frozenset({"year", "last_year", "next_year", "new_year", "until_year"})
_NEIGHBOUR = 1  # 1998年，公司成立: a year long before the report's is that of an event
# Behind another year than the report's that speaks for the whole: 2022年，…, 去年全县…, not 2022年一期工程….
_OF_ALL = re.compile(
    r"[，,]|[^，。；：\d]{0,20}目标[：:]|是[^。！？；\n]{2,80}(?:一年|之年|年份)|(?:全|我)[国省市县区州旗乡镇村街校院局年行]|各[级地]|计划(?!生育)|安排|预算|预期|力争|一般公共|政府性基金|国有资本|社会保险|地区生产|生产总值|[省市县区]本级"
)
# …and 2022年狠抓项目，强化保障，…: a deed of its own before what the figures tell, which are of all of it then.
_OF_DEEDS = knowledge.phrase("deeds_of_year")
_BESIDE_NOW = ("去年", "上年", "明年", "来年")
_AT_END = ("底", "末", "初")
# What may stand before the time that a sentence opens with: its number, 初步核算， 会上，…介绍，
_BEFORE = re.compile(
    r"[\s\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是][、，]?|[①-⑳—–·●■◆-]+)?[\s\u3000]*(?:[^。；！？（(]{0,40}[，,：:])?(?:(?:刚刚|已经|即将)?过去的)?"
)
# The time may stand behind who tells of it: 会上，县长说，2022年，…
_OPENS = re.compile(
    r"(?:(?<=[。！？；\n])|\A)(?P<words>(?:[^，,：:。！？；\n\d年月季]{2,24}[，：:,]){0,2}"
    r"(?:[^，,：:。！？；\n]{2,24}?[，：,]|[^，,：:。！？；\n]{0,6}\d{4}年是[^。！？；\n]{2,80}(?:一年|之年|年份)(?=[。！])))"
)
_HINT, _COMMAS = re.compile("[年月季]"), ("，", ",")
_BALANCE = re.compile("(?<=月[末底])[^。；\\d]{0,24}(?:余额|贷款|存款)")


def leads(period: Period, text: str, first_figure: int) -> bool:
    """Whether a sentence opens with a time: no figure stands before it, and it begins a clause."""
    return not period.origin and period.start <= first_figure and _BEFORE.fullmatch(text, 0, period.start) is not None


def carried(
    times: Sequence[Period], text: str, first_figure: int, frame: Frame, before: Period | None
) -> Period | None:
    """What the sentences behind one go on with: the time that it opens with, else what it went on with itself."""
    first = next(
        (p for p in times if not p.origin and p.rule not in _OF_NO_TIME and not is_again(p, before, frame)), None
    )
    if first is None or not leads(first, text, first_figure):
        return before
    return first if _goes_on(first, text, frame) else None


def is_again(period: Period, before: Period | None, frame: Frame) -> bool:
    """2022年，…。|过去一年|，…: the year that was told before, once more; not where that is the year that comes."""
    if period.rule != "past_year" or before is None or frame.year is None:
        return False
    return before.rule in _YEARS and before.last.year <= (frame.past_year or frame.year)


def is_now(period: Period, before: Period | None, frame: Frame) -> bool:
    """2022年，…。|目前|，已…, in a report on 2023."""
    if period.rule != "now" or before is None or frame.year is None:
        return False
    return before.rule in _YEARS and before.last.year < frame.year


def set_against(opened: Period | None, bases: Sequence[str | None], frame: Frame) -> Period | None:
    """What goes on, but not where the figures are set against the year before the report's: in one on 2023, what stands
    behind 2024年计划…。|与2022年相比|，…, is not of the plan."""
    if opened is None or frame.year is None or opened.first.year <= frame.year:
        return opened
    year_before = f"{frame.year - 1}年"
    return None if any(base and year_before in base for base in bases) else opened


def opened(text: str, years: Years, frame: Frame, before: Period | None) -> Period | None:
    """The same for sentences without figures: 2022年，是…的一年。"""
    if not _HINT.search(text):
        return before
    for match in _OPENS.finditer(text):
        found = find_periods(match["words"], years) if _HINT.search(match["words"]) else []
        if found and found[0].rule not in _OF_NO_TIME and leads(found[0], match["words"], len(match["words"])):
            if is_again(found[0], before, frame):
                continue
            before = found[0] if _goes_on(found[0], match["words"], frame) else None
    return before


def _goes_on(period: Period, text: str, frame: Frame) -> bool:
    if frame.year is None:  # 20XX年工作总结, of whose paragraphs one begins: 2021年全县…
        of_all = text[period.end : period.end + 1] not in _COMMAS and _OF_ALL.match(text, period.end)
        return period.rule == "year" and bool(of_all)
    is_balance = period.rule == "date_or_month" and _BALANCE.match(text, period.end)  # 6月末，存款余额5亿元。贷款…
    if (period.rule not in _CARRIED and not is_balance) or frame.past_year is None:
        return False
    if (lead := frame.lead) and lead.first <= period.first and period.last <= lead.last:
        return False  # five years are told of: a figure of their last one, and again of all five
    if period.rule not in _YEARS:
        return not period.text.startswith(_BESIDE_NOW)  # 去年一季度，…: of what is told then, not of what follows
    if period.last.year == frame.year:
        return True
    if frame.part == "plan" and period.rule == "last_year":
        return False  # what was, as the reason for what is planned
    if period.last.year < frame.past_year - _NEIGHBOUR or (
        period.rule == "last_year" and period.text.endswith(_AT_END)
    ):
        return False
    if period.rule == "until_year" or _OF_ALL.match(text, period.end):
        return True
    return _OF_DEEDS.match(text, period.end) is not None


_OF_NO_TIME = frozenset({"now", "each", "whole_year"})
