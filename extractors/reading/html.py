"""What does a web page say? The lines of its report, in page order.

trafilatura finds where the main text begins and ends. It may drop lines inside (short paragraphs, repeated rows), so
the lines themselves are taken from the page, all that stand between the first and the last one it kept; and prose or a
table's figures outside that extent widen it. A line of menu too many does less harm than a sentence too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import lxml.html
import regex
from lxml.etree import ErrorTypes, ParserError, _Element, iterwalk

from extractors.reading.content import UnreadableError

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
PROSE = regex.compile(r"\p{Han}.*[，。；：].*\p{Han}", regex.DOTALL)
DEEPEST = 2_048  # elements inside one another that libxml2 reads; old sites forget to close theirs and get to hundreds
PROSE_LENGTH = 20  # characters; menu entries and footers are shorter or have no punctuation


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    holds: bool  # belongs to the report wherever it stands: prose, a table's figures, the page's heading


def charset_label(data: bytes) -> str | None:
    """The encoding that a page's head names."""
    match = META_CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def html_text(markup: str) -> str:
    """The page's report as text, one block a line, the cells of a table row separated by tabs."""
    try:
        page, whole = parse(markup, deep=False)
        if not whole:  # trafilatura would see the page's beginning only, so all its lines are taken
            page, whole = parse(markup, deep=True)
            if whole:
                return join(page_lines(page))
    except ParserError:  # no element in it
        return ""
    if not whole:
        reason = f"holds elements more than {DEEPEST:,} deep inside one another"
        raise UnreadableError(reason, "open it in a browser and save its text as .txt")
    lines = page_lines(page)
    first, last = extent(lines, main_text(markup))
    return join(lines[first:last])


def parse(markup: str, deep: bool) -> tuple[_Element, bool]:
    """The page, and whether it is whole: libxml2 ends it at the 256th element inside another, or the 2,048th."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deep)
    page = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    return page, all(error.type != ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def join(lines: list[Line]) -> str:
    return "".join(f"{line.text}\n" for line in lines)


def main_text(markup: str) -> str:
    """trafilatura's idea of the page, blanks left out; empty where it finds none."""
    import trafilatura  # a second of imports, for web pages only

    text = trafilatura.extract(markup, favor_recall=True, include_comments=False, include_tables=True)
    return without_blanks(text or "")


def extent(lines: list[Line], main: str) -> tuple[int, int]:
    """First and last line (exclusive) of the report; all lines where there is no telling."""
    inside = [at for at, line in enumerate(lines) if line.holds or (main and without_blanks(line.text) in main)]
    return (inside[0], inside[-1] + 1) if inside and main else (0, len(lines))


def without_blanks(text: str) -> str:
    return regex.sub(r"[\s|]+", "", text)


def page_lines(page: _Element) -> list[Line]:
    """The visible lines of a page, as a browser would break them."""
    writer = LineWriter()
    walker = iterwalk(page, events=("start", "end"))  # no recursion: a page may be nested deeper than Python's stack
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = tag in UNSEEN or tag in MENUS
        if event == "end":
            if not hidden:
                writer.close(element, tag)
            if element is not page:
                writer.text(element.tail, element.getparent())
        elif hidden:
            walker.skip_subtree()
        else:
            writer.open(element, tag)
    writer.break_line(holds=False)
    return writer.lines


class LineWriter:
    """Is told of a page's elements and collects its lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []

    def open(self, element: _Element, tag: str) -> None:
        if tag == "br":
            self.break_line(holds=False)
        elif tag in CELLS and self.pieces:
            self.pieces.append("\t")
        elif tag in BLOCKS and not in_cell(element):
            self.break_line(holds=False)
        elif tag in BLOCKS:
            self.pieces.append(" ")  # a paragraph inside a table cell stays on its row's line
        self.text(element.text, element)

    def close(self, element: _Element, tag: str) -> None:
        if tag in BLOCKS and not in_cell(element):
            self.break_line(holds=tag == "h1" or (tag == "tr" and any(map(str.isdigit, "".join(self.pieces)))))

    def text(self, text: str | None, parent: _Element | None) -> None:
        if text and parent is not None:
            keep = any(ancestor.tag == "pre" for ancestor in (parent, *parent.iterancestors()))
            self.pieces.append(text if keep else regex.sub(r"[ \t\r\n\f]+", " ", text))

    def break_line(self, holds: bool) -> None:
        cells = "".join(self.pieces).split("\t")
        line = "\t".join(cell.strip(" \n") for cell in cells).strip(" \n")
        self.pieces = []
        if line.strip():
            self.lines.append(Line(line, holds or (len(line) >= PROSE_LENGTH and PROSE.search(line) is not None)))


def in_cell(element: _Element) -> bool:
    return element.tag != "tr" and any(
        ancestor.tag in CELLS and not is_layout(ancestor) for ancestor in element.iterancestors()
    )


def is_layout(cell: _Element) -> bool:
    """A cell that lays out the page (old sites put the whole report into one): it holds blocks by the dozen."""
    return len(list(islice(cell.iter("p", "div", "tr", "br"), 6))) > 5
