"""What does a section say of all its sentences? Its part, the year that it speaks of, its heading."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.periods import MANY_YEARS, Period, find_periods
from extractors.context.resolvers import Years
from extractors.language import knowledge
from extractors.language.script import simplify
from extractors.model import Report, Section
from extractors.structure.titles import SUMMARY_TITLE
from extractors.structure.years import SESSION_REPORT

_PLAN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_IS_BUDGET, _CARRIED_OUT = knowledge.phrase("budget_report"), knowledge.phrase("carried_out")
_IS_BUDGET_ITSELF, _IS_BUDGET_HEADING = knowledge.phrase("budget_itself"), knowledge.phrase("budget_heading")
_IS_ADDRESS, _NO_TOPIC = knowledge.phrase("address"), knowledge.phrase("no_topic")


class Frame(Struct, frozen=True, gc=False):
    """What a section says of all its sentences."""

    part: str
    year: int | None  # the year its figures speak of
    past_year: int | None  # the year its facts speak of; differs in a plan
    looks_back: bool  # its paragraph begins with 这五年, 过去一年 …
    now: int | None  # what 今年 means
    topic: str  # what the section is about, for figures whose sentence does not name it
    budget: bool = False  # what a budget provides for: its sums are targets, its staff and cars are there
    lead: Period | None = None  # several years that a heading or the lead sentence of a paragraph names


def frame_of(report: Report, section: Section) -> Frame:
    """What a section's heading and its report's title tell."""
    year = report.year
    title = report.title if report.is_titled else ""
    session, summary = _kinds_of(title)
    summed_up = summary or section.part != "plan"
    session = session or bool(_IS_ADDRESS.match(report.title))
    now = report.now or (year + 1 if year and session else year)
    topic = section.path.rsplit(" > ", 1)[-1][:16]
    if _NO_TOPIC.search(topic):
        topic = ""  # a row of a table that was taken for a heading, a sentence, 基本情况
    lead = _lead_of(topic, year)
    if year is not None and section.part != "plan" and _is_budget(title, section.path):
        return Frame("plan", year, year - 1, False, year, topic, True, lead)
    if section.part != "plan" or year is None:
        return Frame(section.part, year, year, False, now, topic, False, lead)
    stated = [int(y) for y in _PLAN_YEAR.findall(section.path) if int(y) >= year]
    planned = max(stated) if stated and max(stated) <= year + 2 else (year + 1 if summed_up else year)
    if _IS_BUDGET.search(report.title):
        now = planned
    return Frame("plan", planned, year, False, now, topic, False, lead)


@lru_cache(maxsize=1024)
def _is_budget(title: str, path: str) -> bool:
    """Whether a section belongs to a department's budget: its report's title says so, or a heading above it."""
    title = simplify(title)
    if _IS_BUDGET_ITSELF.search(title):
        return True
    if "预算" not in path or _CARRIED_OUT.search(title) or _CARRIED_OUT.search(path):
        return False
    return any(_IS_BUDGET_HEADING.search(heading) for heading in path.split(" > "))


def _lead_of(heading: str, year: int | None) -> Period | None:
    """The several years that a heading names: “十五五”时期主要目标."""
    if year is None or not MANY_YEARS.search(heading):
        return None
    found = find_periods(heading, Years(year, year))
    return replace(found[0], rule="heading") if found and found[0].first.year != found[0].last.year else None


@lru_cache(maxsize=1024)
def _kinds_of(title: str) -> tuple[bool, bool]:
    """Whether a title is that of a report to an assembly, and that of a summing-up: asked for each section."""
    return bool(SESSION_REPORT.search(title)), bool(SUMMARY_TITLE.search(title))
