"""How is a number written for people? In full, short beside a bar, and in 亿元 or 万亩 as reports have it."""

from __future__ import annotations

import math
from typing import Any

SHORT = ((1e12, " trn"), (1e9, " bn"), (1e6, " m"), (1e3, " k"))
M2_PER_MU = 2000 / 3
# How the reports themselves would put it: standard unit → their unit, and how many of the standard unit it is.
REPORT_UNITS = {
    "CNY": ("元", 1.0),
    "m²": ("亩", M2_PER_MU),
    "kg": ("吨", 1000.0),
    "m": ("公里", 1000.0),
    "kWh": ("千瓦时", 1.0),
}
SCALES = ((1e8, "亿"), (1e4, "万"), (1.0, ""))


def full(value: float | None, unit: str = "") -> str:
    """1264500.5 → 1,264,500.5 CNY; nothing where there is no number."""
    if value is None or math.isnan(value):
        return ""
    number = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.4g}"
    return join(number, unit)


def short(value: float | None, unit: str = "") -> str:
    """12632000000 → 12.6 bn CNY."""
    if value is None or math.isnan(value):
        return "–"
    for size, name in SHORT:
        if abs(value) >= size:
            return join(f"{significant(value / size)}{name}", unit)
    return join(significant(value), unit)


def significant(value: float) -> str:
    """Three digits, or all of the whole number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def join(number: str, unit: str) -> str:
    return number + unit if unit == "%" else f"{number} {unit}".rstrip()


def as_reported(value: float | None, unit_standard: str) -> str:
    """12632000000 CNY → 126.32 亿元; counts with their measure word: 32680 人 → 3.268 万人."""
    if value is None or math.isnan(value):
        return ""
    unit, factor = REPORT_UNITS.get(unit_standard, (unit_standard, 1.0))
    number = value / factor
    size, name = next((scale for scale in SCALES if abs(number) >= scale[0]), SCALES[-1])
    return f"{number / size:,.4g} {name}{unit}" if abs(number / size) < 1e4 else f"{number / size:,.0f} {name}{unit}"


def stated(row: dict[str, Any]) -> str:
    """A claim's number: 11,400 亩, 3–5 公里, 'over 740 人', or that it is masked."""
    ends = [row[end] for end in ("value_min", "value_max")]
    known = [end for end in ends if end is not None and not math.isnan(end)]
    if row["masked"]:
        return join("masked", row["unit"])
    if row["value"] is not None and not math.isnan(row["value"]):
        bound = "" if row["bound"] == "exact" else f"{row['bound']} "
        return bound + full(row["value"], row["unit"])
    return join(" – ".join(map(full, known)), row["unit"])
