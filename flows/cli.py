"""What can be asked for on the command line? ingest, extract, version: a thin shell over flows and extractors.

Heavy libraries are imported inside the commands, so that `extract` and `version` answer at once and need no Prefect.
"""

from __future__ import annotations

import json
import locale
import os
import sys
import traceback
from dataclasses import asdict
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from flows.errors import BadUseError

if TYPE_CHECKING:
    from extractors.model import Claim
    from flows.progress import Stages
    from flows.summary import Summary

OK, GATE_FAILED, BAD_USE, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130
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
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Files, or folders of files, to read.")],
    output: Annotated[Path, typer.Option(help="Folder for tables/ and quality/.")] = Path("output"),
    batch: Annotated[str | None, typer.Option(help="Name of the batch; else made from the sources' names.")] = None,
    timings: Annotated[bool, typer.Option("--timings", help="Print what each stage took.")] = False,
) -> None:
    """Read reports, extract and validate their claims, publish the tables."""
    for source in sources:
        if not source.exists():
            raise BadUseError(f"{source} does not exist", "check the path")
    summary, stages = run_ingest(sources, output, batch)
    summary.show(console_for(), stages.total)
    if timings:
        console_for().print(stages.table())
    if summary.gate_failed:
        raise typer.Exit(GATE_FAILED)
    if summary.nothing_read:
        raise typer.Exit(BAD_USE)


def run_ingest(sources: list[Path], output: Path, batch: str | None) -> tuple[Summary, Stages]:
    """Start Prefect's API, load the flow meanwhile, and run it."""
    from flows.progress import Stages
    from flows.publish import open_stage
    from flows.server import ServerError, prefect_api, prefect_home

    with open_stage(output):  # an output that cannot be written is better known at once
        pass
    stages = Stages(console_for(stderr=True))
    try:
        with stages.shown(), prefect_api(prefect_home(output)) as server:
            with stages.stage("start"):
                from expectations import library
                from flows.ingest import ingest as flow

                library.load()

                server.wait_until_ready()
            return flow(sources, output, batch, stages), stages
    except KeyboardInterrupt:
        console_for(stderr=True).print("Interrupted: nothing was published.", style="red")
        raise typer.Exit(INTERRUPTED) from None
    except ServerError as error:
        raise BadUseError(str(error), "or name a running server in PREFECT_API_URL") from error


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A report: .txt .md .docx .pdf .html .rtf .xlsx .csv")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, all columns.")] = False,
) -> None:
    """Print the claims of one file, without publishing anything."""
    from extractors.extract import extract_source
    from extractors.files import SourceError, read_source

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


if __name__ == "__main__":
    main()
