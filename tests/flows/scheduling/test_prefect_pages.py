"""Do Prefect's pages, as `serve` shows them, work and ask nobody but us?"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chromium import NoBrowserError, chromium
from tests.crash.processes import ask, free_port, has_deployment, kill_session, start, surroundings_in, wait_until

SWITCHES = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


#: A run that has not begun, by its batch and when it is due: the default schedule is at two at night
NAME = re.compile(r"in \d{4}-\d\d-\d\d 02:00")


def names_of(port: int) -> list[str]:
    """What runs are called that have not begun."""
    asked = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "sort": "EXPECTED_START_TIME_ASC"}
    return [str(run["name"]) for run in ask(port, "flow_runs/filter", asked)]


@pytest.mark.slow
def test_prefects_pages_show_the_deployment_and_ask_no_other_host(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "serve",
        tmp_path / "in",
        "--output",
        tmp_path / "out",
        "--port",
        port,
    ]
    process = start(command, surroundings_in(tmp_path), tmp_path / "log")
    answered, tried = list[str](), list[str]()
    try:
        wait_until(lambda: has_deployment(port), 90)
        with chromium(*SWITCHES) as browser:
            page = browser.new_page()
            page.on("request", lambda request: tried.append(request.url))
            page.on("response", lambda response: answered.append(response.url))
            for name in ("127.0.0.1", "localhost"):
                page.goto(f"http://{name}:{port}/deployments", timeout=60_000)
                page.get_by_text("ingest-inbox").first.wait_for(timeout=60_000)
            wait_until(lambda: names_of(port) and all(map(NAME.fullmatch, names_of(port))), 90)
            deployment = ask(port, "deployments/name/ingest-inbox/inbox")["id"]
            page.goto(f"http://127.0.0.1:{port}/deployments/deployment/{deployment}?tab=Upcoming", timeout=60_000)
            page.get_by_text(names_of(port)[0]).first.wait_for(timeout=60_000)
            for path in ("/dashboard", "/runs", "/v2/", "/v2/dashboard"):
                page.goto(f"http://127.0.0.1:{port}{path}", timeout=60_000)
                page.wait_for_timeout(3_000)
    except NoBrowserError as missing:
        pytest.skip(str(missing))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(40)
        kill_session(process)
    assert any("/api/deployments" in url for url in answered)
    asked = {urlsplit(url).hostname for url in tried if not url.startswith(("data:", "blob:"))}
    assert asked == {"127.0.0.1", "localhost"}
