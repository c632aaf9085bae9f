"""Are marks that lead to footnotes left out of the number before them, and nothing else?"""

from __future__ import annotations

import pytest

from extractors.quantities.notes import without_notes
from extractors.quantities.quantities import scan


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("投资15.6¹亿元", "投资15.6亿元"),
        ("培训300①人、200[12]人次", "培训300人、200人次"),
        ("人口35.6万²人，增长5.6¹,²%", "人口35.6万人，增长5.6%"),
        ("收益3500¹²—4200③元", "收益3500—4200元"),
    ],
)
def test_marks_between_a_number_and_its_unit_are_left_out(text: str, bare: str) -> None:
    found = without_notes(text)
    assert found is not None
    assert found.text == bare


@pytest.mark.parametrize(
    "text",
    [
        "造林10⁴亩",
        "用电1.2×10⁵千瓦时",
        "绿地8万m²",
        "长30²公里",
        "排放CO₂8吨",
        "投资8亿元¹，",
        "共3①。",
        "生长3〔1〕。",
    ],
)
def test_powers_units_and_marks_behind_them_stay(text: str) -> None:
    assert without_notes(text) is None


def test_positions_are_those_of_the_text_with_its_marks() -> None:
    text = "投资15.6¹亿元，培训300[2]人，铺设DN300①管道。"
    mentions, skipped = scan(text)
    assert [text[m.start : m.end] for m in mentions] == ["15.6¹亿元", "300[2]人"]
    assert [text[start:end] for start, end in skipped] == ["DN300"]
