"""What came of a run? The table at its end, the files it could not read, the expectations that did not hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from expectations.check import CRITICAL, ROW
from expectations.validate import Failure, Verdict
from flows.progress import Stages
from flows.reading import Reading

SHOWN = 20  # rejected files and failures printed; the tables and the quality report have them all


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is told about a run once it is over."""

    readings: list[Reading]
    verdict: Verdict
    output: Path
    batch_id: str
    replaced: bool  # the batch of this name that was there before had none of these files
    stages: Stages

    @property
    def rejected(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.result is None]

    @property
    def nothing_read(self) -> bool:
        return len(self.rejected) == len(self.readings)

    def show(self, console: Console, timings: bool = False) -> None:
        """Print it; `timings` adds the stages' shares."""
        show_rejected(console, self.rejected)
        show_failures(console, self.verdict.failures)
        console.print(self.table())
        if timings:
            console.print(timings_table(self.stages))
        if self.replaced:
            console.print(
                f"[yellow]Batch {self.batch_id} was there before, with none of these files; it has been replaced. "
                "Use --batch to give this one a name of its own.[/]"
            )
        if self.verdict.gate_failed:
            console.print("[red]The quality gate failed: nothing of this batch was published.[/]")
        elif self.nothing_read:
            console.print("[red]No report could be read; the sources table says why for each file.[/]")

    def table(self) -> Table:
        frames, claims = self.verdict.frames, self.verdict.frames["claims"]
        removed = frames["boilerplate"]["text"].str.len().sum()
        kinds = claims["kind"].value_counts()
        failed = [failure.severity == CRITICAL for failure in self.verdict.failures]
        rows = {
            "files": f"{len(self.readings)} ({len(self.rejected)} rejected)",
            "reports": f"{len(frames['reports']):,}",
            "claims": f"{len(claims):,}",
            **{f"  {kind}": f"{count:,}" for kind, count in kinds.items() if count},
            "masked": f"{int(claims['masked'].sum()):,}",
            "flagged": f"{int((claims['flags'].map(len) > 0).sum()):,}",
            "quarantined": f"{frames['quarantine']['claim_id'].nunique():,}",
            "boilerplate removed": f"{len(frames['boilerplate']):,} spans, {int(removed):,} characters",
            "expectations failed": f"{sum(failed)} critical, {len(failed) - sum(failed)} warnings, "
            f"of {self.verdict.evaluated}",
            "seconds": f"{self.stages.total:.1f}",
            "tables": "not published" if self.verdict.gate_failed else str(self.output / "tables"),
            "quality report": str(self.output / "quality" / "index.html"),
        }
        table = Table("", "", title=f"Batch {self.batch_id}", show_header=False)
        for name, value in rows.items():
            table.add_row(name, value)
        return table


def show_rejected(console: Console, rejected: list[Reading]) -> None:
    for reading in rejected[:SHOWN]:
        console.print(f"rejected: {reading.file.name} {reading.reason}", style="yellow", markup=False, highlight=False)
    if len(rejected) > SHOWN:
        console.print(f"… and {len(rejected) - SHOWN} more, all in the sources table", style="yellow")


def show_failures(console: Console, failures: tuple[Failure, ...]) -> None:
    ranked = sorted(failures, key=lambda failure: (failure.severity != CRITICAL, failure.scope == ROW))
    for failure in ranked[:SHOWN]:
        rows = f", {failure.rows} rows" if failure.rows else ""
        line = f"{failure.severity}: {failure.table}.{failure.expectation}{rows}: {failure.detail}"
        console.print(line, style="red" if failure.severity == CRITICAL else "yellow", markup=False, highlight=False)
    if len(ranked) > SHOWN:
        console.print(f"… and {len(ranked) - SHOWN} more, all in the quality report")


def timings_table(stages: Stages) -> Table:
    """Where the seconds went; what no stage claims is Prefect's bookkeeping."""
    table = Table("stage", "seconds", "share", title="Timings")
    total = stages.total
    rest = total - sum(stages.seconds.values())
    for name, seconds in [*stages.seconds.items(), ("between", rest), ("total", total)]:
        table.add_row(name, f"{seconds:.2f}", f"{seconds / total:.0%}")
    return table
