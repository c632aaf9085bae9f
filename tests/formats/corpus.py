"""How does one report look in every format and encoding? The same invented report, written to bytes in each."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

import py7zr
from docx import Document
from docx.oxml import parse_xml
from opencc import OpenCC
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.formats.pictures import draw_pages

TITLE = "柳岸县水务局2023年工作总结和2024年工作计划"
TABLE = [
    ["指标", "单位", "2022年", "2023年"],
    ["供水总量", "万吨", "1180", "1264"],
    ["管网长度", "公里", "402", "436"],
    ["用水户数", "户", "51200", "53870"],
]
PARAGRAPHS = [
    "2023年，县水务局紧扣全县中心工作，克服雨季集中、工期紧张等困难，供水、排涝、河道治理各项工作稳步推进，全年完成水利投资3.62亿元，同比增长8.4%。",
    "一、2023年工作情况",
    "（一）农村供水。新建水厂4座，改造管网34公里，新增受益群众1.26万人，农村自来水普及率达到96.5%，比上年提高1.8个百分点。",
    "（二）河道治理。疏浚河道27条，清淤土方118万立方米，拆除违章建筑约3400平方米，投入机械620余台次，参加劳动的干部群众超过1.5万人次。",
    "（三）防汛抗旱。汛期共出动巡查人员2860人次，排查隐患143处，全部整改到位，转移群众780余人，没有发生一起伤亡事故。",
    "二、2024年工作计划",
    "2024年，计划完成水利投资4亿元以上，新建泵站6座，改造灌区2.3万亩，农村自来水普及率力争达到98%。",
]
TABLE_AT = 5  # the table stands before this paragraph
Build = Callable[[], bytes]


def plain_text(newline: str = "\n") -> str:
    """The report as plain text, its table with tabs."""
    rows = ["\t".join(row) for row in TABLE]
    lines = [TITLE, "", *PARAGRAPHS[:TABLE_AT], *rows, *PARAGRAPHS[TABLE_AT:]]
    return newline.join(lines) + newline


def traditional() -> str:
    return OpenCC("s2t").convert(plain_text())


def markdown() -> bytes:
    head, *rows = ["| " + " | ".join(row) + " |" for row in TABLE]
    lines = [f"# {TITLE}", "", *PARAGRAPHS[:TABLE_AT], "", head, "|---|---|---|---|", *rows, "", *PARAGRAPHS[TABLE_AT:]]
    return ("\n".join(lines) + "\n").encode()


def mixed_line_ends() -> bytes:
    lines = plain_text().splitlines()
    return "".join(line + ("\r\n", "\n", "\r\n")[at % 3] for at, line in enumerate(lines)).encode()


def full_width_spaces() -> bytes:
    return "".join(
        f"\u3000\u3000{line}\n" if line and "\t" not in line else line + "\n" for line in plain_text().splitlines()
    ).encode()


def invisible(mark: str) -> bytes:
    """An invisible character in every tenth place, inside words and numbers, as copied web pages have them."""
    text = plain_text()
    return "".join(char + (mark if at % 10 == 9 and char.strip() else "") for at, char in enumerate(text)).encode()


def docx() -> bytes:
    document = Document()
    document.add_heading(TITLE, 0)
    for paragraph in PARAGRAPHS[:TABLE_AT]:
        document.add_paragraph(paragraph)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for cells, row in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    for paragraph in PARAGRAPHS[TABLE_AT:]:
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = "柳岸县水务局文件"
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 3 页"
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_numbered() -> bytes:
    """Its headings' numbers come from list styles, as Word makes them."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")]
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {WORD} w:abstractNumId="99">{inner}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {WORD} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))

    def add(paragraph: str) -> None:
        for depth, opens in enumerate(("一二", "（")):
            if paragraph[0] in opens:
                mark = "、" if depth == 0 else "）"
                element = document.add_paragraph(paragraph.split(mark, 1)[1])._p
                element.get_or_add_pPr().append(
                    parse_xml(f'<w:numPr {WORD}><w:ilvl w:val="{depth}"/><w:numId w:val="99"/></w:numPr>')
                )
                return
        document.add_paragraph(paragraph)

    document.add_heading(TITLE, 0)
    for paragraph in PARAGRAPHS[:TABLE_AT]:
        add(paragraph)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for cells, row in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    for paragraph in PARAGRAPHS[TABLE_AT:]:
        add(paragraph)
    return saved(document)


