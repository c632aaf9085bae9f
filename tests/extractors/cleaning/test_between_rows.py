"""Do the rows below an advert keep the labels above it?"""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.cleaning.boilerplate import strip

ADVERT = "更多财政报表模板请加微信 qhms2024，原价199元，现价39元"
ROWS = [["项目", "金额（万元）", "增长（%）"], ["税收收入", "86,420", "6.3"], ["教育支出", "98,300", "4.7"]]


def table(mark: str, between: list[str]) -> str:
    head, above, below = (mark.join(row) for row in ROWS)
    return "\n".join(["青禾县2023年财政收支情况", head, above, *between, below, "全年争取上级资金21.5亿元。"])


@pytest.mark.parametrize("mark", ["\t", " | ", "　　"])
@pytest.mark.parametrize("between", [[], [ADVERT], [ADVERT, ADVERT]])
def test_the_rows_below_an_advert_have_the_labels_above_it(mark: str, between: list[str]) -> None:
    found = {(claim.quote, claim.metric, claim.unit) for claim in extract(table(mark, between))}
    assert {("86,420", "税收收入", "元"), ("98,300", "教育支出", "元"), ("4.7", "教育支出", "%")} <= found


def test_an_empty_line_that_the_text_has_itself_stays() -> None:
    text = table("\t", ["", ADVERT])
    assert strip(text).kept == text.replace(ADVERT, "")


def test_beside_prose_a_line_end_stays() -> None:
    text = f"青禾县2023年财政收支情况\n项目\t金额\n{ADVERT}\n全年争取上级资金21.5亿元。"
    assert strip(text).kept == text.replace(ADVERT, "")
