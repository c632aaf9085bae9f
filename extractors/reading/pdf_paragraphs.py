"""Which printed lines make one paragraph or one table row, and which are the page's and not the report's?

Dropped are headers, footers and page numbers: lines at a page's edge that stand at the same height with the same words
(numbers aside) on most pages, and lone numbers there. The rest is joined: a line that reaches the right margin without
ending a sentence goes on in the next one, across pages too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

import regex

from extractors.reading.pdf_lines import Cell, PageLine, is_latin

Page = tuple[list[PageLine], float, float]  # lines from top to bottom, width, height

EDGE = 4  # lines at the top and at the bottom of a page that may be furniture
EDGE_SHARE = 0.15  # of the page's height, where a lone page number may stand
SAME_HEIGHT = 4.0  # points
PAGE_NUMBER = regex.compile(
    r"[\s\-—–－─·•]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－─·•]*"
)
SENTENCE_ENDS = ("。", "！", "？", "：", "；", "!", "?", ";", ":")
HEADING = regex.compile(
    r"第[一二三四五六七八九十]{1,3}[部章篇节条]|[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
    r"|\d{1,2}(?:、|[．.](?![\d\s]))|附件"
)
TOKEN = regex.compile(r"[\x21-\x7e]+")  # what a typesetter does not break: a number, a Latin word
NARROW = 0.7  # of the page, which the text of a page takes at least
SHORT = 2.5  # ems to the right margin, from which a line is short; a mark that may not begin a line takes up to two
INDENT = 1.0  # ems from the left margin; a paragraph begins two ems in
LARGER = 1.15  # times the text's em: a title
FAR = 1.9  # times the usual distance of lines


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document's text lines have in common."""

    right: float
    em: float
    pitch: float  # from line to line
    indents: bool  # paragraphs begin indented


