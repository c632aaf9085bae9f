"""Which quantities go on in a smaller unit? 3元5角, 1小时15分, 一年零三个月, 三块五: one quantity, not two."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extractors.language import knowledge
from extractors.language.grammar import HAN, PARTS, UNSIGNED
from extractors.language.numerals import DIGITS, NumeralError, parse_exact
from extractors.quantities import units
from extractors.quantities.mention import Mention, bounded

_WORDS = knowledge.quantity_words()
_CHAINS = _WORDS.chains
_NOT_BEHIND = {"分": "(?![之钟析别布配散级口])"}  # 3元分配, 5小时分析


@cache
def _link(unit: str) -> re.Pattern[str]:
    """What goes on behind a unit: a number of one of its smaller ones. Most are never met, and take long to compile."""
    smaller = "|".join(s + _NOT_BEHIND.get(s, "") for s in sorted(_CHAINS[unit], key=len, reverse=True))
    return re.compile(rf"[零又]?(?P<number>{UNSIGNED})[ ]?(?P<unit>{smaller})", re.VERBOSE)


# What a quantity of the same unit stands behind: 三块五|涨到四块.
_TO_ANOTHER = (
    rf"(?:(?:[上下]?[涨跌降升长]|提[高升]|增加|减少)?[到至]|[-~～—–])(?:[0-9]|{PARTS['cn']}){{1,5}}"
    rf"(?:{'|'.join(sorted(_WORDS.tenth_units))})"
)
_ENDS = rf"，|。|；|、|$|{_TO_ANOTHER}"
# Digits without a unit: 三块五, 12块5, 一米七五, 1米75, 三块零四.
_BARE = re.compile(
    rf"(?P<tenth>[一二三四五六七八九]|[1-9](?=[0-9]))(?P<hundredth>[一二三四五六七八九0-9]?)"
    rf"(?:(?![{HAN}0-9]|[.．、])|(?={_TO_ANOTHER}))"
    rf"|(?P<last>[一二三四五六七八九1-9])(?={_ENDS})"
    rf"|零(?P<second>[一二三四五六七八九])(?={_ENDS})"
)
#: What a quantity that goes on has behind it: a digit or 零.
GOES_ON = frozenset("0123456789零又一二两三四五六七八九十壹贰叁肆伍陆柒捌玖")


def read_on(mention: Mention, text: str) -> tuple[Mention, int]:
    """The quantity with all that goes on behind it, and where to read on."""
    unit, end = mention.unit.unit, mention.end
    if mention.value is None or mention.masked:
        return mention, end
    value, factor, smallest = Decimal(repr(mention.value)), Decimal(1), ""
    while unit in _CHAINS and (link := _link(unit).match(text, end)):
        try:
            more, parts = parse_exact(link["number"]), _CHAINS[unit][link["unit"]]
        except NumeralError:
            break
        if more >= parts:
            break
        factor *= parts
        value += more / factor
        end, unit = link.end(), units.resolve(link["unit"]).unit
        smallest = link["unit"]
    if unit in _WORDS.tenth_units and (bare := _BARE.match(text, end)):
        more = _of_digits(bare["tenth"] or bare["last"], 10) + _of_digits(bare["hundredth"] or bare["second"], 100)
        value += more / factor
        end, smallest = bare.end(), smallest or unit
    if not smallest:
        return mention, end
    published = mention.unit
    if mention.unit.unit in _WORDS.smaller_units:
        value, published = value * factor, units.resolve(smallest)
    elif mention.unit.unit == "分":  # 5分30秒
        published = units.resolve("分钟")
    elif mention.unit.unit == "块":
        published = units.resolve("元")
    flags = mention.flags
    return bounded(mention.start, end, float(value), published, mention.bound, flags), end


def _of_digits(digit: str | None, parts: int) -> Decimal:
    return Decimal(DIGITS.get(digit, 0) if not digit.isdecimal() else digit) / parts if digit else Decimal(0)
