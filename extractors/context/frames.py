"""What does a section say of all its sentences? Its part, the year that it speaks of, its heading."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractors.context.periods import MANY_YEARS, Period, find_periods
from extractors.context.resolvers import Years
from extractors.language.script import simplify
from extractors.model import Report, Section
from extractors.structure.titles import SUMMARY_TITLE
from extractors.structure.years import SESSION_REPORT

_PLAN_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_IS_BUDGET = re.compile("执行情况.*(?:预算|计划)(?:草案|的报告|报告|（草案）|$)")
#: What is said of how a budget was carried out or is made, and is none. The words stand in the names of offices, too:
#: 市场监督管理局部门预算, 法院部门预算, 审计局部门预算.
_NO_BUDGET = (
    "执行(?!局|大队)|决算|总结|审计(?!局|厅|署)|绩效|工作(?!委员会|部|站|局)|管理(?!局|委员会|处|所|站|中心|办)"
    "|评审(?!中心)|预算法|办法|方法|立法"
)
#: A department's budget, by its title: 2023年部门预算公开.
_IS_BUDGET_ITSELF = re.compile(f"^(?!.*(?:{_NO_BUDGET})).*(?:部门|单位|年度?|经费)预算")
#: A part of its publication, by a heading: 收支预算情况说明, “三公”经费预算.
_IS_BUDGET_HEADING = re.compile(
    f"^(?!.*(?:{_NO_BUDGET}|完成)).*"
    "(?:(?:部门|单位)预算.{0,6}(?:情况|说明|公开|安排)|预算(?:编制|安排|总?表)?(?:情况)?的?说明|“?三公”?经费.{0,8}预算)"
)
_CARRIED_OUT = re.compile("执行(?!局|大队)|决算|总结|审计(?!局|厅|署)|工作报告")
_IS_ADDRESS = re.compile("^各位代表")  # an untitled report to an assembly begins so


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
    now = year + 1 if year and session else year
    topic = section.path.rsplit(" > ", 1)[-1][:16]
    if "\t" in topic or "|" in topic:
        topic = ""  # a row of a table that was taken for a heading
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
