"""What can be asked for on the command line? A thin shell: ingest, serve, extract, site, dashboard, reviews, version.

Heavy libraries are imported inside the commands, so that `extract` and `version` answer at once and need no Prefect.
"""

from __future__ import annotations

import errno
import gc
import locale
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from typer import rich_utils

from expectations.messages.catalogue import CHOSEN, LANGUAGES, N_, OPTION, language_asked, language_here, translate
from flows.errors import BadUseError
from flows.log import FILE, LOG, NOTIFY, listening
from flows.reviews_cli import output_named, reviews
from flows.terminal import json_line, plain, say_error, terminal

if TYPE_CHECKING:
    from flows.progress import Stages
    from flows.publishing.summary import Summary
    from flows.storage.remote import Place

# Help is made as this module is loaded, so its language is looked for before anything else is.
if (asked := language_asked(sys.argv[1:])) in LANGUAGES:
    os.environ[CHOSEN] = str(asked)
_ = translate(language_here())

OK, GATE_FAILED, BAD_USE, DEFECT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141
RULES = "REPORT_METRICS_RULES"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM_TOLD = ("No space left on device", "Disk quota exceeded", "database or disk is full")
QUIET = _("Files that changed less than so long ago wait for the next run.")

for panel in (N_("Arguments"), N_("Options"), N_("Commands")):
    setattr(rich_utils, f"{panel.upper()}_PANEL_TITLE", _(panel))
app = typer.Typer(
    help=_("Turn piles of Chinese work reports into a validated metrics dataset."),
    no_args_is_help=True,
    add_completion=False,
)
app.add_typer(reviews, name="reviews")


@app.callback()
def main_options(
    lang: Annotated[
        str | None, typer.Option(OPTION, envvar=CHOSEN, metavar="zh|en", help=_("Language of messages and help."))
    ] = None,
) -> None:
    """What all commands take."""
    if lang is not None and lang not in LANGUAGES:
        raise BadUseError(_("there are no messages in language {name}", name=lang), ", ".join(LANGUAGES))


Percent = {"min": 0, "max": 100}
MaxLoss = Annotated[float, typer.Option(help=_("Per cent of a batch's rows that may go in one run."), **Percent)]
MaxRejected = Annotated[
    float, typer.Option(help=_("Per cent of the files read before that may be rejected."), **Percent)
]


def named(value: Any) -> Any:
    """An empty name would be the working folder: a variable of a script that was never set."""
    if any(not str(one).strip() for one in (value if isinstance(value, list) else [value])):
        raise typer.BadParameter("is empty; name a file or folder")
    return value


def path_named(text: str | Path) -> Path:
    return Path(named(text))


Work = Annotated[
    Path | None,
    typer.Option(parser=path_named, metavar="PATH", help=_("Working copy of an output at a URL; else in the cache.")),
]
Pictures = Annotated[bool, typer.Option(help=_("Draw the pages of PDF files that have claims; 60 kB and 30 ms each."))]
JsonLog = Annotated[
    Path | None,
    typer.Option(
        "--log-json",
        envvar=FILE,
        parser=path_named,
        metavar="PATH",
        help=_("File that gets the run's log, a JSON object a line."),
    ),
]


Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        envvar=RULES,
        parser=path_named,
        metavar="PATH",
        help=_("Folder of units, measure words, adverts, headings, expectations and formats of your own."),
    ),
]


def use_rules(folder: Path | None) -> None:
    """Have this process and its children add a folder's rules; they are tested before anything else is done."""
    from extractors.language.own import RulesError
    from extractors.quantities.units import UnitTableError

    if folder:
        os.environ[RULES] = str(folder.absolute())
    try:
        from extractors.language.own import fingerprint

        if fingerprint():
            import expectations.validate  # noqa: F401  # looks at the user's expectations
            from extractors.rules import check_rules

            check_rules()
    except (RulesError, UnitTableError) as error:
        if isinstance(error, UnitTableError):
            raise BadUseError(str(error), "put the row right") from error
        raise BadUseError(error.problem, error.remedy) from error


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


@app.command(help=_("Print the claims of one file, without publishing anything."))
def extract(
    file: Annotated[
        Path, typer.Argument(parser=path_named, help=_("A report: .txt .md .docx .pdf .html .rtf .xlsx .csv"))
    ],
    jsonl: Annotated[bool, typer.Option("--jsonl", help=_("One JSON object a line, all columns."))] = False,
    rules: Rules = None,
) -> None:
    use_rules(rules)
    from extractors.extraction import extract_source
    from extractors.reading.files import SourceError, read_source
    from flows.listing import show_claims

    if file.is_dir():
        raise BadUseError(_("{file} is a folder", file=file), _("name one file in it; ingest takes folders"))
    if not file.exists():
        problem = _("{file} leads to a file that does not exist") if file.is_symlink() else _("{file} does not exist")
        raise BadUseError(problem.format(file=file), _("check the path"))
    try:
        claims = extract_source(read_source(file, str(file))).claims
    except SourceError as error:
        raise BadUseError(
            f"{error.path} {error.reason}" + (f" ({error.place})" if error.place else ""), error.remedy
        ) from error
    if jsonl:
        for claim in claims:
            print(json_line(msgspec.structs.asdict(claim)))
    else:
        for line in show_claims(claims):
            terminal().print(line)


def folder_of(output: Place, work: Path | None) -> Path:
    """Where a run works; of an output at a URL, once it was asked what is published there."""
    from flows.publishing.mirror import output_folder, read_current

    if isinstance(output, str):
        read_current(output)
    return output_folder(output, work)


