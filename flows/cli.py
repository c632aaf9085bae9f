"""What can be asked for on the command line? A thin shell: ingest and serve here, all else beside it.

Heavy libraries are imported inside the commands, so that `extract` and `version` answer at once and need no Prefect.
"""

from __future__ import annotations

import gc
import locale
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from expectations.messages.catalogue import CHOSEN, LANGUAGES, OPTION
from flows.command_line.ending import BAD_USE, GATE_FAILED, INTERRUPTED, OK, PIPE_CLOSED, nobody_listens, run_command
from flows.command_line.options import (
    QUIET,
    JsonLog,
    MaxLoss,
    MaxRejected,
    Pictures,
    Rules,
    Work,
    folder_of,
    named,
    open_output,
    use_rules,
)
from flows.command_line.speaking import _
from flows.errors import BadUseError
from flows.log import FILE, LOG, NOTIFY, listening
from flows.looking_cli import looking
from flows.reviews_cli import reviews
from flows.terminal import terminal

if TYPE_CHECKING:
    from flows.progress import Stages
    from flows.publishing.summary import Summary
    from flows.storage.remote import Place

app = typer.Typer(
    help=_("Turn piles of Chinese work reports into a validated metrics dataset."),
    no_args_is_help=True,
    add_completion=False,
)
app.add_typer(looking)
app.add_typer(reviews, name="reviews")


@app.callback()
def main_options(
    lang: Annotated[
        str | None, typer.Option(OPTION, envvar=CHOSEN, metavar="zh|en", help=_("Language of messages and help."))
    ] = None,
) -> None:
    """What all commands take."""
    if lang is not None and lang not in LANGUAGES:
        raise BadUseError(f"there are no messages in language {lang}", f"choose one of {', '.join(LANGUAGES)}")


@app.command(help=_("Read reports, extract and validate their claims, publish the tables."))
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help=_("Files or folders to read, or their URLs."), callback=named),
    ],
    output: Annotated[
        str, typer.Option(help=_("Folder for tables/ and quality/, or its URL (s3://)."), callback=named)
    ] = "output",
    work: Work = None,
    rules: Rules = None,
    batch: Annotated[str | None, typer.Option(help=_("Name of the batch; else made from the sources' names."))] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help=_("Remove the rows of files that are no longer there."))
    ] = False,
    reprocess: Annotated[bool, typer.Option("--reprocess", help=_("Read unchanged files again too."))] = False,
    site: Annotated[bool, typer.Option(help=_("Write a page for each report; not sensible for millions."))] = True,
    pictures: Pictures = True,
    preview: Annotated[bool, typer.Option("--preview", help=_("Publish nothing; show what would change."))] = False,
    max_loss: MaxLoss = 50.0,
    max_rejected: MaxRejected = 25.0,
    allow_loss: Annotated[bool, typer.Option("--allow-loss", help=_("Let go in this run whatever goes."))] = False,
    runner: Annotated[str, typer.Option(help=_("Who does the work: local or dask."))] = "local",
    scheduler: Annotated[str | None, typer.Option(help=_("Address of a Dask scheduler; else one is started."))] = None,
    workers: Annotated[int | None, typer.Option(min=1, help=_("Processes that work; else one a processor."))] = None,
    log_json: JsonLog = None,
    quiet_seconds: Annotated[float, typer.Option(min=0, help=QUIET)] = 0,
    timings: Annotated[bool, typer.Option("--timings", help=_("Print what each stage took."))] = False,
) -> None:
    use_rules(rules)
    from flows.inputs.outputs import refuse_outputs
    from flows.storage.remote import place_of

    places = [place_of(source) for source in sources]
    for source in places:
        if isinstance(source, Path) and not source.exists():
            raise BadUseError(f"{source} does not exist", "check the path")
    refuse_outputs(places, place_of(output))
    options: dict[str, Any] = {"batch": batch, "prune": prune, "reprocess": reprocess, "preview": preview}
    options |= {"work": work, "site": site, "pictures": pictures, "quiet_seconds": quiet_seconds}
    options |= {"max_loss": max_loss, "max_rejected": max_rejected, "allow_loss": allow_loss}
    with listening(f"ingest {datetime.now().astimezone():%Y-%m-%d %H:%M}", log_json), telling_the_log():
        summary, stages = run_ingest(places, place_of(output), options, runner, scheduler, workers)
        summary.log()
    summary.show(terminal(), stages.total)
    if timings:
        terminal().print(stages.table())
    if summary.gate_failed:
        raise typer.Exit(GATE_FAILED)
    if summary.nothing_read:
        raise typer.Exit(BAD_USE)


