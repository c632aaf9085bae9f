"""Does the dashboard say why it cannot start?"""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from flows.dashboard import serve as starting
from flows.errors import BadUseError


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "find_spec", lambda name: None)
    with pytest.raises(BadUseError, match=r"needs Streamlit and Altair; install them: pip install .*\[dashboard\]"):
        starting.serve(Path("output"), 8501)


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadUseError, match=f"port {port} cannot be used"):
            starting.serve(Path("output"), port)
