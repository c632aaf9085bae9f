"""How can one value be written? Chinese, formal, mixed, grouped and scaled numerals, written from the value.

The reader's tables give the characters; the rules are stated here once more, from the side of who writes, so that
reader and writer can only agree if both are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.language.numerals import DIGITS, GREAT_SCALES, SMALL_SCALES
from extractors.language.script import simplify

PLAIN, FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
SMALL, FORMAL_SMALL = "十百千", "拾佰仟"
FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
TRADITIONAL = str.maketrans("万亿两个点余几数参陆贰", "萬億兩個點餘幾數參陸貳")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
KANGXI = str.maketrans("一二八十", "⼀⼆⼋⼗")

assert all(DIGITS[c] == n for digits in (PLAIN, FORMAL) for n, c in enumerate(digits))
assert all(SMALL_SCALES[c] == 10**n for scales in (SMALL, FORMAL_SMALL) for n, c in enumerate(scales, 1))
assert simplify("一共⼀二⼆八⼋十⼗") == "一共一二二八八十十"


def write_chinese(number: int, digits: str = PLAIN, scales: str = SMALL) -> str:
    """1050300 → 一百零五万零三百; 15 → 十五; with formal characters 壹拾伍."""
    written = _write(number, digits, scales)
    return written.removeprefix("一") if written.startswith("一十") else written


def _write(number: int, digits: str, scales: str) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            above, below = divmod(number, size)
            zero = digits[0] if 0 < below < size // 10 else ""
            return _write(above, digits, scales) + name + zero + (_write(below, digits, scales) if below else "")
    if number < 10:
        return digits[number]
    place = len(str(number)) - 1
    above, below = divmod(number, 10**place)
    zero = digits[0] if 0 < below < 10 ** (place - 1) else ""
    return digits[above] + scales[place - 1] + zero + (_write(below, digits, scales) if below else "")


def with_two(chinese: str) -> str:
    """两 for 二 where it is said so: 两百, 两千, 两万, but 二十 and 十二."""
    return "".join(
        "两" if c == "二" and behind in "百千万亿" and behind and before not in "十百千" else c
        for before, c, behind in zip(" " + chinese, chinese, chinese[1:] + "十", strict=False)
    )


def said_short(number: int) -> str | None:
    """150 → 一百五, 32000 → 三万二; None where the last scale cannot fall away."""
    written = write_chinese(number)
    below = {"百": "十", "千": "百", "万": "千"}
    if len(written) < 4 or written[-3] not in below or below[written[-3]] != written[-1] or written[-2] == "零":
        return None
    return written[:-1]


def write_decimal(value: Decimal) -> str:
    """12.05 → 十二点零五."""
    whole, _, fraction = str(value).partition(".")
    return write_chinese(int(whole)) + ("点" + "".join(PLAIN[int(c)] for c in fraction) if fraction else "")


def mix(number: int) -> Iterator[str]:
    """Digits and scales in turn: 54000 → 5万4千, 5万4000; 103000000 → 1亿零300万, 1亿300万."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        above, below = divmod(number, size)
        if not 0 < above < 10**4 or not below:
            continue
        lesser = [(10**4, "万")] if name == "亿" else [(1000, "千"), (100, "百")]
        for unit, scale in lesser:
            if below % unit == 0:
                yield f"{above}{name}{below // unit}{scale}" if below // unit < 10**4 else ""
                if below < size // 10:
                    yield f"{above}{name}零{below // unit}{scale}"
        if below >= size // 10:
            yield f"{above}{name}{below}"
        if name == "万" and below % 100 == 0 and below > 1000 and below // 100 % 10:
            yield f"{above}万{below // 1000}千{below // 100 % 10}百"


def scale_down(value: Decimal) -> Iterator[str]:
    """12345000 → 1234.5万, 0.12345亿: with four decimals at most."""
    for scale in ("百", "千", "万", "百万", "千万", "亿", "万亿"):
        factor = Decimal(1)
        for c in scale:
            factor *= {**SMALL_SCALES, **GREAT_SCALES}[c]
        scaled = (value / factor).normalize()
        if Decimal("0.01") <= scaled < 10**5 and -int(scaled.as_tuple().exponent) <= 4:
            yield f"{scaled:f}{scale}"
