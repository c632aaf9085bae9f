"""What do the suites of dongrixinyu/JioNLP, Ailln/cn2an and wenet-e2e/WeTextProcessing ask?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.peers.suites.bare import ask_bare
from tests.peers.suites.cases import Collection, Expectation

CURRENCIES = {
    "元": "CNY", "港元": "HKD", "美元": "USD", "日元": "JPY", "新台币": "TWD", "泰铢": "THB", "卢布": "RUB",
    "欧元": "EUR", "澳元": "AUD", "韩元": "KRW",
}  # fmt: skip
BOUNDS = {"blur-": "under", "blur+": "over"}
DIGITS_ALONE = "phone, address, identity or code number read digit by digit"
ARITHMETIC = "arithmetic"
OTHERWISE = {  # files of WeTextProcessing in which only some sentences state a quantity
    "cardinal": DIGITS_ALONE,
    "math": ARITHMETIC,
    "normalizer": "no quantity, or bare numbers, or scores, or without unit",
}


def read(folder: Path) -> Iterator[Collection]:
    yield _money_parsed(folder / "dongrixinyu+JioNLP/test/test_money_parser.py")
    yield _money_extracted(folder / "dongrixinyu+JioNLP/test/test_money_extractor.py")
    yield _cn2an(folder / "Ailln+cn2an/cn2an")
    for direction in ("itn", "tn"):
        yield _wetext(folder / "wenet-e2e+WeTextProcessing" / direction / "chinese/test/data", f"wetext-{direction}")


def _money_parsed(file: Path) -> Collection:
    to = Collection("jionlp-parse")
    for text, answer in re.findall(r"\['(.*?)', (\{.*?\})\],", file.read_text(encoding="utf-8")):
        if to.is_decided(text):
            continue
        result = ast.literal_eval(answer)
        currency = CURRENCIES[result["case"]]
        written = re.sub("^(约|近|至少|不到|小于|大约|从)|(以上|左右|上下|（含）以上)$", "", text).removesuffix(
            "（含）"
        )
        if isinstance(result["num"], list):
            low, high = map(float, result["num"])
            is_vague = re.search("[多几数]", text)  # its known low end is asked for, or the suite's range
            bound = "over" if is_vague else None
            found = Expectation(written, low if is_vague else None, currency, low, high, bound)
        else:
            found = Expectation(written, float(result["num"]), currency, bound=BOUNDS.get(result["definition"]))
        to.add(f"共投入{text}。", found)
    return to


def _money_extracted(file: Path) -> Collection:
    to = Collection("jionlp-extract")
    for text, found in re.findall(r"\['(.*?)',\s*\n\s*\[(\]|\{)", file.read_text(encoding="utf-8")):
        if not to.is_decided(text) and found == "]":
            to.add(text, forbidden_kind="money")
    return to


def _cn2an(folder: Path) -> Collection:
    to = Collection("cn2an")
    source = (folder / "cn2an_test.py").read_text(encoding="utf-8")
    for name in ("strict", "normal", "smart", "direct"):
        body = re.search(rf"self\.{name}_data_dict = \{{(.*?)\n        \}}", source, re.DOTALL)
        for text, number in re.findall(r'"(.*?)": "?(-?[\d.]+)"?', body[1] if body else ""):
            if to.is_decided(text):
                continue
            if name == "direct":
                to.leave_out(text, DIGITS_ALONE)
            elif re.search("(元[整正]|圆[整正]|[圆元角分])$", text):
                to.add(f"共投入{text}。", Expectation(text, float(number), "CNY"))
            else:
                ask_bare(to, text, float(number))
    _an2cn(to, (folder / "an2cn_test.py").read_text(encoding="utf-8"))
    transformed = (folder / "transform_test.py").read_text(encoding="utf-8")
    for text in dict.fromkeys(re.findall('"([^"]+)"', transformed)):
        to.is_decided(text)
    return to


def _an2cn(to: Collection, source: str) -> None:
    """Numbers and how they are written: small, formal, as a sum of money, digit by digit."""
    seen = set()
    body = re.search(r"self\.input_data = \{(.*?)\n        \}", source, re.DOTALL)
    for number, forms in re.findall(r"\n\s+(-?[\d.]+): \[(.*?)\]", body[1] if body else "", re.DOTALL):
        small, formal, money, digits = re.findall('"(.*?)"', forms)
        value = float(number)
        to.leave_out(digits, DIGITS_ALONE)
        if small in seen:
            continue
        seen.add(small)
        lead = "净利润为" if value < 0 else "共捐款"
        ask_bare(to, small, value)
        to.add(f"{lead}{formal}元。", Expectation(formal + "元", value, "CNY"))
        whole, _, fraction = number.lstrip("-").partition(".")
        cents = 0.0 if money == "零元整" else float(f"{whole}.{fraction[:2] or 0}")  # a sum ends with 分
        to.add(f"{lead}{money}。", Expectation(money, -cents if value < 0 else cents, "CNY"))


def _wetext(folder: Path, suite: str) -> Collection:
    to = Collection(suite)
    for name in ("number", "cardinal", "fraction", "math", "measure", "money", "normalizer"):
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            before, arrow, after = (part.strip() for part in line.partition("=>"))
            if not arrow or to.is_decided(before):
                continue
            if name == "number":
                ask_bare(to, before, float(before) if suite == "wetext-tn" else _number(after))
            elif name in OTHERWISE:
                to.leave_out(before, OTHERWISE[name])
            else:
                raise ValueError(f"{suite}, {name}.txt: no decision on a sentence; add it to scope.toml")
    return to


def _number(text: str) -> float:
    above, scale, below = text.partition("万")
    return float(above) * 10**4 + float(below or 0) if scale else float(text)