def rtf(encoding: str) -> bytes:
    """Rich text with GBK bytes in hexadecimal, or with Unicode numbers."""

    def coded(text: str) -> str:
        pieces = []
        for char in text:
            if char in "\\{}":
                pieces.append("\\" + char)
            elif char < "\x80":
                pieces.append(char)
            elif encoding == "unicode":
                pieces.append(f"\\u{ord(char) - (0x10000 if ord(char) > 0x7FFF else 0)}?")
            else:
                pieces += [f"\\'{byte:02x}" for byte in char.encode(encoding)]
        return "".join(pieces)

    head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0 "
    paragraphs = [coded(text) + "\\par\n" for text in (TITLE, *PARAGRAPHS[:TABLE_AT])]
    rows = ["\\trowd " + "".join(coded(cell) + "\\cell " for cell in row) + "\\row\n" for row in TABLE]
    rest = [coded(text) + "\\par\n" for text in PARAGRAPHS[TABLE_AT:]]
    return (head + "".join([*paragraphs, *rows, *rest]) + "}").encode("ascii")


def html_page(encoding: str) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = "".join(f"<p>{escape(text)}</p>" for text in PARAGRAPHS[:TABLE_AT])
    rest = "".join(f"<p>{escape(text)}</p>" for text in PARAGRAPHS[TABLE_AT:])
    menu = '<nav><a href="/">首页</a> <a href="/xw">新闻</a></nav>'
    page = f'<meta charset="{encoding}"><title>{TITLE}</title></head><body>{menu}<h1>{TITLE}</h1>'
    return f"<html><head>{page}{body}<table>{rows}</table>{rest}</body></html>".encode(encoding)


def mht() -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content(html_page("utf-8").decode(), subtype="html", charset="utf-8")
    message.make_related()
    message.add_related(b"GIF89a", "image", "gif", cid="<a@b>")
    return message.as_bytes()


def eml(attached: bool) -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送材料" if attached else TITLE
    message["From"] = "office@example.org"
    text = plain_text().split("\n", 1)[1]
    message.set_content("现将材料报上，请查收。\n" if attached else text, charset="utf-8")
    if attached:
        message.add_attachment(docx(), "application", "octet-stream", filename="工作总结.docx")
    return message.as_bytes()


def pdf(wide: bool = False) -> bytes:
    """Wrapped lines, indented paragraphs, page header and number on each page, table cells by position."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    size = landscape(A4) if wide else A4
    canvas = Canvas(buffer, pagesize=size)
    width, height = size
    em, left, right = 16, 80, width - 80
    state = {"y": 0.0, "page": 0}

    def start_page() -> None:
        if state["page"]:
            canvas.showPage()
        state["page"] += 1
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(left, height - 40, "柳岸县水务局年度材料")
        canvas.drawCentredString(width / 2, 30, f"— {state['page']} —")
        canvas.setFont("STSong-Light", em)
        state["y"] = height - 90

    def line(*cells: tuple[float, str]) -> None:
        if state["y"] < height - 90 - 9 * 28:
            start_page()
        for x, text in cells:
            canvas.drawString(x, state["y"], text)
        state["y"] -= 28

    def paragraph(text: str) -> None:
        x = left + 2 * em
        while text:
            count = 1
            while count < len(text) and x + pdfmetrics.stringWidth(text[: count + 1], "STSong-Light", em) <= right:
                count += 1
            while 1 < count < len(text) and text[count] in "，。、；：）%":  # no mark begins a line
                count -= 1
            while 1 < count < len(text) and is_token(text[count - 1]) and is_token(text[count]):  # no number is broken
                count -= 1
            line((x, text[:count]))
            text, x = text[count:], left

    start_page()
    canvas.setFont("STSong-Light", 22)
    half = TITLE.index("和")
    for part in (TITLE[:half], TITLE[half:]):
        canvas.drawCentredString(width / 2, state["y"], part)
        state["y"] -= 34
    canvas.setFont("STSong-Light", em)
    for text in PARAGRAPHS[:TABLE_AT]:
        paragraph(text)
    for row in TABLE:
        line(*((left + at * (right - left) / 4, cell) for at, cell in enumerate(row)))
    for text in PARAGRAPHS[TABLE_AT:]:
        paragraph(text)
    canvas.save()
    return buffer.getvalue()


def scan(dpi: int = 150) -> bytes:
    """The pages of the PDF as pictures: a little askew, blurred and grainy, as an office's copier makes them."""
    import numpy as np
    from PIL import Image, ImageFilter

    grain = np.random.default_rng(7)
    pictures = []
    for at, page in enumerate(draw_pages(pdf(), dpi)):
        picture = page.rotate((0.7, -0.5, 0.3)[at % 3], Image.Resampling.BICUBIC, fillcolor=250)
        spots = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), dtype=float)
        spots = np.clip(spots + grain.normal(0, 12, spots.shape), 0, 255)
        pictures.append(Image.fromarray(spots.astype("uint8")))
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=70)
    return buffer.getvalue()


def is_token(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".%")


def xlsx() -> bytes:
    """The table as a sheet, its numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "水务指标"
    for row in TABLE:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    return saved(book)


def csv_table(encoding: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(TABLE)
    return buffer.getvalue().encode(encoding)


def zipped(members: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    """A ZIP archive; with another encoding its names are as old Chinese programs wrote them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            if encoding != "utf-8":
                info = LegacyName(name, encoding)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


