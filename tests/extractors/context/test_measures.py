"""Is a measure called by its whole name, whatever word it begins with and however its figure is led over to?"""

from __future__ import annotations

import tomllib

import pytest

from extractors import extract
from tests.conftest import ROOT

MEASURES = tomllib.loads((ROOT / "tests" / "data" / "measures.toml").read_text(encoding="utf-8"))
WAYS = (
    *(
        "同比增长5%",
        "比上年提高5个百分点",
        "较上年末上升5个百分点",
        "达到{}",
        "为{}",
        "{}",
        "由上年的{}提高到{}",
        "稳定在{}",
        "已达{}",
    ),
    *("仅{}", "较年初增加{}，增长5%", "首次突破{}"),
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [*MEASURES["per_cent"], *MEASURES["money"]])
def test_a_measure_keeps_its_whole_name(name: str, way: str) -> None:
    figure = "5%" if name in MEASURES["per_cent"] else "5亿元"
    claims = extract(f"青禾市2023年工作总结\n全市{name}{way.replace('{}', figure)}。")
    assert claims
    assert {claim.metric for claim in claims} == {name}
