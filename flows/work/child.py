"""What does a worker do? In a process of its own: what it is asked for, until nobody asks any more (workers.py).

It has a limit to its memory, and ends with its run, whatever becomes of that.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any

from flows.loading import loading

Message = Any  # what a job yields: Begun before each thing that may cost the worker, then what came of it
Job = Callable[..., Iterator[Message]]

OUT_OF_MEMORY = 77  # exit code
TIRED = 0.3  # of its memory, resident after an item; what it has only reserved is no burden


@dataclass(frozen=True, slots=True)
class Finished:
    """The item is done; a tired worker holds so much memory that the next item had better get a fresh one."""

    tired: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the worker works with is broken, not what it works on: the disk is full, say."""

    error: OSError


def serve(pipe: Connection, memory: int, warm: bool) -> None:
    """Do what is asked for until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then ends its workers
    end_with_the_run()
    limit_memory(memory)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # what native libraries say when they break; the run tells it in a sentence
    if warm:
        with suppress(Exception):  # what fails here fails again where it is needed, and is told there
            warm_up()
    try:
        while True:
            job, item, done = pipe.recv()
            try:
                for message in job(item, done):
                    pipe.send(message)
            except BrokenPipeError:
                return
            except OSError as error:
                pipe.send(Trouble(error))
                continue
            del item
            pipe.send(Finished(resident() > TIRED * memory))
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def warm_up() -> None:
    """Load what is loaded when it is first needed: jobs, rules, units, dictionary, datasketch."""
    with loading():
        import flows.work.portions  # noqa: F401
        from extractors import extract
        from extractors.fingerprints import take_fingerprint

        text = "青禾县2023年工作总结\n全年完成投资3.5亿元，同比增长8%；新修公路12公里。"
        extract(text)
        take_fingerprint(text)


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


def resident() -> int:
    """Bytes of memory that this process holds, where the system tells."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as figures:  # noqa: PTH123  # cheaper than a Path, once a file
        return int(figures.read().split()[1]) * resource.getpagesize()
