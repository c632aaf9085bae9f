"""Which marks stand for censored digits as X does? 〇〇万元, □□处, ●●亿元, ＿＿万元, ……万元.

Each can mean something else: a zero, a box to tick, a bullet, a line to sign on, an omission. They stand for digits
only behind a word and before a unit, two of them at least.
"""

from __future__ import annotations

import re

from extractors.language import knowledge
from extractors.language.grammar import HAN

_UNITS = "|".join(sorted(knowledge.quantity_words().masked_units, key=len, reverse=True))
_NUMERAL = "一二两三四五六七八九零〇十百千万亿"
# It begins with a set of characters, so that re goes fast over all others.
_MASKED = re.compile(
    rf"[〇□■●◯△_＿?？…](?:(?<=[{HAN}].)|(?<=[{HAN}][：:约近].))"
    rf"(?:(?<=〇)(?<![{_NUMERAL}].)〇{{1,3}}(?![{_NUMERAL[:11]}])"
    rf"|(?<=[□■●◯△_＿])[□■●◯△_＿]{{1,7}}(?=余?[十百千万亿]{{0,3}}(?:{_UNITS}))"
    rf"|(?:(?<=[?？])[?？]{{1,3}}|(?<=…)…?)(?=余?[十百千万亿]{{1,3}}(?:{_UNITS})))"
)


def with_masks(text: str) -> str:
    """The text with X for such marks; as long."""
    return _MASKED.sub(lambda marks: "X" * len(marks[0]), text)
