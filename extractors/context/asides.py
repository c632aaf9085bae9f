"""Which base of comparison goes on behind the figure that it stands at, and which is said of that figure alone?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.context.bases import YEAR, Base, kind_of, of_year
from extractors.context.clauses import Setting
from extractors.context.periods import Period
from extractors.language import knowledge

if TYPE_CHECKING:
    from extractors.context.changes import Change

_KEPT_UP = knowledge.phrase("kept_up")
_SPEEDS = knowledge.phrase("growth_speeds")
_BESIDE_SUM, _GROWS = knowledge.phrase("beside_sum_of_plan"), knowledge.phrase("grows_from_base")
_SPEED = re.compile("增速|[增涨降跌]幅|降速")
_MOVED_BY = knowledge.phrase("moved_by")
_START = re.compile(rf"[由从](?P<of>[去上]一?年(?:同期|末|底)?|{YEAR}年(?:末|底)?)的")


def find_start(setting: Setting, times: Sequence[Period], year: int | None) -> Base | None:
    """由上年的50%提高到52%，提高|2个百分点|: what a change starts from is the base of those behind it, if it is
    the year before."""
    start = _START.search(setting.gap) if "年" in setting.gap else None
    if start is None:
        return None
    base = of_year(kind_of(start["of"]) or "other", start["of"], setting.gap_start + start.start(), times, year)
    return base if base.kind == "yoy" else None


def goes_with_start(setting: Setting) -> bool:
    """由上年的3亿元增加到4亿元，增长|33%|: whether a change is told of what moved; 费用下降3% is of something else."""
    return setting.mention.unit.unit == "个百分点" or _MOVED_BY.fullmatch(setting.gap) is not None


def find_plan(setting: Setting, before: Setting | None) -> Base | None:
    """比年初预算3亿元减少|0.1亿元|: the plan whose sum stands before a difference."""
    if before is None or not _GROWS.match(setting.gap):
        return None
    beside = _BESIDE_SUM.search(before.gap)
    return Base("other", beside["of"]) if beside else None


def is_aside(setting: Setting, own: Base, base: Base) -> bool:
    """同比增长3.7%，较一季度回升0.9个百分点: a base for one figure only; 同比 goes on behind it."""
    return base.kind == "yoy" and own.kind != "yoy" and setting.mention.unit.unit == "个百分点"


def is_of_rate(setting: Setting, change: Change, before: Change | None) -> bool:
    """Whether points say by how much a growth has sped up that was told without a base, or is named: 降幅较上月扩大."""
    if not change.is_change or setting.mention.unit.unit != "个百分点" or not _SPEEDS.search(setting.gap):
        return False
    bare = before is not None and before.is_change and before.comparison == "none" and before.direction != "none"
    return bare or (change.comparison != "yoy" and _SPEED.search(setting.gap) is not None)


def kept_up(setting: Setting, before: Setting | None, text: str) -> str:
    """收入增幅|连续两年|超20%: the words before so many years, which say what the figure behind them is."""
    if before is None or before.mention.unit.kind != "duration" or setting.left[0] == setting.left[1]:
        return ""
    kept = _KEPT_UP.search(text, before.left[0], before.left[1])
    return text[before.left[0] : kept.start()] + text[slice(*setting.left)] if kept else ""


def carry_on(changes: Sequence[Change]) -> Change | None:
    """The change whose base a list goes on with in the next sentence: the last one that is no aside, and moves: what is
    only beside another (快于序时进度3个百分点) is no base of growth."""
    last = None
    for change in reversed(changes):
        if change.is_change and change.comparison != "none" and not change.aside:
            if change.comparison == "yoy":
                return change
            if change.direction == "none":
                continue
            last = last or change
    return last
