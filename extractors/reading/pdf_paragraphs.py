"""Which printed lines make one paragraph or one table row, and which are the page's and not the report's?

Dropped are headers, footers and page numbers: lines at a page's edge that stand at the same height with the same words
(numbers aside) on most pages, and lone numbers there. The rest is joined: a line that reaches the right margin without
ending a sentence goes on in the next one, across pages too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import NamedTuple

import regex

from extractors.model import Places, Sheet, Table
from extractors.reading.pdf_aligned import FEWEST_ROWS, Row, align, goes_with, is_close_row, is_short_row
from extractors.reading.pdf_grid import Grid
from extractors.reading.pdf_lines import PageLine
from extractors.reading.pdf_text import Tables, TextBuilder, needs_blank

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
SAME_WIDTH = 20.0  # points by which pages of one form differ
FAR = 1.9  # times the usual distance of lines


class Page(NamedTuple):
    """What stands on a page from top to bottom."""

    items: Sequence[PageLine | Grid]
    sheet: Sheet

    @property
    def width(self) -> float:
        return self.sheet.height if self.sheet.turn % 2 else self.sheet.width

    @property
    def height(self) -> float:
        return self.sheet.width if self.sheet.turn % 2 else self.sheet.height


class Joined(NamedTuple):
    """The text of all pages."""

    text: str
    starts: tuple[int, ...]  # of each page
    tables: tuple[Table, ...]
    places: Places


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text lines of a document's pages of one form have in common."""

    right: float
    em: float
    pitch: float  # from line to line
    indents: bool  # paragraphs begin indented


def join_pages(pages: Sequence[Page]) -> Joined:
    """All pages as one text, a paragraph or a table row a line."""
    bodies = without_furniture(pages)
    shapes = shapes_of(pages, list(map(lines_of, bodies)))
    text, starts = TextBuilder(), []
    tables = Tables(text)
    last: PageLine | None = None
    for number, body in enumerate(bodies):
        left, shape = left_margin(lines_of(body)), shapes[form_of(pages[number])]
        first = True
        page_start: int | None = None
        for block in blocks(body):
            if isinstance(block, PageLine) and last and goes_on(last, block, left, shape, across=first):
                text.add(" " if needs_blank(last.text, block.text) else "")
            elif text.length:
                text.add("\n")
            page_start = text.length if page_start is None else page_start
            if isinstance(block, Grid):
                tables.print(block, number)
            elif isinstance(block, PageLine):
                text.print_line(block, number)
            else:
                text.print_row(block, number)
            last, first = (block if isinstance(block, PageLine) else None), False
        starts.append(text.length if page_start is None else page_start)
    text.add("\n")
    return Joined(text.text(), tuple(starts), tuple(tables.found), text.places([page.sheet for page in pages]))


def lines_of(body: Sequence[PageLine | Grid]) -> list[PageLine]:
    return [item for item in body if isinstance(item, PageLine)]


def without_furniture(pages: Sequence[Page]) -> list[list[PageLine | Grid]]:
    """What stands on the pages without headers, footers and page numbers."""
    places: Counter[tuple[str, int]] = Counter()
    for page in pages:
        places.update({place_of(line) for line in edge_lines(page.items)})
    needed = max(2, (len(pages) + 1) // 3)
    return [list(body_items(page.items, page.height, places, needed)) for page in pages]


def edge_lines(items: Sequence[PageLine | Grid]) -> list[PageLine]:
    return lines_of([*items[:EDGE], *items[max(EDGE, len(items) - EDGE) :]])


def place_of(line: PageLine) -> tuple[str, int]:
    """A line's words without its numbers, and its height on the page."""
    return regex.sub(r"\d+", "#", line.text).strip(), round(line.bottom / SAME_HEIGHT)


def body_items(
    items: Sequence[PageLine | Grid], height: float, places: Counter[tuple[str, int]], needed: int
) -> Iterator[PageLine | Grid]:
    """From both ends of the page inwards, lines are furniture until the first that is not."""
    first, last = 0, len(items)
    while first < min(EDGE, last) and is_furniture(items[first], height, places, needed):
        first += 1
    while last > max(first, len(items) - EDGE) and is_furniture(items[last - 1], height, places, needed):
        last -= 1
    yield from items[first:last]


def is_furniture(line: PageLine | Grid, height: float, places: Counter[tuple[str, int]], needed: int) -> bool:
    if isinstance(line, Grid):
        return False
    words, at = place_of(line)
    at_edge = line.top < height * EDGE_SHARE or line.bottom > height * (1 - EDGE_SHARE)
    if at_edge and PAGE_NUMBER.fullmatch(line.text):
        return True
    return at_edge and max(places[words, near] for near in (at - 1, at, at + 1)) >= needed and len(line.cells) <= 3


def shapes_of(pages: Sequence[Page], bodies: Sequence[list[PageLine]]) -> dict[int, Shape]:
    """By the pages' width: where wide tables stand among upright pages, each kind has a right margin of its own."""
    of_form: defaultdict[int, list[list[PageLine]]] = defaultdict(list)
    widths: defaultdict[int, float] = defaultdict(float)
    for page, body in zip(pages, bodies, strict=True):
        of_form[form_of(page)].append(body)
        widths[form_of(page)] = max(widths[form_of(page)], page.width)
    return {form: shape_of(found, widths[form]) for form, found in of_form.items()}


def form_of(page: Page) -> int:
    return round(page.width / SAME_WIDTH)


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


def blocks(items: Sequence[PageLine | Grid]) -> Iterator[PageLine | Row | Grid]:
    """Ruled tables and lines of text as they are, the rows of other tables by their columns."""
    at = 0
    while at < len(items):
        end = end_of_rows(items, at)
        if end - at >= 2:  # one row is no table: a signature and a date, say
            yield from align(lines_of(items[at:end]))
        else:
            end = at + 1
            yield items[at]
        at = end


def end_of_rows(items: Sequence[PageLine | Grid], start: int) -> int:
    """Where the rows of a table end that begin here, be it with a header whose names stand close."""
    first = start + (isinstance(items[start], PageLine) and not is_row(items[start]))
    end = first
    while end < len(items) and (is_row(item := items[end]) or goes_on_close(item, items[first:end])):
        end += 1
    lines = lines_of(items[start:end])
    if all(len(line.cells) == 1 for line in lines) and end - first < FEWEST_ROWS:
        return start
    if first == start:
        return end
    is_headed = end - first >= FEWEST_ROWS and not lines[0].text.endswith(SENTENCE_ENDS)
    return end if is_headed and goes_with(lines[0], lines[1:]) else start


def goes_on_close(item: PageLine | Grid, rows: Sequence[PageLine | Grid]) -> bool:
    return isinstance(item, PageLine) and bool(rows) and is_short_row(item, lines_of(rows))


def is_row(item: PageLine | Grid) -> bool:
    return isinstance(item, PageLine) and (len(item.cells) > 1 or is_close_row(item))
