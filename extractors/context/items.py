"""What does the line say that a list of items stands below? 2022年重点办好10件民生实事：（1）… （2）…

Its year and that it is planned hold for all items, each a paragraph of its own, until one begins without a number.
"""

from __future__ import annotations

from msgspec import Struct

from extractors.context.periods import Period, find_periods
from extractors.context.resolvers import Years
from extractors.language import knowledge

_BEGINS, _PLANS = knowledge.phrase("begins_item_line"), knowledge.phrase("heads_items")
GOES_ON_ABOVE = knowledge.phrase("goes_on_above")
_MOST_ITEMS, _LONGEST_HEAD = 40, 120  # paragraphs that are looked back over; characters of the last sentence above them
_COLONS = ("：", ":")
_YEARS = frozenset({"year", "next_year", "new_year", "this_year"})


class Head(Struct, frozen=True, gc=False):
    """What stands above a list of planned items."""

    period: Period | None


def is_item(text: str, first: int) -> bool:
    """Whether the paragraph at `first` is an item of a list."""
    return _BEGINS.match(text, first) is not None


def planned_above(text: str, first: int, years: Years | None) -> Head | None:
    """The head of the list that the paragraph at `first` is an item of, where it says that the items are planned."""
    if not _BEGINS.match(text, first):
        return None
    for _ in range(_MOST_ITEMS):
        end = first - 1
        while end > 0 and text[end - 1].isspace():
            end -= 1
        if end <= 0:
            return None
        first = text.rfind("\n", 0, end) + 1
        if not text.endswith(_COLONS, first, end):
            if _BEGINS.match(text, first):
                continue
            return None
        return _head_of(text[max(first, end - _LONGEST_HEAD) : end], years)
    return None


def _head_of(line: str, years: Years | None) -> Head | None:
    sentence = line[max(line.rfind(mark) for mark in "。；！") + 1 :]
    if not _PLANS.search(sentence):
        return None
    times = [p for p in find_periods(sentence, years) if p.rule in _YEARS and not p.origin] if years else []
    return Head(times[-1] if times else None)
