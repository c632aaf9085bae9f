"""Does a table give its claims, and no others, in every format? The tables of extractors/corpus/tables.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from extractors.extraction import extract_source
from extractors.model import Claim
from extractors.reading.files import to_source_text
from tests.conftest import ROOT
from tests.extractors.tables.formats import WRITERS, Block

CORPUS = ROOT / "extractors" / "corpus" / "tables.toml"
TITLE = "青禾县2023年工作总结"


@dataclass(frozen=True, slots=True)
class Example:
    kind: str
    title: str
    lines: tuple[str, ...]  # above the table
    tables: tuple[Block, ...]  # with what stands between and below them
    claims: tuple[tuple[Any, ...], ...]
    optional: frozenset[str]
    not_in: frozenset[str]
    loose: bool


def examples() -> list[Example]:
    rows = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["table"]
    return [
        Example(
            row["kind"],
            row.get("title", TITLE),
            (*row.get("above", "").split("\n"), row.get("caption", "")),
            tuple(
                block if isinstance(block, str) else tuple(tuple(line.split("|")) for line in block)
                for block in (row["rows"], *row.get("then", ()))
            ),
            tuple(map(tuple, row["claims"])),
            frozenset(row.get("optional", ())),
            frozenset(row.get("not_in", ())),
            row.get("loose", False),
        )
        for row in rows
    ]


def read(example: Example, suffix: str) -> list[Claim]:
    data = WRITERS[suffix]([example.title, *filter(None, example.lines), *example.tables])
    claims = extract_source(to_source_text(data, "table.txt" if suffix == "box" else f"table.{suffix}")).claims
    return [claim for claim in claims if claim.quote not in example.optional]


def differences(example: Example, claims: list[Claim]) -> list[str]:
    """What is missing, wrong, or too much."""
    left = list(claims)
    wrong = []
    for quote, metric, value, unit, *others in example.claims:
        wanted: dict[str, Any] = {"status": "actual", "comparison": "none", "period": "2023"} | (
            others[0] if others else {}
        )
        found = next((claim for claim in left if claim.quote == quote), None)
        if found is None:
            wrong.append(f"{quote}: missing")
            continue
        left.remove(found)
        named = found.metric == metric or (example.loose and (metric in found.metric or found.metric in metric))
        if not named:
            wrong.append(f"{quote}: {found.metric}, not {metric}")
        if found.unit_standard != unit or not same(found.value_standard, value):
            wrong.append(f"{quote}: {found.value_standard} {found.unit_standard}, not {value} {unit}")
        for field in ("status", "comparison"):
            if getattr(found, field) != wanted[field]:
                wrong.append(f"{quote}: {field} {getattr(found, field)}, not {wanted[field]}")
        if "scope" in wanted and hasattr(found, "scope") and wanted["scope"] != found.scope:
            wrong.append(f"{quote}: scope {found.scope}, not {wanted['scope']}")
        if (found.period_start, found.period_end) != period(wanted["period"]):
            wrong.append(f"{quote}: {found.period_start} to {found.period_end}, not {wanted['period']}")
        if bool(found.flags) != wanted.get("flagged", False):
            wrong.append(f"{quote}: flags {found.flags}")
    return wrong + [
        f"{claim.quote}: too much ({claim.metric} {claim.value_standard} {claim.unit_standard})" for claim in left
    ]


def same(found: float | None, wanted: float) -> bool:
    return found is not None and abs(found - wanted) <= 1e-6 * max(1.0, abs(wanted))


def period(written: str) -> tuple[date | None, date | None]:
    if written == "?":
        return None, None
    if "/" in written:
        first, last = written.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    return date(int(written), 1, 1), date(int(written), 12, 31)


CASES = [
    pytest.param(example, suffix, id=f"{number}-{example.kind}-{suffix}")
    for number, example in enumerate(examples(), start=1)
    for suffix in WRITERS
    if suffix not in example.not_in
]


@pytest.mark.parametrize(("example", "suffix"), CASES)
def test_a_table_gives_its_claims_and_no_others(example: Example, suffix: str) -> None:
    assert not differences(example, read(example, suffix))
