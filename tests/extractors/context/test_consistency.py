"""Warnings show their arithmetic, and stay away where the figures agree."""

import pytest

from extractors import extract

WARNED = {
    "全年进出口35.9亿元，其中出口20.1亿元、进口14.7亿元。": (
        "35.9亿元",
        "parts_do_not_sum: 20.1亿 + 14.7亿 = 34.8亿 ≠ 35.9亿",
    ),
    "全县现有养老机构15家，其中公办6家、民办8家。": ("15家", "parts_do_not_sum: 6 + 8 = 14 ≠ 15"),
    "收到群众来信40件，已办结30件，正在办理8件。": ("40件", "parts_do_not_sum: 30 + 8 = 38 ≠ 40"),
    "下达整改任务20项，完成15项，整改完成率85%。": ("85%", "share_does_not_follow: 15 / 20 = 75.0% ≠ 85%"),
    "饮用水水质合格率101%。": ("101%", "above_100: 101%"),
    "完成高标准农田建设320亩。年底核查，完成高标准农田建设350亩。": ("350亩", "stated_twice: 320亩 ≠ 350亩"),
}
SILENT = [
    "登记社会组织30个，其中社团20个（含互助社5个），民办非企业10个。",
    "收到群众来信40件，已办结30件，正在办理10件。",
    "新建项目20个，其中省级3个、市级2个。",  # a selection
    "下达整改任务20项，完成15项，整改完成率75%。",
    "粮食产量由320吨提高到350吨。",
    "办理代表建议30件、委员提案50件，办结率100%。",
    "森林覆盖率61%，造林完成计划的120%。",
    "全镇卫生工作扎实推进。群众自来水水质合格率：东片96.5%，西片94.2%，南片88%。",  # rates, none of the other
]


@pytest.mark.parametrize(("sentence", "expected"), WARNED.items())
def test_a_disagreement_is_flagged_with_its_arithmetic(sentence: str, expected: tuple[str, str]) -> None:
    flags = {claim.quote: claim.flags for claim in extract(f"石泉镇2023年工作总结\n{sentence}")}
    assert expected[1] in flags[expected[0]]


@pytest.mark.parametrize("sentence", SILENT)
def test_figures_that_agree_are_not_flagged(sentence: str) -> None:
    claims = extract(f"石泉镇2023年工作总结\n{sentence}")
    assert claims
    assert [
        flag for claim in claims for flag in claim.flags if flag != "from_value"
    ] == []  # which warns of no disagreement


def test_a_target_below_the_fact_it_grows_from_is_flagged() -> None:
    done, planned = "一、2023年工作总结\n全镇粮食产量5200吨。", "二、2024年工作计划\n粮食产量5000吨，增长4%。"
    text = f"石泉镇2023年工作总结和2024年工作计划\n{done}\n{planned}"
    flagged = [claim.flags for claim in extract(text) if claim.flags]
    assert flagged == [("plan_below_actual: 5000吨 < 5200吨",)]
