"""What is read of the lines of a table whose header the page has broken over lines?"""

from __future__ import annotations

from extractors import extract

BROKEN = """青禾股份有限公司
2023 年半年度报告摘要
单位:元 币种:人民币
本报告期末比上年度末
本报告期末 上年度末
增减(%)
总资产 52,018,446,270.35 53,110,208,914.66 -2.06
归属于上市公司股 14,206,771,508.92 13,880,455,316.47 2.35
东的净资产
"""


def test_a_line_above_that_says_percent_makes_no_share_of_a_sum() -> None:
    assert not any(claim.unit == "%" and abs(claim.value or 0) > 100 for claim in extract(BROKEN))
