"""What came of a run? The table at its end, the files it could not read, the expectations that did not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from expectations.engine.check import CRITICAL, ROW
from expectations.engine.suite import Failure
from flows.publishing.publish import PREVIEW, Concluded, Run

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
    outdated: int  # files that are unchanged, but were read by another version of the extractor

    def show(self, console: Console, seconds: float) -> None:
        show_rejected(console, self.rejected)
        show_failures(console, self.failures)
        table = Table(title=f"Batch {self.batch_id}", show_header=False)
        for name, value in [*self.figures.items(), ("seconds", f"{seconds:.1f}")]:
            table.add_row(name, value)
        console.print(table)
        if self.outdated:
            console.print(
                f"{self.outdated:,} unchanged files were read by another version of the extractor; "
                "--reprocess reads them again, and with --preview shows what would change.",
                style="yellow",
            )
        if self.gate_failed:
            console.print("The quality gate failed: nothing of this batch was published.", style="red")
        elif self.nothing_read:
            console.print("No report could be read; the sources table says why for each file.", style="red")


def summarise(run: Run, concluded: Concluded, output: Path) -> Summary:
    """The figures of a run: of the files that it read."""
    plan, verdict = run.plan, concluded.verdict
    tally = verdict.tally
    pages = output / (PREVIEW if run.preview else "quality")
    critical = sum(failure.severity == CRITICAL for failure in verdict.failures)
    warnings = len(verdict.failures) - critical
    kinds = {name.removeprefix("kind "): count for name, count in tally.most_common() if name.startswith("kind ")}
    figures = {
        "files": f"{plan.unchanged + tally['files']:,}",
        "  unchanged": f"{plan.unchanged:,}" if plan.unchanged else "",
        "  changed": f"{plan.changed:,}" if plan.changed else "",
        "  rejected": f"{len(run.rejected):,}",
        "  being written, next run": f"{len(run.waiting):,}" if run.waiting else "",
        "  not read, rows kept": f"{len(concluded.kept):,} (sources.stale_reason)" if concluded.kept else "",
        "  pruned": f"{plan.pruned:,}" if plan.pruned else "",
        "  gone, rows kept": f"{plan.missing:,} (--prune removes them)" if plan.missing else "",
        "reports": f"{tally['reports']:,}",
        "  copies in the batch": f"{concluded.copies:,}" if concluded.copies else "",
        "claims": f"{tally['claims']:,}",
        **{f"  {kind}": f"{count:,}" for kind, count in kinds.items()},
        "masked": f"{tally['masked']:,}",
        "flagged": f"{tally['flagged']:,}",
        "quarantined": f"{tally['quarantined']:,}",
        "boilerplate removed": f"{tally['removed spans']:,} spans, {tally['removed characters']:,} characters",
        "expectations failed": f"{critical} critical, {warnings} warnings, of {verdict.evaluated}",
        **changed(concluded, pages),
        "tables": "not published" if verdict.gate_failed or run.preview else str(output / "tables"),
        "quality report": str(pages / "index.html"),
    }
    return Summary(
        run.batch_id,
        {name: value for name, value in figures.items() if value},
        tuple(told_of(run, concluded)),
        verdict.failures,
        verdict.gate_failed,
        nothing_read=not run.has_text and not plan.unchanged and bool(run.rejected),
        outdated=plan.outdated,
    )


def told_of(run: Run, concluded: Concluded) -> Iterator[str]:
    """Files that were not read, and why not; of those that were published before, that this stays."""
    kept = {f"{path} {reason}" for path, reason in concluded.kept.items()}
    for line in (*run.rejected, *run.waiting):
        yield f"{line} (what was published of it stays)" if line in kept else line


def changed(concluded: Concluded, pages: Path) -> dict[str, str]:
    """The claims of files that were read again, against those that were published."""
    changes = concluded.changes
    if changes is None:
        return {}
    counts = f"{changes.added:,} added, {changes.gone:,} gone, {changes.altered:,} altered"
    return {"changes": f"{counts}: {pages / 'changes.html'}"}


def show_rejected(console: Console, rejected: Sequence[str]) -> None:
    for line in rejected[:SHOWN]:
        console.print(f"not read: {line}", style="yellow", markup=False, highlight=False)
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
