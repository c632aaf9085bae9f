"""Which growth is that of one year's level over another's? 2020年产量8.6万吨，2023年达到9.5万吨，增长|10.5%.

No word says against what. The figures do: only where they agree is the growth taken for that of the two levels told
before it, so that nothing is taken for a base that is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from extractors.context.context import Reading

_ROUNDED = 0.12  # of a growth in %: its last digit, and what rounded levels make of it
_ROUNDED_POINTS = 0.051
_SHARE = 0.01  # of a great growth


def over_levels(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with the year of the lower level as the base of such a growth."""
    told = list(readings)
    levels: tuple[Reading, Reading] | None = None
    for n in range(2, len(told)):
        before, reading = told[n - 1], told[n]
        if not _is_growth(before):
            levels = (told[n - 2], before)
        if levels and _is_growth(reading) and _are_levels(*levels, reading) and _agree(*levels, reading):
            first, second = levels
            told[n] = replace(
                reading,
                comparison="yoy" if _years_between(first, second) == 1 else "other",
                base_text=first.period_text,
                base_first=first.first,
                base_last=first.last,
            )
    return told


def _is_growth(reading: Reading) -> bool:
    return reading.direction != "none"


def _are_levels(first: Reading, second: Reading, growth: Reading) -> bool:
    return (
        growth.comparison == "none"
        and growth.base_text is None
        and first.direction == second.direction == first.comparison == second.comparison == "none"
        and first.mention.unit == second.mention.unit
        and first.metric == second.metric == growth.metric
        and first.period_text is not None
        and second.period_text is not None
        and _years_between(first, second) > 0
    )


def _years_between(first: Reading, second: Reading) -> int:
    return second.last.year - first.last.year if first.last and second.last else 0


def _agree(first: Reading, second: Reading, growth: Reading) -> bool:
    before, after, said = first.mention.value, second.mention.value, growth.mention.value
    if before is None or after is None or said is None or before <= 0:
        return False
    moved = (after - before) * (1 if growth.direction == "up" else -1)
    if growth.mention.unit.unit == "%" and first.mention.unit.unit != "%":
        percent = moved / before * 100
        return abs(percent - said) <= max(_ROUNDED, _SHARE * said)
    if growth.mention.unit.unit == "个百分点":
        return abs(moved - said) <= _ROUNDED_POINTS
    return growth.mention.unit == first.mention.unit and abs(moved - said) <= _SHARE * said
