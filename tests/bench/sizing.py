"""What would a hundred million reports take? Run by `make sizing`: arithmetic on measurements, into docs/sizing.md.

Reads docs/bench.json (`make bench`), the time of comparing copies in docs/duplicates.md (`make duplicates-bench`), and
the assumptions of sizing.toml. Without measurements it refuses.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template

from expectations.engine.scratch import MEMORY
from tests.conftest import ROOT

MEASURED = ROOT / "docs" / "bench.json"
COPIES = ROOT / "docs" / "duplicates.md"
PAGE = ROOT / "docs" / "sizing.md"
HERE = Path(__file__).parent
NEEDED = (
    "reports", "megabytes", "claims", "extract_mb_per_s", "parquet_bytes_per_report", "peak_mb", "peak_kb_per_report",
    "read_seconds", "extract_seconds", "validate_seconds", "publish_seconds",
)  # fmt: skip
COMPARED = re.compile(r"reading and querying the index, for each report published before \| ([\d.]+) ms")

Figures = Mapping[str, float]


class NotMeasuredError(Exception):
    """There is nothing to scale from."""


def main() -> None:
    try:
        PAGE.write_text(render(read_measured(), read_assumed()), encoding="utf-8")
    except NotMeasuredError as error:
        sys.exit(f"{error}; run make bench first, and make duplicates-bench")
    print(f"{PAGE.relative_to(ROOT)}: written")


def read_measured(path: Path = MEASURED, copies: Path = COPIES) -> dict[str, float]:
    """The figures of the bench, and how long it takes to compare with a published report."""
    if not path.exists():
        raise NotMeasuredError(f"there is no {path.name}")
    measured: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    if missing := [name for name in NEEDED if name not in measured]:
        raise NotMeasuredError(f"{path.name} lacks {', '.join(missing)}")
    found = COMPARED.search(copies.read_text(encoding="utf-8"))
    if not found:
        raise NotMeasuredError(f"{copies.name} does not say how long comparing takes")
    return measured | {"compare_ms": float(found[1])}


def read_assumed() -> dict[str, float]:
    assumed: dict[str, float] = tomllib.loads((HERE / "sizing.toml").read_text(encoding="utf-8"))
    return assumed


def scale(measured: Figures, assumed: Figures) -> dict[str, float]:
    """All figures of the page, by their names in the template."""
    n = measured["reports"]
    parallel = sum(measured[f"{stage}_seconds"] for stage in ("read", "extract", "validate"))
    parallel_ms = 1e3 * parallel * assumed["processors_measured"] / n
    serial_ms = 1e3 * measured["publish_seconds"] / n
    batch, others = assumed["batch_reports"], assumed["batches_per_output"] - 1
    batches = math.ceil(assumed["reports"] / batch)
    hour = 3.6e6  # milliseconds
    hours = {
        "parallel_hours": batch * parallel_ms / (assumed["processors"] * assumed["efficiency"]) / hour,
        "serial_hours": batch * serial_ms / hour,
        "compare_hours": batch * others * measured["compare_ms"] / hour,
    }
    whole = math.ceil(batches / assumed["machines"]) * sum(hours.values())
    processor_hours = whole * assumed["machines"] * assumed["processors"]
    kilobytes = 1e3 * measured["megabytes"] / n
    text_tb = assumed["reports"] * kilobytes / 1e9
    parquet_tb = assumed["reports"] * measured["parquet_bytes_per_report"] / 1e12
    return {
        **assumed,
        **hours,
        "measured_reports": n,
        "kilobytes": kilobytes,
        "claims_per_report": measured["claims"] / n,
        "extract_mb_per_s": measured["extract_mb_per_s"],
        "extract_hours": 1e3 * text_tb * 1e3 / measured["extract_mb_per_s"] / 3600,
        "parallel_ms": parallel_ms,
        "serial_ms": serial_ms,
        "parquet_bytes": measured["parquet_bytes_per_report"],
        "compare_ms": measured["compare_ms"],
        "batches": batches,
        "outputs": math.ceil(batches / assumed["batches_per_output"]),
        "hours": whole,
        "processor_hours": processor_hours,
        "computing_dollars": processor_hours * assumed["processor_hour_dollars"],
        "text_tb": text_tb,
        "parquet_tb": parquet_tb,
        "storage_dollars": 1e3 * (text_tb + parquet_tb) * assumed["gigabyte_month_dollars"],
        "memory_kb": measured["peak_kb_per_report"],
        "memory_mb": measured["peak_mb"],
        "memory_gb": measured["peak_mb"] / 1e3 + (batch - n) * measured["peak_kb_per_report"] / 1e6,
        "last_batch_hours": (assumed["reports"] - batch) * measured["compare_ms"] / hour,
        "claims": assumed["reports"] * measured["claims"] / n,
    }


def render(measured: Figures, assumed: Figures) -> str:
    """The page."""
    shown = {name: rounded(value) for name, value in scale(measured, assumed).items()}
    template = Template((HERE / "sizing.template.md").read_text(encoding="utf-8"))
    return template.substitute(shown, database_memory=MEMORY)


def rounded(value: float) -> str:
    """Two or three digits that say something: 0.023, 1.4, 640, 12,000."""
    if value == int(value) or value >= 1000:
        return f"{float(f'{value:.3g}') if value >= 1000 and value != int(value) else value:,.0f}"
    return f"{value:.3g}"


if __name__ == "__main__":
    main()
