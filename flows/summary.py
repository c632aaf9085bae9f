"""What came of a run? The table at its end, the files it could not read, the expectations that did not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from expectations.check import CRITICAL, ROW
from expectations.validate import Failure, Verdict
from flows.reading import Reading

SHOWN = 20  # rejected files and failures printed; the tables and the quality report have them all


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is told about a run once it is over: figures and messages, none of the data."""

    batch_id: str
    figures: Mapping[str, str]
    rejected: tuple[str, ...]
    failures: tuple[Failure, ...]
    gate_failed: bool
    nothing_read: bool
    replaced: bool  # the batch of this name that was there before had none of these files

    def show(self, console: Console, seconds: float) -> None:
        show_rejected(console, self.rejected)
        show_failures(console, self.failures)
        table = Table(title=f"Batch {self.batch_id}", show_header=False)
        for name, value in [*self.figures.items(), ("seconds", f"{seconds:.1f}")]:
            table.add_row(name, value)
        console.print(table)
        if self.replaced:
            console.print(
                f"Batch {self.batch_id} was there before, with none of these files; it has been replaced. "
                "Use --batch to give this one a name of its own.",
                style="yellow",
            )
        if self.gate_failed:
            console.print("The quality gate failed: nothing of this batch was published.", style="red")
        elif self.nothing_read:
            console.print("No report could be read; the sources table says why for each file.", style="red")


def summarise(
    readings: Sequence[Reading], verdict: Verdict, output: Path, batch_id: str, replaced: bool = False
) -> Summary:
    """The figures of a run."""
    frames, claims = verdict.frames, verdict.frames["claims"]
    rejected = tuple(f"{reading.file.name} {reading.reason}" for reading in readings if reading.result is None)
    critical = sum(failure.severity == CRITICAL for failure in verdict.failures)
    warnings = len(verdict.failures) - critical
    kinds = claims["kind"].value_counts()
    removed = int(frames["boilerplate"]["text"].str.len().sum())
    figures = {
        "files": f"{len(readings):,} ({len(rejected):,} rejected)",
        "reports": f"{len(frames['reports']):,}",
        "claims": f"{len(claims):,}",
        **{f"  {kind}": f"{count:,}" for kind, count in kinds.items() if count},
        "masked": f"{int(claims['masked'].sum()):,}",
        "flagged": f"{int((claims['flags'].map(len) > 0).sum()):,}",
        "quarantined": f"{frames['quarantine']['claim_id'].nunique():,}",
        "boilerplate removed": f"{len(frames['boilerplate']):,} spans, {removed:,} characters",
        "expectations failed": f"{critical} critical, {warnings} warnings, of {verdict.evaluated}",
        "tables": "not published" if verdict.gate_failed else str(output / "tables"),
        "quality report": str(output / "quality" / "index.html"),
    }
    nothing_read = not any(reading.result and reading.result[0].text for reading in readings)
    return Summary(batch_id, figures, rejected, verdict.failures, verdict.gate_failed, nothing_read, replaced)


def show_rejected(console: Console, rejected: Sequence[str]) -> None:
    for line in rejected[:SHOWN]:
        console.print(f"rejected: {line}", style="yellow", markup=False, highlight=False)
    if len(rejected) > SHOWN:
        console.print(f"… and {len(rejected) - SHOWN} more, all in the sources table", style="yellow")


def show_failures(console: Console, failures: Sequence[Failure]) -> None:
    ranked = sorted(failures, key=lambda failure: (failure.severity != CRITICAL, failure.scope == ROW))
    for failure in ranked[:SHOWN]:
        rows = f", {failure.rows} rows" if failure.rows else ""
        line = f"{failure.severity}: {failure.table}.{failure.expectation}{rows}: {failure.detail}"
        console.print(line, style="red" if failure.severity == CRITICAL else "yellow", markup=False, highlight=False)
    if len(ranked) > SHOWN:
        console.print(f"… and {len(ranked) - SHOWN} more, all in the quality report")
