"""Does a number begin with its decimal point? 增长.5%, as some tables and programs leave out the zero."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from extractors.language.grammar import HAN
from extractors.quantities.mention import Mention

POINTS = frozenset(".．")
_MINUS = frozenset("-−－–—﹣")
#: No sentence ends behind them, so that the point belongs to the number.
_OPENS = frozenset("：:，,、；;（(｜| \t\n\u3000")
_WHOLE = re.compile("(?P<digits>[0-9]+)[万亿千百]{0,2}")
_HAN = re.compile(f"[{HAN}]")


def read_point(numeral: str, start: int, mention: Mention, text: str) -> Mention:
    """The quantity, as the point before its number has it, with a flag for the other reading.

    The point is the number's before a rate, in a mean (人均耕地.62亩), behind a minus and behind a mark that opens or
    goes on (支出：.35万元). Before a measure it may be (投资.35亿元); in a text with ASCII's marks it ends a sentence
    there, as it does before a count.
    """
    before = text[start - 2 : start - 1]
    whole = _WHOLE.fullmatch(numeral)
    if whole is None or mention.value is None or before.isdecimal():
        return mention
    behind = float(Decimal(repr(mention.value)).scaleb(-len(whole["digits"])))
    negative = before in _MINUS and text[start - 3 : start - 2] not in _MINUS
    divisible = mention.unit.kind != "count" and (before in _OPENS or "均" in text[max(0, start - 9) : start - 1])
    if before not in POINTS and (mention.unit.kind == "percentage" or divisible or negative):
        flags = (*mention.flags, _two_readings(behind, mention.value))
        begin = mention.start - (2 if negative else 1)
        return replace(mention, start=begin, value=-behind if negative else behind, flags=flags)
    if _HAN.match(before) and mention.unit.kind not in ("count", ""):
        return replace(mention, flags=(*mention.flags, _two_readings(mention.value, behind)))
    return mention


def _two_readings(value: float, other: float) -> str:
    return f"two_readings: {value:.15g} or {other:.15g}"
