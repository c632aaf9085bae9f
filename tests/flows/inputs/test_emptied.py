"""What becomes of a batch whose inbox has been emptied, or is not mounted?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import BadUseError, NothingToReadError
from flows.storage.parquet import read_rows
from tests.conftest import TEXT

pytestmark = pytest.mark.slow


def quotes(output: Path, batch: str) -> list[str]:
    found: list[str] = read_rows(output / "tables", "claims", batch, ["quote"])["quote"].to_pylist()
    return found


@pytest.mark.parametrize("batch", ["2016", "-text-"])  # the name that a table without text in its batches' names gets
def test_all_rows_go_only_where_that_is_said_twice(batch: str, tmp_path: Path, ingest: Callable[..., object]) -> None:
    inbox, output = tmp_path / "inbox", tmp_path / "output"
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest([inbox], output, batch, site=False)
    (inbox / "a.txt").unlink()
    with pytest.raises(NothingToReadError, match="no file in"):
        ingest([inbox], output, batch, site=False)
    with pytest.raises(BadUseError, match="all that is published of the batch would go, 1 file"):
        ingest([inbox], output, batch, site=False, prune=True)
    assert quotes(output, batch) == ["740余人"]
    ingest([inbox], output, batch, site=False, prune=True, allow_loss=True)
    assert quotes(output, batch) == []
    (inbox / "b.txt").write_text(TEXT, encoding="utf-8")
    ingest([inbox], output, batch, site=False)
    assert quotes(output, batch) == ["740余人"]
