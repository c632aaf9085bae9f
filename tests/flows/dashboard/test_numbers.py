"""Can people read the numbers, as the reports write them?"""

from __future__ import annotations

import math

import pytest

from flows.dashboard.language import speak
from flows.dashboard.numbers import as_reported, as_share, bounded, full, scale_for, signed, stated

NONE = {
    "value": None, "value_min": None, "value_max": None, "unit": "元", "unit_standard": "CNY", "bound": "exact",
    "masked": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "long", "reported"),
    [
        (12.632e9, "CNY", "12,632,000,000 CNY", "126.32亿元"),
        (6.3582e12, "CNY", "6,358,200,000,000 CNY", "6.36万亿元"),
        (7.6e6, "m²", "7,600,000 m²", "1.14万亩"),
        (740.0, "人", "740人", "740人"),
        (0.05, "m³", "0.05 m³", "0.05 m³"),
        (-2.5e6, "CNY", "−2,500,000 CNY", "−250万元"),
        (83.44, "%", "83.44%", "83.44%"),
        (12345.0, "%", "12,345%", "12,345%"),
        (None, "CNY", "", ""),
        (math.nan, "CNY", "", ""),
        (999_999.0, "人", "999,999人", "100万人"),
    ],
)
def test_a_number_stands_in_full_and_as_reports_have_it(
    value: float | None, unit: str, long: str, reported: str
) -> None:
    assert (full(value, unit), as_reported(value, unit)) == (long, reported)


def test_areas_that_are_written_in_square_metres_stay_so() -> None:
    assert as_reported(36_000.0, "m²", "平方米", 1.0) == "3.6万平方米"


def test_an_axis_has_one_scale_for_all_its_figures() -> None:
    scale = scale_for([2.7106e11, 6.0e12, None, math.nan], "CNY", "元", 1.0)
    assert (scale.name, scale.text(2.7106e11)) == ("万亿元", "0.271万亿元")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"value": 11400.0, "unit": "亩", "unit_standard": "m²"}, "1.14万亩"),
        ({"value": 8000.0, "unit": "亩", "unit_standard": "m²", "bound": "over"}, "over 8,000亩"),
        ({"value": 3.86e8}, "3.86亿元"),
        ({"value_min": 3.0, "value_max": 5.0, "unit": "公里", "unit_standard": "m"}, "3–5公里"),
        ({"value_min": 3.0, "unit": "公里", "unit_standard": "m"}, "over 3公里"),
        ({"value_max": 3.0, "unit": "公里", "unit_standard": "m", "quote": "不超过3公里"}, "at most 3公里"),
        ({"value": 3.27533e12, "quote": "32753.3亿元"}, "32,753.3亿元"),
        ({"value": 2.48e5, "unit": "亩", "unit_standard": "m²", "quote": "24.8"}, "24.8万亩"),
        ({"value": -1.4, "unit": "%", "unit_standard": "%", "quote": "1.4%"}, "−1.4%"),
        ({"masked": True}, "masked元"),
        ({"value": 5.5, "unit": "%", "unit_standard": "%", "bound": "under"}, "at most 5.5%"),
    ],
)
def test_a_claim_says_its_bound_its_range_or_that_it_is_masked(fields: dict[str, object], text: str) -> None:
    assert stated(NONE | fields) == text


def test_standard_units_have_their_chinese_names() -> None:
    try:
        speak("zh")
        assert (full(1264500.5, "CNY"), full(3.0, "CNY/m²"), full(2.0, "个")) == ("1,264,500.5元", "3元/平方米", "2个")
    finally:
        speak("en")


def test_bounds_stand_in_chinese_where_chinese_has_them() -> None:
    try:
        speak("zh")
        assert [bounded(bound, "6%") for bound in ("over", "under", "approx", "exact")] == [
            "6%以上",
            "6%以内",
            "6%左右",
            "6%",
        ]
    finally:
        speak("en")


def test_changes_carry_their_sign() -> None:
    assert [signed(value) for value in (5.6, -1.4, 0.0, None)] == ["+5.6%", "−1.4%", "0%", ""]
    assert signed(0.3, "percentage points") == "+0.3 points"


@pytest.mark.parametrize(
    ("part", "digits", "text"),
    [(0, 1, "0.0%"), (0.0003, 1, "<0.1%"), (0.0006, 1, "0.1%"), (0.002, 0, "<1%"), (1, 0, "100%")],
)
def test_what_is_there_is_not_nothing(part: float, digits: int, text: str) -> None:
    assert as_share(part, digits) == text
