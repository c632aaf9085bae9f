"""Which year does a meeting look back on, and which one ahead to? Speeches, and news of assemblies."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.language import knowledge
from extractors.structure import dates
from extractors.structure.lines import Line

LOOKING_BACK = knowledge.phrase("looking_back")
SESSION_DAY, YEAR_AHEAD = knowledge.phrase("session_day"), knowledge.phrase("year_ahead")
SPEECH = knowledge.phrase("speech_title")
REPORTED_UNTIL = 4  # a year is summed up until April of the next one
OPENING = 80  # characters of a line, in which the day of the assembly stands


def looks_ahead_to(year: int, lines: Sequence[Line]) -> bool:
    """Whether a text tells, of a day in spring, what an assembly heard, and of that year as the one to come: 2月5日，
    县第十八届人民代表大会第三次会议…。2024年是开局之年."""
    openings = (SESSION_DAY.match(line.text[:OPENING]) for line in lines[:3])
    opening = next((match for match in openings if match), None)
    if opening is None or int(opening["month"]) > REPORTED_UNTIL:
        return False
    return any(int(ahead["year"]) == year for line in lines for ahead in YEAR_AHEAD.finditer(line.text))


def year_before_speech(title: str, years: Sequence[tuple[int, int]], headings: Sequence[str]) -> int | None:
    """The year before that of a speech, 2010年…会议上的讲话, whose headings look back on it: 一、2009年工作回顾."""
    if len(years) > 1 or not SPEECH.search(title):
        return None
    before = years[0][1] - 1
    told = [[year for _, year in dates.find_years(heading)] for heading in headings if LOOKING_BACK.search(heading)]
    return before if [before] in told and [years[0][1]] not in told else None
