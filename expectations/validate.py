"""Do the tables hold what is expected of them? Evaluates every suite, sets rows aside, builds the quality report.

The tables of a batch come in parts, each with all rows of its sources, so that a batch of any size can be validated:
`validate_part` for each, in whatever process; then `conclude` on what they found.

A critical expectation about single claims sends them to `quarantine`; one about a whole table fails the gate. A warning
about single claims puts its name among their flags; any other warning is only reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.engine import derived
from expectations.engine.check import CRITICAL, ROW, TABLE, WARNING, Check
from expectations.engine.merge import merge_results
from expectations.engine.once import Sources, add_sources, sources_of
from expectations.engine.own import own_checks
from expectations.engine.suite import Failure, Outcome, TableResult, failures_of, session
from expectations.engine.tally import Tally, merge_tallies, tally_of
from expectations.schema import load_tables
from expectations.suites import (
    boilerplate,
    claims,
    columns,
    copies,
    fingerprints,
    observations,
    passed_over,
    quarantine,
    reconciliation,
    reports,
    reviews,
    runs,
    sections,
    sources,
    texts,
    volume,
)

CHECKS: dict[str, tuple[Check, ...]] = {
    "claims": claims.CHECKS,
    "reports": reports.CHECKS,
    "sections": sections.CHECKS,
    "sources": sources.CHECKS,
    "boilerplate": boilerplate.CHECKS,
    "passed_over": passed_over.CHECKS,
    "texts": texts.CHECKS,
    "fingerprints": fingerprints.CHECKS,
    "quarantine": quarantine.CHECKS,
    "runs": runs.CHECKS,
    "reviews": reviews.CHECKS,
    "observations": observations.CHECKS,
    "columns": columns.CHECKS,
    "copies": copies.CHECKS,
    "reconciliation": reconciliation.CHECKS,
    "volume": volume.CHECKS,
}
CHECKS |= {table: CHECKS[table] + added for table, added in own_checks(CHECKS).items()}
REQUIRED = ("claims", "reports", "sections", "sources", "boilerplate", "passed_over")
LATER = ("quarantine", "columns", "copies", "reconciliation", "volume")


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
class Evidence:
    """What is left of the validation of a part when its frames are gone: small, fit to be sent to another process."""

    results: tuple[TableResult, ...]
    totals: pd.DataFrame  # one row
    tally: Tally
    sources: Sources


@dataclass(frozen=True, slots=True)
class Marked:
    """Reports of a batch whose copies are marked, and how they are known again (fingerprints), if that is to be tested.

    `originals` are, of the reports that these repeat, those that repeat none of the batch; these have them all, if it
    is not given.
    """

    reports: pd.DataFrame
    originals: Set[str] | None = None
    index: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    failures: tuple[Failure, ...]
    results: tuple[TableResult, ...]
    tally: Tally
    frames: Mapping[str, pd.DataFrame]  # where a batch was validated as one part

    @property
    def evaluated(self) -> int:
        return sum(len(result.outcomes) for result in self.results)

    @property
    def gate_failed(self) -> bool:
        """A critical expectation about a whole table failed: nothing of this batch may be published."""
        return any(failure.severity == CRITICAL and failure.scope == TABLE for failure in self.failures)


def validate(frames: dict[str, pd.DataFrame], facts: Facts, docs_dir: Path | None) -> Verdict:
    """Validate a batch that is one part; `docs_dir`, if given, receives the quality report as a static site."""
    frames, evidence = validate_part(frames, facts)
    return replace(conclude([evidence], [Marked(frames["reports"])], docs_dir), frames=frames)


def validate_part(frames: dict[str, pd.DataFrame], facts: Facts) -> tuple[dict[str, pd.DataFrame], Evidence]:
    """The tables of some sources with failed claims set aside and warnings put among the flags, and what was found."""
    missing = [table for table in REQUIRED if table not in frames]
    if missing:
        raise TableMissingError(f"tables to validate are missing: {', '.join(missing)}")
    frames = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    library = session()
    given = [table for table in CHECKS if table in frames and table not in LATER]
    results = [
        library.run(table, CHECKS[table], derived.add_helpers(table, frames, facts.source_texts)) for table in given
    ]
    columns_checked = {name: frames[name] for name in given}
    frames, set_aside = _separate(frames, results[given.index("claims")].outcomes)

    quarantined = derived.add_helpers("quarantine", frames, facts.source_texts)
    results.append(library.run("quarantine", CHECKS["quarantine"], quarantined))
    columns_checked["quarantine"] = frames["quarantine"]
    results.append(library.run("columns", CHECKS["columns"], derived.describe_columns(columns_checked)))
    totals = derived.total(
        frames,
        set_aside,
        extracted=facts.extracted,
        characters=(facts.characters_in, facts.characters_kept, facts.characters_removed),
        files=facts.files,
    )
    sources = sources_of(frames["sources"])
    return frames, Evidence(tuple(results), totals, tally_of(frames, set_aside), sources)


def conclude(
    evidence: Iterable[Evidence],
    marked: Iterable[Marked],
    docs_dir: Path | None,
    volume: pd.DataFrame | None = None,
    has_site: bool = True,
) -> Verdict:
    """What holds of the whole batch and of all its parts, which may come one by one.

    All reports of the batch, with their copies marked, come in slices of any size, at least one. `docs_dir`, if given,
    receives the detail of the quality report, which leads to the reports' pages where the output `has_site`. `volume`:
    what the batch has beside what it had (engine.volume).
    """
    parts = _Gathered()
    results = merge_results(map(parts.add, evidence))
    results += merge_results(map(_test_marked, marked))
    if parts.totals:  # else nothing was read, and nothing can be missing
        totals = derived.total_up(parts.totals, add_sources(parts.sources).counts())
        results.append(session().run("reconciliation", CHECKS["reconciliation"], totals))
    if volume is not None:
        results.append(session().run("volume", CHECKS["volume"], volume))
    verdict = Verdict(failures_of(results), tuple(results), parts.tally, {})
    if docs_dir is not None:
        _build_docs(verdict, docs_dir, has_site)
    return verdict


class _Gathered:
    """What is kept of the parts when their results are merged."""

    def __init__(self) -> None:
        self.totals: list[pd.DataFrame] = []
        self.sources: list[Sources] = []
        self.tally = Tally()

    def add(self, part: Evidence) -> Sequence[TableResult]:
        self.totals.append(part.totals)
        self.sources.append(part.sources)
        self.tally = merge_tallies((self.tally, part.tally))
        return part.results


def _test_marked(marked: Marked) -> list[TableResult]:
    frames = {"copies": marked.reports.reset_index(drop=True), "reports": marked.reports}
    if marked.originals is not None:
        frames["originals"] = pd.DataFrame({"report_id": sorted(marked.originals)}, dtype=object)
    given = ["copies"]
    if marked.index is not None:
        frames["fingerprints"] = marked.index.reset_index(drop=True)
        given.append("fingerprints")
    return [session().run(table, CHECKS[table], derived.add_helpers(table, frames, {})) for table in given]


def validate_runs(frame: pd.DataFrame) -> tuple[Failure, ...]:
    """Test the `runs` table by itself, once the run's counts are known."""
    return _test_alone("runs", frame)


