"""Are the figures of offers no claims, and those of reports that speak of the same claims?"""

from __future__ import annotations

from typing import Any

import pytest

from extractors import extract
from extractors.cleaning.boilerplate import load_rules, strip
from extractors.extraction import extract_source
from extractors.language.knowledge import load
from extractors.model import SourceText

ROWS: list[dict[str, Any]] = load("offers.toml")["offer"]
BODY = "2023年，全县完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"


@pytest.mark.parametrize(("row", "text"), [(row, text) for row in ROWS for text in row["takes"]])
def test_an_offer_is_known_by_its_row(row: dict[str, Any], text: str) -> None:
    rows = load_rules().offers.rows_of
    named = {r.name for phrase in rows if phrase in text for r in rows[phrase] if r.pattern.search(text)}
    assert row["name"] in named
    assert load_rules().offers.find(text, [(text.index(p), p) for p in row["phrases"] if p in text])


@pytest.mark.parametrize("text", [text for row in ROWS for text in row["refuses"]])
def test_what_a_report_says_is_no_offer(text: str) -> None:
    assert strip(text).offers == ()


@pytest.mark.parametrize("text", [text for row in ROWS for text in row["takes"]])
def test_figures_of_offers_are_no_claims_wherever_they_stand(text: str) -> None:
    line = f"青禾镇2023年工作总结\n{BODY}\n{text}\n{BODY}\n"
    at_end = f"青禾镇2023年工作总结\n{BODY}{text.rstrip('。')}。\n{BODY}\n"
    for whole in (line, at_end):
        start = whole.index(BODY) + len(BODY)
        found = [claim.quote for claim in extract(whole) if start <= claim.char_start < whole.rindex(BODY)]
        assert found == []


def test_a_figure_of_an_offer_is_passed_over_as_one() -> None:
    text = f"青禾镇2023年工作总结\n{BODY}青禾苑二期仅余12套。\n{BODY}\n"
    assert [text[start:end] for start, end in strip(text).offers] == ["青禾苑二期仅余12套"]
    passed = extract_source(SourceText("x", "", text, "", 0)).passed_over
    assert [(one.text, one.reason) for one in passed if one.text.startswith("12")] == [("12", "advert")]
