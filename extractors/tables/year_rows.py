"""Does a row whose figures all look like years head the columns, or does it hold figures: 床位数（张）|1998|2015?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractors.tables.cells import is_figure
from extractors.tables.grid import Place, Row
from extractors.tables.labels import is_period, is_unit, read_label

#: What the corner of a header says: 指标, 年份, 序号, 单位; a row with another name is about what it names.
_CORNERS = frozenset(("blank", "period", "index", "unit", "remark"))


def holds_figures(row: Row, above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether a row whose figures are all bare years is one of figures. `above`: the rows of the header before it."""
    if not _is_named(row):
        return False
    if _has_unit(row):  # 粮食产量（吨）|2021|2022 above rows without units says what they all measure
        return bool(above) or any(map(_has_unit, below[:_NEAR]))
    years = [n for n, place in enumerate(row.places) if n and is_period(place.text)]
    return bool(above) and all(any(_is_label(r, n) for r in above) for n in years)


_NEAR = 3


def begins_anew(row: Row, head: Sequence[str]) -> bool:
    """Whether such a row below figures heads others: 指标|2022|2023; no 教育支出|2019|2020 of 预算 and 决算."""
    if not _is_named(row):
        return True
    years = [int(place.text) for place in row.places if place.text.isdecimal()]
    follow = len(years) > 1 and {abs(b - a) for a, b in pairwise(years)} == {1}
    return follow and not _has_unit(row) and any(read_label(text).when for text in head)


def _is_named(row: Row) -> bool:
    """A name of its own, or a year that labels the row, at the left."""
    first = row.places[0]
    if not first.text or not first.is_first:
        return False
    return is_period(first.text) or (not is_figure(first.text) and read_label(first.text).role not in _CORNERS)


def _has_unit(row: Row) -> bool:
    """接待游客|人|2003, 床位数（张）|1998."""
    words = [place.text for place in row.places if place.text and not is_figure(place.text)]
    return any(map(is_unit, words[1:][-1:])) or any(read_label(text).unit for text in words[:1])


def _is_label(row: Row, column: int) -> bool:
    place = row.places[column]
    return place.is_first and bool(place.text)


_OF_TWO_DIGITS = re.compile(r"[‘’']?(?P<year>\d\d)年(?P<rest>度?[末底]?(?:实[绩际]|完成|计划|预算|决算|预计|目标)?数?)")


def with_centuries(rows: Sequence[Row]) -> list[Row]:
    """The same with 22年 as 2022年, where that heads a column beside 21年 or nothing else, or stands below 年份."""
    if not rows or not any(_OF_TWO_DIGITS.fullmatch(place.text) for row in rows[:2] for place in row.places):
        return list(rows)
    first, *others = rows
    corner, *heads = first.places
    if _is_corner(corner) and _tells_years(heads):
        first = replace(first, places=tuple(map(_with_century, first.places)))
    if read_label(corner.text).role == "period" and _tells_years([row.places[0] for row in others]):
        others = [replace(row, places=(_with_century(row.places[0]), *row.places[1:])) for row in others]
    return [first, *others]


def _is_corner(place: Place) -> bool:
    return read_label(place.text).role in _CORNERS and not is_figure(place.text)


def _tells_years(places: Sequence[Place]) -> bool:
    """22年 alone or beside a year in full, 21年|22年: those beside each other follow each other."""
    years = [int(match["year"]) for place in places if (match := _OF_TWO_DIGITS.fullmatch(place.text))]
    return bool(years) and all(abs(b - a) <= 1 for a, b in pairwise(years))


def _with_century(place: Place) -> Place:
    match = _OF_TWO_DIGITS.fullmatch(place.text)
    if match is None:
        return place
    century = "20" if int(match["year"]) < _LAST_CENTURY else "19"
    return replace(place, text=f"{century}{match['year']}年{match['rest']}")


_LAST_CENTURY = 50
