"""What can a figure be of? The catalogue of indicators, data/indicators/*.toml, and the names that each goes by."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from extractors.context.metric_key import plain_name
from extractors.indicators.patterns import TAIL, count, expand, tails_of, to_regex
from extractors.language.own import INDICATORS as OWN
from extractors.language.own import RulesError, rows_of

FOLDER = "indicators"
FEW = 100  # spellings of a pattern that are written out
COUNTS, SCOPES = "counts.toml", "scopes.toml"  # the files of the folder that are no rows
MEASURES = ("flow", "stock", "ratio", "index", "price")
BETTER = ("more", "less", "neither")


class Indicator(Struct, frozen=True, gc=False):
    """One row of the catalogue."""

    indicator_id: str
    name_zh: str
    name_en: str
    topic: str
    measure: str  # flow, stock, ratio, index, or price: a figure per head, per month, per unit
    unit_standard: str  # "" of ratios that are bare numbers
    units: frozenset[str]  # standard units that it is stated in
    additive_places: bool
    additive_time: bool
    better: str
    whole: str | None  # the indicator_id of what it is a part of
    source: str
    names: str  # patterns (patterns.py)
    must: tuple[tuple[str, ...], ...]  # of each, one stands in every spelling
    of_rates: frozenset[str]  # of its spellings those that mean it only where growth is stated
    of_levels: frozenset[
        str
    ]  # and where its level is stated: 工业增加值1.2万亿元 is of all industry, its growth of the large
    takes: str
    refuses: tuple[str, ...]
    has_rates: bool  # a ratio of which reports state by how many per cent it changed
    is_per: bool  # stated per head and the like, in words
    is_class: (
        bool  # of things that are told apart by the words before its name: 项目, 平台; no figure is one with another
    )
    is_own: bool  # of the reporting body alone: with words of another one before it, it is something else


@cache
def load_catalogue() -> Mapping[str, Indicator]:
    """All indicators by id."""
    same = _read(COUNTS)["same"]
    rows: dict[str, Indicator] = {}
    for name in sorted(entry.name for entry in files("extractors").joinpath("data", FOLDER).iterdir()):
        if name.endswith(".toml") and name not in (COUNTS, SCOPES):
            block = _read(name)
            for indicator_id, row in block["rows"].items():
                if indicator_id in rows:
                    raise ValueError(f"{indicator_id} stands in {name} and before it")
                rows[indicator_id] = _row(indicator_id, row, block, same)
    added = {"topic": "own", "source": "rules of the user's"} | rows_of(OWN)
    for indicator_id, row in added.get("rows", {}).items():
        if indicator_id in rows:
            raise RulesError(f"{OWN}: indicator {indicator_id} is there already", "give it another id")
        try:
            rows[indicator_id] = _row(indicator_id, row, added, same)
        except KeyError as error:
            raise RulesError(f"{OWN}: indicator {indicator_id} has no {error}", "add it") from error
    return MappingProxyType(rows)


def find_spelled(name: str) -> list[tuple[int, Indicator]]:
    """The indicators that a plain name may end in, each with where its spelling begins; the longest spelling first."""
    ends = _ends()
    known = ends.get(name[-TAIL:]) or ends.get(name[-2:])
    if known is None:
        return []
    lengths, patterned = known
    found = []
    written, end = _written_out(), len(name)
    for length in lengths:
        if length <= end and (rows := written.get(name[end - length :])):
            found += [(end - length, row) for row in rows]
    for row in patterned:
        if row.must and not _has_all(name, row.must):  # the quickest way to know that it is not this one
            continue
        match = _spelling_of(row.indicator_id).search(name)
        if match and len(match[0]) > 1 and _has_all(match[0], row.must):
            found.append((match.start(), row))
    if len(found) > 1:
        found.sort(key=lambda one: one[0])
    return found


@cache
def _ends() -> Mapping[str, tuple[tuple[int, ...], tuple[Indicator, ...]]]:
    """What a name may be by its last characters, TAIL of them or two: how long the spellings are that are written out,
    the longest first, and the rows whose other spellings are to be tried."""
    written, lengths, tails = _written_out(), _lengths(), _by_tail()
    found = {}
    for tail in {*lengths, *tails, *(spelling for spelling in written if len(spelling) == 2)}:
        shorter = (2,) if tail[-2:] in written else ()
        rows = (*tails.get(tail, ()), *(tails.get(tail[-2:], ()) if len(tail) > 2 else ()))
        found[tail] = (*lengths.get(tail, ()), *shorter), rows
    return found


@cache
def _written_out() -> Mapping[str, tuple[Indicator, ...]]:
    """The rows of each spelling, of patterns with few of them: to look those up is faster than to try patterns."""
    found: dict[str, list[Indicator]] = {}
    for row in load_catalogue().values():
        for spelling in {s for pattern in row.names.split() if count(pattern) <= FEW for s in expand(pattern)}:
            if len(spelling) > 1 and _has_all(spelling, row.must):
                found.setdefault(spelling, []).append(row)
    return {spelling: tuple(rows) for spelling, rows in found.items()}


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """By the last characters of spellings that are written out, how long these are, the longest first."""
    found: dict[str, set[int]] = {}
    for spelling in _written_out():
        if len(spelling) >= TAIL:
            found.setdefault(spelling[-TAIL:], set()).add(len(spelling))
    return {tail: tuple(sorted(lengths, reverse=True)) for tail, lengths in found.items()}


def _has_all(name: str, must: tuple[tuple[str, ...], ...]) -> bool:
    for words in must:
        for word in words:
            if word in name:
                break
        else:
            return False
    return True


@cache
def _by_tail() -> Mapping[str, tuple[Indicator, ...]]:
    found: dict[str, list[Indicator]] = {}
    for row in load_catalogue().values():
        for tail in tails_of(_many(row)):
            found.setdefault(tail, []).append(row)
    return {tail: tuple(rows) for tail, rows in found.items()}


@cache
def _spelling_of(indicator_id: str) -> re.Pattern[str]:
    """Made when it is first looked for: to make all takes longer than to read a short report."""
    return re.compile(f"(?:{to_regex(_many(load_catalogue()[indicator_id]))})$")


def _many(row: Indicator) -> str:
    """The patterns of a row that are not written out."""
    return " ".join(pattern for pattern in row.names.split() if count(pattern) > FEW)


def _row(indicator_id: str, row: Mapping[str, Any], block: Mapping[str, Any], same: Mapping[str, Any]) -> Indicator:
    measure, unit = row["measure"], row["unit"]
    adds = measure in ("flow", "stock") and row.get("additive", True)
    return Indicator(
        indicator_id=indicator_id,
        name_zh=row["zh"],
        name_en=row["en"],
        topic=row.get("topic", block["topic"]),
        measure=measure,
        unit_standard=unit,
        units=frozenset((unit, *same.get(unit, ()), *row.get("also", "").split())),
        additive_places=adds,
        additive_time=adds and measure == "flow",
        better=row.get("better", "neither"),
        whole=row.get("whole"),
        source=row.get("source", block["source"]),
        names=f"{plain_name(row['zh'])} {row['names']}",
        must=tuple(tuple(words.split("|")) for words in row.get("must", "").split()),
        of_rates=frozenset(row.get("rates", "").split()),
        of_levels=frozenset(row.get("levels", "").split()),
        takes=row["takes"],
        refuses=tuple(row["refuses"].split()),
        has_rates=row.get("change", False),
        is_per=row.get("per", False) or measure == "price",
        is_class=row.get("class", False),
        is_own=row.get("own", False),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("extractors").joinpath("data", FOLDER, name).read_text(encoding="utf-8"))
