"""Invented lists whose members are known by construction: each has its figure, and some have a 和 inside."""

from __future__ import annotations

import random
from dataclasses import dataclass

KNOWN = ["生活用品和服务", "教育文化和娱乐", "其他用品及服务", "住宿和餐饮业", "批发和零售业", "社会保障和就业"]
JOINED = ["图书和音像", "灯具及电料", "花卉与苗木", "茶叶和咖啡", "皮革与毛皮"]
PLAIN = ["医疗保健", "衣着", "纸张", "木材", "家具", "药材", "陶瓷制品", "金属制品"]
MEASURES, MOVES, LONGEST = ["价格", "产值", "销售额"], ["上涨", "增长", "下降"], 8


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence, and of each of its figures what it measures."""

    text: str
    names: dict[str, str]  # quote → name


def write(seed: int) -> Written:
    """One or two lists behind each other, the second of which may fall where the first rose."""
    draw = random.Random(seed)
    members = draw.sample([*KNOWN, *JOINED, *PLAIN], draw.randrange(2, LONGEST + 1))
    rates = [f"{number / 10}%" for number in draw.sample(range(11, 99), len(members))]
    cut = len(members) if len(members) < 4 or draw.random() < 0.5 else draw.randrange(2, len(members) - 1)
    measure = draw.choice(MEASURES)
    text, begin = "2023年，", 0
    for end in dict.fromkeys((cut, len(members))):
        own = members[begin:end]
        each = "分别" if len(own) > 2 or draw.random() < 0.5 else ""
        text += "；" if begin else ""
        text += _joined(draw, own) + measure + each + draw.choice(MOVES) + _figures(draw, rates[begin:end])
        begin = end
    return Written(text + "。", {rate: of + measure for rate, of in zip(rates, members, strict=True)})


def write_unequal(seed: int) -> Written:
    """A list with a figure more or less than it has members, whose names are then nobody's."""
    draw = random.Random(seed)
    members = draw.sample(PLAIN, draw.randrange(3, 6))
    rates = [f"{number / 10}%" for number in draw.sample(range(11, 99), len(members) + draw.choice([-1, 1]))]
    measure = draw.choice(MEASURES)
    text = f"2023年，{'、'.join(members)}{measure}分别{draw.choice(MOVES)}{'、'.join(rates)}。"
    return Written(text, {rate: of + measure for rate in rates for of in members})


def _joined(draw: random.Random, members: list[str]) -> str:
    """The members of a list; between the last two stands a 和 only where no other could be taken for it."""
    inside = any(joint in member for member in members[-2:] if member in JOINED for joint in "和与及")
    last = draw.choice(["、", "以及"] if inside else ["、", "和", "与", "及", "以及"])
    return "、".join(members[:-1]) + last + members[-1]


def _figures(draw: random.Random, rates: list[str]) -> str:
    return "、".join(rates[:-1]) + draw.choice(["、", "和", "，"][: len(rates)]) + rates[-1]
