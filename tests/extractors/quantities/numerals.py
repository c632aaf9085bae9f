"""How can a number be written? Strategies for numerals of every kind, each with the value that it must come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from extractors.language.numerals import other_reading
from tests.extractors.quantities import writing


@dataclass(frozen=True, slots=True)
class Numeral:
    written: str
    value: Decimal


def _numeral(written: str, value: Decimal | int) -> Numeral:
    return Numeral(written, Decimal(value))


@st.composite
def round_numbers(draw: st.DrawFn, least: int = 1, most: int = 10**11) -> int:
    """Whole numbers of every size, most of them round, as they are said; none that is a telephone number."""
    digits = draw(st.integers(1, 10**5 - 1))
    number = min(max(digits * 10 ** draw(st.integers(0, 8)), least), most)
    return number // 10 if 13 * 10**9 <= number < 20 * 10**9 else number


@st.composite
def decimals(draw: st.DrawFn) -> Decimal:
    places = draw(st.integers(1, 3))
    return Decimal(draw(st.integers(1, 10**7))).scaleb(-places)


@st.composite
def arabic(draw: st.DrawFn) -> Numeral:
    """8500, 8,500, ８，５００, 3, 500, 12.05."""
    value = draw(st.one_of(round_numbers(2, 10**9).map(Decimal), decimals()))
    plain, grouped = f"{value:f}", f"{value:,f}"
    forms = [plain, grouped, plain.translate(writing.FULL_WIDTH), grouped.translate(writing.FULL_WIDTH)]
    return _numeral(draw(st.sampled_from(forms)), value)


@st.composite
def scaled(draw: st.DrawFn) -> Numeral:
    """1.2万, 1200万, 0.35亿, 2万亿."""
    value = draw(round_numbers(100).map(Decimal))
    forms = list(writing.scale_down(value))
    forms += [form.translate(writing.FULL_WIDTH) for form in forms]
    return _numeral(draw(st.sampled_from(forms or ["100"])), value if forms else 100)


@st.composite
def chinese(draw: st.DrawFn) -> Numeral:
    """一百二十三, 两千零五, 三万二, 十二点五."""
    number = draw(round_numbers(14))
    plain = writing.write_chinese(number)
    forms = [plain, writing.with_two(plain)]
    if short := writing.said_short(number):
        forms.append(short)
    if draw(st.booleans()):
        value = draw(decimals())
        return _numeral(writing.write_decimal(value), value)
    return _numeral(draw(st.sampled_from(forms)), number)


@st.composite
def formal(draw: st.DrawFn) -> Numeral:
    number = draw(round_numbers(10))
    return _numeral(writing.write_chinese(number, writing.FORMAL, writing.FORMAL_SMALL), number)


@st.composite
def mixed(draw: st.DrawFn) -> Numeral:
    """5万4千, 1亿零300万, 12万3千5百."""
    number = draw(round_numbers(11000))
    forms = [form for form in writing.mix(number) if form and other_reading(form) is None]
    return _numeral(draw(st.sampled_from(forms or [str(number)])), number)


NUMERALS = st.one_of(arabic(), scaled(), chinese(), formal(), mixed())
ARABIC = st.one_of(arabic(), scaled())
