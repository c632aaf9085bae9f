"""Can people read the numbers?"""

from __future__ import annotations

import math

import pytest

from flows.dashboard.numbers import as_reported, full, short, stated

NONE = {"value": None, "value_min": None, "value_max": None, "unit": "元", "bound": "exact", "masked": False}


@pytest.mark.parametrize(
    ("value", "unit", "long", "brief", "reported"),
    [
        (12.632e9, "CNY", "12,632,000,000 CNY", "12.6 bn CNY", "126.3 亿元"),
        (7.6e6, "m²", "7,600,000 m²", "7.6 m m²", "1.14 万亩"),
        (740.0, "人", "740 人", "740 人", "740 人"),
        (0.05, "m³", "0.05 m³", "0.05 m³", "0.05 m³"),
        (-2.5e6, "CNY", "-2,500,000 CNY", "-2.5 m CNY", "-250 万元"),
        (83.44, "%", "83.44%", "83.4%", "83.44 %"),
        (None, "CNY", "", "–", ""),
        (math.nan, "CNY", "", "–", ""),
        (999_999.0, "人", "999,999 人", "1,000 k 人", "100 万人"),
    ],
)
def test_a_number_in_full_in_short_and_as_reports_have_it(
    value: float | None, unit: str, long: str, brief: str, reported: str
) -> None:
    assert (full(value, unit), short(value, unit), as_reported(value, unit)) == (long, brief, reported)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"value": 11400.0, "unit": "亩"}, "11,400 亩"),
        ({"value": 740.0, "unit": "人", "bound": "over"}, "over 740 人"),
        ({"value_min": 3.0, "value_max": 5.0, "unit": "公里"}, "3 – 5 公里"),
        ({"masked": True}, "masked 元"),
    ],
)
def test_a_claim_says_its_bound_its_range_or_that_it_is_masked(fields: dict[str, object], text: str) -> None:
    assert stated(NONE | fields) == text
