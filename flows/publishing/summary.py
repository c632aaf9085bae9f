"""What came of a run? The table at its end, the files it could not read, the expectations that did not hold."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.table import Table

from expectations.engine.check import CRITICAL, ROW
from expectations.engine.suite import Failure
from expectations.messages.catalogue import ENGLISH, N_, Messages, language_here, translate
from expectations.messages.sentences import S_, say_in, say_of_file
from expectations.pages.words import word_for
from flows.handover.home import HOME
from flows.log import LOG
from flows.publishing.publish import PREVIEW, Concluded, Run
from flows.terminal import Terminal

SHOWN = 20  # rejected files and failures printed; the tables and the quality report have them all
LOGGED = 1_000  # of either, in the log of a run
GATE_FAILED = N_("The quality gate failed: nothing of this batch was published.")
STAYS = S_("what was published of it stays")
NOTHING_READ = N_("No report could be read; the sources table says why for each file.")


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
    shown: Mapping[str, str] = field(default_factory=dict)  # the figures in the language of the terminal
    pages: tuple[str, ...] = ()  # what to open, or start, next

    def put_up_at(self, tables: str, lake: str) -> Summary:
        """With where the tables are: those of this state, and those whose address stays."""
        places, said = {N_("published at"): tables, N_("Delta tables at"): lake}, translate(language_here())
        shown = {said(name): place for name, place in places.items()}
        return replace(self, figures={**self.figures, **places}, shown={**self.shown, **shown})

    def line(self) -> str:
        """The figures as one line of a log."""
        return "; ".join(f"{name.strip()} {value}" for name, value in self.figures.items())

    def brief(self) -> str:
        """What the run did, in a line for the terminal of `serve`."""
        _ = translate(language_here())
        if self.gate_failed:
            return f"{self.batch_id}: {_(GATE_FAILED)}"
        files, unchanged, reports, claims = (
            int(self.figures.get(name, "0").replace(",", "")) for name in ("files", "  unchanged", "reports", "claims")
        )
        done = _(
            "{files}, {unchanged} of them unchanged; {reports}, {claims} read",
            files=_.ngettext("{count} file", "{count} files", files),
            unchanged=f"{unchanged:,}",
            reports=_.ngettext("{count} report", "{count} reports", reports),
            claims=_.ngettext("{count} claim", "{count} claims", claims),
        )
        pages = f"; {self.pages[0]}" if self.pages else ""
        return f"{self.batch_id}: {done}{pages}"

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
        _ = translate(language_here())
        table = Table(title=_("Batch {batch}", batch=self.batch_id), show_header=False)
        for name, value in [*(self.shown or self.figures).items(), (_("seconds"), f"{seconds:.1f}")]:
            table.add_row(name, value)
        console.print(table)
        if self.outdated:
            outdated = _(
                "{count} unchanged files were read by another version of the extractor; --reprocess reads them again, "
                "and with --preview shows what would change.",
                count=f"{self.outdated:,}",
            )
            console.print(outdated, style="yellow")
        if self.gate_failed:
            console.print(_(GATE_FAILED), style="red")
        elif self.nothing_read:
            console.print(_(NOTHING_READ), style="red")
        for page, told in zip(self.pages, (N_("Begin here: {page}"), N_("or start: {page}")), strict=False):
            console.print(_(told, page=page), soft_wrap=True)


class GateFailedError(Exception):
    """Nothing of the batch was published; raised so that Prefect shows the run as failed."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        super().__init__(summary)

    def __str__(self) -> str:
        critical = [failure for failure in self.summary.failures if failure.severity == CRITICAL]
        return f"nothing of batch {self.summary.batch_id} was published: {'; '.join(map(told, critical))}"


def told(failure: Failure) -> str:
    return told_in(failure, translate(ENGLISH))


def told_in(failure: Failure, _: Messages) -> str:
    rows = _(", {rows} rows", rows=failure.rows) if failure.rows else ""
    name, detail = f"{failure.table}.{failure.expectation}", say_in(_.language, failure.detail)
    return f"{_(word_for('severity', failure.severity))}: {name}{rows}: {detail}"


def summarise(run: Run, concluded: Concluded, output: Path) -> Summary:
    """The figures of a run: of the files that it read."""
    plan = run.plan
    english, here = (figures_of(run, concluded, output, translate(language)) for language in (ENGLISH, language_here()))
    return Summary(
        run.batch_id,
        english,
        tuple(told_of(run, concluded)),
        concluded.verdict.failures,
        concluded.verdict.gate_failed,
        nothing_read=not run.has_text and not plan.unchanged and bool(run.rejected),
        outdated=plan.outdated,
        shown=here,
        pages=tuple(pages_of(run, output)),
    )


