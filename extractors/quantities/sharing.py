"""Which numbers of a list take their unit from a later one? 12.7个、12个百分点; 分别为3、5、8人.

A number that stands without a unit (flag `unitless`) is kept only when it is lent one here. 3、19亿元, a decimal
point that became 、, is mended here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.numerals import parse_number
from extractors.quantities.mention import Mention
from extractors.quantities.neighbours import join_neighbours

_GAP = re.compile(r"[ ]?(?:[、，和及与]|以及)[ ]?|,")
# A decimal point that became 、 in conversion: digits, 、, two digits, a unit of money, mass, area, length or a rate.
_BROKEN_DECIMAL = re.compile(
    rf"(?:(?<=[{HAN}])|(?<=[{HAN}][ ]))[0-9]{{1,3}}、[0-9]{{1,2}}"
    rf"(?=[万亿]|元|吨|亩|公里|平方|立方|公顷|千瓦|倍|[%％‰]|个?百分点)[万亿]?(?:[{HAN}]+|[%％‰])"
)
_LEADING_DIGITS = re.compile(r"[0-9]+")
_SIGN = "[-−–—﹣－]?[ ]?"
_SCALED = re.compile(_SIGN + r"[0-9０-９.．]+(?P<scale>[十百千万亿]+)")
_PLAIN = re.compile(_SIGN + r"(?P<number>[0-9]+(?:\.[0-9]+)?)")
_AFTER = re.compile(r"左右|上下|以上|以下|以内")
_MAY_LACK = frozenset(("", "个"))  # what stands for a unit where none is written
_ABOVE = re.compile("(?:大于|多于|高于)(?:等于)?[ ]?$")
_AND_BELOW = re.compile("[ ]?(?:并且?|且|而|，)?(?:小于|少于|低于|不超过)(?:等于)?[ ]?")
_ANNOUNCED = re.compile(r"分别|各|依次")
_COUNTS, _LONGEST_LIST = knowledge.phrase("names_its_count"), 60  # characters
_MAY_END_COUNT = frozenset(("", *"，。；、,;）)和及与以\n增上下减升降到至"))
_INDICES, _MAY_END_INDEX = knowledge.phrase("names_its_index"), _MAY_END_COUNT | frozenset("缩收提扩回左（(")
_BESIDE, _NEXT_PLACE = knowledge.phrase("beside_place"), knowledge.phrase("next_place")


def share_units(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions with lent units, without those that stay unitless."""
    kept: list[Mention] = []
    following: Mention | None = None
    for mention in reversed(mentions):
        if mention.unit.unit not in _MAY_LACK and (following is None or following.bound == "exact"):
            kept.append(mention)
            following = mention
            continue
        shared = _share(mention, following, text)
        if shared is None:
            following = None
            continue
        if kept and shared.end == kept[-1].end:  # it has become one with the next
            kept.pop()
        kept.append(shared)
        following = shared
    kept.reverse()
    return kept


def _share(mention: Mention, following: Mention | None, text: str) -> Mention | None:
    """The mention as it is, with the unit of the next one, or None when it has none at all."""
    bare = "unitless" in mention.flags
    if bare and _is_named_count(mention, text):
        return replace(mention, flags=tuple(flag for flag in mention.flags if flag != "unitless"))
    if bare and (kind := _kind_of_index(mention, following, text)):
        flags = tuple(flag for flag in mention.flags if flag != "unitless")
        return replace(mention, unit=replace(mention.unit, kind=kind), flags=flags)
    if bare and following is not None and _is_between(mention, following, text):
        return replace(
            following, start=mention.start, value=None, low=mention.value, high=following.value, bound="exact"
        )
    if bare and following is not None and (pair := join_neighbours(mention, following, text)):
        return pair
    if (
        following is not None
        and mention.bound == "exact"
        and following.bound != "exact"
        and mention.unit == following.unit
        and _GAP.fullmatch(text, mention.end, following.start)
        and _AFTER.match(text, following.end)
        and _ANNOUNCED.search(text, max(0, mention.start - 12), mention.start)
    ):  # 分别增长4%、5%左右
        ends = {"over": (mention.value, None), "under": (None, mention.value)}.get(following.bound, (None, None))
        return replace(mention, bound=following.bound, low=ends[0], high=ends[1])
    if "fraction" in mention.flags:
        return mention
    if mention.unit.unit not in ("", "个") or (mention.unit.unit == "" and not bare and following is None):
        return mention
    if following is None or not following.unit.unit:
        return None if bare else mention
    if not _GAP.fullmatch(text, mention.end, following.start):
        if _NEXT_PLACE.fullmatch(text, mention.end, following.start) and _BESIDE.search(
            text, max(0, mention.start - 14), mention.start
        ):  # 高于全国|0.7|、全省2.3个百分点
            flags = (*(flag for flag in mention.flags if flag != "unitless"), "shared_unit")
            return replace(mention, unit=following.unit, flags=flags)
        return None if bare else mention
    fractional = mention.value is not None and mention.value % 1 != 0
    if mention.unit.unit == "个" and not fractional and following.unit.unit != "个百分点":
        return mention
    if not bare or _is_announced(mention, following, text):
        flags = (*(flag for flag in mention.flags if flag != "unitless"), "shared_unit")
        value = mention.value
        if bare and value is not None:
            value *= _scale_of(following, text)
        return replace(mention, value=value, unit=following.unit, flags=flags)
    return _restore_decimal(mention, following, text)


