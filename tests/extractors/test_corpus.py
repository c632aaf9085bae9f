"""What is read in a text? The examples of extractors/corpus/, each with all the claims that it must give."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from extractors.model import Claim
from tests.conftest import ROOT

CORPUS = ROOT / "extractors" / "corpus"
SUMMARY, PLAN = "青禾镇2023年工作总结", "青禾镇2024年工作计划"
EXAMPLE_KEYS = {"phenomenon", "text", "claims", "plan", "title", "disputed", "fails"}
DERIVED = {
    "metric_has",
    "metric_hasnt",
    "scope_has",
    "part_of",
    "flags_has",
    "flagged",
    "period",
    "base",
    "status",
}  # judged by a rule; all other fields are compared


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a corpus file."""

    file: str
    phenomenon: str
    text: str
    title: str
    claims: tuple[dict[str, Any], ...]
    disputed: frozenset[str]  # quotes that may be read or not
    fails: str | None

    @property
    def source(self) -> str:
        return f"{self.title}\n{self.text}"


def read_corpus(path: Path) -> list[Example]:
    """A file's examples; tables.toml has tables, which tests/extractors/tables runs."""
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("example", ())
    assert all(row.keys() <= EXAMPLE_KEYS for row in rows), f"{path.name} has a row with an unknown key"
    return [
        Example(
            path.stem,
            row["phenomenon"],
            row["text"],
            row.get("title") or (PLAN if row.get("plan") else SUMMARY),
            tuple(row["claims"]),
            frozenset(row.get("disputed", ())),
            row.get("fails"),
        )
        for row in rows
    ]


EXAMPLES = [example for path in sorted(CORPUS.glob("*.toml")) for example in read_corpus(path)]


def as_parameter(example: Example) -> Any:
    marks = [pytest.mark.xfail(reason=example.fails, strict=True)] if example.fails else []
    return pytest.param(example, id=f"{example.phenomenon}: {example.text[:40]}", marks=marks)


def read(example: Example) -> list[Claim]:
    return [claim for claim in extract(example.source) if claim.quote not in example.disputed]


def same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return got is not None and abs(got - wanted) <= 1e-9 * max(1.0, abs(wanted))
    return not got if wanted == "" else bool(wanted == got)


def differences(wanted: dict[str, Any], claim: Claim, claims: list[Claim]) -> list[str]:
    """The fields in which one of the claims is not as wanted: what is wanted, and what was read."""
    pairs = {field: (value, getattr(claim, field)) for field, value in wanted.items() if field not in DERIVED}
    wrong = [f"{field}: {want!r}, not {got!r}" for field, (want, got) in pairs.items() if not same(want, got)]
    if wanted.get("masked") and claim.value is not None:
        wrong.append(f"value: none, not {claim.value!r}")
    if (part := wanted.get("metric_has")) and part not in claim.metric:
        wrong.append(f"metric: with {part!r}, not {claim.metric!r}")
    if (part := wanted.get("metric_hasnt")) and part in claim.metric:
        wrong.append(f"metric: without {part!r}, not {claim.metric!r}")
    if (part := wanted.get("scope_has")) and part not in (claim.scope or ""):
        wrong.append(f"scope: with {part!r}, not {claim.scope!r}")
    if (whole := wanted.get("part_of")) is not None:
        named = next((other.quote for other in claims if other.claim_id == claim.part_of), "")
        if whole != named:
            wrong.append(f"part_of: {whole!r}, not {named!r}")
    if (flag := wanted.get("flags_has")) and flag not in claim.flags:
        wrong.append(f"flags: with {flag!r}, not {claim.flags!r}")
    if wanted.get("flagged") and not claim.flags:
        wrong.append("flags: none")
    if status := wanted.get("status"):
        got = "future" if status == "future" and claim.status in ("target", "forecast") else claim.status
        if got != status:
            wrong.append(f"status: {status!r}, not {claim.status!r}")
    for name, found in (
        ("period", (claim.period_start, claim.period_end)),
        ("base", (claim.base_start, claim.base_end)),
    ):
        if (days := wanted.get(name)) is None:
            continue
        if found != (tuple(map(date.fromisoformat, days)) or (None, None)):  # [] is a time that nothing tells
            wrong.append(f"{name}: {' to '.join(days) or 'none'}, not {found[0]} to {found[1]}")
    return wrong


@pytest.mark.parametrize("example", [as_parameter(example) for example in EXAMPLES])
def test_an_example_gives_its_claims_and_no_others(example: Example) -> None:
    claims = read(example)
    quotes = [claim.quote for claim in claims]
    assert len(claims) == len(example.claims), f"{example.text}: read {quotes}"
    wrong = [
        f"{claim.quote}: {line}"
        for wanted, claim in zip(example.claims, claims, strict=True)
        for line in differences(wanted, claim, claims)
    ]
    assert not wrong, f"{example.text}: {'; '.join(wrong)}"


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not example.fails])
def test_an_example_without_title_and_year_is_read_too(example: Example) -> None:
    claims = extract(example.text)
    assert [claim.quote for claim in claims] == [example.text[claim.char_start : claim.char_end] for claim in claims]


def test_no_example_stands_twice() -> None:
    sources = [example.source for example in EXAMPLES]
    assert len(sources) == len(set(sources))


def test_a_quote_of_an_example_stands_in_its_text() -> None:
    for example in EXAMPLES:
        at = 0
        for claim in example.claims:
            quote = claim.get("quote", "")
            assert quote in example.text[at:], (example.text, quote)
            at = example.text.index(quote, at) + len(quote)


@pytest.mark.parametrize("field", ["bound", "comparison", "direction", "status", "kind"])
def test_the_examples_show_every_value_of(field: str) -> None:
    values = {
        "bound": {"exact", "approx", "over", "under"},
        "comparison": {"none", "yoy", "mom", "other"},
        "direction": {"none", "up", "down"},
        "status": {"actual", "target", "forecast"},
        "kind": {"count", "percentage", "area", "money", "length", "mass", "volume", "power", "energy", "duration"}
        | {"temperature", "turnover", "rate_or_score", "other"},
    }
    assert values[field] <= {claim[field] for example in EXAMPLES for claim in example.claims if field in claim}
