"""What are the steps from files to published tables? discover → read → extract → compare → validate → publish → report.

A Prefect flow of few, large tasks. Reading and extracting fan out over chunks of files, to as many workers as there are
processors (workers.py). Nothing is extracted, validated or written
here: the tasks call the plain functions that do it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
from prefect import Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote
from rich.console import Console

from expectations.schema import load_tables
from expectations.validate import Facts, Verdict, validate, validate_runs
from extractors.extract import EXTRACTOR_VERSION
from flows.copies import Known
from flows.discover import BatchFile, batch_name, discover, folder_name
from flows.duplicates import Finding, find_duplicates, fingerprint_reports, index_of_others, mark
from flows.errors import BadUseError
from flows.frames import make_frame, make_frames
from flows.progress import Stages
from flows.publish import commit, open_stage, published, stage_table
from flows.reading import Reading, chunks, note_repeated, reading_chunks, reject_copies
from flows.summary import Summary, summarise
from flows.workers import Workers

LIBRARIES = ("report-metrics", "great-expectations", "pandas", "prefect", "pyarrow", "regex")
PROCESSES = os.cpu_count() or 1
T = TypeVar("T")


def as_is(data: T) -> T:
    """Data for a task that Prefect hands over without walking through all its objects in search of futures."""
    return cast(T, quote(data))


@task(name="discover", cache_policy=NO_CACHE)
def discover_task(sources: Sequence[Path]) -> list[list[BatchFile]]:
    files = discover(sources)
    if not files:
        raise BadUseError(f"no file in {', '.join(map(str, sources))}", "give a file or a folder that holds reports")
    return list(chunks(files))


@task(name="read", cache_policy=NO_CACHE)
def read_task(files: list[BatchFile], workers: Workers) -> list[Reading]:
    return workers.read(files)


@task(name="extract", cache_policy=NO_CACHE)
def extract_task(readings: list[Reading], workers: Workers) -> list[Reading]:
    return workers.extract(readings)


@task(name="compare", cache_policy=NO_CACHE)
def compare_task(readings: list[Reading], others: Iterator[Known], batch_id: str) -> list[Finding]:
    return find_duplicates(fingerprint_reports(readings), others, batch_id)


@task(name="validate", cache_policy=NO_CACHE)
def validate_task(readings: list[Reading], findings: list[Finding], docs: Path) -> Verdict:
    return validate(mark(make_frames(readings), findings), facts_of(readings), docs)


@task(name="publish", cache_policy=NO_CACHE)
def publish_task(stage: Path, batch_id: str, verdict: Verdict, run: pd.DataFrame) -> None:
    """Publish tables, run and quality report; of a run whose gate failed, only run and quality report."""
    if not verdict.gate_failed:
        for name, frame in verdict.frames.items():
            stage_table(stage, batch_id, name, frame)
    stage_table(stage, batch_id, "runs", run, part=str(run["run_id"].iloc[0]))
    commit(stage)


@task(name="report", cache_policy=NO_CACHE)
def report_task(readings: list[Reading], verdict: Verdict, output: Path, batch_id: str, replaced: bool) -> Summary:
    return summarise(readings, verdict, output, batch_id, replaced)


@flow(name="ingest", validate_parameters=False, task_runner=ThreadPoolTaskRunner(max_workers=PROCESSES))  # type: ignore[arg-type]
def ingest(sources: Sequence[Path], output: Path, batch: str | None = None, stages: Stages | None = None) -> Summary:
    """Read the files below the sources and publish what they say as one batch of the tables in `output`."""
    stages = stages or Stages(Console(stderr=True, quiet=True))
    started_at = datetime.now(UTC)
    batch_id = folder_name(batch) if batch else batch_name(sources)
    with open_stage(output) as stage:
        with Workers(PROCESSES) as workers:
            with stages.stage("discover"):
                batch_chunks = discover_task(sources)
            with stages.stage("read", sum(map(len, batch_chunks))):
                readings = note_repeated(reject_copies(fan_out(read_task, batch_chunks, workers, stages)))
            with stages.stage("extract", len(readings)):
                readings = fan_out(extract_task, list(reading_chunks(readings)), workers, stages)
        with index_of_others(output, batch_id) as others:
            with stages.stage("compare"):
                findings = compare_task(as_is(readings), as_is(others), batch_id)
            with stages.stage("validate"):
                verdict = validate_task(as_is(readings), as_is(findings), stage / "quality")
            with stages.stage("publish"):
                replaced = replaces_another_batch(output, batch_id, readings)
                run = run_frame(batch_id, started_at, readings, verdict, stages)
                publish_task(stage, batch_id, as_is(verdict), as_is(run))
        with stages.stage("report"):
            summary = report_task(as_is(readings), as_is(verdict), output, batch_id, replaced)
    return summary


def fan_out(work: Task[Any, list[Reading]], parts: Sequence[Any], workers: Workers, stages: Stages) -> list[Reading]:
    """One task a chunk; the results in the chunks' order."""
    sizes = {}
    futures = []
    for part in parts:
        future = work.submit(as_is(part), as_is(workers))
        sizes[future.task_run_id] = len(part)
        futures.append(future)
    for done in as_completed(futures):
        stages.advance(sizes[done.task_run_id])
    return [reading for future in futures for reading in future.result()]


def facts_of(readings: list[Reading]) -> Facts:
    """What was read, counted from the extractions and not from the tables that are held against it."""
    results = [reading.result for reading in readings if reading.result]
    return Facts(
        source_texts={source.source_id: source.text for source, _ in results},
        extracted=sum(len(found.claims) for _, found in results),
        characters_in=sum(len(source.text) for source, _ in results),
        characters_removed=sum(len(span.text) for _, found in results for span in found.removed),
        characters_kept=sum(len(found.kept) for _, found in results),
        files=len(readings),
    )


def replaces_another_batch(output: Path, batch_id: str, readings: list[Reading]) -> bool:
    """Whether a batch of this name is published that has no file in common with this one: likely a name used twice."""
    before = published(output, batch_id, "sources", ["source_path", "source_id"])
    known = set(before.get("source_path", ())) | set(before.get("source_id", ()))
    return bool(known) and not any({reading.file.name, reading.source_id} & known for reading in readings)


def run_frame(
    batch_id: str, started_at: datetime, readings: list[Reading], verdict: Verdict, stages: Stages
) -> pd.DataFrame:
    """The run's row of `runs`; a row that does not hold is a defect of this module."""
    facts, claims = facts_of(readings), verdict.frames["claims"]
    row = {
        "run_id": str(flow_run.get_id()),
        "batch_id": batch_id,
        "started_at": started_at,
        "status": "gate_failed" if verdict.gate_failed else "published",
        "files": len(readings),
        "files_rejected": sum(reading.result is None for reading in readings),
        "characters_in": facts.characters_in,
        "characters_removed": facts.characters_removed,
        "reports": len(verdict.frames["reports"]),
        "claims_extracted": facts.extracted,
        "claims_published": len(claims),
        "claims_quarantined": verdict.frames["quarantine"]["claim_id"].nunique(),
        "claims_masked": int(claims["masked"].sum()),
        "claims_flagged": int((claims["flags"].map(len) > 0).sum()),
        "expectations_failed": len(verdict.failures),
        "extractor_version": EXTRACTOR_VERSION,
        "versions": json.dumps({"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}),
        "seconds": stages.total,
    }
    frame = make_frame(load_tables()["runs"], [row])
    if failures := validate_runs(frame):
        raise AssertionError(f"the row of runs does not hold: {[failure.detail for failure in failures]}")
    return frame
