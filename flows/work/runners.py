"""Who carries out a run's tasks? This machine's processors, or the workers of a Dask cluster.

Tasks get what they need by name, from the run's stage: that has to lie where all workers can reach it. So an output
that a cluster writes to is a folder on a shared file system. The tables are the same, whoever makes them.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from prefect.context import FlowRunContext
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.errors import BadUseError
from flows.work.workers import LOCAL, PROCESSES, workers_at_hand

DASK = "dask"


def task_runner(name: str = LOCAL, scheduler: str | None = None, workers: int = PROCESSES) -> TaskRunner[Any]:
    """The task runner of a name; `scheduler` is the address of a cluster that is there, else one is made here."""
    if name == LOCAL:
        return ThreadPoolTaskRunner(max_workers=workers)
    if name != DASK:
        raise BadUseError(f"there is no runner {name!r}", f"choose {LOCAL} or {DASK}")
    try:
        import dask
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise BadUseError(f"the {DASK} runner needs prefect-dask", "pip install 'report-metrics[dask]'") from error
    if scheduler:
        runner: TaskRunner[Any] = DaskTaskRunner(address=scheduler)
        return runner
    dask.config.set({"distributed.worker.daemon": False})  # else a worker may not have the children that read files
    here = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    runner = DaskTaskRunner(cluster_kwargs=here)
    return runner


def workers_here() -> AbstractContextManager[None]:
    """Workers for the tasks of the running flow, if this process carries them out."""
    context = FlowRunContext.get()
    runner = context.task_runner if context else None
    return workers_at_hand(runner._max_workers) if isinstance(runner, ThreadPoolTaskRunner) else nullcontext()
