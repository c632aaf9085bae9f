"""How can a quantity be written in a report? Every way that the grammar's own tables allow, with what it must come to.

Each strategy gives `Spelling`s: what is written, what a claim must quote, and both ends of its value in decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from extractors.language import knowledge
from extractors.language.numerals import SCALES
from extractors.quantities import units
from extractors.quantities.senses import OPEN
from tests.extractors.quantities import writing
from tests.extractors.quantities.numerals import ARABIC, NUMERALS, Numeral, arabic, decimals, scaled

WORDS = knowledge.quantity_words()
TABLE = units.read_table(units.TABLE)
#: Units that any number can have, in any spelling: what they are does not hang on the words around.
PLAIN_UNITS = (
    "元",
    "亩",
    "吨",
    "公里",
    "平方米",
    "立方米",
    "人",
    "户",
    "家",
    "人次",
    "公斤",
    "千瓦时",
    "美元",
    "个百分点",
    "台",
)
#: Spellings that are something else too, and are left to it.
TAKEN = {
    "届": "346届 is an ordinal", "个世纪": "a date", "世纪": "21世纪 is a date", "党派": "a noun, which no 万 counts",
    "月": "21月 is a date", "月份": "a date", "日": "21日 is a date",
    "百万千焦": "36百万千焦 is 36百万 of 千焦, which comes to the same",
}  # fmt: skip
SHARES = (
    *(("百分之", "%"), ("千分之", "‰"), ("万分之", "‱"), ("百万分之", "ppm"), ("%", "%"), ("％", "%"), (" %", "%")),
    *(("‰", "‰"), ("‱", "‱"), ("ppm", "ppm"), ("个百分点", "个百分点"), ("百分点", "个百分点")),
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A quantity as written, and what must be read."""

    quote: str
    low: Decimal
    high: Decimal
    unit: str  # as published
    bound: str = "exact"
    kind: str = ""  # as the unit table has it, unless stated
    before: str = ""  # words that belong to it and are not quoted
    behind: str = ""

    @property
    def written(self) -> str:
        return self.before + self.quote + self.behind


@st.composite
def amounts(draw: st.DrawFn, numerals: st.SearchStrategy[Numeral] = NUMERALS) -> Spelling:
    """A number and its unit: 1.2万亩."""
    numeral, unit = draw(numerals), draw(st.sampled_from(PLAIN_UNITS))
    return Spelling(numeral.written + unit, numeral.value, numeral.value, TABLE[unit].unit)


@st.composite
def table_amounts(draw: st.DrawFn) -> Spelling:
    """Digits and any unit of the table that needs no words around to be one."""
    hanging = {*OPEN, *TAKEN, *(s.translate(writing.TRADITIONAL) for s in OPEN)}  # 個點 on words around it, as 个点
    spelling = draw(st.sampled_from([s for s, entry in TABLE.items() if s not in hanging and not entry.optional]))
    entry = TABLE[spelling]
    number = draw(st.integers(21, 1899)) if entry.kind == "count" else draw(st.integers(210, 18999)) / Decimal(10)
    scale = draw(st.sampled_from(["", "", "万"]))
    value = Decimal(number) * (10000 if scale else 1)
    return Spelling(f"{number}{scale}{spelling}", value, value, entry.unit)


@st.composite
def signed(draw: st.DrawFn) -> Spelling:
    """负320万元, 同比-3.5%, 零下12℃."""
    value = draw(decimals())
    sign = draw(st.sampled_from(["-", "－", "−", "﹣", "负", "零下"]))
    if sign == "零下":
        unit, number = draw(st.sampled_from(["℃", "摄氏度", "度"])), draw(st.integers(1, 60))
        figure = draw(st.sampled_from([str(number), writing.write_chinese(number)]))
        return Spelling(f"零下{figure}{unit}", Decimal(-number), Decimal(-number), "℃", before="夜间最低气温")
    unit = draw(st.sampled_from(["%", "％", "万元", "个百分点"]))
    form = draw(st.sampled_from([f"{value:f}", f"{value:f}".translate(writing.FULL_WIDTH)]))
    if sign == "负" and draw(st.booleans()):
        form = writing.write_decimal(value)
    value = -value * (10000 if unit == "万元" else 1)
    lead = draw(st.sampled_from(["净利润为", "净利润", "利润总额："]))
    return Spelling(f"{sign}{form}{unit}", value, value, TABLE[unit.removeprefix("万")].unit, before=lead)


@st.composite
def shares(draw: st.DrawFn) -> Spelling:
    """12.5%, １２％, 百分之十二点五, 千分之三, 3.5‰, 负百分之二."""
    value = draw(st.integers(1, 9999)) / Decimal(10 ** draw(st.integers(0, 2)))
    value = value.normalize() if value % 1 else Decimal(int(value))
    figure = f"{value:f}"
    name, unit = draw(st.sampled_from(SHARES))
    if not name.endswith("之"):
        return Spelling(
            draw(st.sampled_from([figure, figure.translate(writing.FULL_WIDTH)])) + name, value, value, unit
        )
    minus = draw(st.sampled_from(["", "", "负"]))
    form = draw(st.sampled_from([figure, writing.write_decimal(value)]))
    lead, inside = draw(st.sampled_from([(minus, ""), ("", minus)]))
    value = -value if minus else value
    return Spelling(f"{lead}{name}{inside}{form}", value, value, unit)


