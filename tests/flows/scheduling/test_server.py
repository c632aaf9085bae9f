"""Does a run get Prefect's API, and only as long as it lasts?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from flows.scheduling.server import Server, ServerError, prefect_api, prefect_home


def test_prefects_folder_stands_beside_the_output_unless_the_user_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    assert prefect_home(tmp_path / "output") == tmp_path / ".prefect"
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "mine"))
    assert prefect_home(tmp_path / "output") == tmp_path / "mine"


def test_a_server_that_the_user_names_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_HOME", "DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"):
        monkeypatch.setenv(name, "to be restored")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    with prefect_api(tmp_path / ".prefect") as server:
        assert server.process is None
        assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:1/api"


def test_a_child_that_dies_at_once_is_an_error_that_names_its_log(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE, text=True)
    with pytest.raises(ServerError, match=r"server\.log"):
        Server(child, tmp_path / "server.log").wait_until_ready()
    child.communicate()


def test_the_child_ends_when_the_run_dies(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        child = subprocess.Popen(
            [sys.executable, "-m", "flows.scheduling.server", str(listener.fileno())], pass_fds=(listener.fileno(),),
            stdin=subprocess.PIPE, env={**os.environ, "PREFECT_HOME": str(tmp_path)},
        )  # fmt: skip
        child.communicate(b"", timeout=60)  # closes its standard input
        assert child.returncode == 0


def test_a_port_in_use_is_an_error_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_HOME", "DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "to be restored")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port}.*in use"), prefect_api(tmp_path / ".prefect", port):
            pass
