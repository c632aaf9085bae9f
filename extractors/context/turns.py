"""From where on does a paragraph tell what is planned, whatever its heading says? 我局将…, 下一步，…, 今年，我们要…

To the end of the paragraph, and of the items below one that ends with a colon.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.frames import Frame, frame_of
from extractors.context.periods import Period
from extractors.language import knowledge
from extractors.model import Report, Section

_OPENS_PLAN = knowledge.phrase("opens_plan")
_MAY_OPEN = re.compile(
    r"[\s\u3000]*[（(一二三四五六七八九十\d]|[^，。；]{0,24}(?:[将要]|力争|打算|下一|下步|下阶段|接下来|今后|[明来]年|新)"
)
_ITEM = re.compile(r"[\s\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．是]|首先|其次|再次|最后|[①-⑳●■◆—–-])")
_SENTENCE_END = re.compile("[。！？；]")
_TOLD_IN = frozenset(("summary", "problems"))  # the parts whose paragraphs may turn


class Turn(Struct, frozen=True, gc=False):
    """Where a paragraph begins to tell of what is planned."""

    start: int
    of_now: bool  # 今年，我们要…: 今年 is the planned year
    lasts: bool  # the items below go on with it


def find_turn(text: str, start: int, end: int, before: Turn | None, part: str) -> Turn | None:
    """The turn of the last paragraph between two positions; `before`: of the one that stands before `start`."""
    if part not in _TOLD_IN:
        return None
    turn = before
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        opens = _opening(text, start, stop)
        if opens is not None:
            turn = Turn(opens.start(), opens["now"] is not None, text[start:stop].rstrip().endswith(("：", ":")))
        elif turn is not None and turn.lasts and _ITEM.match(text, start, stop):
            turn = replace(turn, start=start)
        elif text[start:stop].strip():
            turn = None
        start = stop + 1
    return turn


def _opening(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first sentence of a paragraph that opens a plan: looked for only where one begins that may do so."""
    at = start
    while at < end:
        if _MAY_OPEN.match(text, at, end) and (opens := _OPENS_PLAN.match(text, at, end)):
            return opens
        mark = _SENTENCE_END.search(text, at, end)
        if mark is None:
            return None
        at = mark.end()
    return None


def planned(turn: Turn, report: Report, section: Section, covered: tuple[Period, ...]) -> Frame:
    """What is told of all sentences behind the turn: they stand as below a heading that names the plan."""
    frame = frame_of(report, replace(section, part="plan"), covered)
    year, signed = report.year, report.signed_on
    now = signed.year if signed else frame.now
    if year is not None and now is not None and frame.year == year == now - 1:  # summed up in the spring that followed
        frame = replace(frame, year=now, past_year=year, now=now)
    if not turn.of_now:
        return frame
    if (
        report.now and year is not None and frame.year == year < report.now
    ):  # news of last year, and what 今年 is to bring
        return replace(frame, year=report.now, past_year=year, now=report.now)
    return replace(frame, now=frame.year)
