"""Does the sample batch give what is expected of it? The seeds against their hand-made answers in tests/data/seeds/."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.extraction import extract_source
from extractors.model import Claim, Extraction
from extractors.reading.files import read_source
from tests.conftest import ROOT

SEEDS, ANSWERS = ROOT / "seeds", ROOT / "tests" / "data" / "seeds"
STRUCTURE = json.loads((ANSWERS / "expected_structure.json").read_text(encoding="utf-8"))
NAMES = [row["source"] for row in STRUCTURE]
KIND_NOT_JUDGED = {"岁", "分", "番", "℃"}  # reasonable readers name their kind differently
LEAST = {  # share of the matched claims in which a field is right; some points below what it is now
    "bound": 0.98,
    "masked": 0.99,
    "status": 0.97,
    "comparison": 0.97,
    "direction": 0.97,
    "year": 0.97,
    "metric": 0.95,
}

REPORT_FIELDS = ("title", "issuer", "region", "year", "signed_on")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """An expected claim and where it stands in the decoded text."""

    row: Row
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Matched:
    """What a seed gave beside what it must give; optional rows and what they matched are left out."""

    pairs: tuple[tuple[Row, Claim], ...]
    wanted: int
    read: int

    def f1(self, right: int) -> float:
        return 2 * right / (self.wanted + self.read)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def seed(name: str) -> tuple[str, Extraction]:
    source = read_source(SEEDS / name)
    return source.text, extract_source(source)


@cache
def answers(name: str) -> tuple[Placed, ...]:
    lines = (ANSWERS / f"{Path(name).stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(place(seed(name)[0], [json.loads(line) for line in lines[1:]]))


def place(text: str, rows: Iterable[Row]) -> list[Placed]:
    """Each row where it stands: on its line, or, where lines are up to a reader, in its piece of a sentence."""
    placed, cursor = [], dict[object, int]()
    starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]
    for row in rows:
        if "line" in row:
            key, begin = row["line"], starts[row["line"] - 1]
        else:
            key, begin = row["sentence_has"], text.index(row["sentence_has"])
        at = text.index(row["quote"], max(begin, cursor.get(key, 0)))
        cursor[key] = at + len(row["quote"])
        placed.append(Placed(row, at, at + len(row["quote"])))
    return placed


# ── matching and judging ────────────────────────────────────────────────────────────────────────────────────────────


def match(wanted: Sequence[Placed], claims: Sequence[Claim]) -> Matched:
    """Pairs expected rows and claims that overlap, the longest overlap first; each is paired once."""
    overlaps = sorted(
        (
            (
                min(want.end, claim.char_end) - max(want.start, claim.char_start),
                -abs(want.start - claim.char_start),
                i,
                j,
            )
            for i, want in enumerate(wanted)
            for j, claim in enumerate(claims)
            if want.start < claim.char_end and claim.char_start < want.end
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for *_, i, j in overlaps:
        if i not in partner and j not in partner.values():
            partner[i] = j
    required = {i for i, want in enumerate(wanted) if not want.row["optional"]}
    pairs = tuple((wanted[i].row, claims[j]) for i, j in partner.items() if i in required)
    return Matched(pairs, len(required), len(claims) - (len(partner) - len(pairs)))


def close(wanted: float | None, got: float | None) -> bool:
    return wanted is not None and got is not None and abs(wanted - got) <= 1e-9 * max(1.0, abs(wanted))


def is_exact(row: Row, claim: Claim) -> bool:
    """Value, unit and kind are right."""
    if row["masked"]:
        value = claim.value is None
    elif isinstance(row["value"], list):
        value = all(close(*ends) for ends in zip(row["value"], (claim.value_min, claim.value_max), strict=True))
    else:
        value = close(row["value"], claim.value)
    kind = row["kind"] == claim.kind or row["unit"] in KIND_NOT_JUDGED or "/" in row["unit"]
    return value and row["unit"] == claim.unit and kind


def bigrams(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)} or {text}


def names_the_same(row: Row, claim: Claim) -> bool:
    """The metric holds the row's head, or most of its pairs of characters."""
    got, want, head = (text.replace("党", "D") for text in (claim.metric, row["metric"], row["head"]))
    if not got or len(got) > 30:
        return False
    a, b = bigrams(got), bigrams(want)
    return head in got or 2 * len(a & b) / (len(a) + len(b)) >= 0.6


def field_is_right(field: str, row: Row, claim: Claim) -> bool:
    if field == "metric":
        return names_the_same(row, claim)
    if field == "status":
        return bool((row["status"] == "actual") == (claim.status == "actual"))
    if field == "year":
        return bool(row["year"] == (claim.period_start.year if claim.period_start else claim.report_year))
    return bool(row[field] == getattr(claim, field))


@cache
def matched(name: str) -> Matched:
    return match(answers(name), seed(name)[1].claims)


# ── claims ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_the_claims_of_a_seed_are_found(name: str) -> None:
    found = matched(name)
    assert found.f1(len(found.pairs)) >= 0.97


@pytest.mark.parametrize("name", NAMES)
def test_value_unit_and_kind_of_a_seeds_claims_are_right(name: str) -> None:
    found = matched(name)
    assert found.f1(sum(is_exact(*pair) for pair in found.pairs)) >= 0.95


@pytest.mark.parametrize("field", LEAST)
def test_over_all_seeds_this_field_is_right(field: str) -> None:
    pairs = [pair for name in NAMES for pair in matched(name).pairs]
    wrong = [
        f"{claim.quote} ({claim.metric}): {getattr(claim, field, claim.period_start)!r}"
        for row, claim in pairs
        if not field_is_right(field, row, claim)
    ]
    assert 1 - len(wrong) / len(pairs) >= LEAST[field], "\n".join(wrong)


# ── structure and boilerplate ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("expected", [pytest.param(row, id=row["source"]) for row in STRUCTURE])
def test_the_reports_of_a_seed_are_told_apart(expected: Row) -> None:
    reports = [
        {field: getattr(report, field) for field in REPORT_FIELDS}
        | {"signed_on": report.signed_on.isoformat() if report.signed_on else None}
        for report in seed(expected["source"])[1].reports
    ]
    assert reports == [{field: report[field] for field in REPORT_FIELDS} for report in expected["reports"]]


def squeezed(text: str) -> list[str]:
    """The lines without their blanks."""
    return ["".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("name", "furniture"),
    [
        pytest.param(
            row["source"],
            piece["text"],
            id=f"{piece['sort']}: {piece['text'][:20]}",
        )
        for row in STRUCTURE
        for piece in row["boilerplate"]
    ],
)
def test_what_is_no_report_is_removed(name: str, furniture: str) -> None:
    (piece,) = squeezed(furniture)
    assert not [line for line in squeezed(seed(name)[1].kept) if piece in line]


@pytest.mark.parametrize("name", NAMES)
def test_the_claims_of_a_seed_stand_where_they_say(name: str) -> None:
    text, extraction = seed(name)
    assert all(text[claim.char_start : claim.char_end] == claim.quote for claim in extraction.claims)
    assert all(claim.quote in claim.sentence for claim in extraction.claims)


@pytest.mark.parametrize(
    ("name", "encoding"), [(row["source"], row["encoding"]) for row in STRUCTURE if row["encoding"]]
)
def test_a_seed_is_decoded_as_it_was_written(name: str, encoding: str) -> None:
    assert read_source(SEEDS / name).encoding == encoding