class LegacyName(zipfile.ZipInfo):
    """A member whose name is stored in a code page, without the flag that would say UTF-8."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.legacy = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.legacy), self.flag_bits


def tarred(members: dict[str, bytes], pack: Callable[[bytes], bytes] = bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return pack(buffer.getvalue())


def seven_zipped(members: dict[str, bytes], password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of the table: a file as users have it, and what it can carry."""

    format: str
    variant: str
    name: str
    build: Build
    carries: str = "all"  # all, or table: a sheet holds no prose
    why: str = ""  # where it differs from the plain text


def text_in(encoding: str) -> Build:
    return lambda: plain_text().encode(encoding)


def inner() -> dict[str, bytes]:
    return {"材料/工作总结.txt": plain_text().encode("gb18030")}


def nested() -> bytes:
    return zipped({"a.zip": zipped({"b.tar.gz": tarred(inner(), gzip.compress)})})


SAMPLES: tuple[Sample, ...] = (
    *(
        Sample(".txt", label, "report.txt", text_in(encoding))
        for label, encoding in [
            ("UTF-8", "utf-8"),
            ("UTF-8, mark", "utf-8-sig"),
            ("UTF-16 LE", "utf-16-le"),
            ("UTF-16 BE", "utf-16-be"),
            ("UTF-16, mark", "utf-16"),
            ("GB2312", "gb2312"),
            ("GBK", "gbk"),
            ("GB18030", "gb18030"),
        ]
    ),
    Sample(".txt", "Big5, traditional", "report.txt", lambda: traditional().encode("big5hkscs")),
    Sample(".txt", "GB18030, traditional", "report.txt", lambda: traditional().encode("gb18030")),
    Sample(".txt", "Windows line ends", "report.txt", lambda: plain_text("\r\n").encode()),
    Sample(".txt", "old Mac line ends", "report.txt", lambda: plain_text("\r").encode()),
    Sample(".txt", "mixed line ends", "report.txt", mixed_line_ends),
    Sample(".txt", "full-width spaces", "report.txt", full_width_spaces),
    Sample(".txt", "soft hyphens", "report.txt", lambda: invisible("\u00ad")),
    Sample(".txt", "zero-width spaces", "report.txt", lambda: invisible("\u200b")),
    Sample(".md", "UTF-8", "report.md", markdown),
    Sample(".docx", "numbers typed", "report.docx", docx),
    Sample(".docx", "numbers by list style", "report.docx", docx_numbered),
    Sample(".rtf", "GBK", "report.rtf", lambda: rtf("gbk")),
    Sample(".rtf", "Unicode", "report.rtf", lambda: rtf("unicode")),
    Sample(".doc", "rich text under that name", "report.doc", lambda: rtf("gbk")),
    Sample(".pdf", "portrait", "report.pdf", pdf),
    Sample(".pdf", "landscape", "report.pdf", lambda: pdf(wide=True)),
    Sample(".html", "UTF-8", "report.html", lambda: html_page("utf-8")),
    Sample(".html", "GB18030", "report.htm", lambda: html_page("gb18030")),
    Sample(".mht", "UTF-8", "report.mht", mht),
    Sample(".eml", "in the body", "report.eml", lambda: eml(False)),
    Sample(".eml", "attached .docx", "report.eml", lambda: eml(True)),
    Sample(".xlsx", "table only", "report.xlsx", xlsx, "table"),
    Sample(".csv", "UTF-8, table only", "report.csv", lambda: csv_table("utf-8-sig"), "table"),
    Sample(".csv", "GBK, table only", "report.csv", lambda: csv_table("gbk"), "table"),
    Sample(".zip", "names in UTF-8", "report.zip", lambda: zipped(inner())),
    Sample(".zip", "names in GBK", "report.zip", lambda: zipped(inner(), "gbk")),
    Sample(".zip", "nested", "report.zip", nested),
    Sample(".tar", "", "report.tar", lambda: tarred(inner())),
    Sample(".tar.gz", "", "report.tar.gz", lambda: tarred(inner(), gzip.compress)),
    Sample(".tar.bz2", "", "report.tar.bz2", lambda: tarred(inner(), bz2.compress)),
    Sample(".tar.xz", "", "report.tar.xz", lambda: tarred(inner(), lzma.compress)),
    Sample(".gz", "", "report.txt.gz", lambda: gzip.compress(plain_text().encode())),
    Sample(".7z", "", "report.7z", lambda: seven_zipped(inner())),
)  # fmt: skip
#: Read where report-metrics[ocr] is installed; drawn where a font with Chinese characters is.
SCAN = Sample(".pdf", "scan, 150 dots an inch, OCR", "scan.pdf", scan)
