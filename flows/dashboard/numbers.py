"""How is a number written for people? As the reports write it: 3.86亿元, 24.8万亩; in full where it is looked up.

A figure of one claim is shown in that claim's unit; a sum or an axis in the unit that most of its claims are written
in, and 亿 or 万 of it. What that is in the standard unit stands behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.messages.numbers import as_written
from flows.dashboard.language import _
from flows.dashboard.terms import term, unit_name

#: How reports put what is in a standard unit, where no claim says: their unit, and how many of the standard unit it is.
REPORT_UNITS = {
    "CNY": ("元", 1.0),
    "m²": ("亩", 2000 / 3),
    "kg": ("吨", 1000.0),
    "m": ("公里", 1000.0),
    "kWh": ("千瓦时", 1.0),
}
SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"), (1.0, ""))
PERCENT, POINTS = "%", "percentage points"
MINUS = "−"  # the sign of print: a hyphen is a dash to many fonts and readers
#: Measures of which nobody says 万.
UNSCALED = ("%", "‰", "℃", POINTS)


@dataclass(frozen=True, slots=True)
class Scale:
    """In what numbers are shown: 亿元, and how many of the standard unit it is."""

    name: str
    factor: float

    def number(self, value: float | None) -> str:
        """1234500000000 in 亿元 → 12,345."""
        return "" if missing(value) or value is None else rounded(value / self.factor)

    def text(self, value: float | None) -> str:
        """The same with its unit."""
        return join(self.number(value), self.name) if not missing(value) else ""


def scale_for(
    values: Iterable[float | None], unit_standard: str, unit: str | None = None, factor: float = 1.0
) -> Scale:
    """The scale in which the largest of some values is written, in `unit` (how many of the standard one it is)."""
    if not unit or factor <= 0:
        unit, factor = REPORT_UNITS.get(unit_standard, (unit_standard, 1.0))
    if unit_standard in UNSCALED:
        return Scale(unit_standard, 1.0)
    largest = max((abs(value) / factor for value in values if value is not None and not math.isnan(value)), default=0.0)
    size, name = next((scale for scale in SCALES if largest >= scale[0]), SCALES[-1])
    return Scale(name + unit, factor * size)


def as_share(part: float, digits: int = 1) -> str:
    """Per cent; what is there, however little, is not 0 %."""
    least = 0.1**digits / 100
    return f"<{least:.{digits}%}" if 0 < part < least / 2 else f"{part:.{digits}%}"


def missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def rounded(value: float) -> str:
    """Two decimals, as reports have them; three digits of what is small."""
    text = f"{value:.3g}" if value != 0 and abs(value) < 1 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS) if value < 0 else text


def span_of(first: float | None, last: float | None) -> str:
    """Years: 2021–2023, 2023; nothing where none is known."""
    if first is None or last is None or missing(first):
        return ""
    return f"{first:.0f}" if first == last else f"{first:.0f}–{last:.0f}"


def full(value: float | None, unit: str = "") -> str:
    """1264500.5 → 1,264,500.5 CNY; nothing where there is no number."""
    return "" if value is None or math.isnan(value) else join(rounded(value), unit_name(unit))


def join(number: str, unit: str) -> str:
    """Without a blank before %, nor before Chinese, which has none there: 5.6%, 126.3亿元, 5.4 CNY."""
    if unit == POINTS:
        return _("{number} points", number=number)
    return f"{number}{unit}" if unit[:1] in "%‰" or unit[:1] > "\u2e80" else f"{number} {unit}".rstrip()


def as_reported(value: float | None, unit_standard: str, unit: str | None = None, factor: float = 1.0) -> str:
    """12632000000 CNY → 126.32亿元; of areas that are written in 平方米 those."""
    return scale_for([value], unit_standard, unit, factor).text(value)


def signed(value: float | None, unit: str = PERCENT) -> str:
    """A change: +5.6%, −1.4%."""
    if value is None or math.isnan(value):
        return ""
    return join(("+" if value > 0 else MINUS if value < 0 else "") + rounded(abs(value)), unit)


def bounded(bound: str, text: str) -> str:
    """With what the text says of how exact it is: 6.5%以上, 5%左右, 5.5%以内."""
    if bound == "over":
        return _("over {value}", value=text)
    if bound == "under":
        return _("at most {value}", value=text)
    return _("about {value}", value=text) if bound == "approx" else text


def of_point(row: Mapping[Any, Any], scale: Scale) -> str:
    """A point of a chart in its scale, with its bound or its upper end: 4.5–5%."""
    if not missing(row["upper"]):
        return f"{scale.number(row['value'])}–{scale.text(row['upper'])}"
    return bounded(row["bound"], scale.text(row["value"]))


def stated(row: dict[str, Any]) -> str:
    """A claim's number as it was written: 3.86亿元, 突破1200万元 as “over 1200万元”, 3–5公里, or that it is masked."""
    unit, quote = row["unit"], row.get("quote")
    if row["masked"]:
        return join(term("masked"), unit)
    scale = _scale_of(row)

    def written(value: float) -> str:
        return join(as_written(value, quote), unit) if isinstance(quote, str) else scale.text(value)

    low, high = row["value_min"], row["value_max"]
    if not missing(row["value"]):
        return bounded(row["bound"], written(row["value"]))
    if missing(low) or missing(high):
        return (
            ""
            if missing(low) and missing(high)
            else bounded(*(("under", written(high)) if missing(low) else ("over", written(low))))
        )
    return f"{as_written(low, quote) if isinstance(quote, str) else scale.number(low)}–{written(high)}"


def _scale_of(row: dict[str, Any]) -> Scale:
    """The claim's own unit; 万 and 亿 of it, as `value` is without them."""
    largest = [row["value"], row["value_min"], row["value_max"]]
    return scale_for(largest, row["unit_standard"] if row["unit"] in UNSCALED else "", row["unit"])
