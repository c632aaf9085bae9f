"""What can be asked for on the command line? A thin shell: ingest, serve, extract, site, dashboard, version.

Heavy libraries are imported inside the commands, so that `extract` and `version` answer at once and need no Prefect.
"""

from __future__ import annotations

import gc
import json
import locale
import os
import sys
import traceback
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flows.errors import BadUseError

if TYPE_CHECKING:
    from extractors.model import Claim
    from flows.progress import Stages
    from flows.publishing.summary import Summary
    from flows.storage.remote import Place

OK, GATE_FAILED, BAD_USE, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130
QUIET = "Files that changed less than so long ago wait for the next run."
PLAIN_WIDTH = 160  # columns, where the output is no terminal

app = typer.Typer(
    help="Turn piles of Chinese work reports into a validated metrics dataset.",
    no_args_is_help=True,
    add_completion=False,
)


def console_for(stderr: bool = False) -> Console:
    console = Console(stderr=stderr)
    return console if console.is_terminal else Console(stderr=stderr, width=PLAIN_WIDTH)


@app.command()
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files or folders to read, or their URLs.")],
    output: Annotated[str, typer.Option(help="Folder for tables/ and quality/, or its URL (s3://).")] = "output",
    work: Annotated[Path | None, typer.Option(help="Working copy of an output at a URL; else in the cache.")] = None,
    batch: Annotated[str | None, typer.Option(help="Name of the batch; else made from the sources' names.")] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove the rows of files that are no longer there.")] = False,
    reprocess: Annotated[bool, typer.Option("--reprocess", help="Read unchanged files again too.")] = False,
    site: Annotated[bool, typer.Option(help="Write a page for each report; not sensible for millions.")] = True,
    preview: Annotated[bool, typer.Option("--preview", help="Publish nothing; show what would change.")] = False,
    runner: Annotated[str, typer.Option(help="Who does the work: local or dask.")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler; else one is started.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that work; else one a processor.")] = None,
    quiet_seconds: Annotated[float, typer.Option(min=0, help=QUIET)] = 0,
    timings: Annotated[bool, typer.Option("--timings", help="Print what each stage took.")] = False,
) -> None:
    """Read reports, extract and validate their claims, publish the tables."""
    from flows.inputs.outputs import refuse_outputs
    from flows.storage.remote import place_of

    places = [place_of(source) for source in sources]
    for source in places:
        if isinstance(source, Path) and not source.exists():
            raise BadUseError(f"{source} does not exist", "check the path")
    refuse_outputs(places, place_of(output))
    options: dict[str, Any] = {"batch": batch, "prune": prune, "reprocess": reprocess, "preview": preview}
    options |= {"work": work, "site": site, "quiet_seconds": quiet_seconds}
    summary, stages = run_ingest(places, place_of(output), options, runner, scheduler, workers)
    summary.show(console_for(), stages.total)
    if timings:
        console_for().print(stages.table())
    if summary.gate_failed:
        raise typer.Exit(GATE_FAILED)
    if summary.nothing_read:
        raise typer.Exit(BAD_USE)


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
    from flows.scheduling.server import ServerError, prefect_api, prefect_home, without_heartbeat

    folder = folder_of(output, options.get("work"))
    with open_output(folder):
        pass
    stages = Stages(console_for(stderr=True))
    try:
        with showing(stages), prefect_api(prefect_home(folder)) as server, ExitStack() as advance:
            with stages.stage("start"), loading():
                from expectations.engine import library
                from flows.ingest import ingest as flow
                from flows.work.runners import LOCAL, PROCESSES, task_runner
                from flows.work.workers import workers_in_advance

                count = workers or PROCESSES
                chosen = flow.with_options(task_runner=task_runner(runner, scheduler, count))
                library.load()
                if runner == LOCAL:
                    advance.enter_context(workers_in_advance(count))
                server.wait_until_ready()
                if server.process:
                    advance.enter_context(without_heartbeat())
            return chosen(sources, output, **options), stages
    except KeyboardInterrupt:
        console_for(stderr=True).print("Interrupted: nothing was published.", style="red")
        raise typer.Exit(INTERRUPTED) from None
    except ServerError as error:
        raise BadUseError(str(error), "or name a running server in PREFECT_API_URL") from error


