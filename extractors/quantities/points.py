"""Does a number begin with its decimal point? 增长.5%, as some tables and programs leave out the zero."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from extractors.quantities.mention import Mention

POINTS = frozenset(".．")


def begins_with_point(numeral: str, start: int, mention: Mention, text: str) -> bool:
    """Only a rate, or a mean (人均耕地.62亩): before a count the point ends a sentence in a text with ASCII's marks."""
    mean = mention.unit.kind != "count" and "均" in text[max(0, start - 9) : start - 1]
    return (
        (mention.unit.kind == "percentage" or mean)
        and mention.value is not None
        and numeral.isascii()
        and numeral.isdecimal()
        and not text[start - 2 : start - 1].isdecimal()
        and text[start - 2 : start - 1] not in POINTS
    )


def behind_point(numeral: str, mention: Mention) -> Mention:
    """The quantity as it is with its point, and a flag that says what it is without."""
    value = Decimal(f"0.{numeral}")
    flag = f"two_readings: {value} or {numeral}"
    return replace(mention, start=mention.start - 1, value=float(value), flags=(*mention.flags, flag))
