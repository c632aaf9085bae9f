"""How does what a run found become the next snapshot? Copies marked, the gate asked, files put together, pages made."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pyarrow as pa

from expectations.engine.scratch import open_scratch
from expectations.engine.suite import TableResult
from expectations.engine.volume import LIMITS, Limits, describe_volume
from expectations.pages.docs import write_results
from expectations.pages.quality import Evaluated
from expectations.schema import load_tables
from expectations.validate import Verdict, conclude, validate_runs
from extractors.version import EXTRACTOR_VERSION
from flows.handover.write import write_handover
from flows.inputs.batches import Batch, refuse_another
from flows.inputs.plan import Plan
from flows.publishing.assemble import add_parts, carry_over, carry_over_changed, take_back, write_marked
from flows.publishing.damage import whole_tables
from flows.publishing.differences import Changes, keep_changes, write_changes
from flows.publishing.duplicates import load_reports, mark_copies, marked_slices
from flows.publishing.history import current, next_place
from flows.publishing.observed import write_observations
from flows.publishing.others import pages_to_write, write_others
from flows.publishing.reviewed import Applied, apply_reviews
from flows.publishing.said import load_said
from flows.publishing.snapshots import publish, take_over
from flows.publishing.tested import Tested, write_tested
from flows.publishing.uniform import make_uniform
from flows.publishing.volume import measure_volume
from flows.site.pictures import bring_pictures
from flows.site.write import write_site
from flows.storage.parquet import part_files, read_rows, write_table
from flows.storage.spool import take
from flows.work.frames import make_frame

PREVIEW = "preview"  # folder
PICTURES = "pictures"  # folder of the stage, of what the run has drawn
RESULTS = "runs"  # folder of the quality report: what was tested in each run, for programs
CHANGED = pa.schema({"batch": pa.string(), "source_path": pa.string()})
LIBRARIES = ("report-metrics", "great-expectations", "pandas", "prefect", "pyarrow", "regex")


@dataclass(frozen=True, slots=True)
class Run:
    """A run, as far as it is known before it publishes."""

    run_id: str
    batch_id: str
    started_at: datetime
    clock: float  # time.perf_counter() at its start
    plan: Plan
    name: str  # in its files' names, which no other run uses
    rejected: tuple[str, ...]
    has_text: bool
    preview: bool  # only tell what would change
    site: bool  # a page for each report
    limits: Limits = LIMITS  # what may go without a word
    reprocess: bool = False  # read unchanged files again, too
    waiting: tuple[str, ...] = ()  # files that may still be being written
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Concluded:
    verdict: Verdict
    copies: int  # reports of the batch that repeat another one
    changes: Changes | None  # where files were read again
    kept: Mapping[str, str] = field(default_factory=dict)  # sources whose files could not be read again, and why not
    reviews: Applied = field(default_factory=Applied)  # what people said, and what came of it


class OvertakenError(Exception):
    """Another run has published texts, since this one looked, that this one has read under other names."""


def tables_of(output: Path) -> Path | None:
    """The tables of the newest snapshot."""
    snapshot = current(output)
    return snapshot / "tables" if snapshot else None


def publish_run(output: Path, stage: Path, run: Run, evidence: Sequence[str]) -> Concluded:
    """Publish tables, record and pages; of a run whose gate failed, record and pages beside the tables as they were.

    `evidence` names what its parts have left in the spool.

    To be called while `publishing` is held: what is marked here is marked by what is published now.
    """
    published, following = tables_of(output), stage / "next"
    whole = whole_tables(published, stage, run.batch_id, run.reprocess)
    base = whole.tables
    said = load_said(output, base)
    if run.batch:  # another run may have published since this one began
        refuse_another(run.batch, part_files(base, "runs", run.batch_id))
    tables = following / "tables"
    tables.mkdir(parents=True)
    parts = stage / "parts"
    sources = [part_files(root, "sources", run.batch_id) for root in (base, parts)]
    dropped = run.plan.find_dropped(*sources).and_of(whole.lost)
    if dropped.twice:
        raise OvertakenError
    take_back(parts, run.batch_id, dropped.kept.keys())
    spool = stage / "spool"
    with open_scratch(stage) as database:
        load_reports(database, base, spool, run.batch_id, dropped.paths)
        copies = mark_copies(database, run.batch_id)
        marked = write_marked(marked_slices(database), stage / "whole", run.batch_id, run.name)
        found = (take(str(spool), name) for name in evidence)
        volume = describe_volume(measure_volume(base, stage, run.batch_id, dropped.paths), run.limits)
        verdict = conclude(found, marked, following / "quality" if evidence else None, volume, run.site)
    changes = None
    if evidence and run.plan.changed:
        again, quality = dropped.read_again, following / "quality"
        changes = write_changes(base, parts, run.batch_id, again, quality, run.plan.changed)
    concluded = Concluded(verdict, copies, changes, dropped.kept)
    changed = find_changed(run.batch_id, None, ())
    if verdict.gate_failed or not (evidence or dropped.paths):
        carry_over(published, tables)
    else:
        carry_over_changed(base, tables, run.batch_id, dropped.paths, run.name, dropped.kept)
        changed = find_changed(run.batch_id, parts, dropped.paths)
        add_parts(parts, tables)
        add_parts(stage / "whole", tables)
    if not (run.preview or verdict.gate_failed):
        applied = apply_reviews(tables, said.reviews, said.samples, run.name, stage)
        changed = add_changed(changed, applied)
        concluded = replace(concluded, reviews=applied)
    if run.preview:
        if evidence:
            make_quality_page(following, run, verdict)
            show_aside(following / "quality", output / PREVIEW)
        return concluded
    record = run_frame(run, concluded)
    write_table(record, "runs", str(tables), run.batch_id, f"run-{run.run_id}")
    write_observations(tables, run.name, stage)
    make_uniform(tables)
    make_pages(output, following, run, verdict, changed)
    publish(stage, following)
    return concluded


def show_aside(quality: Path, place: Path) -> None:
    """Put the quality report of a run that publishes nothing beside the published one."""
    aside = quality.parent / "before"
    if place.exists():
        place.rename(aside)
    quality.rename(place)


def find_changed(batch_id: str, parts: Path | None, dropped: Iterable[str]) -> pa.Table:
    """The sources (batch, source_path) that the run has put into its tables or taken out of them."""
    found = read_rows(parts, "sources", batch_id, ["source_path"])["source_path"]
    paths = pa.chunked_array([*found.chunks, pa.array(list(dropped), pa.string())])
    return pa.table({"batch": pa.repeat(batch_id, len(paths)), "source_path": paths}).cast(CHANGED)


def add_changed(changed: pa.Table, applied: Applied) -> pa.Table:
    """With the sources of whose claims people said something new."""
    batches, paths = zip(*sorted(applied.changed), strict=True) if applied.changed else ((), ())
    return pa.concat_tables([changed, pa.table([list(batches), list(paths)], schema=CHANGED)])


def make_pages(output: Path, following: Path, run: Run, verdict: Verdict, changed: pa.Table) -> None:
    """What people look at, made from the tables that are about to be published."""
    tables, before = following / "tables", current(output)
    if run.site and before and (before / "site").exists():
        take_over(before / "site", following / "site")
    if before and not verdict.tally["files"] and (before / "quality").exists():
        take_over(before / "quality", following / "quality")  # nothing was read: the detail is of the last run
    else:
        if before and (before / "quality" / RESULTS).exists():
            take_over(before / "quality" / RESULTS, following / "quality" / RESULTS)
        keep_changes(before / "quality" if before else None, following / "quality", run.run_id)
    if verdict.tally["files"]:
        write_results(verdict.results, following / "quality" / RESULTS / f"{run.run_id}.json")
    with ThreadPoolExecutor(1) as beside:
        page = beside.submit(make_quality_page, following, run, verdict)  # while the site's pages are written
        if run.site and not verdict.gate_failed:
            bring_pictures(following.parent / PICTURES, following / "site", run.batch_id)
            site = following / "site"
            write_site(tables, site, pages_to_write(site, changed), scratch=following.parent)
            write_others(tables, site, following.parent)
        page.result()
    write_handover(tables, following, next_place(output) / "tables")


def make_quality_page(following: Path, run: Run, verdict: Verdict) -> None:
    tested = Tested(run.batch_id, run.site, verdict.failures, tuple(told_of(result) for result in verdict.results))
    write_tested(following, tested, scratch=following.parent)


def told_of(result: TableResult) -> Evaluated:
    failed = sum(not outcome.holds for outcome in result.outcomes)
    rows = result.rows if result.table in load_tables() else None
    return Evaluated(result.table, rows, len(result.outcomes), failed)


def run_frame(run: Run, concluded: Concluded) -> pd.DataFrame:
    """The run's row of `runs`; a row that does not hold is a defect of this module."""
    verdict = concluded.verdict
    tally = verdict.tally
    row = {
        "run_id": run.run_id,
        "batch_id": run.batch_id,
        "started_at": run.started_at,
        "status": "gate_failed" if verdict.gate_failed else "published",
        "files": run.plan.unchanged + tally["files"],
        "files_unchanged": run.plan.unchanged,
        "files_rejected": len(run.rejected),
        "files_pruned": run.plan.pruned,
        "characters_in": tally["characters"],
        "characters_removed": tally["removed characters"],
        "reports": tally["reports"],
        "claims_extracted": tally["claims"] + tally["quarantined"],
        "claims_published": tally["claims"],
        "claims_quarantined": tally["quarantined"],
        "claims_masked": tally["masked"],
        "claims_flagged": tally["flagged"],
        "expectations_failed": len(verdict.failures),
        "extractor_version": EXTRACTOR_VERSION,
        "versions": json.dumps({"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}),
        "seconds": time.perf_counter() - run.clock,
        "files_stale": len(concluded.kept),
        "batch_name": run.batch.name if run.batch else None,
        "inbox": list(run.batch.places) if run.batch else None,
    }
    frame = make_frame(load_tables()["runs"], [row])
    if failures := validate_runs(frame):
        raise AssertionError(f"the row of runs does not hold: {[failure.detail for failure in failures]}")
    return frame
