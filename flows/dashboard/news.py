"""What was published, and what needs a look? Questions of the first page, about runs, files and what disagrees."""

from __future__ import annotations

import duckdb
import pandas as pd

from expectations.engine.doubtful import UNSURE
from extractors.model import LAST_RESORTS
from flows.dashboard.queries import one_row

Connection = duckdb.DuckDBPyConnection
SOME = 8  # numerals of a report
#: Kinds of differences that are somebody's mistake; rounding and revisions are none.
DISAGREEING = "('contradiction', 'unit slip')"


def runs(connection: Connection, limit: int) -> pd.DataFrame:
    """The last runs, the latest first: what each read, found new, rejected and published."""
    return connection.execute(
        f"""SELECT run_id, started_at AT TIME ZONE 'UTC' AS started_at, batch, batch_name, status, files,
          files_unchanged, files_rejected, coalesce(files_stale, 0) AS files_stale, files_pruned, reports,
          claims_published, claims_quarantined, claims_flagged, expectations_failed
        FROM runs ORDER BY started_at DESC LIMIT {int(limit)}"""
    ).df()


def trouble(connection: Connection) -> dict[str, int]:
    """What is to be looked at, counted: over all that is published."""
    return one_row(
        connection.execute(
            f"""SELECT
              (SELECT count(*) FROM sources WHERE status = 'rejected') AS rejected,
              (SELECT count(*) FROM sources WHERE stale_since IS NOT NULL) AS stale,
              (SELECT count(*) FROM quarantine) AS quarantined,
              (SELECT count(*) FROM passed_over WHERE reason IN {LAST_RESORTS}) AS passed,
              count(*) FILTER (len(flags) > 0 AND review IS NULL) AS flagged,
              count(*) FILTER (confidence < {UNSURE} AND review IS NULL) AS unsure,
              count(*) FILTER (claims_once.masked) AS masked
            FROM claims_once"""
        )
    )


def rejected(connection: Connection, limit: int) -> pd.DataFrame:
    """Files that could not be read, or not again, and why."""
    return connection.execute(
        f"""SELECT batch, source_path, coalesce(stale_reason, reason) AS reason, stale_since IS NOT NULL AS stale
        FROM sources WHERE status = 'rejected' OR stale_since IS NOT NULL ORDER BY ALL LIMIT {int(limit)}"""
    ).df()


def disagreeing(connection: Connection) -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM disagreements WHERE kind IN {DISAGREEING}").fetchone() or (0,)
    return int(number)


def disagreements(connection: Connection, limit: int) -> pd.DataFrame:
    """Pairs of claims that state different values of one thing, the surest first."""
    return connection.execute(
        f"""SELECT kind, coalesce(area_name, '') AS area_name, name_zh, name_en, year(period_end) AS year, quote,
          other_quote, batch, report_id, claim_id, other_batch, other_report_id, other_claim_id, confidence
        FROM disagreements JOIN indicators USING (indicator_id)
        WHERE kind IN {DISAGREEING} ORDER BY confidence DESC, claim_id, other_claim_id LIMIT {int(limit)}"""
    ).df()


def passed_over(connection: Connection, limit: int) -> pd.DataFrame:
    """The reports with most numerals that no rule passed over, and some of these."""
    return connection.execute(
        f"""SELECT batch, report_id, any_value(title) AS title, count(*) AS count,
          array_to_string(list(text ORDER BY char_start)[1:{SOME}], '、') AS some, min(passed_over.char_start) AS first
        FROM passed_over JOIN reports_unique USING (batch, report_id)
        WHERE reason IN {LAST_RESORTS} GROUP BY batch, report_id
        ORDER BY count DESC, batch, report_id LIMIT {int(limit)}"""
    ).df()
