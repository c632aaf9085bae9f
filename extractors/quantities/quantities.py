"""Which quantities does a text mention? One left-to-right pass: number, scale, unit, bound, censoring.

What is a number but no claim (dates, ordinals, slogans …) is known from data/not_claims.toml, and passed over whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language.grammar import MASK, SCALE
from extractors.language.numerals import (
    DIGITS,
    LETTER_SCALES,
    SCALES,
    NumeralError,
    has_two_points,
    is_power,
    other_reading,
    parse_number,
    parse_span,
    times,
)
from extractors.quantities import units
from extractors.quantities.accounting import CLOSES, loss
from extractors.quantities.ages import join_ages
from extractors.quantities.behind import MAY_JOIN, MAY_QUALIFY, Written, joins, measure, spelling_at, unit_alone
from extractors.quantities.bounds import bound_of
from extractors.quantities.chains import GOES_ON, read_on
from extractors.quantities.counts import (
    is_arabic_count,
    is_counted,
    is_great,
    is_heading,
    is_scaled,
    is_sum,
    is_unmeasured,
)
from extractors.quantities.masks import with_masks
from extractors.quantities.mention import Mention, bounded
from extractors.quantities.minus import DASHES, MAY_BE_NEGATIVE, read_minus
from extractors.quantities.notes import without_notes
from extractors.quantities.points import DECIMAL_MARKS, POINTS, flag_mark, read_point
from extractors.quantities.scan import BEGIN, match_number
from extractors.quantities.senses import OPEN, is_open, make_sense
from extractors.quantities.shares import read_share
from extractors.quantities.sharing import share_units
from extractors.quantities.tolerance import SIGN, within


def find_quantities(text: str) -> list[Mention]:
    """All quantities of the text, in reading order, not overlapping. Linear in the text; raises nothing on any text."""
    return scan(text)[0]


def scan(text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
    """The quantities of the text, and the spans that a rule has taken for none."""
    if (bare := without_notes(text)) is None:
        return _scan(text)
    found, skipped = _scan(bare.text)
    return list(map(bare.mention, found)), list(map(bare.span, skipped))


def _scan(text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
    found: list[Mention] = []
    skipped: list[tuple[int, int]] = []
    at = 0
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(lambda address: "\x00" * len(address[0]), text)
    text = with_masks(text)
    while begin := BEGIN.match(text, at):
        form = begin.lastgroup
        if form is not None:
            mention, at = _read_plain(begin[form], begin.start(form), begin.end(), text)
        elif match := match_number(text, begin.end()):
            at = match.end()
            form = match.lastgroup
            if form == "skip":
                skipped.append(match.span())
                continue
            if form == "low":
                mention, at = _read_low(match["low"], match.start(), at, text)
            else:
                mention, at = _read_other(match, text)
        else:
            at = begin.end() + 1
            continue
        if mention is not None:
            if text[at : at + 1] in GOES_ON:
                mention, at = read_on(mention, text)
            if text[mention.start - 1 : mention.start] in _UNCLEAR:
                mention = flag_mark(read_minus(mention, found[-1] if found else None, text), text)
            found.append(mention)
    found = share_units(found, text)
    return join_ages(found, text) if "岁" in text and "满" in text else found, skipped


def _read_other(match: re.Match[str], text: str) -> tuple[Mention | None, int]:
    """What a number behind letters, a share or a fraction is, and where to read on."""
    at = match.end()
    if match.lastgroup == "number":
        return _read_behind_letters(match, text)
    try:
        return read_share(match, text), at
    except NumeralError:
        return None, at


_TRAILING_SCALE = re.compile(rf"{SCALE}+$")
_OVER_WORDS = frozenset("余餘多几")
_MASKS = frozenset(MASK[1:-1])
_TIMES = re.compile(r"(?<![0-9.])([0-9]{1,3})[×✕xX*]$")
_PAIR = re.compile("(?<![零〇一二两三四五六七八九十])[一二两三四五六七八]、$")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = frozenset("-−－–—﹣负+＋零")
_ENDS_IN_THOUSANDS = re.compile("万[0-9一二三四五六七八九]千$")
_UNCLEAR = DASHES | DECIMAL_MARKS | {*" \u3000\xa0"}  # what may be a sign, or a decimal point, before a number
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]++")
_PLAIN_MINUS = re.compile("(?:[：:（(=＝、，^ \n\t]|分别|为|至)$")


def _read_plain(numeral: str, start: int, end: int, text: str) -> tuple[Mention | None, int]:
    """The quantity of digits, and where to read on: most have a unit behind and nothing that qualifies them."""
    spelling = spelling_at(text, end)
    behind = end + len(spelling)
    following = text[behind : behind + 1]
    if (
        not spelling
        or following in MAY_QUALIFY
        or (spelling in OPEN and is_open(spelling, start, behind, text))
        or (following in MAY_JOIN and joins(text, behind))
    ):
        return _read_low(numeral, start, end, text)
    unit = units.resolve(spelling)
    if not is_arabic_count(numeral, start, unit, spelling, following, text) or is_heading(numeral, start, unit, text):
        return None, behind
    return bounded(start, behind, parse_number(numeral), unit, bound_of(start, behind, text)), behind


def _read_low(numeral: str, start: int, end: int, text: str) -> tuple[Mention | None, int]:
    """The quantity of a number, and where to read on."""
    sign = _sign_of(numeral) if numeral[0] in _SIGNS else ""
    number = numeral[len(sign) :] if sign else numeral
    alone = unit_alone(text, end)
    if alone == "" and text[end : end + 1] in CLOSES and (mention := loss(number, start, end, text)):
        return mention, mention.end
    written = Written("", "", alone, False, "", end + len(alone)) if alone else measure(end, text)
    if alone == "" and not (
        is_great(number)
        or number[0].isdecimal()
        or other_reading(number) is not None
        or is_unmeasured(number, start, written, text)
    ):
        return None, end  # XX镇, 三峡
    try:
        mention = _read_number(number, sign, start, written, text)
    except NumeralError:
        return None, written.end
    if mention is not None and (mention.unit.unit in OPEN or written.unit in OPEN):
        mention = make_sense(mention, text)
    if mention is not None and text[start - 1 : start] == SIGN:
        mention = within(mention, text)
    if mention is not None and text[start - 1 : start] in POINTS:
        mention = read_point(numeral, start, mention, text)
    return mention, max(written.end, mention.end) if mention else written.end


def _sign_of(numeral: str) -> str:
    if numeral[0] == "零":
        return numeral[:2] if numeral.startswith(("零下", "零上")) else ""
    return numeral[:2] if numeral.startswith("负的") else numeral[0]


def _read_behind_letters(match: re.Match[str], text: str) -> tuple[Mention | None, int]:
    """GDP320亿元, LED300盏: only with a unit that is known, and that is not a noun (A320客机)."""
    mention, at = _read_low(match["number"], match.start("number"), match.end(), text)
    if mention is None or not mention.unit.unit or mention.unit.noun or "unknown_unit" in mention.flags:
        return None, match.end()
    return mention, at


def _read_number(numeral: str, sign: str, start: int, written: Written, text: str) -> Mention | None:
    high, end = written.high, written.end
    plain = not sign and numeral.isascii() and numeral.isdigit()
    masked = not (plain or (_MASKS.isdisjoint(numeral) and _MASKS.isdisjoint(high)) or is_power(numeral))
    unmeasured = not written.unit and not high and is_unmeasured(numeral, start, written, text)
    if not written.unit and not unmeasured and not is_scaled(numeral):
        # a bare number counts only where a later member of its list lends it a unit; sharing.py decides
        if masked or not numeral[0].isdecimal() or high or written.over:
            return None
        bare, value = start + len(sign) + len(numeral), parse_number(sign + numeral)
        return Mention(start, bare, value, None, None, units.resolve(""), "exact", False, ("unitless",))
    if not written.unit and not (
        unmeasured or numeral[0].isdecimal() or masked or other_reading(numeral) or is_sum(numeral, end, text)
    ):
        return None
    unit = units.resolve(written.unit)
    unknown = bool(written.unit) and units.look_up(written.unit) is None
    if unknown and (masked or not numeral[0].isdecimal() or numeral[:2] in ("19", "20") or high):
        return None
    cold = sign in ("零下", "零上")  # no word is meant by 零下三度
    if not (cold or is_counted(numeral, start, written, unit, masked, text)) or is_heading(numeral, start, unit, text):
        return None
    bound = bound_of(start, end, text)
    if not _OVER_WORDS.isdisjoint(numeral[1:]) or numeral[0] in "几幾数數" or written.tail in ("多", "余"):
        bound = "over"
    elif written.over:
        bound = "approx" if "来" in text[start + len(sign) + len(numeral) : end] else "over"
    elif "来" in numeral:
        bound = "approx"
    if masked:
        return Mention(start, end, None, None, None, unit, bound, True)
    if high:
        return _read_range(numeral, sign, start, written, unit, bound)
    if not plain and start >= 2 and text[start - 1] == "、" and (pair := _PAIR.search(text, max(0, start - 3), start)):
        numeral, start = (pair[0] + numeral, pair.start()) if parse_span(pair[0] + numeral) else (numeral, start)
    if not plain and (span := parse_span(numeral)):  # 两三百, 二、三百亿
        return Mention(start, end, None, *span, unit, "approx" if bound == "exact" else bound, False)
    value = parse_number(sign + numeral)
    if written.unit == "成" and text[end - 1] in DIGITS:  # 九成五
        value += DIGITS[text[end - 1]] / 10
    if written.tail == "半":
        value += 0.5 * (_unit_scale(numeral) if numeral[-1] in "万亿" else 1)
    flags = _flags(numeral, sign, value, start, unit, unknown, text)
    if start and text[start - 1] in "×✕xX*" and (factor := _TIMES.search(text, max(0, start - 5), start)):
        flags += (f"product: {factor[1]} × {value:.15g}",)  # 2×35万千瓦
        start, value = factor.start(), times(value, float(factor[1]))
    return bounded(start, end, value, unit, bound, flags)


def _flags(
    numeral: str, sign: str, value: float, start: int, unit: units.Unit, unknown: bool, text: str
) -> tuple[str, ...]:
    """What can be read in two ways, with both of them."""
    flags: tuple[str, ...] = ("unknown_unit",) if unknown else ()
    if numeral.isascii() and numeral.isdigit() and not sign:
        return flags
    if (other := _otherwise(numeral, value, unit)) is not None:
        flags += (f"two_readings: {value:.15g} or {other:.15g}",)
    if has_two_points(numeral):
        flags += (f"two_points: {numeral}",)
    if (
        sign in ("-", "－")
        and unit.kind not in ("percentage", "temperature")
        and not _PLAIN_MINUS.search(text, max(0, start - 4), start)
        and not MAY_BE_NEGATIVE.search(text, max(0, start - 10), start)
    ):
        flags += (f"dash_or_minus: {value:.15g} or {-value:.15g}",)
    return flags


def _otherwise(numeral: str, value: float, unit: units.Unit) -> float | None:
    """What else a number can mean: 3万2, and 6万5千米, where 千 is the number's or the unit's."""
    if numeral.startswith("10") and numeral[2:3] in _RAISED:
        return 10.0  # 10², if the 2 leads to a note
    other = other_reading(numeral)
    if other is not None:
        return value / 1000 if unit.unit[:1] == "千" else other
    return times(value, 1000) if unit.unit == "米" and _ENDS_IN_THOUSANDS.search(numeral) else None


def _read_range(numeral: str, sign: str, start: int, written: Written, unit: units.Unit, bound: str) -> Mention | None:
    """80—100元, 8500到1.2万元: a low end without unit takes the scale of the high one, if it then is the lower."""
    low, high = parse_number(sign + numeral), parse_number(written.high)
    if low == high:
        return None
    if not written.low_unit:
        low = next(
            (scaled for scale in _scales_to_lend(numeral, written.high) if (scaled := times(low, scale)) < high), low
        )
    if low > high:
        return Mention(start, written.end, None, high, low, unit, bound, False, ("range_reversed",))
    return Mention(start, written.end, None, low, high, unit, bound, False)


def _scales_to_lend(low: str, high: str) -> Iterator[float]:
    """What 2 of 2至3千万 may be times, the likeliest first; 一百二十 takes the 万 of 一百五十万 only."""
    if low[-1] in "万亿萬億":
        return
    tail = _TRAILING_SCALE.search(high)
    if tail and _TRAILING_SCALE.search(low) is None and SCALES.keys().isdisjoint(high[: tail.start()]):
        yield parse_number(tail[0])
    if high[-1] in LETTER_SCALES:
        yield LETTER_SCALES[high[-1]]
    great = high[-1]
    if great in "万亿萬億":
        yield parse_number(great)


def _unit_scale(numeral: str) -> float:
    """The scale a numeral ends in: 1.2万 → 10000, 三百 → 100."""
    tail = _TRAILING_SCALE.search(numeral)
    return parse_number(tail[0]) if tail else 1.0
