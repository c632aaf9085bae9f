"""What does a Word document say? Its paragraphs and table rows in document order, one a line.

python-docx opens the file; the text is taken from the XML below it, because python-docx's own paragraph texts leave out
tracked insertions, content controls and text boxes, and nothing of a report may be dropped.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

MAX_UNPACKED = 512 * 1024 * 1024  # bytes of XML and pictures; a document above that is an archive meant to hurt

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT = qn("w:t")
MARKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box a second time
SKIPPED = {FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")}  # deleted text; tab stops of a style


class DocxError(Exception):
    """A file that is not a Word document, whatever its name says."""


def docx_text(data: bytes) -> str:
    """The document's text; the cells of a table row stand on one line, tabs between them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise DocxError(f"unpacks to more than {MAX_UNPACKED // 1024**2} MB")
        body = Document(BytesIO(data)).element.body
    except DocxError:
        raise
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise DocxError("is not a Word document (.docx), or a damaged one") from error
    return "".join(f"{line}\n" for line in block_lines(body))


def block_lines(element: _Element) -> Iterator[str]:
    """The lines of all blocks below an element, in document order."""
    for child in element:
        if child.tag in SKIPPED:
            continue
        if child.tag == PARAGRAPH:
            yield paragraph_line(child)
            yield from box_lines(child)
        elif child.tag == TABLE:
            yield from table_lines(child)
        else:  # content controls and the like
            yield from block_lines(child)


def table_lines(table: _Element) -> Iterator[str]:
    for row in table.iterdescendants(ROW):
        if nearest(row, TABLE) is table:
            cells = [cell for cell in row.iterdescendants(CELL) if nearest(cell, ROW) is row]
            yield "\t".join(" ".join(" ".join(block_lines(cell)).split()) for cell in cells)


def paragraph_line(paragraph: _Element) -> str:
    return "".join(pieces(paragraph))


def pieces(element: _Element) -> Iterator[str]:
    """The text of runs below an element, other paragraphs (text boxes) left out."""
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag not in SKIPPED and child.tag != PARAGRAPH:
            yield from pieces(child)


def box_lines(paragraph: _Element) -> Iterator[str]:
    """The paragraphs of text boxes that hang on a paragraph."""
    for box in paragraph.iterdescendants(qn("w:txbxContent")):
        if not any(ancestor.tag == FALLBACK for ancestor in box.iterancestors()):
            yield from block_lines(box)


def nearest(element: _Element, tag: str) -> _Element | None:
    return next(element.iterancestors(tag), None)
