"""What stands behind a number: its unit, the other end of a range, and what qualifies it?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from extractors.language import knowledge
from extractors.language.grammar import BLANK, CONNECTOR, DIGIT, HAN, NUMBER, OVER, UNSIGNED
from extractors.quantities import units


def _by_pair(spellings: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters → lengths of the spellings that begin with them, longest first."""
    lengths: dict[str, set[int]] = {}
    for spelling in spellings:
        if len(spelling) > 1:
            lengths.setdefault(spelling[:2], set()).add(len(spelling))
    return {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}


_SHORTER = {unit: re.compile(before) for unit, before in knowledge.quantity_words().shorter.items()}
_NEVER_UNITS = knowledge.quantity_words().never_units
_SPELLINGS = frozenset(units.spellings())
_LENGTHS = _by_pair(_SPELLINGS)
#: First character → nouns of people that begin with it and need no measure word; those of _SHORTER are told there.
_NOUNS = {
    first: tuple(noun for noun in knowledge.quantity_words().unmeasured if noun[0] == first)
    for first in {noun[0] for noun in knowledge.quantity_words().unmeasured} & _SPELLINGS - _SHORTER.keys()
}
_RANGE = re.compile(  # 1万元（含）-5万元, -5至3℃
    rf"(?:[（(]含[)）])?{BLANK}(?:[~～〜至到]{BLANK}(?P<signed>{NUMBER})|{CONNECTOR}{BLANK}(?P<high>{UNSIGNED}))",
    re.VERBOSE,
)
_BETWEEN = re.compile(rf"(?:与|和|及){BLANK}(?P<high>{UNSIGNED})(?=[{HAN}A-Za-z²³]{{1,5}}?间)", re.VERBOSE)
_OVER = re.compile(rf"{BLANK}(?:{OVER}|[+＋](?!{DIGIT}))", re.VERBOSE)
_PER = re.compile(
    r"[/／·]每?(?>(?:[1１][0０]{0,3}|(?:25|50|250|500)(?=[克千公斤毫升kgmlKGL]))?)[十百千万亿]{0,2}"
)  # 件/100人; not 座/186延米
_EACH = re.compile("每(?:小时|秒|分钟)")  # 千米每小时
_OF_SO_MANY = re.compile("[/／](?:10|十|百)?万(?=[，。；、,;）)]|$)")  # 9.8/10万
_TAIL = re.compile(r"半(?![年月天小径])|[多余](?=[，。；、,;）)的]|$)")
_LETTERS = re.compile("[A-Za-z][A-Za-z]")
_IN_BRACKETS = re.compile(f"（[{HAN}]{{1,2}}）次?")
_UNKNOWN = re.compile(rf"[{HAN}](?=[，。；、）)]|$)")
_TENTHS = re.compile(r"[一二三四五六七八九半]")
# First characters of the patterns above: most numbers have none of them behind, and need no matching.
_MAY_SPAN = frozenset(" \u3000\xa0\u2009-—－–~～〜至到―")
#: With these behind a number, or its unit, a range may go on: 与20000吨之间, （含）-5万元.
MAY_JOIN = frozenset("与和及（(")
_JOINS = re.compile("(?:与|和|及).{2,14}间|[（(]含[)）]", re.DOTALL)
_MAY_BE_OVER = frozenset(" \u3000\xa0\u2009余餘多几来+＋")
_MAY_TAIL = frozenset("半多余一二三四五六七八九")
_BLANKS = frozenset(" \u3000\xa0\u2009")
_PER_MARKS = frozenset("/／·每")
_MAY_CLOSE = frozenset(("", *"，。；、）)\n"))
MAY_QUALIFY = _MAY_SPAN | _MAY_BE_OVER | _MAY_TAIL | _PER_MARKS


class Written(Struct, frozen=True, gc=False):
    """A number, what makes it a range, its unit and what qualifies it, as they stand one behind the other."""

    high: str
    low_unit: str
    unit: str
    over: bool
    tail: str
    end: int


def spelling_at(text: str, at: int) -> str:
    """The longest unit spelling at a position, with another measure word in brackets: 人（次）, 套（间）."""
    spelling = _longest_at(text, at)
    if spelling and text.startswith("（", end := at + len(spelling)) and (other := _IN_BRACKETS.match(text, end)):
        either = spelling + other[0]
        return either if units.look_up(either) else spelling
    return spelling


