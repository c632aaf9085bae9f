"""Is a number in brackets a loss? 净利润为(3,456,789.12)元, 净利润（2,345.67）万元, as accounts print it."""

from __future__ import annotations

import re

from extractors.language.numerals import parse_number
from extractors.quantities import units
from extractors.quantities.behind import measure
from extractors.quantities.mention import Mention

# As accounts print sums: with thousands apart, or with two decimals. (3) and (1.5) number a list as often.
_PRINTED = re.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2}")
#: What closes the bracket.
CLOSES = frozenset(")）")
_SCALE = re.compile("[)）](?P<scale>[百千]?[万亿]?)")


def loss(numeral: str, start: int, end: int, text: str) -> Mention | None:
    """The quantity of a number in brackets before a unit of money or a rate, and a flag that says both readings.

    None where no bracket stands around it, where no word stands before it, or with another unit: 面积(1.20)亩.
    """
    closing = _SCALE.match(text, end)
    if closing is None or text[start - 1 : start] not in ("(", "（") or not text[start - 2 : start - 1].isalpha():
        return None
    written = measure(closing.end(), text)
    unit = units.resolve(written.unit)
    if written.high or unit.kind not in ("money", "percentage") or _PRINTED.fullmatch(numeral) is None:
        return None
    value = parse_number(numeral + closing["scale"])
    flags = (f"two_readings: {-value:.15g} or {value:.15g}",)
    return Mention(start - 1, written.end, -value, None, None, unit, "exact", False, flags)
