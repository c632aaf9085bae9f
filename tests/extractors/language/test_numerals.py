"""What number does a numeral stand for? By examples, and by writing numbers out and reading them back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.numerals import NumeralError, parse_exact, parse_number, parse_span

HAN_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("3.75", 3.75),
        ("1,100", 1100),
        ("12,345,678.5", 12345678.5),
        ("1 234", 1234),
        ("1\u2009234", 1234),
        ("３８０", 380),
        ("１．０７５３", 1.0753),
        ("５，２１８", 5218),
        ("1.14万", 11400),
        ("2千", 2000),
        ("3万4000", 34000),
        ("25万6千", 256000),
        ("1亿2千万", 120000000),
        ("1.2万亿", 1200000000000),
        ("4千余", 4000),
        ("二百余万", 2000000),
        ("三十几万", 300000),
        ("一千多万", 10000000),
        ("10+", 10),
        ("0万", 0),
        ("3万千", 30000000),
        ("5万百", 5000000),
        ("-1.97", -1.97),
        ("−4210", -4210),
        ("负三", -3),
    ],
)
def test_an_arabic_or_mixed_numeral_is_read(numeral: str, value: float) -> None:
    assert parse_number(numeral) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百五", 150),
        ("一百五十", 150),
        ("三千零八十", 3080),
        ("两千二", 2200),
        ("三万二", 32000),
        ("三万零二", 30002),
        ("十万", 100000),
        ("二十五万六千", 256000),
        ("一亿五千万", 150000000),
        ("三亿零二百万", 302000000),
        ("二亿六千零四十五万", 260450000),
        ("六千零九十五亿", 609500000000),
        ("一万亿", 1000000000000),
        ("一点五", 1.5),
        ("十四点三", 14.3),
        ("二点三万", 23000),
        ("一百三十六点四", 136.4),
        ("二〇二三", 2023),
        ("一九七八", 1978),
        ("壹佰贰拾万", 1200000),
        ("叁仟伍佰", 3500),
        ("二百六十萬億", 260000000000000),
        ("百", 100),
        ("万", 10000),
        ("几十", 10),
        ("数百", 100),
    ],
)
def test_a_chinese_numeral_is_read(numeral: str, value: float) -> None:
    assert parse_number(numeral) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "亩", "三亩", "12个", "一点", "点五", "1.2.3", "余", "abc", "3，号"])
def test_what_is_no_numeral_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(NumeralError, match=r"numeral|number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("numeral", "ends"),
    [
        ("两三百", (200, 300)),
        ("三四十", (30, 40)),
        ("十七八", (17, 18)),
        ("二三", (2, 3)),
        ("七八万", (70000, 80000)),
        ("三百五十", None),
        ("二十三", None),
        ("十二", None),
        ("三五", (3, 5)),
        ("三五百", (300, 500)),
        ("二〇二三", None),
        ("42", None),
    ],
)
def test_two_neighbours_are_the_ends_of_a_span(numeral: str, ends: tuple[float, float] | None) -> None:
    assert parse_span(numeral) == ends


def write_section(number: int) -> str:
    """A number below 10000 in Chinese numerals, 一十 at its head included."""
    written, gap = "", False
    for factor, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, factor)
        if digit:
            written += ("零" if gap and written else "") + HAN_DIGITS[digit] + scale
        gap = not digit
    return written


def write_han(number: int) -> str:
    """GB/T 15835: sections of four digits under 亿 and 万, 零 where a place is empty between two that are not."""
    written, gap = "", False
    for factor, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, factor)
        if section:
            needs_zero = written and (gap or section < 1000)
            written += ("零" if needs_zero else "") + write_section(section) + scale
        gap = not section
    return written or "零"


@given(st.integers(0, 10**12 - 1))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert parse_number(write_han(number)) == number


@given(st.integers(0, 10**12))
def test_a_number_grouped_by_thousands_reads_back(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@given(st.integers(0, 9999), st.sampled_from(["千", "万", "亿", "万亿"]))
def test_a_scale_multiplies(number: int, scale: str) -> None:
    factor = {"千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert parse_number(f"{number}{scale}") == number * factor


@given(st.decimals(0, 10**6, places=4, allow_nan=False))
def test_full_width_digits_read_like_others(number: object) -> None:
    plain = format(number, "f")
    assert parse_number(plain.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))) == parse_number(plain)


@given(
    st.text(alphabet="0123456789.,，零一二两三十百千万亿点余多几数+- ０１壹拾萬亩X", max_size=12) | st.text(max_size=8)
)
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for read in (parse_number, parse_span):
        with suppress(NumeralError):
            read(text)


@given(st.from_regex(r"[0-9]{1,9}(\.[0-9]{1,6})?[万亿]?", fullmatch=True))
def test_a_plain_numeral_is_what_it_is_when_read_sign_by_sign(numeral: str) -> None:
    assert parse_number(numeral) == float(parse_exact(numeral))
