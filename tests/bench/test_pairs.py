"""Are two states of the project asked in turns, and compared figure by figure?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.measure import FlowRun, Text
from tests.bench.pairs import Pair, pair_extraction, pair_flows, section

NOW = FlowRun(10_000, 100.2, 750_000, 60.0, {"read": 8.0, "extract": 30.0, "tell": 1.0}, 1_000.0, 60.0)
BEFORE = FlowRun(10_000, 100.2, 740_000, 90.0, {"read": 4.0, "extract": 45.0}, 1_500.0, 60.0)


def write_state(folder: Path, claims: int) -> Path:
    """A project whose extraction gives so many claims."""
    (folder / "extractors").mkdir(parents=True)
    code = f"def extract(text):\n    return [text] * {claims}\n"
    (folder / "extractors" / "__init__.py").write_text(code, encoding="utf-8")
    return folder


def test_each_state_reads_the_texts_with_its_own_code(tmp_path: Path) -> None:
    states = write_state(tmp_path / "before", 2), write_state(tmp_path / "now", 3)
    [pair] = pair_extraction(*states, [Text("a text", "流转土地8千余亩。")], rounds=2)
    assert pair.what == "extract, a text: ms (2 and 3 claims)"
    assert 0 <= pair.now < float("inf")


def test_a_state_that_cannot_read_is_no_slow_one(tmp_path: Path) -> None:
    broken = write_state(tmp_path / "before", 2)
    (broken / "extractors" / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    with pytest.raises(RuntimeError, match="could not read"):
        pair_extraction(broken, write_state(tmp_path / "now", 3), [Text("a text", "")], rounds=1)


def test_the_flow_is_compared_by_all_that_both_states_measured() -> None:
    pairs = {pair.what: pair for pair in pair_flows([BEFORE], [NOW])}
    assert list(pairs) == [
        "ingest, 10,000 files: s",
        "ingest, 10,000 files: read, s",
        "ingest, 10,000 files: extract, s",
        "ingest, 10,000 files: MB of memory",
        "ingest, 10,000 files: MB of Parquet",
    ]
    assert pairs["ingest, 10,000 files: s"].row() == "| ingest, 10,000 files: s | 90 | 60 | 1.50 |"


def test_what_was_not_measured_is_told_with_the_way_to_measure_it() -> None:
    assert "BEFORE=folder" in section("", [])
    assert section("abc1234", [Pair("a", 2, 1)]).endswith("| a | 2 | 1 | 2.00 |")