def figures_of(run: Run, concluded: Concluded, output: Path, _: Messages) -> dict[str, str]:
    """The figures with their names, those that say nothing left out; what is part of the one above is indented."""
    plan, verdict = run.plan, concluded.verdict
    tally = verdict.tally
    pages = output / (PREVIEW if run.preview else "quality")
    critical = sum(failure.severity == CRITICAL for failure in verdict.failures)
    warnings = len(verdict.failures) - critical
    kinds = {name.removeprefix("kind "): count for name, count in tally.most_common() if name.startswith("kind ")}
    removed = {"spans": f"{tally['removed spans']:,}", "characters": f"{tally['removed characters']:,}"}
    failed = {"critical": critical, "warnings": warnings, "all": verdict.evaluated}
    figures = {
        _("files"): f"{plan.unchanged + tally['files']:,}",
        "  " + _("unchanged"): f"{plan.unchanged:,}" if plan.unchanged else "",
        "  " + _("changed"): f"{plan.changed:,}" if plan.changed else "",
        "  " + _("rejected"): f"{len(run.rejected):,}",
        "  " + _("being written, next run"): f"{len(run.waiting):,}" if run.waiting else "",
        "  " + _("not read, rows kept"): f"{len(concluded.kept):,} (sources.stale_reason)" if concluded.kept else "",
        "  " + _("pruned"): f"{plan.pruned:,}" if plan.pruned else "",
        "  " + _("gone, rows kept"): _("{count} (--prune removes them)", count=f"{plan.missing:,}")
        if plan.missing
        else "",
        _.pgettext("of a run", "reports"): f"{tally['reports']:,}",
        "  " + _("copies in the batch"): f"{concluded.copies:,}" if concluded.copies else "",
        _.pgettext("of a run", "claims"): f"{tally['claims']:,}",
        **{f"  {_(word_for('kinds', kind))}": f"{count:,}" for kind, count in kinds.items()},
        _("masked"): f"{tally['masked']:,}",
        _("flagged"): f"{tally['flagged']:,}",
        _.pgettext("of a run", "quarantined"): f"{tally['quarantined']:,}",
        _("numerals passed over"): f"{tally['passed over']:,}",
        _("boilerplate removed"): _("{spans} spans, {characters} characters", **removed),
        _("expectations failed"): _("{critical} critical, {warnings} warnings, of {all}", **failed),
        **changed(concluded, pages, _),
        _("reviews"): reviewed(concluded, _),
        _("tables"): _("not published") if verdict.gate_failed or run.preview else str(output / "tables"),
        _("quality report"): str(pages / "index.html"),
        _("reports with their claims"): str(site) if (site := output / "site" / "index.html").exists() else "",
    }
    return {name: value for name, value in figures.items() if value}


def pages_of(run: Run, output: Path) -> Iterator[str]:
    """What to open or start next: the page that leads to everything, and the dashboard."""
    if run.preview:
        yield str(output / PREVIEW / "index.html")
    elif (output / HOME).exists():
        yield str(output / HOME)
        yield f"report-metrics dashboard --output {shlex.quote(str(output))}"


def told_of(run: Run, concluded: Concluded) -> Iterator[str]:
    """Files that were not read, and why not; of those that were published before, that this stays."""
    kept = {f"{path} {reason}" for path, reason in concluded.kept.items()}
    for line in (*run.rejected, *run.waiting):
        yield f"{line} ({STAYS})" if line in kept else line


def changed(concluded: Concluded, pages: Path, _: Messages) -> dict[str, str]:
    """The claims of files that were read again, against those that were published."""
    changes = concluded.changes
    if changes is None:
        return {}
    counts = {name: f"{getattr(changes, name):,}" for name in ("added", "gone", "altered")}
    told = _("{added} added, {gone} gone, {altered} altered", **counts)
    return {_("changes"): f"{told}: {pages / 'changes.html'}"}


def reviewed(concluded: Concluded, _: Messages) -> str:
    """What became of what people said; what fits no claim any more is to be looked at."""
    states = concluded.reviews.states
    named = ((_(word_for("review_state_names", name)), count) for name, count in sorted(states.items()))
    told = _(", ").join(_("{count} {name}", count=f"{count:,}", name=name) for name, count in named)
    return f"{told} (report-metrics reviews status)" if states["orphaned"] or states["set_aside"] else told


def show_rejected(console: Terminal, rejected: Sequence[str]) -> None:
    _ = translate(language_here())
    for line in rejected[:SHOWN]:
        console.print(_("not read: {line}", line=say_of_file(_.language, line)), style="yellow")
    if len(rejected) > SHOWN:
        more = _("… and {count} more, all in the sources table", count=len(rejected) - SHOWN)
        console.print(more, style="yellow")


def show_failures(console: Terminal, failures: Sequence[Failure]) -> None:
    _ = translate(language_here())
    ranked = sorted(failures, key=lambda failure: (failure.severity != CRITICAL, failure.scope == ROW))
    for failure in ranked[:SHOWN]:
        console.print(told_in(failure, _), style="red" if failure.severity == CRITICAL else "yellow")
    if len(ranked) > SHOWN:
        console.print(_("… and {count} more, all in the quality report", count=len(ranked) - SHOWN))
