"""Does a Word document give what Word shows: list numbers, footnotes, text boxes, headers?"""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from extractors.extraction import extract_source
from extractors.reading.docx import docx_content
from extractors.reading.docx_numbering import chinese, in_form
from extractors.reading.files import to_source_text

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:  # type: ignore[no-untyped-def]
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_list(document, number: int, levels: list[tuple[str, str]], start: int = 1) -> None:  # type: ignore[no-untyped-def]
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    element = document.part.numbering_part.element
    element.insert(0, parse_xml(f'<w:abstractNum {WORD} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    link = f'<w:abstractNumId w:val="{number}"/>'
    element.append(parse_xml(f'<w:num {WORD} w:numId="{number}">{link}</w:num>'))


def add_item(document, text: str, number: int, depth: int = 0) -> None:  # type: ignore[no-untyped-def]
    properties = f'<w:numPr {WORD}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(properties))


def test_list_numbers_are_counted_as_word_prints_them() -> None:
    document = Document()
    add_list(document, 90, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for text, depth in [("农业", 0), ("粮食", 1), ("水稻", 2), ("小麦", 2), ("油料", 1), ("工业", 0), ("企业", 1)]:
        add_item(document, text, 90, depth)
    document.add_paragraph("无编号")
    assert docx_content(saved(document)).text.splitlines() == [
        "一、农业",
        "（一）粮食",
        "1. 水稻",
        "2. 小麦",
        "（二）油料",
        "二、工业",
        "（一）企业",
        "无编号",
    ]


def test_a_style_numbers_its_paragraphs() -> None:
    document = Document()
    add_list(document, 91, [("chineseCounting", "第%1章 ")])
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {WORD}><w:numId w:val="91"/></w:numPr>'))
    document.add_heading("总则", 1)
    document.add_heading("附则", 1)
    assert docx_content(saved(document)).text.splitlines() == ["第一章 总则", "第二章 附则"]


def test_bullets_and_lists_that_are_not_defined_have_no_number() -> None:
    document = Document()
    add_list(document, 92, [("bullet", "●")])
    add_item(document, "甲", 92)
    add_item(document, "乙", 4711)
    add_item(document, "丙", 92, 8)
    assert docx_content(saved(document)).text.splitlines() == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (12, "chineseCountingThousand", "十二"),
        (3, "chineseLegalSimplified", "叁"),
        (5, "decimalEnclosedCircle", "⑤"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "28"),
        (7, "decimalZero", "07"),
    ],
)
def test_a_number_is_written_in_its_form(number: int, form: str, text: str) -> None:
    assert in_form(number, form) == text


@pytest.mark.parametrize(
    ("number", "text"), [(10, "十"), (20, "二十"), (21, "二十一"), (105, "一百零五"), (1010, "一千零一十"), (0, "零")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


def test_a_footnote_follows_its_paragraph_and_margins_stand_at_the_end_once() -> None:
    document = Document()
    paragraph = document.add_paragraph("规模以上企业23家。")
    text = "<w:p><w:r><w:t>年收入2000万元以上</w:t></w:r></w:p>"
    note = f'<w:footnotes {WORD}><w:footnote w:id="2">{text}</w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, note.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(parse_xml(f'<w:r {WORD}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("二、下一步")
    document.sections[0].header.paragraphs[0].text = "某县文件"
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 9 页"
    document.add_section().footer.is_linked_to_previous = False
    assert [line for line in docx_content(saved(document)).text.splitlines() if line] == [
        "规模以上企业23家。",
        "年收入2000万元以上",
        "二、下一步",
        "某县文件",
    ]


def test_a_text_box_is_read_once() -> None:
    document = Document()
    box = "<w:txbxContent><w:p><w:r><w:t>投资3亿元</w:t></w:r></w:p></w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent {compatible}>{both}</mc:AlternateContent>"
    document.element.body.insert(0, parse_xml(f"<w:p {WORD}><w:r><w:t>正文</w:t>{both}</w:r></w:p>"))
    assert docx_content(saved(document)).text.splitlines() == ["正文", "投资3亿元"]


def test_headings_of_word_become_sections_whatever_they_say() -> None:
    document = Document()
    document.add_paragraph("青禾县2023年工作总结")
    document.add_heading("办学条件", 1)
    document.add_paragraph("新建校舍3栋。")
    document.add_heading("新校区：迁入与配套", 2)
    document.add_paragraph("投入资金320万元。")
    document.add_paragraph("新购校车6辆。")
    source = to_source_text(saved(document), "a.docx")
    sections = {claim.quote: claim.section for claim in extract_source(source).claims}
    expected = {"3栋": "办学条件", "320万元": "办学条件 > 新校区：迁入与配套", "6辆": "办学条件 > 新校区：迁入与配套"}
    assert sections == expected
    assert [(source.text[b.start : b.end], b.kind, b.level) for b in source.blocks] == [
        ("办学条件", "heading", 1),
        ("新校区：迁入与配套", "heading", 2),
    ]


def test_merged_cells_of_word_are_handed_on() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for r, row in enumerate((("指标", "投资", ""), ("", "2022年", "2023年"), ("工业（亿元）", "12.1", "13.2"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "投资"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    content = docx_content(saved(document))
    [grid] = content.tables
    spans = {content.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in grid.cells}
    assert spans["指标"] == (0, 0, 2, 1)
    assert spans["投资"] == (0, 1, 1, 2)
    assert spans["13.2"] == (2, 2, 1, 1)


def fill(table, *rows: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_a_table_in_a_cell_is_a_table_behind_the_one_around_it() -> None:
    document = Document()
    outer = document.add_table(2, 2)
    fill(outer, ("部门", "完成情况"), ("水利局", "见下表"))
    fill(outer.cell(1, 1).add_table(2, 2), ("项目", "投资（万元）"), ("水毁修复", "180"))
    content = docx_content(saved(document))
    assert content.text == "部门\t完成情况\n水利局\t见下表\n项目\t投资（万元）\n水毁修复\t180\n"
    assert len(content.tables) == 2


def test_a_table_of_single_cells_around_another_lays_out_the_page() -> None:
    document = Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "青禾镇2023年工作总结"
    frame.add_paragraph("全镇造林1.2万亩。")
    fill(frame.add_table(2, 2), ("项目", "投资（万元）"), ("水毁修复", "180"))
    content = docx_content(saved(document))
    assert content.text.split("\n")[:4] == [
        "青禾镇2023年工作总结",
        "全镇造林1.2万亩。",
        "项目\t投资（万元）",
        "水毁修复\t180",
    ]
    assert len(content.tables) == 1
