"""What are the values of a column called on the page? In the reader's language, and in no other beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.messages.catalogue import CHINESE, N_
from extractors.quantities.units import standard_names
from flows.dashboard.language import _, spoken

TERMS = {
    "count": N_("count"), "percentage": N_("percentage"), "area": N_("area"), "money": N_("money"),
    "length": N_("length"), "mass": N_("mass"), "volume": N_("volume"), "power": N_("power"), "energy": N_("energy"),
    "duration": N_("duration"), "temperature": N_("temperature"), "turnover": N_("turnover"),
    "rate_or_score": N_("rate or score"), "other": N_("other"),
    "actual": N_("reached"), "target": N_("planned"), "forecast": N_("expected"),
    "summary": N_("what was done"), "problems": N_("problems"), "plan": N_("plans"),
    "yoy": N_("on the year before"), "mom": N_("on the month before"), "none": N_("not said"),
    "up": N_("up"), "down": N_("down"),
    "confirmed": N_("confirmed"), "corrected": N_("corrected"), "rejected": N_("rejected"), "added": N_("added"),
    "right": N_("right"), "wrong": N_("wrong"), "no_claim": N_("no figure"), "missing": N_("missing"),
    "withdrawn": N_("taken back"), "complete": N_("nothing is missing"), "incomplete": N_("something is missing"),
    "exact": N_("exact"), "approx": N_("about"), "over": N_("over"), "under": N_("under"), "masked": N_("masked"),
    "level": N_("level"), "growth": N_("growth"), "share": N_("share"), "difference": N_("difference"),
    "country": N_("country"), "province": N_("province"), "prefecture": N_("prefecture"), "county": N_("county"),
    "all": N_("all"), "without": N_("without"), "only": N_("only with"),
}  # fmt: skip


def term(value: str) -> str:
    """money → 金额, or money; a value that has no name stays what it is."""
    return _(TERMS[value]) if value in TERMS else value


def unit_name(unit: str) -> str:
    """A standard unit in the reader's language: CNY/月 is 元/月 in Chinese."""
    names = standard_names() if spoken() == CHINESE else {}
    return "/".join(names.get(part, part) for part in unit.split("/"))


def name_of_indicator(row: Mapping[Any, Any]) -> str:
    """In the reader's language; those who read English see what the reports call it too."""
    return str(row["name_zh"]) if spoken() == "zh" else f"{row['name_en']} {row['name_zh']}"
