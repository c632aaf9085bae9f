"""What number does a numeral stand for? Arabic, full-width, Chinese, mixed and scaled numerals to floats.

Every function takes the bare numeral, without unit: 1.14万, ３８０, 二十五万六千, 一点五, 3万4000, 4千余, 几十.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

# 小写, 大写 (GB/T 15835 and the Bank of China's 正确填写票据 rules for 壹贰叁…) and traditional forms.
DIGITS = dict(
    zip(
        "零〇○一二三四五六七八九两兩壹贰貳叁參肆伍陆陸柒捌玖",
        [0, 0, 0, *range(1, 10), 2, 2, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9],
        strict=True,
    )
)
SMALL_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GREAT_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SCALES = SMALL_SCALES | GREAT_SCALES
OVER_WORDS = "余餘多几幾来+＋"  # 40余, 三千多, 几十, 20来, 10+
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
THOUSANDS = re.compile(r"(?<=\d)[,\s\u2009]+(?=\d{3}(?!\d))")
ZERO = re.compile(r"0+(?:\.0+)?[十拾百佰千仟万萬亿億]*+$")
NEIGHBOURS = re.compile(r"([一二两三四五六七八])([二三四五六七八九])(?![一二三四五六七八九点])")
MIXED_PART = re.compile(r"(?P<arabic>\d+(?:\.\d+)?)|(?P<scale>[十拾百佰千仟万萬亿億])")


class NumeralError(ValueError):
    """The string is not a numeral; the message quotes it."""


@lru_cache(maxsize=16384)
def parse_number(numeral: str) -> float:
    """Value of one numeral; 余, 多, 几 are read as nothing ("4千余" is 4000), leading 几 and 数 as one.

    Raises NumeralError when the string holds anything else than a numeral.
    """
    if numeral.isascii() and numeral.isdigit():
        return float(numeral)
    text = THOUSANDS.sub("", numeral.translate(FULL_WIDTH)).replace(" ", "")
    text = text.replace("\u3000", "").replace("\xa0", "").replace(",", "")
    negative = text.startswith(("-", "−", "负"))
    text = text.lstrip("-−负")
    if text[:1] in ("几", "幾", "数", "數"):
        text = "一" + text[1:]
    text = "".join(c for c in text if c not in OVER_WORDS)
    if not text:
        raise NumeralError(f"{numeral!r} holds no number")
    value = _parse_mixed(text) if any(c.isdecimal() for c in text) else _parse_chinese(text)
    return float(-value if negative else value)


@lru_cache(maxsize=16384)
def parse_span(numeral: str) -> tuple[float, float] | None:
    """Both ends of a numeral that names two neighbours (两三百 is 200 to 300, 十七八 is 17 to 18), else None."""
    pair = NEIGHBOURS.search(numeral)
    if not pair or DIGITS[pair[2]] != DIGITS[pair[1]] + 1:
        return None
    low = numeral[: pair.start()] + pair[1] + numeral[pair.end() :]
    high = numeral[: pair.start()] + pair[2] + numeral[pair.end() :]
    return parse_number(low), parse_number(high)


def _parse_mixed(text: str) -> Decimal:
    """25万6千 → 256000; 3万4000 → 34000; 1.14万 → 11400; 1亿2千万 → 120000000."""
    total, section, pending, at = Decimal(0), Decimal(0), None, 0
    if ZERO.match(text):
        return total
    for part in MIXED_PART.finditer(text):
        if part.start() != at:
            raise NumeralError(f"{text!r} is not a numeral: {text[at]!r} does not belong")
        at = part.end()
        if part["arabic"]:
            pending = Decimal(part["arabic"])
            continue
        factor = SCALES[part["scale"]]
        if part["scale"] in SMALL_SCALES:
            section += (Decimal(1) if pending is None else pending) * factor
        else:
            total = _apply_great_scale(total, section + (pending or 0), factor)
            section = Decimal(0)
        pending = None
    if at != len(text):
        raise NumeralError(f"{text!r} is not a numeral: {text[at]!r} does not belong")
    return total + section + (pending or 0)


def _parse_chinese(text: str) -> Decimal:
    """六千零九十五亿 → 609500000000; 一百五 → 150; 一点二 → 1.2; 二〇二三 → 2023."""
    whole, point, fraction = text.replace("點", "点").partition("点")
    if point:
        great = fraction.lstrip("".join(DIGITS))
        digits = fraction[: len(fraction) - len(great)]
        if not digits or not whole:
            raise NumeralError(f"{text!r} is not a numeral")
        value = _parse_chinese(whole) + Decimal("0." + "".join(str(DIGITS[c]) for c in digits))
        return value * _parse_chinese("一" + great) if great else value
    unknown = next((c for c in text if c not in DIGITS and c not in SCALES), None)
    if unknown or not text:
        raise NumeralError(f"{text!r} is not a numeral: {unknown!r} does not belong")
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total, section, digit, last = Decimal(0), 0, None, 0
    for char in text:
        if char in DIGITS:
            digit, last = DIGITS[char], (last if DIGITS[char] else 0)
        elif char in SMALL_SCALES:
            last = SMALL_SCALES[char]
            section += (1 if digit is None else digit) * last
            digit = None
        else:
            last = GREAT_SCALES[char]
            total = _apply_great_scale(total, section + (digit or 0), last)
            section, digit = 0, None
    if digit and last >= 100 and text[-2] in SCALES:
        digit = digit * last // 10  # 一百五 is 150, 三万二 is 32000
    return total + section + (digit or 0)


def _apply_great_scale(total: Decimal, section: Decimal | int, factor: int) -> Decimal:
    """万 after 亿 adds a section (一亿五千万); 亿 after 万 multiplies what came before (一万亿); alone it is one."""
    if not total and not section:
        return Decimal(factor)
    return (total + section) * factor if factor > total or not section else total + section * factor
