"""What are the steps from files to published tables? discover → read → extract → validate → publish → report.

A Prefect flow of few, large tasks. Reading and extracting fan out over chunks of files, to as many workers as there are
processors (workers.py). Nothing is extracted, validated or written here: the tasks call the plain functions that do it,
and hand on by name what waits in the run's spool.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar

from prefect import Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run

from expectations.engine.volume import MAX_LOSS, MAX_REJECTED, Limits
from extractors.quantities import units
from flows.errors import BadUseError, NothingToReadError
from flows.inputs.batches import Batch, as_published, batch_of, refuse_another
from flows.inputs.comparison import compare_files, keep_lines
from flows.inputs.discover import BatchFile, batch_name, discover
from flows.inputs.outputs import refuse_outputs
from flows.inputs.plan import Plan, make_plan
from flows.inputs.reading import Held, refuse_blind_readers, reject_copies
from flows.progress import Stages, stages_of_the_run
from flows.publishing.damage import naming_damage, refuse_loss, whole_tables
from flows.publishing.lake import bring_up
from flows.publishing.mirror import follow, hand_on, mirror_at
from flows.publishing.publish import PICTURES, Concluded, OvertakenError, Run, publish_run, tables_of
from flows.publishing.said import refuse_unreadable
from flows.publishing.snapshots import open_stage, publishing
from flows.publishing.summary import GateFailedError, Summary, summarise
from flows.storage.parquet import part_files
from flows.storage.remote import Place, shown
from flows.storage.spool import Waiting, put_list
from flows.work.pictures import Drawing, cut_drawings
from flows.work.portions import Chunk, Extracted, Part, build_part, cut_chunks, cut_parts
from flows.work.runners import task_runner, workers_here
from flows.work.workers import at_hand, refresh_workers

T = TypeVar("T")


class Parcel(Generic[T]):
    """Data for a task that Prefect and Dask hand over as it is, without walking through it in search of futures."""

    def __init__(self, content: T) -> None:
        self.content = content


@task(name="discover", cache_policy=NO_CACHE)
def discover_task(
    sources: Sequence[Place], published: Parcel[list[Path]], spool: Path, options: Mapping[str, Any], may_go: bool
) -> Parcel[Plan]:
    plan = make_plan(discover(sources), published.content, spool, **options)
    if plan.reads or plan.unchanged or (plan.pruned and may_go):
        return Parcel(plan)
    nothing = f"no file in {', '.join(shown(str(source)) for source in sources)}"
    if plan.pruned:  # as where a disk is not mounted; of few rows the gate would take no notice
        rows = "1 file with its rows" if plan.pruned == 1 else f"{plan.pruned:,} files with their rows"
        problem = f"{nothing}: all that is published of the batch would go, {rows}"
        raise BadUseError(problem, "put them back, or say once that it shall go: --prune --allow-loss")
    raise NothingToReadError(nothing, "give a file or a folder that holds reports")


@task(name="read", cache_policy=NO_CACHE)
def read_task(files: Parcel[Waiting[BatchFile]], spool: str) -> Parcel[Waiting[Held]]:
    held = keep_lines(at_hand().read(files.content.take(), spool), spool)
    return Parcel(put_list(held, spool, f"{files.content.name}.held"))


@task(name="extract", cache_policy=NO_CACHE)
def extract_task(chunk: Parcel[Chunk]) -> Parcel[Extracted]:
    return Parcel(at_hand().extract(chunk.content))


@task(name="validate", cache_policy=NO_CACHE)
def validate_task(part: Parcel[Part]) -> Parcel[str]:
    if part.content.alone:  # not worth loading the library for in a worker too
        return Parcel(build_part(part.content))
    return Parcel(at_hand().build(part.content))


@task(name="draw", cache_policy=NO_CACHE)
def draw_task(drawing: Parcel[Drawing]) -> Parcel[list[str]]:
    return Parcel(at_hand().draw(drawing.content))


@task(name="publish", cache_policy=NO_CACHE)
def publish_task(output: Path, stage: Path, run: Parcel[Run], evidence: Parcel[list[str]]) -> Concluded:
    return publish_run(output, stage, run.content, evidence.content)


def run_name(sources: Sequence[Place], batch: str | None, at: datetime | None) -> str:
    """What a run is called on Prefect's pages: its batch, and when it was due, in local time."""
    return f"{batch or batch_name(sources)} {(at or datetime.now(UTC)).astimezone():%Y-%m-%d %H:%M}"


def name_run() -> str:
    return run_name(flow_run.parameters["sources"], flow_run.parameters.get("batch"), flow_run.scheduled_start_time)


@flow(name="ingest", flow_run_name=name_run, validate_parameters=False, task_runner=task_runner())
def ingest(
    sources: Sequence[Place],
    output: Place,
    batch: str | None = None,
    prune: bool = False,
    reprocess: bool = False,
    preview: bool = False,
    work: Path | None = None,
    site: bool = True,
    max_loss: float = MAX_LOSS,
    max_rejected: float = MAX_REJECTED,
    allow_loss: bool = False,
    quiet_seconds: float = 0.0,
    pictures: bool = True,
) -> Summary:
    """Read what is new below the sources and publish what it says in one batch of the tables in `output`.

    Where that is a URL, the run works in a copy on disk: `work`, or a folder in the user's cache. With `site` there is
    a page for each report, of all batches, and with `pictures` it shows claims of PDF files as they are printed. The
    gate fails where more of the batch would go than the limits (per cent) say, unless that is allowed; a run whose gate
    fails is a failed run: GateFailedError has its summary. Files that changed less than `quiet_seconds` ago wait for
    the next run.
    """
    refuse_outputs(sources, output)
    options = {"prune": prune, "reprocess": reprocess, "quiet_seconds": quiet_seconds}
    limits = Limits(100, 100) if allow_loss else Limits(max_loss, max_rejected)
    drawn = pictures and site and not preview
    of_run = partial(run_once, sources, output, batch_of(sources, batch), options, limits, preview, work, site, drawn)
    try:
        return of_run()
    except OvertakenError:
        tell("another run has published the same texts meanwhile; this one begins anew")
        return of_run(alone=True)


