"""How does a run start every night without a server to look after? One command holds API, schedule and runs.

For teams that have a Prefect server and workers there is prefect.yaml, with the same flow and parameters.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from flows.publishing.mirror import output_folder
from flows.scheduling.server import prefect_api, prefect_home
from flows.storage.remote import Place, shown

NAME = "inbox"


def serve(inbox: Place, output: Place, cron: str, options: dict[str, object], port: int, console: Console) -> None:
    """Run `ingest_inbox` whenever the cron says so, until interrupted."""
    work = options.get("work")
    folder = output_folder(output, Path(str(work)) if work else None)
    with prefect_api(prefect_home(folder), port=port) as server:
        server.wait_until_ready()
        from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from flows.scheduling.schedule import ingest_inbox

        console.print(
            f"Watching {shown(str(inbox))} ({cron}); runs at http://127.0.0.1:{port}, end with Ctrl-C", highlight=False
        )
        ingest_inbox.serve(
            name=NAME,
            schedule=Cron(cron),
            parameters={"inbox": parameter(inbox), "output": parameter(output), **options},
            tags=["report-metrics"],
            limit=1,
            # A run that is still going when the next is due goes on, and that one is left out.
            global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


def parameter(place: Place) -> str:
    return place if isinstance(place, str) else str(place.absolute())
