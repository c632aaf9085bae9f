"""What are runs called that have not begun? By batch and hour, like the others; Prefect's server makes up slugs.

A flow names its run when it begins. What the schedule has put ahead is named here, through the client's own API: the
server has no setting for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

LOOKS = 5.0  # seconds between two looks; the server puts runs ahead some seconds after it has begun, and every minute
Name = Callable[[datetime], str]


async def name_what_comes(deployment: UUID, name: Name) -> None:
    """Go on for ever, and let no name be worth a run: what fails is tried again."""
    while True:
        with suppress(Exception):
            await name_once(deployment, name)
        await asyncio.sleep(LOOKS)


async def name_once(deployment: UUID, name: Name) -> int:
    """How many runs had another name."""
    from prefect import get_client
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterId,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    named = 0
    waiting = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    async with get_client() as client:
        runs = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=waiting),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        )
        for run in runs:
            due = run.expected_start_time
            if due and run.name != (wanted := name(due)):
                await client.update_flow_run(run.id, name=wanted)
                named += 1
    return named
