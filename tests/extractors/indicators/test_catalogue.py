"""Is each row of the catalogue whole, and does it take what it should and refuse what it should?"""

from __future__ import annotations

import re

import pytest

from extractors import extract
from extractors.indicators.catalogue import BETTER, MEASURES, Indicator, load_catalogue
from extractors.indicators.matching import (
    CHANGE,
    DIFFERENCE,
    GROWTH,
    GROWTH_OTHER,
    LEVEL,
    WHOLE,
    WORDS,
    Form,
    match_name,
)
from extractors.quantities.units import look_up

ROWS = load_catalogue()
#: Measure words and rates that are no unit of units.toml alone.
BARE = {"", "标箱", "人公里", "列"}


def level_of(row: Indicator) -> Form:
    return Form(row.unit_standard, False, False, row.is_per)


def test_the_catalogue_has_its_four_hundred_rows() -> None:
    assert len(ROWS) >= 400


def test_ids_are_slugs_and_names_are_told_apart() -> None:
    assert [i for i in ROWS if not re.fullmatch(r"[a-z0-9_]{3,40}", i)] == []
    assert len({row.name_zh for row in ROWS.values()}) == len(ROWS)
    assert len({row.name_en for row in ROWS.values()}) == len(ROWS)


def test_measure_unit_whole_and_source_are_known_ones() -> None:
    assert {row.measure for row in ROWS.values()} <= set(MEASURES)
    assert {row.better for row in ROWS.values()} <= set(BETTER)
    assert [row.indicator_id for row in ROWS.values() if row.whole and row.whole not in ROWS] == []
    assert [row.indicator_id for row in ROWS.values() if not (row.source and row.topic and row.refuses)] == []


def test_only_flows_and_stocks_add_up_and_stocks_not_over_time() -> None:
    assert not [row for row in ROWS.values() if row.additive_places and row.measure not in ("flow", "stock")]
    assert not [row for row in ROWS.values() if row.additive_time and row.measure != "flow"]


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.indicator_id)
def test_a_row_goes_by_its_own_name(row: Indicator) -> None:
    match = match_name(row.name_zh, level_of(row))
    if match is None:  # a ratio or an index of which only the change is stated
        match = match_name(row.name_zh, Form("%", True, False, False))
    assert match is not None
    assert (match.indicator.indicator_id, match.fit) == (row.indicator_id, WORDS if row.is_class else WHOLE)


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.takes], ids=lambda row: row.indicator_id)
def test_a_row_takes_its_example(row: Indicator) -> None:
    assert row.indicator_id in {
        claim.indicator_id for claim in extract(f"2023年工作总结\n\n今年以来，全县{row.takes}。")
    }


@pytest.mark.parametrize(
    ("row", "name"),
    [(row, name) for row in ROWS.values() for name in row.refuses],
    ids=lambda one: one if isinstance(one, str) else one.indicator_id,
)
def test_a_row_refuses_the_names_of_others(row: Indicator, name: str) -> None:
    for form in (level_of(row), Form("%", True, False, False)):
        match = match_name(name, form)
        is_it = match is not None and match.indicator.indicator_id == row.indicator_id
        assert not (is_it and match and match.measure != CHANGE and (row.is_class or match.fit == WHOLE))


def test_units_are_those_that_the_extractor_publishes() -> None:
    unknown = []
    for row in ROWS.values():
        found = look_up(row.unit_standard) if row.unit_standard not in BARE else None
        if found is None and row.unit_standard not in {*BARE, "CNY", "USD", "kg/m³"}:
            unknown.append(row.unit_standard)
    assert set(unknown) <= {"m", "kg", "W", "kWh", "m²", "m³", "kgce", "t·km", "FLOPS"}


def test_a_rate_is_of_what_grew_and_no_level_of_it() -> None:
    match = match_name("粮食产量", Form("%", True, False, False))
    assert match is not None
    assert (match.indicator.indicator_id, match.measure) == ("grain_output", GROWTH)
    assert match_name("粮食产量", Form("%", False, False, False)) is None
    level = match_name("粮食产量", Form("kg", False, False, False))
    assert level is not None
    assert level.measure == LEVEL


def said(name: str, unit: str, **form: bool) -> tuple[str, str, str, str | None] | None:
    given = Form(unit, form.get("is_change", False), form.get("is_difference", False), form.get("is_per", False))
    match = match_name(name, given)
    return match and (match.indicator.indicator_id, match.measure, match.fit, match.scope)


@pytest.mark.parametrize(
    "name", ["新增绿色工厂", "新认定绿色工厂", "净增省级绿色工厂", "新培育绿色工厂", "新建绿色工厂", "力争新增绿色工厂"]
)
def test_what_is_added_to_a_stock_is_a_change_of_it_and_no_level(name: str) -> None:
    found = said(name, "家")
    assert found is not None
    assert found[:2] == ("green_factories", CHANGE)


@pytest.mark.parametrize("name", ["创新药产业集群", "高新技术产业集群", "新能源产业集群", "新材料产业集群"])
def test_words_that_hold_the_sign_for_new_add_nothing(name: str) -> None:
    found = said(name, "个")
    assert found is not None
    assert (found[1], "新" in (found[3] or "")) == (LEVEL, True)


def test_how_many_more_were_added_than_before_is_no_growth_of_the_stock() -> None:
    found = said("净增有进出口实绩企业", "%", is_change=True)
    assert found is None or found[0] != "exporting_firms"


def test_a_total_of_what_is_new_is_the_total_of_all() -> None:
    assert said("新登记经营主体总量", "户") == ("market_entities", LEVEL, WHOLE, None)
    assert said("新登记经营主体", "户") == ("market_entities_new", LEVEL, WHOLE, None)


def test_times_and_points_between_rates_are_no_growth_over_the_year_before() -> None:
    assert said("技术合同成交额", "倍", is_change=True) == ("technology_contracts", GROWTH_OTHER, WHOLE, None)
    assert said("技术合同成交额", "倍") is None
    assert said("地区生产总值", "个百分点", is_difference=True) == ("gdp", DIFFERENCE, WHOLE, None)
    assert said("地区生产总值", "个百分点", is_change=True) is None


def test_two_figures_of_a_class_are_never_one_observation() -> None:
    assert said("省级湿地修复项目", "个") == ("projects", LEVEL, WORDS, "省级湿地修复")
    assert said("项目", "个") == ("projects", LEVEL, WORDS, None)
    assert said("重点项目", "个") == ("key_projects", LEVEL, WHOLE, None)
    classes = [row for row in ROWS.values() if row.is_class]
    assert len(classes) > 50


def test_one_name_may_be_of_one_indicator_as_a_level_and_of_another_as_growth() -> None:
    assert said("工业增加值", "CNY") == ("industrial_value_added_all", LEVEL, WHOLE, None)
    assert said("工业增加值", "%", is_change=True) == ("industrial_value_added", GROWTH, WHOLE, None)
