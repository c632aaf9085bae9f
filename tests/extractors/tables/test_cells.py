"""Is a cell's figure what is written in it, to the last digit, whatever its column's unit is times?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract

SCALES = {"": 1, "万": 10**4, "亿": 10**8}


def table(cell: str, scale: str) -> str:
    return f"青禾县2023年工作总结\n指标\t数量（{scale}元）\n财政收入\t{cell}\n"


@settings(deadline=None)
@given(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(SCALES)), st.sampled_from(["", "-"]))
def test_a_cell_is_reckoned_in_decimals(number: Decimal, scale: str, sign: str) -> None:
    [claim] = extract(table(f"{sign}{number}", scale))
    expected = float(Decimal(f"{sign}{number}") * SCALES[scale])
    assert (claim.value, claim.value_standard, claim.quote) == (expected, expected, f"{sign}{number}")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.23E+08", 123_000_000), ("-3.5E+06", -3_500_000), ("6e+3", 6_000), (".35", 0.35), ("-.2", -0.2), ("．40", 0.4)],
)
def test_a_number_is_whole_as_spreadsheets_print_it(cell: str, value: float) -> None:
    [claim] = extract(table(cell, ""))
    assert (claim.value, claim.quote, claim.unit) == (value, cell, "元")


def growth(cell: str) -> str:
    return f"青禾县2023年工作总结\n指标\t2023年（万元）\t同比（%）\n财政收入\t1200↓\t{cell}\n"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *((f"{word}5.6", -5.6) for word in ("降", "减", "跌", "下滑", "下降")),
        *((f"{word}5.6", 5.6) for word in ("增", "升", "涨", "回升", "增长")),
        *(("5.6↓", -5.6), ("5.6%↓", -5.6), ("-5.6 ↓", -5.6), ("5.6↑", 5.6), ("降5.6%", -5.6)),
    ],
)
def test_a_change_has_the_sign_that_a_word_or_an_arrow_gives_it_and_a_level_none(cell: str, value: float) -> None:
    level, change = extract(growth(cell))
    assert (level.value, level.direction) == (12_000_000, "none")
    assert (change.value, change.direction, change.quote) == (value, "up" if value > 0 else "down", cell)


@pytest.mark.parametrize(("cell", "value"), [("1234.", 1234), ("1,234.", 1234), ("12345.", 12345)])
def test_a_point_without_decimals_ends_a_number(cell: str, value: float) -> None:
    [claim] = extract(table(cell, ""))
    assert (claim.value, claim.unit) == (value, "元")


def test_a_point_behind_few_digits_numbers_a_row() -> None:
    assert [claim.quote for claim in extract("青禾县2023年工作总结\n1.\t税收（万元）\t35\n2.\t收费（万元）\t36\n")] == [
        "35",
        "36",
    ]
