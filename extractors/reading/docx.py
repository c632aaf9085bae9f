"""What does a Word document say? Its paragraphs and table rows in document order, one a line.

python-docx opens the file; the text is taken from the XML below it, because python-docx's own paragraph texts leave out
tracked insertions, content controls, text boxes, footnotes and list numbers, and nothing of a report may be dropped.
A footnote follows the paragraph that it belongs to; headers and footers, each once, stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import regex
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart
from lxml.etree import _Element

from extractors.reading.content import UnreadableError
from extractors.reading.docx_numbering import Numbering, read_numbering
from extractors.reading.office_zip import check_office_zip

RESAVE = "open it in Word or LibreOffice and save it as .docx or .txt"
WHAT = "a Word document (.docx)"

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT = qn("w:t")
MARKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
NOTE_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box a second time
SKIPPED = {FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")}  # deleted text; tab stops of a style
NOT_SAID = regex.compile(r"(?:[\W\d]|第|页|共|of|page)*+", regex.IGNORECASE)  # 第 3 页 共 10 页


def docx_text(data: bytes) -> str:
    """The document's text; the cells of a table row stand on one line, tabs between them."""
    check_office_zip(data, WHAT, RESAVE)
    try:
        part = Document(BytesIO(data)).part
        writer = Writer(numbering_of(part), dict(notes_of(part)))
        lines = list(writer.block_lines(part.element.body))
        margins = list(margin_lines(part, writer))
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise UnreadableError(f"is not {WHAT}, or a damaged one", RESAVE) from error
    known = set(lines)
    return "".join(f"{line}\n" for line in [*lines, *(line for line in margins if line not in known)])


def related(part: DocumentPart, kind: str) -> Iterator[_Element]:
    """The root elements of the parts of one kind: footnotes, header, numbering."""
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            yield parse_xml(relation.target_part.blob)  # python-docx's parser resolves no entities


def numbering_of(part: DocumentPart) -> Numbering:
    return read_numbering(next(related(part, "numbering"), None), next(related(part, "styles"), None))


def notes_of(part: DocumentPart) -> Iterator[tuple[tuple[str, str], _Element]]:
    for kind in ("footnotes", "endnotes"):
        for root in related(part, kind):
            for note in root:
                if isinstance(note.tag, str):
                    yield (kind, note.get(qn("w:id"), "")), note


def margin_lines(part: DocumentPart, writer: Writer) -> Iterator[str]:
    """What headers and footers say, each line once; page numbers are not text."""
    seen = set()
    for kind in ("header", "footer"):
        for root in related(part, kind):
            for line in writer.block_lines(root):
                if line.strip() and line not in seen and not NOT_SAID.fullmatch(line):
                    seen.add(line)
                    yield line


@dataclass(slots=True)
class Writer:
    """Walks a document and gives its lines; counts its lists on the way."""

    numbering: Numbering
    notes: dict[tuple[str, str], _Element] = field(default_factory=dict)

    def block_lines(self, element: _Element) -> Iterator[str]:
        """The lines of all blocks below an element, in document order."""
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == PARAGRAPH:
                yield self.numbering.label(child) + "".join(pieces(child))
                yield from self.box_lines(child)
                yield from self.note_lines(child)
            elif child.tag == TABLE:
                yield from self.table_lines(child)
            else:  # content controls and the like
                yield from self.block_lines(child)

    def table_lines(self, table: _Element) -> Iterator[str]:
        for row in table.iterdescendants(ROW):
            if nearest(row, TABLE) is table:
                cells = [cell for cell in row.iterdescendants(CELL) if nearest(cell, ROW) is row]
                yield "\t".join(" ".join(" ".join(self.block_lines(cell)).split()) for cell in cells)

    def box_lines(self, paragraph: _Element) -> Iterator[str]:
        """The paragraphs of text boxes that hang on a paragraph."""
        for box in paragraph.iterdescendants(qn("w:txbxContent")):
            inner = any(a.tag == qn("w:txbxContent") and a is not box for a in box.iterancestors())
            if not inner and not any(ancestor.tag == FALLBACK for ancestor in box.iterancestors()):
                yield from self.block_lines(box)

    def note_lines(self, paragraph: _Element) -> Iterator[str]:
        """The footnotes and endnotes that a paragraph refers to, each once."""
        for tag, kind in NOTE_REFERENCES.items():
            for reference in paragraph.iterdescendants(tag):
                note = self.notes.pop((kind, reference.get(qn("w:id"), "")), None)
                if note is not None:
                    yield from (line for line in self.block_lines(note) if line.strip())


def pieces(element: _Element) -> Iterator[str]:
    """The text of runs below an element, other paragraphs (text boxes) left out."""
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag not in SKIPPED and child.tag != PARAGRAPH:
            yield from pieces(child)


def nearest(element: _Element, tag: str) -> _Element | None:
    return next(element.iterancestors(tag), None)
