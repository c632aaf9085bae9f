"""Does a figure state a change, against what, and which way? 同比增长5%, 环比下降, 高于全省2个百分点."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from extractors.context.clauses import Sentence, Setting
from extractors.context.periods import Period
from extractors.language import knowledge
from extractors.language.numerals import parse_number
from extractors.language.phrases import one_of

_WORDS = knowledge.context_words()


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class Change(Struct, frozen=True, gc=False):
    is_change: bool
    comparison: str
    direction: str


_DIRECTION, _COMPARISON = _WORDS["direction"], _WORDS["comparison"]
GOES_ON = re.compile(r"\s*(?:其中|分(?:产业|行业|地区|类别|城乡|经济|季度)?看|按)")
# What can stand last before a number, so that a look at one character spares most searches.
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace())
_FILLER = rf"(?:{_any(_DIRECTION['filler'])}|[\s（(])*+"
_FILLER_ENDS = _BLANKS | {word[-1] for word in _DIRECTION["filler"]} | {*"（("}
_MOVED_ENDS = _FILLER_ENDS | {word[-1] for way in ("up", "down") for word in _DIRECTION[way]}
_AMOUNT_ENDS = _FILLER_ENDS | {word[-1] for way in ("amount_up", "amount_down") for word in _DIRECTION[way]}
_LEVEL_ENDS = _BLANKS | {*"到至为了约近过超"}


def _longest_first(kind: str, words: Sequence[str], behind: str = "") -> list[tuple[str, str]]:
    return [(kind, behind + re.escape(word)) for word in sorted(words, key=len, reverse=True)]


_CHOICE, _MOVED_WAYS = one_of(
    [*_longest_first("up", _DIRECTION["up"], "(?<!新)"), *_longest_first("down", _DIRECTION["down"])]
)
_MOVED = re.compile(_CHOICE + _FILLER + "$")
_CHOICE, _AMOUNT_WAYS = one_of(
    [*_longest_first("up", _DIRECTION["amount_up"]), *_longest_first("down", _DIRECTION["amount_down"])]
)
_AMOUNT = re.compile(_CHOICE + _FILLER + "$")
_RATE_ITSELF = re.compile(
    r"(?:(?:自然|人口)增长|核减|提升|升学|增值)率[为达是]?$"
)  # a figure of its own, no change of another
_CHOICE, _ = one_of(_longest_first("", knowledge.metric_words().moved))
_LEVEL = re.compile(_CHOICE + r"了?(?:到|至|为)(?:了|约|近|超过|超)?\s*$")
_YEAR = r"(?:(?:19|20|１９|２０)[0-9０-９]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_CHOICE, _BASES = one_of(
    [
        *(way for kind in ("yoy", "mom", "other") for way in _longest_first(kind, _COMPARISON[kind])),
        *(("year", f"{word}{_YEAR}年?") for word in "比较与同和"),
    ]
)
_BASE = re.compile(_CHOICE)
_CHOICE, _ = one_of(
    [
        *(("", f"{way}[^，、；]{{1,12}}") for _, way in _longest_first("", _COMPARISON["difference"], "(?<!不)")),
        ("", r"(?<![占环同对成百])比(?!重|例|率)[^，、；]{1,12}(?<![提降])[高低快慢](?:出|了|约)*"),
        ("", "超(?:过|额完成|出)?(?:年度|全年|年初|预期|序时)*(?:计划|目标|预算|任务|进度)的?"),
    ]
)
DIFFERENCE = re.compile(_CHOICE + "$")
_NO_CHANGE = Change(False, "none", "none")
_change = cache(Change)  # there are few
_RELATIVE = frozenset({"倍", "番", "位次", "个位次", "位"})
_PEOPLE = frozenset({"人", "人次", "户"})
_SIGNS = frozenset("-－−–—﹣+＋负")
_SIGNED = re.compile(rf"(?:{_any([*_COMPARISON['yoy'], *_COMPARISON['mom']])}|[、,，和]|)(?:分别|各|为|[:：])*$")
_REACH = 28  # characters before a number in which words of change are looked for
_MULTIPLE = re.compile(r"(?:相当于|是|为)[^，；]{0,20}的$")
_CONTINUES = re.compile(r"(?:左右|以上|以下|上下)?[、,，和及与]?(?:以及)?")


def read_changes(
    found: Sequence[Setting], sentence: Sentence, year: int | None, carried: str, times: Sequence[Period]
) -> list[Change]:
    """A base said once (同比) governs the growth figures behind it; `carried` is the sentence's first."""
    text = sentence.text
    for setting in found:
        unit, start = setting.mention.unit, setting.left[1]
        if unit.kind == "percentage" or unit.unit in _RELATIVE or (start and text[start - 1] in _AMOUNT_ENDS):
            break
    else:  # no quantity that changes are told in, none that stands behind a word of change
        return [_NO_CHANGE] * len(found)
    changes: list[Change] = []
    compares = _BASE.search(text)
    for n, setting in enumerate(found):
        base = _base(setting, times, year) if compares else None
        carried = base or carried
        change = _read_change(setting, text, base, carried)
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
        base = _BASES[match.lastindex or 0]
        if base == "year":
            begin = setting.gap_start + match.start()
            stated = [p.first.year for p in times if p.end <= begin and p.first.year == p.last.year]
            this = stated[-1] if stated else year
            base = "yoy" if this is not None and int(parse_number(match[0][1:].rstrip("年"))) == this - 1 else "other"
    return base


def _read_change(setting: Setting, text: str, base: str | None, carried: str) -> Change:
    start, end = setting.left
    left, kind, unit = text[max(start, end - _REACH) : end], setting.mention.unit.kind, setting.mention.unit.unit
    relative = kind == "percentage" or unit in _RELATIVE
    if not relative and base is None and kind == "count" and unit not in _PEOPLE:
        return _NO_CHANGE  # 增加口岸34个
    if unit == "番":
        return _change(True, base or carried, "up")
    last = left[-1:]
    if last in _LEVEL_ENDS and _LEVEL.search(left):
        return _NO_CHANGE
    if relative and base != "yoy" and DIFFERENCE.search(left):
        return _change(True, "other", "none")
    if unit == "倍" and _MULTIPLE.search(left):
        return _change(False, base or "other", "none")
    if relative and text[end : end + 1] in _SIGNS and carried != "none" and _SIGNED.search(left):
        return _change(True, carried, "up" if text[end] in "+＋" else "down")  # 同比-12.6%
    if relative:
        moved = _MOVED.search(left) if last in _MOVED_ENDS else None
        if moved and not _RATE_ITSELF.search(left):
            return _change(True, carried, _MOVED_WAYS[moved.lastindex or 0])
        return _NO_CHANGE
    amount = _AMOUNT.search(left) if last in _AMOUNT_ENDS else None
    if amount and (
        base is not None
        or (
            (amount.start() > 0 or setting.gap_start > 0 or end - start > _REACH)
            and (kind in ("money", "mass", "percentage") or unit in _PEOPLE)
        )
    ):
        return _change(True, base or "none", _AMOUNT_WAYS[amount.lastindex or 0])
    return _NO_CHANGE
