"""Is a text in characters that stand for others? Traditional, Kangxi, small ones become plain, one for one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np
import opencc

# Frequent characters of which the simplified form is another one; a text without any of them needs no conversion.
_TRADITIONAL = (
    "個萬億畝戶長產業進實現開關東國會為與後發經濟區鄉鎮縣總劃項條減電車書學員動務體設備農黨質當這來時間們過對"
    "參貳陸攝噸兩圓負點餘幾裏幣華"
)

# Radicals that Unicode says are plain characters in their own right, without decomposing them into these
# (EquivalentUnifiedIdeograph.txt, Unicode 15): PDFs give them for words.
_RADICALS = dict(
    zip(
        map(ord, "⺁⺅⺉⺎⺙⺛⺝⺟⺠⺫⺯⺼⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲"),
        "厂亻刂兀攵旡月母民罒纟月虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)

# What is typed for a mark that looks like it: 增长15℅, “九五〞, 3､5亿元, 1―9月 (a horizontal bar, a figure dash, a wave
# dash, a tilde operator).
_LOOKALIKES = dict(zip(map(ord, "℅〝〞､―‒〜∼"), "%“”、—–～~", strict=True))

# Characters that PDFs give for plain ones (Kangxi radicals, compatibility ideographs), and small forms of marks.
_FORMS = (
    _RADICALS
    | _LOOKALIKES
    | {
        code: plain
        for first, last in ((0x2E80, 0x2FD5), (0xF900, 0xFAD9), (0xFE50, 0xFE6B))
        for code in range(first, last + 1)
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain != chr(code)
    }
)
#: Zeros of other scripts in a year of Chinese numerals (二0一0年, 二OO八年); a letter O behind a decimal point (8.O%).
_YEAR = re.compile("[一二][九〇零○0０OＯo][〇零○0０OＯo一二三四五六七八九]{2}(?=年)")
_ZEROS = str.maketrans("0０OＯo", "〇〇〇〇〇")
_POINT_O = re.compile(r"[.．][OＯ](?<=[0-9].[OＯ])(?=[%％‰万亿萬億])")
# Marks of half width beside Chinese words mean what those of full width do; 1,234 stays, and : in tables.
_HALF = re.compile(r"[,;](?:(?<=[\u4e00-\u9fff%％”》）)\]].)|(?=[\s]?[\u4e00-\u9fff“《（(]))")
_FULL = {",": "，", ";": "；"}
_BRACKETS = re.compile(r"\((?=[^()\n]{0,40}[\u4e00-\u9fff%％])([^()\n]{1,60})\)")
_DOTS = "·•‧・･∙⋅●"
_DOT = re.compile(  # 3·5%, not the day of “5·12洪灾救援; what begins with a character is found fastest
    rf"[{_DOTS}](?<=[0-9０-９].)(?=[0-9０-９])(?:(?<!“[0-9].)(?<!“[0-9]{{2}}.)|(?=[0-9]++[万亿%％元个]))"
)
#: An arrow before a figure says which way it moved, as a verb does: 达标率96%，↑2个百分点; in a table it is a sign.
_ARROW = re.compile(r"[↑↓](?=[0-9])(?<=[\u4e00-\u9fff，。、（].)")
_MOVES = {"↑": "增", "↓": "降"}

_IS_TRADITIONAL, _IS_FORM, _IS_DOT, _IS_O, _IS_ZERO, _IS_NUMERAL, _IS_HALF, _IS_ARROW = 1, 2, 4, 8, 16, 32, 64, 128
_SORTS = np.zeros(1 << 16, dtype=np.uint8)  # looked up for a whole text in a third of the time a pattern takes
_SORTS[[ord(character) for character in _TRADITIONAL]] = _IS_TRADITIONAL
_SORTS[list(_FORMS)] = _IS_FORM
_SORTS[[ord(dot) for dot in _DOTS]] = _IS_DOT
_SORTS[[ord(mark) for mark in ",;("]] = _IS_HALF
_SORTS[[ord(arrow) for arrow in _MOVES]] = _IS_ARROW
_SORTS[[ord(letter) for letter in "OＯ"]] = _IS_O
_SORTS[[ord(zero) for zero in "0０OＯo"]] |= _IS_ZERO
_SORTS[[ord(numeral) for numeral in "〇○零一二三四五六七八九"]] |= _IS_NUMERAL


_OTHER_HAN = frozenset(_TRADITIONAL)
_NOT_PLAIN = _OTHER_HAN | {*map(chr, _FORMS), *f"{_DOTS}OＯ,;(↑↓"}
_SHORT = 100  # characters up to which a set tells sooner than numpy whether one of these stands in a text
_HAN = re.compile("[\u4e00-\u9fff]+")


def is_plain(text: str) -> bool:
    """Whether a short text is of plain, simplified Han characters only: nothing in it is written in another way."""
    return _HAN.fullmatch(text) is not None and _OTHER_HAN.isdisjoint(text)


def is_traditional(text: str) -> bool:
    """Whether a text has any of the frequent characters of which the simplified form is another one."""
    return not _OTHER_HAN.isdisjoint(text)


def plain_forms(text: str) -> str:
    """A text of which some characters are given as radicals or compatibility forms, as it is meant; as long."""
    return text.translate(_FORMS)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _with_zeros(year: re.Match[str]) -> str:
    return year[0].translate(_ZEROS)


def simplify(text: str) -> str:
    """The text in simplified, plain characters, of the same length; one that has no others as it is."""
    if len(text) <= _SHORT and _NOT_PLAIN.isdisjoint(text):
        return _YEAR.sub(_with_zeros, text) if "年" in text else text
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    each = _SORTS.take(codes, mode="clip")
    sorts = int(np.bitwise_or.reduce(each))
    if sorts & _IS_DOT:
        text = _DOT.sub(".", text)
    if sorts & _IS_O:
        text = _POINT_O.sub(".0", text)
    if sorts & _IS_HALF:
        text = _HALF.sub(lambda mark: _FULL[mark[0]], text)
        text = _BRACKETS.sub(lambda bracket: f"（{bracket[1]}）", text)
    if sorts & _IS_ARROW:
        text = _ARROW.sub(lambda arrow: _MOVES[arrow[0]], text)
    if sorts & _IS_NUMERAL and (each[:-1] & _IS_NUMERAL & (each[1:] << 1)).any():  # a zero behind a numeral
        text = _YEAR.sub(_with_zeros, text)
    if sorts & _IS_FORM:
        text = text.translate(_FORMS)
    if not sorts & _IS_TRADITIONAL:
        return text
    plain = _converter().convert(text)
    return plain if len(plain) == len(text) else text
