"""What does a suite ask, and what is the answer? The cases, and the decisions on sentences that no rule can make.

No sentence of a suite is kept here: scope.toml names them by the first digits of their SHA-256.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPEATED = "the same sentence is in the suite already"


@dataclass(frozen=True, slots=True)
class Unit:
    """What counts as a unit of a suite: spellings, standard units with factors, and kinds, where they matter."""

    name: str
    spellings: frozenset[str]
    standards: tuple[tuple[str, float], ...]
    kinds: frozenset[str]
    is_currency: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """One quantity that must be read: its text, or its place, its value or both ends, and its unit."""

    text: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    bound: str | None = None
    at: int | None = None
    other_value: float | None = None  # a dozen as 1 or as 12
    other_unit: str | None = None  # 公里 for 公里/小时 where 每小时 stands apart
    in_parts: bool = False  # both ends may be claims of their own
    not_money: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    suite: str
    sentence: str
    expected: tuple[Expectation, ...] = ()
    forbidden_kind: str | None = None  # nothing else is asked of the sentence
    why_out: str | None = None


@dataclass(slots=True)
class Collection:
    """The cases of one suite as they are found: decisions first, then what the rules say, each sentence once."""

    suite: str
    cases: list[Case] = field(default_factory=list)

    def is_decided(self, sentence: str) -> bool:
        """Whether scope.toml decides on a sentence; it is then added as it says."""
        decision = decisions().get((self.suite, identify(sentence)))
        if decision is None:
            return False
        if "why" in decision:
            self.leave_out(sentence, decision["why"])
            return True
        asked = rewrite(sentence, decision.get("edits", []))
        expected = [
            Expectation(asked[e["from"] : e["to"]], e.get("value"), e["unit"], at=e["from"], **_rest(e))
            for e in decision.get("expect", [])
        ]
        self.add(asked, *expected, forbidden_kind=decision.get("forbidden_kind"))
        return True

    def add(self, sentence: str, *expected: Expectation, forbidden_kind: str | None = None) -> None:
        if any(case.sentence == sentence and case.why_out is None for case in self.cases):
            self.leave_out(sentence, REPEATED)
        else:
            self.cases.append(Case(self.suite, sentence, expected, forbidden_kind))

    def leave_out(self, sentence: str, why: str) -> None:
        self.cases.append(Case(self.suite, sentence, why_out=why))


def _rest(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("from", "to", "value", "unit")}


def identify(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:10]


def rewrite(sentence: str, edits: Sequence[Sequence[Any]]) -> str:
    """The sentence with [from, to, text] put in, from the last to the first: a carrier round it, a unit in it."""
    for start, end, text in reversed(edits):
        sentence = sentence[:start] + text + sentence[end:]
    return sentence


@cache
def decisions() -> dict[tuple[str, str], dict[str, Any]]:
    rows = tomllib.loads((HERE / "scope.toml").read_text(encoding="utf-8"))["sentence"]
    return {(row["suite"], row["id"]): row for row in rows}


@cache
def units() -> dict[str, Unit]:
    table = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
    found = {}
    for name, row in table["unit"].items():
        standards = tuple((standard, float(factor)) for standard, factor in row.get("standards", []))
        kinds = frozenset(row.get("kinds", []))
        found[name] = Unit(name, frozenset(row["spellings"]), standards, kinds, is_currency="money" in kinds)
    for code, names in table["currency"].items():
        standards = tuple((name, 1.0) for name in (code, *names))
        found[code] = Unit(code, frozenset((*names, code)), standards, frozenset({"money"}), is_currency=True)
    return found


def normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def place_of(expected: Expectation, sentence: str, begin: int) -> tuple[int, int]:
    """Where the text of an expectation stands; a suite may give it in half width, in small letters, without blanks."""
    if expected.at is not None:
        return expected.at, expected.at + len(expected.text)
    text = expected.text
    at = sentence.find(text, begin)
    at = sentence.find(text) if at < 0 else at
    if at >= 0:
        return at, at + len(text)
    flat, back = "", []
    for n, character in enumerate(sentence):
        for c in _flatten(character):
            flat += c
            back.append(n)
    wanted = "".join(_flatten(text))
    at = flat.find(wanted)
    if at < 0:
        raise ValueError(f"{text!r} does not stand in the sentence {identify(sentence)}")
    return back[at], back[at + len(wanted) - 1] + 1


def _flatten(text: str) -> Iterable[str]:
    return (c for c in normal(text).lower() if not c.isspace())
