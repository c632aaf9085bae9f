"""Are rows of tables and pieces of paragraphs told from lines that are wholes, so that none goes as an advert?"""

from __future__ import annotations

import pytest

from extractors.cleaning.boilerplate import strip
from extractors.cleaning.seams import find_seams
from extractors.cleaning.wholes import find_rows, find_wrapped

REPORT = "青禾县2023年工作总结\n全县完成投资3.2亿元，新建道路12公里，改造农房340户，群众的出行条件得到改善。\n"
BUDGET = "30218\t专用材料费\t37.00\n30226\t客户服务费\t12.50\n30299\t其他资料下载服务\t4.00\n30301\t会员活动费\t1.20\n"
ACCOUNT = (
    "货币资金\t1\t36,091.90\t33,118.01\n代理买卖证券款\t\t\t\n预付款项\t\t\t\n"
    "应付款项\t5\t898.15\t1,549.41\n其他应付款\t\t\t\n"
)
#: A company's report as it was printed: each line as wide as the page, cut amid a sentence.
SENTENCE = "公司持续为客户提供优质的服务，发行价格按照相关规定确定，客户可以直接评价业务的质量和内容，"
PRINTED = "".join(SENTENCE[at % 20 :] + SENTENCE[: at % 20] for at in range(40))


def lines_of(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((start, start + len(line.rstrip())))
        start += len(line) + 1
    return found


def rows_of(text: str) -> int:
    return len(find_rows(text, lines_of(text)))


@pytest.mark.parametrize("table", [BUDGET, ACCOUNT])
def test_no_row_of_a_table_goes_or_is_doubtful_whatever_it_names(table: str) -> None:
    for text in (REPORT + table + REPORT, REPORT + table, REPORT + table * 3, table):
        stripped = strip(text)
        assert [span.text for span in stripped.removed if "\t" in span.text or span.text in table] == []
        assert stripped.doubtful == ()


def test_rows_are_those_of_tables_of_figures() -> None:
    assert rows_of(BUDGET) == 4
    assert rows_of("会员\t价格\t下载\n月卡\t19元\t30次\n年卡\t99元\t不限\n终身卡\t199元\t不限\n") == 0
    assert rows_of("大小\t1.2MB\n页数\t5页\n格式\tDOC\n") == 0
    assert rows_of("联系微信\tabc123\n") == 0


def test_rows_whose_cells_stand_wide_apart_may_begin_with_a_year_or_a_number() -> None:
    assert rows_of("2019   35.2   52.1\n2020   34.8   53.6\n2021   36   54\n") == 3
    assert rows_of("年度   人口（万人）\n2019   35.2\n2020   ３４.８\n") == 2
    assert rows_of("编号  名称  投资\n1  松坞大桥  2.35\n2  青石隧道  12.8\n") == 2
    assert rows_of("套餐   价格\n月卡   19\n年卡   99\n") == 0
    assert rows_of("2019   35.2\n2020   34.8\n") == 0


def test_a_line_amid_a_printed_paragraph_is_no_advert() -> None:
    cut = "\n".join(PRINTED[at : at + 32] for at in range(0, 1280, 32)) + "\n"
    assert len(find_wrapped(cut, lines_of(cut))) == 40
    stripped = strip(REPORT + cut)
    assert (stripped.removed, stripped.doubtful) == ((), ())


def test_lines_of_all_lengths_without_full_stops_are_no_printed_page() -> None:
    text = (
        "\n".join(f"全县完成投资三亿元新建道路十二公里改造农房三百户{'另有其他' * (at % 7)}" for at in range(30)) + "\n"
    )
    assert find_wrapped(text, lines_of(text)) == set()


def test_a_text_without_a_paragraph_has_no_edges() -> None:
    text = "图表标题\n2023-10-26\n结算备付金\n买入返售金融资产\n其他应收款\n长期待摊费用\n其他权益工具投资\n"
    assert find_seams(text, lines_of(text), ()) == []
    assert strip(text).removed == ()
