"""Examples of units as written beside what they must be worth; factors are worked out here by hand, not by Pint."""

import pickle
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors.quantities.units import (
    KINDS,
    TABLE,
    Entry,
    Unit,
    UnitTableError,
    factor_of,
    look_up,
    read_table,
    resolve,
    spellings,
)

MU = Fraction(2000, 3)  # m² in a 亩

FACTORS = [
    # spelling, kind, standard unit, factor
    ("平方米", "area", "m²", 1),
    ("亩", "area", "m²", MU),
    ("公顷", "area", "m²", 10_000),
    ("公亩", "area", "m²", 100),
    ("顷", "area", "m²", 100 * MU),
    ("垧", "area", "m²", 10_000),
    ("分地", "area", "m²", MU / 10),
    ("平方公里", "area", "m²", 1_000_000),
    ("坪", "area", "m²", Fraction(400, 121)),
    ("英亩", "area", "m²", 4046.8564224),
    ("公里", "length", "m", 1000),
    ("里", "length", "m", 500),
    ("尺", "length", "m", Fraction(1, 3)),
    ("丈", "length", "m", Fraction(10, 3)),
    ("毫米", "length", "m", Fraction(1, 1000)),
    ("海里", "length", "m", 1852),
    ("英里", "length", "m", 1609.344),
    ("立方米", "volume", "m³", 1),
    ("升", "volume", "m³", Fraction(1, 1000)),
    ("加仑", "volume", "m³", 0.003785411784),
    ("吨", "mass", "kg", 1000),
    ("担", "mass", "kg", 50),
    ("公担", "mass", "kg", 100),
    ("公斤", "mass", "kg", 1),
    ("斤", "mass", "kg", Fraction(1, 2)),
    ("两", "mass", "kg", Fraction(1, 20)),
    ("克拉", "mass", "kg", Fraction(2, 10_000)),
    ("盎司", "mass", "kg", 0.028349523125),
    ("吨标准煤", "energy", "kgce", 1000),
    ("克标准煤", "energy", "kgce", Fraction(1, 1000)),
    ("千瓦", "power", "W", 1000),
    ("兆瓦", "power", "W", 1_000_000),
    ("MWP", "power", "W", 1_000_000),
    ("马力", "power", "W", 735.49875),
    ("千伏安", "power", "VA", 1000),
    ("度", "energy", "kWh", 1),
    ("兆瓦时", "energy", "kWh", 1000),
    ("千焦", "energy", "kWh", Fraction(1, 3600)),
    ("大卡", "energy", "kWh", 4186.8 / 3_600_000),
    ("小时", "duration", "s", 3600),
    ("天", "duration", "s", 86_400),
    ("星期", "duration", "s", 604_800),
    ("年", "duration", "年", 1),  # no fixed number of seconds
    ("%", "percentage", "%", 1),
    ("‰", "percentage", "%", Fraction(1, 10)),
    ("成", "percentage", "%", 10),
    ("个百分点", "percentage", "个百分点", 1),
    ("个千分点", "percentage", "个百分点", Fraction(1, 10)),
    ("元", "money", "CNY", 1),
    ("角", "money", "CNY", Fraction(1, 10)),
    ("美元", "money", "USD", 1),  # kept apart, not exchanged
    ("港币", "money", "HKD", 1),
    ("分", "rate_or_score", "分", 1),
    ("倍", "other", "倍", 1),
    ("吨公里", "turnover", "t·km", 1),
    ("兆赫", "other", "Hz", 1_000_000),
    ("人次", "count", "人次", 1),
    ("台（套）", "count", "台", 1),
    ("人（次）", "count", "人次", 1),
    ("人（家）次", "count", "人次", 1),
]

