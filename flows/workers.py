"""Who reads and extracts? Child processes with a memory limit, and a time limit for each file: none takes the run down.

A worker that dies or overruns costs the one file it was at; a new worker goes on with the next one, inside an archive
with the next member. Children are spawned, not forked, for Prefect has threads running.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from queue import LifoQueue
from types import TracebackType
from typing import Any

from flows.discover import BatchFile
from flows.reading import Begun, Reading, extract_file, failed_extraction, failed_reading, read_parts

MEMORY = 3 * 1024**3  # bytes of address space: a text of 5 million characters takes two to extract
READ_SECONDS = 90.0  # for one file or member; the slowest seen, a PDF of 1,000 pages, takes ten
CONTAINER_SECONDS = 900.0  # for an archive and all that is in it
EXTRACT_SECONDS = 60.0  # for one text, and
EXTRACT_SECONDS_PER_CHARACTER = 60e-6  # five times what extraction takes on the slowest machine seen

Job = Callable[[Any, int], Iterator[Begun | Reading]]


@dataclass(frozen=True, slots=True)
class Finished:
    """The item is done; a tired worker holds so much memory that the next item had better get a fresh one."""

    tired: bool


class WorkerLostError(Exception):
    """A worker that died or had to be ended, and why."""


class Worker:
    """One child process and the pipe to it."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, memory), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, job: Job, item: object, done: int) -> None:
        try:
            self.pipe.send((job, item, done))
        except OSError as error:
            raise WorkerLostError(self.why_it_ended()) from error

    def hear(self, seconds: float) -> Begun | Reading | Finished:
        """The next message; a worker that is silent for longer is lost."""
        try:
            if self.pipe.poll(max(seconds, 0.0)):
                message: Begun | Reading | Finished = self.pipe.recv()
                return message
        except (OSError, EOFError) as error:
            raise WorkerLostError(self.why_it_ended()) from error
        raise WorkerLostError(f"takes longer than {seconds:.0f} s")

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
    """So many workers at the most; each is started when it is first needed, the first one at once."""

    def __init__(self, count: int, memory: int = MEMORY, read: Job = read_parts) -> None:
        self.memory, self.read_job = memory, read
        self.closed = False
        self.lock = threading.Lock()
        self.started: list[Worker] = []
        self.free: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(count - 1):
            self.free.put(None)
        self.free.put(self.start())

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self.lock:
            self.closed = True
            for worker in self.started:
                worker.end()
            self.started.clear()

    def read(self, files: Sequence[BatchFile]) -> list[Reading]:
        """What became of each file and of all that is in it."""
        return self.carry_out(self.read_job, files, lambda _: READ_SECONDS, failed_reading)

    def extract(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings with their extractions; those without a text stay as they are."""
        texts = [reading for reading in readings if reading.source]
        extracted = iter(self.carry_out(extract_one, texts, extract_seconds, failed_extraction) if texts else [])
        return [next(extracted) if reading.source else reading for reading in readings]

    def carry_out(
        self,
        job: Job,
        items: Sequence[Any],
        seconds: Callable[[Any], float],
        failed: Callable[[Any, Begun | None, str], Reading],
    ) -> list[Reading]:
        """One worker does the items one by one."""
        worker = self.free.get()
        results: list[Reading] = []
        try:
            for item in items:
                worker, found = self.do_item(worker or self.start(), job, item, seconds(item), failed)
                results += found
        finally:
            self.free.put(worker)
        return results

    def do_item(
        self,
        worker: Worker,
        job: Job,
        item: Any,
        seconds: float,
        failed: Callable[[Any, Begun | None, str], Reading],
    ) -> tuple[Worker, list[Reading]]:
        """All results of one item; where the worker is lost, a new one goes on behind the part that was its end."""
        results: list[Reading] = []
        begun: Begun | None = None
        deadline = time.monotonic() + max(CONTAINER_SECONDS, seconds)
        ask = True
        while True:
            try:
                if ask:
                    worker.ask(job, item, len(results))
                    ask = False
                message = worker.hear(min(seconds, deadline - time.monotonic()))
            except WorkerLostError as error:
                results.append(failed(item, begun, str(error)))
                worker = self.replace(worker)
                if begun is None or time.monotonic() > deadline:
                    return worker, results
                begun, ask = None, True
                continue
            if isinstance(message, Begun):
                begun = message
            elif isinstance(message, Reading):
                results.append(message)
                begun = None
            else:
                return (self.replace(worker) if message.tired else worker), results

    def start(self) -> Worker:
        with self.lock:
            if self.closed:
                raise RuntimeError("the run is over")
            worker = Worker(self.memory)
            self.started.append(worker)
            return worker

    def replace(self, worker: Worker) -> Worker:
        with self.lock:
            if worker in self.started:
                self.started.remove(worker)
                worker.end()
        return self.start()


def extract_one(reading: Reading, done: int) -> Iterator[Begun | Reading]:
    yield extract_file(reading)


def extract_seconds(reading: Reading) -> float:
    return EXTRACT_SECONDS + (len(reading.source.text) * EXTRACT_SECONDS_PER_CHARACTER if reading.source else 0.0)


# In the child

OUT_OF_MEMORY = 77  # exit code
TIRED = 0.5  # of its memory, held after an item


def serve(pipe: Connection, memory: int) -> None:
    """Do what is asked for until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then ends its workers
    end_with_the_run()
    limit_memory(memory)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # what native libraries say when they break; the run tells it in a sentence
    try:
        while True:
            job, item, done = pipe.recv()
            for message in job(item, done):
                pipe.send(message)
            del item
            pipe.send(Finished(address_space() > TIRED * memory))
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def end_with_the_run() -> None:
    """End when the run is gone; a killed run's workers would wait for work for ever."""
    run = parent_process()
    if run is not None:
        threading.Thread(target=lambda: os._exit(1) if connection.wait([run.sentinel]) else None, daemon=True).start()


def limit_memory(memory: int) -> None:
    """macOS takes no notice of the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        pass


def address_space() -> int:
    """Bytes that this process has mapped, where the system tells."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as figures:  # noqa: PTH123  # cheaper than a Path, once a file
        return int(figures.read().split()[0]) * resource.getpagesize()
