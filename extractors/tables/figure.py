"""What is known of one figure of a table before its period and status are settled?"""

from __future__ import annotations

from msgspec import Struct

from extractors.quantities.mention import Mention


class TableFigure(Struct, frozen=True, gc=False):
    """One figure of a table, and what its labels say of it."""

    mention: Mention
    metric: str
    scope: str | None  # the groups that it stands in: a heading row, a group's column, 收入 or 支出 of two halves
    whens: tuple[str, ...]  # time words, from the caption to the nearest label
    status: str | None
    is_planned: bool  # as the caption says of all that is not past
    comparison: str
    direction: str
    is_total: bool
    is_part: bool  # 其中, of what stands above it
    is_part_column: bool  # 其中, of what stands left of it
    is_numbered: bool  # its row's label is numbered, or a part's: rows of several levels do not simply add up
    written: str  # its cell
    column: int
    row_start: int
    row_end: int
    whole: tuple[int, int] | None = None  # where the figure stands that it is a part of
