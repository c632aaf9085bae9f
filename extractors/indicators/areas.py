"""Which place is meant? Codes of GB/T 2260 for the names of provinces, prefectures and counties, of any year.

The list is data/areas.csv (tests/extractors/indicators/make_areas.py). A name that several places bear is told by the
places named before it, or it stays unknown, with the reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

CHINA = "100000"  # no code of GB/T 2260, but the one that lists of places agree on
NATION = ("中央人民政府", "全国", "我国", "国务院", "中华人民共和国")
COUNTRY, PROVINCE, PREFECTURE, COUNTY = "country", "province", "prefecture", "county"
BELOW, AMBIGUOUS, UNKNOWN, MASKED = "below_county", "ambiguous", "unknown", "masked"

_MASKS = "XxＸ*＊×某"
_SUFFIXES = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "特别行政区",
    "地区",
    "林区",
    "省",
    "市",
    "州",
    "盟",
    "县",
    "区",
    "旗",
)
_TOWNS = ("街道", "镇", "乡", "村", "社区", "开发区", "园区", "新区", "苏木", "管委会", "农场")
# 内蒙古自治区, 宁夏回族自治区: how people say them.
_SHORT_PROVINCES = {"内蒙古": "150000", "广西": "450000", "西藏": "540000", "宁夏": "640000", "新疆": "650000"}
_LONGEST = 16


class Area(Struct, frozen=True, gc=False):
    """A place under one of its names."""

    area_code: str
    name: str
    first: int | None  # year since when the code is this place's, None where from before the lists begin
    last: int | None  # the last year, None where it still is

    @property
    def level(self) -> str:
        if self.area_code == CHINA:
            return COUNTRY
        return PROVINCE if self.area_code.endswith("0000") else PREFECTURE if self.area_code.endswith("00") else COUNTY

    @property
    def parent_code(self) -> str | None:
        if self.area_code == CHINA:
            return None
        if self.level == PROVINCE:
            return CHINA
        # 419001, 659001: counties that belong to no prefecture
        direct = self.level == PREFECTURE or self.area_code[2] == "9" or self.area_code[:2] in ("11", "12", "31", "50")
        return f"{self.area_code[:2]}0000" if direct else f"{self.area_code[:4]}00"

    def is_in(self, other: Area) -> bool:
        """Whether it is a part of another, by the codes."""
        return self.area_code != other.area_code and (
            other.area_code == CHINA or self.area_code.startswith(other.area_code.rstrip("0").ljust(2, "0"))
        )

    def held_in(self, year: int | None) -> bool:
        return year is None or ((self.first or 0) <= year and (self.last is None or year <= self.last + 1))


class Place(Struct, frozen=True, gc=False):
    """What was found: a place, or the reason why there is none."""

    area: Area | None
    reason: str | None = None


@cache
def load_areas() -> tuple[Area, ...]:
    """All places under all their names; China first."""
    text = files("extractors").joinpath("data", "areas.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = (
        Area(r["code"], r["name"], int(r["first"]) if r["first"] else None, int(r["last"]) if r["last"] else None)
        for r in rows
    )
    return (Area(CHINA, "全国", None, None), *found)


@cache
def _by_name() -> dict[str, tuple[Area, ...]]:
    found: dict[str, list[Area]] = {}
    for area in load_areas():
        for name in _names_of(area):
            found.setdefault(name, []).append(area)
    return {name: tuple(areas) for name, areas in found.items()}


def _names_of(area: Area) -> Iterator[str]:
    """The full name, and of provinces and prefectures the one without 省 or 市; 长沙 is no county."""
    if area.area_code == CHINA:
        yield from NATION
        return
    yield area.name
    if area.level != COUNTY:
        for suffix in _SUFFIXES:
            short = area.name.removesuffix(suffix)
            if short != area.name and len(short) > 1:
                yield short
                break
    for short, code in _SHORT_PROVINCES.items():
        if code == area.area_code:
            yield short


def find_place(text: str, year: int | None = None, around: str = "") -> Place:
    """The place that a text begins with, the innermost one: 青海省西宁市城东区人民政府.

    A name that several places bear is told by those that the text `around` it mentions.
    """
    chain: list[Area] = []
    at = 0
    reason = None
    while match := _longest_at(text, at):
        name, areas = match
        fitting = _choose(areas, chain[-1] if chain else None, year, around)
        if fitting is None:
            if not chain:
                reason = AMBIGUOUS
            break
        chain.append(fitting)
        at += len(name)
        if fitting.area_code == CHINA:
            break
    if any(mark in text[at : at + 6] for mark in _MASKS) and any(s in text[at : at + 8] for s in _SUFFIXES):
        return Place(None, MASKED)
    if _names_a_town(text[at:]):
        return Place(None, BELOW)
    if chain:
        return Place(chain[-1])
    return Place(None, reason or UNKNOWN)


def find_inside(text: str, area_code: str, year: int | None = None) -> tuple[str, str] | None:
    """The place inside another that a text begins with: its code and its name as written there."""
    match = _longest_at(text, 0)
    if match is None:
        return None
    name, areas = match
    outer = _by_code().get(area_code)
    inside = [area for area in areas if outer is not None and area.is_in(outer)]
    held = [area for area in inside if area.held_in(year)] or inside
    return (held[-1].area_code, name) if len({area.area_code for area in held}) == 1 else None


@cache
def _by_code() -> dict[str, Area]:
    return {area.area_code: area for area in load_areas()}


def name_of(area_code: str, year: int | None = None) -> str | None:
    """The name of a place, as it was in a year."""
    named = [area for area in load_areas() if area.area_code == area_code]
    return next((area.name for area in named if area.held_in(year)), named[-1].name if named else None)


@lru_cache(maxsize=16)  # a report's issuer, region and title are looked for one after another
def mentioned(text: str) -> tuple[Area, ...]:
    """The provinces and prefectures that a text names: what tells an ambiguous county."""
    beginnings = _beginnings()
    found = []
    for at in range(len(text) - 1):
        if text[at : at + 2] in beginnings and (match := _longest_at(text, at)):
            found += [area for area in match[1] if area.level in (PROVINCE, PREFECTURE)]
    return tuple(found)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:2] for name in _by_name())


def _longest_at(text: str, at: int) -> tuple[str, tuple[Area, ...]] | None:
    if text[at : at + 2] not in _beginnings():
        return None
    known = _by_name()
    for length in range(min(_LONGEST, len(text) - at), 1, -1):
        name = text[at : at + length]
        if name in known:
            return name, known[name]
    return None


def _choose(areas: Sequence[Area], outer: Area | None, year: int | None, around: str) -> Area | None:
    """The one that is meant by a name, where that can be told: it lies in the one named before it, if there is one."""
    held = [area for area in areas if area.held_in(year)] or list(areas)
    if outer is not None:
        held = [area for area in held if area.is_in(outer)]
    elif len({area.area_code for area in held}) > 1 and (hints := mentioned(around)):
        held = [area for area in held if any(area.is_in(other) for other in hints)] or held
    if len({area.area_code for area in held}) > 1:
        now = [area for area in held if area.last is None]
        higher = [area for area in now if area.level != COUNTY]
        held = (
            now if len({a.area_code for a in now}) == 1 else higher if len({a.area_code for a in higher}) == 1 else []
        )
    return held[-1] if held else None


def _names_a_town(rest: str) -> bool:
    ends = [rest.find(town) for town in _TOWNS if 0 < rest.find(town) <= 8]
    return bool(ends)
