"""Are figures written as their reports write them, in the scale in which their digits stand there?"""

from __future__ import annotations

import pytest

from expectations.messages.numbers import as_written


@pytest.mark.parametrize(
    ("value", "quote", "written"),
    [
        (3.86e8, "3.86亿元", "3.86亿"),
        (8000.0, "8千余亩", "8,000"),
        (248000.0, "24.8", "24.8万"),  # the head of its column says 万亩
        (3.86e9, "386,000", "386,000万"),
        (1234567.0, "1,234,567元", "1,234,567"),
        (3e6, "三百万元", "300万"),
        (3.0, "3人（共2万人）", "3"),
        (2e4, "3人（共2万人）", "2万"),
        (1.25e9, "12亿5000万元", "12.5亿"),
        (1.5e12, "１.５万亿元", "1.5万亿"),
        (-5.0, "－5℃", "−5"),
        (0.0, "0万元", "0"),
        (3.27533e12, None, "32,753.3亿"),
        (1e-7, None, "0.0000001"),
    ],
)
def test_a_number_stands_in_the_scale_of_its_quote(value: float, quote: str | None, written: str) -> None:
    assert as_written(value, quote) == written
