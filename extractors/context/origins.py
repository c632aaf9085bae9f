"""Which levels does a change only start from? 住院日由|8.1天|缩短至7.6天, and of which time are they?

Such a level is no result of the report's own time. It belongs to the time that is said of it (由上年的…, 与2020年相比，
由…); where nothing is said its time is unknown, and a flag says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.bases import find_base, kind_of, period_of_base
from extractors.context.clauses import Setting
from extractors.context.periods import Period
from extractors.context.resolvers import Years
from extractors.context.spans import Days, month_against, whole_year
from extractors.language import knowledge

FROM_VALUE = "from_value"  # flag and doubt
_FROM, _TO = knowledge.phrase("from_value"), knowledge.phrase("to_value")
_REVISED_FROM, _REVISED_TO = knowledge.phrase("revised_from"), knowledge.phrase("revised_to")
_REVISED_BY = re.compile("调[增减]")
_BESIDE_SUM = knowledge.phrase("beside_sum_of_plan")
_BASE, _GROWS = knowledge.phrase("base_of_next"), knowledge.phrase("grows_from_base")
_MAY_START = re.compile("[由从比较占是为与和同]|相当于|完成")
_LISTED = frozenset("、，和及与")
_NEAR = 18  # characters between the level that a change starts from and the one that it comes to
_STOPS = re.compile("[。；！？\n]")


class Moves(Struct, frozen=True, gc=False):
    """The numbers of the quantities that changes start from, and of those that they come to; where the words begin that
    only say what a quantity is the base of (支出|比上年决算数|14.9亿元增长3%, 占年初预算|3亿元的45%)."""

    starts: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    bases: Mapping[int, int] = MappingProxyType({})


_NONE = Moves()


def find_moves(found: Sequence[Setting], text: str, of_budget: bool = False) -> Moves:
    """由8.1天缩短至7.6天; 分别从3家、5家增加到4家、9家.

    A plan that was revised starts from no level of an earlier time (支出预算由45亿元调整为50亿元), nor do the sums of a
    budget, `of_budget`, that say so.
    """
    if len(found) < 2 or not _MAY_START.search(text):
        return _NONE
    starts: list[int] = []
    ends: list[int] = []
    bases: dict[int, int] = {}
    has_from = "由" in text or "从" in text
    for n, setting in enumerate(found[:-1]):
        begin = max(setting.gap_start, setting.left[1] - _NEAR)
        if n in starts:
            continue
        if base := _base_before(text, begin, setting, found[n + 1]):
            bases[n] = base.start()
            if not base["plan"] and not _BESIDE_SUM.search(text, begin, setting.left[1]):
                starts.append(n)
        if not has_from or not _FROM.search(text, begin, setting.left[1]):
            continue
        last = n
        while last + 1 < len(found) - 1 and found[last + 1].gap.strip() in _LISTED:
            last += 1
        come = last + 1
        gap = found[come].gap
        if _REVISED_TO.search(gap) and (of_budget or _REVISED_FROM.search(text, begin, setting.left[1])):
            continue
        if len(gap) <= _NEAR and not _STOPS.search(gap) and _TO.search(gap) and _alike(setting, found[come]):
            starts += range(n, come)
            ends += range(come, min(come + come - n, len(found)))
    return Moves(frozenset(starts), frozenset(ends), bases) if starts or bases else _NONE


def revised_levels(found: Sequence[Setting], text: str) -> frozenset[int]:
    """The sums of a budget that was changed, before and after, and by how much: 由|2亿元|调整为|3亿元|，调增|1亿元|."""
    to = {n for n, s in enumerate(found) if _REVISED_TO.search(s.gap) or _REVISED_BY.search(s.gap)}
    before = {n - 1 for n in to if n and _FROM.search(text, found[n - 1].gap_start, found[n - 1].left[1])}
    return frozenset(to | before)


def own_times(times: list[Period], found: Sequence[Setting], moves: Moves) -> list[Period]:
    """The times of a sentence; those that only date a base speak for it alone: 是|1949年|2亿斤的五倍."""
    for n, start in moves.bases.items():
        end = found[n].left[1]
        times = [replace(p, origin=True) if start <= p.start < end else p for p in times]
    return times


def _base_before(text: str, begin: int, setting: Setting, following: Setting) -> re.Match[str] | None:
    """What makes a quantity the base of the next: 比上年的|14.9亿元|增长3%, 占年初预算|3亿元|的45%."""
    gap = following.gap
    of = gap == "的" and (following.mention.unit.kind == "percentage" or following.mention.unit.unit == "倍")
    if not of and not _GROWS.match(gap):
        return None
    base = _BASE.search(text, begin, setting.left[1])
    if base is None or (base["plan"] and not of) or (base["of"] and kind_of(base["of"]) is None):
        return None
    return base


def _alike(start: Setting, end: Setting) -> bool:
    return start.mention.unit == end.mention.unit or (
        start.mention.unit.kind == end.mention.unit.kind and start.mention.unit.kind != "count"
    )


def days_of_start(
    setting: Setting, days: Days, period: Period | None, times: Sequence[Period], years: Years, before: Days | None
) -> Days:
    """The days of a level that a change starts from. `days` are the change's, `period` is what governs it, `before`
    those of the last such level of the sentence, which its parallels share: 由2020年的3亿元…，由|1亿元|…."""
    if period is not None and period.origin and period.rule != "each":  # 由每月|300元|调整为每月350元 tells no time
        return days
    if month := month_against(setting, days):
        return month
    base = find_base(setting.gap, setting.gap_start, times, years.default)
    if base is not None:
        first, last = period_of_base(base.kind, base.text, days.first, days.last, years)
        if first is not None:
            return Days(first, last)
    if period is not None and period.rule == "span_to_years":  # 从1980年至1985年，产量由|6亿吨|增加到8亿吨
        return Days(*whole_year(period.first.year))
    return before or Days(None, None, unknown=True)