def _longest_at(text: str, at: int) -> str:
    pair = text[at : at + 2]
    for length in _LENGTHS.get(pair, ()):
        if (spelling := text[at : at + length]) in _SPELLINGS and not _gives_way(spelling, text, at + length):
            return "" if _LETTERS.match(text, at + length - 1) else spelling
    first = pair[:1]
    if "A" <= first <= "z" and _LETTERS.match(text, at):
        return ""  # 1 mile is no metre
    if first not in _SPELLINGS or _gives_way(first, text, at + 1):
        return ""
    return "" if first in _NOUNS and text.startswith(_NOUNS[first], at) else first  # 6万|乡亲


def _gives_way(spelling: str, text: str, end: int) -> bool:
    """Whether what follows makes a unit the beginning of a word, or of another number: 条次干道, 群众, 米29厘米."""
    return spelling in _SHORTER and _SHORTER[spelling].match(text, end) is not None


def unit_alone(text: str, at: int) -> str | None:
    """The unit, or "" for none, where it stands alone behind a number; None where something may qualify the number."""
    first = text[at : at + 1]
    if first in MAY_QUALIFY or (first in MAY_JOIN and joins(text, at)):
        return None
    spelling = spelling_at(text, at)
    behind = at + len(spelling)
    following = text[behind : behind + 1]
    return None if following in MAY_QUALIFY or (following in MAY_JOIN and joins(text, behind)) else spelling


def joins(text: str, at: int) -> bool:
    """Whether a range goes on there in one of the rarer ways, where a character of MAY_JOIN stands."""
    return _JOINS.match(text, at) is not None


def _with_per(text: str, at: int, spelling: str) -> str:
    """The unit spelled so at a position, with what it is reckoned per: 元/亩, 件/万人, 元/平方米·月."""
    end = at + len(spelling)
    if each := _EACH.match(text, end):
        return text[at : each.end()]
    while (
        end > at
        and text[end : end + 1] in _PER_MARKS
        and (per := _PER.match(text, end))
        and (below := spelling_at(text, per.end()))
    ):
        end = per.end() + len(below)
    return text[at:end]


def _differ(spelling: str, other: str) -> bool:
    return bool(other) and spelling != other and units.resolve(spelling).kind != units.resolve(other).kind


def _spanned(text: str, at: int) -> re.Match[str] | None:
    """The other end of a range: -5万元, 至3千, 与20000 before 之间."""
    return _RANGE.match(text, at) or _BETWEEN.match(text, at)


def measure(end: int, text: str) -> Written:
    """What stands behind a number that ends there."""
    high = low_unit = ""
    following = text[end : end + 1]
    begin = end + 1 if following in _BLANKS else end
    spelling = first = spelling_at(text, begin)
    after = begin + len(first) if first else end
    span = (
        _spanned(text, after)
        if text[after : after + 1] in _MAY_SPAN or (text[after : after + 1] in MAY_JOIN and joins(text, after))
        else None
    )
    if span is not None and first and _differ(first, spelling_at(text, span.end())):
        span = None  # 上升2.6%至695亿元
    if span is None and first and (following in _MAY_SPAN or (following in MAY_JOIN and joins(text, end))):
        span = _spanned(text, end)
    if span is not None:
        high, end, low_unit = span[span.lastgroup or "high"], span.end(), first if span.start() == after else ""
    over = _OVER.match(text, end) if text[end : end + 1] in _MAY_BE_OVER else None
    end = over.end() if over else end
    if span is not None or over is not None:
        begin = end + 1 if text[end : end + 1] in _BLANKS else end
        spelling = spelling_at(text, begin)
    unit = (
        _with_per(text, begin, spelling)
        if text[begin + len(spelling) : begin + len(spelling) + 1] in _PER_MARKS
        else spelling
    )
    if not unit and (so_many := _OF_SO_MANY.match(text, end)):
        return Written(high, low_unit, so_many[0], bool(over), "", so_many.end())
    if (
        not unit
        and end == begin
        and text[end + 1 : end + 2] in _MAY_CLOSE
        and _UNKNOWN.match(text, end)
        and text[end] not in _NEVER_UNITS
    ):
        unit = text[end]  # 28榀，: a measure word that the table lacks
    if not unit:
        return Written(high, low_unit, "", bool(over), "", end)
    tail = None
    if text[begin + len(unit) : begin + len(unit) + 1] in _MAY_TAIL:
        tail = (_TENTHS if unit == "成" else _TAIL).match(text, begin + len(unit))
    return Written(high, low_unit, unit, bool(over), tail[0] if tail else "", begin + len(unit) + (1 if tail else 0))
