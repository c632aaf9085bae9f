"""Does a run start by itself, show on Prefect's pages what came of it, and tell somebody when the gate failed?"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
import tzlocal

from expectations.engine.check import CRITICAL, TABLE
from expectations.engine.suite import Failure
from flows.cli import check_cron
from flows.errors import BadUseError
from flows.publishing.snapshots import open_stage, publish, publishing
from flows.publishing.summary import GateFailedError, Summary
from flows.scheduling.alone import only_run
from flows.scheduling.server import QUIET
from tests.conftest import ROOT, TEXT
from tests.crash.processes import BROWSER, answers, ask, free_port, processes_of, surroundings_in, wait_until
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
        def run(*_: object, **__: object) -> Summary:
            if summary.gate_failed:
                raise GateFailedError(summary)
            return summary

        monkeypatch.setattr(schedule, "ingest", SimpleNamespace(fn=run))
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


def test_a_bad_cron_is_bad_use_and_a_good_one_is_none() -> None:
    check_cron("*/5 8-18 * * 1-5")
    for cron in ("every night", "0 2 * *", "61 * * * *"):
        with pytest.raises(BadUseError, match="is no schedule") as error:
            check_cron(cron)
        assert "0 2 * * *" in error.value.remedy


def test_an_empty_inbox_is_no_failure_and_one_that_is_missing_is(prefect_server: None, tmp_path: Path) -> None:
    from flows.scheduling.schedule import ingest_inbox

    (tmp_path / "inbox" / "deeper").mkdir(parents=True)
    state = ingest_inbox(str(tmp_path / "inbox"), str(tmp_path / "output"), return_state=True)
    assert (state.type.value, state.message) == ("COMPLETED", f"nothing to do: no file in {tmp_path / 'inbox'}")
    assert not (tmp_path / "output" / "tables").exists()
    with pytest.raises(BadUseError):
        ingest_inbox(str(tmp_path / "gone"), str(tmp_path / "output"))


def test_a_run_that_could_read_nothing_is_a_failed_one(
    ending: Callable[[Summary], Callable[..., None]], inbox: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadUseError, match="no report could be read"):
        ending(replace(summary_of("b"), nothing_read=True))(str(inbox), str(tmp_path / "output"))


def test_a_run_beside_another_for_the_same_output_is_left_out(
    ending: Callable[[Summary], Callable[..., Any]], inbox: Path, tmp_path: Path
) -> None:
    with only_run(tmp_path / "output", "another"):
        state = ending(summary_of("b"))(str(inbox), str(tmp_path / "output"), return_state=True)
    assert (state.type.value, state.name) == ("COMPLETED", "Skipped")
    assert "still going on" in state.message
    state = ending(summary_of("b"))(str(inbox), str(tmp_path / "output"), return_state=True)
    assert state.name == "Completed"


def test_a_run_that_died_is_marked_as_crashed_by_the_next_one_and_told(
    ending: Callable[[Summary], Callable[..., Any]], inbox: Path, tmp_path: Path
) -> None:
    from prefect import get_client
    from prefect.states import Running

    flow = ending(summary_of("b"))
    with listening() as (url, told):
        with get_client(sync_client=True) as client:
            dead = client.create_flow_run(flow, parameters={"inbox": str(inbox), "notify": url}, state=Running())
        (tmp_path / "output").mkdir()
        (tmp_path / "output" / ".running").write_text(str(dead.id), encoding="utf-8")
        flow(str(inbox), str(tmp_path / "output"))
        flow(str(inbox), str(tmp_path / "output"))
    with get_client(sync_client=True) as client:
        assert client.read_flow_run(dead.id).state.type.value == "CRASHED"
    [message] = told
    assert message["title"].endswith(": crashed")
    assert "killed" in message["message"]


def test_a_run_is_called_by_batch_and_time_and_its_lines_are_in_the_log(
    ending: Callable[[Summary], Callable[..., Any]],
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = tmp_path / "logs" / "runs.jsonl"
    monkeypatch.setenv("REPORT_METRICS_LOG_JSON", str(log))
    summary = replace(summary_of("一村", gate_failed=True), rejected=("b.txt is empty\x1b[2J\n: forged",))
    with pytest.raises(GateFailedError):
        ending(summary)(str(inbox), str(tmp_path / "output"), "一村")
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert all(re.fullmatch(r"一村 \d{4}-\d\d-\d\d \d\d:\d\d", line["run"]) for line in lines)
    assert [line["level"] for line in lines] == ["WARNING", "ERROR", "INFO", "ERROR"]
    assert [line["event"] for line in lines] == ["rejected", "expectation", "summary", "gate failed"]
    assert lines[2]["figures"] == {"files": "3", "rejected": "1"}


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
    with listening() as (url, told):
        with pytest.raises(GateFailedError, match=r"claims_add_up: found: 627"):
            ending(summary_of("坏批次", gate_failed=True))(str(inbox), str(tmp_path / "output"), "坏批次", notify=url)
        ending(summary_of("好批次"))(str(inbox), str(tmp_path / "output"), "好批次", notify=url)
    [message] = told
    assert re.fullmatch(r"report-metrics: 坏批次 [\d: -]+: failed", message["title"])
    assert "claims_add_up" in message["message"]
    assert "claims_add_up" in artifacts("坏批次")["quality-report"]["data"]


@pytest.mark.parametrize("state", ["Failed", "Crashed", "Cancelled"])
def test_somebody_is_told_of_every_run_that_does_not_end_well(
    state: str, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect import states
    from prefect.client.schemas.objects import FlowRun

    from flows.scheduling.schedule import ingest_inbox, tell_somebody

    assert {
        hook
        for hooks in (ingest_inbox.on_failure_hooks, ingest_inbox.on_crashed_hooks, ingest_inbox.on_cancellation_hooks)
        for hook in hooks
    } == {tell_somebody}
    run = FlowRun(flow_id=uuid4(), name="b 2026-01-01 02:00", parameters={})
    with listening() as (url, told):
        tell_somebody(ingest_inbox, run, getattr(states, state)(message="why"))
        assert told == []
        monkeypatch.setenv("REPORT_METRICS_NOTIFY", url)
        tell_somebody(ingest_inbox, run, getattr(states, state)(message="why"))
    assert [(message["title"], message["message"]) for message in told] == [
        (f"report-metrics: b 2026-01-01 02:00: {state.lower()}", "why")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "json://user:geheim@127.0.0.1:1/geheim",
        "slack://geheim",
        "geheim",
        "mailto://a:geheim@",
        "no such service/geheim",
    ],
)
def test_that_nobody_could_be_told_is_logged_without_what_is_secret(
    url: str,
    ending: Callable[[Summary], Callable[..., None]],
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from flows.scheduling import schedule

    logged: list[str] = []
    logger = SimpleNamespace(warning=lambda message, *values: logged.append(message % values))
    monkeypatch.setattr(schedule, "flow_run_logger", lambda *_: logger)
    with pytest.raises(GateFailedError):
        ending(summary_of("b", gate_failed=True))(str(inbox), str(tmp_path / "output"), "b", notify=url)
    assert [message for message in logged if "nobody could be told" in message]
    assert "geheim" not in "".join(logged)
    assert "geheim" not in "".join(capfd.readouterr())


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    return surroundings_in(tmp_path)


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
    output, port, log = tmp_path / "output", free_port(), tmp_path / "log"
    (inbox / "b.txt").write_bytes(b"")
    options = ["--output", output, "--cron", "* * * * *", "--port", port, "--log-json", tmp_path / "runs.jsonl"]
    secret = {"REPORT_METRICS_NOTIFY": "json://user:geheim@127.0.0.1:1"}
    command = [sys.executable, "-m", "flows.cli", "serve", inbox, *options]
    with running(command, surroundings | secret, log) as process:
        wait_until(lambda: (output / "tables" / "claims").exists() or process.poll() is not None, SECONDS)
        assert quotes(output) == ["740余人"]
        wait_until(lambda: "Finished in state Completed" in log.read_text(encoding="utf-8"), 20)
        runs = [run for run in ask(port, "flow_runs/filter", {}) if run["state_type"] == "COMPLETED"]
        assert [run["name"].partition(" 20")[0] for run in runs] == ["收件箱"]
        [schedule] = ask(port, "deployments/name/ingest-inbox/inbox")["schedules"]
        assert schedule["schedule"]["timezone"] == tzlocal.get_localzone_name()
        time.sleep(3)  # lines reach the API in bundles
        lines = ask(port, "logs/filter", {})
        assert "geheim" not in json.dumps([lines, ask(port, "deployments/filter", {}), runs])
        taken = subprocess.run(
            [*map(str, command[:-3]), str(free_port())], env=surroundings, cwd=ROOT, capture_output=True
        )
        assert (taken.returncode, b"another `report-metrics serve`" in taken.stderr) == (2, True)
    assert process.returncode == 130
    assert "geheim" not in log.read_text(encoding="utf-8")
    for place in (
        [line["message"] for line in lines],
        log.read_text(encoding="utf-8").splitlines(),
        (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines(),
    ):
        assert any("rejected: b.txt is empty" in line for line in place)
        assert any("batch 收件箱: files 2" in line for line in place)
    wait_until(lambda: not processes_of(surroundings["PREFECT_HOME"]), 20)


@pytest.mark.slow
@pytest.mark.skipif(not PREFECT.exists(), reason="Prefect's command is not beside this Python")
def test_prefect_yaml_makes_a_deployment_that_a_worker_carries_out(
    inbox: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    output, port = tmp_path / "output", free_port()
    page = f"http://127.0.0.1:{port}"
    environment = surroundings | QUIET | {"PREFECT_API_URL": f"{page}/api", "REPORT_METRICS_HOME": str(ROOT)}

    def prefect(*arguments: str) -> str:
        done = subprocess.run(
            [PREFECT, "--no-prompt", *arguments], env=environment, cwd=ROOT, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    server = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", port]
    worker = [PREFECT, "worker", "start", "--pool", "reports"]
    with running(server, environment, tmp_path / "server.log"):
        wait_until(lambda: answers(port), 90)
        assert b"<title>" in BROWSER.open(page).read()
        prefect("work-pool", "create", "--type", "process", "reports")
        assert "ingest-inbox/inbox" in prefect("deploy", "--all")
        with running(worker, environment, tmp_path / "worker.log"):
            parameters = json.dumps({"inbox": str(inbox), "output": str(output)})
            prefect("deployment", "run", "ingest-inbox/inbox", "--params", parameters, "--watch")
            assert quotes(output) == ["740余人"]
        found = ask(port, "artifacts/filter", {})
        assert {artifact["key"] for artifact in found} >= {"ingest-summary", "quality-report"}
