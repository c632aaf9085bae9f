"""What do 百分之八十五, 十万分之9.8, 三分之二, 3/4 and 百分百 stand for? Percentages, rates and fractions."""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language.grammar import MASK
from extractors.language.numerals import parse_exact, parse_number, parse_span
from extractors.quantities import units
from extractors.quantities.behind import spelling_at
from extractors.quantities.bounds import bound_of
from extractors.quantities.mention import Mention, bounded

_UNITS = {"百": "%", "千": "‰", "万": "‱", "百万": "ppm", "十万": "/10万"}
_PLAIN = str.maketrans("佰仟", "百千")
_FRACTION = replace(units.resolve(""), kind="other")
_MEASURED = frozenset(("area", "length", "mass", "money", "volume"))
_MASKS = frozenset(MASK[1:-1])
# 3/4 is a fraction where these words stand before or behind it; else it may be a day or a number of a list.
_BEFORE = re.compile(
    "(?:是|占|比|率|达|到|约|近|超|过|足|的|为|了|成|有|少|降|加|长|简|减|全[国省市县区])[ ]?$"
    "|[0-9][/／][0-9]{1,2}[、和]$"
)
_BEHIND = re.compile("以上|以下|左右|强|弱|的")


def read_share(match: re.Match[str], text: str) -> Mention | None:
    """The quantity of a match of scan.py's shares and fractions; NumeralError where it holds none."""
    start, end = match.span()
    match match.lastgroup:
        case "share_low" | "share_high":
            return _percentage(match, text)
        case "of_hundred":
            value = 100.0 if match["of_hundred"] == "百" else parse_number(match["of_hundred"])
            return bounded(start, end, value, units.resolve("%"), bound_of(start, end, text))
        case "half":
            spelling = spelling_at(text, end)
            return bounded(start, end + len(spelling), 0.5, units.resolve(spelling), bound_of(start, end, text))
        case "half_of":
            return bounded(start, end, 0.5, _FRACTION, bound_of(start, end, text), ("fraction",))
        case "doubled":
            return bounded(start, end, 1.0, units.resolve("番"), "exact")
        case "above":
            return _fraction(match["above"], match["below"], match["whole"], start, end, text)
    if match["and"] and (text[match.end("and")] == "又" or _unit_measured(text, end)):
        return _fraction(match["over"], match["under"], match["and"], start, end, text)
    start = match.start("over")  # 表1 3/4以上
    if _BEFORE.search(text, max(0, start - 5), start) or _BEHIND.match(text, end):
        return _fraction(match["over"], match["under"], None, start, end, text)
    return None


def _fraction(above: str, below: str, whole: str | None, start: int, end: int, text: str) -> Mention | None:
    numerator, denominator = parse_exact(above), parse_exact(below)
    if not 0 < numerator < denominator:
        return None
    base = parse_exact(whole) if whole else 0
    value = float(base - numerator / denominator if whole and base < 0 else base + numerator / denominator)
    if spelling := _unit_measured(text, end):  # 四分之一公升
        return bounded(start, end + len(spelling), value, units.resolve(spelling), bound_of(start, end, text))
    return bounded(start, end, value, _FRACTION, bound_of(start, end, text), ("fraction",))


def _unit_measured(text: str, at: int) -> str:
    """The unit that stands there, if parts of it are usual: half an acre, but no half household."""
    spelling = spelling_at(text, at)
    return spelling if spelling and units.resolve(spelling).kind in _MEASURED else ""


def _percentage(match: re.Match[str], text: str) -> Mention:
    start, end = match.span()
    minus = match["share"].startswith("负")
    of = match["share"].lstrip("负的").removeprefix("一").removeprefix("壹").removesuffix("分之")
    unit = units.resolve(_UNITS[of.translate(_PLAIN)])
    masked = not _MASKS.isdisjoint(match["share_low"])
    bound = bound_of(start, end, text)
    if match["share_high"]:
        low, high = parse_number(match["share_low"]), parse_number(match["share_high"])
        flags = ("range_reversed",) if low > high else ()
        return Mention(start, end, None, min(low, high), max(low, high), unit, bound, masked, flags)
    if any(word in match["share_low"] for word in "余多几"):
        bound = "over"
    if masked:
        return Mention(start, end, None, None, None, unit, bound, True)
    if span := parse_span(match["share_low"]):  # 百分之七八
        low, high = sorted(-each for each in span) if minus else span
        return Mention(start, end, None, low, high, unit, "approx" if bound == "exact" else bound, False)
    value = parse_number(match["share_low"])
    return bounded(start, end, -value if minus else value, unit, bound)
