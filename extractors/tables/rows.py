"""What do the labels of a row say together? Its name, the groups that it stands in, its unit and its time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.tables.cells import is_empty, is_figure
from extractors.tables.grid import Row
from extractors.tables.labels import Label, is_of_kind, measured_kind, read_label, spelling_of
from extractors.tables.layout import LABEL, UNIT, VALUE, Column

#: Headers of columns whose cells are names of their own, whatever else is said of them in columns of words behind.
_NAMES = re.compile(r"(?<![一二三四]级)(?:项目|企业|工程|产品|单位|指标|学校|科目|品种|案件)(?:名称)?$")


class RowLabel(Struct, frozen=True, gc=False):
    label: Label
    name: str
    scope: tuple[str, ...]
    unit: tuple[str, str] | None  # in brackets behind the name
    unit_cell: tuple[str, str] | None  # in the column of units
    whens: tuple[str, ...]
    written: str


def read_row(row: Row, half: Sequence[Column], filled: dict[int, str], main: int | None) -> RowLabel:
    """`filled`: what the cells above said, for those that are empty below a group's name."""
    columns = [c for c in half if c.role == LABEL]
    written: list[str] = []
    for column in columns:
        text = row.places[column.number].text
        if not text and column is not columns[-1]:
            text = filled.get(column.number, "")
        elif text:
            for later in columns[columns.index(column) :]:
                filled.pop(later.number, None)
            filled[column.number] = text
        written.append(text)
    if not any(written) and (nearest := _nearest_left(row, half)):
        written = [nearest]
    labels = [read_label(text) for text in written if text]
    whens = tuple(dict.fromkeys(label.when for label in labels if label.when))  # 上年结转 merged over columns: once
    named = [label for label in labels if label.name or label.role in ("total", "blank")]
    unit_cells = [row.places[c.number].text for c in half if c.role == UNIT and row.places[c.number].text]
    unit = next((label.unit for label in reversed(labels) if label.unit), None)
    at = _main(written, main)
    label = read_label(written[at]) if written else read_label("")
    name = label.name
    scope = tuple(
        other.name
        for n, text in enumerate(written)
        if n < at and text and (other := read_label(text)).name and other.name != name
    )
    if not named and labels:
        label = labels[-1]
    unit_cell = spelling_of(unit_cells[-1]) if unit_cells else None
    for column in half:
        if column.role == UNIT and unit_cells:
            filled[column.number] = unit_cells[-1]
        elif column.role == UNIT and unit is None:  # 财政收入|万元 above 财政支出 and an empty cell
            above = spelling_of(filled.get(column.number, ""))
            unit_cell = above if above and is_of_kind(above, measured_kind(name)) else None
    return RowLabel(label, name, scope, unit, unit_cell, whens, written[at] if written else "")


def _nearest_left(row: Row, half: Sequence[Column]) -> str:
    """The words left of the first figure of a row without labels: 合计 below 科目编码, 支出合计 amid halves."""
    figures = [c.number for c in half if c.role == VALUE and row.places[c.number].text]
    for place in reversed(row.places[: figures[0]] if figures else ()):
        if place.text:
            return "" if is_figure(place.text) or is_empty(place.text) else place.text
    return ""


def naming_column(half: Sequence[Column], data: Sequence[Row]) -> int | None:
    """Which of the columns of words names a row, where its header says so and no two of its rows are named alike."""
    columns = [c for c in half if c.role == LABEL]
    for n, column in enumerate(columns):
        header = column.header[-1] if column.header else ""
        cells = [
            text for row in data if (text := row.places[column.number].text) and row.places[column.number].is_first
        ]
        if _NAMES.search(header) and "类" not in header and len(set(cells)) == len(cells) > len(data) / 2:
            return n
    return None


def _main(written: Sequence[str], main: int | None) -> int:
    """The last label is a row's name, as groups stand before it; unless an earlier one is known to be."""
    named = [n for n, text in enumerate(written) if text and read_label(text).name]
    if not named:
        return max(len(written) - 1, 0)
    return main if main in named else named[-1]
