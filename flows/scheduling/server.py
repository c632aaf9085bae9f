"""How does a run get Prefect's API without a server to start? A private one in a child process, while it is needed.

Prefect can start one by itself, but only after it has imported the whole server into the run's own process, and then
the run waits for the child. Started here first, the child loads while the run imports its libraries: 6 s less on two
cores (8.6 s against 14.4 s until a first flow had run, the database being there; November 2026).
The child listens on this machine only, and ends when its standard input closes, and for no signal: whoever started it
is the first to end, or has died.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from flows.loading import loading
from flows.loopback import ADDRESS, NAMES, OwnPagesOnly
from flows.publishing.snapshots import locked

READY = "ready"
STARTING = ".starting"  # lock in Prefect's folder
# Prefect asks for two switches: DO_NOT_TRACK for what the client library reports, ANALYTICS for what the server does.
QUIET: dict[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SHOW_MODIFICATION_HINTS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


class ServerError(Exception):
    """Prefect's API did not start."""


@dataclass(frozen=True, slots=True)
class Server:
    """The child process, or the server that PREFECT_API_URL names."""

    process: subprocess.Popen[str] | None
    log: Path

    def wait_until_ready(self) -> None:
        if self.process and self.process.stdout and self.process.stdout.readline().strip() != READY:
            remedy = "make room if its disk is full, or delete that folder and try again"
            raise ServerError(f"Prefect's API did not start; see {self.log}; {remedy}")


def prefect_home(output: Path) -> Path:
    """Prefect's own folder: PREFECT_HOME where it is set, else .prefect beside the output folder."""
    return Path(os.environ.get("PREFECT_HOME") or output.absolute().parent / ".prefect")


@contextmanager
def prefect_api(home: Path, port: int | None = None, settings: Mapping[str, str] = QUIET) -> Iterator[Server]:
    """Start the child and set what Prefect reads from the environment; to be entered before `import prefect`.

    With a port it is a whole server, with its schedule and pages, at http://127.0.0.1:<port>.
    """
    os.environ["PREFECT_HOME"] = str(home)
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    os.environ["DO_NOT_TRACK"] = "1"
    log = home / "server.log"
    if os.environ.get("PREFECT_API_URL"):
        yield Server(None, log)
        return
    for name in ("NO_PROXY", "no_proxy"):  # a proxy must not be asked for this machine's own address
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), ADDRESS]))
    try:
        home.mkdir(parents=True, exist_ok=True)
        stderr = log.open("w", encoding="utf-8")
    except OSError as error:
        raise ServerError(f"Prefect's folder {home} cannot be written: {error.strerror}; set PREFECT_HOME") from error
    with stderr:
        try:
            listener = socket.create_server((ADDRESS, port or 0))
        except OSError as error:
            raise ServerError(f"Prefect's API cannot listen on port {port}: {error.strerror}; is it in use?") from error
        with listener:  # the child has its own hold of it
            listens_at = listener.getsockname()[1]
            pages = ["--pages"] if port else []
            module = [sys.executable, "-P", "-X", "utf8", "-m", "flows.scheduling.server", str(listener.fileno())]
            process = subprocess.Popen(
                [*module, *pages],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                pass_fds=(listener.fileno(),),
                start_new_session=True,  # Ctrl-C is for the run, which then closes the pipe
            )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        os.environ["PREFECT_API_URL"] = f"http://{ADDRESS}:{listens_at}/api"
        yield Server(process, log)
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        process.stdin.close()
        process.stdout.close()


def without_heartbeat() -> AbstractContextManager[object]:
    """Prefect without the signs of life that tell a server whether runs have crashed: nobody asks a private one.

    They come from a thread that sleeps a second at a time, for which each run waits at its end.
    """
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    return temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})


def serve(listener: socket.socket, pages: bool) -> None:
    """What the child does: print `ready` when the API answers, and stop when the run is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # which systemd sends to all: the run still has to tell its end
    port = listener.getsockname()[1]
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = ",".join(f"http://{name}:{port}" for name in NAMES)
    if pages:
        os.environ["PREFECT_UI_API_URL"] = f"http://{ADDRESS}:{port}/api"
    run_is_gone = threading.Event()

    def watch_the_run() -> None:
        sys.stdin.read()  # ends when the run closes the pipe, or dies
        run_is_gone.set()

    threading.Thread(target=watch_the_run, daemon=True).start()

    with loading():
        import uvicorn
        from prefect.server.api.server import create_app

    class ChildServer(uvicorn.Server):
        def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
            return nullcontext()

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            starting.close()
            if self.started and not run_is_gone.is_set():
                print(READY, flush=True)

        async def on_tick(self, counter: int) -> bool:
            return run_is_gone.is_set() or await super().on_tick(counter)

    with ExitStack() as starting:  # one at a time: two that make or migrate the same database break each other
        starting.enter_context(locked(Path(os.environ["PREFECT_HOME"]) / STARTING, create=True))
        if run_is_gone.is_set():
            return
        with loading():
            app = OwnPagesOnly(create_app(ephemeral=not pages, final=True), port)
        config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=3)
        asyncio.run(ChildServer(config).serve(sockets=[listener]))


def prepare() -> None:
    """Make Prefect's database ahead of the first run; its migrations take ten seconds."""
    with prefect_api(prefect_home(Path("output"))) as server:
        server.wait_until_ready()


if __name__ == "__main__":
    if "--prepare" in sys.argv:
        prepare()
    else:
        serve(socket.socket(fileno=int(sys.argv[1])), "--pages" in sys.argv)
