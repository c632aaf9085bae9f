"""Does a line speak to a reader who is to buy, follow or click, or does it report?

A linear model over the line's n-grams of characters and over what can be said of it as a whole. Phrases of one seller
do not carry over to the next; that it calls, offers, counts its own readers and reports nothing does. The weights
(data/advert_model.toml) are fitted by `make fit-adverts` to invented lines of many sellers and to the lines of reports.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from math import sqrt
from operator import add
from typing import Any

from extractors.language.grammar import HAN
from extractors.language.knowledge import load

LONGEST_GRAM = 4
SCALE = 5.0  # of the n-grams' share, so that their weights and the shapes' are of one size
MOST_REASONS = 3
HINT, HINT_WORD = 0.5, re.compile(f"[{HAN}]{{2,4}}|[a-z]{{2,4}}")
#: Longer lines are judged by their beginning and their end, where a seller's words stand.
LONGEST_READ = 160
CAPITAL = re.compile("[A-ZＡ-Ｚ]")
BLANK = re.compile(r"\s+")
DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
PIECES = re.compile(r"\s{1,4}|[|｜·•/»>]")

_REPORT_UNIT = (
    "家|户|亩|公里|平方米|吨|万?亿?元(?!/)|人次|名|场次?|件|起|个百分点|[%％]|宗|公顷|立方米|千瓦|处|座|台|项"
)
#: What can be said of a whole line; each a name of data/advert_model.toml and the pattern that says it.
SHAPES: dict[str, str] = {
    "address on the net": r"https?:|www\.|[a-z0-9-]{3,}\.(?:com|cn|net|org|cc|vip|top)\b",
    "mail": r"[\w.-]+@[\w-]+\.[a-z]",
    "telephone": r"(?<!\d)(?:1\s?[3-9](?:[\s-]?\d){9}|[48]00-?\d{3}-?\d{4}|0\d{2,3}-\d{7,8})(?!\d)",
    "handle": r"(?<![a-z0-9])(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[a-z0-9_-]{5,20}(?![a-z0-9])",
    "price": r"[¥￥]\s?\d"
    r"|\d\s?(?:元|块|毛)(?:\s?[/一每]|钱|包|起|$|[，,。！!、 ）)])|(?:价|卡|仅)[^，。]{0,4}\d+(?:\.\d+)?元",
    "figure of a report": rf"\d(?:[万亿余多几]*)(?:{_REPORT_UNIT})",
    "scale of a report": r"\d[\d.]*\s?[万亿]\s?(?:元|亩|吨|千瓦|平方|立方|美元)",
    "speaks to you": r"[您你]|亲(?=[，,们])|小伙伴|同学|老铁|姐妹|朋友",
    "calls out": r"[！!]",
    "asks": r"[？?]",
    "arrow or mark": r"[▲△▼↑↓→←☞👇👆★☆◆●■□»›▶►♥❤➕✓✔]|>>|\.{4}",
    "bars": r"[|｜].*[|｜]|\S\s?[|｜]\s?\S",
    "hashtag": rf"#\s?[{HAN}]",
    "somebody's name": rf"@[{HAN}\w]",
    "brackets all round": r"^[【\[（(《「][^】\]）)》」]*[】\]）)》」]$",
    "clock": r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)",
    "day": r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}",
    "day in words": r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日",
    "year": r"(?:19|20)\d\d年",
    "size of a file": r"\d\s?(?:kb|mb|gb|k|m|g)(?![a-z])",
    "kind of file": r"\.(?:docx?|pdf|pptx?|xlsx?|rar|zip|wps)",
    "heading": r"^(?:第?[一二三四五六七八九十]{1,3}[、，．.是要章节]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、．.])",
    "ends a sentence": r"[。；]$",
    "colon": r"[:：]",
    "number and colon": r"[:：]\s?\d",
    "title in brackets": r"《",
    "quotes": r"[“「]",
    "one word": rf"^[{HAN}]{{1,4}}$",
    "short": r"^.{5,12}$",
    "long": r"^.{41,}$",
}
_SHAPES = {name: re.compile(pattern) for name, pattern in SHAPES.items()}
MANY_PIECES, PIECE_LENGTH = 3, 8


def _small(line: str) -> str:
    """A line in small letters; `lower` is slow over Han characters, and most lines have no letters at all."""
    return line.lower() if CAPITAL.search(line) else line


def grams_of(line: str) -> set[str]:
    """The n-grams of a line, its blanks left out, its figures made alike, its beginning ^ and its end $."""
    plain = f"^{DIGITS.sub('0', BLANK.sub('', _small(line)))}$"
    if len(plain) > LONGEST_READ:
        plain = plain[: LONGEST_READ // 2] + plain[-LONGEST_READ // 2 :]
    grams = set(plain)
    some: Iterable[str] = plain
    for n in range(1, LONGEST_GRAM):  # each one longer than those before; map and add take a third of slices' time
        some = [*map(add, some, plain[n:])]
        grams.update(some)
    return grams


def shapes_of(line: str) -> list[str]:
    """What can be said of a line as a whole."""
    lower = _small(line)
    shapes = [name for name, pattern in _SHAPES.items() if pattern.search(lower)]
    pieces = [piece for piece in PIECES.split(line) if piece]
    if len(pieces) >= MANY_PIECES and sum(map(len, pieces)) <= PIECE_LENGTH * len(pieces):
        shapes.append("many short pieces")
    return shapes


class Voice:
    """The weights of data/advert_model.toml, ready to hear lines."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.base: float = data["base"]
        self.shapes: dict[str, float] = data["shapes"]
        self.grams = {gram: float(weight) for weight, grams in data["grams"].items() for gram in grams.split(" ")}
        self._known = frozenset(self.grams)
        self._lengths: list[int] = data["limits"]["lengths"]
        self._limits: dict[str, list[float]] = data["limits"]
        #: Words of which two in one line are reason enough to hear it, however long it is.
        self.hints = frozenset(
            gram
            for gram, weight in self.grams.items()
            if weight >= HINT and len(gram) > 1 and HINT_WORD.fullmatch(gram)
        )

    def limit(self, where: str, length: int) -> float:
        """How loud a line of so many characters must be to go from such a place."""
        return self._limits[where][bisect_left(self._lengths, length)]

    def score(self, line: str) -> float:
        """The log-odds that a line is an advert."""
        grams = grams_of(line)
        spoken = sum(map(self.grams.__getitem__, self._known & grams))
        shaped = sum(self.shapes.get(shape, 0.0) for shape in shapes_of(line))
        return self.base + spoken * SCALE / sqrt(len(grams)) + shaped

    def reasons(self, line: str) -> list[str]:
        """What speaks loudest for a line's being an advert: words that do not hold one another, and shapes."""
        grams = grams_of(line)
        each = SCALE / sqrt(len(grams))
        said = [(self.grams.get(gram, 0.0) * each, gram.strip("^$")) for gram in grams]
        said += [(self.shapes.get(shape, 0.0), shape) for shape in shapes_of(line)]
        told: list[str] = []
        for weight, reason in sorted(said, key=lambda item: (-item[0], -len(item[1]), item[1])):
            if weight <= 0 or len(told) == MOST_REASONS:
                break
            if len(reason) > 1 and not any(reason in other or other in reason for other in told):
                told.append(reason)
        return told


@cache
def load_voice() -> Voice:
    return Voice(load("advert_model.toml"))
