"""What do the cells of a table state? Row label × column label is the metric; the unit stands in a label or the cell.

Readers put each table row on one line, cells apart by tabs; Markdown tables have bars. Positions are those of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from msgspec import Struct

from extractors.language.grammar import DIGIT
from extractors.language.numerals import NumeralError, parse_number, times
from extractors.quantities import units
from extractors.quantities.mention import Mention

_ROW = regex.compile(r"^[^\n]*(?:\t|\|)[^\n]*$", regex.MULTILINE)
_RULE = regex.compile(r"[\s|:\-—]+")  # the line under a Markdown header
_NUMBER = regex.compile(
    rf"[-−]?{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}})+(?:[.．]{DIGIT}+)?|[-−]?{DIGIT}+(?:[.．]{DIGIT}+)?(?:[eE][+-]{DIGIT}{{1,3}})?"
)
_BRACKET = regex.compile(r"[（(]\s*(?:单位[:：]\s*)?(?P<scale>[十百千万亿]*)(?P<unit>[^（）()\d，、]{1,8})[）)]\s*$")
_CAPTION = regex.compile(r"单位\s*[:：]\s*(?P<scale>[十百千万亿]*)(?P<unit>[^\s\d，、；）)|]{1,8})")
_YEAR_LABEL = regex.compile(r"(?:(?:19|20)\d\d)\s*年?度?(?:末|底)?")
_BLANK_LABEL = regex.compile(r"(?:数量|数值|指标值|合计|总计|数|值|本年|完成数|完成情况|实际|绝对数|实绩)?")
_UNIT_COLUMN = regex.compile(r"(?:计量)?单位")
_CHANGE_COLUMN = regex.compile(r"(?:比上年|同比|较上年)?.{0,3}(?:增长|增减|增幅|±)")
_MISCOUNTED = ("序号", "编号", "代码", "排名", "名次", "年份", "年度", "电话", "邮编")


class Cell(Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str


class TableFigure(Struct, frozen=True, gc=False):
    """One figure of a table: the quantity, its metric, its column's label (often a year) and its row."""

    mention: Mention
    metric: str
    column: str
    row_start: int
    row_end: int
    is_change: bool


def find_tables(text: str) -> Iterator[tuple[int, int, list[TableFigure]]]:
    """Start, end and figures of each table of the text, in order. A table has a header row and one row at least."""
    if "\t" not in text and "|" not in text:
        return
    rows: list[tuple[int, int, list[Cell]]] = []
    for match in _ROW.finditer(text):
        if rows and text[rows[-1][1] : match.start()].strip("\n\r \t|:-—"):
            yield from _read_table(text, rows)
            rows = []
        if not _RULE.fullmatch(match[0]):
            rows.append((match.start(), match.end(), _cells(match)))
    if rows:
        yield from _read_table(text, rows)


def _cells(match: regex.Match[str]) -> list[Cell]:
    """The cells of a row, empty ones too, so that they stay under their labels; outer bars bound no cell."""
    row = match[0]
    mark = "\t" if "\t" in row else "|"
    cells, at = [], match.start()
    for written in row.split(mark):
        inner = written.strip()
        start = at + (written.index(inner) if inner else 0)
        cells.append(Cell(start, start + len(inner), inner))
        at += len(written) + 1
    if mark == "|" and row.lstrip().startswith("|"):
        cells = cells[1:]
    if mark == "|" and row.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def _read_table(text: str, rows: Sequence[tuple[int, int, list[Cell]]]) -> Iterator[tuple[int, int, list[TableFigure]]]:
    header = rows[0][2]
    if len(rows) < 2 or len(header) < 2 or any(_is_figure(cell.text) for cell in header[1:]):
        return
    caption = _CAPTION.search(text, max(0, rows[0][0] - 60), rows[0][0])
    figures: list[TableFigure] = []
    for start, end, cells in rows[1:]:
        if len(cells) == len(header):
            figures += _read_row(header, cells, caption, start, end)
    if figures:
        yield rows[0][0], rows[-1][1], figures


def _is_figure(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and not _YEAR_LABEL.fullmatch(text)


def _read_row(
    header: Sequence[Cell], cells: Sequence[Cell], caption: regex.Match[str] | None, start: int, end: int
) -> Iterator[TableFigure]:
    row_label, row_unit = _label(cells[0].text)
    stated = next((c.text for h, c in zip(header, cells, strict=True) if _UNIT_COLUMN.fullmatch(h.text)), None)
    for head, cell in zip(header[1:], cells[1:], strict=True):
        number = _NUMBER.match(cell.text)
        if number is None or head.text.startswith(_MISCOUNTED) or cells[0].text.startswith(_MISCOUNTED):
            continue
        rest = cell.text[number.end() :].strip()
        column, column_unit = _label(head.text)
        scale, spelling = _unit(rest, row_unit, column_unit, stated, caption)
        unit = units.look_up(spelling) if spelling else None
        if unit is None or (rest and not units.look_up(rest.lstrip("十百千万亿"))):
            continue
        try:
            value = times(parse_number(number[0]), parse_number(scale)) if scale else parse_number(number[0])
        except NumeralError:
            continue
        named = "" if _YEAR_LABEL.fullmatch(column) or _BLANK_LABEL.fullmatch(column) else column
        changed = bool(_CHANGE_COLUMN.search(column))
        metric = row_label if changed else row_label + named
        mention = Mention(cell.start, cell.end, value, None, None, unit, "exact", False)
        yield TableFigure(mention, metric, column, start, end, changed)


def _label(text: str) -> tuple[str, tuple[str, str] | None]:
    """A label without its bracketed unit, and that unit as scale and spelling: 总产量（万吨）."""
    match = _BRACKET.search(text)
    name = text[: match.start()] if match else text
    name = regex.sub(r"^(?:其中|#|[一二三四五六七八九十\d]+[、.．])[:：]?\s*", "", name).strip(" \u3000*#：:")
    return name, (match["scale"], match["unit"]) if match and units.look_up(match["unit"]) else None


def _unit(
    rest: str,
    row: tuple[str, str] | None,
    column: tuple[str, str] | None,
    stated: str | None,
    caption: regex.Match[str] | None,
) -> tuple[str, str]:
    """Scale and spelling of a cell's unit: its own, its column's, its row's, the unit column's or the caption's."""
    if rest:
        return rest[: len(rest) - len(rest.lstrip("十百千万亿"))], rest.lstrip("十百千万亿")
    if column or row:
        return column or row or ("", "")
    if stated:
        return stated[: len(stated) - len(stated.lstrip("十百千万亿"))], stated.lstrip("十百千万亿")
    return (caption["scale"], caption["unit"]) if caption else ("", "")
