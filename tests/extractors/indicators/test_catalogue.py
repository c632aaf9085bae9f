"""Is each row of the catalogue whole, and does it take what it should and refuse what it should?"""

from __future__ import annotations

import re

import pytest

from extractors import extract
from extractors.indicators.catalogue import BETTER, MEASURES, Indicator, load_catalogue
from extractors.indicators.matching import GROWTH, LEVEL, WHOLE, Form, match_name
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
    assert (match.indicator.indicator_id, match.fit) == (row.indicator_id, WHOLE)


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
        assert match is None or match.indicator.indicator_id != row.indicator_id or match.fit != WHOLE


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
