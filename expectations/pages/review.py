"""Which claims should a person look at? Pages of those that carry a warning, and of those that are least sure.

They are made of the published tables: of all batches, the one of the run first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from expectations.engine.doubtful import UNSURE
from expectations.engine.published import published_files, rows_in
from expectations.engine.scratch import Database, ask, open_scratch
from expectations.messages.numbers import as_written
from expectations.pages.house import replace_file
from expectations.pages.templates import load_template
from expectations.pages.words import load_flags, told_once

ClaimLink = Callable[[str, str, str], str]  # batch, report_id, claim_id: the address from the page's folder
Row = Mapping[str, Any]
SHOWN = 200  # claims of each sort on a page
MOST = 20  # pages; the table has the rest
PAGE = "review.html"
MOVES = {"up": " ↑", "down": " ↓"}

_FIELDS = (
    "batch, claim_id, report_id, report_title, source_path, char_start, metric, value, value_min, value_max, unit, "
    "masked, direction, flags, confidence, quote, sentence"
)
_SORTS = {
    # Two values that do not agree before what tells only how a figure was read
    "flagged": (
        "len(flags) > 0",
        "batch <> $batch, batch, NOT contains(array_to_string(flags, ' '), ': '), source_path, char_start",
    ),
    "unsure": (f"confidence < {UNSURE}", "batch <> $batch, confidence, batch, source_path, char_start"),
}


def write_review_pages(
    tables: Path, folder: Path, batch_id: str, claim_link: ClaimLink | None = None, *, scratch: Path | None = None
) -> None:
    """Write review.html, and review-2.html … where there are more claims, into the folder of the quality report."""
    with open_scratch(scratch) as database:
        rows = rows_in("claims", published_files(tables, "claims"))
        database.execute(f"CREATE VIEW claims AS FROM {rows}")
        counts = _count(database)
        sorts = {name: _choose(database, name, batch_id) for name in _SORTS}
    pages = max(1, *(-(-len(found) // SHOWN) for found in sorts.values()))
    template = load_template("expectations.pages", PAGE)
    for number in range(pages):
        here = {
            name: [_told(row, claim_link) for row in found[number * SHOWN : (number + 1) * SHOWN]]
            for name, found in sorts.items()
        }
        page = template.render(
            has_site=claim_link is not None,
            counts=counts,
            share=f"{counts['unsure'] / counts['claims']:.1%}" if counts["claims"] else "0%",
            threshold=UNSURE,
            sorts=here,
            meanings=_meanings([*here["flagged"], *here["unsure"]]),
            number=number + 1,
            pages=[(one + 1, name_of(one + 1)) for one in range(pages)],
            left={name: counts[name] - len(found) for name, found in sorts.items()},
            batches=counts["batches"],
        )
        replace_file(folder / name_of(number + 1), page)
    for old in folder.glob("review-*.html"):
        if old.stem.removeprefix("review-").isdigit() and int(old.stem.removeprefix("review-")) > pages:
            old.unlink()


def name_of(number: int) -> str:
    return PAGE if number == 1 else f"review-{number}.html"


def _count(database: Database) -> Row:
    return ask(
        database,
        f"""SELECT count(*) AS claims, count(*) FILTER (len(flags) > 0) AS flagged,
          count(*) FILTER (confidence < {UNSURE}) AS unsure,
          count(DISTINCT batch) AS batches FROM claims""",
    )[0]


def _choose(database: Database, sort: str, batch_id: str) -> Sequence[Row]:
    """The claims are chosen first and read then: their sentences are wide."""
    holds, order = _SORTS[sort]
    chosen = f"SELECT claim_id, batch FROM claims WHERE {holds} ORDER BY {order} LIMIT {SHOWN * MOST}"
    return ask(
        database,
        f"SELECT {_FIELDS} FROM claims SEMI JOIN ({chosen}) USING (claim_id, batch) WHERE {holds} ORDER BY {order}",
        {"batch": batch_id},
    )


def _meanings(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What the warnings on the page mean, each once."""
    seen = {flag.partition(":")[0] for row in rows for flag in told_once(row["flags"])}
    return [(name, told) for name, told in load_flags().items() if name in seen]


def _told(row: Row, claim_link: ClaimLink | None) -> dict[str, Any]:
    link = claim_link(row["batch"], row["report_id"], row["claim_id"]) if claim_link else ""
    return dict(row, marked=Markup(in_sentence(row)), shown=show_value(row), link=link)


def show_value(row: Row) -> str:
    """The quantity as its report counts it: 3.86亿元, 1.4% ↓ of what fell by it; without digits when they are censored,
    both ends of a range."""
    if row["masked"]:
        return f"– {row['unit']}"
    quote = row["quote"]
    if not pd.isna(row["value"]):
        return f"{as_written(row['value'], quote)}{row['unit']}{MOVES.get(row.get('direction') or '', '')}"
    ends = [as_written(row[end], quote) for end in ("value_min", "value_max") if not pd.isna(row[end])]
    return f"{'–'.join(ends)}{row['unit']}"


def in_sentence(row: Row) -> str:
    """The sentence as HTML with the quantity marked; cut to what stands around it when it is long."""
    before, quote, after = (row["sentence"] or "").partition(row["quote"] or "\n")
    if not quote:
        return escape((row["sentence"] or "")[:160])
    return mark_between(before, quote, after)


def mark_between(before: str, quote: str, after: str) -> str:
    """As HTML; of what stands around it, what is near."""
    before = before if len(before) <= 70 else "…" + before[-70:]
    after = after if len(after) <= 50 else after[:50] + "…"
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"
