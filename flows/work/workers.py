"""Who reads and extracts? Child processes with a memory limit, and a time limit for each file: none takes the run down.

A worker that dies or overruns costs the one file it was at; a new worker goes on with the next one, inside an archive
with the next member, inside a chunk of texts with the others. Children are spawned, not forked, for Prefect has threads
running.
"""

from __future__ import annotations

import os
import platform
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from queue import LifoQueue
from types import TracebackType

from extractors.reading import pdf_ocr, pdf_picture
from extractors.reading.files import format_of
from extractors.reading.members import is_container
from extractors.reading.scratch import remove_left_folders
from extractors.version import RULES
from flows.errors import BadUseError
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Begun, Held, failed_reading, read_and_hold
from flows.work.child import OUT_OF_MEMORY, Finished, Job, Message, Trouble, serve
from flows.work.pictures import Drawing, draw_file
from flows.work.portions import Chunk, Extracted, Part, build_and_tell, extract_chunk, lost_in_extraction

LOCAL = "local"  # the name of the runner that has its workers here (runners.py, which loads Prefect)
PROCESSES = os.cpu_count() or 1
MEMORY = 3 * 1024**3  # bytes of address space: a text of 5 million characters takes two to extract
READ_SECONDS = 90.0  # for one file or member; the slowest seen, a PDF of 1,000 pages, takes ten
FETCH_SECONDS = 180.0  # more for an object, whose store may have to be asked again
CONTAINER_SECONDS = 900.0  # for an archive and all that is in it
DRAW_SECONDS = 60.0  # for a page, beyond what all of a file's may take
BUILD_SECONDS = 900.0  # for a part; 100,000 claims take some five
EXTRACT_SECONDS = 60.0  # for one text, and
EXTRACT_SECONDS_PER_CHARACTER = 60e-6  # five times what extraction takes on the slowest machine seen

#: What the libraries of a worker reserve address space for without need, against its limit.
SPARING = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class WorkerLostError(Exception):
    """A worker that died or had to be ended, and why."""


class RunBrokenError(BadUseError):
    """The run cannot go on, whatever the files are like."""


