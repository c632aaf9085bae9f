"""What does each figure of a grid state? Its row's and its column's labels give name, unit, scope, time and status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.language.numerals import NumeralError, parse_number, times
from extractors.quantities import units
from extractors.quantities.mention import Mention
from extractors.quantities.quantities import scan
from extractors.tables.grid import Grid, Place, Row
from extractors.tables.labels import (
    ABOUT,
    FIGURE,
    YEAR,
    Label,
    counted_unit,
    is_empty,
    is_figure,
    is_place,
    read_label,
    spelling_of,
    units_of_caption,
    usual_unit,
)
from extractors.tables.layout import INDEX, LABEL, REMARK, UNIT, VALUE, Column, Layout, lay_out

UnitName = tuple[str, str]  # scale and spelling
PERCENT: UnitName = ("", "%")
_NEGATIVE = frozenset("-−－–—▲△▼↓负") | {"下降", "减少", "降低", "回落"}
#: Marks that some print before a fall and others before any change, and brackets that accountants put round a loss.
_SIGN_MARKS = frozenset("▲△")
_AMOUNT = re.compile(r"(?:增减|增加|减少|增长|变动|增|减)(?:额|数额|数|量|值|金额)|增加$|减少$")
_ABOUT = re.compile(ABOUT)
_BEFORE = re.compile("上年|去年|上一年|同期")
_YEARS = re.compile(YEAR)
_NUMBER_MARK = re.compile(r"\d")


class TableFigure(Struct, frozen=True, gc=False):
    """One figure of a table, and what its labels say of it."""

    mention: Mention
    metric: str
    scope: str | None  # the groups that it stands in: a heading row, a group's column, 收入 or 支出 of two halves
    whens: tuple[str, ...]  # time words, from the caption to the nearest label
    status: str | None
    comparison: str
    direction: str
    is_total: bool
    is_part: bool  # 其中
    column: int
    row_start: int
    row_end: int


class TableFigures(Struct, frozen=True, gc=False):
    """The figures of one table, and the places whose numbers are labels of it."""

    figures: list[TableFigure]
    labels: list[tuple[int, int]]


class _RowLabel(Struct, frozen=True, gc=False):
    label: Label
    name: str
    scope: tuple[str, ...]
    unit: UnitName | None
    whens: tuple[str, ...]


class _Head(Struct, frozen=True, gc=False):
    """What the labels above a column say together."""

    name: str
    unit: UnitName | None
    whens: tuple[str, ...]
    status: str | None
    change: str | None
    is_rate: bool
    is_amount: bool  # of change, in the unit of what changes: 增减额
    skipped: bool


def read_grid(grid: Grid) -> TableFigures:
    """The figures of a grid in reading order; none where it is no table of figures."""
    layout = lay_out(grid)
    figures: list[TableFigure] = []
    labels = [(p.start, p.end) for row in layout.heads for p in row.places if p.is_first and p.text]
    for half in layout.halves:
        figures += _read_half(half, layout)
        numbers = [c.number for c in half if c.role in (INDEX, LABEL, UNIT)]
        labels += [(row.places[n].start, row.places[n].end) for row in layout.data for n in numbers]
        labels += _unread(half, layout)
    figures.sort(key=lambda figure: figure.mention.start)
    return TableFigures(figures, labels if figures else [])


def _unread(half: Sequence[Column], layout: Layout) -> list[tuple[int, int]]:
    """Cells of ranks and codes: bare numbers in columns that measure nothing."""
    numbers = [c.number for c in half if c.role == VALUE]
    places = [row.places[n] for row in layout.data for n in numbers]
    return [(p.start, p.end) for p in places if is_figure(p.text)]


def _read_half(half: Sequence[Column], layout: Layout) -> Iterator[TableFigure]:
    heads = {column.number: _head(column, half) for column in half if column.role == VALUE}
    topic = _topic(layout.caption)
    captions = units_of_caption(layout.caption)
    corner = next((unit for c in half if c.role == LABEL for h in c.header if (unit := read_label(h).unit)), None)
    above = (layout.caption,) if read_label(layout.caption.replace("\n", " ")).when else ()
    side = _side(half)
    group: tuple[str, ...] = ()
    group_whens: tuple[str, ...] = ()
    filled: dict[int, str] = {}
    for row in layout.data:
        label = _row_label(row, half, filled)
        values = [(heads[c.number], c, row.places[c.number]) for c in half if c.role == VALUE]
        written = [(head, column, place) for head, column, place in values if place.is_first and place.text]
        if not any(_NUMBER_MARK.search(place.text) for _, _, place in written):
            if not written and (label.label.name or label.whens):
                group, group_whens = (label.label.name,) if label.label.name else (), label.whens
            continue
        for head, column, place in written:
            if head.skipped or is_empty(place.text) or not is_figure(place.text) or label.label.role == INDEX:
                continue
            unit = _unit(place, label, head, corner, captions)
            mention = mention_of(place, unit)
            if mention is None:
                continue
            name = _name(label, head, topic)
            if not name:
                continue
            comparison, direction = _change(head, label, mention)
            scope = [*side, *group, *label.scope]
            yield TableFigure(
                mention,
                name,
                " ".join(dict.fromkeys(part for part in scope if part and part != name)) or None,
                (*above, *group_whens, *head.whens, *label.whens),
                head.status or label.label.status,
                comparison,
                direction,
                label.label.role == "total",
                label.label.is_part,
                column.number,
                row.start,
                row.end,
            )


def _side(half: Sequence[Column]) -> list[str]:
    """收入项目 and 支出项目 say what their half is about."""
    for column in half:
        for header in column.header if column.role == LABEL else ():
            match = re.fullmatch(r"(收入|支出|资产|负债|来源|去向)(?:项目|科目|类)?", header)
            if match:
                return [match[1]]
    return []


def _head(column: Column, half: Sequence[Column]) -> _Head:
    labels = [read_label(text) for text in column.header]
    names = [label.name for label in labels if label.name and not _only_status(label)]
    whens = [label.when for label in labels if label.when]
    status = next((label.status for label in reversed(labels) if label.status), None)
    unit = next((label.unit for label in reversed(labels) if label.unit), None)
    change = next((label.change for label in reversed(labels) if label.change), None)
    if change and (beside := _level_beside(column, half)):
        names = names or [label.name for label in beside if label.name and not _only_status(label)]
        whens = whens or [label.when for label in beside if label.when]
        status = status or next((label.status for label in reversed(beside) if label.status), None)
    return _Head(
        "".join(dict.fromkeys(names)),
        unit,
        tuple(whens),
        status,
        change,
        any(label.is_rate for label in labels[-1:]),
        any(_AMOUNT.search(text) for text in column.header[-1:]),
        bool(labels) and any(label.role in (INDEX, REMARK) for label in labels[-1:]),
    )


_STATUS_ONLY = re.compile(
    r"(?:年初|年度|全年|调整|当年|本年|累计|预计|实际|工作|主要|约束性)*"
    r"(?:目标|计划|预算|预计|预期|任务|安排|规划|完成|执行|决算|实际|实绩|实现|达到|指标)*(?:值|数|额|量|情况|数量|进度|任务)?"
)


def _only_status(label: Label) -> bool:
    """预算数, 全年目标值: they say when and whether, not what."""
    return label.status is not None and not label.is_rate and _STATUS_ONLY.fullmatch(label.name) is not None


def _level_beside(column: Column, half: Sequence[Column]) -> list[Label]:
    """The labels of what changes: 增长（%） beside 产量（吨） is that of 产量; of several years, that of the latest."""
    found: list[Label] = []
    latest = -1
    for other in reversed([c for c in half if c.number < column.number and c.role == VALUE]):
        labels = [read_label(text) for text in other.header]
        if any(label.change or label.is_rate for label in labels):
            continue
        when = " ".join(label.when for label in labels)
        year = 0 if _BEFORE.search(when) else max(map(int, _YEARS.findall(when)), default=1)
        if year > latest:
            found, latest = labels, year
    return found


def _row_label(row: Row, half: Sequence[Column], filled: dict[int, str]) -> _RowLabel:
    columns = [c for c in half if c.role == LABEL]
    written: list[str] = []
    for column in columns:
        place = row.places[column.number]
        text = place.text
        is_last = column is columns[-1]
        if not text and not is_last:
            text = filled.get(column.number, "")
        elif (text and column.number not in filled) or text:
            for later in columns[columns.index(column) :]:
                filled.pop(later.number, None)
            filled[column.number] = text
        written.append(text)
    labels = [read_label(text) for text in written if text]
    whens = tuple(label.when for label in labels if label.when)
    named = [label for label in labels if label.name or label.role in ("total", "blank")]
    unit_cells = [row.places[c.number].text for c in half if c.role == UNIT and row.places[c.number].text]
    unit = next((label.unit for label in reversed(labels) if label.unit), None)
    if unit is None and unit_cells:
        unit = spelling_of(unit_cells[-1])
    main = _main(columns, written)
    name = read_label(written[main]).name if written else ""
    scope = tuple(
        label.name
        for n, text in enumerate(written)
        if n < main and text and (label := read_label(text)).name and label.name != name
    )
    label = read_label(written[main]) if written else read_label("")
    if not named and labels:
        label = labels[-1]
    return _RowLabel(label, name, scope, unit, whens)


def _main(columns: Sequence[Column], written: Sequence[str]) -> int:
    """Which of a row's labels is its name: the last, as groups stand before it; of a project, what its header names."""
    named = [n for n, text in enumerate(written) if text and read_label(text).name]
    if not named:
        return max(len(written) - 1, 0)
    heads = [read_label(column.header[-1]) if column.header else None for column in columns]
    for n in named:
        header = columns[n].header[-1] if columns[n].header else ""
        if (
            heads[n]
            and re.search(r"(?:项目|企业|工程|产品|单位|指标|学校|村|镇|科目)(?:名称)?$", header)
            and "类" not in header
        ):
            return n
    return named[-1]


