"""Does the arithmetic of docs/sizing.md follow what was measured, and does it refuse to guess?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import sizing
from tests.bench.sizing import MEASURED, NEEDED, PAGE, NotMeasuredError, read_assumed, read_measured, render, scale

FIGURES = dict.fromkeys(NEEDED, 1.0) | {
    "reports": 1000, "megabytes": 10, "claims": 90_000, "parquet_bytes_per_report": 5000, "compare_ms": 0.1,
    "peak_mb": 1000, "peak_kb_per_report": 2.0,
    "read_seconds": 10, "extract_seconds": 20, "validate_seconds": 10, "publish_seconds": 5,
}  # fmt: skip
ASSUMED = {
    "reports": 1e8, "batch_reports": 1e6, "batches_per_output": 5, "machines": 10, "processors": 40,
    "efficiency": 0.5, "processors_measured": 2,
    "processor_hour_dollars": 0.05, "gigabyte_month_dollars": 0.02,
}  # fmt: skip


def test_a_batch_takes_its_parallel_its_serial_and_its_comparing_hours() -> None:
    found = scale(FIGURES, ASSUMED)
    assert found["parallel_ms"] == 80
    assert found["parallel_hours"] == pytest.approx(1e6 * 0.080 / 20 / 3600)
    assert found["serial_hours"] == pytest.approx(1e6 * 0.005 / 3600)
    assert found["compare_hours"] == pytest.approx(4e6 * 0.0001 / 3600)
    assert found["hours"] == pytest.approx(
        10 * sum(found[name] for name in ("parallel_hours", "serial_hours", "compare_hours"))
    )


def test_storage_and_memory_grow_with_the_reports() -> None:
    found = scale(FIGURES, ASSUMED)
    assert (found["text_tb"], found["parquet_tb"], found["memory_gb"]) == pytest.approx((1.0, 0.5, 2.998))
    assert found["storage_dollars"] == pytest.approx(1500 * 0.02)


def test_without_measurements_nothing_is_rendered(tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match=r"there is no bench\.json"):
        read_measured(tmp_path / "bench.json")
    (tmp_path / "bench.json").write_text(json.dumps({"reports": 1}), encoding="utf-8")
    with pytest.raises(NotMeasuredError, match="lacks megabytes"):
        read_measured(tmp_path / "bench.json")


def test_the_time_of_comparing_is_that_of_the_page_on_copies(tmp_path: Path) -> None:
    (tmp_path / "bench.json").write_text(json.dumps(FIGURES), encoding="utf-8")
    assert 0 < read_measured(tmp_path / "bench.json")["compare_ms"] < 10


def test_every_assumption_is_named_in_the_page() -> None:
    template = (sizing.HERE / "sizing.template.md").read_text(encoding="utf-8")
    assert [name for name in read_assumed() if f"${name}" not in template] == []


@pytest.mark.skipif(not MEASURED.exists(), reason="docs/bench.json is not there: make bench writes it")
def test_the_page_is_what_make_sizing_would_write() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(read_measured(), read_assumed()), "run make sizing"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0234, "0.0234"), (1.44, "1.44"), (12345.6, "12,300"), (1e8, "100,000,000")]
)
def test_figures_are_rounded_to_what_they_say(value: float, shown: str) -> None:
    assert sizing.rounded(value) == shown
