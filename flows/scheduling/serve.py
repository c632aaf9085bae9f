"""How does a run start every night without a server to look after? One command holds API, schedule and runs.

For teams that have a Prefect server and workers there is prefect.yaml, with the same flow and parameters.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

from expectations.messages.catalogue import language_here, translate
from flows.errors import BadUseError
from flows.log import TELLING
from flows.publishing.mirror import output_folder
from flows.publishing.snapshots import locked
from flows.scheduling.naming import name_what_comes
from flows.scheduling.server import QUIET, Server, ServerError, prefect_api, prefect_home
from flows.storage.remote import Place, place_of, shown
from flows.terminal import Terminal

NAME = "inbox"
SERVING = ".serving"  # lock in Prefect's folder
GRACE = 15.0  # seconds for a run to end in order
LAST = 25.0  # seconds for everything: systemd, containers and people lose their patience after thirty
TALKING = QUIET | {
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "WARNING",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "20",  # put ahead, and named; it would be a hundred
}


def serve(inbox: Place, output: Place, cron: str, options: dict[str, object], port: int, console: Terminal) -> int:
    """Run `ingest_inbox` whenever the cron says so, until a signal says otherwise: its number."""
    work = options.get("work")
    home = prefect_home(output_folder(output, Path(str(work)) if work else None))
    home.mkdir(parents=True, exist_ok=True)
    try:
        with locked(home / SERVING, wait=False, create=True), prefect_api(home, port, TALKING) as server:
            server.wait_until_ready()
            _ = translate(language_here())
            told = {"inbox": shown(str(inbox)), "cron": cron, "address": f"http://127.0.0.1:{port}"}
            console.print(_("Watching {inbox} ({cron}); runs at {address}, end with Ctrl-C", **told))
            os.environ[TELLING] = "1"  # to the runs, which are children
            parameters = {"inbox": parameter(inbox), "output": parameter(output), **options}
            return asyncio.run(serve_runs(cron, parameters, server))
    except BlockingIOError as error:
        problem = f"another `report-metrics serve` keeps its runs in {home}"
        raise BadUseError(problem, "end it, or give this one a folder of its own in PREFECT_HOME") from error


async def serve_runs(cron: str, parameters: dict[str, object], server: Server) -> int:
    import tzlocal  # comes with Great Expectations
    from prefect.runner import Runner
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.ingest import run_name
    from flows.scheduling.schedule import ingest_inbox

    if server.process:  # nobody else has a hand in it: what is running there is what died with the last `serve`
        await end_dead_runs(f"{ingest_inbox.name}/{NAME}")
    runner = Runner(name=NAME, limit=None)
    deployment = await runner.aadd_flow(
        ingest_inbox,
        name=NAME,
        schedule=Cron(cron, timezone=tzlocal.get_localzone_name()),  # else two at night is UTC's
        parameters=parameters,
        tags=["report-metrics"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    inbox, batch = place_of(str(parameters["inbox"])), parameters.get("batch")
    called = str(batch) if batch else None
    naming = asyncio.create_task(name_what_comes(deployment, lambda due: run_name([inbox], called, due)))
    running = asyncio.create_task(runner.start())
    while not (runner.started or running.done()):  # it sets handlers of its own as it starts
        await asyncio.sleep(0.05)
    told: list[int] = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup has it
            loop.add_signal_handler(number, told.append, number)
    while not (told or running.done()):
        if server.process and server.process.poll() is not None:
            raise ServerError(f"Prefect's API has ended; see {server.log}")
        await asyncio.sleep(0.2)
    naming.cancel()
    if told:
        end_for_certain(128 + told[0])
    await end(runner, running)
    return told[0] if told else 0


def end_for_certain(code: int) -> None:
    """End this process even if something in it, such as a thread of a library, does not come to its end."""
    last = threading.Timer(LAST, os._exit, [code])
    last.daemon = True
    last.start()


async def end_dead_runs(name: str) -> None:
    """Mark as crashed what a `serve` that was killed has left as running, and tell somebody."""
    from prefect import get_client
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, FlowRunFilter, FlowRunFilterState
    from prefect.client.schemas.filters import FlowRunFilterStateType as OfType
    from prefect.client.schemas.objects import StateType
    from prefect.exceptions import ObjectNotFound

    from flows.scheduling.schedule import mark_crashed

    going_on = OfType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])
    async with get_client() as client:
        with suppress(ObjectNotFound):
            deployment = await client.read_deployment_by_name(name)
            runs = await client.read_flow_runs(
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=going_on)),
                deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
            )
            for run in runs:
                await asyncio.to_thread(mark_crashed, str(run.id))


async def end(runner: object, running: asyncio.Task[None]) -> None:
    """Have the run that is going on cancelled; one that does not end for that is killed, which loses nothing."""
    with suppress(Exception):
        await asyncio.wait_for(runner.astop(), GRACE)  # type: ignore[attr-defined]
    for run in multiprocessing.active_children():
        run.kill()
    with suppress(Exception):
        await asyncio.wait_for(running, GRACE / 3)


def parameter(place: Place) -> str:
    return place if isinstance(place, str) else str(place.absolute())
