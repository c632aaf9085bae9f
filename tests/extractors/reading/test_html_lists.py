"""Are the numbers of a web page's lists in its text, as a browser shows them?"""

from __future__ import annotations

import pytest

from extractors.reading.html import html_content

LEAD = "<p>全县完成水利投资四亿元，新建水厂六座，改造管网三十公里。</p>"


def lines_of(body: str) -> list[str]:
    return html_content(f"<html><body>{LEAD}{body}</body></html>", "utf-8").text.splitlines()[1:]


def items(*texts: str, tag: str = "ol", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{said}>{''.join(f'<li>{text}</li>' for text in texts)}</{tag}>"


ROADS, SCHOOLS = "新修道路12公里，群众出行更方便。", "新建学校3所，新增学位900个。"


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ({}, ["1. ", "2. "]),
        ({"start": "5"}, ["5. ", "6. "]),
        ({"type": "a"}, ["a. ", "b. "]),
        ({"type": "I"}, ["I. ", "II. "]),
        ({"reversed": ""}, ["2. ", "1. "]),
        ({"style": "list-style-type: cjk-ideographic"}, ["一、", "二、"]),
        ({"style": "list-style: none"}, ["", ""]),
    ],
)
def test_items_have_the_numbers_of_their_list(attributes: dict[str, str], numbers: list[str]) -> None:
    assert lines_of(items(ROADS, SCHOOLS, **attributes)) == [numbers[0] + ROADS, numbers[1] + SCHOOLS]


def test_a_value_goes_on_from_there_and_a_paragraph_in_an_item_has_its_number() -> None:
    body = f'<ol><li>{ROADS}</li><li value="7"><p>{SCHOOLS}</p><p>其中公办2所。</p></li><li>{ROADS}</li></ol>'
    assert lines_of(body) == [f"1. {ROADS}", f"7. {SCHOOLS}", "其中公办2所。", f"8. {ROADS}"]


def test_lists_without_numbers_links_and_items_with_numbers_of_their_own_get_none() -> None:
    assert lines_of(items(ROADS, SCHOOLS, tag="ul")) == [ROADS, SCHOOLS]
    assert lines_of(items(f"（一）{ROADS}", f"二、{SCHOOLS}")) == [f"（一）{ROADS}", f"二、{SCHOOLS}"]
    assert lines_of(items(f'<a href="/x">{ROADS}</a>') + LEAD) == [
        ROADS,
        "全县完成水利投资四亿元，新建水厂六座，改造管网三十公里。",
    ]


def test_the_number_of_an_item_is_no_claim_and_its_figures_are() -> None:
    from extractors import extract

    text = html_content(f"<html><body>{LEAD}{items(ROADS, SCHOOLS)}</body></html>", "utf-8").text
    assert [claim.quote for claim in extract(text)][-3:] == ["12公里", "3所", "900个"]


def test_a_cell_around_a_table_lays_out_the_page() -> None:
    rows = "<tr><td>项目</td><td>投资（万元）</td></tr><tr><td>水毁修复</td><td>180</td></tr>"
    body = f"<table><tr><td><p>青禾镇2023年工作总结</p><p>全镇造林1.2万亩。</p><table>{rows}</table></td></tr></table>"
    assert lines_of(body) == ["青禾镇2023年工作总结", "全镇造林1.2万亩。", "项目\t投资（万元）", "水毁修复\t180"]


def test_a_term_and_its_figure_stand_on_a_line() -> None:
    pairs = "<dl><dt>营业收入</dt><dd>3.2亿元</dd><dt>职工</dt>\n<dd>120人</dd><dt>地址</dt><dd>新街</dd></dl>"
    assert lines_of(pairs) == ["营业收入\t3.2亿元", "职工\t120人", "地址", "新街"]


def test_what_explains_a_term_is_text_of_its_own() -> None:
    assert lines_of(f"<dl><dt>水利</dt><dd>{ROADS}</dd></dl>") == ["水利", ROADS]
