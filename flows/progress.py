"""How far is the run, and where does its time go? A live bar on a terminal, plain lines elsewhere, a stopwatch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from expectations.messages.catalogue import ENGLISH, N_, language_here, translate
from flows.log import LOG
from flows.terminal import Terminal, said

#: What a stage does, for those who wait for it; by the name that its line in the log has
DOES = {
    "start": N_("Starting the run's server and loading libraries, some seconds"),
    "bring down": N_("Fetching what is published"),
    "discover": N_("Looking for files"),
    "read": N_("Reading files"),
    "extract": N_("Finding figures in the texts"),
    "validate": N_("Checking the figures"),
    "draw": N_("Drawing printed pages"),
    "publish": N_("Writing tables and pages"),
    "put up": N_("Putting up what is published"),
}
_OF_THE_RUN: ContextVar[Stages | None] = ContextVar("stages", default=None)


@contextmanager
def showing(stages: Stages) -> Iterator[Stages]:
    """Let the runs of this thread tell these stages how far they are; no parameter, which Prefect would send about."""
    token = _OF_THE_RUN.set(stages)
    try:
        with stages.shown():
            yield stages
    finally:
        _OF_THE_RUN.reset(token)


def stages_of_the_run() -> Stages:
    """Those that are being shown, or some that nobody sees."""
    return _OF_THE_RUN.get() or Stages(Terminal(stderr=True, quiet=True))


@dataclass(slots=True)
class Stages:
    """The stages of a run, their seconds, and the bar that shows the one under way."""

    console: Terminal
    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)
    _bar: Progress | None = None
    _task: TaskID | None = None

    @contextmanager
    def shown(self) -> Iterator[Stages]:
        """Show the bar while the run lasts, where there is a terminal to show it on."""
        if not self.console.is_terminal:
            yield self
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[far]}"))
        with Progress(*columns, TimeElapsedColumn(), console=self.console, transient=True) as self._bar:
            yield self
        self._bar = None

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[None]:
        """Time a stage; `total` is how many files it has to get through."""
        if self._bar:
            _ = translate(language_here())
            self._task = self._bar.add_task(_(DOES[name]), total=total, far=self._far(0, total))
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
            if self._bar and self._task is not None:
                self._bar.remove_task(self._task)
        amount = f" {total} {'file' if total == 1 else 'files'}" if total else ""
        line = f"{name}{amount}: {spent:.2f} s"
        LOG.info(line, extra={"about": {"event": "stage", "stage": name, "seconds": round(spent, 3), "files": total}})
        if not self.console.is_terminal:
            _ = translate(language_here())
            seconds = _("seconds")
            self.console.print(line if _.language == ENGLISH else f"{_(DOES[name])}: {spent:.2f} {seconds}")

    def say(self, message: str) -> None:
        """What whoever waits for the run should know."""
        LOG.warning("%s", message)
        self.console.print(said(message), style="yellow")

    def advance(self, files: int) -> None:
        if self._bar and self._task is not None:
            self._bar.advance(self._task, files)
            task = self._bar.tasks[self._bar.task_ids.index(self._task)]
            self._bar.update(self._task, far=self._far(int(task.completed), task.total))

    def _far(self, done: int, total: float | None) -> str:
        """How many of the files; nothing where the stage is not about files."""
        if not total:
            return ""
        return translate(language_here())("{done} of {all} files", done=f"{done:,}", all=f"{total:,.0f}")

    def table(self) -> Table:
        """Where the seconds went; what no stage claims is Prefect's bookkeeping."""
        _ = translate(language_here())
        table = Table(_("stage"), _("seconds"), _("share"), title=_("Timings"))
        total = self.total
        between = total - sum(self.seconds.values())
        for name, seconds in [*self.seconds.items(), (N_("between"), between), (N_("total"), total)]:
            told = _(DOES[name]) if name in DOES and _.language != ENGLISH else _(name)
            table.add_row(told, f"{seconds:.2f}", f"{seconds / total:.0%}")
        return table

    @property
    def total(self) -> float:
        return time.perf_counter() - self.started