PUBLISHED = [
    # written, published
    ("平方", "平方米"),
    ("㎡", "平方米"),
    ("m2", "平方米"),
    ("方", "立方米"),
    ("m³", "立方米"),
    ("％", "%"),
    ("百分点", "个百分点"),
    ("人民币元", "元"),
    ("块钱", "元"),
    ("块", "块"),  # 20块说明牌
    ("KM", "KM"),
    ("kWh", "kWh"),
    ("MWp", "MWp"),
    ("平方千米", "平方千米"),
    ("公斤", "公斤"),
    ("畝", "亩"),
    ("戶", "户"),
    ("個", "个"),
    ("個百分點", "个百分点"),
    ("噸", "吨"),
    ("場次", "场次"),
    ("个月", "月"),
    ("個月", "月"),
    ("个批次", "批次"),
    ("个工作日", "工作日"),
    ("个小时", "小时"),
    ("大", ""),
]

COMPOUNDS = [
    # written, kind, standard unit, factor
    ("元/亩", "money", "CNY/m²", 1 / MU),
    ("元／亩", "money", "CNY/m²", 1 / MU),
    ("元/人", "money", "CNY/人", 1),
    ("元/月", "money", "CNY/月", 1),
    ("元/立方米", "money", "CNY/m³", 1),
    ("元/平方米·月", "money", "CNY/m²/月", 1),
    ("元/人/年", "money", "CNY/人/年", 1),
    ("元/kW·h", "money", "CNY/kWh", 1),
    ("公斤/亩", "mass", "kg/m²", 1 / MU),
    ("吨/日", "mass", "kg/s", Fraction(1000, 86_400)),
    ("吨/年", "mass", "kg/年", 1000),
    ("立方米/日", "volume", "m³/s", Fraction(1, 86_400)),
    ("人/平方公里", "count", "人/m²", Fraction(1, 1_000_000)),
    ("μg/m³", "mass", "kg/m³", Fraction(1, 1_000_000_000)),
    ("毫克/升", "mass", "kg/m³", Fraction(1, 1000)),
    ("克标准煤/千瓦时", "energy", "kgce/kWh", Fraction(1, 1000)),
    ("件/万人", "count", "件/万人", 1),
    ("人/10万人", "count", "人/10万人", 1),
    ("元/每户", "money", "CNY/每户", 1),
]


def known(spelling: str) -> Unit:
    unit = look_up(spelling)
    assert unit is not None, spelling
    return unit


@pytest.mark.parametrize(("spelling", "kind", "standard", "factor"), FACTORS)
def test_a_unit_is_worth_what_its_definition_says(
    spelling: str, kind: str, standard: str, factor: Fraction | float
) -> None:
    unit = known(spelling)
    assert (unit.kind, unit.standard) == (kind, standard)
    assert unit.factor == pytest.approx(float(factor), rel=1e-12)


def test_areas_written_in_three_units_add_up() -> None:
    areas = [(1.14e4, "亩"), (760.0, "公顷"), (7.6e6, "㎡")]
    assert [value * (known(unit).factor or 0) for value, unit in areas] == pytest.approx([7.6e6] * 3, rel=1e-9)


@pytest.mark.parametrize(("written", "published"), PUBLISHED)
def test_a_spelling_is_published_as_its_unit(written: str, published: str) -> None:
    assert known(written).unit == published


@pytest.mark.parametrize(("written", "kind", "standard", "factor"), COMPOUNDS)
def test_a_compound_takes_the_kind_of_its_numerator(
    written: str, kind: str, standard: str, factor: Fraction | float
) -> None:
    unit = known(written)
    assert (unit.unit, unit.kind, unit.standard) == (written.replace("／", "/"), kind, standard)
    assert unit.factor == pytest.approx(float(factor), rel=1e-12)


@pytest.mark.parametrize("written", ["犇", "犇次", "犇/亩", "元/犇", "元/", "/亩", "", "万元", "GB/T"])
def test_an_unknown_unit_is_not_looked_up(written: str) -> None:
    assert look_up(written) is None


def test_an_unknown_measure_word_resolves_to_a_count_as_written() -> None:
    assert resolve("犇") == Unit("犇", "count", "犇", 1.0)


def test_an_unknown_denominator_leaves_the_numerator_its_kind() -> None:
    assert resolve("元/犇") == Unit("元/犇", "money", "CNY/犇", 1.0, per="犇")


def test_nouns_and_disputed_words_are_marked() -> None:
    assert known("乡镇").noun
    assert not known("个").noun
    assert known("大").optional
    assert not known("件").optional


