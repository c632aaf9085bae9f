"""Does a section sum up, name problems, or plan?

The words of its heading decide (data/structure.toml); a heading that says nothing goes with the one it stands under, or
after. The report's year is needed: 2024年 in a heading is plan in a report on 2023, summary in one on 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractors.language import knowledge
from extractors.structure.titles import PLAN_TITLE, SUMMARY_TITLE

SUMMARY, PROBLEMS, PLAN, OTHER = "summary", "problems", "plan", "other"
TURN = knowledge.phrase("turns_to_plan")
NO_YEAR = "(?!)"  # matches nothing: the report's year is unknown


@dataclass(frozen=True, slots=True)
class PartRule:
    part: str
    pattern: str
    unless: str | None
    under: frozenset[str] | None

    def compile(self, year: int | None) -> CompiledRule:
        return CompiledRule(
            self.part, compiled(self.pattern, year), compiled(self.unless, year) if self.unless else None, self.under
        )


@dataclass(frozen=True, slots=True)
class CompiledRule:
    part: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    under: frozenset[str] | None


def compiled(pattern: str, year: int | None) -> re.Pattern[str]:
    """A pattern for reports of a year; most name none, and are the same for all."""
    return _fill(pattern, year if "{year}" in pattern or "{next}" in pattern else None)


@lru_cache(maxsize=512)
def _fill(pattern: str, year: int | None) -> re.Pattern[str]:
    own, following = (str(year), f"(?:{year + 1}|{year + 2})年") if year else (NO_YEAR, NO_YEAR)
    return re.compile(pattern.replace("{year}", own).replace("{next}", following))


class PartRules:
    """The part rules of one report, its year filled in."""

    def __init__(self, rules: Iterable[PartRule], year: int | None) -> None:
        self.rules = tuple(rule.compile(year) for rule in rules)
        self.known: dict[tuple[str, str], str | None] = {}

    def of_heading(self, heading: str, parent: str) -> str | None:
        """The part that a heading names, below a heading of part `parent` ("" = outermost); None if it names none."""
        key = heading, parent
        if key not in self.known:
            self.known[key] = self._decide(heading, parent)
        return self.known[key]

    def _decide(self, heading: str, parent: str) -> str | None:
        for rule in self.rules:
            if rule.under is not None and parent not in rule.under:
                continue
            if rule.pattern.search(heading) and not (rule.unless and rule.unless.search(heading)):
                return rule.part
        return None


def read_rules(data: dict[str, Any]) -> tuple[PartRule, ...]:
    return tuple(
        PartRule(row["part"], row["pattern"], row.get("unless"), frozenset(row["under"]) if "under" in row else None)
        for row in data["part"]
    )


def of_title(title: str) -> str:
    """The part of what stands before any heading: plan where the title is only a plan."""
    return PLAN if PLAN_TITLE.search(title) and not SUMMARY_TITLE.search(title) else SUMMARY


def after(sibling: str, of_report: str) -> str:
    """The part of an outermost heading that names none, from the one before it: "" where it is the first.

    A plan looks back in one section (发展基础, 2023年工作回顾); the next one that names no part goes on with the plan.
    """
    if sibling == OTHER:
        return OTHER
    return PLAN if sibling in (PLAN, PROBLEMS) or of_report == PLAN else SUMMARY


def turns_to_plan(paragraph: str, year: int | None) -> bool:
    """Whether a paragraph opens the plan without a heading: 2024年，我们将…, 各位代表！做好2026年工作…"""
    if year is None:
        return False
    match = TURN.match(paragraph)
    return bool(match and (not match["year"] or int(match["year"]) == year + 1))
