"""What are the steps from files to published tables? discover → read → extract → validate → publish → report.

A Prefect flow of few, large tasks. Reading and extracting fan out over chunks of files, to as many workers as there are
processors (workers.py). Nothing is extracted, validated or written here: the tasks call the plain functions that do it,
and hand on by name what waits in the run's spool.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any, Generic, TypeVar

from prefect import Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import flow_run

from extractors import units
from flows.discover import BatchFile, batch_name, discover, folder_name
from flows.errors import BadUseError
from flows.mirror import follow, hand_on, mirror_at
from flows.parts import Chunk, Extracted, Part, build_part, cut_chunks, cut_parts
from flows.plan import Plan, make_plan, published_sources
from flows.progress import Stages, stages_of_the_run
from flows.publish import Concluded, Run, publish_run, tables_of
from flows.reading import Held, reject_copies
from flows.remote import Place, shown
from flows.repetition import find_repeated, keep_lines
from flows.runners import task_runner, workers_here
from flows.snapshots import open_stage, publishing
from flows.summary import Summary, summarise
from flows.workers import at_hand, refresh_workers

READ_FILES = 200  # files that one task reads
READ_BYTES = 8 * 1024 * 1024
T = TypeVar("T")


class Parcel(Generic[T]):
    """Data for a task that Prefect and Dask hand over as it is, without walking through it in search of futures."""

    def __init__(self, content: T) -> None:
        self.content = content


@task(name="discover", cache_policy=NO_CACHE)
def discover_task(sources: Sequence[Place]) -> Parcel[list[BatchFile]]:
    files = discover(sources)
    if not files:
        raise BadUseError(
            f"no file in {', '.join(shown(str(source)) for source in sources)}",
            "give a file or a folder that holds reports",
        )
    return Parcel(files)


@task(name="read", cache_policy=NO_CACHE)
def read_task(files: Parcel[list[BatchFile]], spool: str) -> Parcel[list[Held]]:
    return Parcel(keep_lines(at_hand().read(files.content, spool), files.content, spool))


@task(name="extract", cache_policy=NO_CACHE)
def extract_task(chunk: Parcel[Chunk]) -> Parcel[Extracted]:
    return Parcel(at_hand().extract(chunk.content))


@task(name="validate", cache_policy=NO_CACHE)
def validate_task(part: Parcel[Part]) -> Parcel[str]:
    if part.content.alone:  # not worth loading the library for in a worker too
        return Parcel(build_part(part.content))
    return Parcel(at_hand().build(part.content))


@task(name="publish", cache_policy=NO_CACHE)
def publish_task(output: Path, stage: Path, run: Parcel[Run], evidence: Parcel[list[str]]) -> Concluded:
    return publish_run(output, stage, run.content, evidence.content)


@flow(name="ingest", validate_parameters=False, task_runner=task_runner())
def ingest(
    sources: Sequence[Place],
    output: Place,
    batch: str | None = None,
    prune: bool = False,
    reprocess: bool = False,
    preview: bool = False,
    work: Path | None = None,
    site: bool = True,
) -> Summary:
    """Read what is new below the sources and publish what it says in one batch of the tables in `output`.

    Where that is a URL, the run works in a copy on disk: `work`, or a folder in the user's cache. With `site` there is
    a page for each report, of all batches.
    """
    stages = stages_of_the_run()
    started_at, clock = datetime.now(UTC), time.perf_counter()
    batch_id = folder_name(batch) if batch else batch_name(sources)
    mirror = mirror_at(output, work) if isinstance(output, str) else None
    folder = mirror.folder if mirror else Path(output)

    def tell(message: str) -> None:
        stages.console.print(message, style="yellow")

    with open_stage(folder) as stage:
        spool = stage / "spool"
        spool.mkdir()
        if mirror:
            with publishing(folder, tell), stages.stage("bring down"):
                follow(mirror)
        with stages.stage("discover"):
            known = published_sources(tables_of(folder), batch_id)
            plan = make_plan(discover_task(sources).content, known, prune=prune, reprocess=reprocess)
        Thread(target=load_early, daemon=True).start()
        with workers_here():
            chunks = read_and_extract(plan, plan.staying(known), str(spool), stages)
            with stages.stage("validate", sum(chunk.facts.files for chunk in chunks)):
                name = uuid.uuid4().hex[:12]
                parts = cut_parts(chunks, name, str(spool), str(stage / "parts"), batch_id)
                if len(parts) > 1:
                    refresh_workers()
                evidence: list[str] = fan_out(validate_task, parts, stages)
        run = Run(
            run_id=str(flow_run.get_id()),
            batch_id=batch_id,
            started_at=started_at,
            clock=clock,
            plan=plan,
            name=name,
            rejected=tuple(reason for chunk in chunks for reason in chunk.rejected),
            has_text=any(chunk.has_text for chunk in chunks),
            preview=preview,
            site=site,
        )
        with publishing(folder, tell):
            base = follow(mirror) if mirror else None  # another run may have published since this one began
            with stages.stage("publish"):
                concluded = publish_task(folder, stage, Parcel(run), Parcel(evidence))
            summary = summarise(run, concluded, folder)
            if mirror and not preview:
                with stages.stage("put up"):
                    tables = hand_on(mirror, base)
                summary = replace(summary, figures={**summary.figures, "published at": tables})
    return summary


def read_and_extract(plan: Plan, published: Mapping[str, str], spool: str, stages: Stages) -> list[Extracted]:
    """The files to read in chunks; `published` has the source_ids and paths of the texts that stay."""
    with stages.stage("read", len(plan.to_read)):
        read = fan_out(read_task, list(cut_files(plan.to_read)), stages, spool)
        found = [one for part in read for one in part]
        held = reject_copies(found, published)
        repeated = find_repeated(found, held, spool)
    with stages.stage("extract", len(held)):
        return fan_out(extract_task, list(cut_chunks(held, repeated, spool)), stages)


def load_early() -> None:
    """Load, while the workers work, what validating needs: Pint, almost half a second."""
    units.look_up("元")


def cut_files(files: Iterable[BatchFile]) -> Iterator[list[BatchFile]]:
    """Files in order, as many as one task reads."""
    found: list[BatchFile] = []
    size = 0
    for file in files:
        if found and (len(found) >= READ_FILES or size + file.size > READ_BYTES):
            yield found
            found, size = [], 0
        found.append(file)
        size += file.size
    if found:
        yield found


def fan_out(work: Task[..., Parcel[T]], jobs: Sequence[Any], stages: Stages, *others: str) -> list[T]:
    """One task a job; the results in the jobs' order. A task that fails ends the run."""
    futures = [work.submit(Parcel(job), *others) for job in jobs]
    sizes = {future.task_run_id: size_of(job) for future, job in zip(futures, jobs, strict=True)}
    for done in as_completed(futures):
        stages.advance(sizes[done.task_run_id])
        done.result()
    return [future.result().content for future in futures]


def size_of(job: list[BatchFile] | Chunk | Part) -> int:
    """How many files it is about."""
    if isinstance(job, list):
        return len(job)
    return len(job.held) if isinstance(job, Chunk) else sum(chunk.facts.files for chunk in job.chunks)