class Worker:
    """One child process and the pipe to it."""

    def __init__(self, memory: int, warm: bool = False) -> None:
        self.memory = memory
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, memory, warm), daemon=True)
        for name, value in SPARING.items():
            os.environ.setdefault(name, value)
        self.process.start()
        theirs.close()

    def ask(self, job: Job, item: object, done: object) -> None:
        try:
            self.pipe.send((job, item, done))
        except OSError as error:
            raise WorkerLostError(self.why_it_ended()) from error

    def hear(self, seconds: float) -> Message:
        """The next message; a worker that is silent for longer is lost."""
        try:
            if not self.pipe.poll(max(seconds, 0.0)):
                raise WorkerLostError(f"takes longer than {seconds:.0f} s")
            message = self.pipe.recv()
        except (OSError, EOFError) as error:
            raise WorkerLostError(self.why_it_ended()) from error
        if isinstance(message, Trouble):
            problem = f"the run cannot keep what it has read: {message.error}"
            raise RunBrokenError(problem, "make room on the output's disk, or check it") from message.error
        return message

    def why_it_ended(self) -> str:
        self.process.join(2)
        code = self.process.exitcode
        if code == OUT_OF_MEMORY:
            return f"needs more than {self.memory / 1024**3:.1f} GB of memory"
        return f"made its reader end ({signal.Signals(-code).name if code and code < 0 else f'exit code {code}'})"

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Workers:
    """So many workers at the most; each is started when it is first needed, the first one at once.

    With `warm` that one loads, while nothing is asked of it yet, what extraction needs.
    """

    def __init__(self, count: int, memory: int = MEMORY, read: Job = read_and_hold, warm: bool = False) -> None:
        remove_left_folders()
        self.count, self.memory, self.read_job = count, memory, read
        self.closed = False
        self.lock = threading.Lock()
        self.started: list[Worker] = []
        self.free: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(count - 1):
            self.free.put(None)
        self.free.put(self.start(warm))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self.lock:
            self.closed = True
            for worker in self.started:
                worker.end()
            self.started.clear()

    def read(self, files: Sequence[BatchFile], spool: str) -> list[Held]:
        """What became of each file and of all that is in it."""
        worker, held = self.free.get(), list[Held]()
        try:
            for file in files:
                given, worker = worker or self.start(), None  # none that may be at its end goes back
                worker, found = self.read_file(given, file, spool)
                held += found
        finally:
            self.free.put(worker)
        return held

    def read_file(self, worker: Worker, file: BatchFile, spool: str) -> tuple[Worker, list[Held]]:
        """All readings of one file; where the worker is lost, a new one goes on behind the member that was its end."""
        results: list[Held] = []
        begun: Begun | None = None
        deadline = time.monotonic() + CONTAINER_SECONDS
        seconds = seconds_to_read(file)
        ask = True
        while True:
            try:
                if ask:
                    worker.ask(partial(self.read_job, spool=spool), file, len(results))
                    ask = False
                message = worker.hear(min(seconds, deadline - time.monotonic()))
            except WorkerLostError as error:
                results.append(failed_reading(file, begun, str(error)))
                worker = self.replace(worker)
                if begun is None or begun.file.name == file.name:
                    return worker, results
                if time.monotonic() > deadline:  # the archive is not read to its end: that is told of itself
                    return worker, [*results, failed_reading(file, None, str(error))]
                begun, ask = None, True
                continue
            if isinstance(message, Begun):
                begun = message
            elif isinstance(message, Held):
                results.append(message)
                begun = None
            else:
                return (self.replace(worker) if message.tired else worker), results

    def extract(self, chunk: Chunk) -> Extracted:
        """The chunk's claims; a text that costs a worker is left out, and the others are begun anew."""
        if chunk.rules != RULES:
            theirs = f"the worker on {platform.node()} has the rules {RULES or 'of the program only'}"
            problem = f"{theirs}, the run {chunk.rules or 'those only'}"
            raise RunBrokenError(problem, "start it with the same REPORT_METRICS_RULES and packages")
        worker = self.free.get() or self.start()
        lost: dict[int, str] = {}
        texts = chunk.held.take()
        places = {(held.file, held.source_id): place for place, held in enumerate(texts)}
        try:
            while True:
                place, result = -1, None
                try:
                    worker.ask(extract_chunk, chunk, lost)
                    seconds = EXTRACT_SECONDS
                    while not isinstance(message := worker.hear(seconds), Finished):
                        if isinstance(message, Begun):
                            place = places[message.file, message.source_id]
                            seconds = seconds_for(texts[place])
                        else:
                            result = message
                    assert isinstance(result, Extracted)
                    if message.tired:
                        worker = self.replace(worker)
                    return result
                except WorkerLostError as error:
                    worker = self.replace(worker)
                    if place < 0 or place in lost:
                        raise RunBrokenError(
                            f"a worker {error} before it had begun", "check the machine's memory"
                        ) from error
                    lost[place] = lost_in_extraction(str(error))
        finally:
            self.free.put(worker)

    def build(self, part: Part) -> str:
        """Validate and write a part; one that costs its worker ends the run, for its rows would be lost."""
        worker, result = self.free.get(), None
        try:
            given, worker = worker or self.start(), None
            given.ask(build_and_tell, part, 0)
            while not isinstance(message := given.hear(BUILD_SECONDS), Finished):
                result = message
            worker = self.replace(given) if message.tired else given
        except WorkerLostError as error:
            raise RunBrokenError(f"a worker {error} to validate", "check the machine's memory") from error
        finally:
            self.free.put(worker)
        assert isinstance(result, str)
        return result

    def draw(self, drawing: Drawing) -> list[str]:
        """Draw some files' pages with a fresh worker (reading/pdf_picture.py); those that cost it, and why."""
        given, failed = self.free.get(), list[str]()
        worker = self.replace(given) if given else self.start()
        try:
            for printed in drawing.printed:
                try:
                    worker.ask(partial(draw_file, spool=drawing.spool, target=drawing.target), printed, 0)
                    message: Message = None
                    while not isinstance(message, Finished):
                        message = worker.hear(seconds_to_draw(printed.file))
                    worker = self.replace(worker) if message.tired else worker
                except WorkerLostError as error:
                    failed.append(f"{printed.file.name}: {error}")
                    worker = self.replace(worker)
        finally:
            self.end(worker)
            self.free.put(None)
        return failed

    def refresh(self) -> None:
        """End those that are idle, and let fresh ones take their places when they are needed."""
        for _ in range(self.count):
            worker = self.free.get()
            if worker:
                self.end(worker)
        for _ in range(self.count):
            self.free.put(None)

    def start(self, warm: bool = False) -> Worker:
        with self.lock:
            if self.closed:
                raise RuntimeError("the run is over")
            worker = Worker(self.memory, warm)
            self.started.append(worker)
            return worker

    def replace(self, worker: Worker) -> Worker:
        self.end(worker)
        return self.start()

    def end(self, worker: Worker) -> None:
        with self.lock:
            if worker in self.started:
                self.started.remove(worker)
                worker.end()


def seconds_to_read(file: BatchFile) -> float:
    """How long a worker may be silent over a file or a member; longer where it may be recognising scanned pages."""
    may_be_scan = format_of(file.name) == "pdf" or is_container(file.name)
    fetching = FETCH_SECONDS if isinstance(file.path, str) else 0.0
    return READ_SECONDS + fetching + (pdf_ocr.SECONDS if may_be_scan and pdf_ocr.has_ocr() else 0.0)


def seconds_to_draw(file: BatchFile) -> float:
    """How long a worker may be silent over a file's pictures; it stops by itself before a page, if it can."""
    return DRAW_SECONDS + pdf_picture.SECONDS + (FETCH_SECONDS if isinstance(file.path, str) else 0.0)


def seconds_for(held: Held) -> float:
    """How long a worker may be silent over a text."""
    return EXTRACT_SECONDS + held.characters * EXTRACT_SECONDS_PER_CHARACTER


_of_this_process: list[Workers] = []
_in_advance: list[Workers] = []


@contextmanager
def workers_in_advance(count: int) -> Iterator[None]:
    """Start the workers that `workers_at_hand` will take, and end, so that they load while others load."""
    with Workers(count, warm=True) as workers:
        _in_advance.append(workers)
        try:
            yield
        finally:
            _in_advance.clear()


@contextmanager
def workers_at_hand(count: int) -> Iterator[None]:
    """Workers for the tasks that this process carries out, while it lasts."""
    with _in_advance.pop() if _in_advance else Workers(count) as workers:
        _of_this_process.append(workers)
        try:
            yield
        finally:
            _of_this_process.remove(workers)


def refresh_workers() -> None:
    """Have parts validated by fresh workers, which takes 100 MB less in each than by those that have extracted."""
    if _of_this_process:
        _of_this_process[-1].refresh()


def at_hand() -> Workers:
    """The workers of this process; where nobody made any, as on a machine of a cluster, one that stays with it."""
    if not _of_this_process:
        _of_this_process.append(Workers(1))
    return _of_this_process[-1]
