"""The sample batch, published once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def sample_output(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the real flow publishes of seeds/."""
    from flows.ingest import ingest

    output = tmp_path_factory.mktemp("sample") / "output"
    ingest([ROOT / "seeds"], output)
    return output
