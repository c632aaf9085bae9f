"""Which rows of a grid are its header, and which columns hold labels, units and figures? By structure and content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from extractors.language import knowledge
from extractors.tables.captions import is_caption, with_line_below
from extractors.tables.cells import is_empty, is_figure
from extractors.tables.grid import Grid, Row
from extractors.tables.labels import FOOTNOTE, Label, is_period, is_status_only, is_unit, read_label
from extractors.tables.year_rows import holds_figures, with_centuries

INDEX, UNIT, REMARK, LABEL, VALUE, EMPTY = "index", "unit", "remark", "label", "value", "empty"
MOST_HEADER_ROWS = 5


class Column(Struct, frozen=True, gc=False):
    number: int
    role: str
    header: tuple[str, ...]  # from the top down, each merged cell once


class Layout(Struct, frozen=True, gc=False):
    """A grid taken apart. Side-by-side tables are halves: each has columns of its own."""

    caption: str
    halves: tuple[tuple[Column, ...], ...]
    data: tuple[Row, ...]
    heads: tuple[Row, ...]  # title rows, unit rows and header rows


def lay_out(grid: Grid) -> Layout:
    rows = list(grid.rows)
    captions, rows = _take_captions(rows)
    caption = with_line_below("\n".join(filter(None, (grid.caption, *captions))), grid.below)
    rows = with_centuries(rows)
    if _is_form(rows):
        return Layout(caption, tuple(_pairs(rows)), tuple(rows), tuple(grid.rows[: len(grid.rows) - len(rows)]))
    height = _header_height(rows)
    header, data = ([row for row in part if not _numbers_columns(row)] for part in (rows[:height], rows[height:]))
    width = _data_width(data, grid.width)
    paths = _header_paths(header, width)
    columns = _with_kinds(data, [Column(n, _role(n, path, data), path) for n, path in enumerate(paths)])
    return Layout(
        caption, tuple(_halves(columns)), tuple(data), tuple(grid.rows[: len(grid.rows) - len(rows) + height])
    )


def _is_form(rows: Sequence[Row]) -> bool:
    """Keys and values side by side, 姓名|张三|年龄|45岁: no header, though its first row may hold no figure."""
    if not rows or len(rows[0].places) < 4 or len(rows[0].places) % 2 or len(rows) > _LONGEST_FORM:
        return False
    keys = [place.text for row in rows for place in row.places[::2] if place.is_first and place.text]
    first = [place.text for place in rows[0].places[1::2] if place.text]
    if not keys or not first or any(is_figure(key) for key in keys) or len(set(keys)) < len(keys):
        return False
    if any(is_period(text) or read_label(text).role in ("blank", "period", INDEX, UNIT) for text in first):
        return False
    if any(is_figure(text) for text in first):
        return any(not is_figure(text) and not is_empty(text) for text in first)
    later = [place.text for row in rows[1:] for place in row.places[2::2] if place.text]
    return bool(later) and all(read_label(key).unit or key.endswith((":", "：")) for key in later)


_LONGEST_FORM = 40


def _pairs(rows: Sequence[Row]) -> list[tuple[Column, ...]]:
    return [(Column(n, LABEL, ()), Column(n + 1, VALUE, ())) for n in range(0, len(rows[0].places), 2)]


def _take_captions(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Rows at the top that are one cell, or say the unit, are no header: a title merged over the table, 单位：万元."""
    captions: list[str] = []
    while len(rows) > 1:
        words = [place.text for place in rows[0].places if place.is_first and place.text]
        said = [text for text in words if is_caption(text) and read_label(text).role != UNIT]
        alone = len(words) == 1 and not is_figure(words[0]) and _goes_across(rows[0])
        declares = len(words) <= 4 and any(_UNIT_CELL.match(text) for text in said) and not any(map(is_figure, words))
        if words and not (
            alone or declares or (said and len(said) >= len(words) - 1 and not any(map(is_figure, words)))
        ):
            break
        captions += words
        rows = rows[1:]
    return captions, rows


#: A cell of nothing but the unit, beside 部门：and its name: no header.
_UNIT_CELL = re.compile(r"\s*(?:金额|计量)?单\s*位\s*[:：]")


def _goes_across(row: Row) -> bool:
    filled = [place for place in row.places if place.text]
    first = next((n for n, place in enumerate(row.places) if place.text), 0)
    return len(filled) == len(row.places) or first == 0 or is_caption(filled[0].text)


