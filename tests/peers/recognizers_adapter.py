"""What does Recognizers-Text find? Percentages, money, ages and dimensions with their unit, and bare numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapter_protocol import Extractor, Mention, lumps, serve, single

CULTURE = "zh-cn"
LUMP = 5000  # characters at a time: what it is fastest with; by line or sentence it finds the same at half the speed

# The unit is taken as it is written, behind the number; its kind from the name that the tool gives it.
NUMBER = re.compile(r"[-+]? [\d０-９零〇一二两三四五六七八九十百千万亿,，.．余多几]+ \s*", re.VERBOSE)
DIMENSIONS = {
    "area": "Square centimetre|Square decimeter|Square meter|Square kilometer|Acre|Hectare|Mu",
    "volume": "Liter|Milliliter|Cubic meter|Cubic decimeter|Cubic millimeter|Cubic feet|Gallon|Pint|Dou|Dan",
    "mass": "Kilogram|Jin|Milligram|Gram|Ton|Pound|Ounce",
    "length": "Meter|Kilometer|Decimeter|Centimeter|Micrometer|Microns|Picometer|Nanometer|Li|Zhang|Chi|Cun|Mile|Inch"
    "|Foot|Yard|Knot",
    "count": "Barrel|Pot",
}
DIMENSION_KIND = {name: kind for kind, names in DIMENSIONS.items() for name in names.split("|")}

# Help from us: the units and measure words of this project, read from its table. The tool has no measure words.
UNITS = Path(__file__).resolve().parent.parent.parent / "extractors" / "data" / "units.toml"
OF_DATES = {"年", "年度", "月", "日", "号", "时", "点", "届"}
SCALES = {"亿": 1e8, "万": 1e4}
RANGE_MARK = re.compile(r"[-—–~～至到]{1,2}")


def load() -> dict[str, Extractor]:
    from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
    from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension

    measurer = Measurer()

    def run(recognize: Callable[..., list[Any]], text: str) -> Iterable[tuple[int, int, dict[str, Any]]]:
        for offset, lump in lumps(text, LUMP):
            for found in recognize(lump, CULTURE):
                yield offset + found.start, offset + found.end + 1, found.resolution or {}

    def units(text: str) -> list[Mention]:
        """the models for percentage, currency, age and dimension; of overlapping mentions the longest"""
        mentions = [percentage(text, *found) for found in run(recognize_percentage, text)]
        for recognize, kind in ((recognize_currency, "money"), (recognize_age, "other"), (recognize_dimension, None)):
            for start, end, resolution in run(recognize, text):
                if resolution.get("value") is not None:  # 元 alone
                    mentions.append(with_unit(text, start, end, resolution, kind))
        return longest(mentions)

    def plain_numbers(text: str) -> list[Mention]:
        """the same, and every other number as a count without unit"""
        return with_numbers(text, units(text), run(recognize_number, text))

    def plain_cardinals(text: str) -> list[Mention]:
        """the same, less the numbers that its ordinal model claims (第三)"""
        ordinals = [(start, end) for start, end, _ in run(recognize_ordinal, text)]
        numbers = [n for n in run(recognize_number, text) if not any(s <= n[0] < e for s, e in ordinals)]
        return with_numbers(text, units(text), numbers)

    def measured(text: str) -> list[Mention]:
        """the same, but only numbers before a unit or measure word of this project's table, which becomes their unit"""
        return measurer.measure_all(text, plain_cardinals(text))

    def measured_ranges(text: str) -> list[Mention]:
        """the same, and two neighbours with a dash or 至 between them joined to a range"""
        return measurer.measure_all(text, join_ranges(text, plain_cardinals(text)))

    return {
        "with unit": units,
        "with unit, numbers": plain_numbers,
        "with unit, cardinals": plain_cardinals,
        "lent units": measured,
        "lent units, ranges": measured_ranges,
    }


def percentage(text: str, start: int, end: int, resolution: dict[str, Any]) -> Mention:
    """It gives 两成 as 20% and 2个百分点 as 2%: put into the unit as written."""
    value = float(resolution["value"].rstrip("%"))
    written = text[start:end]
    if "成" in written:
        return single(start, end, round(value / 10, 10), "成", "percentage")
    return single(start, end, value, "个百分点" if "百分点" in written else "%", "percentage")


def with_unit(text: str, start: int, end: int, resolution: dict[str, Any], kind: str | None) -> Mention:
    number = NUMBER.match(text, start, end)
    unit = text[number.end() if number else start : end].strip()
    value = float(resolution["value"])
    return single(start, end, value, unit, kind or DIMENSION_KIND.get(resolution["unit"], "other"))


def longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(mention.start < k.end and k.start < mention.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def with_numbers(
    text: str, mentions: list[Mention], numbers: Iterable[tuple[int, int, dict[str, Any]]]
) -> list[Mention]:
    taken = {i for m in mentions for i in range(m.start, m.end)}
    free = [(start, end, found) for start, end, found in numbers if taken.isdisjoint(range(start, end))]
    return sorted(
        mentions + [single(start, end, float(found["value"]), "", "count") for start, end, found in free],
        key=lambda m: m.start,
    )


def measure_words() -> dict[str, tuple[str, str]]:
    """Published unit and kind of each spelling, less those that dates are written with and those of doubtful claims."""
    return {
        spelling: (row.get("unit", spelling.removeprefix("个") or spelling), row["kind"])
        for row in tomllib.loads(UNITS.read_text(encoding="utf-8"))["unit"]
        if not row.get("optional")
        for spelling in row["spellings"] + [f"个{s}" for s in row["spellings"] if row.get("drop_ge")]
        if spelling not in OF_DATES
    }


class Measurer:
    """Gives a bare number the unit behind it."""

    def __init__(self) -> None:
        self._words = measure_words()
        longest_first = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile(r"[余多几]?(?P<unit>" + "|".join(map(re.escape, longest_first)) + ")")

    def measure_all(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """The mentions with a unit of their own or behind them."""
        return [m for m in (self.measure(text, mention) for mention in mentions) if m is not None]

    def measure(self, text: str, mention: Mention) -> Mention | None:
        found = None if mention.unit else self._pattern.match(text, mention.end)
        if found:
            unit, kind = self._words[found["unit"]]
            return replace(mention, end=found.end(), unit=unit, kind=kind)
        return mention if mention.unit else None


def join_ranges(text: str, mentions: list[Mention]) -> list[Mention]:
    """2000-2500万元, found as 2000 and 2500万元, as a range of 元."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before and before.unit in ("", mention.unit) and RANGE_MARK.fullmatch(text, before.end, mention.start):
            low = (before.value or 0) * shared_scale(text[before.start : before.end], text[mention.start : mention.end])
            joined[-1] = replace(mention, start=before.start, value=None, value_min=low, value_max=mention.value)
        else:
            joined.append(mention)
    return joined


def shared_scale(first: str, last: str) -> float:
    """What 万 or 亿 of the last number is worth to a first number without one."""
    return next((worth for scale, worth in SCALES.items() if scale in last and not SCALES.keys() & set(first)), 1)


if __name__ == "__main__":
    serve(load)