def _name(label: _RowLabel, head: _Head, topic: str) -> str:
    row, column = label.name, head.name
    if label.label.role == "total":
        return f"{column}{row}" if column else f"{topic}{row}"
    if not row and not column:
        return topic
    if not column or column == row or row.endswith(column):
        return row
    if not row or column.startswith(row):
        return column
    return f"{column}{row}" if is_place(column) and not is_place(row) else f"{row}{column}"


def _topic(caption: str) -> str:
    """What a table is about, by the last line of its caption that names something."""
    for line in reversed(caption.split("\n")):
        name = re.sub(r"(?:计量)?单位\s*[:：].*", "", line)
        name = re.sub(r"^\s*(?:附?表\s*[\d一二三四五六七八九十—-]*\s*[:：.、]?)", "", name)
        name = re.sub(r"(?:情况|统计|明细|汇总|一览|收支|完成|预算|决算|执行)*表$", "", read_label(name).name)
        if 1 < len(name) <= 24:
            return name
    return ""


def _unit(
    place: Place, label: _RowLabel, head: _Head, corner: UnitName | None, captions: Sequence[UnitName]
) -> UnitName | None:
    """The unit of a cell: its own, else its labels'; a share or a rate is never in the money of the caption."""
    match = FIGURE.fullmatch(place.text)
    own = _own_unit(match["rest"] or (match["note"] or "").strip("（()）")) if match else None
    if own:
        return own
    if head.unit and (head.unit[1] in ("%", "％", "‰") or label.unit is None or head.is_rate):
        return head.unit
    if head.is_rate and head.change is None:
        return PERCENT
    if head.change and head.unit is None and not head.is_amount:
        return PERCENT
    if label.unit:
        return label.unit
    if head.unit:
        return head.unit
    if label.label.is_rate:
        return PERCENT
    counted = counted_unit(label.name) or counted_unit(head.name)
    wide = [corner] if corner else list(captions)
    if counted:
        return next((unit for unit in wide if unit[1] == counted), ("", counted))
    wide = [unit for unit in wide if unit[1] not in ("%", "％", "‰")] or wide
    if len(wide) > 1:
        usual = usual_unit(head.name or label.name)
        wide.sort(key=lambda unit: unit[1] != usual)
    return wide[0] if wide else None


