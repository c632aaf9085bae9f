"""What do several tests of the flows need? A small output that today's code has published, to be copied and harmed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.flows.make_old_outputs import write_inbox


@pytest.fixture(scope="session")
def written(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox and what was published of it, in the batches inbox and other."""
    from flows.ingest import ingest

    folder = tmp_path_factory.mktemp("written")
    write_inbox(folder / "inbox")
    for batch in ("inbox", "other"):
        assert not ingest([folder / "inbox"], folder / "output", batch).gate_failed
    return folder


@pytest.fixture
def old(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(written, tmp_path / "old", symlinks=True)
