"""Which figures of lines that stay are an advert's?"""

from __future__ import annotations

import pytest

from extractors import extract

TITLE = "松坞镇2023年工作总结"
BODY = "2023年，全镇完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"
ADVERTS = "扫码关注公众号领取全套资料，回复“总结”免费下载", "本店原价199元，现价39元，加微信 qhwk2024 下单"
UNSURE = "成立以来累计服务17个行业，规模236亿元"


def quotes(*lines: str) -> list[str]:
    return [claim.quote for claim in extract("\n".join([TITLE, BODY, *lines]) + "\n")]


OWN = quotes()


@pytest.mark.parametrize("line", [UNSURE, "团队9人，其中硕士5人，平均从业11年", "雇主信用：发布任务37个，成交率91%"])
def test_between_two_adverts_below_a_report_no_figure_is_a_claim(line: str) -> None:
    assert quotes(UNSURE)[len(OWN) :]
    assert quotes("松坞镇人民政府", "2024年1月9日", ADVERTS[0], line, ADVERTS[1]) == OWN


def test_between_a_reports_date_and_an_advert_none_is() -> None:
    assert quotes("松坞镇人民政府", "2024年1月9日", UNSURE, *ADVERTS) == OWN


def test_what_stands_between_a_reports_last_paragraph_and_an_advert_is_its_own() -> None:
    targets = ["主要目标如下：", "地区生产总值增长6%左右", "粮食播种面积5.2万亩"]
    assert quotes(*targets, *ADVERTS) == [*OWN, "6%", "5.2万亩"]


def test_what_was_done_between_two_adverts_is_a_reports_own() -> None:
    assert quotes(ADVERTS[0], "新建公厕12座", "救助群众36人", ADVERTS[1]) == [*OWN, "12座", "36人"]


def test_above_a_title_a_headline_between_adverts_is_a_reports_own() -> None:
    text = "\n".join([ADVERTS[0], "松坞镇全年募集善款近7亿元", ADVERTS[1], TITLE, BODY])
    assert [claim.quote for claim in extract(text)][-len(OWN) :] == OWN


def test_a_line_of_clauses_below_a_paragraph_that_calls_is_mute_and_a_headline_is_none() -> None:
    assert quotes("逛车展、看新车，油电混动一箱油跑1200公里", BODY)[len(OWN) :] == OWN
    assert quotes("全镇跨境电商出口突破100万件", BODY)[len(OWN)] == "100万件"


def test_a_bracket_behind_a_paragraphs_last_stop_that_calls_is_mute() -> None:
    body = BODY.replace("3.2亿元", "3.2亿元，推出“线上办”服务")
    text = f"{TITLE}\n{body}（报考条件自测，3步出结果）\n"
    assert "3步" not in [claim.quote for claim in extract(text)]
    assert "12人" in [claim.quote for claim in extract(f"{TITLE}\n{body}（其中返乡12人）\n")]
