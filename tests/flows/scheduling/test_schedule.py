"""Does a run start by itself, show on Prefect's pages what came of it, and tell somebody when the gate failed?"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pandas as pd
import pytest

from expectations.engine.check import CRITICAL, TABLE
from expectations.engine.suite import Failure
from flows.cli import check_cron
from flows.errors import BadUseError
from flows.publishing.snapshots import open_stage, publish, publishing
from flows.publishing.summary import Summary
from flows.scheduling.server import QUIET
from tests.conftest import ROOT, TEXT
from tests.flows.handover.published import write_table

BROKEN = Failure("reconciliation", "claims_add_up", CRITICAL, TABLE, 0, "found: 627 ≠ 628")
PREFECT = Path(sys.executable).with_name("prefect")
SECONDS = 200.0  # until a run that is due every minute has published, on a slow machine


def summary_of(batch: str, gate_failed: bool = False) -> Summary:
    failures = (BROKEN,) if gate_failed else ()
    return Summary(batch, {"files": "3", "  rejected": "1"}, (), failures, gate_failed, nothing_read=False, outdated=0)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件箱"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    os.utime(folder / "a.txt", (0, 0))  # else it might still be being written
    return folder


@pytest.fixture
def ending(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Summary], Callable[..., None]]:
    """The scheduled flow, with a run inside that comes to the given end."""
    from flows.scheduling import schedule

    def end_with(summary: Summary) -> Callable[..., None]:
        monkeypatch.setattr(schedule, "ingest", lambda *_, **__: summary)
        return schedule.ingest_inbox

    return end_with


def artifacts(batch: str) -> dict[str, Any]:
    """The newest artifacts that tell of a batch, by key; the server's database may hold those of earlier tests, too."""
    from prefect import get_client

    with get_client(sync_client=True) as client:
        newest = client.request("POST", "/artifacts/filter", json={"sort": "CREATED_DESC"}).json()
    return {found["key"]: found for found in reversed(newest) if batch in (found["description"] or "")}


