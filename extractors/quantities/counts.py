"""Is a number with a unit behind it a count at all, or a year, a heading, a word that only looks like one?"""

from __future__ import annotations

import re

from extractors.language import knowledge
from extractors.language.numerals import DIGITS, TENS, other_reading
from extractors.quantities import units
from extractors.quantities.behind import Written
from extractors.quantities.bounds import bound_of
from extractors.quantities.senses import is_priced

_WORDS = knowledge.quantity_words()
_FORMAL = frozenset("壹贰叁参肆伍陆柒捌玖拾佰仟")
_MEASURED = frozenset(("mass", "length", "volume", "power", "energy", "area", "money"))
_ENDS = frozenset(("，", "。", "；", "、", ",", ")", "）", "\n", ""))  # of a phrase
#: What goes on in a smaller unit is no word: 两年零六个月, 三分零五秒.
_ON = {
    unit: re.compile(f"零[一二两三四五六七八九十0-9]{{1,3}}{ahead}") for unit, ahead in (("年", "个?月"), ("分", "秒"))
}
_LASTING = frozenset(("连续", "为期", "历时", "持续", "已经", "经有"))


def is_sum(numeral: str, end: int, text: str) -> bool:
    """三百万 and 三亿二, which a mark ends: the words before say whether it is money; 破|千亿|，."""
    if not is_great(numeral) or len(numeral) < 2:
        return False
    following = text[end : end + 1]
    if numeral[0] in DIGITS:
        return following in "，。；、"
    return not numeral.strip("百千万亿") and (following in "，。；" or text.startswith("大关", end))


def _reaches(start: int, text: str) -> bool:
    return text[max(0, start - 2) : start].endswith(("达到", "达"))


def is_great(numeral: str) -> bool:
    """Whether a numeral ends in 万 or 亿, or in a digit that is said for the thousands below them: 三亿二."""
    return numeral[-1] in "万亿萬億" or (numeral[-2:-1] in ("万", "亿") and numeral[-1] in DIGITS)


def is_scaled(numeral: str) -> bool:
    return (
        numeral[-1] in "kKwW"
        or is_great(numeral)
        or (numeral[0].isdecimal() and numeral[-1] in "百千")
        or other_reading(numeral) is not None
    )


def is_unmeasured(numeral: str, start: int, written: Written, text: str) -> bool:
    """200余群众, 3000教师: a noun that needs no measure word stands behind a number, neither a year nor a heading's."""
    if not text.startswith(_WORDS.unmeasured, written.end):
        return False
    some = written.over or bound_of(start, written.end, text) != "exact"
    if not numeral.isdecimal():
        return some and not numeral.strip("百千万亿")
    is_year = len(numeral) == 4 and numeral[:2] in ("19", "20") and numeral != "2000" and not some
    return (some or len(numeral) > 2) and not is_year and text[start - 1 : start] != "第"


def is_heading(numeral: str, start: int, unit: units.Unit, text: str) -> bool:
    """2.3项目建设稳步推进: a count is no decimal at the beginning of a line."""
    return (
        "." in numeral
        and unit.kind == "count"
        and text[max(0, start - 1) : start] in ("", "\n")
        and numeral[-1] not in "万亿"
    )


def is_arabic_count(numeral: str, start: int, unit: units.Unit, spelling: str, following: str, text: str) -> bool:
    """Whether digits and unit are a count, or a year, or the beginning of another word (3元旦)."""
    if (
        following
        and spelling in _WORDS.not_before
        and following in _WORDS.not_before[spelling]
        and text[max(0, start - 1) : start] in ("", "\n")
        and text[start + len(numeral)] in " \u3000"
    ):
        return False  # 2 名优产品: the number of a heading
    is_year = len(numeral) == 4 and numeral.isdecimal() and numeral[:2] in ("19", "20")
    if unit.noun and ("." in numeral or is_year):
        return False
    return (
        spelling not in _WORDS.not_before_arabic or not following or following not in _WORDS.not_before_arabic[spelling]
    )


def is_counted(numeral: str, start: int, written: Written, resolved: units.Unit, masked: bool, text: str) -> bool:
    """Whether number and unit are a count at all, and not a word that only looks like one."""
    unit, end = written.unit, written.end
    following = text[end : end + 1]
    if numeral[0].isdecimal() and not masked:
        return is_arabic_count(numeral, start, resolved, unit, following, text)
    if (
        following
        and following in _WORDS.not_before.get(unit, "")
        and not text.startswith(_WORDS.begins_alike.get(unit, ()), end)
    ):
        return False
    if masked:
        return is_scaled(numeral) or unit in _WORDS.masked_units or numeral[-1] == "0"
    if resolved.noun and (numeral in TENS or (len(numeral) == 2 and DIGITS.keys() >= {*numeral})):
        return False  # 卅店, 廿八都, 五六村
    if numeral == "零":
        return unit in _WORDS.zero_units
    if following == "零" and unit in _ON and _ON[unit].match(text, end):
        return True
    if not numeral.strip("百千万亿") or numeral == "十":
        physical = resolved.kind not in ("count", "other", "rate_or_score", "duration")
        bounded = written.over or bound_of(start, end, text) != "exact" or numeral == "十" or _reaches(start, text)
        if unit == "里":
            return False
        abstract = unit == "个" and text.startswith(_WORDS.few_abstract, end)
        return bounded and (physical or unit not in _WORDS.few_refused) and not abstract
    if numeral == "一" and text[start - 1 : start] == "每":
        return False
    if numeral == "一":
        measured = len(unit) > 1 and resolved.kind in _MEASURED
        return (
            measured
            or bool(written.high)
            or unit in _WORDS.one_units
            or (unit == "块" and following in DIGITS)
            or text[max(0, start - 2) : start].endswith(_WORDS.one_after)
            or (unit in _WORDS.one_things_units and following in _ENDS and text[start - 1 : start] in _WORDS.one_things)
        )
    if not _FORMAL.isdisjoint(numeral):
        return True
    if len(numeral) == 1 or numeral in ("十一", "十二", "十三"):
        if resolved.kind == "duration" and text[max(0, start - 2) : start] in _LASTING:
            return True
        rest = text[end : end + 3]
        if unit in ("分", "角") and is_priced(start, text):
            return True
        return unit not in _WORDS.few_refused and not (unit == "个" and rest.startswith(_WORDS.few_abstract))
    return True
