"""Which two numbers with 、 between them are about so many? 5、6名, 3、4百人, 10、20家; not members of a list.

Digits that follow each other are a few, as 五、六名 are, where they count something. Before a measure the mark may be a
decimal point that was mistyped (3、4亿元), and tens may be a list: both are flagged with the other reading.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language.numerals import parse_number, times
from extractors.quantities.mention import Mention

_FIRST = re.compile("(?P<number>[1-9]|[1-8]0)、")
_SECOND = re.compile("(?P<number>[1-9]|[1-9]0)(?P<scale>[十百千]?[万亿]?)(?P<ge>个?)(?![0-9.．])")
_IN_FEWS, _NUMBERED = frozenset(("count", "duration")), frozenset("班组队号期季栋幢楼层级月日路线章节款")
_LISTS, _TENS = frozenset("、，,：:；;。0123456789.第"), frozenset(("", "十", "百", "千"))
_ANNOUNCED = re.compile("分别|各|依次|第[^，。；]{0,6}$")
_REACH = 12  # characters before the first


def join_neighbours(mention: Mention, following: Mention, text: str) -> Mention | None:
    """A number without a unit and the quantity behind it as the range that they mean; None for two of a list."""
    first, start = _FIRST.fullmatch(text, mention.start, following.start), mention.start
    second = _SECOND.match(text, following.start)
    if first is None or second is None or following.value is None:
        return None
    low, high = int(first["number"]), int(second["number"])
    scale = parse_number(second["scale"]) if second["scale"] else 1.0
    least, most = times(low, scale), times(high, scale)
    kind, unit = following.unit.kind, following.unit.unit
    if (
        high - low != (1 if low < 10 else 10)
        or following.value != most
        or not unit
        or (unit in _NUMBERED and not second["ge"] and not second["scale"])
        or text[start - 1 : start] in _LISTS
        or _ANNOUNCED.search(text, max(0, start - _REACH), start)
    ):
        return None
    flags = following.flags
    if low >= 10:
        flags += (f"two_readings: {least:.15g}–{most:.15g} or {most:.15g}",)
    elif second["scale"] not in _TENS or not (kind in _IN_FEWS or second["scale"]):
        flags += (f"two_readings: {least:.15g}–{most:.15g} or {times(low + high / 10, scale):.15g}",)
    bound = "approx" if following.bound == "exact" else following.bound
    return replace(following, start=start, value=None, low=least, high=most, bound=bound, flags=flags)
