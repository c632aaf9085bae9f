"""What does each figure of a grid state? Its row's and its column's labels give name, unit, scope, time and status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.quantities.mention import Mention
from extractors.tables.captions import is_caption, is_plan, topic_of, units_of_caption
from extractors.tables.cells import falls_behind, is_empty, is_figure, mention_of, own_change
from extractors.tables.figure import TableFigure
from extractors.tables.grid import Grid, Place, Row
from extractors.tables.heads import Head, read_head
from extractors.tables.labels import (
    PERCENTS,
    YEAR,
    Label,
    is_numbered,
    is_place,
    measured_kind,
    read_label,
    unit_of_topic,
)
from extractors.tables.layout import INDEX, LABEL, UNIT, VALUE, Column, Layout, lay_out
from extractors.tables.rows import RowLabel, naming_column, read_row
from extractors.tables.sums import find_wholes, flag_totals
from extractors.tables.unit_choice import Units, choose_unit

_NUMBER_MARK = re.compile(r"[\d一二三四五六七八九十百千万]")
_BASE = re.compile("同比|环比|[比较]|年均|±")  # 增速 alone does not say against what
_YEARS = re.compile(YEAR)
_SIDE = re.compile(r"(收入|支出|资产|负债|来源|去向)(?:项目|科目|类)?")


class TableFigures(Struct, frozen=True, gc=False):
    """The figures of one table, and the places whose numbers are labels of it."""

    figures: list[TableFigure]
    labels: list[tuple[int, int]]


class _Table(Struct, frozen=True, gc=False):
    """What holds for a whole half of a table."""

    topic: Label | None
    units: Units
    whens: tuple[str, ...]
    side: tuple[str, ...]
    is_planned: bool
    has_labels: bool  # columns of them: a row without one is not about what the table is about


def read_grid(grid: Grid) -> TableFigures:
    """The figures of a grid in reading order; none where it is no table of figures."""
    layout = lay_out(grid)
    figures: list[TableFigure] = []
    labels = [(p.start, p.end) for row in layout.heads for p in row.places if p.is_first and p.text]
    for half in layout.halves:
        found = find_wholes(list(_read_half(half, layout)))
        figures += found if _has_codes(half, layout) else flag_totals(found)
        numbers = [c.number for c in half if c.role in (INDEX, LABEL, UNIT)]
        labels += [(row.places[n].start, row.places[n].end) for row in layout.data for n in numbers]
        labels += _unread(half, layout)
    figures.sort(key=lambda figure: figure.mention.start)
    return TableFigures(figures, labels if figures else [])


def _has_codes(half: Sequence[Column], layout: Layout) -> bool:
    """Whether its rows are of several levels, as their codes are of several lengths."""
    codes = [row.places[c.number].text for c in half if c.role == INDEX for row in layout.data]
    return len({len(code) for code in codes if len(code) > 2}) > 1


def _unread(half: Sequence[Column], layout: Layout) -> list[tuple[int, int]]:
    """Cells of ranks and codes, and figures whose unit nobody can know: prose would not know it either."""
    numbers = [c.number for c in half if c.role == VALUE]
    places = [row.places[n] for row in layout.data for n in numbers]
    return [(p.start, p.end) for p in places if is_figure(p.text)]


def _read_half(half: Sequence[Column], layout: Layout) -> Iterator[TableFigure]:
    heads = {column.number: read_head(column, half, layout.data) for column in half if column.role == VALUE}
    if not heads:
        return
    if any(_OF_TARGET.fullmatch(row.places[c.number].text) for c in half for row in layout.data if c.role != VALUE):
        heads = _with_targets(heads)
    table = _of_table(half, heads, layout)
    main = naming_column(half, layout.data)
    group: tuple[str, ...] = ()
    group_whens: tuple[str, ...] = ()
    filled: dict[int, str] = {}
    above = ""
    items: dict[str, str] = {}  # of the budget's classification, by their codes
    for row in layout.data:
        label = read_row(row, half, filled, main)
        values = [(heads[c.number], c.number, row.places[c.number]) for c in half if c.role == VALUE]
        written = [(head, column, place) for head, column, place in values if place.is_first and place.text]
        if not any(_NUMBER_MARK.search(place.text) for _, _, place in written):
            if not written and (label.label.name or label.whens) and not _is_note(label.written):
                group = (label.label.name,) if label.label.name else ()
                group_whens = () if group else label.whens  # 上年结转 without a sum heads no rows of last year
            continue
        if not label.name and label.label.role == "blank" and (label.label.change or label.label.is_rate):
            label = replace(label, name=above)  # 增速（%） below 地区生产总值
        elif label.name and label.label.role == "name" and not label.label.is_rate:
            above = label.name
        if label.name.endswith(("合计", "总计")):
            group, group_whens = (), ()
        code = _code_of(row, half)
        if len(code) in _CODES and label.name:
            items[code] = label.name
        scope = [*table.side, *group, _items_above(code, items), *label.scope]
        for head, column, place in written:
            if head.skipped or is_empty(place.text) or not is_figure(place.text) or label.label.role == INDEX:
                continue
            figure = _read_cell(place, label, head, column, table)
            if figure is None:
                continue
            parts = dict.fromkeys(part for part in scope if part and part != figure.metric)
            whens = (*table.whens, *group_whens, *head.whens, *label.whens)
            yield replace(figure, scope=" ".join(parts) or None, whens=whens, row_start=row.start, row_end=row.end)


#: How long the codes of a 类, a 款 and a 项 are: 政府收支分类科目 of the Ministry of Finance.
_CODES = {3: "类", 5: "款", 7: "项"}


def _code_of(row: Row, half: Sequence[Column]) -> str:
    """What stands in the column of codes, or of numbers; "" for none."""
    return next((row.places[c.number].text.strip() for c in half if c.role == INDEX), "")


def _items_above(code: str, items: Mapping[str, str]) -> str:
    """The items that one with such a code belongs to, as texts write them: 农林水支出（类）林业和草原（款）."""
    above = ((items.get(code[:length], ""), level) for length, level in _CODES.items() if length < len(code))
    return "".join(f"{name}（{level}）" for name, level in above if name) if len(code) in _CODES else ""


#: What a plan says of its targets: a table with such cells shows the state of its base year, then the targets.
_OF_TARGET = re.compile("(?:预期|约束|指导)性(?:指标)?")


def _with_targets(heads: dict[int, Head]) -> dict[int, Head]:
    """2020年|2025年 of a five-year plan: what was, and what is to be."""
    years = {number: found[-1] for number, head in heads.items() if (found := _YEARS.findall(" ".join(head.whens)))}
    if len(set(years.values())) < 2:
        return heads
    base = min(years.values())
    return {
        number: replace(head, status=head.status or ("actual" if years[number] == base else "target"))
        if number in years
        else head
        for number, head in heads.items()
    }


def _is_note(text: str) -> bool:
    return (
        re.match(r"\s*(?:(?:注|备注|说明|资料来源|数据来源)\s*\d*\s*[:：]|第[\d一二三四五六七八九十百]+条)", text)
        is not None
    )


def _of_table(half: Sequence[Column], heads: dict[int, Head], layout: Layout) -> _Table:
    caption = layout.caption
    corner = next((unit for c in half if c.role == LABEL for h in c.header if (unit := _unit_of_corner(h))), None)
    captions = tuple(units_of_caption(caption))
    topic = topic_of(caption)
    aligned = all(c.header for c in half if c.role == VALUE)  # not merged cells written in a row
    counted = unit_of_topic(topic.name) if topic and aligned else None
    return _Table(
        topic,
        Units(corner, captions, {} if corner or captions else _borrow(heads), counted),
        (caption,) if read_label(caption.replace("\n", " ")).when else (),
        tuple(_side(half)),
        is_plan(caption),
        any(c.role == LABEL for c in half),
    )


def _unit_of_corner(header: str) -> tuple[str, str] | None:
    """指标（亿元）, 单位：亿元."""
    return read_label(header).unit or next(iter(units_of_caption(header) if is_caption(header) else ()), None)


def _borrow(heads: dict[int, Head]) -> dict[int, tuple[str, str]]:
    """A column without a unit has that of the column that it is a part of, or that measures money as it does."""
    found: dict[int, tuple[str, str]] = {}
    whole: tuple[str, str] | None = None
    within = False
    for number, head in heads.items():
        if head.unit and head.unit[1] not in PERCENTS:
            whole, within = head.unit, False
        elif head.unit is None and whole and not head.is_rate and not (head.change and not head.is_amount):
            within = within or head.is_part
            if within or measured_kind(head.name) == "money":
                found[number] = whole
    return found


def _side(half: Sequence[Column]) -> list[str]:
    """收入项目 and 支出项目 say what their half is about."""
    for column in half:
        for header in column.header if column.role == LABEL else ():
            if match := _SIDE.fullmatch(header):
                return [match[1]]
    return []


def _read_cell(place: Place, label: RowLabel, head: Head, column: int, table: _Table) -> TableFigure | None:
    choice = choose_unit(place.text, label, head, column, table.units)
    mention = mention_of(place, choice.unit)
    if mention is None:
        return None
    topic = table.topic if label.written or not table.has_labels else None
    name = _name(label, head, topic.name if topic else "")
    if not name:
        return None
    if choice.flags:
        mention = replace(mention, flags=(*mention.flags, *choice.flags))
    said = own_change(place.text)
    of_row = label.label.change if label.label.change and _BASE.search(label.written) else None
    change = head.change or of_row or said.comparison
    if change is None and topic and not label.name and not head.name and mention.unit.kind == "percentage":
        change = topic.change
    is_changed = change is not None or said.direction is not None or label.label.change is not None
    if is_changed and mention.value and falls_behind(place.text):
        mention = replace(mention, value=-abs(mention.value))
    return TableFigure(
        mention,
        name,
        None,
        (),
        head.status or _status(label, mention),
        table.is_planned,
        change or "none",
        _direction(place.text, mention) if is_changed else "none",
        label.label.role == "total",
        label.label.is_part,
        head.is_part,
        is_numbered(label.written),
        place.text,
        column,
        0,
        0,
    )


def _status(label: RowLabel, mention: Mention) -> str | None:
    """What a row's label says of plan and fact; a sum beside 营养改善计划 was paid for a programme of that name."""
    name = label.name
    if mention.unit.kind == "money" and name.endswith("计划") and not measured_kind(name[:-2]) and len(name) > 4:
        return None
    return label.label.status


def _direction(text: str, mention: Mention) -> str:
    if said := own_change(text).direction:
        return said
    value = mention.value
    return "none" if not value else "up" if value > 0 else "down"


_TOTALS = frozenset(("合计", "总计", "小计"))


def _name(label: RowLabel, head: Head, topic: str) -> str:
    row, column = label.name, head.name
    if label.label.role == "total" and not re.match("[全各]", row):
        return column if column.endswith(row) else f"{column or topic}{row}"
    if not row and not column:
        return topic
    if not column or column == row or row.endswith(column):
        return row
    if not row and column in _TOTALS:
        return topic + column
    if not row or column.startswith(row):
        return column
    return f"{column}{row}" if is_place(column) and not is_place(row) else f"{row}{column}"