def run_once(
    sources: Sequence[Place],
    output: Place,
    batch: Batch,
    options: Mapping[str, Any],
    limits: Limits,
    preview: bool,
    work: Path | None,
    site: bool,
    pictures: bool,
    alone: bool = False,
) -> Summary:
    """From the files to the published tables; nobody else publishes before its end if it is to be alone."""
    stages = stages_of_the_run()
    started_at, clock = datetime.now(UTC), time.perf_counter()
    mirror = mirror_at(output, work) if isinstance(output, str) else None
    folder = mirror.folder if mirror else Path(output)

    def hold() -> AbstractContextManager[None]:
        return nullcontext() if alone else publishing(folder, tell)

    with (
        naming_damage(folder),
        open_stage(folder, tell) as stage,
        publishing(folder, tell) if alone else nullcontext(),
    ):
        spool = stage / "spool"
        spool.mkdir()
        if mirror:
            with hold(), stages.stage("bring down"):
                follow(mirror)
        with stages.stage("discover"):
            refuse_unreadable(folder)
            batch = as_published(batch, tables_of(folder))
            whole = whole_tables(tables_of(folder), stage, batch.id, bool(options["reprocess"]))
            refuse_another(batch, part_files(whole.tables, "runs", batch.id))
            published = Parcel(part_files(whole.tables, "sources", batch.id))
            plan = discover_task(sources, published, spool, options, limits.loss >= 100).content
            if whole.lost and not options["prune"]:
                refuse_loss(whole.lost, set(plan.names()))
        Thread(target=load_early, daemon=True).start()
        with workers_here():
            chunks = read_and_extract(plan, str(spool), stages)
            with stages.stage("validate", sum(chunk.facts.files for chunk in chunks)):
                name = uuid.uuid4().hex[:12]
                parts = cut_parts(chunks, name, str(spool), str(stage / "parts"), batch.id)
                if len(parts) > 1:
                    refresh_workers()
                evidence: list[str] = fan_out(validate_task, parts, stages)
            if pictures:
                draw_pictures(chunks, str(spool), str(stage / PICTURES), stages)
        run = Run(
            run_id=str(flow_run.get_id()),
            batch_id=batch.id,
            started_at=started_at,
            clock=clock,
            plan=plan,
            name=name,
            rejected=tuple(reason for chunk in chunks for reason in chunk.rejected),
            has_text=any(chunk.has_text for chunk in chunks),
            preview=preview,
            site=site,
            reprocess=bool(options["reprocess"]),
            limits=limits,
            waiting=tuple(reason for chunk in chunks for reason in chunk.waiting),
            batch=batch,
        )
        with hold():
            base = follow(mirror) if mirror else None  # another run may have published since this one began
            with stages.stage("publish"):
                concluded = publish_task(folder, stage, Parcel(run), Parcel(evidence))
            summary = summarise(run, concluded, folder)
            if mirror and not preview:
                with stages.stage("put up"):
                    tables, lake = hand_on(mirror, base), bring_up(mirror)
                summary = summary.put_up_at(tables, lake)
    if summary.gate_failed:
        raise GateFailedError(summary)
    return summary


def tell(message: str) -> None:
    stages_of_the_run().say(message)


def read_and_extract(plan: Plan, spool: str, stages: Stages) -> list[Extracted]:
    """The files to read in chunks."""
    with stages.stage("read", plan.reads):
        read = fan_out(read_task, plan.to_read, stages, spool)
        copies, repeated = compare_files(Path(spool))
        held = reject_copies(refuse_blind_readers(one for some in read for one in some.take()), copies)
        chunks = list(cut_chunks(held, repeated, spool))
    with stages.stage("extract", sum(map(size_of, chunks))):
        return fan_out(extract_task, chunks, stages)


def draw_pictures(chunks: Sequence[Extracted], spool: str, target: str, stages: Stages) -> None:
    """Of all printed pages on which something was found; a file that cannot be drawn has none."""
    printed = [one for chunk in chunks for one in chunk.printed]
    if not printed:
        return
    with stages.stage("draw", len(printed)):
        failed = fan_out(draw_task, cut_drawings(printed, spool, target), stages)
    for told in (told for some in failed for told in some):
        stages.say(f"no pictures of the pages of {told}")


def load_early() -> None:
    """Load, while the workers work, what validating needs: Pint, almost half a second."""
    units.look_up("元")


def fan_out(work: Task[..., Parcel[T]], jobs: Sequence[Any], stages: Stages, *others: str) -> list[T]:
    """One task a job; the results in the jobs' order. A task that fails ends the run."""
    futures = [work.submit(Parcel(job), *others) for job in jobs]
    sizes = {future.task_run_id: size_of(job) for future, job in zip(futures, jobs, strict=True)}
    for done in as_completed(futures):
        stages.advance(sizes[done.task_run_id])
        done.result()
    return [future.result().content for future in futures]


def size_of(job: Waiting[BatchFile] | Chunk | Part | Drawing) -> int:
    """How many files it is about."""
    if isinstance(job, Drawing):
        return len(job.printed)
    if isinstance(job, Part):
        return sum(chunk.facts.files for chunk in job.chunks)
    return (job.held if isinstance(job, Chunk) else job).count
