"""Where is the decimal point of a number that begins with it, or has another mark for it? 增长.5%; 收入35，8亿元.

Some tables and programs leave out the zero before a point; a comma may be one that was mistyped.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from extractors.language.grammar import HAN
from extractors.language.numerals import times
from extractors.quantities.mention import Mention

POINTS = frozenset(".．")
_MINUS = frozenset("-−－–—﹣")
#: No sentence ends behind them, so that the point belongs to the number.
_OPENS = frozenset("：:，,、；;（(｜| \t\n\u3000")
_WHOLE = re.compile("(?P<digits>[0-9]+)[万亿千百]{0,2}")
#: What may stand for a decimal point; a number without a unit before it, and what is counted in decimals behind it.
DECIMAL_MARKS = frozenset("，､﹐。:：;；∶˙")
_BARE = re.compile(
    rf"(?:(?<=[{HAN}])|(?<=[{HAN}][ ]))(?!(?:19|20)[0-9]{{2}}[ ]?.[ ]?$)(?P<whole>[0-9]{{1,4}})"
    rf"[ ]?[{''.join(DECIMAL_MARKS)}][ ]?$"
)
_DECIMAL = re.compile("(?P<digits>[0-9]{1,2})(?:[万亿元%％‰吨亩倍]|个?百分点|公里|公顷|平方|立方|千瓦)")
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


def flag_mark(mention: Mention, text: str) -> Mention:
    """收入35，|8亿元|: the quantity, with a flag where a number that has no unit stands before a mark before it."""
    start = mention.start
    before, after = _BARE.search(text, max(0, start - 8), start), _DECIMAL.match(text, start)
    if before is None or after is None or mention.value is None or mention.flags:
        return mention
    if mention.unit.kind in ("duration", ""):
        return mention
    digits = after["digits"]
    scale = mention.value / int(digits) if int(digits) else 1
    whole = times(float(f"{before['whole']}.{digits}"), scale)
    return replace(mention, flags=(_two_readings(mention.value, whole),))


def _two_readings(value: float, other: float) -> str:
    return f"two_readings: {value:.15g} or {other:.15g}"