@st.composite
def bounded(draw: st.DrawFn) -> Spelling:
    """约1.2万元, 300人以上, 40余户, 近百万吨, 二百来亩."""
    amount = draw(amounts(ARABIC))
    ways = [(bound, word, "", "") for bound, words in WORDS.bounds_before.items() for word in words]
    ways += [(b, "", word, "") for b, words in WORDS.bounds_after.items() for word in words if "(?" not in word]
    ways += [("over", "", "", "余"), ("over", "", "", "多"), ("over", "", "", "+"), ("approx", "", "", "来")]
    bound, before, behind, inside = draw(st.sampled_from(ways))
    quote = amount.quote
    if inside:
        at = next(len(quote) - len(unit) for unit in sorted(PLAIN_UNITS, key=len, reverse=True) if quote.endswith(unit))
        quote = quote[:at] + inside + quote[at:]
    return replace(amount, quote=quote, bound=bound, before=before, behind=behind)


@st.composite
def vague(draw: st.DrawFn) -> Spelling:
    """四十余户, 二百来亩, 三千多万元, 几十万人, 数百家: a round number, and more."""
    digit, scale = draw(st.integers(2, 9)), draw(st.sampled_from(["十", "百", "千", "万"]))
    great = draw(st.sampled_from(["", "万", "亿"])) if scale != "万" else ""
    unit = draw(st.sampled_from(["元", "亩", "人", "户", "吨"]))
    factor = SCALES[scale] * (SCALES[great] if great else 1)
    if draw(st.booleans()):
        some = draw(st.sampled_from("几数"))
        return Spelling(f"{some}{scale}{great}{unit}", Decimal(factor), Decimal(factor), unit, "over")
    word, bound = draw(st.sampled_from([("余", "over"), ("多", "over"), ("来", "approx")]))
    value = Decimal(digit * factor)
    return Spelling(f"{writing.PLAIN[digit]}{scale}{word}{great}{unit}", value, value, unit, bound)


@st.composite
def fractions(draw: st.DrawFn) -> Spelling:
    """三分之二, 占4/5, 二又三分之一: their value is no percentage."""
    below = draw(st.integers(3, 20))
    above, whole = draw(st.integers(1, below - 1)), draw(st.integers(0, 3))
    value = whole + Decimal(above) / Decimal(below)
    if not whole and draw(st.booleans()):
        return Spelling(f"{above}/{below}", value, value, "", kind="other", before="占")
    lead = f"{writing.PLAIN[whole]}又" if whole else ""
    quote = f"{lead}{writing.write_chinese(below)}分之{writing.write_chinese(above)}"
    return Spelling(quote, value, value, "", kind="other", before="占")


@st.composite
def discounts(draw: st.DrawFn) -> Spelling:
    """8.5折, 85折, 八五折, 八点五折, 九折."""
    whole, fraction = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    value = Decimal(f"{whole}.{fraction}")
    forms = [str(value), f"{whole}{fraction}", writing.write_decimal(value)]
    if fraction != whole + 1 and (whole, fraction) != (3, 5):  # 六七折 is six to seven
        forms.append(writing.PLAIN[whole] + writing.PLAIN[fraction])
    return Spelling(f"{draw(st.sampled_from(forms))}折", value, value, "折", before="票价打")


@st.composite
def letters(draw: st.DrawFn) -> Spelling:
    """15k元, 300w元."""
    number = draw(st.integers(2, 9999))
    letter, factor = draw(st.sampled_from([("k", 1000), ("w", 10**4), ("W", 10**4)]))
    return Spelling(f"{number}{letter}元", Decimal(number * factor), Decimal(number * factor), "元")


@st.composite
def sums(draw: st.DrawFn) -> Spelling:
    """港币2960万元, HK$500万元, 三万元欧元, ¥3,500.00."""
    name, currency = draw(st.sampled_from([(name, unit) for name, unit in WORDS.currencies.items()]))
    numeral = draw(st.one_of(arabic(), scaled()))
    if draw(st.booleans()):
        return Spelling(f"{name}{numeral.written}", numeral.value, numeral.value, currency)
    if name[-1] in "元币镑布铢" and draw(st.booleans()):
        if name in TABLE:  # published as written behind the number
            return Spelling(f"{numeral.written}{name}", numeral.value, numeral.value, TABLE[name].unit)
        return Spelling(f"{numeral.written}元{name}", numeral.value, numeral.value, currency)
    if not name[-1].isalpha():  # a sign
        return Spelling(f"{name}{numeral.written}元", numeral.value, numeral.value, currency)
    return Spelling(f"{numeral.written}元", numeral.value, numeral.value, currency, before=name)


