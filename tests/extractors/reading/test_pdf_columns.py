"""Is a page of two columns read column by column, and a table row by row?"""

from __future__ import annotations

from extractors.reading.pdf_columns import order_columns
from extractors.reading.pdf_lines import page_lines
from extractors.reading.pdf_paragraphs import Page, join_pages
from tests.extractors.reading.test_pdf import SHEET, printed

EM = 10
LEFT, RIGHT = (60, 280), (320, 540)  # twenty-two characters a line
PARAGRAPHS = (
    "全县完成水利投资四亿元，新建水厂六座，改造管网三十公里，疏浚河道二十七条，清淤土方一百一十八万立方米，没有发生一起伤亡事故。",
    "全年投入机械620余台次，参加劳动的干部群众超过1.5万人次，排查隐患143处，全部整改到位，转移群众780余人，兑现补助资金92.5万元。",
    "农村自来水普及率达到96.5%，比上年提高1.8个百分点，新增受益群众1.26万人，集中供水工程覆盖全部行政村，水质合格率稳步提高到九成八。",
    "明年计划完成水利投资4亿元以上，新建泵站6座，改造灌区2.3万亩，治理小流域12平方公里，建成省级节水型社区三个，培训管护人员三百人次。",
)


def column_lines(texts: tuple[str, ...], left: float, right: float) -> list[tuple[float, str]]:
    """Paragraphs indented by two characters, broken where the column ends."""
    lines = []
    for text in texts:
        x = at = left + 2 * EM
        line = ""
        for char in text:
            width = EM / 2 if char.isascii() else EM
            if x + width > right and char not in "，。":
                lines.append((at, line))
                x = at = left
                line = ""
            line, x = line + char, x + width
        lines.append((at, line))
    return lines


def page_of(*columns: list[tuple[float, str]], title: str = "") -> list[str]:
    places = [(left, 600 - 16 * row, text) for lines in columns for row, (left, text) in enumerate(lines)]
    heading = [(200.0, 640.0, title)] if title else []
    lines = order_columns(page_lines(printed(*heading, *places, em=EM)))
    return join_pages([Page(lines, SHEET)]).text.splitlines()


def test_two_columns_are_read_one_after_the_other_and_their_paragraphs_joined() -> None:
    left, right = column_lines(PARAGRAPHS[:2], *LEFT), column_lines(PARAGRAPHS[2:], *RIGHT)
    assert page_of(left, right, title="柳岸县水务局二〇二三年工作总结") == [
        "柳岸县水务局二〇二三年工作总结",
        *PARAGRAPHS,
    ]


def test_a_column_longer_than_the_other_is_read_to_its_end() -> None:
    left, right = column_lines(PARAGRAPHS[:3], *LEFT), column_lines(PARAGRAPHS[2:], *RIGHT)
    assert page_of(left, right) == [*PARAGRAPHS[:3], *PARAGRAPHS[2:]]


SHORT = (
    "全年完成水利投资四亿二千万元，增长8.4%。",
    "新建水厂六座，改造老旧管网三十公里，解决一万二千人饮水困难。",
    "疏浚河道二十七条，清淤土方118万立方米。",
    "排查隐患143处，全部整改到位，没有发生一起伤亡事故。",
    "转移群众780余人，兑现补助资金92.5万元。",
    "农村自来水普及率达到96.5%，比上年提高1.8个百分点。",
    "集中供水工程覆盖全部行政村，水质合格率九成八。",
    "建成省级节水型社区三个，培训管护人员三百人次。",
)


def test_two_columns_of_short_paragraphs_are_read_one_after_the_other() -> None:
    left, right = column_lines(SHORT[:4], *LEFT), column_lines(SHORT[4:], *RIGHT)
    assert page_of(left, right) == list(SHORT)


def test_a_table_of_sentences_beside_their_names_stays_a_table() -> None:
    names = [(60.0, f"第{at}项水利工程建设") for at in "一二三四五六七八"]
    remarks = [(320.0, f"已完成投资{at}亿元，进度良好，没有发生安全事故。") for at in range(1, 9)]
    assert page_of(names, remarks)[0] == "第一项水利工程建设\t已完成投资1亿元，进度良好，没有发生安全事故。"


def test_a_table_of_short_names_and_long_remarks_stays_a_table() -> None:
    names = [(60.0, f"第{at}项水利工程建设") for at in "一二三四五六七八"]
    remarks = [(320.0, f"已完成投资{at}亿元，进度良好") for at in range(1, 9)]
    assert page_of(names, remarks)[0] == "第一项水利工程建设\t已完成投资1亿元，进度良好"


def test_a_page_of_one_column_is_left_as_it_is() -> None:
    lines = page_lines(printed(*((60.0, 600.0 - 16 * at, text) for at, text in enumerate(PARAGRAPHS)), em=EM))
    assert order_columns(lines) == lines
