"""What of a claim does not fit together? Each sign is noted where it should be, and not on what only looks like it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractors import extract
from extractors.context import misfits
from extractors.context.misfits import does_not_fit, signs_of_claim, signs_of_name, signs_of_sentence, tells_of_aims
from extractors.model import Claim

TEXT = "青禾镇2023年工作总结\n全镇造林面积7亩，硬化道路8公里，财政局完成9万元。\n"


def claim_of(quote: str, text: str = TEXT) -> Claim:
    return next(claim for claim in extract(text) if claim.quote == quote)


@pytest.mark.parametrize("name", ["工程内容包括新修水渠", "排在前两位的依次是盗窃案", "育苗任务是大田面积（下同）"])
def test_a_name_that_is_a_statement_is_one(name: str) -> None:
    assert misfits.STATES in signs_of_name(name, "count", True, False)


@pytest.mark.parametrize("name", ["据统计新增种植面积", "离集镇", "经专家组合格率", "目前已完成投资", "等环节案件"])
def test_a_name_that_begins_within_a_sentence_is_noted(name: str) -> None:
    assert misfits.BEGINS_WITHIN in signs_of_name(name, "count", True, False)


@pytest.mark.parametrize("name", ["粮食总产量", "离婚登记", "经济总量", "距离", "对外贸易额", "等级公路", "调解是非"])
def test_the_words_of_a_good_name_are_not_noted(name: str) -> None:
    assert signs_of_name(name, "other", True, True) == ()


@pytest.mark.parametrize(
    ("name", "kind", "is_level"),
    [
        ("税务部门", "money", True),  # 税务部门完成16万元
        ("国税局", "percentage", False),  # 国税局完成3万元，下降1.5%
        ("年度任务", "percentage", True),  # 完成年度任务的41%
        ("总工程量", "percentage", True),
        ("保障标准", "count", True),  # 提高保障标准91户
    ],
)
def test_a_figure_of_another_kind_than_its_name_measures_does_not_fit(name: str, kind: str, is_level: bool) -> None:
    assert does_not_fit(name, kind, is_level)


@pytest.mark.parametrize(
    ("name", "kind", "is_level"),
    [
        ("税务部门收入", "money", True),
        ("粮食产量", "percentage", False),  # 增长4%
        ("入学率", "percentage", True),
        ("群众满意度", "percentage", True),
        ("规上企业", "count", True),
        ("保障标准", "money", True),
    ],
)
def test_a_figure_that_its_name_measures_fits(name: str, kind: str, is_level: bool) -> None:
    assert not does_not_fit(name, kind, is_level)


def test_a_name_of_two_characters_is_noted_where_nothing_says_whose_it_is() -> None:
    claim = replace(claim_of("8公里"), metric="整治", scope=None)
    assert misfits.SHORT_ALONE in signs_of_claim(claim, TEXT)
    assert misfits.SHORT_ALONE not in signs_of_claim(replace(claim, scope="河道"), TEXT)


def test_a_length_is_noted_and_an_area_not() -> None:
    assert signs_of_claim(claim_of("8公里"), TEXT) == (misfits.LENGTH,)
    assert signs_of_claim(claim_of("7亩"), TEXT) == ()


def test_a_figure_in_words_is_noted_and_a_masked_one_not() -> None:
    text = "青禾镇2023年工作总结\n全镇建成三个展厅，投入X万元。\n"
    assert misfits.IN_WORDS in signs_of_claim(claim_of("三个", text), text)
    assert misfits.IN_WORDS not in signs_of_claim(claim_of("X万元", text), text)


def test_a_round_figure_of_a_fact_is_noted_and_that_of_a_plan_not() -> None:
    text = "养护站有职工1200人，绿地47公顷，年内拟招聘300人。"
    assert misfits.ROUND in signs_of_claim(claim_of("1200人", text), text)
    assert misfits.ROUND not in signs_of_claim(claim_of("47公顷", text), text)
    assert misfits.ROUND not in signs_of_claim(claim_of("300人", text), text)


def test_a_task_behind_a_fact_is_noted_and_behind_a_target_not() -> None:
    text = "青禾镇2023年工作总结\n上级安排全镇110户建设任务。\n"
    claim = replace(claim_of("110户", text), status="actual")
    assert misfits.TASK_BEHIND in signs_of_claim(claim, text)
    assert misfits.TASK_BEHIND not in signs_of_claim(replace(claim, status="target"), text)


def test_a_figure_alone_an_item_with_a_number_and_blanks_between_words_are_noted() -> None:
    assert signs_of_sentence("全镇修路8公里", 1) == (misfits.ONLY,)
    assert signs_of_sentence("（三）农村改厕任务完成80座", 2) == (misfits.NUMBERED,)
    assert signs_of_sentence("林 业育苗200亩", 2) == (misfits.BLANKS,)
    assert signs_of_sentence("3.5万亩农田全部建成，育苗 200 亩", 2) == ()


def test_a_title_of_aims_is_one_and_of_aims_and_deeds_not() -> None:
    assert tells_of_aims("青禾县年度考核指标")
    assert tells_of_aims("青禾县工作要点")
    assert not tells_of_aims("青禾县工作总结和下年工作计划")
    assert not tells_of_aims("青禾县计划执行情况")