@st.composite
def magnitudes(draw: st.DrawFn) -> Spelling:
    """US$3.2m, €1.5 billion."""
    name = draw(st.sampled_from([name for name in WORDS.currencies if name[-1] in "$＄€£￡"]))
    word, factor = draw(st.sampled_from(sorted(WORDS.magnitudes.items())))
    numeral = draw(arabic())
    value = numeral.value * factor
    return Spelling(
        f"{name}{numeral.written}{draw(st.sampled_from(['', ' ']))}{word}", value, value, WORDS.currencies[name]
    )


@st.composite
def powers(draw: st.DrawFn) -> Spelling:
    """1.2×10^5千瓦时, 3×10⁸元, 10⁴亩, 1.23E+08元."""
    mantissa = draw(st.one_of(st.integers(1, 9).map(Decimal), st.integers(101, 999).map(lambda n: Decimal(n) / 100)))
    exponent, unit = draw(st.integers(2, 12)), draw(st.sampled_from(PLAIN_UNITS))
    raised = draw(st.sampled_from([f"^{exponent}", str(exponent).translate(writing.SUPERSCRIPT)]))
    sign = draw(st.sampled_from(["×", "x", "*", " × "]))
    forms = [f"{mantissa}{sign}10{raised}", f"{mantissa}E+{exponent:02}", f"{mantissa}e+{exponent}"]
    if mantissa == 1:
        forms.append(f"10{raised}")
    value = mantissa * 10**exponent
    return Spelling(draw(st.sampled_from(forms)) + unit, value, value, TABLE[unit].unit)


@st.composite
def chained(draw: st.DrawFn) -> Spelling:
    """3元5角, 一小时十五分, 一年零三个月: in the greater unit, but years and months in months."""
    unit = draw(st.sampled_from(sorted(set(WORDS.chains) - {"毛", "块", "分"})))
    smaller, parts = draw(st.sampled_from(sorted(WORDS.chains[unit].items())))
    above, below = draw(st.integers(2, 79)), draw(st.integers(1, parts - 1))  # 98年 is a date
    write = draw(st.sampled_from([str, writing.write_chinese])) if above > 13 and below > 13 else str
    zero = draw(st.sampled_from(["", "零"])) if unit == "年" else ""
    value, published = above + Decimal(below) / parts, unit
    if unit in WORDS.smaller_units:
        value, published = value * parts, smaller
    return Spelling(f"{write(above)}{unit}{zero}{write(below)}{smaller}", value, value, TABLE[published].unit)


@st.composite
def blanks(draw: st.DrawFn) -> Spelling:
    """1.2 万元, 3.5个 百分点, 3. 5%, 一 百 二 十 人: one blank at a place where converters leave them."""
    form = draw(st.integers(0, 4))
    if form == 0:
        number = draw(st.integers(14, 10**6))
        return Spelling(" ".join(writing.write_chinese(number)) + " 人", Decimal(number), Decimal(number), "人")
    if form == 1:
        whole, fraction = draw(st.integers(1, 99)), draw(st.integers(1, 9))
        value = Decimal(f"{whole}.{fraction}")
        unit = draw(st.sampled_from(["%", "个百分点", "万元", "亩"]))
        factor = 10000 if unit == "万元" else 1
        dot = draw(st.sampled_from([". ", " .", "﹒", "·", "．"]))
        return Spelling(
            f"{whole}{dot}{fraction}{unit}",
            value * factor,
            value * factor,
            TABLE[unit.removeprefix("万")].unit,
            before="同比提高",
        )
    amount = draw(amounts(ARABIC))
    unit = next(unit for unit in sorted(PLAIN_UNITS, key=len, reverse=True) if amount.quote.endswith(unit))
    number = amount.quote.removesuffix(unit)
    blank = draw(st.sampled_from([" ", "\u3000", "\xa0"]))
    return replace(amount, quote=f"{number}{blank}{unit}")


@st.composite
def formal_sums(draw: st.DrawFn) -> Spelling:
    """叁拾元伍角捌分."""
    whole, tenths, hundredths = draw(st.integers(1, 9999)), draw(st.integers(1, 9)), draw(st.integers(0, 9))
    written = [writing.write_chinese(n, writing.FORMAL, writing.FORMAL_SMALL) for n in (whole, tenths, hundredths)]
    value = whole + Decimal(tenths) / 10 + Decimal(hundredths) / 100
    quote = f"{written[0]}元{written[1]}角" + (f"{written[2]}分" if hundredths else "")
    return Spelling(quote, value, value, "元", before=draw(st.sampled_from(["罚款", "人民币"])))


@st.composite
def among_words(draw: st.DrawFn) -> Spelling:
    """实现GDP320亿元的任务, 新增十四户参与: words directly before and behind."""
    before = draw(st.sampled_from(["投入", "实现GDP", "新增", "使用", "受益群众", "较去年增加", "高出", "共计", "为"]))
    behind = draw(
        st.sampled_from(["的任务", "资金", "设备投入使用", "土地流转", "参与", "用于建设", "补助", "以及配套设施"])
    )
    return replace(draw(amounts()), before=before, behind=behind)
