"""Which quantities does a text mention? One left-to-right pass: number, scale, unit, bound, censoring.

What is a number but no claim (dates, ordinals, slogans …) is known from data/not_claims.toml, and passed over whole.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.language.grammar import MASK, SCALE
from extractors.language.numerals import DIGITS, NumeralError, parse_number, parse_span
from extractors.language.phrases import begin_alike
from extractors.quantities import units
from extractors.quantities.behind import MAY_QUALIFY, Written, measure, spelling_at, unit_alone
from extractors.quantities.mention import Mention
from extractors.quantities.scan import BEGIN, match_number
from extractors.quantities.sharing import share_units


def find_quantities(text: str) -> list[Mention]:
    """All quantities of the text, in reading order, not overlapping. Linear in the text; raises nothing on any text."""
    found: list[Mention] = []
    at = 0
    while begin := BEGIN.match(text, at):
        form = begin.lastgroup
        if form is not None:
            mention, at = _read_plain(begin[form], begin.start(form), begin.end(), text)
        elif match := match_number(text, begin.end()):
            at = match.end()
            if match.lastgroup == "skip":
                continue
            if match["low"]:
                mention, at = _read_low(match["low"], match.start(), at, text)
            else:
                mention = _read_share(match, text)
        else:
            at = begin.end() + 1
            continue
        if mention is not None:
            found.append(mention)
    return share_units(found, text)


# -- words and marks round a number -----------------------------------------------------------------------------------

_WORDS = knowledge.quantity_words()
_FRACTION = replace(units.resolve(""), kind="other")
_TRAILING_SCALE = re.compile(rf"{SCALE}+$")
_BOUND_BEFORE = {word: bound for bound, words in _WORDS.bounds_before.items() for word in words}
_BEFORE = re.compile(
    rf"{begin_alike(_BOUND_BEFORE)}({'|'.join(sorted(_BOUND_BEFORE, key=len, reverse=True))})"
    r"(?:增[加长]|减少|下降|提高)?[为达有占了]?[ \u3000]?$"
)
_BEFORE_VERB = re.compile(r"(至少|最多|至多)[^，；。、]{1,4}$")  # 至少读书12本
_AFTER = {
    bound: re.compile("|".join(sorted(words, key=len, reverse=True))) for bound, words in _WORDS.bounds_after.items()
}
# Characters a bound word before, or behind, can touch the quantity with: most quantities need no search.
_BOUND_ENDS = frozenset(word[-1] for word in _BOUND_BEFORE) | frozenset("为达有占了加长少降高 \u3000")
_BOUND_BEGINS = frozenset(word[0] for words in _WORDS.bounds_after.values() for word in words)
_SHARE = {"百": "%", "千": "‰", "万": "‱"}
_OVER_WORDS = frozenset("余餘多几+＋")
_MASKS = frozenset(MASK[1:-1])
_SCALES = frozenset("百千万亿")
_NOT_BEFORE_ARABIC = _WORDS.not_before_arabic


# -- reading one match ---------------------------------------------------------------------------------------------


def _read_plain(numeral: str, start: int, end: int, text: str) -> tuple[Mention | None, int]:
    """The quantity of digits, and where to read on: most have a unit behind and nothing that qualifies them."""
    spelling = spelling_at(text, end)
    behind = end + len(spelling)
    following = text[behind : behind + 1]
    if not spelling or following in MAY_QUALIFY:
        return _read_low(numeral, start, end, text)
    unit = units.resolve(spelling)
    if not _is_arabic_count(numeral, unit, spelling, following):
        return None, behind
    return _bounded(start, behind, parse_number(numeral), unit, _bound(start, behind, text)), behind


def _read_low(numeral: str, start: int, end: int, text: str) -> tuple[Mention | None, int]:
    """The quantity of a number, and where to read on."""
    alone = unit_alone(text, end)
    if alone == "" and numeral[-1] not in "万亿萬億" and not numeral[0].isdecimal():
        return None, end  # XX镇, 三峡
    written = Written("", "", alone, False, "", end + len(alone)) if alone else measure(end, text)
    try:
        return _read_number(numeral, start, written, text), written.end
    except NumeralError:
        return None, written.end


def _read_share(match: re.Match[str], text: str) -> Mention | None:
    """百分之八十五 is 85 %, 千分之三 is 3 ‰; 三分之一 stays words."""
    if match["part"]:
        return Mention(match.start(), match.end(), None, None, None, _FRACTION, "exact", False, ("fraction",))
    try:
        return _read_percentage(match, text)
    except NumeralError:
        return None


def _read_percentage(match: re.Match[str], text: str) -> Mention:
    unit = units.resolve(_SHARE[match["share"][0]])
    masked = not _MASKS.isdisjoint(match["share_low"])
    if match["share_high"]:
        ends = (parse_number(match["share_low"]), parse_number(match["share_high"]))
        return Mention(match.start(), match.end(), None, *ends, unit, _bound(match.start(), match.end(), text), masked)
    bound = _bound(match.start(), match.end(), text)
    if any(word in match["share_low"] for word in "余多几"):
        bound = "over"
    if masked:
        return Mention(match.start(), match.end(), None, None, None, unit, bound, True)
    return _bounded(match.start(), match.end(), parse_number(match["share_low"]), unit, bound)


def _read_number(numeral: str, start: int, written: Written, text: str) -> Mention | None:
    high, end = written.high, written.end
    plain = numeral.isascii() and numeral.isdigit()
    masked = not (plain or (_MASKS.isdisjoint(numeral) and _MASKS.isdisjoint(high)))
    if not written.unit and not _is_scaled(numeral):
        # a bare number counts only where a later member of its list lends it a unit; sharing.py decides
        if masked or not numeral[0].isdecimal() or high or written.over:
            return None
        bare = start + len(numeral)
        return Mention(start, bare, parse_number(numeral), None, None, units.resolve(""), "exact", False, ("unitless",))
    if not written.unit and not (numeral[0].isdecimal() or masked):
        return None
    unit = units.resolve(written.unit)
    unknown = bool(written.unit) and units.look_up(written.unit) is None
    if unknown and (masked or not numeral[0].isdecimal() or numeral[:2] in ("19", "20") or high):
        return None
    if not _is_counted(numeral, start, written, unit, masked, text):
        return None
    bound = _bound(start, end, text)
    if written.over or not _OVER_WORDS.isdisjoint(numeral[1:]) or numeral[0] in "几数" or written.tail in ("多", "余"):
        bound = "over"
    if masked:
        return Mention(start, end, None, None, None, unit, bound, True)
    if high:
        return _read_range(numeral, start, written, unit, bound)
    span = None if plain else parse_span(numeral)
    if span:
        return Mention(start, end, None, *span, unit, "approx" if bound == "exact" else bound, False)
    value = parse_number(numeral)
    if written.unit == "成" and text[end - 1] in DIGITS:  # 九成五
        value += DIGITS[text[end - 1]] / 10
    if written.tail == "半":
        value += 0.5 * (_unit_scale(numeral) if numeral[-1] in "万亿" else 1)
    flags = ("unknown_unit",) if unknown else ()
    return _bounded(start, end, value, unit, bound, flags)


def _read_range(numeral: str, start: int, written: Written, unit: units.Unit, bound: str) -> Mention | None:
    """80—100元, 2至3个, 30%至50%; a low end without scale and unit takes the high end's scale (2-3万元)."""
    low, high = parse_number(numeral), parse_number(written.high)
    if low == high:
        return None
    if low > high:
        return Mention(start, written.end, None, high, low, unit, bound, False, ("range_reversed",))
    if not _is_scaled(numeral) and not written.low_unit and _is_scaled(written.high):
        low *= _unit_scale(written.high)
    return Mention(start, written.end, None, low, high, unit, bound, False)


