"""What can be looked at on the command line? The claims of one file, pages, the dashboard, versions; a thin shell."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from flows.command_line.options import Rules, output_named, path_named, tell_aside, use_rules
from flows.command_line.speaking import _
from flows.errors import BadUseError
from flows.terminal import json_line, plain, terminal

looking = typer.Typer()


@looking.command(help=_("Print the claims of one file, without publishing anything."))
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
        raise BadUseError(f"{file} is a folder", "name one file in it; ingest takes folders")
    if not file.exists():
        missing = f"{file} leads to a file that does not exist" if file.is_symlink() else f"{file} does not exist"
        raise BadUseError(missing, "check the path")
    try:
        claims = extract_source(read_source(file, str(file))).claims
    except SourceError as error:
        place = f" ({error.place})" if error.place else ""
        raise BadUseError(f"{error.path} {error.reason}{place}", error.remedy) from error
    if jsonl:
        for claim in claims:
            print(json_line(msgspec.structs.asdict(claim)))
    else:
        for line in show_claims(claims):
            terminal().print(line)


@looking.command(
    help=_("Write every report with its claims marked in the original text, as pages to be opened from disk.")
)
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


@looking.command(
    help=_("Look at the published tables in a browser: totals, growth, plans, and the sentences behind them.")
)
def dashboard(
    output: Annotated[
        Path, typer.Option(parser=output_named, metavar="PATH", help=_("The folder that holds tables/."))
    ] = Path("output"),
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port on this machine."))] = 8501,
) -> None:
    from flows.dashboard.serve import serve

    serve(output, port)


@looking.command(help=_("Print the version."))
def version(
    rules: Annotated[bool, typer.Option("--rules", help=_("What was added to the program's own rules."))] = False,
) -> None:
    typer.echo(f"report-metrics {version_of('report-metrics')}")
    if rules:
        use_rules(None)
        for line in rules_added():
            typer.echo(plain(line))


def rules_added() -> Iterator[str]:
    """Their fingerprint, the packages and the files that they come from."""
    from extractors.language.own import added, fingerprint, own

    files, packages = list(added()), own().packages
    if not (files or packages):
        yield _("no rules beside the program's own")
        return
    yield _("rules {fingerprint}", fingerprint=fingerprint())
    for package in packages:
        yield _("package {package}", package=package)
    for path, rows in files:
        counts = [_("{count} {table}", count=count, table=table) for table, count in rows.items()]
        size = _("{count} bytes", count=f"{path.stat().st_size:,}")
        yield _("{path}: {told}", path=path, told=_(", ").join(counts) or size)


@looking.command(
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