def test_a_noun_does_not_swallow_the_ge_before_it() -> None:
    assert not {f"个{word}" for word in ("乡镇", "企业", "停车位", "站点", "单位")} & set(spellings())


def test_spellings_come_longest_first_and_once() -> None:
    lengths = [len(spelling) for spelling in spellings()]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(spellings())) == len(lengths)


def test_every_row_has_a_unit_of_a_known_kind_and_a_positive_factor() -> None:
    for spelling in spellings():
        unit = known(spelling)
        assert unit.kind in KINDS
        assert unit.factor is not None
        assert unit.factor > 0


def test_every_row_of_a_physical_kind_has_a_definition_or_is_its_own_standard() -> None:
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["unit"]:
        if "standard" in row and row["kind"] not in {"money", "other", "turnover"} and row["standard"] != "℃":
            assert "pint" in row, row


def test_units_of_one_standard_have_one_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for spelling in spellings():
        kinds.setdefault(known(spelling).standard, set()).add(known(spelling).kind)
    assert {standard: of for standard, of in kinds.items() if len(of) > 1} == {}


@settings(deadline=None)  # the first factor loads Pint
@given(st.text(max_size=12) | st.sampled_from(spellings()))
def test_any_text_resolves_to_a_known_kind(spelling: str) -> None:
    unit = resolve(spelling)
    assert unit.kind in KINDS
    assert unit.factor is not None


@settings(deadline=None)  # the first factor loads Pint
@given(st.sampled_from(spellings()), st.sampled_from(spellings()))
@example("分/千瓦时", "吨二氧化碳当量")  # the first slash belongs to the numerator
@example("分", "分/千瓦时")
@example("分/千瓦时", "分/千瓦时")
def test_any_two_units_make_a_compound_that_divides_back(numerator: str, denominator: str) -> None:
    compound = resolve(f"{numerator}/{denominator}")
    above, below = known(numerator), known(denominator)
    assert compound.kind == above.kind
    assert (compound.factor or 0) * (below.factor or 0) == pytest.approx(above.factor, rel=1e-12)


def test_a_published_unit_resolves_to_itself() -> None:
    for spelling in spellings():
        unit = known(spelling)
        assert resolve(unit.unit).unit == unit.unit


def test_a_unit_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(known("亩"))) == known("亩")


def test_importing_the_module_does_not_import_pint() -> None:
    code = "import extractors.quantities.units as u, sys; u.spellings(); sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


BAD_TABLES = [
    # rows, what the message must name
    ('[[unit]]\nspellings = ["亩"]\nkind = "size"', ["row 1", "亩", "unknown kind size"]),
    ('[[unit]]\nspellings = []\nkind = "count"', ["row 1", "no spellings"]),
    ('[[unit]]\nkind = "count"', ["row 1", "no spellings"]),
    ('[[unit]]\nspelings = ["亩"]\nkind = "area"', ["row 1", "unknown key spelings"]),
    ('[[unit]]\nspellings = ["个", "个"]\nkind = "count"', ["row 1", "个 is already"]),
    (
        '[[unit]]\nspellings = ["个月"]\nkind = "duration"\n'
        '[[unit]]\nspellings = ["月"]\nkind = "duration"\ndrop_ge = true',
        ["row 2", "个月 is already"],
    ),
    ('[[unit]]\nspellings = ["亩"]\nkind = "area"\nstandard = "m²"\npint = "mu"', ["亩", "m²", "[standards]"]),
    ("[[unit]", ["no valid TOML"]),
]


@pytest.mark.parametrize(("rows", "named"), BAD_TABLES)
def test_a_bad_table_is_refused_with_file_row_and_remedy(tmp_path: Path, rows: str, named: list[str]) -> None:
    table = tmp_path / "units.toml"
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(UnitTableError) as refused:
        read_table(table)
    assert all(word in str(refused.value) for word in ["units.toml", *named])


@pytest.mark.parametrize("pint", ["unheard_of", "tonne"])
def test_a_definition_that_is_missing_or_of_another_dimension_is_refused(pint: str) -> None:
    with pytest.raises(UnitTableError, match=pint):
        factor_of(Entry("亩", "area", "m²", pint, "square_meter"))
