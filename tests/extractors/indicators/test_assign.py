"""Does each claim get the indicator, the scope, the measure and the place that its sentence means?"""

from __future__ import annotations

import re

import pytest

from extractors import Claim, extract
from extractors.indicators.assign import LONGEST_RATE
from extractors.language.knowledge import phrase

TITLE = "青海省人民政府2025年工作总结\n\n"
Told = dict[str, tuple[str | None, str | None, str | None]]


def told(sentence: str) -> Told:
    """By quote: indicator, measure and scope."""
    claims: list[Claim] = extract(TITLE + sentence)
    return {claim.quote: (claim.indicator_id, claim.measure, claim.indicator_scope) for claim in claims}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "全年粮食产量120万吨，增长3%。",
            {"120万吨": ("grain_output", "level", None), "3%": ("grain_output", "growth", None)},
        ),
        ("民营企业用电量增长4%。", {"4%": ("power_use", "growth", "民营企业")}),
        (
            "城乡居民人均可支配收入分别增长3.1%、4.7%。",
            {"3.1%": ("disposable_income_urban", "growth", None), "4.7%": ("disposable_income_rural", "growth", None)},
        ),
        ("城乡居民人均可支配收入增长5%。", {"5%": (None, None, None)}),
        ("地区生产总值迈上3000亿元台阶，达到3126亿元。", {"3126亿元": ("gdp", "level", None)}),
        (
            "一般公共预算收入增长3.7%，总量首次突破26亿元。",
            {
                "3.7%": ("general_public_budget_revenue", "growth", None),
                "26亿元": ("general_public_budget_revenue", "level", None),
            },
        ),
        ("经济总量超50亿元的县域增至12个。", {"50亿元": (None, None, None)}),
        (
            "城镇调查失业率从一季度6.1%降到5.2%。",
            {
                "6.1%": ("surveyed_unemployment_rate", "level_before", None),
                "5.2%": ("surveyed_unemployment_rate", "level", None),
            },
        ),
        (
            "对东盟进出口增长19%，进出口总值再创新高，达到53亿元、增长8.2%。",
            {
                "19%": ("asean_trade", "growth", None),
                "53亿元": ("foreign_trade", "level", None),
                "8.2%": ("foreign_trade", "growth", None),
            },
        ),
        ("粮食产量屡创历史新高，达到1.09万亿斤。", {"1.09万亿斤": ("grain_output", "level", None)}),
        ("粮食产量首次跃上20亿斤台阶。", {"20亿斤": ("grain_output", "level", None)}),
        (
            "粮食总产量在上年大增的基础上，又增产2亿斤，达到96亿斤。",
            {"2亿斤": ("grain_output", "change", None), "96亿斤": ("grain_output", "level", None)},
        ),
        ("2025年与2020年相比，地区生产总值增长27%。", {"27%": ("gdp", "growth_other", None)}),
        ("2025年与2024年相比，地区生产总值增长5%。", {"5%": ("gdp", "growth", None)}),
        ("地区生产总值年均增长6.3%。", {"6.3%": ("gdp", "growth_other", None)}),
        ("森林覆盖率提高1.2个百分点。", {"1.2个百分点": ("forest_cover", "change", None)}),
        (
            "事故起数、死亡人数分别下降8%、6%。",
            {"8%": ("accidents", "growth", None), "6%": ("accident_deaths", "growth", None)},
        ),
        (
            "第一、第二产业增加值分别增长2.1%和1.6%。",
            {"2.1%": ("primary_value_added", "growth", None), "1.6%": ("secondary_value_added", "growth", None)},
        ),
        ("新增高新技术企业12家。", {"12家": ("hightech_firms_new", "level", None)}),
        ("带动旅游收入3亿元。", {"3亿元": (None, None, None)}),
        (
            "新增绿色工厂2家、智能工厂3家，数字化车间达到40个。",
            {
                "2家": ("green_factories", "change", None),
                "3家": ("smart_factories", "change", None),
                "40个": ("digital_workshops", "level", None),
            },
        ),
        (
            "地方标准、区域品牌分别达到64项和28项。",
            {"64项": ("standards", "level", None), "28项": ("brands", "level", None)},
        ),
        ("新增健康步道2条、5A级景区1家。", {"1家": ("scenic_areas", "change", None)}),
        ("新增专精特新“小巨人”企业7家、瞪羚企业9家。", {"9家": ("gazelles", "change", None)}),
        (
            "三大优势产业、绿色食品产业增加值分别增长5.9%、7.4%。",
            {"5.9%": ("value_added_some", "growth", "三大优势")},
        ),
        (
            "绿色工厂2家、智能工厂3家。",
            {"2家": ("green_factories", "level", None), "3家": ("smart_factories", "level", None)},
        ),
        ("高新技术企业由120家增加到180家。", {"120家": ("hightech_firms", "level_before", None)}),
        ("技术合同成交额增长2倍。", {"2倍": ("technology_contracts", "growth_other", None)}),
        ("建设灌区配套项目12个。", {"12个": ("projects", "level", "灌区配套")}),
        ("新增经济总量超20亿元县2个。", {"20亿元": (None, None, None)}),
    ],
)  # fmt: skip
def test_a_figure_is_of_what_its_sentence_says(sentence: str, expected: Told) -> None:
    found = told(sentence)
    assert {quote: found[quote] for quote in expected} == expected