@contextmanager
def listening() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server on this machine, as an Apprise URL, and what it is told."""
    told: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"json://127.0.0.1:{server.server_port}", told
        server.shutdown()
        thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_a_bad_cron_is_bad_use_and_a_good_one_is_none() -> None:
    check_cron("*/5 8-18 * * 1-5")
    for cron in ("every night", "0 2 * *", "61 * * * *"):
        with pytest.raises(BadUseError, match="is no schedule") as error:
            check_cron(cron)
        assert "0 2 * * *" in error.value.remedy


def test_an_empty_inbox_is_no_failure_and_one_that_is_missing_is(prefect_server: None, tmp_path: Path) -> None:
    from flows.scheduling.schedule import ingest_inbox

    (tmp_path / "inbox" / "deeper").mkdir(parents=True)
    ingest_inbox(str(tmp_path / "inbox"), str(tmp_path / "output"))
    assert not (tmp_path / "output" / "tables").exists()
    with pytest.raises(BadUseError):
        ingest_inbox(str(tmp_path / "gone"), str(tmp_path / "output"))


def test_figures_report_and_quarantine_are_on_prefects_pages(
    ending: Callable[[Summary], Callable[..., None]], inbox: Path, tmp_path: Path
) -> None:
    output, batch = tmp_path / "output", "带隔离的批次"
    with open_stage(output) as stage, publishing(output):
        row = {"claim_id": "c1", "source_path": "a.txt", "expectation": "value_in_range", "quote": "740余人"}
        write_table(stage / "next" / "tables", "quarantine", *[row] * 30, batch=batch)
        publish(stage, stage / "next")
    ending(summary_of(batch))(str(inbox), str(output), batch)
    found = artifacts(batch)
    assert json.loads(found["ingest-summary"]["data"])[1] == {"figure": "· rejected", "value": "1"}
    assert (output / "quality" / "index.html").absolute().as_uri() in found["quality-report"]["data"]
    assert "Every expectation holds" in found["quality-report"]["data"]
    sample = json.loads(found["quarantine-sample"]["data"])
    assert len(sample) == 20
    assert (sample[0]["quote"], sample[0]["expectation"]) == ("740余人", "value_in_range")


def test_where_nothing_is_in_quarantine_there_is_no_sample(
    ending: Callable[[Summary], Callable[..., None]], inbox: Path, tmp_path: Path
) -> None:
    ending(summary_of("干净的批次"))(str(inbox), str(tmp_path / "output"), "干净的批次")
    assert artifacts("干净的批次").keys() == {"ingest-summary", "quality-report"}


def test_a_failed_gate_fails_the_run_and_is_told(
    ending: Callable[[Summary], Callable[..., None]], inbox: Path, tmp_path: Path
) -> None:
    from flows.scheduling.schedule import GateFailedError

    with listening() as (url, told):
        with pytest.raises(GateFailedError, match=r"claims_add_up: found: 627"):
            ending(summary_of("坏批次", gate_failed=True))(str(inbox), str(tmp_path / "output"), "坏批次", notify=url)
        ending(summary_of("好批次"))(str(inbox), str(tmp_path / "output"), "好批次", notify=url)
    [message] = told
    assert "坏批次 failed its quality gate" in message["title"]
    assert "claims_add_up" in message["message"]
    assert "claims_add_up" in artifacts("坏批次")["quality-report"]["data"]


@pytest.mark.parametrize("url", ["json://127.0.0.1:1", "no such service"])
def test_that_nobody_could_be_told_is_logged_and_the_run_fails_for_its_gate(
    url: str,
    ending: Callable[[Summary], Callable[..., None]],
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows.scheduling import schedule

    logged: list[str] = []

    class Logger:
        def warning(self, message: str, *values: object) -> None:
            logged.append(message % values)

    monkeypatch.setattr(schedule, "get_run_logger", Logger)
    with pytest.raises(schedule.GateFailedError):
        ending(summary_of("b", gate_failed=True))(str(inbox), str(tmp_path / "output"), "b", notify=url)
    assert [message for message in logged if "nobody could be told" in message]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a Prefect that is all our own."""
    home = {"PREFECT_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | home


def processes_of(home: str) -> list[str]:
    """Those that have this PREFECT_HOME."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"PREFECT_HOME={home}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def wait_until(true: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.5)


def quotes(output: Path) -> list[str]:
    return list(pd.read_parquet(output / "tables" / "claims")["quote"])


@contextmanager
def running(command: list[object], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a session of its own, that gets Ctrl-C in the end, and all its children with it."""
    with log.open("wb") as told:
        process = subprocess.Popen(
            list(map(str, command)), env=environment, cwd=ROOT, stdout=told, stderr=told, start_new_session=True
        )
    try:
        yield process
    except BaseException as error:
        error.add_note(log.read_text(encoding="utf-8", errors="replace")[-2000:])
        raise
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="tells processes by /proc")
def test_serve_reads_the_inbox_when_it_is_due_and_ends_with_ctrl_c(
    inbox: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    output, port = tmp_path / "output", free_port()
    options = ["--output", output, "--cron", "* * * * *", "--port", port]
    command = [sys.executable, "-m", "flows.cli", "serve", inbox, *options]
    with running(command, surroundings, tmp_path / "log") as process:
        wait_until(lambda: (output / "tables" / "claims").exists() or process.poll() is not None, SECONDS)
        assert quotes(output) == ["740余人"]
    assert process.returncode == 0  # Prefect takes Ctrl-C for the end that was asked for
    wait_until(lambda: not processes_of(surroundings["PREFECT_HOME"]), 20)


@pytest.mark.slow
@pytest.mark.skipif(not PREFECT.exists(), reason="Prefect's command is not beside this Python")
def test_prefect_yaml_makes_a_deployment_that_a_worker_carries_out(
    inbox: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    output, port = tmp_path / "output", free_port()
    page = f"http://127.0.0.1:{port}"
    environment = surroundings | QUIET | {"PREFECT_API_URL": f"{page}/api", "REPORT_METRICS_HOME": str(ROOT)}
    browser = build_opener(ProxyHandler({}))

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [PREFECT, "--no-prompt", *arguments], env=environment, cwd=ROOT, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def answers() -> bool:
        try:
            return bool(browser.open(f"{page}/api/health").status == 200)
        except OSError:
            return False

    server = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", port]
    worker = [PREFECT, "worker", "start", "--pool", "reports"]
    with running(server, environment, tmp_path / "server.log"):
        wait_until(answers, 90)
        assert b"<title>" in browser.open(page).read()
        prefect("work-pool", "create", "--type", "process", "reports")
        assert "ingest-inbox/inbox" in prefect("deploy", "--all")
        with running(worker, environment, tmp_path / "worker.log"):
            parameters = json.dumps({"inbox": str(inbox), "output": str(output)})
            prefect("deployment", "run", "ingest-inbox/inbox", "--params", parameters, "--watch")
            assert quotes(output) == ["740余人"]
        found = json.loads(browser.open(f"{page}/api/artifacts/filter", data=b"").read())
        assert {artifact["key"] for artifact in found} >= {"ingest-summary", "quality-report"}
