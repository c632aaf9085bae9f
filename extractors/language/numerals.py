"""What number does a numeral stand for? Arabic, full-width, Chinese, formal, mixed and scaled numerals, in decimals.

Every function takes the bare numeral, without unit: 1.14万, ３８０, 二十五万六千, 一点五, 3万4000, 4千余, 叁万伍仟.
What is written is computed in decimals and becomes a float at the last step: 42.3亿 is 4230000000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

# 小写, 大写 (GB/T 15835 and the Bank of China's 正确填写票据 rules for 壹贰叁…) and traditional forms.
DIGITS = dict(
    zip(
        "零〇○一二三四五六七八九两兩壹贰貳叁参參肆伍陆陸柒捌玖",
        [0, 0, 0, *range(1, 10), 2, 2, 1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8, 9],
        strict=True,
    )
)
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
SMALL_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GREAT_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
LETTER_SCALES = {"k": 1000, "K": 1000, "w": 10**4, "W": 10**4}  # 15k, 300w
SCALES = SMALL_SCALES | GREAT_SCALES | LETTER_SCALES
BELOW = {
    "百": "十",
    "佰": "十",
    "千": "百",
    "仟": "百",
    "万": "千",
    "萬": "千",
    "亿": "千万",
    "億": "千万",
}  # the next scale
OVER_WORDS = "余餘多几幾来+＋"  # 40余, 三千多, 几十, 20来, 10+
MINUS = "-−－–—﹣负"
FULL_WIDTH = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９．，－", "0123456789.,-", strict=True)}
FULL_WIDTH |= {ord("⒈") + n: f"{n + 1}." for n in range(9)}  # a digit with its point in one character: ⒈5%
THOUSANDS = re.compile(r"(?<=\d)[,'’\s\u2009]+(?=\d{3}(?!\d))")
_TWO_POINTS = re.compile(r"\.[.,]|,\.")  # 14..3, 8.,5
_OTHER_POINT = re.compile(r"[。｡'’´`ˑ](?=\d)")  # 35。8亿, where no thousands are set apart
DIGIT_RUN = re.compile(f"[{''.join(DIGITS)}]*")
GE = re.compile(r"个(?=[余多来几]?亿)")  # 12.5个亿
SAID_POINT = re.compile(r"(?P<whole>[\d零])[点點](?=\d)")  # 零点77亿, 3点5%
ZERO = re.compile(r"0+(?:\.0+)?[十拾百佰千仟万萬亿億]*+$")
# Two digits side by side that name a span: neighbours (两三百, 十七八), and 三五, said of a few.
NEIGHBOURS = re.compile(
    r"(?<![零〇○一二三四五六七八九点點])([一二两三四五六七八])、?([二两三四五六七八九])(?![一二三四五六七八九点])"
)
# A power of ten behind digits: 1.2×10^5, 10⁸, 1.23E+08.
POWER = re.compile(r"(?:(?:[×✕xX*]|^)10\^?|[eE])(?P<exponent>[+\-−⁻]?[0-9⁰¹²³⁴-⁹]{1,3})$")
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
POWER_SIGNS = frozenset("^eE⁰¹²³⁴⁵⁶⁷⁸⁹")
TOKEN = re.compile(
    rf"(?P<arabic>\d+(?:\.\d+)?)|(?P<han>[{''.join(DIGITS)}]+(?:[点點][{''.join(DIGITS)}]+)?)|(?P<scale>[{''.join(SCALES)}])"
)


#: 12, 12.5, 3.2万: most numerals.
_PLAIN = re.compile("(?P<digits>[0-9]++(?>(?:[.][0-9]++)?))(?P<scale>[万亿]?)")


class NumeralError(ValueError):
    """The string is not a numeral; the message quotes it."""


@lru_cache(maxsize=16384)
def parse_number(numeral: str) -> float:
    """Value of one numeral; 余, 多, 几 are read as nothing ("4千余" is 4000), leading 几 and 数 as one.

    Raises NumeralError when the string holds anything else than a numeral.
    """
    if plain := _PLAIN.fullmatch(numeral):
        scale = plain["scale"]
        return float(Decimal(plain["digits"]) * SCALES[scale]) if scale else float(numeral)
    return float(parse_exact(numeral))


def parse_exact(numeral: str) -> Decimal:
    """As `parse_number`, in decimals."""
    text = _bare(numeral)
    negative = text[:1] in MINUS or text.startswith("零下")
    text = text.removeprefix("零下").removeprefix("零上").lstrip(MINUS).removeprefix("的")
    if text[:1] in ("几", "幾", "数", "數"):
        text = "一" + text[1:]
    text = "".join(c for c in text if c not in OVER_WORDS)
    if not text:
        raise NumeralError(f"{numeral!r} holds no number")
    value = _powered(text, power) if is_power(text) and (power := POWER.search(text)) else _evaluate(text)
    return -value if negative else value


def is_power(numeral: str) -> bool:
    """Whether a power of ten ends the numeral: 1.2×10^5, 10⁸, 1.23E+08; its × is no censored digit."""
    return not POWER_SIGNS.isdisjoint(numeral)


def has_two_points(numeral: str) -> bool:
    return _TWO_POINTS.search(numeral.translate(FULL_WIDTH)) is not None


def _powered(text: str, power: re.Match[str]) -> Decimal:
    factor = Decimal(10) ** int(power["exponent"].translate(SUPERSCRIPT))
    return _evaluate(text[: power.start()]) * factor if power.start() else factor


@lru_cache(maxsize=16384)
def parse_span(numeral: str) -> tuple[float, float] | None:
    """Both ends of a numeral that names two numbers (两三百: 200 to 300, 十七八: 17 to 18, 三五: 3 to 5), else None."""
    pair = NEIGHBOURS.search(numeral)
    if not pair or DIGITS[pair[2]] - DIGITS[pair[1]] not in ((1, 2) if pair[1] + pair[2] == "三五" else (1,)):
        return None
    low = numeral[: pair.start()] + pair[1] + numeral[pair.end() :]
    high = numeral[: pair.start()] + pair[2] + numeral[pair.end() :]
    return parse_number(low), parse_number(high)


@lru_cache(maxsize=4096)
def other_reading(numeral: str) -> float | None:
    """What else a numeral can mean whose last digit is Arabic and follows a scale: 3万2 is said for 32000, and written
    for 30002; 35。8亿 as the end of a sentence and 8亿. None where there is one way to read it."""
    if point := _OTHER_POINT.search(THOUSANDS.sub("", numeral)):
        return parse_number(point.string[point.end() :])
    try:
        tokens = list(_tokens(_bare(numeral)))
    except NumeralError:  # it has a sign, or 余
        return None
    return float(_sum(tokens)) if tokens[-1].isdigit() and _is_said_short(tokens) else None


def times(value: float, factor: float) -> float:
    """The product of two numbers as they are written, without the noise of binary fractions: 42.3 × 10⁸."""
    return float(Decimal(repr(value)) * _decimal(factor))


@lru_cache(maxsize=1024)
def _decimal(factor: float) -> Decimal:
    return Decimal(repr(factor))


def _bare(numeral: str) -> str:
    text = THOUSANDS.sub("", numeral.translate(FULL_WIDTH)).replace(" ", "")
    text = _OTHER_POINT.sub(".", _TWO_POINTS.sub(".", text)).replace("\u3000", "").replace("\xa0", "").replace(",", "")
    text = GE.sub("", text)
    if "点" in text or "點" in text:
        text = SAID_POINT.sub(r"\g<whole>.", text).replace("零.", "0.")
    for short, long in TENS.items():
        if short in text:
            text = text.replace(short, long)
    return text


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        token = TOKEN.match(text, at)
        if token is None:
            raise NumeralError(f"{text!r} is not a numeral: {text[at]!r} does not belong")
        at = token.end()
        yield token[0]


def _evaluate(text: str) -> Decimal:
    """25万6千 → 256000; 3万4000 → 34000; 1亿零300万 → 103000000; 六千零九十五亿 → 609500000000; 二〇二三 → 2023."""
    if ZERO.match(text):
        return Decimal(0)
    whole, point, fraction = text.replace("點", "点").partition("点")
    digits = DIGIT_RUN.match(fraction)[0]  # type: ignore[index]
    ends = not fraction[len(digits) :].strip("".join(GREAT_SCALES))
    if point and (whole[-1:] in SCALES or (ends and not GREAT_SCALES.keys().isdisjoint(whole))):
        # 一百二十点五, 二十点一万, 二万六千二百一十四点五万
        value = _evaluate(whole) + _digits(f"零点{digits}") if digits else None
        if value is None:
            raise NumeralError(f"{text!r} is not a numeral")
        great = fraction[len(digits) :]
        return value * _sum(["一", *_tokens(great)]) if great else value
    tokens = list(_tokens(text))
    if _is_said_short(tokens):  # 一百五 is 150, 三万二 and 3万2 are 32000
        tokens += BELOW[tokens[-2]]
    return _sum(tokens)


def _is_said_short(tokens: list[str]) -> bool:
    return (
        len(tokens) > 1
        and tokens[-2] in BELOW
        and len(tokens[-1]) == 1
        and tokens[-1] in "123456789一二三四五六七八九两"
    )


def _sum(tokens: list[str]) -> Decimal:
    total, section, pending = Decimal(0), Decimal(0), None
    last = 0
    for token in tokens:
        if token not in SCALES:
            digits = _digits(token)
            pending = digits if pending is None or not pending else pending + digits
            continue
        factor = SCALES[token]
        if pending is not None and not pending and token in SMALL_SCALES:
            pending = Decimal(1)  # 零 before 十: 一千零十, 二十万零十五
        if token in SMALL_SCALES:
            if section and pending is None and factor >= section:
                section *= factor  # 十百, 百亿亿
            elif total and not section and pending is None:
                total *= factor  # 3万千斤, 5万百羽
            else:
                section += (Decimal(1) if pending is None else pending) * factor
        elif pending is None or pending or section or total:
            total = _apply_great_scale(total, section + (pending or 0), factor, last)
            section, last = Decimal(0), factor
        pending = None
    return total + section + (pending or 0)


def _digits(token: str) -> Decimal:
    """3.5, 二〇二三, 一点二, 五."""
    if token[0].isdecimal():
        return Decimal(token)
    whole, point, fraction = token.replace("點", "点").partition("点")
    written = "".join(str(DIGITS[c]) for c in whole)
    return Decimal(f"{written}.{''.join(str(DIGITS[c]) for c in fraction)}" if point else written)


def _apply_great_scale(total: Decimal, section: Decimal, factor: int, last: int) -> Decimal:
    """万 after 亿 adds a section (一亿五千万); 亿 after 万 multiplies what came before (一万亿), as 万 does after 万
    (1万5千|万元); alone it is one. `last`: the great scale before it."""
    if not total and not section:
        return Decimal(factor)
    return (total + section) * factor if factor >= last or not section else total + section * factor
