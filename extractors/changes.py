"""Does a figure state a change, against what, and which way? 同比增长5%, 环比下降, 高于全省2个百分点."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors import knowledge
from extractors.clauses import Sentence, Setting
from extractors.numerals import parse_number
from extractors.periods import Period
from extractors.phrases import begin_alike
from extractors.records import quick

_WORDS = knowledge.context_words()


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@quick
@dataclass(frozen=True, slots=True)
class Change:
    is_change: bool
    comparison: str
    direction: str


_DIRECTION, _COMPARISON = _WORDS["direction"], _WORDS["comparison"]
GOES_ON = re.compile(r"\s*(?:其中|分(?:产业|行业|地区|类别|城乡|经济|季度)?看|按)")
_FILLER = rf"(?:{_any(_DIRECTION['filler'])}|[\s（(])*+"
_MOVED = regex.compile(rf"(?:(?<!新)(?P<up>{_any(_DIRECTION['up'])})|(?P<down>{_any(_DIRECTION['down'])})){_FILLER}$")
_RATE_ITSELF = re.compile(
    r"(?:(?:自然|人口)增长|核减|提升|升学|增值)率[为达是]?$"
)  # a figure of its own, no change of another
_LEVEL = re.compile(rf"(?:{_any(knowledge.metric_words().moved)})了?(?:到|至|为)(?:了|约|近|超过|超)?\s*$")
_AMOUNT = regex.compile(
    rf"(?:(?P<up>{_any(_DIRECTION['amount_up'])})|(?P<down>{_any(_DIRECTION['amount_down'])})){_FILLER}$"
)
_BASE = re.compile(
    begin_alike([*_COMPARISON["yoy"], *_COMPARISON["mom"], *_COMPARISON["other"], *"比较与同和"])
    + rf"(?:(?P<yoy>{_any(_COMPARISON['yoy'])})|(?P<mom>{_any(_COMPARISON['mom'])})"
    rf"|(?P<other>{_any(_COMPARISON['other'])})"
    r"|(?:比|较|与|同|和)(?P<year>(?:19|20|１９|２０)[0-9０-９]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年?)"
)
DIFFERENCE = re.compile(
    rf"(?:(?<!不)(?:{_any(_COMPARISON['difference'])})[^，、；]{{1,12}}|(?<![占环同对成百])比(?!重|例|率)[^，、；]{{1,12}}(?<![提降])[高低快慢](?:出|了|约)*"
    r"|超(?:过|额完成|出)?(?:年度|全年|年初|预期|序时)*(?:计划|目标|预算|任务|进度)的?)$"
)
_NO_CHANGE = Change(False, "none", "none")
_PEOPLE = frozenset({"人", "人次", "户"})
_REACH = 28  # characters before a number in which words of change are looked for
_MULTIPLE = re.compile(r"(?:相当于|是|为)[^，；]{0,20}的$")
_CONTINUES = re.compile(r"(?:左右|以上|以下|上下)?[、,，和及与]?(?:以及)?")


def read_changes(
    found: Sequence[Setting], sentence: Sentence, year: int | None, carried: str, times: Sequence[Period]
) -> list[Change]:
    """A base said once (同比) governs the growth figures behind it; `carried` is the sentence's first."""
    changes: list[Change] = []
    for n, setting in enumerate(found):
        base = _base(setting, times, year)
        carried = base or carried
        change = _read_change(setting, sentence.text, base, carried)
        if (
            n
            and not change.is_change
            and changes[-1].is_change
            and _CONTINUES.fullmatch(setting.gap)
            and _same_measure(setting, found[n - 1])
        ):
            change = changes[-1]
        changes.append(change)
    return changes


def _same_measure(setting: Setting, other: Setting) -> bool:
    if setting.mention.unit == other.mention.unit:
        return True
    shares = ("percentage", "other")
    return setting.mention.unit.kind in shares and other.mention.unit.kind in shares


def _base(setting: Setting, times: Sequence[Period], year: int | None) -> str | None:
    """What the words since the last quantity compare with. A year before that of the time words before it is 上年."""
    base = None
    for match in _BASE.finditer(setting.gap):
        if match["year"]:
            stated = [
                p.first.year
                for p in times
                if p.end <= setting.gap_start + match.start() and p.first.year == p.last.year
            ]
            this = stated[-1] if stated else year
            base = "yoy" if this is not None and int(parse_number(match["year"])) == this - 1 else "other"
        else:
            base = match.lastgroup
    return base


def _read_change(setting: Setting, text: str, base: str | None, carried: str) -> Change:
    start, end = setting.left
    left, kind, unit = text[max(start, end - _REACH) : end], setting.mention.unit.kind, setting.mention.unit.unit
    relative = kind == "percentage" or unit in ("倍", "番", "位次", "个位次", "位")
    if not relative and base is None and kind == "count" and unit not in _PEOPLE:
        return _NO_CHANGE  # 增加口岸34个
    if unit == "番":
        return Change(True, base or carried, "up")
    if _LEVEL.search(left):
        return _NO_CHANGE
    if relative and DIFFERENCE.search(left) and base != "yoy":
        return Change(True, "other", "none")
    if unit == "倍" and _MULTIPLE.search(left):
        return Change(False, base or "other", "none")
    moved = None if _RATE_ITSELF.search(left) else _MOVED.search(left)
    if relative and moved:
        return Change(True, carried, "up" if moved["up"] else "down")
    amount = None if relative else _AMOUNT.search(left)
    if amount and (
        base is not None
        or (
            (amount.start() > 0 or setting.gap_start > 0 or end - start > _REACH)
            and (kind in ("money", "mass", "percentage") or unit in _PEOPLE)
        )
    ):
        return Change(True, base or "none", "up" if amount["up"] else "down")
    return _NO_CHANGE
