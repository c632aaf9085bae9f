"""Which rows and cells has a table that is drawn with lines? ┌─┬─┐ │a│b│, of pages and files older than tables in them.

A bar of a row stands where the bars of the other rows do; what reaches over one of these places is a merged cell. Lines
between two rules are one row whose cells take several lines, unless a column has figures in more than one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.tables.cells import is_figure
from extractors.tables.grid import Place, plain_place

BARS = "│┃║┆┇┊┋"
_HAS_BAR = re.compile(f"[{BARS}]")
_LINE = re.compile(rf"^[^\n]*(?:[{BARS}├┠┣]|[─━═┄┅┈┉]{{3}})[^\n]*$", re.MULTILINE)
_BAR = re.compile(rf"[{BARS}├┤┠┨┣┫╟╢╠╣┝┥┼╋┿╂┬┴]")
_RULE = re.compile(r"[\s\u2500-\u257f]+")
_PIECE_OF_RULE = re.compile(r"[\u2500-\u257f]*[─━═┄┅┈┉]{2}[\u2500-\u257f]*")
_FEWEST_LINES = 2

Written = tuple[int, int, list[Place]]  # start and end of a row's lines, and its cells


class _Piece:
    """What stands between two bars of a line, and the columns at which it begins and ends as it is printed."""

    __slots__ = ("end", "first", "last", "start")

    def __init__(self, start: int, end: int, first: int, last: int) -> None:
        self.start, self.end, self.first, self.last = start, end, first, last


def box_tables(text: str) -> Iterator[tuple[int, int, list[Written]]]:
    """Where each such table begins and ends, its rules included, and its rows."""
    if _HAS_BAR.search(text) is None:
        return
    lines = [match.span() for match in _LINE.finditer(text)]
    run: list[tuple[int, int]] = []
    for line in [*lines, (len(text) + 2, 0)]:
        if run and line[0] != run[-1][1] + 1:
            content = [(start, end) for start, end in run if _HAS_BAR.search(text, start, end)]
            if len(content) >= _FEWEST_LINES:
                yield run[0][0], run[-1][1], _rows_of(text, run)
            run = []
        run.append(line)


def _rows_of(text: str, run: Sequence[tuple[int, int]]) -> list[Written]:
    pieces = {line: _pieces(text, *line) for line in run}
    groups = [list(lines) for is_rule, lines in groupby(run, lambda line: _is_rule(text, line, pieces)) if not is_rule]
    bounds = _bounds([pieces[line] for lines in groups for line in lines])
    rows: list[Written] = []
    for lines in groups:
        cells = [_placed(text, pieces[line], bounds) for line in lines]
        if 1 < len(lines) < len(run) and not _has_rows(cells):
            rows.append((lines[0][0], lines[-1][1], [_joined(places) for places in zip(*cells, strict=True)]))
        else:
            rows += [(*line, places) for line, places in zip(lines, cells, strict=True)]
    return rows


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    bars = [match.start() for match in _BAR.finditer(text, start, end)]
    columns = [len(text[start:bar].encode("gbk", "replace")) for bar in bars]
    found = [
        _Piece(a + 1, b, first, last) for (a, b), (first, last) in zip(pairwise(bars), pairwise(columns), strict=True)
    ]
    if bars and text[start : bars[0]].strip():  # no bar at the table's left
        found.insert(0, _Piece(start, bars[0], 0, columns[0]))
    if bars and text[bars[-1] + 1 : end].strip():
        found.append(_Piece(bars[-1] + 1, end, columns[-1], len(text[start:end].encode("gbk", "replace"))))
    return found


def _is_rule(text: str, line: tuple[int, int], pieces: dict[tuple[int, int], list[_Piece]]) -> bool:
    """A line drawn between rows, over all columns or some."""
    if _RULE.fullmatch(text, *line) and text[slice(*line)].strip(f"{BARS} \u3000\t\r"):
        return True
    return any(_PIECE_OF_RULE.fullmatch(text, piece.start, piece.end) for piece in pieces[line])


def _bounds(lines: Sequence[Sequence[_Piece]]) -> list[int]:
    """Where the columns end, by the first of the lines that are parted most often."""
    most = max(lines, key=len, default=())
    return [piece.last for piece in most]


def _placed(text: str, pieces: Sequence[_Piece], bounds: Sequence[int]) -> list[Place]:
    """A place for each column: those of a merged cell repeat it."""
    if len(pieces) == len(bounds):
        return [plain_place(piece.start, text[piece.start : piece.end]) for piece in pieces]
    places: list[Place] = []
    for number, piece in enumerate(pieces):
        left = len(pieces) - number - 1
        upto = min(range(len(bounds)), key=lambda n: abs(bounds[n] - piece.last)) + 1
        upto = len(bounds) - left if upto > len(bounds) - left or not left else max(upto, len(places) + 1)
        written = text[piece.start : piece.end]
        places += [plain_place(piece.start, written, n == len(places)) for n in range(len(places), upto)]
    return places


def _has_rows(cells: Sequence[Sequence[Place]]) -> bool:
    """Whether lines between two rules are rows of their own."""
    return any(sum(is_figure(place.text) for place in column) > 1 for column in zip(*cells, strict=True))


def _joined(places: Sequence[Place]) -> Place:
    """What a cell says in all its lines."""
    written = [place for place in places if place.text]
    if not written:
        return places[0]
    figure = next((place for place in written if is_figure(place.text)), None)
    if len(written) == 1 or figure is not None:
        return figure or written[0]
    return Place(written[0].start, written[0].end, "".join(place.text for place in written), places[0].is_first)
