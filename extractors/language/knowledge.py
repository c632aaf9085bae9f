"""What do the data files say? Loads the TOML tables of language knowledge, checks them, and hands them out frozen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from extractors.language.grammar import HAN
from extractors.language.own import merged, rows_of

YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Rule:
    """One language rule beside its examples."""

    name: str
    pattern: str
    takes: tuple[str, ...]
    refuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    bounds_before: Mapping[str, tuple[str, ...]]
    bounds_after: Mapping[str, tuple[str, ...]]
    masked_units: frozenset[str]
    zero_units: frozenset[str]
    one_units: frozenset[str]
    one_after: tuple[str, ...]
    one_things: frozenset[str]  # characters that end words for things
    one_things_units: frozenset[str]
    few_refused: frozenset[str]
    few_abstract: tuple[str, ...]
    not_before: Mapping[str, str]
    begins_alike: Mapping[str, tuple[str, ...]]
    not_before_arabic: Mapping[str, str]
    never_units: str
    bounds_apart: Mapping[str, tuple[str, ...]]
    end_like_bounds: frozenset[str]  # words
    chains: Mapping[str, Mapping[str, int]]  # unit → smaller unit → how many of them make one
    tenth_units: frozenset[str]  # of which a bare digit behind them is a tenth
    smaller_units: frozenset[str]  # chains that begin with them are published in the smaller unit
    may_be_negative: tuple[str, ...]  # patterns
    money_words: tuple[str, ...]
    currencies: Mapping[str, str]  # word or sign → unit
    magnitudes: Mapping[str, int]  # behind a sum in a currency
    temperature: tuple[str, ...]
    electricity: tuple[str, ...]
    degrees: tuple[str, ...]
    fahrenheit: tuple[str, ...]
    troy: tuple[str, ...]
    shorter: Mapping[str, str]  # spelling → pattern
    unmeasured: tuple[str, ...]
    moved_before_points: tuple[str, ...]


def load(name: str) -> dict[str, Any]:
    """The TOML file `data/<name>` of this package, and the rows that users have added to it."""
    known = tomllib.loads(files("extractors").joinpath("data", name).read_text(encoding="utf-8"))
    return merged(known, rows_of(name), name)


def fill(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with each {part} replaced; other braces (repeats) stay."""
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern


@cache
def not_claims() -> tuple[Rule, ...]:
    """Rules for numbers that are no claims, in the order in which they are tried."""
    rows = load("not_claims.toml")["rule"]
    return tuple(Rule(row["name"], row["pattern"], tuple(row["takes"]), tuple(row["refuses"])) for row in rows)


@cache
def quantity_words() -> QuantityWords:
    raw = load("quantities.toml")
    bounds = {side: {k: tuple(v) for k, v in words.items()} for side, words in raw["bounds"].items()}
    return QuantityWords(
        bounds_before=MappingProxyType(bounds["before"]),
        bounds_after=MappingProxyType(bounds["after"]),
        masked_units=frozenset(raw["masked"]["units"]),
        zero_units=frozenset(raw["zero"]["units"]),
        one_units=frozenset(raw["one"]["units"]),
        one_after=tuple(raw["one"]["after"]),
        one_things=frozenset(raw["one"]["things"]),
        one_things_units=frozenset(raw["one"]["things_units"]),
        few_refused=frozenset(raw["few"]["refused"]),
        few_abstract=tuple(raw["few"]["abstract"]),
        not_before=MappingProxyType(raw["not_before"]),
        begins_alike=MappingProxyType({unit: tuple(words) for unit, words in raw["begins_alike"].items()}),
        not_before_arabic=MappingProxyType(raw["not_before_arabic"]),
        never_units=raw["unknown"]["never"],
        bounds_apart=MappingProxyType(bounds["apart"]),
        end_like_bounds=frozenset(bounds["words"]["end_alike"]),
        chains=MappingProxyType(raw["chains"]),
        tenth_units=frozenset(raw["chain_words"]["tenth"]),
        smaller_units=frozenset(raw["chain_words"]["smaller"]),
        may_be_negative=tuple(raw["minus"]["names"]),
        money_words=tuple(raw["money_words"]["words"]),
        currencies=MappingProxyType({word: unit for unit, words in raw["currencies"].items() for word in words}),
        magnitudes=MappingProxyType({word: int(n) for n, words in raw["magnitudes"].items() for word in words}),
        temperature=tuple(raw["temperature"]["words"]),
        electricity=tuple(raw["temperature"]["electricity"]),
        degrees=tuple(raw["temperature"]["degrees"]),
        fahrenheit=tuple(raw["temperature"]["fahrenheit"]),
        troy=tuple(raw["troy"]["words"]),
        shorter=MappingProxyType(raw["shorter"]),
        unmeasured=tuple(raw["unmeasured"]["nouns"]),
        moved_before_points=tuple(raw["points"]["moved"]),
    )


