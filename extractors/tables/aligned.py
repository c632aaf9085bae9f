"""Which lines are rows of a table whose columns stand apart by blanks, and in which column does each piece stand?

A row with an empty cell has fewer pieces than its header: where they stand wide apart, each is below what it is printed
below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from extractors.language import knowledge
from extractors.tables.bars import Written
from extractors.tables.cells import is_empty, is_figure
from extractors.tables.grid import Place, plain_place
from extractors.tables.labels import is_period, is_unit

#: A row without marks: words, then at its end two pieces or one figure, apart by blanks.
_SPACED_ROW, _LONGEST_SPACED = re.compile(r"[^\n\t|]{1,60}?[ \u3000][^\n\t|]{0,120}"), 181
_SPACE = re.compile(r"[ \u3000]")
_WIDE_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_GAP = re.compile(r"[ \u3000]+")
_PROSE = re.compile(r"[。；：！？]|，(?![0-9０-９]{3}(?![0-9０-９]))|(?<![0-9０-９])，")  # 3，200 is a figure
_STATES = knowledge.phrase("ends_in_quantity")
#: A line of one piece between two rows: it heads those below it.
_GROUP = re.compile(r"\r?\n[ \u3000]*[^\s。；，：:！？|\t]{2,20}[ \u3000]*\r?\n")
_BETWEEN = "\n\r \t|:-—=+\u3000"
_NEAR = 4  # lines from a header to the first row of figures


class _Line(Struct, frozen=True, gc=False):
    start: int
    end: int
    cells: list[Place]
    is_wide: bool
    pieces: list[tuple[str, str]]  # what stands before each cell, and up to its end

    def columns(self, marks: str) -> list[tuple[int, int]]:
        """Where each cell is printed; a Han character takes two columns, `marks` take one."""
        return [(_width(before, marks), _width(written, marks)) for before, written in self.pieces]

    @property
    def has_figures(self) -> bool:
        """Figures that are no years."""
        return any(is_figure(cell.text) and not is_period(cell.text) for cell in self.cells)

    @property
    def is_data(self) -> bool:
        """A figure at the end, and a name at the beginning; wide apart also a year, or a number before the name."""
        return self._is_named() and is_figure(self.cells[-1].text)

    @property
    def is_noted(self) -> bool:
        """The same with a remark, or nothing, behind the figures."""
        figures = sum(is_figure(cell.text) for cell in self.cells[1:])
        return self.is_wide and self._is_named() and figures > 0

    def _is_named(self) -> bool:
        if len(self.cells) < 2:
            return False
        first, second = self.cells[0].text, self.cells[1].text
        if _is_label(first):
            return True
        return self.is_wide and (is_period(first) or (len(self.cells) > 2 and first.isdecimal() and _is_label(second)))


def aligned_rows(text: str) -> Iterator[Written]:
    """Lines of two pieces and more, apart by blanks, with a figure among them, or which stand above such a line."""
    lines = [_line_of(text, *span) for span in _spaced_lines(text) if not _PROSE.search(text, *span)]
    head: _Line | None = None
    last = -1
    for at, line in enumerate(lines):
        if len(line.cells) < 2:
            continue
        if head is not None and not _goes_on(text, last, line.start):
            head = None
        cells = None
        if not line.has_figures and not any(is_empty(cell.text) for cell in line.cells):
            below = next((other for other in lines[at + 1 : at + _NEAR] if other.is_data or other.is_noted), None)
            cells = _head_cells(line, below) if below is not None else None
            if cells is line.cells:
                head = line
        if cells is None:
            cells = _cells_below(head, line) if head is not None else line.cells if line.is_data else None
        if cells is None:
            continue
        last = line.end
        yield line.start, line.end, cells


def _goes_on(text: str, last: int, start: int) -> bool:
    return not text[last:start].strip(_BETWEEN) or _GROUP.fullmatch(text, last, start) is not None


def _spaced_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that a pattern of rows fits, found by their blanks: most lines have none."""
    end = -1
    while space := _SPACE.search(text, end + 1):
        start = text.rfind("\n", 0, space.start()) + 1
        end = text.find("\n", space.start())
        end = end if end >= 0 else len(text)
        if end - start <= _LONGEST_SPACED and _SPACED_ROW.fullmatch(text, start, end):
            yield start, end


