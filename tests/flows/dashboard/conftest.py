"""What do the tests of the dashboard share? One published output, which none of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.dashboard.published import publish


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("county"))