def join_pages(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """All pages as one text, a paragraph or a table row a line, and the offset at which each page begins."""
    bodies = without_furniture(pages)
    shape = shape_of(bodies, max((width for _, width, _ in pages), default=0.0))
    text, starts = "", []
    pieces: list[str] = []
    length = 0
    last: PageLine | None = None
    for lines in bodies:
        left = left_margin(lines)
        first = True
        page_start: int | None = None
        for block in blocks(lines):
            if isinstance(block, str):  # a table row
                piece, joined = block, False
            else:
                joined = last is not None and goes_on(last, block, left, shape, across=first)
                piece = block.text
                if joined and last is not None and needs_blank(last.text, piece):
                    piece = f" {piece}"
            if not joined and length:
                piece = f"\n{piece}"
            if page_start is None:
                page_start = length + len(piece) - len(piece.lstrip("\n "))
            pieces.append(piece)
            length += len(piece)
            last, first = (None if isinstance(block, str) else block), False
        starts.append(length if page_start is None else page_start)
    text = "".join(pieces)
    return f"{text}\n", tuple(starts)


def without_furniture(pages: Sequence[Page]) -> list[list[PageLine]]:
    """The pages' lines without headers, footers and page numbers."""
    places: Counter[tuple[str, int]] = Counter()
    for lines, _, _ in pages:
        places.update({place_of(line) for line in edge_lines(lines)})
    needed = max(2, (len(pages) + 1) // 3)
    return [list(body_lines(lines, height, places, needed)) for lines, _, height in pages]


def edge_lines(lines: Sequence[PageLine]) -> Sequence[PageLine]:
    return [*lines[:EDGE], *lines[max(EDGE, len(lines) - EDGE) :]]


def place_of(line: PageLine) -> tuple[str, int]:
    """A line's words without its numbers, and its height on the page."""
    return regex.sub(r"\d+", "#", line.text).strip(), round(line.bottom / SAME_HEIGHT)


def body_lines(
    lines: Sequence[PageLine], height: float, places: Counter[tuple[str, int]], needed: int
) -> Iterator[PageLine]:
    """From both ends of the page inwards, lines are furniture until the first that is not."""
    first, last = 0, len(lines)
    while first < min(EDGE, last) and is_furniture(lines[first], height, places, needed):
        first += 1
    while last > max(first, len(lines) - EDGE) and is_furniture(lines[last - 1], height, places, needed):
        last -= 1
    yield from lines[first:last]


def is_furniture(line: PageLine, height: float, places: Counter[tuple[str, int]], needed: int) -> bool:
    words, at = place_of(line)
    at_edge = line.top < height * EDGE_SHARE or line.bottom > height * (1 - EDGE_SHARE)
    if at_edge and PAGE_NUMBER.fullmatch(line.text):
        return True
    return at_edge and max(places[words, near] for near in (at - 1, at, at + 1)) >= needed and len(line.cells) <= 3


def shape_of(bodies: Sequence[Sequence[PageLine]], width: float) -> Shape:
    lines = [line for body in bodies for line in body if len(line.cells) == 1]
    if not lines:
        return Shape(0.0, 1.0, 1.0, False)
    rights = sorted(line.right for line in lines)
    em = median(line.em for line in lines)
    steps = [
        above.bottom - below.bottom for body in bodies for above, below in pairwise(body) if above.bottom > below.bottom
    ]
    right = quantiles(rights, n=20)[-1] if len(rights) > 20 else rights[-1]
    if right < NARROW * width:  # no line is full: the margins are taken to be alike
        right = width - min(line.left for line in lines)
    indented = sum(line.left > left_margin(body) + INDENT * em for body in bodies for line in body)
    return Shape(right, em, median(steps) if steps else em * 1.5, indented >= len(lines) * 0.05 and len(lines) > 3)


def left_margin(lines: Sequence[PageLine]) -> float:
    """Where most lines of a page begin, indented ones aside."""
    singles = sorted(line.left for line in lines if len(line.cells) == 1)
    return singles[len(singles) // 10] if singles else 0.0


def goes_on(above: PageLine, below: PageLine, left: float, shape: Shape, across: bool) -> bool:
    """Whether a paragraph goes on from one line to the next."""
    ended = above.text.endswith(SENTENCE_ENDS)
    if max(above.em, below.em) > LARGER * min(above.em, below.em):
        return False
    if not across and above.bottom - below.bottom > FAR * max(shape.pitch, above.em):
        return False
    if above.em > LARGER * shape.em:  # a title in two lines
        return not ended and not HEADING.match(below.text)
    room = shape.right - above.right
    token = TOKEN.match(below.text)
    if room > SHORT * shape.em and not (token and token_width(below, token.end()) > room):
        return False
    if below.left > left + INDENT * shape.em:
        return not ended and abs(above.left - below.left) < INDENT * shape.em
    return not ended or (shape.indents and not HEADING.match(below.text))


def token_width(line: PageLine, length: int) -> float:
    """About how wide the first characters of a line are: Latin ones take half an em."""
    return length * line.em / 2


def needs_blank(above: str, below: str) -> bool:
    """Two Latin words on two lines are two words; Chinese needs no blank, and a number is not broken."""
    return bool(above and below) and is_latin(above[-1]) and is_latin(below[0]) and not (above[-1] + below[0]).isdigit()


def blocks(lines: Sequence[PageLine]) -> Iterator[PageLine | str]:
    """Lines of text as they are, table rows as text with tabs between their cells."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and len(lines[end].cells) > 1:
            end += 1
        if end - at >= 2:  # one row is no table: a signature and a date, say
            yield from table_rows(lines[at:end])
        else:
            end = at + 1
            yield lines[at]
        at = end


def table_rows(lines: Sequence[PageLine]) -> Iterator[str]:
    """The rows of a table; a row that lacks cells has them empty where the other rows have them."""
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    model = [line.cells for line in lines if len(line.cells) == width]
    columns = [
        (min(cells[index].left for cells in model), max(cells[index].right for cells in model))
        for index in range(width)
    ]
    for line in lines:
        if len(line.cells) >= width:
            yield "\t".join(cell.text for cell in line.cells)
        else:
            row = [""] * width
            for cell in line.cells:
                at = nearest_column(cell, columns)
                row[at] = f"{row[at]} {cell.text}".strip()
            yield "\t".join(row)


def nearest_column(cell: Cell, columns: Sequence[tuple[float, float]]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))