@app.command()
def serve(
    inbox: Annotated[str, typer.Argument(help="Folder that reports are dropped into, made if missing; or its URL.")],
    output: Annotated[str, typer.Option(help="Folder for tables/ and quality/, or its URL (s3://).")] = "output",
    work: Annotated[Path | None, typer.Option(help="Working copy of an output at a URL; else in the cache.")] = None,
    cron: Annotated[str, typer.Option(help="When to look: minute hour day month weekday.")] = "0 2 * * *",
    batch: Annotated[str | None, typer.Option(help="Name of the batch; else made from the inbox's name.")] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove the rows of files that are no longer there.")] = False,
    site: Annotated[bool, typer.Option(help="Write a page for each report; not sensible for millions.")] = True,
    notify: Annotated[str | None, typer.Option(help="Apprise URL to tell that the gate failed.")] = None,
    quiet_seconds: Annotated[float, typer.Option(min=0, help=QUIET)] = 30,
    port: Annotated[int, typer.Option(help="Where Prefect's pages are.")] = 4200,
) -> None:
    """Read what is new in a folder, again and again, on a schedule."""
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
        options: dict[str, object] = {"batch": batch, "prune": prune, "notify": notify, "work": at_work, "site": site}
        options["quiet_seconds"] = quiet_seconds
        serve_inbox(source, target, cron, options, port, console_for())
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
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


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A report: .txt .md .docx .pdf .html .rtf .xlsx .csv")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, all columns.")] = False,
) -> None:
    """Print the claims of one file, without publishing anything."""
    from extractors.extraction import extract_source
    from extractors.reading.files import SourceError, read_source

    try:
        claims = extract_source(read_source(file, str(file))).claims
    except SourceError as error:
        raise BadUseError(
            f"{error.path} {error.reason}" + (f" ({error.place})" if error.place else ""), error.remedy
        ) from error
    if jsonl:
        for claim in claims:
            typer.echo(json.dumps(asdict(claim), ensure_ascii=False, default=str))
    else:
        console_for().print(claims_table(claims))


def claims_table(claims: tuple[Claim, ...]) -> Table:
    table = Table(title=f"{len(claims)} claims")
    for column in ("metric", "quote", "value", "unit", "bound", "status", "change", "period", "sentence"):
        table.add_column(column, overflow="fold", justify="right" if column == "value" else "left")
    for claim in claims:
        change = "" if claim.comparison == "none" else f"{claim.comparison} {claim.direction}"
        row = (claim.metric, claim.quote, number_of(claim), claim.unit, claim.bound, claim.status, change)
        table.add_row(*row, claim.period_text or str(claim.report_year or ""), claim.sentence)
    return table


def number_of(claim: Claim) -> str:
    """The claim's number as one would write it: 11,400, 3–5, or nothing where it is masked."""
    if claim.value is not None:
        return f"{claim.value:,.12g}"
    ends = [f"{end:,.12g}" for end in (claim.value_min, claim.value_max) if end is not None]
    return "masked" if claim.masked else "–".join(ends)


def folder_of(output: Place, work: Path | None) -> Path:
    """Where a run works; of an output at a URL, once it was asked what is published there."""
    from flows.publishing.mirror import output_folder, read_current

    if isinstance(output, str):
        read_current(output)
    return output_folder(output, work)


def open_output(output: Path) -> AbstractContextManager[Path]:
    """An output that cannot be written is better known before anything heavy is loaded."""
    from flows.publishing.snapshots import open_stage

    return open_stage(output)


@app.command()
def site(
    output: Annotated[Path, typer.Option(help="Folder with the published tables/.")] = Path("output"),
) -> None:
    """Write every report with its claims marked in the original text, as pages to be opened from disk."""
    from flows.site.write import rebuild_site

    figures = rebuild_site(output)
    typer.echo(f"{output / 'site' / 'index.html'} (reports: {figures.reports:,}, claims: {figures.claims:,})")


@app.command()
def dashboard(
    output: Annotated[Path, typer.Option(help="The folder that holds tables/.")] = Path("output"),
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Look at the published tables in a browser: totals, growth, plans, and the sentences behind them."""
    from flows.dashboard.serve import serve

    serve(output, port)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"report-metrics {version_of('report-metrics')}")


def main() -> None:
    """The console command: messages instead of tracebacks, UTF-8 whatever the locale says."""
    if locale.getpreferredencoding(False).lower().replace("-", "") != "utf8":  # Great Expectations opens files so
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    try:
        app()
    except BadUseError as error:
        Console(stderr=True, soft_wrap=True).print(f"error: {error.problem}\n{error.remedy}", style="red", markup=False)
        sys.exit(BAD_USE)
    except OSError as error:
        Console(stderr=True, soft_wrap=True).print(f"error: {error}", style="red", markup=False)
        sys.exit(BAD_USE)
    except Exception:
        traceback.print_exc()
        Console(stderr=True, soft_wrap=True).print("A defect in the program: please report it with the lines above.")
        sys.exit(DEFECT)
    finally:
        gc.freeze()  # else Python looks through all that the libraries hold before it ends, for a second


if __name__ == "__main__":
    main()
