"""What does a Word document say? Its paragraphs and tables in document order, a paragraph or a table's row a line.

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

from extractors.reading.content import Content, UnreadableError
from extractors.reading.document import DocumentWriter, TableCell, joined_lines
from extractors.reading.docx_hiding import RUN, HidingStyles
from extractors.reading.docx_numbering import Numbering, read_numbering, value_of, whole
from extractors.reading.hiding import hide, without_foreign_marks
from extractors.reading.office_zip import check_office_zip
from extractors.reading.raised import RAISED_BY, SUPERSCRIPT, moved_by, set_off

RESAVE = "open it in Word or LibreOffice and save it as .docx or .txt"
WHAT = "a Word document (.docx)"

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXTS = {qn("w:t"), f"{MATH}t"}
SOUND = qn("w:rt")  # how the characters of a ruby sound
RAISED, FRACTION, TERMS = {f"{MATH}sSup"}, f"{MATH}f", (f"{MATH}num", f"{MATH}den")  # of an equation
MARKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
NOTE_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box a second time
SKIPPED = {FALLBACK, qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr")}  # deleted text; tab stops of a style
MOST_SPANNED = 200  # columns of a merged cell; Word has 63 in a table
NOT_SAID = regex.compile(r"(?:[\W\d]|第|页|共|of|page)*+", regex.IGNORECASE)  # 第 3 页 共 10 页


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: str = ""  # as of a Block
    level: int = 0


Rows = list[list[TableCell]]


def docx_content(data: bytes) -> Content:
    """The document's text, its tables, and what its styles say are headings and items of lists."""
    check_office_zip(data, WHAT, RESAVE)
    written = DocumentWriter()
    try:
        part = Document(BytesIO(data)).part
        styles = HidingStyles(next(related(part, "styles"), None))
        walker = Walker(numbering_of(part), styles, dict(notes_of(part)))
        known = set()
        for block in walker.blocks(part.element.body):
            if isinstance(block, Paragraph):
                written.line(block.text, block.kind, block.level)
            else:
                written.table(block)
            known |= set(lines_of(block))
        for line in margin_lines(part, walker):
            if line not in known:
                written.line(line)
    except Exception as error:  # zipfile, lxml and python-docx each have their own
        raise UnreadableError(f"is not {WHAT}, or a damaged one", RESAVE) from error
    return written.content("utf-8")  # of the XML inside


def lines_of(block: Paragraph | Rows) -> list[str]:
    return [block.text] if isinstance(block, Paragraph) else ["\t".join(cell.text for cell in row) for row in block]


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


def margin_lines(part: DocumentPart, walker: Walker) -> Iterator[str]:
    """What headers and footers say, each line once; page numbers are not text."""
    seen = set()
    for kind in ("header", "footer"):
        for root in related(part, kind):
            for line in walker.lines(root):
                if line.strip() and line not in seen and not NOT_SAID.fullmatch(line):
                    seen.add(line)
                    yield line


