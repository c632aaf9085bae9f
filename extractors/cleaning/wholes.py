"""Which lines are no wholes, and say nothing by themselves? Rows of a table, and pieces of paragraphs cut into lines.

A row of a budget is as short as an advert, of as many pieces, and names 材料 and 服务; half a sentence of a
company speaks of its 客户 and 发行. What they belong to says what they are: the table, and the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

Span = tuple[int, int]

FEWEST_ROWS = 3
#: A cell that is a plain figure: sellers' tables have prices and sizes, with their units.
FIGURE_CELL = re.compile(r"(?:^|\t)[ ]?[-－+]?\d[\d,，]*(?:\.\d+)?%?[ ]?(?=\t|$)")
SUM_CELL = re.compile(r"(?:^|\t)[ ]?[-－+]?\d+(?:[,，]\d{3})*(?:[,，]\d{3}|\.\d+)[ ]?(?=\t|$)")
FIGURES_A_ROW = 0.5  # of a table of figures, at least; of others only rows with a sum are sure
#: The end of a row whose cells stand apart by blanks: a plain figure of a word's neighbour, no price and no page.
SPACED_ROW = re.compile(r"[^\s\d:：/-][ \u3000]++[-－+]?\d[\d,，.]*[%％]?$")
FIGURE_ENDS = frozenset("0123456789０１２３４５６７８９%％)）-－—–…/")
LONGEST_ROW = 180
EMPTY_CELL = re.compile(r"[-－—–…/]{1,3}")
#: One whose cells stand wide apart may begin with a year or a number: 2019   35.2; in full-width digits too.
WIDE = re.compile(r"[ \u3000]{2,}|\u3000")
PLAIN_CELL = re.compile(r"[(（]?[-−－–—▲△+]?[0-9０-９][0-9０-９,，.．]*[%％]?[)）]?[%％]?")
MEASURED = re.compile(r"[（(][^（()）\d]{1,8}[)）]|[%％]|(?:19|20)\d\d年")  # in the header of so few rows or columns
FEWEST_HEADED, FEWEST_COLUMNS = 2, 3
DRAWN = re.compile("[│┃║├┠┣─━═](?:(?<![─━═])|[─━═]{2})")  # one set of first characters, which re looks for fast
DRAWN_RULE = re.compile(r"[\s\u2500-\u257f]{3,}")
FULL = 24  # characters of a line that is as wide as its page
SAME_WIDTH = 0.12  # of its length, by which such lines differ
SENTENCE_ENDS = frozenset("。！？；：!?;:…”）)")
MANY, FEWEST_CUT = 0.4, 12  # of the long lines, and how many, that end amid a sentence: then a text is cut into lines


def find_rows(text: str, lines: Sequence[Span]) -> set[int]:
    """The rows of tables of figures: lines one below the other with tabs in or beside them, plain figures in most; with
    a plain figure behind a blank at their end; or drawn with lines."""
    rows = _drawn(text, lines) | _ending_in_figures(text, lines)
    if "\t" not in text:
        return rows
    tabbed = ((n, text.find("\t", max(0, start - 1), end + 1) >= 0) for n, (start, end) in enumerate(lines))
    for has_tabs, run in groupby(tabbed, key=lambda item: item[1]):
        numbers = [n for n, _ in run]
        if not has_tabs or len(numbers) < FEWEST_ROWS:
            continue
        figures = sum(len(FIGURE_CELL.findall(text[slice(*lines[n])])) for n in numbers)
        if figures >= max(FEWEST_ROWS, FIGURES_A_ROW * len(numbers)):
            rows.update(numbers)
        elif figures >= FEWEST_ROWS:
            rows.update(n for n in numbers if SUM_CELL.search(text[slice(*lines[n])]))
    return rows


def _drawn(text: str, lines: Sequence[Span]) -> set[int]:
    """Of tables such as │a│b│, the rows and the rules between them."""
    if DRAWN.search(text) is None:
        return set()
    rows = set[int]()
    for is_drawn, run in groupby(range(len(lines)), lambda n: DRAWN.search(text, *lines[n]) is not None):
        numbers = list(run)
        if is_drawn and len(numbers) >= FEWEST_ROWS and any(DRAWN_RULE.fullmatch(text, *lines[n]) for n in numbers):
            rows.update(numbers)
    return rows


def _ending_in_figures(text: str, lines: Sequence[Span]) -> set[int]:
    rows = set[int]()
    for is_row, run in groupby(
        range(len(lines)), lambda n: _may_be_spaced(text, *lines[n]) and _is_spaced(text, lines[n])
    ):
        numbers = list(run)
        if is_row and (len(numbers) >= FEWEST_ROWS or _are_headed(text, lines, numbers)):
            rows.update(numbers)
    return rows


def _may_be_spaced(text: str, start: int, end: int) -> bool:
    """Told fast: most lines end in no figure, and have no wide gap."""
    if text[end - 1] in FIGURE_ENDS:
        return True
    return end - start <= LONGEST_ROW and (text.find("  ", start, end) > 0 or text.find("\u3000", start, end) > 0)


def _is_spaced(text: str, line: Span) -> bool:
    if SPACED_ROW.search(text, *line):
        return True
    cells = _cells(text, line)
    figures = sum(PLAIN_CELL.fullmatch(cell) is not None for cell in cells[1:])
    return figures > 1 or (figures > 0 and bool(PLAIN_CELL.fullmatch(cells[-1]) or EMPTY_CELL.fullmatch(cells[-1])))


def _are_headed(text: str, lines: Sequence[Span], rows: Sequence[int]) -> bool:
    """Two rows below a line of as many cells, all words, that says how they are measured or has three and more.

    A line of units, which has nothing below the corner, may stand between.
    """
    if len(rows) < FEWEST_HEADED:
        return False
    width = max(len(_cells(text, lines[n])) for n in rows)
    for n in range(rows[0] - 1, max(-1, rows[0] - 3), -1):
        above = _cells(text, lines[n])
        if any(map(PLAIN_CELL.fullmatch, above)):
            return False
        if len(above) == width:
            return len(above) >= FEWEST_COLUMNS or any(map(MEASURED.search, above))
        if len(above) + 1 != width:
            return False
    return False


def _cells(text: str, line: Span) -> list[str]:
    return WIDE.split(text[slice(*line)].strip())


def find_wrapped(text: str, lines: Sequence[Span]) -> set[int]:
    """Of a text that is cut into lines as they were printed, those that go on, and those that they go on in."""
    long = [n for n, (start, end) in enumerate(lines) if end - start >= FULL]
    cut = [n for n in long if text[lines[n][1] - 1] not in SENTENCE_ENDS]
    if len(cut) < FEWEST_CUT or len(cut) < MANY * len(long):
        return set()
    lengths = sorted(end - start for start, end in (lines[n] for n in cut))
    width = lengths[len(lengths) // 2]
    full = [n for n in cut if abs(lines[n][1] - lines[n][0] - width) <= SAME_WIDTH * width]
    if len(full) < len(cut) / 2:  # of all lengths: these are lines without full stops, not a printed page's
        return set()
    longer = sum(lines[n][1] - lines[n][0] > (1 + SAME_WIDTH) * width for n in long)
    if longer > len(full) / 2:  # a page has one width: beside whole paragraphs these are somebody's short lines
        return set()
    return {n for n in full if n + 1 < len(lines)} | {n + 1 for n in full if n + 1 < len(lines)}
