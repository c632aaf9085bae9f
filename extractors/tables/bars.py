"""Which bars of drawn rows bound the table, and which part two cells?

||预算数|执行数 above 税收|120|130|150 begins with two empty ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from extractors.tables.grid import Place, plain_place

Written = tuple[int, int, list[Place]]  # start and end of a line, and its cells


def cells_of(row: str, at: int) -> list[Place]:
    """The cells of a row, empty ones too, so that they stay under their labels; those beyond outer bars included."""
    cells = []
    for written in row.split("\t" if "\t" in row else "|"):
        cell = plain_place(at, written)
        if cell.text.startswith("**") or cell.text in ("\\-", "\\"):  # emphasis and escapes of Markdown
            cell = replace(cell, text=cell.text.strip("*\\"))
        cells.append(cell)
        at += len(written) + 1
    return cells


def without_outer_bars(text: str, run: Sequence[Written]) -> list[Written]:
    """The rows of a table without what stands beyond the bars at its edges.

    Where some rows end or begin with a bar and others do not, one bounds the table in those with a cell to spare.
    """
    barred = [row for row in run if "\t" not in text[row[0] : row[1]]]
    ends = frozenset(start for start, end, _ in barred if text[start:end].rstrip().endswith("|"))
    begins = frozenset(start for start, end, _ in barred if text[start:end].lstrip().startswith("|"))
    rows = _without(run, ends, slice(None, -1), barred)
    return _without(rows, begins, slice(1, None), barred) if begins else rows


def _without(
    rows: Sequence[Written], bounded: Collection[int], inner: slice, barred: Sequence[Written]
) -> list[Written]:
    """The rows, those that are `bounded` on a side without the cell beyond it if they are wider than the others."""
    others = {start for start, _, _ in barred} - set(bounded)
    width = max((len(cells) for start, _, cells in rows if start in others), default=0)
    return [
        (start, end, cells[inner] if start in bounded and len(cells) > width else cells) for start, end, cells in rows
    ]
