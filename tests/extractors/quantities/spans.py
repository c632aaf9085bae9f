"""How can a quantity of two ends be written? Ranges of numbers, shares and temperatures, and pairs of digits."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from tests.extractors.quantities import writing
from tests.extractors.quantities.numerals import NUMERALS
from tests.extractors.quantities.spellings import PLAIN_UNITS, TABLE, Spelling

CONNECTORS = ("-", "—", "－", "–", "~", "～", "至", "到", "——", "--")


@st.composite
def ranges(draw: st.DrawFn) -> Spelling:
    """80-100元, 8500到1.2万元, 二至三千人, 在1万吨与2万吨之间."""
    low, high = sorted(draw(st.lists(st.integers(2, 9999), min_size=2, max_size=2, unique=True)))
    scale, factor = draw(st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
    unit, connector = draw(st.sampled_from(PLAIN_UNITS)), draw(st.sampled_from(CONNECTORS))
    write = str
    if connector in ("至", "到") and low > 20 and draw(st.booleans()):
        write = writing.write_chinese
    tail = draw(st.sampled_from([scale + unit, scale, ""]))
    if write is writing.write_chinese and not tail and scale and write(low)[-1] in "百千":
        tail = scale  # 三百至五百万元 says 三百万, or 三百
    ends = Decimal(low) * factor, Decimal(high) * factor
    between = ""
    if draw(st.integers(0, 5)) == 0:
        connector, between, tail = draw(st.sampled_from("与和")), "在", scale + unit
    quote = f"{write(low)}{tail}{connector}{write(high)}{scale}{unit}"
    return Spelling(quote, *ends, TABLE[unit].unit, before=between, behind="之间" if between else "")


@st.composite
def uneven_ranges(draw: st.DrawFn) -> Spelling:
    """8500到1.2万元: the low end has no scale, and could not have the other's."""
    high = draw(st.integers(11, 99)) / Decimal(10)
    low = draw(st.one_of(st.integers(100, 1899), st.integers(2100, 9999)))  # 1923-6.8 looks like a date
    connector, unit = draw(st.sampled_from(CONNECTORS)), draw(st.sampled_from(PLAIN_UNITS))
    return Spelling(f"{low}{connector}{high}万{unit}", Decimal(low), high * 10000, TABLE[unit].unit)


@st.composite
def pairs(draw: st.DrawFn) -> Spelling:
    """三五户, 两三百人, 二三十万元, 十七八家."""
    first, second = draw(st.sampled_from(["一两", "两三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"]))
    scale = draw(st.sampled_from(["", "十", "百", "千", "万", "百万"]))
    unit = draw(st.sampled_from(["元", "户", "人", "家", "吨"]))
    factor = 1
    for c in scale:
        factor *= {"十": 10, "百": 100, "千": 1000, "万": 10000}[c]
    first, second = "一二" if (first, scale) == ("一", "十") else first + second
    value = {c: Decimal(n) for n, c in enumerate(writing.PLAIN)} | {"两": Decimal(2)}
    mark = draw(st.sampled_from(["", "", "、"])) if scale and first != "一" else ""
    return Spelling(
        f"{first}{mark}{second}{scale}{unit}", value[first] * factor, value[second] * factor, unit, "approx"
    )


@st.composite
def ranges_of_two_quantities(draw: st.DrawFn) -> Spelling:
    """三百二十亩至1.2万亩: each end whole, in a numeral of its own."""
    low, high = sorted(draw(st.tuples(NUMERALS, NUMERALS)), key=lambda numeral: numeral.value)
    unit, connector = draw(st.sampled_from(PLAIN_UNITS)), draw(st.sampled_from(["至", "到", "-", "~", "—"]))
    if low.value == high.value:
        return Spelling(f"{low.written}{unit}", low.value, low.value, TABLE[unit].unit)
    return Spelling(f"{low.written}{unit}{connector}{high.written}{unit}", low.value, high.value, TABLE[unit].unit)


@st.composite
def ranges_of_shares(draw: st.DrawFn) -> Spelling:
    """5%-8%, 5-8‰, 百分之五至百分之八, 百分之五至八."""
    ends = sorted(draw(st.lists(st.integers(1, 999), min_size=2, max_size=2, unique=True)))
    low, high = (Decimal(end) / 10 for end in ends)
    if draw(st.booleans()):
        name, unit = draw(st.sampled_from([("百分之", "%"), ("千分之", "‰")]))
        again = draw(st.sampled_from(["", name]))
        quote = f"{name}{writing.write_decimal(low)}{draw(st.sampled_from('至到'))}{again}{writing.write_decimal(high)}"
        return Spelling(quote, low, high, unit)
    unit = draw(st.sampled_from(["%", "％", "‰", "个百分点"]))
    first = draw(st.sampled_from(["", unit]))
    return Spelling(f"{low}{first}{draw(st.sampled_from(CONNECTORS))}{high}{unit}", low, high, TABLE[unit].unit)


@st.composite
def ranges_of_temperatures(draw: st.DrawFn) -> Spelling:
    """零下12至5℃, -3℃到8℃."""
    low, high = sorted(draw(st.lists(st.integers(-30, 40), min_size=2, max_size=2, unique=True)))
    minus, unit = draw(st.sampled_from(["-", "零下", "－"])), draw(st.sampled_from(["℃", "摄氏度", "度"]))
    ends = [f"{minus}{-end}" if end < 0 else str(end) for end in (low, max(high, 1))]
    first, connector = draw(st.sampled_from(["", unit])), draw(st.sampled_from("至到~"))
    quote = f"{ends[0]}{first}{connector}{ends[1]}{unit}"
    return Spelling(quote, Decimal(low), Decimal(max(high, 1)), "℃", before="气温在", behind="之间")
