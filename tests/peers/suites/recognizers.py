"""What do the Chinese specifications of microsoft/Recognizers-Text ask? Numbers, percentages, ranges, units."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.peers.suites.bare import ask_bare, is_improper
from tests.peers.suites.cases import Collection, Expectation, normal

FOLDER = "microsoft+Recognizers-Text"
CODES = {"Dollar": "USD", "Bitcoin": "BTC"}
UNITS = {
    "Mu": "亩", "Kilogram": "kg", "Centimeter": "cm", "Ton": "吨", "Meter": "m", "Jin": "斤", "Kilometer": "km",
    "Gram": "g", "Kilobit": "kbit", "Megabyte": "MB", "Kilobyte": "KB", "Megahertz": "MHz", "Hertz": "Hz",
    "Kilowatt": "kW", "Kilocalorie": "kcal", "Liang": "两", "Microgram": "μg",
    "Degree": "度", "F": "℉", "C": "℃", "Year": "岁", "Month": "月", "Week": "周", "Day": "天",
}  # fmt: skip
CARRIERS = dict.fromkeys(["kg", "吨", "斤", "g", "μg"], "总重{}。") | dict.fromkeys(["m", "cm", "km"], "长度为{}。")
CARRIERS |= dict.fromkeys(["Hz", "MHz"], "频率为{}。") | dict.fromkeys(["MB", "KB", "kbit"], "容量为{}。")
CARRIERS |= {"两": "白银{}。", "kW": "装机容量为{}。", "kcal": "热量为{}。"}
SHARES = {"折": "全部商品打{}销售。", "成": "占总量的{}。", "pp": "提高{}。"}


def read(folder: Path) -> Iterator[Collection]:
    specs = folder / FOLDER / "Specs"
    for suite, files, ask in (
        ("recognizers-number", ["Number/Chinese/NumberModel.json"], _number),
        ("recognizers-percent", ["Number/Chinese/PercentModel.json"], _percent),
        ("recognizers-range", ["Number/Chinese/NumberRangeModel.json"], _range),
        ("recognizers-currency", ["NumberWithUnit/Chinese/CurrencyModel.json"], _currency),
        ("recognizers-dimension", ["NumberWithUnit/Chinese/DimensionModel.json"], _dimension),
        ("recognizers-temperature-age", ["NumberWithUnit/Chinese/TemperatureModel.json"], _temperature),
        ("recognizers-temperature-age", ["NumberWithUnit/Chinese/AgeModel.json"], _age),
    ):
        collection = Collection(suite)
        for file in files:
            for spec in json.loads((specs / file).read_text(encoding="utf-8-sig")):
                if not collection.is_decided(spec["Input"]):
                    ask(collection, spec["Input"], spec["Results"])
        yield collection


def _number(to: Collection, text: str, results: list[Any]) -> None:
    plain = normal(text).strip()
    if not results:
        to.add(text if len(text) > 2 else text + "。")
    elif re.search(r"\^|\de[+-]?\d", plain.lower()):
        to.leave_out(text, "mathematical notation (powers, e-notation): not written in reports")
    elif re.search(r"\d\s*M$", plain):
        to.leave_out(text, "English M or G as a scale: not Chinese usage")
    else:
        value = float(results[0]["Resolution"]["value"])
        is_fraction = re.search(r"分\s*之|/", plain) is not None
        if (is_fraction and re.search("[负負]", plain) and "又" not in plain) or (
            is_fraction and is_improper(plain, value)
        ):
            to.leave_out(text, "negative or improper fraction: arithmetic, no share")
        else:
            bound = "over" if re.search("[余多几幾]", text) else None
            ask_bare(to, text, value, bound=bound, is_fraction=is_fraction)


def _percent(to: Collection, text: str, results: list[Any]) -> None:
    plain = normal(text)
    if not results:
        if len(text) <= 2:
            to.leave_out(text, "word without a number, outside a sentence")
        else:
            to.add(text)
        return
    if re.search(r"\d\s*[kK](\W|个|個|$)", plain):
        to.leave_out(text, "k in a percentage: written by nobody")
        return
    expected = [_share(result["Text"], float(result["Resolution"]["value"].rstrip("%"))) for result in results]
    unit = expected[0].unit
    is_minus = unit == "%" and not re.search(r"\s", plain.strip()) and re.match("[-－负]", plain)
    is_whole = len(results) == 1 and normal(results[0]["Text"]).lower().replace(" ", "") == re.sub(r"\s", "", plain)
    carrier = SHARES.get(unit, "增速为{}。" if is_minus else "占比为{}。") if is_whole else "{}"
    to.add(carrier.format(text), *expected)


def _share(text: str, percent: float) -> Expectation:
    """成, 折 and ‰ in the unit that is written."""
    plain = re.sub(r"\s", "", normal(text))
    if re.search("百分[点點]", plain):
        return Expectation(text, percent, "pp")
    for unit, pattern, factor in (
        *(("折", "折", 0.1), ("成", "成", 0.1), ("ppm", "百[万萬]分|千[万萬]分", 1e4)),
        *(("‰", "^[千仟]分", 10), ("‱", "^[万萬]分", 100)),
    ):
        if re.search(pattern, plain):
            return Expectation(text, round(percent * factor, 9), unit)
    return Expectation(text, percent, "%")


def _range(to: Collection, text: str, results: list[Any]) -> None:
    if len(results) == 1 and results[0]["Text"] == text and re.search("[多余几幾]", text):
        value = float(results[0]["Resolution"]["value"].strip("(,)"))
        to.add(f"共投入{text}元。", Expectation(text + "元", value, "CNY", bound="over"))
    else:
        to.leave_out(text, "algebra or talk with bare numbers, no unit can be put in")


def _currency(to: Collection, text: str, results: list[Any]) -> None:
    found = []
    for result in results:
        resolution = result["Resolution"]
        code = resolution.get("isoCurrency") or CODES[resolution["unit"]]
        found.append(Expectation(result["Text"], float(resolution["value"]), code))
    is_bare = len(results) == 1 and re.sub(r"\s", "", text) == re.sub(r"\s", "", results[0]["Text"])
    to.add(f"总投入{text}。" if is_bare else text, *found)


def _dimension(to: Collection, text: str, results: list[Any]) -> None:
    if not results:
        to.add(text)
        return
    written, unit, value = _measured(text, results[0])
    to.add(CARRIERS[unit].format(text) if written == text else text, Expectation(written, value, unit))


def _measured(text: str, result: Any) -> tuple[str, str, float]:
    written = result["Text"]
    if written not in text and (at := text.lower().find(written)) >= 0:
        written = text[at : at + len(written)]
    return written, UNITS[result["Resolution"]["unit"]], float(result["Resolution"]["value"])


def _temperature(to: Collection, text: str, results: list[Any]) -> None:
    results = [result for result in results if result["Resolution"]["value"]]
    if not results:
        to.add(text)
        return
    written, unit, value = _measured(text, results[0])
    to.add(f"气温为{text}。" if written == text else text, Expectation(written, value, unit))


def _age(to: Collection, text: str, results: list[Any]) -> None:
    _, unit, value = _measured(text, results[0])
    sentence = text if len(text) > 5 else f"平均年龄为{text}。"
    to.add(sentence, Expectation(results[0]["Text"].rstrip("大"), value, unit))