def _line_of(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    is_wide = _WIDE_GAP.search(line.strip()) is not None
    cells, pieces, last = [], [], 0
    for match in [*(_WIDE_GAP if is_wide else _GAP).finditer(line), None]:
        until = match.start() if match else len(line)
        if until > last:
            cells.append(plain_place(start + last, line[last:until]))
            pieces.append((line[:last], line[:until]))
        last = match.end() if match else until
    return _Line(start, end, cells, is_wide, pieces)


def _width(written: str, marks: str) -> int:
    return len(written.encode("gbk", "replace")) - sum(map(written.count, marks))


def _is_label(text: str) -> bool:
    """No figure, nor what a sentence states: 一般公共预算收入36.5亿元 before 同比增长7.2% is no name of it."""
    return not is_figure(text) and _STATES.search(text) is None


def _head_cells(line: _Line, below: _Line) -> list[Place] | None:
    """The cells of a header above a row, or of the units below one, which have nothing below its corner."""
    if len(line.cells) == len(below.cells) or (len(line.cells) > len(below.cells) and _placed(line, below)):
        return line.cells
    is_short = len(line.cells) + 1 == len(below.cells) and len(line.pieces[0][0]) > len(below.pieces[0][0])
    return [plain_place(line.start, ""), *line.cells] if is_short and all(is_unit(c.text) for c in line.cells) else None


def _cells_below(head: _Line, line: _Line) -> list[Place] | None:
    """The cells of a row below a header, empty ones too; of one that stands nowhere certain its name alone."""
    if len(line.cells) >= len(head.cells) or not (line.is_wide and head.is_wide):
        is_row = line.is_noted or _is_empty_row(line)
        return line.cells if line.is_data or (is_row and len(line.cells) == len(head.cells)) else None
    if line.is_noted:
        return _placed(head, line) or line.cells[:1]
    return _placed(head, line) if _is_empty_row(line) else None


def _is_empty_row(line: _Line) -> bool:
    """用电量   万千瓦时   —: of which nobody knows the figures."""
    return line.is_wide and all(is_empty(cell.text) or is_unit(cell.text) for cell in line.cells[1:])


def _placed(head: _Line, line: _Line) -> list[Place] | None:
    """The pieces of a row each in the column of the header that it is printed below; None where one is below none."""
    ways = [found for marks in _HALF_AS_WRITTEN if (found := _columns_below(head, line, *marks))]
    if not ways:
        return None
    _, columns = max(ways, key=lambda way: way[0])
    cells = [plain_place(line.end, "") for _ in head.cells]
    for column, cell in zip(columns, line.cells, strict=True):
        cells[column] = cell
    return cells


_MARKS = "（），；"  # simplify has made some as wide as Han characters: in the header, and in the row
_HALF_AS_WRITTEN = (("", ""), (_MARKS, _MARKS), (_MARKS, ""))


def _columns_below(head: _Line, line: _Line, of_head: str, of_line: str) -> tuple[int, list[int]] | None:
    """The header's column above each piece, and at how many edges the two stand one below the other."""
    heads = head.columns(of_head)
    found: list[int] = []
    edges = least = 0
    for first, last in line.columns(of_line):
        shared = [min(last, end) - max(first, start) for start, end in heads]
        column = max(range(least, len(shared)), key=shared.__getitem__, default=-1)
        if column < 0 or shared[column] <= 0:
            return None
        found.append(column)
        edges += (heads[column][0] == first) + (heads[column][1] == last)
        least = column + 1
    return edges, found
