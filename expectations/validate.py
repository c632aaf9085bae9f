"""Do the tables hold what is expected of them? Evaluates every suite, sets rows aside, builds the quality report.

A critical expectation about single claims sends them to `quarantine`; one about a whole table fails the gate. A warning
about single claims puts its name among their flags; any other warning is only reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations import (
    boilerplate,
    claims,
    columns,
    derived,
    quarantine,
    reconciliation,
    reports,
    runs,
    sections,
    sources,
)
from expectations.check import CRITICAL, ROW, TABLE, WARNING, Check
from expectations.schema import load_tables
from expectations.suite import Outcome, Session, TableResult

CHECKS: dict[str, tuple[Check, ...]] = {
    "claims": claims.CHECKS,
    "reports": reports.CHECKS,
    "sections": sections.CHECKS,
    "sources": sources.CHECKS,
    "boilerplate": boilerplate.CHECKS,
    "quarantine": quarantine.CHECKS,
    "runs": runs.CHECKS,
    "columns": columns.CHECKS,
    "reconciliation": reconciliation.CHECKS,
}
REQUIRED = ("claims", "reports", "sections", "sources", "boilerplate")


class TableMissingError(ValueError):
    """A table that must be validated was not handed over."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read, to hold the tables against."""

    source_texts: Mapping[str, str]  # source_id → decoded text
    extracted: int  # claims
    characters_in: int
    characters_removed: int
    characters_kept: int
    files: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that does not hold."""

    table: str
    expectation: str
    severity: str  # critical or warning
    scope: str  # row or table
    rows: int
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    frames: dict[str, pd.DataFrame]
    failures: tuple[Failure, ...]
    evaluated: int

    @property
    def gate_failed(self) -> bool:
        """A critical expectation about a whole table failed: nothing of this batch may be published."""
        return any(failure.severity == CRITICAL and failure.scope == TABLE for failure in self.failures)


def validate(frames: dict[str, pd.DataFrame], facts: Facts, docs_dir: Path | None) -> Verdict:
    """Evaluate every expectation on the tables; `docs_dir`, if given, receives the quality report as a static site."""
    missing = [table for table in REQUIRED if table not in frames]
    if missing:
        raise TableMissingError(f"tables to validate are missing: {', '.join(missing)}")
    frames = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    session = Session()
    given = [table for table in CHECKS if table in frames and table != "quarantine"]
    results = [
        session.run(table, CHECKS[table], derived.add_helpers(table, frames, facts.source_texts)) for table in given
    ]
    columns_checked = {name: frames[name] for name in given}
    of_claims = results[given.index("claims")].outcomes
    frames, set_aside = _separate(frames, of_claims)

    quarantined = derived.add_helpers("quarantine", frames, facts.source_texts)
    results.append(session.run("quarantine", CHECKS["quarantine"], quarantined))
    columns_checked["quarantine"] = frames["quarantine"]
    results.append(session.run("columns", CHECKS["columns"], derived.describe_columns(columns_checked)))
    totals = derived.total(
        frames,
        set_aside,
        extracted=facts.extracted,
        characters=(facts.characters_in, facts.characters_kept, facts.characters_removed),
        files=facts.files,
    )
    results.append(session.run("reconciliation", CHECKS["reconciliation"], totals))

    failures = tuple(_describe(outcome) for result in results for outcome in result.outcomes if not outcome.holds)
    verdict = Verdict(frames, failures, sum(len(result.outcomes) for result in results))
    if docs_dir is not None:
        _build_docs(session, results, verdict, docs_dir)
    return verdict


def validate_runs(frame: pd.DataFrame) -> tuple[Failure, ...]:
    """Test the `runs` table by itself, once the run's counts are known."""
    session = Session()
    frames = {"runs": frame.reset_index(drop=True)}
    results = [
        session.run("runs", CHECKS["runs"], derived.add_helpers("runs", frames, {})),
        session.run("columns", CHECKS["columns"], derived.describe_columns(frames)),
    ]
    return tuple(_describe(outcome) for result in results for outcome in result.outcomes if not outcome.holds)