@dataclass(frozen=True, slots=True)
class PeriodRule:
    name: str
    pattern: str
    resolve: str
    examples: Mapping[str, tuple[str, ...]]


@cache
def period_rules() -> tuple[PeriodRule, ...]:
    rows = load("periods.toml")["rule"]
    return tuple(
        PeriodRule(
            row["name"], row["pattern"], row["resolve"], {k: tuple(v) for k, v in row.get("examples", {}).items()}
        )
        for row in rows
    )


@cache
def period_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Words before a time word that make it the base of a comparison, and those that make it where a figure starts;
    words behind one that make it speak for one figure; words before one that tell what a sum is kept for."""
    raw = load("periods.toml")
    return tuple(raw["base_before"]), tuple(raw["origin_before"]), tuple(raw["alone_behind"]), tuple(raw["kept_for"])


@dataclass(frozen=True, slots=True)
class MetricWords:
    lead: tuple[str, ...]
    adverb: tuple[str, ...]
    noun: tuple[str, ...]
    trail: tuple[str, ...]
    change: tuple[str, ...]
    light: tuple[str, ...]
    total: tuple[str, ...]
    not_right: tuple[str, ...]
    right_after_all: tuple[str, ...]
    predicate: tuple[str, ...]
    generic: tuple[str, ...]
    moved: tuple[str, ...]
    whole: tuple[str, ...]
    no_name: tuple[str, ...]


@cache
def metric_words() -> MetricWords:
    return MetricWords(**{name: tuple(words) for name, words in load("metric.toml").items()})


@cache
def context_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Tables of data/context.toml: table → row → words."""
    return {table: {row: tuple(words) for row, words in rows.items()} for table, rows in load("context.toml").items()}


@dataclass(frozen=True, slots=True)
class Mean:
    word: str
    per: str
    not_behind: str  # characters


@dataclass(frozen=True, slots=True)
class RateWords:
    means: tuple[Mean, ...]
    things: tuple[str, ...]
    measures: tuple[str, ...]
    not_before: str  # a class of characters


@cache
def rate_words() -> RateWords:
    raw = load("rates.toml")
    each = raw["each"]
    means = tuple(Mean(**row) for row in raw["mean"])
    return RateWords(means, tuple(each["things"]), tuple(each["measures"]), each["not_before"])


@dataclass(frozen=True, slots=True)
class CensoringRule:
    name: str
    pattern: str
    plain: str
    takes: Mapping[str, str]
    refuses: tuple[str, ...]


@cache
def censoring_rules() -> tuple[CensoringRule, ...]:
    rows = load("censoring.toml")["rule"]
    return tuple(CensoringRule(r["name"], r["pattern"], r["plain"], r["takes"], tuple(r["refuses"])) for r in rows)


@cache
def phrases() -> Mapping[str, Rule]:
    """The rules of data/phrases.toml by name, with {han}, {year} and the lists of data/names.toml filled in."""
    lists = {key: "|".join(sorted(words, key=len, reverse=True)) for key, words in load("names.toml").items()}
    rows = [
        Rule(r["name"], fill(r["pattern"], {"han": HAN, "year": YEAR, **lists}), tuple(r["takes"]), tuple(r["refuses"]))
        for r in load("phrases.toml")["phrase"]
    ]
    return MappingProxyType({row.name: row for row in rows})


@cache
def phrase(name: str) -> re.Pattern[str]:
    """One of them, compiled."""
    return re.compile(phrases()[name].pattern)
