"""The furniture of web pages: what each field takes and refuses, and when its place decides."""

from __future__ import annotations

import re

import pytest

from extractors.cleaning.boilerplate import load_rules, strip
from extractors.language.grammar import HAN
from extractors.language.knowledge import fill, load

BODY = "全镇上下凝心聚力，扎实推进各项工作，全年完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人。"
TITLE = "青禾镇2023年工作总结"
REPORT = f"{TITLE}\n{BODY}\n青禾镇人民政府\n2023年12月5日\n"
FIELDS = load("pages.toml")["field"]


def examples(key: str) -> list[object]:
    return [pytest.param(row, text, id=f"{row['name']}: {text[:24]}") for row in FIELDS for text in row[key]]


@pytest.mark.parametrize(("row", "text"), examples("takes"))
def test_a_field_is_read_in_its_examples(row: dict[str, str], text: str) -> None:
    assert re.compile(fill(row["pattern"], {"han": HAN}), re.VERBOSE).search(text)
    assert load_rules().pages.read(text)


@pytest.mark.parametrize(("row", "text"), examples("refuses"))
def test_what_a_field_refuses_survives_inside_a_report(row: dict[str, str], text: str) -> None:
    source = f"{TITLE}\n{BODY}\n{text}\n{BODY}\n"
    assert strip(source).kept == source


HEAD = [
    "首页",
    "政务公开",
    "政务服务",
    "走进青禾",
    "当前位置：首页 > 政务公开 > 工作总结",
    "来源：青禾镇政府　发布时间：2024-01-16 09:30　浏览次数：318次　字号：【大 中 小】　打印",
]
FOOT = [
    "责任编辑：林一",
    "分享到：微信 微博　【打印本页】　【关闭窗口】",
    "相关链接",
    "青禾镇推出12条便民措施",
    "一图读懂：青禾镇2023年工作",
    "主办：青禾镇人民政府　技术支持：青禾市信息中心　网站标识码：9900000000",
    "联系电话：0300-5550000　云ICP备00000000号-1　您是第 1286 位访问者",
]


def test_a_page_around_a_report_goes_and_the_report_stays() -> None:
    stripped = strip("\n".join([*HEAD, REPORT.strip(), *FOOT]))
    assert [line for line in stripped.kept.split("\n") if line] == REPORT.split("\n")[:-1]


@pytest.mark.parametrize(
    "line", ["政务服务", "打印", "联系电话：0300-5550000", "主办：青禾镇人民政府", "发布机构：青禾镇政府"]
)
def test_what_reports_write_too_stays_where_no_furniture_is_beside_it(line: str) -> None:
    for source in (f"{line}\n{REPORT}", f"{TITLE}\n{BODY}\n{line}\n{BODY}\n", f"{TITLE}\n{BODY}\n{line}\n"):
        assert line == "打印" or line in strip(source).kept


def test_contacts_that_an_office_signs_with_stay_above_an_articles_buttons() -> None:
    contact = "联系人：林一　联系电话：0300-5550000"
    assert contact in strip(f"{REPORT}{contact}\n责任编辑：周禾\n【打印本页】\n").kept


def test_links_stop_at_what_belongs_to_the_report() -> None:
    kept = strip(f"{REPORT}相关链接\n青禾镇召开座谈会\n附件：重点任务清单\n").kept
    assert "座谈会" not in kept
    assert "附件：重点任务清单" in kept


def test_a_heading_like_that_of_links_stays_above_a_paragraph() -> None:
    source = f"{TITLE}\n{BODY}\n相关链接建设\n青禾镇召开座谈会12次\n{BODY}\n"
    assert strip(source).kept == source
