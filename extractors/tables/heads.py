"""What do the labels above a column say together? Name, unit, time, status, and of what it is the change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from extractors.tables.cells import number_of
from extractors.tables.grid import Row
from extractors.tables.labels import (
    PERCENTS,
    YEAR,
    Label,
    is_status_only,
    is_sure_unit,
    is_unit,
    measured_kind,
    read_label,
    spelling_of,
)
from extractors.tables.layout import INDEX, LABEL, REMARK, VALUE, Column

_AMOUNT = re.compile(r"(?:增减|增加|减少|增长|变动|变化|增|减)(?:额|数额|数|量|值|金额)|增加$|减少$")
#: Change without a word that says whether it is an amount or a rate.
_EITHER = re.compile(
    r"(?:增减|变化|变动|增加|减少)(?:情况)?$|^(?:比|较|与).{0,8}(?:比较|相比|年|同期)$|^(?:比较|对比|增减)$"
)
_GROWTH = re.compile("(?:增长|同比)$")
_BEFORE = re.compile("上年|去年|上一年|同期|上期")
_SAME_PART = re.compile("同期|同月|上期")
_WHOLE_YEAR = re.compile("年初|年度|全年|年计划|年目标|年预算")
_PART_OF_YEAR = re.compile("月|季|半年|累计")
_YEARS = re.compile(YEAR)


class Head(Struct, frozen=True, gc=False):
    """What the labels above a column say together."""

    name: str
    unit: tuple[str, str] | None
    whens: tuple[str, ...]
    status: str | None
    change: str | None
    is_rate: bool
    is_amount: bool  # of change, in the unit of what changes: 增减额
    is_unsure: bool  # of change, and nobody knows whether an amount or a rate
    is_part: bool  # 其中
    skipped: bool
    kind: str | None = None  # of what is measured, as the nearest label says: 金额


def read_head(column: Column, half: Sequence[Column], data: Sequence[Row]) -> Head:
    labels = [read_label(text) for text in column.header]
    shared = {text for c in half if c.role == LABEL for text in c.header}  # 支出用途 over names and sums alike
    bare_units = [n for n, text in enumerate(column.header) if (is_unit if n else is_sure_unit)(text)]
    names = [
        label.name
        for n, label in enumerate(labels)
        if n not in bare_units
        and column.header[n] not in shared
        and label.name
        and not is_status_only(label)
        and label.role != "unit"
        and not (n + 1 < len(labels) and label.name.endswith("情况"))  # 申请人情况 over 自然人
    ]
    whens = [label.when for label in labels if label.when]
    status = next((label.status for label in reversed(labels) if label.status), None)
    unit = next((label.unit for label in reversed(labels) if label.unit), None)
    if unit is None and bare_units:
        unit = spelling_of(column.header[bare_units[-1]])
    change = next((label.change for label in reversed(labels) if label.change), None)
    last = column.header[-1] if column.header else ""
    is_amount = _AMOUNT.search(last) is not None and not (labels and labels[-1].is_rate and unit in _PERCENT_UNITS)
    is_unsure = False
    is_rate = any(label.is_rate for label in labels[-1:])
    beside = _level_beside(column, half) if change or is_rate else None
    if change and unit is None and not is_amount and not is_rate and _EITHER.search(re.sub(r"\s", "", last)):
        is_amount, is_unsure = _weigh_change(column, half, data)
    elif change and unit is None and not is_amount and _GROWTH.search(re.sub(r"\s", "", last)):
        is_amount = _weigh_change(column, half, data)[0]  # 增长, and 563 is what 21740 is more than 21177
    if (change or (is_rate and "计划" in last) or (is_rate and "预算" in last)) and beside is not None:
        beside_labels = [read_label(text) for text in beside.header]
        if change:
            names = names or [label.name for label in beside_labels if label.name and not is_status_only(label)]
            status = status or next((label.status for label in reversed(beside_labels) if label.status), None)
        if set(whens) <= {"累计"}:  # 累计同比 is of the months that the column beside it adds up
            whens = [label.when for label in beside_labels if label.when] or whens
    when = " ".join(whens)
    if _SAME_PART.search(when) and not _PART_OF_YEAR.search(when.replace("同月", "")):
        near = next((w for w in _whens_left(column, half) if _PART_OF_YEAR.search(w)), None)
        whens = [near, *whens] if near else whens
    if status == "target" and not whens and _WHOLE_YEAR.search(last):
        whens = ["全年"]
    return Head(
        "".join(dict.fromkeys(names)),
        unit,
        tuple(whens),
        status,
        change,
        is_rate,
        is_amount,
        is_unsure,
        any(label.is_part for label in labels),
        any(label.role == INDEX for label in labels[-1:])
        or any(label.role == REMARK and not label.unit for label in labels[-1:]),
        measured_kind(last),
    )


_PERCENT_UNITS = tuple(("", mark) for mark in PERCENTS)


def _levels(column: Column, half: Sequence[Column]) -> list[tuple[Column, list[Label]]]:
    """The columns of levels left of one, the nearest first, then those on its right."""
    left = [c for c in reversed(half) if c.number < column.number and c.role == VALUE]
    right = [c for c in half if c.number > column.number and c.role == VALUE]
    read = [(c, [read_label(text) for text in c.header]) for c in (*left, *right)]
    return [(c, labels) for c, labels in read if not any(label.change or label.is_rate for label in labels)]


def _level_beside(column: Column, half: Sequence[Column]) -> Column | None:
    """The column of what changes: of 增长（%） beside 产量（吨） 产量's; of several years, that of the latest."""
    found: Column | None = None
    latest = -1
    for other, labels in _levels(column, half):
        if other.number > column.number or (found and labels and labels[0].name != read_label(found.header[0]).name):
            break
        if any(label.status in ("target", "forecast") for label in labels[-1:]) and found:
            continue
        when = " ".join(label.when for label in labels)
        year = 0 if _BEFORE.search(when) else max(map(int, _YEARS.findall(when)), default=1)
        if year > latest:
            found, latest = other, year
    return found


def _whens_left(column: Column, half: Sequence[Column]) -> list[str]:
    return [" ".join(label.when for label in labels if label.when) for _, labels in _levels(column, half)]


def _weigh_change(column: Column, half: Sequence[Column], data: Sequence[Row]) -> tuple[bool, bool]:
    """Whether a column of change holds amounts, and whether that is unsure: two columns of levels may tell it."""
    levels = [other for other, _ in _levels(column, half) if other.number < column.number]
    amounts = rates = 0
    for row in data:
        change = number_of(row.places[column.number].text)
        if change is None:
            continue
        values = [value for c in levels[:6] if (value := number_of(row.places[c.number].text)) is not None]
        for n, one in enumerate(values):
            for two in values[n + 1 :]:
                for now, before in ((one, two), (two, one)):
                    if abs(now - before - change) <= 0.006 * max(1.0, abs(change)):
                        amounts += 1
                    elif before and abs((now / before - 1) * 100 - change) <= 0.06:
                        rates += 1
    if amounts > rates:
        return True, False
    return False, rates == 0
