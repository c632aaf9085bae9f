"""What does reading files again change? Their claims as published against those of this run, as a table and a page.

So that a new version of the extractor can be judged before it is published (--reprocess --preview). Rows that have the
values of people are left out: they keep these.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from expectations.engine.published import rows_in
from expectations.engine.scratch import Database, insert, open_scratch
from expectations.messages.catalogue import N_
from expectations.messages.html import both
from expectations.messages.numbers import as_written
from expectations.pages.templates import load_template
from expectations.pages.words import load_words, say
from expectations.schema import load_tables
from extractors.language.writing import in_full
from flows.publishing.snapshots import take_over
from flows.storage.parquet import part_files

SHOWN = 100  # claims of each sort on the page
KEPT = 30  # runs
APART = ("claim_id", "extractor_version", "review")  # columns that say nothing about what was read
#: Columns that say where it stands: in a file whose bytes changed, everything stands elsewhere
MOVED = ("source_id", "report_id", "section_id", "sentence", "char_start", "char_end", "page", "box", "part_of")
TOLD = ("metric", "value", "unit", "status", "period_text", "report_year")  # of a claim that is there only once
WRITTEN = ("value", "value_min", "value_max")  # in the scale of the quote
_CHANGES = ("added", "gone", "altered")
CALLED = {"added": N_("added"), "gone": N_("gone"), "altered": N_("altered")}

#: A claim is the same by its identity; in a file whose bytes changed, by what it measures, in the order of the text.
_PAIR = """
CREATE TABLE pairs AS
WITH alone AS (
  SELECT claim_id, source_id, about, is_now, row_number() OVER (PARTITION BY about, is_now ORDER BY char_start) AS nth
  FROM (
    SELECT *, {about} AS about, false AS is_now FROM before ANTI JOIN now USING (claim_id)
    UNION ALL SELECT *, {about}, true FROM now ANTI JOIN before USING (claim_id)
  )
)
SELECT claim_id AS was, claim_id AS fresh, false AS moved FROM before SEMI JOIN now USING (claim_id)
UNION ALL
SELECT before.claim_id, now.claim_id, true
FROM alone AS before JOIN alone AS now USING (about, nth)
WHERE now.is_now AND NOT before.is_now AND before.source_id <> now.source_id
"""
_ABOUT = "to_json([source_path, metric_key, kind, status, comparison, measure, period_end::VARCHAR])::VARCHAR"
_COMPARE = """
CREATE TABLE changes AS
SELECT
    CASE WHEN before.claim_id IS NULL THEN 'added' WHEN now.claim_id IS NULL THEN 'gone' ELSE 'altered' END AS change,
    coalesce(now.claim_id, before.claim_id) AS claim_id,
    coalesce(now.source_path, before.source_path) AS source_path,
    coalesce(now.char_start, before.char_start) AS char_start,
    coalesce(now.quote, before.quote) AS quote,
    coalesce(now.sentence, before.sentence) AS sentence,
    list_filter([{differences}], lambda name: name IS NOT NULL) AS columns,
    CASE WHEN before.claim_id IS NOT NULL THEN to_json({{{before}}}) END AS before,
    CASE WHEN now.claim_id IS NOT NULL THEN to_json({{{now}}}) END AS now
