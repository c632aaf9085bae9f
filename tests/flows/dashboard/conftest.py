"""What do the tests of the dashboard share? Published outputs, which none of them changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.dashboard.published import publish
from tests.flows.dashboard.states import publish_states


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five provinces over two years."""
    return publish_states(tmp_path_factory.mktemp("states"))


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's AppTest leaves the app as `__main__`, which every process that is spawned later would run again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