def test_a_rate_that_stands_higher_than_another_gives_those_behind_it_no_base() -> None:
    found = told("地区生产总值增长3.8%、低于全国0.9个百分点，规上工业增加值增长7.3%。")
    assert found["7.3%"] == ("industrial_value_added", "growth", None)


def test_two_names_before_one_rate_are_both_right_and_two_before_one_sum_are_not() -> None:
    assert told("外贸进出口、固定资产投资增长3%。")["3%"] == ("fixed_asset_investment", "growth", None)
    assert told("水稻产量、玉米产量共5万吨。")["5万吨"][2] is None


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("全省粮食产量120万吨。", "630000"),
        ("西宁市地区生产总值增长5%。", "630100"),
        ("全国粮食产量1.4万亿斤。", "100000"),
        ("柴达木经济区地区生产总值增长5%。", None),
    ],
)
def test_a_figure_is_of_the_report_s_place_or_of_one_that_it_names(sentence: str, code: str | None) -> None:
    assert [claim.area_code for claim in extract(TITLE + sentence)] == [code]


@pytest.mark.parametrize(
    "sentence",
    [
        "扣除房地产后，固定资产投资增长3.3%。",
        "不含农户，固定资产投资增长2.7%。",
        "剔除房地产开发外，固定资产投资增长2.7%。",
    ],
)
def test_what_is_left_of_a_whole_is_no_figure_of_the_whole(sentence: str) -> None:
    (claim,) = extract(TITLE + sentence)
    assert (claim.indicator_id, claim.indicator_fit) == ("fixed_asset_investment", "words")


def test_prices_taken_out_leave_the_whole() -> None:
    (claim,) = extract(TITLE + "扣除价格因素后，居民人均可支配收入增长2.7%。")
    assert (claim.indicator_id, claim.indicator_fit) == ("disposable_income", "whole")


def test_what_so_many_of_them_have_each_is_no_figure_of_all() -> None:
    found = {claim.quote: claim for claim in extract(TITLE + "19家工业企业营业收入超百亿元。")}
    assert found["百亿元"].indicator_fit != "whole"


def test_the_name_of_a_national_honour_does_not_make_a_figure_the_nation_s() -> None:
    found = {claim.quote: claim.area_code for claim in extract(TITLE + "全国重点实验室达到8家，全国文明城市达到3个。")}
    assert found == {"8家": "630000", "3个": "630000"}


def test_a_known_restriction_that_ends_like_a_place_is_none() -> None:
    (claim,) = extract(TITLE + "城市天然气普及率提升至77.3%。")
    assert (claim.indicator_fit, claim.area_code) == ("part", "630000")


@pytest.mark.parametrize(
    ("opening", "ends"),
    [
        ("今年是“十五五”开局之年，必须迈好第一步。", "2026"),
        ("2026年，我们要迈好第一步。", "2026"),
        ("我们要迈好第一步。", "2030"),
    ],
)
def test_in_a_section_on_many_years_and_one_the_one_begins_where_a_paragraph_turns_to_it(
    opening: str, ends: str
) -> None:
    text = (
        "2026年某省政府工作报告\n——2026年1月20日在某省第十四届人民代表大会上\n\n各位代表：\n\n"
        "一、2025年工作回顾\n全年植树3万株。\n\n"
        f"二、“十五五”时期目标任务和2026年工作安排\n主要指标：植树年均增长5%。\n{opening}\n预期目标是：粮食产量120万吨。\n"
    )
    found = {claim.quote: str(claim.period_end)[:4] for claim in extract(text)}
    assert (found["5%"], found["120万吨"]) == ("2030", ends)


def test_whose_budget_a_sentence_is_on_holds_until_another_s_is_named() -> None:
    text = (
        "市本级一般公共预算收入22亿元；一般公共预算支出161亿元；"
        "全市政府性基金预算收入35亿元，政府性基金预算支出47亿元。"
    )
    found = {claim.quote: (claim.indicator_fit, claim.indicator_scope) for claim in extract(TITLE + text)}
    own, all_of_it = ("part", "市本级"), ("whole", None)
    assert found == {"22亿元": own, "161亿元": own, "35亿元": all_of_it, "47亿元": all_of_it}


def test_no_words_between_a_level_and_its_rate_are_longer_than_those_that_are_looked_at() -> None:
    _, longest = re._parser.parse(phrase("rate_behind").pattern).getwidth()  # type: ignore[attr-defined]
    assert longest <= LONGEST_RATE
