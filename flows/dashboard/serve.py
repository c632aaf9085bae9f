"""How is the dashboard started? Streamlit on the loopback address, offline, with the evidence pages beside it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import duckdb

from flows.errors import BadUseError
from flows.loopback import ADDRESS, OwnPagesOnly

PORT = 8501
#: Streamlit's own letters, and for Chinese what Linux, macOS and Windows have; without a name a browser may take a
#: Japanese font for them.
FONT = (
    "Source Sans, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)
SETTINGS: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": ADDRESS,
    "server.address": ADDRESS,
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.fileWatcherType": "none",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "global.disableWidgetStateDuplicationWarning": True,  # the filters have defaults, and are set by their reset
    "logger.level": "warning",
    "theme.font": FONT,
    "theme.light.paddingTop": "1rem",
    "theme.dark.paddingTop": "1rem",
    "theme.light.primaryColor": "#2a5f8f",
    "theme.dark.primaryColor": "#8fb8dc",
}


def serve(output: Path, port: int) -> None:
    """Serve until interrupted: the app at /, the pages of the output beside it under their own names."""
    if find_spec("streamlit") is None or find_spec("altair") is None:
        raise BadUseError(
            "the dashboard needs Streamlit and Altair", "install them: pip install 'report-metrics[dashboard]'"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise BadUseError(f"port {port} cannot be used: {error.strerror}", "choose another with --port") from error
    os.environ["REPORT_METRICS_OUTPUT"] = str(output.absolute())

    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import FileResponse, PlainTextResponse, Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    class Pages(StaticFiles):
        """A folder that may come while it is served, by a first run."""

        async def check_config(self) -> None:
            pass

    async def page(request: Request) -> Response:
        """One of the pages that lie beside the folders."""
        path = output.absolute() / request.url.path.removeprefix("/")
        return FileResponse(path) if path.is_file() else PlainTextResponse("Not Found", 404)

    folders = [
        Mount(f"/{name}", Pages(directory=output.absolute() / name, html=True, check_dir=False))
        for name in ("site", "quality")
    ]
    pages = [*folders, *(Route(f"/{name}", page) for name in ("index.html", "dictionary.html"))]
    warm_up(output)
    own_pages = Middleware(OwnPagesOnly, port=port)
    app = st.App(Path(__file__).with_name("app.py"), routes=pages, middleware=[own_pages])
    app.run(config=SETTINGS | {"server.port": port})


def warm_up(output: Path) -> None:
    """Load what the first page needs, libraries and views, so that its reader does not wait for them."""
    import altair  # noqa: F401

    from flows.dashboard.tables import open_database, take_snapshot

    with suppress(BadUseError, duckdb.Error):  # the page will tell
        snapshot = take_snapshot(output)
        open_database(snapshot.folder, snapshot.stamp)
