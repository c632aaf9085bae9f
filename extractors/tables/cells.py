"""What figure does a cell hold? Its number, with sign, unit, bound and the marks that people put around it."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.language.grammar import DIGIT
from extractors.language.numerals import NumeralError, parse_number, times
from extractors.quantities import units
from extractors.quantities.mention import Mention
from extractors.quantities.quantities import scan
from extractors.tables.grid import Place
from extractors.tables.labels import FOOTNOTE, is_period, spelling_of
from extractors.tables.words import rows

_FALLS, _RISES = "下降|减少|降低|回落|下滑|下跌|降|减|跌", "增长|增加|上升|提高|回升|上涨|增|升|涨"
# Words that make a bound of a figure; they are read as prose reads them.
_ABOUT = "约|近|超过?|突破|[≥≤≧≦＞＜]|[><]=?|[大小]于或?等于|不?大于|不?小于|不?低于|不?高于|不?超过|不?少于|不?多于"
_SIGN = rf"[-−－–—+＋▲△▼↓↑]|负|{_FALLS}|{_RISES}|{_ABOUT}"
_BASE = r"同比|环比|[比较](?:上年|去年|上月|上季度?)(?:同期)?"
NUMERAL = (
    rf"(?:{DIGIT}{{1,3}}(?:(?:[,，]{DIGIT}{{3}})+|(?:[ \u2009\xa0]{DIGIT}{{3}})+(?!{DIGIT}))|{DIGIT}+)"
    rf"(?:[.．]{DIGIT}+)?(?:[eE][+-]?{DIGIT}{{1,3}})?|[.．]{DIGIT}+"
)
_FIGURE = re.compile(
    rf"(?P<open>[（(〔])?\s*(?P<base>{_BASE})?\s*(?P<sign>{_SIGN})?\s*(?P<number>{NUMERAL})"
    rf"(?P<range>\s*(?:[-—－–~～]|至)\s*(?:{NUMERAL}))?\s*(?P<close>[）)〕])?\s*"
    rf"(?P<rest>(?:(?![.．])[^\s\d（()）*＊①-⑳⁰¹²³⁴-⁹\[\]〔〕。；，、↑↓]{{1,8}})?)(?:\s*(?P<arrow>[↑↓]))?"
    rf"(?P<marks>(?:\s*(?:{FOOTNOTE}))*)\s*(?P<note>[（(][^（()）]{{1,20}}[）)])?(?:[。；，、]|(?<={DIGIT}{{3}})[.．])?"
)
_IN_WORDS = re.compile(
    rf"(?:{_ABOUT})?(?:百分之[零一二三四五六七八九十百点]+|(?P<number>[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*)(?P<unit>[余多]?[^\s\d零〇一二两三四五六七八九十百千]{{1,6}}))"
)
_NEGATIVE = frozenset("-−－–—▲△▼↓负") | frozenset(_FALLS.split("|"))
#: Marks that some print before a fall and others before any change, and brackets that accountants put round a loss.
_SIGN_MARKS = frozenset("▲△")
_AS_PROSE = re.compile(_ABOUT)
_PAIRS = {None: None, "(": ")", "（": "）", "〔": "〕"}
_BEHIND = ("左右", "以上", "以下", "以内", "余", "多", "上下")
_BOUNDS = {"左右": "approx", "上下": "approx", "以上": "over", "以下": "under", "以内": "under"}
_EMPTY = re.compile(rows()["empty"]["pattern"])


class Change(Struct, frozen=True, gc=False):
    """What a cell itself says of change: 同比增长1.3%, 下降2.1."""

    comparison: str | None
    direction: str | None


@lru_cache(maxsize=8192)
def is_empty(text: str) -> bool:
    """Nothing, or a mark that says that there is nothing."""
    return _EMPTY.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """A number, perhaps with its sign, its unit or a note behind it. 2022 alone is one, too: see `is_period`."""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return _is_in_words(text)
    if not _fits(match):
        return False
    rest = match["rest"]
    return not rest or rest in _BEHIND or spelling_of(_bare(rest)) is not None


def _fits(match: re.Match[str]) -> bool:
    close = _PAIRS[match["open"]]
    return match["close"] == close or bool(close and match["close"] and {close, match["close"]} == {")", "）"})


def _is_in_words(text: str) -> bool:
    """三百亩, 五十余户: great enough to be no ordinal (二期, 三组), or of a unit that nothing is numbered by."""
    match = _IN_WORDS.match(text)
    if match is None or len(text) > 14 or is_period(text):
        return False
    if match["number"] is None:
        return match.end() == len(text)
    spelling = spelling_of(_bare(match["unit"]))
    unit = units.look_up(spelling[1]) if spelling and spelling[1] else None
    if unit is None or unit.noun or unit.kind == "duration" or match.end() != len(text):
        return False
    return unit.kind != "count" or len(match["number"]) > 1


def _bare(rest: str) -> str:
    return re.sub(r"^[余多]|(?:左右|上下|以上|以下|以内)$", "", rest)


def own_unit(text: str) -> tuple[str, str] | None:
    """Scale and spelling of the unit that stands in the cell itself."""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return ("", "")
    bare = _bare(match["rest"]) or (match["note"] or "").strip("（()）")
    return spelling_of(bare) if bare else None


def own_change(text: str) -> Change:
    match = _FIGURE.fullmatch(text)
    if match is None:
        return Change(None, None)
    base, sign = match["base"] or "", match["sign"] or ""
    comparison = "mom" if "环" in base or "月" in base or "季" in base else "yoy" if base else None
    direction = "down" if sign in _FALLS.split("|") else "up" if sign in _RISES.split("|") else None
    return Change(comparison, direction)


def falls_behind(text: str) -> bool:
    """5.6↓: of a change that is its sign; a level with such an arrow has fallen to what it says."""
    match = _FIGURE.fullmatch(text)
    return match is not None and match["arrow"] == "↓"


@lru_cache(maxsize=8192)
def number_of(text: str) -> float | None:
    """The bare number of a cell, signed; None where it is no plain one."""
    match = _FIGURE.fullmatch(text)
    if match is None or match["range"] or _AS_PROSE.fullmatch(match["sign"] or ""):
        return None
    try:
        value = _parse(match["number"])
    except NumeralError:
        return None
    return -value if _is_negative(match) else value


def _parse(number: str) -> float:
    """.35 too, as programs print what is less than one."""
    return parse_number(f"0{number}" if number[0] in ".．" else number)


def _is_negative(match: re.Match[str]) -> bool:
    return (match["sign"] or "") in _NEGATIVE or (match["open"] in ("(", "（") and not match["sign"])


def mention_of(place: Place, unit: tuple[str, str] | None) -> Mention | None:
    """The quantity of a cell. What is more than a number is read as prose would be: ≥95, 300左右, 3-5."""
    match = _FIGURE.fullmatch(place.text)
    if match is None:
        found = _as_prose(place.start, place.end, place.text)
        return found and replace(found, end=place.start + len(place.text.rstrip("。；，、")))  # 320人。
    if unit is None:
        return None
    scale, spelling = unit
    known = units.look_up(spelling) if spelling else _money()
    if known is None:
        return None
    sign = match["sign"] or ""
    flags: tuple[str, ...] = ()
    if sign in _SIGN_MARKS or (match["open"] in ("(", "（") and not sign):
        flags = (f"dash_or_minus: -{match['number']} or {match['number']}",)
    written = place.text[: match.start("marks")].rstrip()
    start, end = place.start, place.start + len(written)
    if match["open"] == "〔":
        start, end = start + 1, place.start + match.end("range" if match["range"] else "number")
    if match["range"] or _AS_PROSE.fullmatch(sign):
        bare = place.text[start - place.start : match.start("rest") if match["rest"] else end - place.start]
        return _as_prose(start, end, f"{bare}{scale}{spelling}")
    try:
        number = _parse(match["number"])
        value = times(number, parse_number(scale)) if scale else number
    except NumeralError:
        return None
    value = -value if _is_negative(match) and value else value
    bound = "over" if match["rest"][:1] in ("余", "多") else _BOUNDS.get(match["rest"][-2:], "exact")
    low, high = (value if bound == "over" else None), (value if bound == "under" else None)
    return Mention(start, end, value, low, high, known, bound, False, flags)


def _money() -> units.Unit:
    """A scale alone (发行总额（亿）) is a sum of yuan."""
    return replace(units.resolve("元"), unit="")


def _as_prose(start: int, end: int, written: str) -> Mention | None:
    mentions, _ = scan(f"达{written}。")
    if len(mentions) != 1:
        return None
    return replace(mentions[0], start=start, end=end)