def _header_height(rows: Sequence[Row]) -> int:
    """How many rows are header: those above the first with a figure that is no year above other figures."""
    for n, row in enumerate(rows):
        if n >= MOST_HEADER_ROWS:
            return 0
        texts = [place.text for place in row.places]
        if n and _is_group_row(row):
            return n
        figures = [c for c, text in enumerate(texts) if is_figure(text)]
        if not figures:
            if n and _lacks_figures(row, rows[n - 1]):
                return n
            continue
        bare_years = [c for c in figures if is_period(texts[c])]
        are_labels = len(bare_years) == len(figures) and (n == 0 or not _has_values_left(texts, bare_years))
        are_labels = are_labels and not holds_figures(row, rows[:n], rows[n + 1 :])
        sure = len(bare_years) > 1 or any("年" in texts[c] for c in bare_years)
        if are_labels and (sure or _figures_below(rows[n + 1 :], bare_years)):
            continue
        if _numbers_columns(row) and n:
            continue
        return n
    return 0 if not rows else min(len(rows), 1) if len(rows) > 1 else 0


def _lacks_figures(row: Row, above: Row) -> bool:
    """地区生产总值|亿元|— below 指标|单位|2023年: a row like those below it, of which nobody knows the figure."""
    if any(place.text and is_empty(place.text) for place in row.places[1:]):
        return True
    return any(
        is_unit(place.text) and read_label(over.text).role == UNIT
        for place, over in zip(row.places, above.places, strict=True)
    )


def _is_group_row(row: Row) -> bool:
    """One cell at the left, of its own or merged over the row: it heads the rows below it, not the columns."""
    alone = sum(1 for place in row.places if place.text and place.is_first) == 1
    return alone and bool(row.places[0].text) and read_label(row.places[0].text).role != INDEX


def _has_values_left(texts: Sequence[str], years: Sequence[int]) -> bool:
    return years == [0] and any(is_figure(text) for text in texts[1:])


def _figures_below(rows: Sequence[Row], columns: Sequence[int]) -> bool:
    return any(is_figure(row.places[c].text) and not is_period(row.places[c].text) for row in rows[:3] for c in columns)


def _numbers_columns(row: Row) -> bool:
    """A row that numbers the columns: 栏次 1 2 3=2-1."""
    texts = [place.text for place in row.places if place.is_first and place.text]
    numbers = [int(text) for text in texts if re.fullmatch(r"\d{1,2}", text)]
    others = [
        text
        for text in texts
        if not re.fullmatch(r"\d{1,2}(?:\s*[=＝]\s*[\d+\-/*×%（）()]+)?|栏次|行次|甲|乙|丙|丁", text)
    ]
    return len(numbers) > 1 and not others and all(b - a == 1 for a, b in pairwise(numbers))


def _data_width(data: Sequence[Row], width: int) -> int:
    used = [max((n + 1 for n, place in enumerate(row.places) if place.text), default=0) for row in data]
    return max([*used, 0]) if data else width


