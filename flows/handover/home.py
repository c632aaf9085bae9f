"""Where does somebody begin who opens the output? A page that leads to everything, and says what is there."""

from __future__ import annotations

from pathlib import Path

from expectations.engine.doubtful import UNSURE
from expectations.engine.published import published_files, rows_in
from expectations.engine.scratch import ask, open_scratch
from expectations.messages.html import languages_js
from expectations.pages.house import page_css
from expectations.pages.templates import load_template
from flows.handover.files import replaced

HOME = "index.html"
RUNS = 10
_READ = ("claims", "reports", "sources", "runs")
_BATCHES = f"""
WITH latest AS (
    SELECT batch_id, max(started_at) AS began, arg_max(status, started_at) AS status FROM runs GROUP BY ALL
),
counted AS (
    SELECT batch, count(*) AS claims, count(*) FILTER (len(flags) > 0) AS flagged,
        count(*) FILTER (confidence < {UNSURE}) AS unsure
    FROM claims GROUP BY ALL
)
SELECT batch_id AS batch, coalesce(reports, 0) AS reports, coalesce(claims, 0) AS claims,
    coalesce(flagged, 0) AS flagged, coalesce(unsure, 0) AS unsure, coalesce(files, 0) AS files,
    coalesce(rejected, 0) AS rejected, strftime(began AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') AS "at", latest.status
FROM latest
    LEFT JOIN (SELECT batch, count(*) AS reports FROM reports GROUP BY ALL) AS r ON r.batch = batch_id
    LEFT JOIN counted ON counted.batch = batch_id
    LEFT JOIN (
        SELECT batch, count(*) AS files, count_if(status = 'rejected') AS rejected FROM sources GROUP BY ALL
    ) AS s ON s.batch = batch_id
ORDER BY began DESC, batch_id"""
_RUNS = f"""
SELECT run_id, batch_id AS batch, strftime(started_at AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M') AS "at", status, files,
    files_unchanged AS unchanged, files_rejected AS rejected, reports, claims_published AS claims, seconds
FROM runs ORDER BY started_at DESC, run_id LIMIT {RUNS}"""


def write_home(tables: Path, folder: Path) -> None:
    """Write index.html into the folder of a snapshot, whose site and quality report are there already."""
    with open_scratch() as database:
        for name in _READ:
            database.execute(f"CREATE VIEW {name} AS FROM {rows_in(name, published_files(tables, name))}")
        batches, runs = ask(database, _BATCHES), ask(database, _RUNS)
    counted = ("reports", "claims", "flagged", "unsure", "files", "rejected")
    page = load_template("flows.handover", "home.html").render(
        batches=batches,
        runs=[dict(run, changes=_changes(folder, run["run_id"])) for run in runs],
        totals={name: sum(batch[name] for batch in batches) for name in counted},
        has_site=(folder / "site" / "index.html").exists(),
        has_quality=(folder / "quality" / "index.html").exists(),
        style=page_css(),
        script=languages_js(),
    )
    with replaced(folder / HOME) as fresh:
        fresh.write_text(page, encoding="utf-8")


def _changes(folder: Path, run_id: str) -> str:
    """Where it stands what a run changed; not every run has read a file again."""
    page = f"quality/changes-{run_id}.html"  # flows/publishing/differences.py
    return page if (folder / page).exists() else ""
