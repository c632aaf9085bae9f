"""What can be said of a line as a whole: that it calls, gives a price or an address, ends like a sentence, is short?

A shape is told by a pattern. Most lines are of few shapes, so that a look at a line's characters spares most patterns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from extractors.language.grammar import HAN

CAPITAL = re.compile("[A-ZＡ-Ｚ]")
DIGITS = re.compile(r"[0-9０-９][0-9０-９]*(?:[.．][0-9０-９]+)?")  # beginning with one, for which re is fastest
PIECES, MAY_PART = re.compile(r"\s{1,4}|[|｜·•/»>]"), re.compile(r"[\s|｜·•/»>]")
MANY_PIECES, FEWEST_PIECES, PIECE_LENGTH = "many short pieces", 3, 8

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
    "price of a shop": r"(?<![\d.,])\d*(?:[1-9]9|[1-9]8|[1-9]80|\.[89])元",
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
    "ends in a plain figure": r"[\s|]\s?[-－+]?[0-9][0-9,，.]*[%％]?\s?[|]?$",
    "short clauses": r"^[^，。；：]{2,10}，(?:[^，。；：]{2,10}，){1,4}[^，。；：]{2,10}[。！!]?$",
    "one word": rf"^[{HAN}]{{1,4}}$",
    "short": r"^.{5,12}$",
    "long": r"^.{41,}$",
}
#: Of these characters one stands in each line of a shape, also when its figures are made alike (0).
NEEDS: dict[str, str] = {
    "address on the net": ":.",
    "mail": "@",
    "telephone": "01",
    "handle": "abcdefghijklmnopqrstuvwxyz",
    "price": "¥￥元块毛",
    "price of a shop": "元",
    "figure of a report": "家户亩公平吨元人名场件起个%％宗立千处座台项",
    "scale of a report": "万亿",
    "speaks to you": "您你亲小同老姐朋",
    "calls out": "！!",
    "asks": "？?",
    "arrow or mark": "▲△▼↑↓→←☞👇👆★☆◆●■□»›▶►♥❤➕✓✔>.",
    "bars": "|｜",
    "hashtag": "#",
    "somebody's name": "@",
    "brackets all round": "】]）)》」",
    "clock": ":：",
    "day": "-/.",
    "day in words": "日",
    "year": "年",
    "size of a file": "kmg",
    "kind of file": ".",
    "ends a sentence": "。；",
    "colon": ":：",
    "number and colon": ":：",
    "title in brackets": "《",
    "quotes": "“「",
    "ends in a plain figure": "0123456789",
    "short clauses": "，",
    MANY_PIECES: "|｜·•/»>",
}
#: Told from a line's beginning or from its last character, for next to nothing.
AT_ENDS = ("heading", "ends a sentence", "one word", "short", "long")


def small(line: str) -> str:
    """A line in small letters; `lower` is slow over Han characters, and most lines have no letters at all."""
    return line.lower() if CAPITAL.search(line) else line


def squeeze(line: str) -> str:
    """A line in small letters without its blanks, its figures made alike."""
    return DIGITS.sub("0", "".join(line.split()))


def _look_for(name: str) -> Callable[[str], object]:
    pattern = re.compile(SHAPES[name])
    if name == "ends a sentence":
        return lambda line: pattern.search(line, max(0, len(line) - 2))
    return pattern.match if SHAPES[name].startswith("^") else pattern.search


#: How long a line must be for a shape, and may be, its line end included.
_LENGTHS = {"one word": range(6), "short": range(14), "long": range(41, sys.maxsize)}
_ANY_LENGTH = range(sys.maxsize)
_LOOKS = [(name, frozenset(NEEDS.get(name, "")), _LENGTHS.get(name, _ANY_LENGTH), _look_for(name)) for name in SHAPES]
_LONG = 41  # characters, from which on a line's length makes no more difference
_LOOKS_AT_ENDS = [  # by a line's length
    [(name, _look_for(name)) for name in AT_ENDS if length in _LENGTHS.get(name, _ANY_LENGTH)]
    for length in range(_LONG + 1)
]


def shapes_of(line: str) -> list[str]:
    """The shapes of a line."""
    lower = small(line)
    characters = set(lower)
    length = len(lower)
    shapes = [
        name
        for name, needs, lengths, look in _LOOKS
        if not (needs and needs.isdisjoint(characters)) and length in lengths and look(lower)
    ]
    if MAY_PART.search(lower):
        pieces = [piece for piece in PIECES.split(lower) if piece]
        if len(pieces) >= FEWEST_PIECES and sum(map(len, pieces)) <= PIECE_LENGTH * len(pieces):
            shapes.append(MANY_PIECES)
    return shapes


def shapes_at_ends(lower: str) -> list[str]:
    """Those of AT_ENDS that a line in small letters has."""
    return [name for name, look in _LOOKS_AT_ENDS[min(len(lower), _LONG)] if look(lower)]
