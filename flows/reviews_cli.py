"""What can be asked for about reviews on the command line? status, apply, export, import, sample; a thin shell."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from expectations.messages.catalogue import N_
from expectations.pages.words import say_plainly
from flows.command_line.options import output_named, tell_aside
from flows.command_line.speaking import _
from flows.errors import BadUseError
from flows.terminal import plain, said, terminal

reviews = typer.Typer(
    help=_("What people said of the claims: see it, publish it, take it along."), no_args_is_help=True
)
ORPHANS_SHOWN = 20


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
    columns = ((N_("verdict"), "verdicts", found.verdicts), (N_("by"), "", found.people))
    for title, group, counts in (*columns, (N_("state"), "review_state_names", found.states)):
        for name, count in counts.most_common():
            table.add_row(_(title), plain(say_plainly(group, name, _) if group else name), f"{count:,}")
    terminal().print(table)
    for state, rows in (("orphaned", found.orphans), ("set_aside", found.set_aside)):
        title = say_plainly("review_state_names", state, _)
        for row in rows[:ORPHANS_SHOWN]:
            verdict = f"{say_plainly('verdicts', row['verdict'], _)} {row['field']} {row['corrected'] or ''}".strip()
            about = f"{title}: {row['source_path']}: {row['quote']}"
            typer.echo(plain(f"{about} ({verdict}, {row['by']}): {said(row['reason'] or '')}"))
            typer.echo(plain(f"    {row['sentence']}"))
        if len(rows) > ORPHANS_SHOWN:
            typer.echo(_("… and {count} more, all in the table reviews", count=f"{len(rows) - ORPHANS_SHOWN:,}"))


@reviews.command(help=_("Publish what was said at once, without reading any file again."))
def apply(output: Output = Path("output")) -> None:
    from flows.publishing.apply import apply_now

    applied = apply_now(output, tell_aside)
    states = sorted(applied.states.items())
    told = ", ".join(f"{say_plainly('review_state_names', name, _)}: {count:,}" for name, count in states)
    changed = {"told": told or _("no reviews"), "count": f"{len(applied.changed):,}"}
    typer.echo(plain(_("{told}; sources with other rows: {count}", **changed)))


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
        judged = _.ngettext(
            "{count} report of which every claim was judged", "{count} reports of which every claim was judged", reports
        )
        typer.echo(plain(f"{answers}: {judged}"))
        return
    if examples:
        text = examples_of(tables, invented)
    else:
        wanted = form or (Format.csv if file and file.suffix.lower() == ".csv" else Format.jsonl)
        known = load_said(output, tables).reviews
        text = to_csv(known) if wanted is Format.csv else to_jsonl(known)
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
    read = read_reviews(file, tables_of(output), by or getpass.getuser())
    with open_store(output) as store:
        added = store.append(read)
    counts = {"added": f"{added:,}", "known": f"{len(read) - added:,}"}
    typer.echo(_("{added} reviews added, {known} were there; report-metrics reviews apply publishes them", **counts))


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
        choice = f"choose with --batch: {', '.join(batches)}"
        raise BadUseError(f"there is no batch {batch}" if batch else "no batch is named", choice)
    drawn = draw_sample(tables, batch, claims, numerals, sentences, seed)
    with open_store(output) as store:
        store.put_sample(drawn)
    counts = {f"{what}s": f"{sum(one.what == what for one in drawn):,}" for what in (CLAIM, NUMERAL, SENTENCE)}
    told = _(
        "{claims} claims, {numerals} numerals, {sentences} sentences to be judged in report-metrics dashboard",
        **counts,
    )
    typer.echo(plain(f"{batch}: {told}"))