@dataclass(slots=True)
class Walker:
    """Walks a document and gives its blocks; counts its lists on the way."""

    numbering: Numbering
    styles: HidingStyles
    notes: dict[tuple[str, str], _Element] = field(default_factory=dict)

    def blocks(self, element: _Element) -> Iterator[Paragraph | Rows]:
        """All blocks below an element, in document order."""
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == PARAGRAPH:
                yield from self.paragraphs(child)
            elif child.tag == TABLE:
                yield from self.tables(child)
            else:  # content controls and the like
                yield from self.blocks(child)

    def paragraphs(self, element: _Element) -> Iterator[Paragraph | Rows]:
        """A paragraph, and what hangs on it."""
        yield self.paragraph(element)
        yield from self.in_boxes(element)
        yield from self.in_notes(element)

    def tables(self, element: _Element) -> Iterator[Paragraph | Rows]:
        """A table, and behind it those in its cells; one of single cells around others only lays out."""
        inner = [table for table in element.iterdescendants(TABLE) if nearest(table, TABLE) is element]
        cells = [cell for cell in element.iterdescendants(CELL) if nearest(cell, TABLE) is element]
        if inner and len({nearest(cell, ROW) for cell in cells}) == len(cells):
            for cell in cells:
                yield from self.blocks(cell)
            return
        yield self.rows(element)
        for table in inner:
            yield from self.tables(table)

    def in_cell(self, element: _Element) -> Iterator[Paragraph | Rows]:
        """The blocks of a cell without the tables in it."""
        for child in element:
            if child.tag == PARAGRAPH:
                yield from self.paragraphs(child)
            elif child.tag not in SKIPPED and child.tag != TABLE:
                yield from self.in_cell(child)

    def lines(self, element: _Element) -> Iterator[str]:
        for block in self.blocks(element):
            yield from lines_of(block)

    def paragraph(self, element: _Element) -> Paragraph:
        label = self.numbering.label(element)
        text = label + "".join(pieces(element, self.styles))
        level = self.numbering.heading_level(element)
        if level:
            return Paragraph(text, "heading", level)
        place = self.numbering.place_of(element) if label else None
        return Paragraph(text, "item", place[1] + 1) if place else Paragraph(text)

    def rows(self, table: _Element) -> Rows:
        """The table's rows; python-docx repeats merged cells, here they are as the XML has them (ECMA-376-1, 17.4)."""
        rows: Rows = []
        for row in table.iterdescendants(ROW):
            if nearest(row, TABLE) is not table:
                continue
            properties = row.find(qn("w:trPr"))
            before = whole(value_of(child(properties, "w:gridBefore")), 0)
            is_header = child(properties, "w:tblHeader") is not None
            cells = [TableCell("")] * min(before, MOST_SPANNED)
            for cell in row.iterdescendants(CELL):
                if nearest(cell, ROW) is row:
                    cells.append(self.cell(cell, is_header))
            rows.append(cells)
        return rows

    def cell(self, element: _Element, is_header: bool) -> TableCell:
        properties = element.find(qn("w:tcPr"))
        merge = child(properties, "w:vMerge")
        return TableCell(
            joined_lines(
                " ".join(line.split())
                for block in self.in_cell(element)
                for text in lines_of(block)
                for line in text.split("\n")
            ),
            columns=min(max(1, whole(value_of(child(properties, "w:gridSpan")), 1)), MOST_SPANNED),
            is_header=is_header,
            goes_on=merge is not None and value_of(merge) != "restart",
        )

    def in_boxes(self, paragraph: _Element) -> Iterator[Paragraph | Rows]:
        """The blocks of text boxes that hang on a paragraph."""
        for box in paragraph.iterdescendants(qn("w:txbxContent")):
            inner = any(a.tag == qn("w:txbxContent") and a is not box for a in box.iterancestors())
            if not inner and not any(ancestor.tag == FALLBACK for ancestor in box.iterancestors()):
                yield from self.blocks(box)

    def in_notes(self, paragraph: _Element) -> Iterator[Paragraph]:
        """The footnotes and endnotes that a paragraph refers to, each once."""
        for tag, kind in NOTE_REFERENCES.items():
            for reference in paragraph.iterdescendants(tag):
                note = self.notes.pop((kind, reference.get(qn("w:id"), "")), None)
                if note is not None:
                    yield from (Paragraph(line) for line in self.lines(note) if line.strip())


def child(element: _Element | None, name: str) -> _Element | None:
    return element.find(qn(name)) if element is not None else None


def pieces(element: _Element, styles: HidingStyles) -> Iterator[str]:
    """The text of runs below an element, other paragraphs (text boxes) left out; what is hidden between marks."""
    for child in element:
        tag = child.tag
        if tag in TEXTS:
            yield without_foreign_marks(child.text or "")
        elif tag in MARKS:
            yield MARKS[tag]
        elif tag == SOUND or (tag == RUN and styles.hides(child)):
            yield hide("".join(pieces(child, styles)))
        elif tag == RUN and (where := stands(child)) in RAISED_BY:
            yield set_off("".join(pieces(child, styles)), where)
        elif tag in RAISED:
            base, raised = ("".join(pieces(part, styles)) for part in (child[-2], child[-1]))
            yield base + (raised.translate(SUPERSCRIPT) if raised.isdecimal() else f"^{raised}")
        elif tag == FRACTION:
            yield "/".join("".join(pieces(part, styles)) for part in child.iterchildren(*TERMS))
        elif tag not in SKIPPED and tag != PARAGRAPH:
            yield from pieces(child, styles)


def stands(run: _Element) -> str:
    """How a run is set off from its line: superscript, subscript, or by half points (ECMA-376-1, 17.3.2.42 and 24)."""
    properties = child(run, "w:rPr")
    if (aligned := value_of(child(properties, "w:vertAlign"))) in RAISED_BY:
        return aligned
    moved = value_of(child(properties, "w:position")) or ""
    return moved_by(whole(moved.lstrip("-"), 0) * (-1 if moved.startswith("-") else 1))


def nearest(element: _Element, tag: str) -> _Element | None:
    return next(element.iterancestors(tag), None)