FROM before LEFT JOIN pairs ON was = before.claim_id FULL JOIN now ON now.claim_id = fresh
WHERE (before.claim_id IS NULL OR now.claim_id IS NULL OR len(columns) > 0)
    AND coalesce(before.review, '') NOT IN ('corrected', 'added')
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many claims differ."""

    added: int
    gone: int
    altered: int


def write_changes(
    base: Path | None, parts: Path, batch_id: str, dropped: Collection[str], folder: Path, read: int
) -> Changes:
    """Compare the published claims of the sources in `dropped` with the new ones; changes.html and changes.parquet."""
    columns = [column.name for column in load_tables()["claims"].columns]
    compared = {name: f'"{name}"' for name in columns if name not in APART}
    with open_scratch(parts.parent) as database:
        database.execute("CREATE TABLE dropped (source_path VARCHAR)")
        insert(database, "dropped", pa.table({"source_path": pa.array(list(dropped), pa.string())}))
        named = ", ".join(f'"{name}"' for name in columns)
        for view, paths, only in (
            ("before", part_files(base, "claims", batch_id), "SEMI JOIN dropped USING (source_path)"),
            ("now", part_files(parts, "claims", batch_id), ""),
        ):
            database.execute(f"CREATE VIEW {view} AS SELECT {named} FROM {rows_in('claims', paths)} {only}")
        database.execute(_PAIR.format(about=_ABOUT))
        database.execute(
            _COMPARE.format(
                differences=", ".join(
                    f"CASE WHEN {'NOT moved AND ' if name in MOVED else ''}"
                    f"before.{column} IS DISTINCT FROM now.{column} THEN '{name}' END"
                    for name, column in compared.items()
                ),
                before=", ".join(f"'{name}': before.{column}" for name, column in compared.items()),
                now=", ".join(f"'{name}': now.{column}" for name, column in compared.items()),
            )
        )
        folder.mkdir(parents=True, exist_ok=True)
        ordered = "(FROM changes ORDER BY source_path, char_start, change)"
        database.execute(f"COPY {ordered} TO ? (FORMAT parquet)", [str(folder / "changes.parquet")])
        found = dict(database.execute("SELECT change, count(*) FROM changes GROUP BY change").fetchall())
        total = database.execute("SELECT count(*) FROM now").fetchall()[0][0]
        changes = Changes(*(found.get(name, 0) for name in _CHANGES))
        (folder / "changes.html").write_text(write_page(database, changes, total, batch_id, read), encoding="utf-8")
    return changes


def keep_changes(before: Path | None, quality: Path, run_id: str) -> None:
    """What the last runs changed stays to be looked at, beside what this one does."""
    for page in (
        sorted(before.glob("changes-*.html"), key=lambda old: old.stat().st_mtime)[1 - KEPT :] if before else ()
    ):
        for one in (page, page.with_suffix(".parquet")):
            take_over(one, quality / one.name)
    if (page := quality / "changes.html").exists():
        kept = quality / changes_page(run_id)
        told = page.read_text(encoding="utf-8").replace("changes.parquet", kept.with_suffix(".parquet").name)
        kept.write_text(told, encoding="utf-8")
        take_over(page.with_suffix(".parquet"), kept.with_suffix(".parquet"))


def changes_page(run_id: str) -> str:
    """The page's name in the folder of the quality report; not every run has one."""
    return f"changes-{run_id}.html"


def write_page(database: Database, changes: Changes, total: int, batch_id: str, read: int) -> str:
    by_column = database.execute(
        "SELECT unnest(columns) AS name, count(*) AS claims FROM changes WHERE change = 'altered' GROUP BY name "
        "ORDER BY claims DESC, name"
    ).fetchall()
    rows = [row for change in _CHANGES for row in rows_to_show(database, change)]
    page: str = load_template("flows.publishing", "differences.html").render(
        batch=batch_id,
        sources=read,
        added=f"{changes.added:,}",
        gone=f"{changes.gone:,}",
        altered=f"{changes.altered:,}",
        same=f"{total - changes.added - changes.altered:,}",
        columns=[(name, f"{claims:,}") for name, claims in by_column],
        rows=map(Markup, rows),
        shown=SHOWN,
    )
    return page


def rows_to_show(database: Database, change: str) -> list[str]:
    found = database.execute(
        "SELECT quote, sentence, source_path, char_start, columns, before, now FROM changes WHERE change = ? "
        "ORDER BY source_path, char_start LIMIT ?",
        [change, SHOWN],
    ).fetchall()
    return [
        f'<tr><td><span class="tag">{both(CALLED[change])}</span></td><td lang="zh-Hans">{escape(quote)}</td>'
        f"<td>{told(change, columns, before, now)}</td>"
        f'<td lang="zh-Hans">{escape(sentence)}</td><td>{escape(path)}<br><small>{start}</small></td></tr>'
        for quote, sentence, path, start, columns, before, now in found
    ]


def told(change: str, columns: Sequence[str], before: str | None, now: str | None) -> str:
    """What is different, column by column; of a claim that is there only once, what it says."""
    if change == "altered":
        old, new = json.loads(before or "{}"), json.loads(now or "{}")
        what = [] if "metric" in columns else [f"metric: {shown('metric', new)}"]
        altered = [f"{name}: {shown(name, old)} → <b>{shown(name, new)}</b>" for name in columns]
        return "<br>".join([*what, *altered])
    only = json.loads((now if change == "added" else before) or "{}")
    return "<br>".join(f"{name}: {shown(name, only)}" for name in TOLD if only[name] is not None)


def shown(name: str, claim: Mapping[str, Any]) -> str:
    """A value of a column; the column's own name stands before it, as in the tables."""
    value = claim[name]
    if value is None or value == "":
        return "–"
    if isinstance(value, str) and name in load_words():
        return say(value, name)
    if not isinstance(value, float):
        return escape(str(value))
    return escape(as_written(value, claim["quote"]) if name in WRITTEN else in_full(value))
