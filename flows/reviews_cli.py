"""What can be asked for about reviews on the command line? status, apply, export, import, sample; a thin shell."""

from __future__ import annotations

import getpass
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from expectations.messages.catalogue import language_here, translate
from flows.errors import BadUseError
from flows.terminal import plain, terminal

_ = translate(language_here())
reviews = typer.Typer(
    help=_("What people said of the claims: see it, publish it, take it along."), no_args_is_help=True
)
ORPHANS_SHOWN = 20


def output_named(text: str | Path) -> Path:
    """An output on this machine; of one at a URL, what people look at and judge is the working copy."""
    if not str(text).strip():
        raise typer.BadParameter("is empty; name a file or folder")
    if "://" in str(text):
        from flows.publishing.mirror import default_folder

        copy = f"the folder of its runs' --work, or {default_folder(str(text).rstrip('/'))}"
        raise typer.BadParameter(f"is at a URL; name its working copy: {copy}")
    return Path(text)


Output = Annotated[
    Path, typer.Option(parser=output_named, metavar="PATH", help=_("Folder with the published tables/."))
]


class Format(StrEnum):
    jsonl = "jsonl"
    csv = "csv"


def tables_in(output: Path) -> Path:
    from flows.publishing.publish import tables_of
    from flows.publishing.remake import nothing_in

    tables = tables_of(output)
    if tables is None:
        raise nothing_in(output)
    return tables


@reviews.command(
    help=_("How much was said, by whom, and what came of it; what fits no claim any more, with what it said.")
)
def status(output: Output = Path("output")) -> None:
    from flows.publishing.told import status_of

    found = status_of(output, tables_in(output))
    totals = {"said": f"{found.said:,}", "waiting": f"{found.waiting:,}"}
    typer.echo(_("{said} reviews, {waiting} not published yet", **totals))
    table = Table(show_header=False)
    for title, counts in (("verdict", found.verdicts), ("by", found.people), ("state", found.states)):
        for name, count in counts.most_common():
            table.add_row(title, plain(name), f"{count:,}")
    terminal().print(table)
    for title, rows in (("orphaned", found.orphans), ("set aside", found.set_aside)):
        for row in rows[:ORPHANS_SHOWN]:
            said = f"{row['verdict']} {row['field']} {row['corrected'] or ''}".strip()
            typer.echo(plain(f"{title}: {row['source_path']}: {row['quote']} ({said}, {row['by']}): {row['reason']}"))
            typer.echo(plain(f"    {row['sentence']}"))
        if len(rows) > ORPHANS_SHOWN:
            typer.echo(f"… and {len(rows) - ORPHANS_SHOWN:,} more, all in the table reviews")


@reviews.command(help=_("Publish what was said at once, without reading any file again."))
def apply(output: Output = Path("output")) -> None:
    from flows.publishing.apply import apply_now

    applied = apply_now(output, lambda message: terminal(stderr=True).print(message, style="yellow"))
    told = ", ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in sorted(applied.states.items()))
    typer.echo(plain(f"{told or 'no reviews'}; sources with other rows: {len(applied.changed):,}"))


@reviews.command(help=_("Write all that was said, in its order."))
def export(
    file: Annotated[Path | None, typer.Argument(help=_("File to write; else the terminal."))] = None,
    output: Output = Path("output"),
    form: Annotated[Format | None, typer.Option("--format", help=_("Else by the file's ending."))] = None,
    examples: Annotated[bool, typer.Option("--examples", help=_("Examples for extractors/corpus instead."))] = False,
    invented: Annotated[
        bool, typer.Option("--invented-names", help=_("In examples, replace names of places."))
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(help=_("Folder for texts/ and gold/ of the reports that were judged whole: make eval REVIEWS=…")),
    ] = None,
) -> None:
    from flows.publishing.said import load_said
    from flows.publishing.teaching import examples_of, write_answers
    from flows.reviews.exchange import to_csv, to_jsonl

    tables = tables_in(output)
    if answers is not None:
        reports = write_answers(tables, answers)
        typer.echo(plain(f"{answers}: {reports:,} reports of which every claim was judged"))
        return
    if examples:
        text = examples_of(tables, invented)
    else:
        wanted = form or (Format.csv if file and file.suffix.lower() == ".csv" else Format.jsonl)
        said = load_said(output, tables).reviews
        text = to_csv(said) if wanted is Format.csv else to_jsonl(said)
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


@reviews.command("import", help=_("Add what a file says; what was added before is left out."))
def import_(
    file: Annotated[Path, typer.Argument(help=_("JSON lines, or CSV with claim_id, verdict and corrected columns."))],
    output: Output = Path("output"),
    by: Annotated[str | None, typer.Option(help=_("Whose they are, where the file does not say."))] = None,
) -> None:
    from flows.publishing.publish import tables_of
    from flows.reviews.exchange import read_reviews
    from flows.reviews.store import open_store

    if not output.is_dir():
        raise BadUseError(f"there is no folder {output}", "name the output with --output")
    said = read_reviews(file, tables_of(output), by or getpass.getuser())
    with open_store(output) as store:
        added = store.append(said)
    typer.echo(
        f"{added:,} reviews added, {len(said) - added:,} were there; report-metrics reviews apply publishes them"
    )


@reviews.command(
    help=_("Draw claims at random, to be judged in the dashboard: how right and how complete is this batch?")
)
def sample(
    claims: Annotated[int, typer.Argument(min=0, help=_("How many claims."))] = 120,
    batch: Annotated[str | None, typer.Option(help=_("Of which batch; else of the only one."))] = None,
    numerals: Annotated[int, typer.Option(min=0, help=_("How many numerals that were passed over."))] = 60,
    sentences: Annotated[int, typer.Option(min=0, help=_("How many sentences, to see what is missing in them."))] = 60,
    output: Output = Path("output"),
    seed: Annotated[int | None, typer.Option(help=_("For the same sample again."))] = None,
) -> None:
    from expectations.engine.published import batch_of, published_files
    from flows.reviews.places import draw_sample
    from flows.reviews.samples import CLAIM, NUMERAL, SENTENCE
    from flows.reviews.store import open_store

    tables = tables_in(output)
    batches = sorted(set(map(batch_of, published_files(tables, "claims"))))
    if batch is None and len(batches) == 1:
        batch = batches[0]
    if batch not in batches:
        raise BadUseError(f"there is no batch {batch or ''}".rstrip(), f"choose with --batch: {', '.join(batches)}")
    drawn = draw_sample(tables, batch, claims, numerals, sentences, seed)
    with open_store(output) as store:
        store.put_sample(drawn)
    numbers = Counter(one.what for one in drawn)
    told = ", ".join(f"{numbers[what]:,} {what}s" for what in (CLAIM, NUMERAL, SENTENCE))
    typer.echo(plain(f"{batch}: {told} to be judged in report-metrics dashboard"))