def _own_unit(rest: str) -> UnitName | None:
    bare = re.sub(r"^[余多]|(?:左右|以上|以下|以内)$", "", rest)
    return spelling_of(bare) if bare else None


def mention_of(place: Place, unit: UnitName | None) -> Mention | None:
    """The quantity of a cell. What is more than a number is read as prose would be: ≥95, 300左右, 3-5."""
    match = FIGURE.fullmatch(place.text)
    if match is None or unit is None:
        return None
    scale, spelling = unit
    known = units.look_up(spelling) if spelling else _money()
    if known is None:
        return None
    sign = match["sign"] or ""
    flags: tuple[str, ...] = ()
    negative = sign in _NEGATIVE
    if sign in _SIGN_MARKS or (match["open"] and not sign):
        flags, negative = (f"dash_or_minus: -{match['number']} or {match['number']}",), True
    start, end = place.start, place.start + (match.start("note") if match["note"] else match.end())
    end = place.start + len(place.text[: end - place.start].rstrip())
    if match["range"] or _ABOUT.fullmatch(sign):
        return _as_prose(place, start, end, scale, spelling, known)
    try:
        number = parse_number(match["number"])
        value = times(number, parse_number(scale)) if scale else number
    except NumeralError:
        return None
    value = -value if negative and value else value
    bound = {"左右": "approx", "以上": "over", "以下": "under", "以内": "under"}.get(match["rest"][-2:], "exact")
    if match["rest"][:1] in ("余", "多"):
        bound = "over"
    low, high = (value if bound == "over" else None), (value if bound == "under" else None)
    return Mention(start, end, value, low, high, known, bound, False, flags)


def _money() -> units.Unit:
    """A scale alone (发行总额（亿）) is a sum of yuan."""
    return replace(units.resolve("元"), unit="")


def _as_prose(place: Place, start: int, end: int, scale: str, spelling: str, known: units.Unit) -> Mention | None:
    written = place.text[: end - start]
    match = FIGURE.fullmatch(written)
    bare = written[: match.start("rest")] if match and match["rest"] else written
    mentions, _ = scan(f"达{bare}{scale}{spelling}。")
    if len(mentions) != 1:
        return None
    return replace(mentions[0], start=start, end=end)


def _change(head: _Head, label: _RowLabel, mention: Mention) -> tuple[str, str]:
    change = head.change
    if change is None and label.label.change is None:
        return "none", "none"
    value = mention.value
    direction = "none" if not value else "up" if value > 0 else "down"
    return (change or "none"), direction
