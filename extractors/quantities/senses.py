"""Which unit do the words around a number make of what is written? Currencies, temperatures, 块 and 毛 of money, 折."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.language.numerals import times
from extractors.quantities import units
from extractors.quantities.bracketed import CLOSES, OPENS, unit_in_brackets
from extractors.quantities.mention import Mention

_WORDS = knowledge.quantity_words()
_CURRENCIES = _WORDS.currencies
_SIGNS = frozenset(name for name in _CURRENCIES if not name[-1].isalpha())  # ¥, HK$
_NAMES = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<name>{_NAMES})(?P<gap>[ ]?|约|近|为)$")
_BEHIND = re.compile(rf"(?:{_NAMES})")
_CURRENCY_ENDS = frozenset(name[-1] for name in _CURRENCIES) | frozenset(" 约近为")
_CURRENCY_BEGINS = frozenset(name[0] for name in _CURRENCIES)
_MAGNITUDE = re.compile(
    rf"[ ]?(?P<word>{'|'.join(sorted(_WORDS.magnitudes, key=len, reverse=True))})(?![A-Za-z0-9²³/])"
)
_WORD = re.compile("[^，。；、！？（\n]{0,3}")
_MARK = re.compile("[，。；：、,;]")
_SENTENCE = re.compile("[。！？\n]")
_OF_DEGREES = re.compile(
    rf"(?P<temperature>{'|'.join(_WORDS.temperature)})|(?P<degrees>{'|'.join(_WORDS.degrees)})"
    rf"|(?P<electricity>{'|'.join(_WORDS.electricity)})"
)
_SCALED = 10_000  # nothing else is counted in so many 度
_CLAUSE = 20  # characters of a clause that are looked at
_ROOM = 20  # 平方米: draws are fewer
_FAHRENHEIT = re.compile("|".join(_WORDS.fahrenheit))
_MONEY = re.compile("|".join(_WORDS.money_words))
_TROY = re.compile("|".join(_WORDS.troy))
#: Units whose sense other words decide; "" stands for a scaled number without any.
OPEN = frozenset(("", "元", "平", "度", "°", "块", "毛", "分", "折", "个点", "盎司", *_WORDS.magnitudes))


def is_open(spelling: str, start: int, end: int, text: str) -> bool:
    """Whether other words may decide what the unit of a number that stands there is."""
    if spelling != "元":
        return spelling in OPEN
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before in _CURRENCY_ENDS or before in CLOSES or behind in _CURRENCY_BEGINS or behind in OPENS


def make_sense(mention: Mention, text: str) -> Mention | None:
    """The quantity with the unit that is meant; None where it is none."""
    if mention.unit.unit in ("", "元"):
        mention = unit_in_brackets(mention, text)
    unit = mention.unit.unit
    if unit in ("", "元") or unit in _WORDS.magnitudes:
        return _in_currency(mention, text)
    if unit in ("度", "°"):
        return _of_degrees(mention, text)
    if unit == "平" and max(mention.value or 0, mention.high or 0) >= _ROOM:  # 厂房13600平; not 3胜2平
        return replace(mention, unit=units.resolve("平方米"))
    if unit == "折":
        return _of_price(mention)
    if unit == "个百分点":
        return _of_points(mention, text)
    if unit == "盎司" and (_TROY.match(text, mention.end) or _TROY.search(_clause_before(mention.start, text))):
        return replace(mention, unit=units.resolve("金衡盎司"))
    if unit == "分" and is_priced(mention.start, text):
        return replace(mention, unit=units.resolve("分钱"))
    if unit == "块" and (_is_price(mention) or is_priced(mention.start, text)):
        return replace(mention, unit=units.resolve("元"))
    return mention


def _in_currency(mention: Mention, text: str) -> Mention:
    """港币2960万元, HK$500万, 三万元欧元; the quantity begins with the word where no 元 is written."""
    start, end = mention.start, mention.end
    if mention.unit.unit == "元" and (behind := _BEHIND.match(text, end)) and behind[0][-1] in "元币镑布铢":
        if behind[0] == "人民币":
            return mention
        return replace(mention, end=behind.end(), unit=units.resolve(_CURRENCIES[behind[0]]))
    if text[start - 1 : start] not in _CURRENCY_ENDS:
        return mention
    before = _BEFORE.search(text, max(0, start - 8), start)
    is_letters = mention.unit.unit in _WORDS.magnitudes  # which alone are metres
    magnitude = _MAGNITUDE.match(text, end - len(mention.unit.unit) if is_letters else end)
    if before is None or (magnitude is None and is_letters):
        return mention
    flags = tuple(flag for flag in mention.flags if flag != "unitless")
    is_sign = before["name"] in _SIGNS  # ￥3,200元: a sign belongs to the sum, a word (港币2960万元) to its name
    first = before.start() if is_sign or mention.unit.unit != "元" else start
    found = replace(mention, start=first, unit=units.resolve(_CURRENCIES[before["name"]]), flags=flags)
    return _times(found, _WORDS.magnitudes[magnitude["word"]], magnitude.end()) if magnitude else found


def _times(mention: Mention, factor: int, end: int) -> Mention:
    value, low, high = (None if x is None else times(x, factor) for x in (mention.value, mention.low, mention.high))
    return replace(mention, end=end, value=value, low=low, high=high)


def _of_degrees(mention: Mention, text: str) -> Mention | None:
    around = _around(mention, text)
    if _FAHRENHEIT.search(around):
        return replace(mention, unit=units.resolve("华氏度"))
    cold = text[mention.start : mention.start + 2] in ("零下", "零上")
    told = [word.lastgroup for word in _OF_DEGREES.finditer(around)]
    behind = _OF_DEGREES.match(text, mention.end) or _OF_DEGREES.search(_WORD.match(text, mention.end)[0])  # type: ignore[index]
    of = "temperature" if cold else behind.lastgroup if behind else told[-1] if told else None
    if mention.unit.unit == "度" and any((end or 0) >= _SCALED for end in (mention.value, mention.high)):
        return mention
    if of == "degrees":
        return replace(mention, unit=units.resolve("°"))
    if mention.unit.unit == "°" or of == "temperature":
        return replace(mention, unit=units.resolve("℃"))
    return mention if of else replace(mention, flags=(*mention.flags, "unit_unsure: kWh or °"))


def _of_points(mention: Mention, text: str) -> Mention:
    """提高3个点 is points of a percentage, 设立3个点 is places."""
    if not text.endswith("个点", mention.start, mention.end):
        return mention
    clause = text[max(0, mention.start - 6) : mention.start].rstrip("了约近")
    if clause.endswith(_WORDS.moved_before_points):
        return mention
    return replace(mention, end=mention.end - 1, unit=units.resolve("个"))


def _clause_before(start: int, text: str) -> str:
    return _MARK.split(text[max(0, start - _CLAUSE) : start])[-1]


def is_priced(start: int, text: str) -> bool:
    """Whether words of money stand in the clause directly before the number that begins there."""
    clause = _MARK.split(text[max(0, start - 5) : start])[-1]
    return _MONEY.search(clause) is not None


def _is_price(mention: Mention) -> bool:
    return mention.value is not None and mention.value % 1 != 0


def _of_price(mention: Mention) -> Mention:
    """八五折, 85折: two digits are tenths and hundredths."""
    value = mention.value
    return replace(mention, value=value / 10) if value is not None and value >= 10 else mention


def _around(mention: Mention, text: str) -> str:
    """What stands before the quantity in its sentence, not too far away, and the word behind it."""
    first = max(0, mention.start - 40)
    marks = [mark.end() for mark in _SENTENCE.finditer(text, first, mention.start)]
    return text[marks[-1] if marks else first : mention.start] + _WORD.match(text, mention.end)[0]  # type: ignore[index]
