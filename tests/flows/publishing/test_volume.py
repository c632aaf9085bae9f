"""Does a run that would lose much of a batch publish nothing, unless it is told to?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flows.publishing.summary import GateFailedError

Ingest = Callable[..., Any]
FILES = 20


def write(inbox: Path, numbers: range, text: str | None = None) -> Path:
    inbox.mkdir(exist_ok=True)
    for number in numbers:
        said = f"第{number}村2016年工作总结\n修路{number}公里，种树{number + 30}棵。\n" if text is None else text
        (inbox / f"{number}.txt").write_text(said, encoding="utf-8")
    return inbox


def rows(output: Path) -> int:
    return len(pd.read_parquet(output / "tables" / "claims"))


def failures(ingest: Ingest, *arguments: Any, **options: Any) -> dict[str, Any]:
    """Those of a run whose gate fails, by expectation."""
    with pytest.raises(GateFailedError) as failed:
        ingest(*arguments, **options)
    return {failure.expectation: failure for failure in failed.value.summary.failures}


@pytest.mark.slow
def test_a_prune_of_few_files_goes_and_one_of_most_needs_to_be_allowed(ingest: Ingest, tmp_path: Path) -> None:
    inbox, output = write(tmp_path / "in", range(FILES)), tmp_path / "output"
    assert not ingest([inbox], output, site=False).gate_failed
    for number in range(4):
        (inbox / f"{number}.txt").unlink()
    assert not ingest([inbox], output, prune=True, site=False).gate_failed
    kept = rows(output)
    assert kept == (FILES - 4) * 2
    for number in range(4, FILES - 1):
        (inbox / f"{number}.txt").unlink()
    assert failures(ingest, [inbox], output, prune=True, site=False).keys() == {"rows_kept"}
    assert rows(output) == kept
    assert not ingest([inbox], output, prune=True, site=False, max_loss=95).gate_failed
    assert rows(output) == 2


@pytest.mark.slow
def test_files_that_say_nothing_any_more_cost_no_rows_until_that_is_allowed(ingest: Ingest, tmp_path: Path) -> None:
    inbox, output = write(tmp_path / "in", range(FILES)), tmp_path / "output"
    assert not ingest([inbox], output, site=False).gate_failed
    write(inbox, range(1, FILES), "某村2016年工作总结\n略。\n")
    failed = failures(ingest, [inbox], output, site=False)
    assert rows(output) == FILES * 2
    assert "--allow-loss" in failed["rows_kept"].detail
    assert not ingest([inbox], output, site=False, allow_loss=True).gate_failed
    assert rows(output) == 2
    assert not ingest([inbox], output, site=False).gate_failed  # nothing goes any more