@contextmanager
def telling_the_log() -> Iterator[None]:
    """What ends a run is its last line."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        LOG.error("%s: %s", type(error).__name__, error, extra={"about": {"event": "ended"}})
        raise


def run_ingest(
    sources: list[Place],
    output: Place,
    options: Mapping[str, Any],
    runner: str = "local",
    scheduler: str | None = None,
    workers: int | None = None,
) -> tuple[Summary, Stages]:
    """Start Prefect's API, load the flow meanwhile, and run it."""
    from flows.loading import loading
    from flows.progress import Stages, showing
    from flows.publishing.summary import GateFailedError
    from flows.scheduling.server import ServerError, prefect_api, prefect_home, without_heartbeat

    folder = folder_of(output, options.get("work"))
    with open_output(folder):
        pass
    stages = Stages(terminal(stderr=True))
    try:
        with showing(stages), prefect_api(prefect_home(folder)) as server, ExitStack() as advance:
            with stages.stage("start"), loading():
                from flows.work.workers import LOCAL, PROCESSES, workers_in_advance

                count = workers or PROCESSES
                if runner == LOCAL:  # first, for the run waits for what the worker has to load
                    advance.enter_context(workers_in_advance(count))
                from expectations.engine import library
                from flows.ingest import ingest as flow
                from flows.work.runners import task_runner

                chosen = flow.with_options(task_runner=task_runner(runner, scheduler, count))
                library.load()
                server.wait_until_ready()
                if server.process:
                    advance.enter_context(without_heartbeat())
            try:
                return chosen(sources, output, **options), stages
            except GateFailedError as error:
                return error.summary, stages
    except ServerError as error:
        raise BadUseError(str(error), "or name a running server in PREFECT_API_URL") from error


@app.command(help=_("Read what is new in a folder, again and again, on a schedule."))
def serve(
    inbox: Annotated[
        str,
        typer.Argument(help=_("Folder that reports are dropped into, made if missing; or its URL."), callback=named),
    ],
    output: Annotated[
        str, typer.Option(help=_("Folder for tables/ and quality/, or its URL (s3://)."), callback=named)
    ] = "output",
    work: Work = None,
    rules: Rules = None,
    cron: Annotated[str, typer.Option(help=_("When to look: minute hour day month weekday."))] = "0 2 * * *",
    batch: Annotated[str | None, typer.Option(help=_("Name of the batch; else made from the inbox's name."))] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help=_("Remove the rows of files that are no longer there."))
    ] = False,
    site: Annotated[bool, typer.Option(help=_("Write a page for each report; not sensible for millions."))] = True,
    pictures: Pictures = True,
    max_loss: MaxLoss = 50.0,
    max_rejected: MaxRejected = 25.0,
    notify: Annotated[
        str | None,
        typer.Option(envvar=NOTIFY, help=_("Apprise URL that is told of runs that fail, crash or are cancelled.")),
    ] = None,
    log_json: JsonLog = None,
    quiet_seconds: Annotated[float, typer.Option(min=0, help=QUIET)] = 30,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Where Prefect's pages are."))] = 4200,
) -> None:
    use_rules(rules)
    from flows.inputs.outputs import refuse_outputs
    from flows.scheduling.serve import serve as serve_inbox
    from flows.scheduling.server import ServerError
    from flows.storage.remote import place_of

    check_cron(cron)
    source, target = place_of(inbox), place_of(output)
    refuse_outputs([source], target)
    with open_output(folder_of(target, work)):
        if isinstance(source, Path):
            source.mkdir(parents=True, exist_ok=True)
    try:
        at_work = str(work.absolute()) if work else None
        options: dict[str, object] = {
            "batch": batch,
            "prune": prune,
            "work": at_work,
            "site": site,
            "pictures": pictures,
        }
        options |= {"max_loss": max_loss, "max_rejected": max_rejected, "quiet_seconds": quiet_seconds}
        # For the runs, which are children: what Prefect is told as a parameter it shows on its pages.
        os.environ |= {NOTIFY: notify} if notify else {}
        os.environ |= {FILE: str(log_json.absolute())} if log_json else {}
        told = serve_inbox(source, target, cron, options, port, terminal())
        # All is put away; Python would still wait for threads of libraries, and where a pipe is closed for ever.
        os._exit(INTERRUPTED if told == signal.SIGINT else OK)
    except ServerError as error:
        raise BadUseError(str(error), "choose another --port, or end what uses it") from error


def check_cron(cron: str) -> None:
    from cronsim import CronSim, CronSimError

    try:
        CronSim(cron, datetime.now())
    except CronSimError as error:
        raise BadUseError(
            f"{cron!r} is no schedule: {error}", 'write it as in "0 2 * * *", every night at two'
        ) from error


def main() -> None:
    """The console command: messages instead of tracebacks, UTF-8 whatever the locale says."""
    os.environ["PYTHONSAFEPATH"] = "1"  # children would look for modules in the working folder first
    if locale.getpreferredencoding(False).lower().replace("-", "") != "utf8":  # Great Expectations opens files so
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    try:
        run_command(app)
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_listens()
        sys.exit(PIPE_CLOSED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()  # else Python looks through all that the libraries hold before it ends, for a second


if __name__ == "__main__":
    main()
