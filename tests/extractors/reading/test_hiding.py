"""What nobody sees, or only hears, gives no claims, and is counted as removed."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from extractors.extraction import extract_source
from extractors.model import Extraction
from extractors.reading.files import to_source_text

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def read(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """The quotes of the claims, and what was removed as hidden."""
    source = to_source_text(data, name)
    extraction: Extraction = extract_source(source)
    assert all(source.text[claim.char_start : claim.char_end] == claim.quote for claim in extraction.claims)
    return [c.quote for c in extraction.claims], [r.text for r in extraction.removed if r.rule == "hidden_text"]


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


@pytest.mark.parametrize("switch", ["hidden", "strike", "double_strike"])
def test_hidden_and_struck_runs_of_word_give_no_claims(switch: str) -> None:
    document = Document()
    paragraph = document.add_paragraph("全年造林")
    setattr(paragraph.add_run("12万亩，育苗").font, switch, True)
    paragraph.add_run("3万株。")
    assert read(saved(document), "a.docx") == (["3万株"], ["12万亩，育苗"])


def test_white_words_on_white_paper_give_no_claims() -> None:
    document = Document()
    paragraph = document.add_paragraph("全年造林")
    paragraph.add_run("12万亩，育苗").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run("3万株。")
    assert read(saved(document), "a.docx") == (["3万株"], ["12万亩，育苗"])


@pytest.mark.parametrize("where", ["table", "shade", "highlight", "background"])
def test_white_words_on_colour_are_read(where: str) -> None:
    document = Document()
    paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0] if where == "table" else document.add_paragraph()
    run = paragraph.add_run("造林12万亩。")
    run.font.color.rgb = RGBColor(255, 255, 255)
    if where == "shade":
        run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {WORD} w:val="clear" w:fill="1F497D"/>'))
    elif where == "highlight":
        run.font.highlight_color = WD_COLOR_INDEX.BLUE
    elif where == "background":
        document.element.insert(0, parse_xml(f'<w:background {WORD} w:color="1F497D"/>'))
    assert read(saved(document), "a.docx") == (["12万亩"], [])


def test_a_style_that_hides_is_followed_unless_the_run_says_otherwise() -> None:
    document = Document()
    base = document.styles.add_style("Gone", WD_STYLE_TYPE.PARAGRAPH)
    base.font.hidden = True
    heir = document.styles.add_style("Gone too", WD_STYLE_TYPE.PARAGRAPH)
    heir.base_style = base
    document.add_paragraph("造林12万亩。", style="Gone too")
    document.add_paragraph(style="Gone").add_run("育苗3万株。").font.hidden = False
    assert read(saved(document), "a.docx") == (["3万株"], ["造林12万亩。"])


def test_a_switch_that_is_off_hides_nothing() -> None:
    document = Document()
    document.add_paragraph().add_run("造林12万亩。").font.strike = False
    assert read(saved(document), "a.docx") == (["12万亩"], [])


def test_text_of_the_size_of_a_dot_gives_no_claims() -> None:
    document = Document()
    paragraph = document.add_paragraph("造林12万亩，")
    paragraph.add_run("改厕888户。").font.size = Pt(1)
    assert read(saved(document), "a.docx") == (["12万亩"], ["改厕888户。"])


def test_hidden_text_of_rich_text_gives_no_claims() -> None:
    def coded(text: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))

    shown, hidden = coded("造林12万亩。"), coded("改厕888户。")
    for group in (f"{{\\v {hidden}}}", f"\\v {hidden}\\v0 ", f"{{\\b\\v\\fs20 {hidden}}}"):
        data = f"{{\\rtf1\\ansi\\viewkind4 {shown}{group}{shown}}}".encode("ascii")
        assert read(data, "a.rtf") == (["12万亩", "12万亩"], ["改厕888户。"])


@pytest.mark.parametrize("start", ["", "\\uc0"])
@pytest.mark.parametrize("switch", ["v", "strike", "striked1", "deleted"])
def test_what_rich_text_hides_or_strikes_out_in_several_pieces_gives_no_claims(switch: str, start: str) -> None:
    text = rich("造林12万亩，") + rf"{{\{switch} " + rich("改厕888户，") + r"{\b\f1 " + rich("修路7公里，") + "}"
    text += rf"{{\i\{switch.rstrip('1')}0 " + rich("修渠8公里，") + "}" + rich("建桥3座，") + "}" + rich("打井5口。")
    claims, removed = read(f"{{\\rtf1\\ansi{start} {text}}}".encode("ascii"), "a.rtf")
    assert claims == ["12万亩", "8公里", "5口"]
    assert removed == ["改厕888户，修路7公里，", "建桥3座，"]


@pytest.mark.parametrize(
    ("before", "switch", "digit", "behind", "quote", "value"),
    [
        ("完成投资15.6", "super", "1", "亿元。", "15.6¹亿元", 1.56e9),
        ("税收3.2", "up6\\fs16", "2", "亿元。", "3.2²亿元", 3.2e8),
        ("减排CO", "sub", "2", "3.2万吨。", "3.2万吨", 32000),
        ("减排CO", "dn6", "2", "3.2万吨。", "3.2万吨", 32000),
        ("产值6.2×10", "super", "8", "元。", "6.2×10⁸元", 6.2e8),
        ("培训300", "super", "1,2", "人。", "300¹,²人", 300),
        ("培训3", "up2", "00", "人。", "300人", 300),
    ],
)
def test_digits_that_rich_text_sets_off_run_into_no_number(
    before: str, switch: str, digit: str, behind: str, quote: str, value: float
) -> None:
    source = to_source_text(
        f"{{\\rtf1\\ansi {rich(before)}{{\\{switch} {digit}}}{rich(behind)}}}".encode("ascii"), "a.rtf"
    )
    assert [(c.quote, c.value) for c in extract_source(source).claims] == [(quote, value)]


def rich(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030")) if not text.isascii() else text


@pytest.mark.parametrize(("moved", "quote"), [(6, "15.6¹亿元"), (2, "15.61亿元"), (0, "15.61亿元")])
def test_digits_that_word_moves_up_by_points_are_raised(moved: int, quote: str) -> None:
    document = Document()
    paragraph = document.add_paragraph("完成投资15.6")
    paragraph.add_run("1")._r.get_or_add_rPr().append(parse_xml(f'<w:position {WORD} w:val="{moved}"/>'))
    paragraph.add_run("亿元。")
    assert read(saved(document), "a.docx")[0] == [quote]


@pytest.mark.parametrize(
    ("base", "where", "digit"),
    [("减排CO", "subscript", "2"), ("粮食产量", "superscript", "4"), ("排放量", "superscript", "12")],
)
def test_digits_above_or_below_the_line_run_into_no_number(base: str, where: str, digit: str) -> None:
    document = Document()
    paragraph = document.add_paragraph(f"全镇扎实推进节能减排，组织干部群众参与，{base}")
    setattr(paragraph.add_run(digit).font, where, True)
    paragraph.add_run("3.2万吨。")
    raised = f"<{where[:3]}>{digit}</{where[:3]}>"
    page = PAGE.format(f"<p>{paragraph.runs[0].text}{raised}3.2万吨。</p>").encode()
    assert read(saved(document), "a.docx")[0] == ["3.2万吨"]
    assert read(page, "a.html")[0] == ["3万株", "3.2万吨"]


def test_how_characters_sound_is_no_text_of_word_and_an_equation_is() -> None:
    document = Document()
    paragraph = document.add_paragraph("受理")._p
    paragraph.append(
        parse_xml(
            f"<w:r {WORD}><w:ruby><w:rt><w:r><w:t>ànjiàn</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>案件</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        )
    )
    paragraph.append(parse_xml(f"<w:r {WORD}><w:t>84件，治理面积</w:t></w:r>"))
    paragraph.append(parse_xml(f"<m:oMath {MATH}><m:r><m:t>=3.2万亩</m:t></m:r></m:oMath>"))
    data = saved(document)
    assert read(data, "a.docx") == (["84件", "3.2万亩"], ["ànjiàn"])
    assert extract_source(to_source_text(data, "a.docx")).claims[0].metric == "受理案件"


def test_fractions_and_powers_of_an_equation_are_written_in_a_line() -> None:
    document = Document()
    run = "<m:r><m:t>{}</m:t></m:r>"
    fraction = f"<m:f><m:num>{run.format('占地')}</m:num><m:den>{run.format('总数')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{run.format('10')}</m:e><m:sup>{run.format('4')}</m:sup></m:sSup>"
    document.add_paragraph()._p.append(parse_xml(f"<m:oMath {MATH}>{fraction}{power}</m:oMath>"))
    assert to_source_text(saved(document), "a.docx").text == "占地/总数10⁴\n"


PAGE = """<html><head><style>.gone {{ display: none }} @media print {{ .paper {{ display: none }} }}</style></head>
<body><h1>青禾镇2023年工作总结</h1><p>全镇各项工作扎实推进，成效明显，群众满意，完成育苗3万株。</p>{}</body></html>"""


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display:none'>{}</p>",
        "<p>今年<span style='visibility: hidden; color: red'>{}</span></p>",
        "<div style='DISPLAY : NONE'><p>{}</p></div>",
        "<p hidden>{}</p>",
        "<p class='big gone'>{}</p>",
        "<p>今年<span style='opacity: 0'>{}</span></p>",
        "<p>今年<span style='color:red;font-size:0px'>{}</span></p>",
        "<p>今年<s>{}</s></p>",
        "<p>今年<del>{}</del></p>",
        "<p>今年<span style='text-decoration: line-through'>{}</span></p>",
    ],
)
def test_what_a_page_hides_or_strikes_out_gives_no_claims(markup: str) -> None:
    hidden = "全镇扎实推进造林绿化，组织干部群众义务植树，造林12万亩。"
    assert read(PAGE.format(markup.format(hidden)).encode(), "a.html") == (["3万株"], [hidden])


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='paper'>{}</p>",
        "<p style='display:block'>{}</p>",
        "<p style='opacity:0.9;font-size:10px;line-height:0'>{}</p>",
        "<ins>{}</ins>",
    ],
)
def test_what_a_page_shows_gives_its_claims(markup: str) -> None:
    shown = "全镇扎实推进造林绿化，组织干部群众义务植树，造林12万亩。"
    assert read(PAGE.format(markup.format(shown)).encode(), "a.html") == (["3万株", "12万亩"], [])


def test_ruby_of_a_page_is_read_without_its_sounds() -> None:
    ruby = "<ruby>案<rp>（</rp><rt>àn</rt><rp>）</rp>件<rt>jiàn</rt></ruby>"
    page = PAGE.format(f"<p>全镇扎实推进平安建设，化解矛盾纠纷，受理{ruby}84件，同比下降12%。</p>")
    assert read(page.encode(), "a.html")[0] == ["3万株", "84件", "12%"]
    assert extract_source(to_source_text(page.encode(), "a.html")).claims[1].metric == "受理案件"


def test_a_page_cannot_hide_text_with_the_readers_own_marks() -> None:
    page = PAGE.format("<p>全镇扎实推进造林绿化，组织干部群众\ufdd0义务植树，造林12万亩\ufdd1。</p>")
    assert read(page.encode(), "a.html") == (["3万株", "12万亩"], [])
