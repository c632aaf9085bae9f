"""Where are lines ruled on a page of a PDF? Strokes, thin filled rectangles and the sides of stroked ones, joined.

Programs rule a table cell by cell, as rectangles as thin as a line, or dash by dash: pieces of one line are joined.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractors.model import Box, Sheet

THIN = 3.0  # points that a ruled line is thick at most
SAME_RULE = 3.0  # points between two pieces of one line, or the two lines of a double one
DASH = 5.0  # points between two pieces that follow each other
SHORTEST = 6.0  # points of a line
RECTANGLE = 5  # pieces of its outline
DEEPEST = 3  # forms inside forms
MOST_OBJECTS = 40_000  # of a page; one of more is a drawing or a map


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line: where it stands, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page in its frame."""

    across: list[Rule]  # from left to right, from top to bottom
    down: list[Rule]  # upwards, from left to right


def find_rules(page: Any, sheet: Sheet) -> Rules:
    across: list[Rule] = []
    down: list[Rule] = []
    for box in boxes_of(page):
        left, bottom, right, top = sheet.framed(box)
        if top - bottom <= THIN < right - left:
            across.append(Rule((bottom + top) / 2, left, right))
        elif right - left <= THIN < top - bottom:
            down.append(Rule((left + right) / 2, bottom, top))
    joined = join_rules(across)
    return Rules(joined[::-1], join_rules(down))


def boxes_of(page: Any) -> Iterator[Box]:
    """What may be a line on the stored page, as the rectangle round it."""
    import pypdfium2.raw as api

    handle = getattr(page, "raw", page)
    count = api.FPDFPage_CountObjects(handle)
    if count <= MOST_OBJECTS:
        objects = (api.FPDFPage_GetObject(handle, at) for at in range(count))
        yield from drawn(objects, IDENTITY, DEEPEST)


def drawn(objects: Iterable[Any], place: Matrix, depth: int) -> Iterator[Box]:
    import pypdfium2.raw as api

    sides = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(side) for side in sides]
    for found in objects:
        kind = api.FPDFPageObj_GetType(found)
        if kind == api.FPDF_PAGEOBJ_FORM and depth:
            inner = (api.FPDFFormObj_GetObject(found, at) for at in range(api.FPDFFormObj_CountObjects(found)))
            yield from drawn(inner, times(matrix_of(found), place), depth - 1)
        elif kind == api.FPDF_PAGEOBJ_PATH and api.FPDFPageObj_GetBounds(found, *references):
            left, bottom, right, top = (side.value for side in sides)
            if right - left <= THIN or top - bottom <= THIN:
                yield moved((left, bottom, right, top), place)
            else:
                yield from (moved(box, place) for box in sides_of(found))


def sides_of(path: Any) -> Iterator[Box]:
    """The straight pieces of a path that is stroked, a rectangle's sides say; of a filled one those that are thin."""
    import pypdfium2.raw as api

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not api.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke)):
        return
    count = api.FPDFPath_CountSegments(path)
    if not stroke.value and count <= RECTANGLE:
        return
    matrix = matrix_of(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    outlines: list[list[tuple[float, float]]] = []
    for at in range(count):
        piece = api.FPDFPath_GetPathSegment(path, at)
        if not api.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y)):
            continue
        kind = api.FPDFPathSegment_GetType(piece)
        point = apply(matrix, x.value, y.value)
        if kind == api.FPDF_SEGMENT_MOVETO:
            points = [point]
            outlines.append(points)
        elif kind == api.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            return  # a curve: no table's
        if api.FPDFPathSegment_GetClose(piece) and points:
            points.append(points[0])
    for outline in outlines:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
            yield box
        elif stroke.value:
            for one, other in pairwise(outline):
                yield min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def matrix_of(found: Any) -> Matrix:
    import pypdfium2.raw as api

    m = api.FS_MATRIX()
    if not api.FPDFPageObj_GetMatrix(found, ctypes.byref(m)):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b = inner[0] * outer[0] + inner[1] * outer[2], inner[0] * outer[1] + inner[1] * outer[3]
    c, d = inner[2] * outer[0] + inner[3] * outer[2], inner[2] * outer[1] + inner[3] * outer[3]
    return (a, b, c, d, *apply(outer, inner[4], inner[5]))


def moved(box: Box, place: Matrix) -> Box:
    if place is IDENTITY:
        return box
    one, other = apply(place, box[0], box[1]), apply(place, box[2], box[3])
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def join_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The pieces of each line as one; no specks. In the order of where they stand."""
    joined: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if group and rule.at - group[0].at > SAME_RULE:
            joined += join_pieces(group)
            group = []
        group.append(rule)
    return joined + join_pieces(group)


def join_pieces(group: Sequence[Rule]) -> list[Rule]:
    """Pieces that stand alike, as lines; where they stand is where the most of their length does."""
    if not group:
        return []
    lines: list[Rule] = []
    for piece in sorted(group, key=lambda rule: rule.start):
        if lines and piece.start - lines[-1].end <= DASH:
            last = lines[-1]
            at = last.at if last.end - last.start >= piece.end - piece.start else piece.at
            lines[-1] = Rule(at, last.start, max(last.end, piece.end))
        else:
            lines.append(piece)
    return [line for line in lines if line.end - line.start >= SHORTEST]
