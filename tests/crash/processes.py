"""How do tests start Prefect's processes, ask them, and see that none is left? All are told apart by PREFECT_HOME."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests.conftest import ROOT

BROWSER = build_opener(ProxyHandler({}))


def surroundings_in(folder: Path) -> dict[str, str]:
    """The environment of a Prefect that is all our own."""
    ours = {"PREFECT_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | ours


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def processes_of(home: str) -> dict[int, str]:
    """Those that have this PREFECT_HOME, by number."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if f"PREFECT_HOME={home}\0".encode() in (process / "environ").read_bytes():
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found[int(process.name)] = command
    return found


def wait_until(true: Callable[[], object], seconds: float, pause: float = 0.2) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it takes longer than {seconds:.0f} s"
        time.sleep(pause)


def start(command: list[object], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """A command in a session of its own."""
    with log.open("ab") as told:
        return subprocess.Popen(
            list(map(str, command)), env=environment, cwd=ROOT, stdout=told, stderr=told, start_new_session=True
        )


def kill_session(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ask(port: int, path: str, body: object = None, method: str | None = None) -> Any:
    """What Prefect's API answers, asked again while it is busy, as Prefect's own client does; OSError where none is."""
    data = None if body is None else json.dumps(body).encode()
    url = f"http://127.0.0.1:{port}/api/{path}"
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)
    for more in reversed(range(10)):
        try:
            with BROWSER.open(request, timeout=20) as answer:
                text = answer.read()
                break
        except HTTPError as error:
            if error.code != 503 or not more:
                raise
            time.sleep(1)
    return json.loads(text) if text else None


def answers(port: int) -> bool:
    with suppress(OSError):
        return bool(ask(port, "health"))
    return False


def has_deployment(port: int) -> bool:
    with suppress(OSError):
        return bool(ask(port, "deployments/name/ingest-inbox/inbox"))
    return False


def trigger(port: int) -> str:
    """Ask for a run of the deployment at once; its id."""
    deployment = ask(port, "deployments/name/ingest-inbox/inbox")
    return str(ask(port, f"deployments/{deployment['id']}/create_flow_run", {})["id"])


def state_of(port: int, run: str) -> str:
    found = ask(port, f"flow_runs/{run}")
    return f"{found['state_type']} {(found['state'] or {}).get('message') or ''}".strip()