def _unit_scale(numeral: str) -> float:
    """The scale a numeral ends in: 1.2万 → 10000, 三百 → 100."""
    tail = _TRAILING_SCALE.search(numeral)
    return parse_number(tail[0]) if tail else 1.0


def _is_scaled(numeral: str) -> bool:
    return numeral[-1] in "万亿萬億" or (numeral[0].isdecimal() and numeral[-1] in "百千")


def _bounded(start: int, end: int, value: float, unit: units.Unit, bound: str, flags: tuple[str, ...] = ()) -> Mention:
    """A mention of one value, with the one known end of an over or under bound."""
    if bound == "exact":
        return Mention(start, end, value, None, None, unit, bound, False, flags)
    low, high = value if bound == "over" else None, value if bound == "under" else None
    return Mention(start, end, value, low, high, unit, bound, False, flags)


def _bound(start: int, end: int, text: str) -> str:
    lead = text[start - 8 : start] if start >= 8 else text[:start]
    last = lead[-1:]
    before = _BEFORE.search(lead) if last in _BOUND_ENDS else None
    if before is None and ("至" in lead or "最" in lead):
        before = _BEFORE_VERB.search(lead[-6:])
    if before is not None:
        return _BOUND_BEFORE[before[1]]
    if last == "上" and text[start : start + 1] in _SCALES and lead[-2:] != "以上":
        return "over"
    if text[end : end + 1] in _BOUND_BEGINS:
        for bound, words in _AFTER.items():
            if words.match(text, end):
                return bound
    return "exact"


def _is_arabic_count(numeral: str, unit: units.Unit, spelling: str, following: str) -> bool:
    """Whether digits and unit are a count, or a year, or the beginning of another word (3元旦)."""
    if unit.noun and ("." in numeral or (len(numeral) == 4 and numeral[:2] in ("19", "20"))):
        return False
    return spelling not in _NOT_BEFORE_ARABIC or not following or following not in _NOT_BEFORE_ARABIC[spelling]


def _is_counted(numeral: str, start: int, written: Written, resolved: units.Unit, masked: bool, text: str) -> bool:
    """Whether number and unit are a count at all, and not a word that only looks like one."""
    unit, end = written.unit, written.end
    following = text[end : end + 1]
    if numeral[0].isdecimal() and not masked:
        return _is_arabic_count(numeral, resolved, unit, following)
    if following and following in _WORDS.not_before.get(unit, ""):
        return False
    if masked:
        return _is_scaled(numeral) or unit in _WORDS.masked_units or numeral[-1] == "0"
    if numeral == "零":
        return unit in _WORDS.zero_units
    if not numeral.strip("百千万亿") or numeral == "十":
        physical = resolved.kind not in ("count", "other", "rate_or_score", "duration")
        bounded = written.over or _bound(start, end, text) != "exact" or numeral == "十"
        if unit == "里":
            return False
        return bounded and (physical or unit not in _WORDS.few_refused)
    if numeral == "一":
        return unit in _WORDS.one_units
    if len(numeral) == 1 or numeral in ("十一", "十二", "十三"):
        if unit in ("年", "月", "个月", "天") and text[max(0, start - 2) : start] == "连续":
            return True
        rest = text[end : end + 3]
        return unit not in _WORDS.few_refused and not (unit == "个" and rest.startswith(_WORDS.few_abstract))
    return True
