"""Was it reached? Plans beside results, and plans of which no result is known yet.

A pair is of one issuer, metric, unit and year, as in the view plan_vs_actual; or of one place and indicator, where two
reports call it by different names. Both sides come out of the reports: a filter by year is on the year planned for.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from flows.dashboard.filters import literal

Connection = duckdb.DuckDBPyConnection
MOST = 2_000

PAIRS = """
CREATE OR REPLACE TEMP TABLE pairs AS
WITH by_name AS MATERIALIZED (
  -- What the catalogue knows to be better the less there is of it is reached from above: 城镇调查失业率5.5%左右.
  SELECT issuer_key AS who, metric_key AS what, year, unit_standard, is_change, target, target_bound, actual,
    actual_bound, gap, attainment, IF(better = 'less', actual <= target, reached) AS reached, targets, actuals,
    plan_vs_actual.confidence, doubtful, target_batch, target_claim_id, actual_batch, actual_claim_id, target_quote,
    actual_quote
  FROM plan_vs_actual
  LEFT JOIN (
    SELECT batch, claim_id, any_value(better) AS better FROM claims_unique JOIN indicators USING (indicator_id)
    WHERE status = 'target' GROUP BY ALL
  ) AS known ON known.batch = target_batch AND known.claim_id = target_claim_id
),
shown AS MATERIALIZED (SELECT batch, claim_id FROM claims_unique WHERE indicator_id IS NOT NULL),
by_indicator AS (
  SELECT planned.area_name AS who, name_zh AS what, planned.year, planned.unit_standard,
    planned.measure = 'growth' AS is_change, planned.value AS target, planned.bound AS target_bound,
    result.value AS actual, result.bound AS actual_bound, result.value - planned.value AS gap,
    IF(planned.measure = 'level' AND planned.value > 0, result.value / planned.value, NULL) AS attainment,
    IF(planned.bound = 'under' OR coalesce(better, '') = 'less', result.value <= planned.value,
      result.value >= planned.value) AS reached,
    1 AS targets, 1 AS actuals, least(planned.confidence, result.confidence) AS confidence,
    planned.differing > 0 OR result.differing > 0 OR least(planned.confidence, result.confidence) < 0.7
      OR coalesce(attainment NOT BETWEEN 0.33 AND 3, false) AS doubtful,
    planned.batch AS target_batch, planned.claim_id AS target_claim_id, result.batch AS actual_batch,
    result.claim_id AS actual_claim_id, planned.quote AS target_quote, result.quote AS actual_quote
  FROM (FROM points WHERE state = 'planned') AS planned
  JOIN (FROM points WHERE state = 'reached') AS result USING (place, indicator_id, measure, year, unit_standard)
  JOIN indicators USING (indicator_id)
  SEMI JOIN shown AS one ON planned.batch = one.batch AND planned.claim_id = one.claim_id
  SEMI JOIN shown AS other ON result.batch = other.batch AND result.claim_id = other.claim_id
  ANTI JOIN by_name AS named ON named.target_batch = planned.batch AND named.target_claim_id = planned.claim_id
)
SELECT *, target_batch || '/' || target_claim_id AS key FROM by_name UNION ALL BY NAME
SELECT *, target_batch || '/' || target_claim_id AS key FROM by_indicator
"""

#: Of the figures for what a plan is for, the one of the year before: how far there is to go. An issuer calls a thing
#: the same in both years, or it is one indicator of one place.
OPEN = """
WITH open AS MATERIALIZED (
  SELECT issuer_key, metric_key, unit_standard, comparison <> 'none' OR direction <> 'none' AS is_change,
    year(period_end) AS year, indicator_id, bound, quote, plan.batch, claim_id, confidence
  FROM claims_unique AS plan
  JOIN reports_unique USING (batch, report_id)
  ANTI JOIN pairs ON pairs.target_batch = plan.batch AND pairs.target_claim_id = plan.claim_id
  WHERE status = 'target' AND value_standard IS NOT NULL AND period_end IS NOT NULL {of_years}
),
earlier AS (
  SELECT issuer_key, metric_key, unit_standard, comparison <> 'none' OR direction <> 'none' AS is_change,
    year(period_end) AS year, arg_max({{'quote': quote, 'claim_id': claim_id}}, confidence) AS found
  FROM claims_unique AS result
  JOIN reports_unique USING (batch, report_id)
  WHERE status = 'actual' AND value_standard IS NOT NULL AND period_end IS NOT NULL AND comparison IN ('none', 'yoy')
    AND metric_key IN (SELECT metric_key FROM open)
  GROUP BY ALL
)
SELECT issuer_key AS who, coalesce(name_zh, metric_key) AS what, open.year, quote AS target_quote,
  found.quote AS last_quote, earlier.year AS last_year, open.batch AS target_batch, open.claim_id AS target_claim_id,
  found.claim_id AS actual_claim_id, open.confidence, open.batch || '/' || open.claim_id AS key
FROM open
ASOF LEFT JOIN earlier USING (issuer_key, metric_key, unit_standard, is_change, year)
LEFT JOIN indicators USING (indicator_id)
ORDER BY last_year IS NULL, indicator_id IS NULL, open.year DESC, what, who, key LIMIT {most}
"""


def plans(connection: Connection, years: tuple[int, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plans with their results, those that may not belong together last; and plans of which no result is known, each
    with the last figure before it, what the catalogue knows first."""
    connection.execute(PAIRS)
    pairs = connection.execute(
        f"""SELECT * FROM pairs {of_years(years)}
        ORDER BY doubtful, is_change, year DESC, attainment IS NULL, attainment DESC, what, who LIMIT {MOST}"""
    ).df()
    still_open = connection.execute(OPEN.format(of_years=of_years(years, "AND year(period_end)"), most=MOST)).df()
    return pairs, still_open


def sides(connection: Connection) -> tuple[int, int]:
    """How many plans there are, and how many results: what a page without pairs lacks."""
    row = connection.execute(
        """SELECT count_if(status = 'target'), count_if(status = 'actual') FROM claims_unique
        WHERE value_standard IS NOT NULL AND period_end IS NOT NULL"""
    ).fetchone() or (0, 0)
    return int(row[0] or 0), int(row[1] or 0)  # of no rows null


def of_years(years: tuple[int, ...], year: str = "WHERE year") -> str:
    return f"{year} IN ({', '.join(map(literal, years))})" if years else ""
