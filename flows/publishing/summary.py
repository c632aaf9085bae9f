"""What came of a run? The table at its end, the files it could not read, the expectations that did not hold."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from expectations.engine.check import CRITICAL, ROW
from expectations.engine.suite import Failure
from flows.log import LOG
from flows.publishing.publish import PREVIEW, Concluded, Run
from flows.terminal import Terminal

SHOWN = 20  # rejected files and failures printed; the tables and the quality report have them all
LOGGED = 1_000  # of either, in the log of a run
GATE_FAILED = "The quality gate failed: nothing of this batch was published."
NOTHING_READ = "No report could be read; the sources table says why for each file."


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

    def line(self) -> str:
        """The figures as one line of a log."""
        return "; ".join(f"{name.strip()} {value}" for name, value in self.figures.items())

    def log(self) -> None:
        """What `show` shows, for those who were not looking."""
        for line in self.rejected[:LOGGED]:
            LOG.warning("rejected: %s", line, extra={"about": {"event": "rejected"}})
        if len(self.rejected) > LOGGED:
            LOG.warning("… and %d more, all in the sources table", len(self.rejected) - LOGGED)
        for failure in self.failures[:LOGGED]:
            level = logging.ERROR if failure.severity == CRITICAL else logging.WARNING
            about = {"event": "expectation", "expectation": f"{failure.table}.{failure.expectation}"}
            LOG.log(level, "%s", told(failure), extra={"about": about})
        figures = {name.strip(): value for name, value in self.figures.items()}
        LOG.info("batch %s: %s", self.batch_id, self.line(), extra={"about": {"event": "summary", "figures": figures}})
        if self.gate_failed:
            LOG.error(GATE_FAILED, extra={"about": {"event": "gate failed"}})
        elif self.nothing_read:
            LOG.error(NOTHING_READ, extra={"about": {"event": "nothing read"}})

    def show(self, console: Terminal, seconds: float) -> None:
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
            console.print(GATE_FAILED, style="red")
        elif self.nothing_read:
            console.print(NOTHING_READ, style="red")


class GateFailedError(Exception):
    """Nothing of the batch was published; raised so that Prefect shows the run as failed."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        super().__init__(summary)

    def __str__(self) -> str:
        critical = [failure for failure in self.summary.failures if failure.severity == CRITICAL]
        return f"nothing of batch {self.summary.batch_id} was published: {'; '.join(map(told, critical))}"


def told(failure: Failure) -> str:
    rows = f", {failure.rows} rows" if failure.rows else ""
    return f"{failure.severity}: {failure.table}.{failure.expectation}{rows}: {failure.detail}"


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
        "numerals passed over": f"{tally['passed over']:,}",
        "boilerplate removed": f"{tally['removed spans']:,} spans, {tally['removed characters']:,} characters",
        "expectations failed": f"{critical} critical, {warnings} warnings, of {verdict.evaluated}",
        **changed(concluded, pages),
        "reviews": reviewed(concluded),
        "tables": "not published" if verdict.gate_failed or run.preview else str(output / "tables"),
        "quality report": str(pages / "index.html"),
        "reports with their claims": str(site) if (site := output / "site" / "index.html").exists() else "",
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


def reviewed(concluded: Concluded) -> str:
    """What became of what people said; what fits no claim any more is to be looked at."""
    states = concluded.reviews.states
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in sorted(states.items()))
    return f"{told} (report-metrics reviews status)" if states["orphaned"] or states["set_aside"] else told


def show_rejected(console: Terminal, rejected: Sequence[str]) -> None:
    for line in rejected[:SHOWN]:
        console.print(f"not read: {line}", style="yellow")
    if len(rejected) > SHOWN:
        console.print(f"… and {len(rejected) - SHOWN} more, all in the sources table", style="yellow")


def show_failures(console: Terminal, failures: Sequence[Failure]) -> None:
    ranked = sorted(failures, key=lambda failure: (failure.severity != CRITICAL, failure.scope == ROW))
    for failure in ranked[:SHOWN]:
        console.print(told(failure), style="red" if failure.severity == CRITICAL else "yellow")
    if len(ranked) > SHOWN:
        console.print(f"… and {len(ranked) - SHOWN} more, all in the quality report")
