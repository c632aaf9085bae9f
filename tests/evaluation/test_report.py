"""Figures are written in columns, and a page is rewritten between its marks only."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.evaluation import report
from tests.evaluation.reliability import reliability
from tests.evaluation.tally import Error, Tally

HALF = Tally(gold=4, predicted=4, matched=2, exact=2, whole=1, fields=Counter(value=1))


def test_one_row_a_corpus_and_one_of_all() -> None:
    header, first, second, everything = report.figure_cells({"甲": HALF, "乙": HALF})
    assert header[:7] == ["", "rows", "found P", "R", "F1", "exact F1", "row F1"]
    assert first == ["甲", "4", "0.500", "0.500", "0.500", "0.500", "0.250", "0.500", *["0.000"] * 9]
    assert everything[:2] == ["all", "8"]
    assert second[1:] == first[1:]


def test_columns_stand_under_each_other_with_chinese_titles() -> None:
    assert report.plain([["", "rows"], ["甲县", "12"], ["all", "7"]]) == "      rows\n甲县    12\nall      7"


def test_markdown_has_a_rule_under_its_header() -> None:
    assert report.markdown([["", "rows"], ["甲", "12"]]) == "|  | rows |\n| --- | --: |\n| 甲 | 12 |"


def test_errors_are_listed_by_class_with_what_is_wanted_and_what_came() -> None:
    errors = (Error("unit", "甲县", 3, "5亩", "亩", "公亩"), Error("missed", "甲县", 2, "3株", "植树", ""))
    lines = report.error_list(Tally(errors=errors), None).splitlines()
    assert lines[:2] == ["missed: 1", "  甲县:2  3株  wanted 植树  got –"]
    assert "unit: 1" in lines
    assert lines[lines.index("unit: 1") + 1] == "  甲县:3  5亩  wanted 亩  got 公亩"
    assert "spurious: 0" in lines


def test_only_so_many_errors_of_a_class_are_printed() -> None:
    errors = tuple(Error("unit", "甲县", n, "5亩", "亩", "公亩") for n in range(5))
    assert report.error_list(Tally(errors=errors), 2).count("甲县") == 2


def test_a_page_is_rewritten_between_its_marks_only() -> None:
    page = "前\n<!-- quality:begin -->\n旧\n<!-- quality:end -->\n后\n"
    once = report.replace_between(page, "quality", "新\n", "p")
    assert once == "前\n<!-- quality:begin -->\n新\n<!-- quality:end -->\n后\n"
    assert report.replace_between(once, "quality", "新", "p") == once


@pytest.mark.parametrize("page", ["", "<!-- quality:begin -->", "<!-- quality:end --> <!-- quality:begin -->"])
def test_a_page_without_its_marks_is_an_error(page: str) -> None:
    with pytest.raises(report.MarkerError, match="README"):
        report.replace_between(page, "quality", "新", "README.md")


def test_reliability_is_the_share_right_among_claims_of_like_confidence() -> None:
    table = reliability([0.6, 0.6, 0.95, 0.95], [True, False, True, True])
    assert [(b.title, b.rows, b.right) for b in table.bins if b.rows] == [("0.5 – 0.7", 2, 0.5), ("≥ 0.95", 2, 1.0)]
    assert table.calibration_error == pytest.approx((2 * 0.1 + 2 * 0.05) / 4)
    assert table.brier == pytest.approx((0.16 + 0.36 + 0.0025 * 2) / 4)
    assert table.brier_of_share == pytest.approx(0.75 * 0.25)


def test_reliability_of_no_claims_is_a_table_of_nothing() -> None:
    table = reliability([], [])
    assert (table.rows, table.calibration_error, table.brier) == (0, 0.0, 0.0)
    assert report.reliability_cells(table)[1] == ["< 0.5", "0", "–", "–"]