def validate_reviews(frame: pd.DataFrame) -> tuple[Failure, ...]:
    """Test the rows of `reviews` of one batch by themselves."""
    return _test_alone("reviews", frame)


def validate_observations(frame: pd.DataFrame) -> tuple[Failure, ...]:
    """Test some rows of `observations` by themselves."""
    return _test_alone("observations", frame)


def validate_claims(frames: dict[str, pd.DataFrame], texts: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Some rows of `claims` that people have changed or added, tested as all others were; with `quarantine`.

    `frames` has the sections and reports that they stand in, too; `texts` their sources'. Warnings of what was tested
    before are forgotten.
    """
    rows = frames["claims"].reset_index(drop=True)
    earlier = {check.name for check in CHECKS["claims"] if check.severity == WARNING}
    flags = [[flag for flag in flags if flag not in earlier] for flags in rows["flags"]]
    frames = {**frames, "claims": rows.assign(flags=pd.Series(flags, index=rows.index, dtype=object))}
    result = session().run("claims", CHECKS["claims"], derived.add_helpers("claims", frames, texts))
    if broken := [outcome.check.name for outcome in result.outcomes if outcome.error]:
        raise ValueError(f"claims that people have changed could not be tested: {', '.join(broken)}")
    return _separate(frames, result.outcomes)[0]


def _test_alone(table: str, frame: pd.DataFrame) -> tuple[Failure, ...]:
    library = session()
    frames = {table: frame.reset_index(drop=True)}
    results = [
        library.run(table, CHECKS[table], derived.add_helpers(table, frames, {})),
        library.run("columns", CHECKS["columns"], derived.describe_columns(frames)),
    ]
    return failures_of(results)


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


def _build_docs(verdict: Verdict, docs_dir: Path, has_site: bool) -> None:
    from expectations.pages.docs import build_docs

    build_docs(verdict.results, docs_dir, has_site)
