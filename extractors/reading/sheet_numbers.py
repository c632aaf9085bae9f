"""Which words does a sheet show around a number? Those of its format: 3.2 with 0.00"亿元" is 3.2亿元.

ECMA-376-1, 18.8.31: words stand in quotes or behind a backslash (\\ or !), _ and * make room, [ ] hold a colour or a
condition. A comma behind the places leaves out thousands: 12345 with 0!.0,"万" is 1.2345万, as 0!.0 sets a point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from types import MappingProxyType

import regex

DIGITS = 15  # significant digits that a sheet keeps
_TOKEN = regex.compile(
    r""""(?P<word>[^"]*)"|[\\!](?P<char>.)|[_*].|\[[^\]]*\]|(?P<han>[\p{Han}]+)|(?P<places>General|[0#?][0#?,.]*)"""
)
_CONDITION = regex.compile(r"^(?:\[[^\]<>=]*\])*\[(?P<than>[<>]=?|=)(?P<bound>-?[\d.]+)\]")
_SAYS, _EXPONENT = regex.compile(r"[\p{L}%‰]"), regex.compile("E[+-]0", regex.IGNORECASE)
_THAN: Mapping[str, Callable[[float, float], bool]] = MappingProxyType({"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq})


def with_words(value: float, form: str) -> str:
    """A number as a format with words shows it; nothing for a format without any."""
    part = _part_for(value, form)
    if not _SAYS.search(part) or _EXPONENT.search(part) or "%" in _TOKEN.sub("", part):
        return ""
    before, behind, places, point = "", "", "", -1
    for token in _TOKEN.finditer(part):
        if token["places"]:
            places += token["places"]
        elif token["char"] == "." and places:
            point = len(places)
        elif places:
            behind += token["word"] or token["char"] or token["han"] or ""
        else:
            before += token["word"] or token["char"] or token["han"] or ""
    if not places or not _SAYS.search(before + behind):
        return ""
    thousands = len(places) - len(places.rstrip(","))
    decimals = len(places) - thousands - point if point >= 0 else 0
    return f"{before}{value / 1000**thousands / 10**decimals:.{DIGITS}g}{behind.rstrip()}"


def _part_for(value: float, form: str) -> str:
    """The part of a format that shows a value: [>=10000]0!.0,"万";0"元" has two."""
    parts = form.split(";")
    if not any(_CONDITION.search(part) for part in parts):
        return parts[0]
    for part in parts:
        condition = _CONDITION.search(part)
        if condition is None or _THAN[condition["than"]](value, float(condition["bound"])):
            return part
    return ""