def _header_paths(header: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """For each column its labels from the top down. Empty places of upper rows belong to the cell on their left."""
    if not header:
        return [()] * width
    levels = [[place.text for place in row.places] for row in header]
    levels = [_stretched(level, width) if n == len(levels) - 1 else level for n, level in enumerate(levels)]
    levels = [(level + [""] * width)[: max(width, 0)] for level in levels]
    for n, level in enumerate(levels[:-1]):
        below = levels[n + 1]
        for c in range(1, width):
            if not level[c] and below[c] and level[c - 1] and below[c - 1]:
                level[c] = level[c - 1]
    paths = []
    for c in range(width):
        labels = [level[c] for level in levels if level[c]]
        paths.append(tuple(label for label, _ in groupby(labels)))
    return paths


def _stretched(labels: list[str], width: int) -> list[str]:
    """A header with fewer cells than the rows below: two labels were printed close together, or it lacks the corner."""
    count = max((n + 1 for n, text in enumerate(labels) if text), default=0)
    labels = labels[:count]
    if count >= width or not count:
        return labels
    pieces = [piece for label in labels for piece in _apart(label)]
    if len(pieces) == width:
        return pieces
    years = [piece for label in labels for piece in _years_apart(label)]
    if len(years) == width:
        return years
    return ["", *labels] if count == width - 1 and all(map(_heads_figures, labels)) else labels


def _names_time(label: str) -> bool:
    """2023, 2024年三季报: the label of a column of figures, and not of the names beside them."""
    return is_period(label) or _OF_YEAR.fullmatch(label) is not None


def _heads_figures(label: str) -> bool:
    """绝对数（亿元）, 比上年增长（%）, 预算数: so does what says how they are measured, or whether planned."""
    return _names_time(label) or _OF_FIGURES.search(label) is not None or is_status_only(read_label(label))


_OF_FIGURES = knowledge.phrase("of_figures")
_OF_YEAR = re.compile(r"(?:19|20)\d\d年?.{0,6}")


_CLOSE = re.compile(
    r"(?<=[）)])(?=[^\s（(])|(?<=[^\s比较同])(?=(?:比|较)(?:上年|去年|同期)|同比)|(?<=[量额值数率])(?=增长|±|增减)"
)
_YEARS = re.compile(r"(?<=\d年)(?=(?:19|20)\d\d)|(?<=[12]\d\d\d)(?=(?:19|20)\d\d)")


def _apart(label: str) -> list[str]:
    """产量比上年增长（%） → 产量, 比上年增长（%）."""
    return [piece.strip() for piece in _CLOSE.split(label) if piece.strip()]


def _years_apart(label: str) -> list[str]:
    return [piece.strip() for piece in _YEARS.split(label) if piece.strip()]


def _role(n: int, path: Sequence[str], data: Sequence[Row]) -> str:
    """What a column is for: as its label says, else as most of its cells are."""
    texts = [row.places[n].text for row in data if row.places[n].is_first and row.places[n].text]
    written = [text for text in texts if not is_empty(text)]
    label = read_label(path[-1]) if path else None
    if any(read_label(text).role == INDEX and not read_label(text).unit for text in path):
        return INDEX
    figures = sum(is_figure(text) and not _is_label_like(text, label) for text in written)
    if label and label.role == UNIT and not figures and not all(map(is_period, written)):
        return UNIT  # but of 单位 below 指标 with years below: the row of units, and a column of labels
    if label and label.role == REMARK and not label.unit and not (n == 0 and _OFFICES.search(path[-1])):
        return REMARK
    if not written:
        if path and ((n == 0 and not texts) or any(row.places[n].text == path[-1] for row in data)):
            return LABEL  # 项目资金（万元） merged over the rows below the header
        return EMPTY if not texts and not path else VALUE
    if not figures and all(is_unit(text) for text in written):
        return UNIT
    if _are_codes(written) or _is_headed_below(written):
        return INDEX
    if figures * 2 >= len(written):
        if n == 0 and _counts_up(written) and not (label and label.unit) and (len(data) > 1 or not path):
            return INDEX
        return VALUE
    return LABEL


def _with_kinds(data: Sequence[Row], columns: list[Column]) -> list[Column]:
    """类型, 责任单位 behind a group that is merged over rows: its words, and nothing else, tell the rows apart."""
    first = next((n for n, column in enumerate(columns) if column.role == VALUE), 0)
    for n in range(1, first):
        group, column = columns[n - 1], columns[n]
        of_rows = column.role == REMARK and group.role == LABEL and _is_merged(data, group.number)
        if of_rows and all(row.places[n].text and row.places[n].is_first for row in data):
            columns[n] = Column(column.number, LABEL, column.header)
    return columns


def _is_merged(data: Sequence[Row], number: int) -> bool:
    return any(not row.places[number].text or not row.places[number].is_first for row in data[1:])


#: Who answers for a row says nothing of it, but at the left it is the group that the row stands in.
_OFFICES = re.compile("(?:部门|单位)$")


_NUMBER = re.compile(rf"\d+(?:{FOOTNOTE}|[（(][^（()）]*[）)])*")


def _is_label_like(text: str, label: Label | None) -> bool:
    """A year or a month is a row's label where its column says so, or where nothing else says that it is a figure."""
    return is_period(text) and (not _NUMBER.fullmatch(text) or label is None or label.role == "period")


def _are_codes(texts: Sequence[str]) -> bool:
    """201, 20103, 2010301: codes of several levels, each beginning with that of the level above it; 合计 among them."""
    figures = [text for text in texts if is_figure(text)]
    if len(figures) < 3 or len(texts) - len(figures) > 2:
        return False
    texts = figures
    if not all(re.fullmatch(r"\d{3,10}", text) for text in texts):
        return False
    within = sum(below.startswith(above) and len(below) > len(above) for above, below in pairwise(texts))
    return within > 0 and all(len(text) % 2 == len(texts[0]) % 2 for text in texts)


def _is_headed_below(texts: Sequence[str]) -> bool:
    """类, 款, 项 beside the first figures: merged cells of a header that reach down to the row of 合计."""
    head, *others = texts
    return not is_figure(head) and read_label(head).role == INDEX and bool(others) and all(map(is_figure, others))


def _counts_up(texts: Sequence[str]) -> bool:
    """1 2 3 … in the first column number the rows, as codes of three digits and more do."""
    if not all(re.fullmatch(r"\d{1,7}", text) for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = {b - a for a, b in pairwise(numbers)}
    return numbers[0] in (0, 1) and steps <= {1}


def _halves(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Labels right of figures begin a second table beside the first, if figures follow them."""
    halves: list[list[Column]] = [[]]
    for at, column in enumerate(columns):
        has_values = any(c.role == VALUE for c in halves[-1])
        follows = any(c.role == VALUE for c in columns[at + 1 :])
        if column.role == LABEL and has_values:
            if follows:
                halves.append([])
            else:
                column = Column(column.number, REMARK, column.header)
        halves[-1].append(column)
    return [tuple(half) for half in halves]
