"""What does a web page say? The lines of its report, in page order.

trafilatura finds where the main text begins and ends. It may drop lines inside (short paragraphs, repeated rows), so
the lines themselves are taken from the page, all that stand between the first and the last one it kept; and prose or a
table's figures outside that extent widen it. A line of menu too many does less harm than a sentence too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice

import lxml.html
import regex
from lxml.etree import ErrorTypes, ParserError, _Element, iterwalk

from extractors.reading.content import Content, UnreadableError
from extractors.reading.document import DocumentWriter, TableCell, joined_lines
from extractors.reading.hiding import hide, visible, without_foreign_marks
from extractors.reading.html_hiding import hidden_names, is_hidden_element
from extractors.reading.html_lists import NUMBERED, TERMS, is_pair, number_of
from extractors.reading.raised import RAISED_BY, set_off

# <meta charset="gb2312">, <meta http-equiv="Content-Type" content="text/html; charset=gbk">
META_CHARSET = regex.compile(
    rb"""<meta\b [^>]*? \bcharset \s* = \s* ["']? ([\w-]+)""", regex.VERBOSE | regex.IGNORECASE
)
UNSEEN = {"head", "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea"}
MENUS = {"nav"}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
    *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
CELLS = {"td", "th"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PROSE = regex.compile(r"\p{Han}.*[，。；：].*\p{Han}", regex.DOTALL)
DEEPEST = 2_048  # elements inside one another that libxml2 reads; old sites forget to close theirs and get to hundreds
GROUP_LENGTH = 30  # of a cell merged over its row, 一、农业: longer ones are notes, read as text
PROSE_LENGTH = 20  # characters; menu entries and footers are shorter or have no punctuation


LINE_END = "\v"  # of a line in a table's cell; no page may hold one (HTML, 13.1.4)
MOST_SPANNED = 1_000  # rows and columns of a merged cell, as browsers have it (HTML, 4.9.11)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    holds: bool  # belongs to the report wherever it stands: prose, a table's figures, the page's heading
    kind: str = ""  # as of a Block
    level: int = 0
    cells: tuple[TableCell, ...] = ()  # of a table's row
    table: _Element | None = None
    across: _Element | None = None  # the table over whose columns it is merged, of a note
    number: int = 0  # characters of the number of a list that is put in front


def charset_label(data: bytes) -> str | None:
    """The encoding that a page's head names."""
    match = META_CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def html_content(markup: str, encoding: str) -> Content:
    """The page's report, one block a line, the cells of a table row separated by tabs."""
    try:
        page, whole = parse(markup, deep=False)
        if not whole:  # trafilatura would see the page's beginning only, so all its lines are taken
            page, whole = parse(markup, deep=True)
            if whole:
                return written(page_lines(page), encoding)
    except ParserError:  # no element in it
        return Content("", encoding)
    if not whole:
        reason = f"holds elements more than {DEEPEST:,} deep inside one another"
        raise UnreadableError(reason, "open it in a browser and save its text as .txt")
    lines = page_lines(page)
    first, last = extent(lines, main_text(markup))
    return written(lines[first:last], encoding)


def parse(markup: str, deep: bool) -> tuple[_Element, bool]:
    """The page, and whether it is whole: libxml2 ends it at the 256th element inside another, or the 2,048th."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deep)
    page = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    return page, all(error.type != ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def written(lines: list[Line], encoding: str) -> Content:
    writer = DocumentWriter()
    for _, group in groupby(lines, key=lambda line: line.table if line.table is not None else line.across):
        for is_table, part in rows_and_lines(list(group)):
            if is_table:
                writer.table([line.cells or line.text for line in part])
            else:
                for line in part:
                    writer.line(line.text, line.kind, line.level)
    return writer.content(encoding)


def rows_and_lines(group: list[Line]) -> list[tuple[bool, list[Line]]]:
    """What stands between a table's first row and its last parts no table, be it a note; above and below it is text."""
    rows = [n for n, line in enumerate(group) if line.table is not None]
    if not rows:
        return [(False, group)]
    first, end = rows[0], rows[-1] + 1
    return [(False, group[:first]), (True, group[first:end]), (False, group[end:])]


def main_text(markup: str) -> str:
    """trafilatura's idea of the page, blanks left out; empty where it finds none."""
    import trafilatura  # a second of imports, for web pages only

    text = trafilatura.extract(markup, favor_recall=True, include_comments=False, include_tables=True)
    return without_blanks(text or "")


def extent(lines: list[Line], main: str) -> tuple[int, int]:
    """First and last line (exclusive) of the report; all lines where there is no telling."""
    inside = [
        at
        for at, line in enumerate(lines)
        if line.holds or stands_in(main, without_blanks(visible(line.text[line.number :])))
    ]
    return (inside[0], inside[-1] + 1) if inside and main else (0, len(lines))


def stands_in(main: str, line: str) -> bool:
    return bool(line) and line in main


def without_blanks(text: str) -> str:
    return regex.sub(r"[\s|]+", "", text)


def page_lines(page: _Element) -> list[Line]:
    """The visible lines of a page, as a browser would break them."""
    writer = LineWriter()
    names = hidden_names(style.text or "" for style in page.iter("style"))
    walker = iterwalk(page, events=("start", "end"))  # no recursion: a page may be nested deeper than Python's stack
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = tag in UNSEEN or tag in MENUS
        if event == "end":
            if not hidden:
                writer.close(element, tag)
                writer.concealed -= is_hidden_element(element, tag, names)
            if element is not page:
                writer.text(element.tail, element.getparent())
        elif hidden:
            walker.skip_subtree()
        else:
            writer.concealed += is_hidden_element(element, tag, names)
            writer.open(element, tag)
    writer.break_line(holds=False)
    return writer.lines


class LineWriter:
    """Is told of a page's elements and collects its lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.row: list[_Element] = []  # the cells that have begun on the line
        self.concealed = 0  # elements around the place that hide what is in them
        self.counts: dict[_Element, int] = {}  # of the items of each numbered list
        self.number = ""  # of the item of a list that has begun, until its first line is written

    def open(self, element: _Element, tag: str) -> None:
        if tag == "br":
            if is_in_row(element):
                self.pieces.append(LINE_END)
            else:
                self.break_line(holds=False)
        elif tag in CELLS and not is_layout(element):
            if self.row or self.pieces:
                self.pieces.append("\t")
            self.row.append(element)
        elif tag in CELLS and self.pieces:
            self.pieces.append("\t")
        elif tag in TERMS and is_pair(element):
            if tag == "dt":
                self.break_line(holds=False)
            else:
                self.pieces.append("\t")
            self.row.append(element)
        elif tag in BLOCKS and not in_cell(element):
            self.break_line(holds=False)
            if tag == "li":
                self.number = number_of(element, self.counts)
        elif tag in BLOCKS:
            self.pieces.append(LINE_END)  # a paragraph inside a table cell stays on its row's line
        self.text(element.text, element)

    def close(self, element: _Element, tag: str) -> None:
        if tag == "dt" and is_pair(element):
            return
        if tag in BLOCKS and not in_cell(element):
            is_row = (tag == "tr" or len(self.row) > 1) and any(map(str.isdigit, "".join(self.pieces)))
            level = HEADINGS.get(tag, 0)
            self.break_line(tag == "h1" or is_row, "heading" if level else "item" if tag == "li" else "", level or 1)
            self.number = "" if tag == "li" else self.number

    def text(self, text: str | None, parent: _Element | None) -> None:
        if text and parent is not None:
            keep = any(ancestor.tag == "pre" for ancestor in (parent, *parent.iterancestors()))
            text = without_foreign_marks(text if keep else regex.sub(r"[ \t\r\n\f]+", " ", text))
            text = set_off(text, parent.tag) if parent.tag in RAISED_BY else text
            self.pieces.append(hide(text) if self.concealed else text)

    def break_line(self, holds: bool, kind: str = "", level: int = 0) -> None:
        cells = [joined_lines(cell.split(LINE_END)).strip(" \n") for cell in "".join(self.pieces).split("\t")]
        row, self.pieces, self.row = self.row, [], []
        line = "\t".join(cells).strip(" \n")
        if not line.strip():
            return
        number, self.number = "" if NUMBERED.match(line) else self.number, ""
        holds = holds or (len(line) >= PROSE_LENGTH and PROSE.search(line) is not None)
        is_merged = len(row) == 1 and spanned(row[0], "colspan") > 1
        heads_rows = is_merged and len(line) <= GROUP_LENGTH
        if (len(row) > 1 or heads_rows) and len(cells) == len(row) and not any("\n" in cell for cell in cells):
            placed = tuple(map(table_cell, row, cells))
            self.lines.append(Line(line, holds, cells=placed, table=next(row[0].iterancestors("table", "dl"), None)))
        else:
            across = next(row[0].iterancestors("table"), None) if is_merged else None
            self.lines.append(Line(number + line, holds, kind, level, across=across, number=len(number)))


def table_cell(element: _Element, text: str) -> TableCell:
    return TableCell(text, spanned(element, "rowspan"), spanned(element, "colspan"), element.tag == "th")


def spanned(element: _Element, name: str) -> int:
    match = regex.match(r"\s*(\d{1,6})", element.get(name, ""))
    return min(max(1, int(match[1])), MOST_SPANNED) if match else 1


def in_cell(element: _Element) -> bool:
    return element.tag != "tr" and any(
        ancestor.tag in CELLS and not is_layout(ancestor) for ancestor in element.iterancestors()
    )


def is_in_row(element: _Element) -> bool:
    """Whether something stands in a cell of a table beside other ones: its lines are of one row."""
    cell = next((ancestor for ancestor in element.iterancestors() if ancestor.tag in CELLS), None)
    row = cell.getparent() if cell is not None and not is_layout(cell) else None
    return row is not None and any(it is not cell and it.tag in CELLS and "".join(it.itertext()).strip() for it in row)


def is_layout(cell: _Element) -> bool:
    """A cell that lays out the page (old sites put the whole report into one): it holds many blocks, or a table."""
    blocks = [element.tag for element in islice(cell.iter("p", "div", "tr", "br", "table"), 6)]
    return len(blocks) > 5 or "table" in blocks
