"""Which figures of a table are parts of others, and do the rows add up to a total? Where they do not, it is flagged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from extractors.language.writing import in_full
from extractors.tables.cells import number_of
from extractors.tables.figure import TableFigure

_ADDED = frozenset(("money", "area", "count", "mass", "length", "volume"))
_MOST = 1.5  # parts that reach twice their total are of two levels
_LEAST = 0.5  # parts that reach less are a page of a longer table


def find_wholes(figures: list[TableFigure]) -> list[TableFigure]:
    """The figures of one half of a table in reading order, each 其中 with the figure that it is a part of."""
    above: dict[int, TableFigure] = {}
    left: TableFigure | None = None
    found = []
    for figure in figures:
        whole = above.get(figure.column) if figure.is_part else None
        if figure.is_part_column and left is not None and left.row_start == figure.row_start:
            whole = left
        if not figure.is_part:
            above[figure.column] = figure
        if not figure.is_part_column:
            left = figure
        found.append(_with_whole(figure, whole) if whole else figure)
    return found


def _with_whole(part: TableFigure, whole: TableFigure) -> TableFigure:
    one, all_ = part.mention, whole.mention
    levels = part.comparison == whole.comparison == "none" and one.unit.kind in _ADDED
    if not levels or one.unit.standard != all_.unit.standard or (one.value or 0) > (all_.value or 0):
        return part
    return replace(part, whole=(all_.start, all_.end))


def flag_totals(figures: list[TableFigure]) -> list[TableFigure]:
    """The same; only rows of one level are added, and those that add up are parts of their total."""
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for at, figure in enumerate(figures):
        columns[figure.column].append(at)
    for places in columns.values():
        column = [figures[at] for at in places]
        totals = [n for n, figure in enumerate(column) if figure.is_total]
        if len(totals) != 1 or len(column) < 3 or any(f.is_numbered or f.is_part for f in column):
            continue
        total = column[totals[0]]
        parts = [figure for figure in column if not figure.is_total]
        if totals[0] not in (0, len(column) - 1) or (told := _misses(total, parts)) is None:
            continue
        if told:
            at = places[totals[0]]
            figures[at] = replace(total, mention=replace(total.mention, flags=(*total.mention.flags, told)))
            continue
        for at, figure in zip(places, column, strict=True):
            if not figure.is_total and figure.whole is None:
                figures[at] = _with_whole(figure, total)
    return figures


def _misses(total: TableFigure, parts: Sequence[TableFigure]) -> str | None:
    """The arithmetic as printed, where it does not come out; "" where it does, None where nobody can know."""
    unit = total.mention.unit
    if unit.kind not in _ADDED or unit.per or total.comparison != "none" or "均" in total.metric:
        return None
    if len({part.scope for part in parts}) > 1 or any(part.mention.unit != unit for part in parts):
        return None
    numbers = [number_of(figure.written) for figure in parts]
    whole = number_of(total.written)
    if whole is None or any(number is None for number in numbers):
        return None
    scales = {round((f.mention.value or 0) / n, 6) for f in (*parts, total) if (n := number_of(f.written))}
    if len(scales) > 1:
        return None
    reached = sum(number for number in numbers if number is not None)
    places = min(len(figure.written.partition(".")[2].strip("%）) ")) for figure in (*parts, total))
    rounding = max(0.5 * 10**-places * (len(parts) + 1), 0.0005 * abs(whole))
    if abs(reached - whole) <= rounding:
        return ""
    if not _LEAST * whole <= reached <= _MOST * whole:
        return None
    return f"parts_do_not_sum: {in_full(reached)} ≠ {in_full(whole)}"
