"""What do the Chinese corpora of facebook/duckling ask? Numerals, money, distances, volumes, masses, temperatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.peers.suites.bare import ask_bare
from tests.peers.suites.cases import Collection, Expectation

FOLDER = "facebook+duckling"
UNITS = {
    "Centimetre": "cm", "Metre": "m", "Kilometre": "km", "Foot": "ft", "Inch": "in", "Mile": "mile", "Litre": "L",
    "Millilitre": "mL", "Gallon": "gal", "Celsius": "℃", "Fahrenheit": "℉", "Degree": "度", "Dollar": "CNY",
    "CNY": "CNY", "HKD": "HKD", "Cent": "CNY", "Gram": "g",
}  # fmt: skip
CARRIERS = {
    "AmountOfMoney": "每件价格为{}。", "Distance": "长度为{}。", "Volume": "容量为{}。", "Quantity": "总重{}。",
    "Temperature": "气温为{}。",
}  # fmt: skip
DIALECT = "仙|毫[^升克]|毫$|蚊|個半|個九|個一毫|茶匙|湯匙|^米|四分一|二分一|三分一"


def read(folder: Path) -> Iterator[Collection]:
    numerals = Collection("duckling-numeral")
    for head, text in _examples(folder, "Numeral"):
        if not numerals.is_decided(text):
            _numeral(numerals, text, float(head.replace("NumeralValue", "").strip(" ()")))
    yield numerals
    for dimension in CARRIERS:
        collection = Collection(f"duckling-{dimension.lower()}")
        for head, text in _examples(folder, dimension):
            if not collection.is_decided(text):
                _measured(collection, dimension, head, text)
        yield collection


def _examples(folder: Path, dimension: str) -> Iterator[tuple[str, str]]:
    """What Haskell's examples resolve to, and each of their texts."""
    corpus = (folder / FOLDER / "Duckling" / dimension / "ZH" / "Corpus.hs").read_text(encoding="utf-8")
    for group in re.finditer(r"examples \((.+?)\)\s*\n\s*\[(.*?)\n\s*\]", corpus, re.DOTALL):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', group[2]):
            yield group[1], text.replace('\\"', '"')


def _numeral(to: Collection, text: str, value: float) -> None:
    if re.search(r"[MG]$", text):
        to.leave_out(text, "English M or G as a scale: not Chinese usage")
    elif text[-1] in "對雙":
        unit = "对" if text[-1] == "對" else "双"
        to.add(f"共有{text}。", Expectation(text, value / 2, unit, other_value=value))
    elif text[-1] == "打":
        to.add(f"共有{text}。", Expectation(text, value / 12, "打", other_value=value))
    elif text.startswith("."):
        to.add(f"共投入{text}元。", Expectation(text + "元", value, "CNY"))
    else:
        ask_bare(to, text, value, is_fraction=True if "分之" in text else None)


def _measured(to: Collection, dimension: str, head: str, text: str) -> None:
    if re.search(DIALECT, text):
        to.leave_out(text, "dialect (Cantonese) or kitchen measure")
        return
    if text.endswith(("'", '"')):
        to.leave_out(text, "English foot or inch marks")
        return
    if re.search("foots|feets|miles", text):
        to.leave_out(text, "English plural of a unit, misspelt or mixed in")
        return
    parts = re.match(r"(simple|under|above|between) (\w+) \(?([\d.]+)(?:, ?([\d.]+))?", head)
    assert parts, head
    form, name, low, high = parts.groups()
    written = re.sub("^(最多|最少|至少|起碼)|(以下|以上|或以上|左右)$", "", text)
    written = re.sub("或$", "", written)
    bound = {"under": "under", "above": "over"}.get(form)
    if text.endswith("左右"):
        bound = "approx"
    if form == "between":
        found = Expectation(written, None, UNITS[name], float(low), float(high), bound)
    else:
        found = Expectation(written, float(low) * (0.01 if name == "Cent" else 1), UNITS[name], bound=bound)
    to.add(CARRIERS[dimension].format(text), found)
