"""Does a card say what a figure is, where it stands, and lead to its page?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.dashboard.cards import card, change_of, evidence_link, flag_text, tags_of, value_of
from flows.dashboard.evidence import COLUMNS
from flows.dashboard.language import speak
from flows.site.links import report_path

ROW: dict[str, Any] = dict.fromkeys(COLUMNS.split(", ")) | {
    "claim_id": "c1", "batch": "五省", "report_id": "r1", "sentence": "流转土地8千余亩。", "quote": "8千余亩",
    "metric": "流转土地", "value": 8000.0, "unit": "亩", "unit_standard": "m²", "value_standard": 8000 * 2000 / 3,
    "bound": "over", "masked": False, "status": "actual", "comparison": "none", "direction": "none", "confidence": 0.9,
    "flags": [], "char_start": 3, "char_end": 9, "report_title": "甲镇2023年工作总结", "source_path": "甲.txt",
}  # fmt: skip


@pytest.mark.parametrize("batch", ["五省", "a", "2016 汇编"])
def test_a_claim_leads_to_its_page_whatever_its_batch_is_called(tmp_path: Path, batch: str) -> None:
    page = tmp_path / "site" / report_path(batch, "r1")
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html>", encoding="utf-8")
    assert "Evidence page" in evidence_link(tmp_path, ROW | {"batch": batch})
    assert evidence_link(tmp_path, ROW | {"batch": "other"}) == ""


def test_a_figure_stands_as_written_with_the_standard_unit_behind_it() -> None:
    assert value_of(ROW) == "over 8,000亩 ≈ 533.33万 m²"
    money = ROW | {"value": 3.86e8, "unit": "元", "unit_standard": "CNY", "value_standard": 3.86e8, "bound": "exact"}
    money["quote"] = "3.86亿元"
    assert value_of(money) == "3.86亿元"


def test_units_behind_a_figure_are_in_the_readers_language() -> None:
    try:
        speak("zh")
        assert value_of(ROW) == "8,000亩以上 ≈ 533.33万平方米"
        dollars = ROW | {"value": 3e6, "unit": "欧分", "unit_standard": "EUR", "value_standard": 3e4, "bound": "exact"}
        assert value_of(dollars | {"quote": "300万欧分"}) == "300万欧分 = 3万欧元"
    finally:
        speak("en")


def test_a_change_is_told_with_what_it_is_against() -> None:
    row = ROW | {"comparison": "yoy", "direction": "down"}
    assert change_of(row) == "on the year before down"
    assert change_of(ROW) == ""
    try:
        speak("zh")
        assert change_of(row) == "同比下降"
    finally:
        speak("en")


def test_an_unknown_unit_is_told_once() -> None:
    assert tags_of(ROW | {"flags": ["unknown_unit", "unit_known"]}) == ["Unknown unit"]


def test_what_a_warning_tells_is_in_the_readers_language() -> None:
    try:
        speak("zh")
        assert flag_text("two_readings: 132000 or 130002").endswith("：132000 或 130002")
    finally:
        speak("en")


def test_warnings_stand_in_words() -> None:
    tags = tags_of(ROW | {"status": "target", "flags": ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]})
    assert tags[0] == "planned"
    assert tags[1].endswith(": 6 + 8 = 14 ≠ 15")
    assert "parts_do_not_sum" not in tags[1]


def test_what_a_report_says_is_text_and_no_markup(tmp_path: Path) -> None:
    made = card(tmp_path, ROW | {"metric": "<b>甲</b>", "sentence": "<i>8千余亩"}, ("", "8千余亩", ""))
    assert "<b>甲" not in made
    assert "&lt;i&gt;<mark>8千余亩</mark>" in made
