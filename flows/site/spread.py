"""How are many pages written by several processes? Each writes a stretch of them, with a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Concatenate, ParamSpec, TypeVar

PAGES_A_PROCESS = 500  # fewer do not repay a process of their own
P = ParamSpec("P")
T = TypeVar("T")


class Spread:
    """Several processes, or this one alone."""

    def __init__(self, pool: ProcessPoolExecutor | None, processes: int) -> None:
        self._pool, self.processes = pool, processes

    def over(
        self, count: int, work: Callable[Concatenate[int, int, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> list[T]:
        """What the work gives for each stretch, `work(start, stop, …)`, of so many things; in their order."""
        if self._pool is None or not count:
            return [work(0, count, *args, **kwargs)]
        length = -(-count // self.processes)
        jobs = [
            self._pool.submit(work, start, min(start + length, count), *args, **kwargs)
            for start in range(0, count, length)
        ]
        return [job.result() for job in jobs]


@contextmanager
def spread(pages: int) -> Iterator[Spread]:
    """As many processes as so many pages repay."""
    processes = min(os.cpu_count() or 1, pages // PAGES_A_PROCESS)
    if processes < 2:
        yield Spread(None, 1)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield Spread(pool, processes)