def _scale_of(mention: Mention, text: str) -> float:
    """The scale that a number is written with or was lent itself: of 398 in 412、|398|、425万吨 ten thousand."""
    if scaled := _SCALED.match(text, mention.start, mention.end):
        return parse_number(scaled["scale"])
    plain = _PLAIN.fullmatch(text, mention.start, mention.end)
    if "shared_unit" not in mention.flags or not mention.value or not plain:
        return 1
    return abs(mention.value) / float(plain["number"])


def _is_named_count(mention: Mention, text: str) -> bool:
    """参保人数分别为|98514|、|16648|。: a whole number without a unit, as its name says what it counts."""
    if mention.value is None or mention.value % 1 or text[mention.end : mention.end + 1] not in _MAY_END_COUNT:
        return False
    return _COUNTS.search(text, max(0, mention.start - _LONGEST_LIST), mention.start) is not None


def _kind_of_index(mention: Mention, following: Mention | None, text: str) -> str:
    """收入比降至|2.3|, 空气质量指数为|3.86|，: the kind of a number that has no unit, as its name says; "" for none."""
    if mention.value is None or text[mention.end : mention.end + 1] not in _MAY_END_INDEX:
        return ""
    if following and following.unit.unit and _GAP.fullmatch(text, mention.end, following.start):
        return ""  # 满意度分别为|96|、97.5%
    named = _INDICES.search(text, max(0, mention.start - _LONGEST_LIST), mention.start)
    if named is None or (named["pair"] and not mention.value % 1):
        return ""  # 案件结收比|1.01|; not 甲队比3
    return "count" if named["times"] else "rate_or_score"


def _is_between(mention: Mention, following: Mention, text: str) -> bool:
    """人口大于4865并少于20793人: two bounds are the ends of a range."""
    return (
        _AND_BELOW.fullmatch(text, mention.end, following.start) is not None
        and _ABOVE.search(text, max(0, mention.start - 4), mention.start) is not None
        and mention.value is not None
        and following.value is not None
        and mention.value < following.value
    )


def _is_announced(mention: Mention, following: Mention, text: str) -> bool:
    """A bare member is read in a list that 分别 announces, or when both have decimals (3.2、4.5亿元)."""
    lead = text[max(0, mention.start - 40) : mention.start]
    clause = lead[max(lead.rfind(mark) for mark in "。；！？\n") + 1 :]
    alike = text[following.start : following.end].count(".") == text[mention.start : mention.end].count(".") == 1
    return bool(_ANNOUNCED.search(clause)) or alike


def _restore_decimal(mention: Mention, following: Mention, text: str) -> Mention | None:
    if (
        not _BROKEN_DECIMAL.fullmatch(text, mention.start, following.end)
        or following.value is None
        or mention.value is None
    ):
        return None
    digits = _LEADING_DIGITS.match(text, mention.end + 1)
    if digits is None or not (written := int(digits[0])):
        return None
    value = following.value / written * (mention.value + written / 10 ** len(digits[0]))
    return replace(following, start=mention.start, value=value, flags=(*following.flags, "decimal_restored"))