def _separate(frames: dict[str, pd.DataFrame], outcomes: tuple[Outcome, ...]) -> tuple[dict[str, pd.DataFrame], int]:
    """Move claims that failed a critical expectation to quarantine; put names of warnings into the flags."""
    rows = frames["claims"]
    failed = [outcome for outcome in outcomes if not outcome.holds and outcome.scope == ROW]
    critical = [
        (place, outcome.check.name) for outcome in failed if outcome.severity == CRITICAL for place in outcome.places
    ]
    warnings = [
        (place, outcome.check.name) for outcome in failed if outcome.severity == WARNING for place in outcome.places
    ]
    set_aside = {place for place, _ in critical}
    if "flags" in rows and warnings:
        rows = rows.assign(flags=_add_flags(rows["flags"], warnings))
    kept = rows.drop(index=list(set_aside)).reset_index(drop=True) if set_aside else rows
    quarantined = _fill_quarantine(rows, sorted(critical))
    return {**frames, "claims": kept, "quarantine": quarantined}, len(set_aside)


def _add_flags(flags: pd.Series[Any], warnings: list[tuple[int, str]]) -> pd.Series[Any]:
    values = list(flags)
    for place, name in warnings:
        present = [] if values[place] is None else list(values[place])
        values[place] = present if name in present else [*present, name]
    return pd.Series(values, index=flags.index, dtype=object)


def _fill_quarantine(rows: pd.DataFrame, failed: list[tuple[int, str]]) -> pd.DataFrame:
    records: list[dict[str, Any]] = []
    claims_by_place = _read_rows(rows, [place for place, _ in failed])
    for place, name in failed:
        claim = claims_by_place[place]
        records.append(
            {
                "claim_id": str(claim.get("claim_id") or ""),
                "source_id": str(claim.get("source_id") or ""),
                "source_path": str(claim.get("source_path") or ""),
                "expectation": name,
                "quote": claim.get("quote"),
                "sentence": claim.get("sentence"),
                "row": json.dumps(claim, ensure_ascii=False, allow_nan=False),
            }
        )
    frame: pd.DataFrame = pa.Table.from_pylist(records, schema=load_tables()["quarantine"].arrow_schema()).to_pandas()
    return frame


def _read_rows(rows: pd.DataFrame, places: list[int]) -> dict[int, dict[str, Any]]:
    """Some rows of the frame as plain JSON values, by place."""
    distinct = sorted(set(places))
    records = rows.iloc[distinct].to_dict(orient="records")
    return {
        place: {str(name): _to_json(value) for name, value in record.items()}
        for place, record in zip(distinct, records, strict=True)
    }


def _to_json(value: Any) -> Any:
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_to_json(part) for part in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, date):  # a timestamp is one too
        return value.isoformat()
    if isinstance(value, np.generic):
        return _to_json(value.item())
    if isinstance(value, float) and np.isinf(value):
        return str(value)  # JSON has no infinity
    return value


def _describe(outcome: Outcome) -> Failure:
    check = outcome.check
    if outcome.error:
        detail = f"could not be evaluated: {outcome.error}"
    elif outcome.examples:
        detail = f"{check.description}; found: {', '.join(outcome.examples)}"
    else:
        detail = check.description
    return Failure(outcome.table, check.name, outcome.severity, outcome.scope, outcome.rows, detail)


def _build_docs(session: Session, results: list[TableResult], verdict: Verdict, docs_dir: Path) -> None:
    from expectations.docs import Summary, build_docs
    from expectations.review import flagged, unsure, write_review

    published, quarantined = verdict.frames["claims"], verdict.frames["quarantine"]
    counts = {
        "files": len(verdict.frames["sources"]),
        "reports": len(verdict.frames["reports"]),
        "sections": len(verdict.frames["sections"]),
        "claims published": len(published),
        "claims masked": int(published["masked"].sum()) if "masked" in published else 0,
        "claims flagged": len(flagged(published)) if "flags" in published else 0,
        "claims less sure than 0.7": len(unsure(published)) if "confidence" in published else 0,
        "claims in quarantine": quarantined["claim_id"].nunique(),
        "spans of boilerplate": len(verdict.frames["boilerplate"]),
    }
    build_docs(session, results, Summary(verdict.gate_failed, verdict.evaluated, counts), docs_dir)
    write_review(published, docs_dir)
