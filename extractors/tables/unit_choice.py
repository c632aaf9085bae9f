"""Which unit is a cell's figure in? Its own, its column's, its row's, the caption's; what is unsure is flagged."""

from __future__ import annotations

from msgspec import Struct

from extractors.language import knowledge
from extractors.quantities import units
from extractors.tables.cells import number_of, own_unit
from extractors.tables.heads import Head
from extractors.tables.labels import PERCENTS, counted_unit, is_of_kind, is_told_in_permille, measured_kind, usual_unit
from extractors.tables.rows import RowLabel

UnitName = tuple[str, str]  # scale and spelling
PERCENT: UnitName = ("", "%")
POINTS: UnitName = ("", "个百分点")
_IN_YUAN = knowledge.phrase("told_in_yuan")


class Units(Struct, frozen=True, gc=False):
    """Where units stand that are no cell's alone."""

    corner: UnitName | None  # in the header of the labels: 指标（亿元）
    captions: tuple[UnitName, ...]
    borrowed: dict[int, UnitName]  # by column: that of the column that it is a part of, or of one of its kind
    counted: UnitName | None = None  # what the caption says that the table counts


class Choice(Struct, frozen=True, gc=False):
    unit: UnitName | None
    flags: tuple[str, ...] = ()


NONE = Choice(None)


def choose_unit(text: str, label: RowLabel, head: Head, column: int, known: Units) -> Choice:
    """The unit of a cell. A share or a rate is never in the money of the caption; nothing is where nobody can know."""
    own = own_unit(text)
    choice = Choice(own) if own else _choose(text, label, head, column, known)
    if own and not own[1] and (scaled := _scaled(own[0], _choose(text, label, head, column, known))):
        return scaled
    return _of_scale(choice, label, head) if choice.unit is not None and not choice.unit[1] else choice


def _scaled(scale: str, told: Choice) -> Choice | None:
    """1.2万 below 金额（元）, and 1.2亿 below 金额（万元）: the cell's own scale, of the unit that its labels tell."""
    if told.unit is None or not told.unit[1] or told.unit[1] in PERCENTS:
        return None
    outer, unit = told.unit
    unsure = (f"unit_unsure: {scale}{unit} or {scale}{outer}{unit}",) if outer == scale else ()
    return Choice((scale, unit), (*told.flags, *unsure))


def _of_scale(choice: Choice, label: RowLabel, head: Head) -> Choice:
    """What a scale without a unit counts: 门诊人次（万） people, 发行总额（亿） money; nothing where no name says."""
    names = [name for name in (label.name, head.name) if name]
    if counted := next((unit for name in names if (unit := counted_unit(name) or usual_unit(name))), None):
        return Choice((choice.unit[0] if choice.unit else "", counted), choice.flags)
    if any(measured_kind(name) == "money" or _IN_YUAN.search(name) for name in names):
        return choice
    return choice if not names else NONE


def _choose(text: str, label: RowLabel, head: Head, column: int, known: Units) -> Choice:
    row_unit = label.unit or label.unit_cell
    if head.is_amount and row_unit and row_unit[1] in PERCENTS:
        return Choice(POINTS)
    if head.unit:
        return _of_column(head.unit, label, head)
    if head.change and not head.is_amount:
        return Choice(PERCENT, ("unit_unsure: % or an amount",) if head.is_unsure else ())
    if head.is_rate:
        return _rate(text, head.name or label.name)
    if label.unit:
        return Choice(label.unit)
    if label.unit_cell:
        return Choice(label.unit_cell) if _suits(label.unit_cell, head.name) else _wide(label, head, column, known)
    if label.label.is_rate:
        return _rate(text, label.name)
    counted = counted_unit(head.name) or counted_unit(label.name)
    counted = counted or (usual_unit(head.name) if head.name.endswith("数量") else None)
    wide = [known.corner] if known.corner else list(known.captions)
    if counted:
        return Choice(next((unit for unit in wide if unit[1] == counted), ("", counted)))
    return _wide(label, head, column, known, text)


def _of_column(unit: UnitName, label: RowLabel, head: Head) -> Choice:
    """The unit in a column's header; one in brackets behind the row's name is of that row alone."""
    if unit[1] in PERCENTS or head.is_rate or head.change or label.unit is None or label.unit == unit:
        return Choice(unit)
    return Choice(label.unit, (f"unit_unsure: {''.join(label.unit)} or {''.join(unit)}",))


def _rate(text: str, name: str) -> Choice:
    """A rate without a unit is in %, unless it is one of those that are told in ‰, or a fraction of 1."""
    value = number_of(text)
    if is_told_in_permille(name):
        return Choice(PERCENT, ("unit_unsure: % or ‰",))
    if value is not None and 0 < value <= 1 and len(text.partition(".")[2]) > 1:
        return Choice(PERCENT, ("unit_unsure: % or a fraction of 1",))
    return Choice(PERCENT)


def _is_great(text: str) -> bool:
    """14,206,771,508.92: no share, though a line above says （%） of another column."""
    return abs(number_of(text) or 0) >= _NO_SHARE


_NO_SHARE = 1e4


def _suits(unit: UnitName, name: str) -> bool:
    """Whether what is named so can be counted in a unit: no 单价 in 台, no 人口 in 万元."""
    kind, known = measured_kind(name), units.look_up(unit[1]) if unit[1] else units.resolve("元")
    return kind is None or known is None or known.kind == kind


def _wide(label: RowLabel, head: Head, column: int, known: Units, text: str = "") -> Choice:
    """The unit of the caption or the corner: of several the one that suits the name."""
    wide = [known.corner] if known.corner else list(known.captions)
    wide = [unit for unit in wide if unit[1] not in PERCENTS] or ([] if _is_great(text) else wide)
    names = [name for name in (head.name, label.name) if measured_kind(name)]
    name = names[0] if names else head.name or label.name
    if len(wide) > 1:
        usual = usual_unit(name)
        if best := [unit for unit in wide if unit[1] == usual]:
            return Choice(best[0])
        if names and (best := [unit for unit in wide if _suits(unit, name)]):
            wide = best
        elif not names and (best := [unit for unit in wide if is_of_kind(unit, head.kind)]):
            wide = best  # 金额 names nothing, but is no number of 人
        if len(wide) > 1:
            return Choice(wide[0], (f"unit_unsure: {' or '.join(''.join(unit) for unit in wide)}",))
    if wide:
        suits = all(_suits(unit, name) for name in names for unit in wide) if names else True
        return Choice(wide[0]) if suits else NONE
    if borrowed := known.borrowed.get(column):
        return Choice(borrowed, (f"unit_borrowed: {''.join(borrowed)}",))
    noun = usual_unit(name) if name.endswith("数") else None
    if noun and text.isdigit():
        return Choice(("", noun))
    return Choice(known.counted) if known.counted and text.isdigit() and not names else NONE