def open_output(output: Path) -> AbstractContextManager[Path]:
    """An output that cannot be written is better known before anything heavy is loaded."""
    from flows.publishing.snapshots import open_stage

    return open_stage(output, tell_aside)


def tell_aside(message: str) -> None:
    terminal(stderr=True).print(message, style="yellow")


@app.command(help=_("Write every report with its claims marked in the original text, as pages to be opened from disk."))
def site(
    output: Annotated[
        Path, typer.Option(parser=output_named, metavar="PATH", help=_("Folder with the published tables/."))
    ] = Path("output"),
) -> None:
    from flows.publishing.remake import rebuild_site

    figures = rebuild_site(output, tell_aside)
    counts = {"reports": f"{figures.reports:,}", "claims": f"{figures.claims:,}"}
    told = _("(reports: {reports}, claims: {claims})", **counts)
    typer.echo(plain(f"{output / 'site' / 'index.html'} {told}"))


@app.command(help=_("Look at the published tables in a browser: totals, growth, plans, and the sentences behind them."))
def dashboard(
    output: Annotated[
        Path, typer.Option(parser=output_named, metavar="PATH", help=_("The folder that holds tables/."))
    ] = Path("output"),
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port on this machine."))] = 8501,
) -> None:
    from flows.dashboard.serve import serve

    serve(output, port)


@app.command(help=_("Print the version."))
def version(
    rules: Annotated[bool, typer.Option("--rules", help=_("What was added to the program's own rules."))] = False,
) -> None:
    typer.echo(f"report-metrics {version_of('report-metrics')}")
    if rules:
        from extractors.language.own import described

        use_rules(None)
        for line in described():
            typer.echo(plain(line))


@app.command(
    "prefect-yaml",
    help=_("Print the deployment for a Prefect server and its workers, to be changed and given to `prefect deploy`."),
)
def prefect_yaml(
    home: Annotated[
        Path | None,
        typer.Option(
            envvar="REPORT_METRICS_HOME", parser=path_named, metavar="PATH", help=_("Folder that paths are seen from.")
        ),
    ] = None,
) -> None:
    from importlib.resources import files

    text = files("flows.scheduling").joinpath("assets", "prefect.yaml").read_text(encoding="utf-8")
    text = text.replace("flows/scheduling/schedule.py:ingest_inbox", "flows.scheduling.schedule.ingest_inbox")
    if home:
        if not (home.is_absolute() and home.is_dir()):
            raise BadUseError(
                f"REPORT_METRICS_HOME is {home}, which is no whole path of a folder", "name one with --home"
            )
        text = text.replace('"{{ $REPORT_METRICS_HOME }}"', msgspec.json.encode(str(home)).decode())
    typer.echo(text, nl=False)


def main() -> None:
    """The console command: messages instead of tracebacks, UTF-8 whatever the locale says."""
    os.environ["PYTHONSAFEPATH"] = "1"  # children would look for modules in the working folder first
    if locale.getpreferredencoding(False).lower().replace("-", "") != "utf8":  # Great Expectations opens files so
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    try:
        run_command()
        sys.stdout.flush()
    except BrokenPipeError:
        nobody_listens()
        sys.exit(PIPE_CLOSED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()  # else Python looks through all that the libraries hold before it ends, for a second


def run_command() -> None:
    """Carry out what is asked for; how it ended is the exit code."""
    try:
        code = app(args=without_language(sys.argv[1:]), standalone_mode=False)
    except typer.Abort:
        code = INTERRUPTED
    except BrokenPipeError:
        raise
    except SystemExit as ended:  # Typer ends with 1 for a closed pipe, which is the code of a failed gate
        if isinstance(ended.__context__, BrokenPipeError):
            raise BrokenPipeError from ended
        raise
    except BadUseError as error:
        say_error(_("error: {problem}", problem=error.problem), error.remedy)
        code = BAD_USE
    except Exception as error:
        code = tell_what_ended_it(error)
    if code == INTERRUPTED:
        say_error(_("Interrupted: what is published is the state before, or the whole new one."))
    sys.exit(code or OK)


def without_language(arguments: list[str]) -> list[str]:
    """The arguments with `--lang` put first, where the command line's library takes what holds for all commands."""
    language = language_asked(arguments)
    if language is None:
        return arguments
    place = next(place for place, one in enumerate(arguments) if one.partition("=")[0] == OPTION)
    left = arguments[:place] + arguments[place + (1 if "=" in arguments[place] else 2) :]
    return [f"{OPTION}={language}", *left]


def tell_what_ended_it(error: Exception) -> int:
    """The exit code of an error that no command has seen coming."""
    if hasattr(error, "format_message"):  # of the library that reads the command line
        with suppress(Exception):
            say_error(error.ctx.get_usage())  # type: ignore[attr-defined]
        say_error(f"error: {error.format_message()}")
        return BAD_USE
    if any(is_no_room(one) for one in chain_of(error)):
        say_error(
            "error: the disk is full",
            "make room on the output's disk, Prefect's folder's and the one for temporary files",
        )
        return BAD_USE
    if isinstance(error, OSError):
        say_error(f"error: {error}", "check the path, its permissions and its disk")
        return BAD_USE
    say_error(*"".join(traceback.format_exception(error)).splitlines(), style="")
    say_error("A defect in the program: please report it with the lines above.", style="")
    return DEFECT


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def is_no_room(error: BaseException) -> bool:
    """Libraries tell of a full disk by errors of their own, with the system's words in them."""
    return (isinstance(error, OSError) and error.errno in NO_ROOM) or any(told in str(error) for told in NO_ROOM_TOLD)


def nobody_listens() -> None:
    """Let what Python still has to write as it ends go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    main()
