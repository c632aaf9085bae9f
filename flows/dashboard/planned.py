"""Was it reached? Plans beside results, and plans of which no result is known yet.

A pair is of one issuer, metric, unit and year, as in the view plan_vs_actual; or of one place and indicator, where two
reports call it by different names. Both sides come out of the reports: a filter by year is on the year planned for.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from flows.dashboard.filters import Filters, all_of, one_of

Connection = duckdb.DuckDBPyConnection
MOST = 2_000  # open plans, and pairs of each group from both ends
AMOUNTS, RATES = "amounts", "rates"

#: What can be a side of a pair or an open plan, whatever is filtered: of each thing that somebody plans, the plans and
#: results. Plans of a place and an indicator meet their results here, as points do not change with the filters.
MAKE = """
CREATE OR REPLACE TABLE met AS
SELECT planned.area_name AS who, name_zh AS what, planned.year, planned.unit_standard,
  planned.measure = 'growth' AS is_change, planned.value AS target, planned.bound AS target_bound,
  result.value AS actual, result.bound AS actual_bound, result.value - planned.value AS gap,
  IF(planned.measure = 'level' AND planned.value > 0, result.value / planned.value, NULL) AS attainment,
  IF(planned.bound = 'under' OR coalesce(better, '') = 'less', result.value <= planned.value,
    result.value >= planned.value) AS reached,
  1 AS targets, 1 AS actuals, least(planned.confidence, result.confidence) AS confidence,
  planned.differing > 0 OR result.differing > 0 OR least(planned.confidence, result.confidence) < 0.6
    OR coalesce(attainment NOT BETWEEN 0.33 AND 3, false) AS doubtful,
  planned.batch AS target_batch, planned.claim_id AS target_claim_id, result.batch AS actual_batch,
  result.claim_id AS actual_claim_id, planned.quote AS target_quote, result.quote AS actual_quote
FROM (FROM points WHERE state = 'planned') AS planned
JOIN (FROM points WHERE state = 'reached') AS result USING (place, indicator_id, measure, year, unit_standard)
JOIN indicators USING (indicator_id);

CREATE OR REPLACE TABLE sides AS
WITH of_indicators AS (
  SELECT target_batch AS batch, target_claim_id AS claim_id FROM met UNION SELECT actual_batch, actual_claim_id FROM met
),
figures AS MATERIALIZED (
  SELECT batch, claim_id, report_id, report_title, claims_once.issuer, claims_once.region, claims_once.report_year,
    kind, status, part, confidence, flags, review, indicator_id, metric_key, unit_standard, comparison, direction,
    value_standard, bound, period_start, period_end, quote, issuer_key AS whose,
    comparison <> 'none' OR direction <> 'none' AS changes,
    value_standard IS NOT NULL AND period_end IS NOT NULL
      AND (status = 'target' OR status = 'actual' AND comparison IN ('none', 'yoy')) AS fits
  FROM claims_once JOIN reports_unique USING (batch, report_id)
  WHERE fits OR (batch, claim_id) IN (FROM of_indicators)
),
things AS (
  SELECT *, row_number() OVER () AS thing
  FROM (SELECT DISTINCT whose, metric_key, unit_standard, changes FROM figures WHERE fits AND status = 'target')
)
SELECT figures.*, NULL::VARCHAR AS sentence, IF(fits, thing, NULL) AS thing
FROM figures LEFT JOIN things USING (whose, metric_key, unit_standard, changes)
WHERE thing IS NOT NULL OR (batch, claim_id) IN (FROM of_indicators)
"""

#: `claims_unique` has those of `sides` that the filters let through. Bars of one `measured` are `drawn` long.
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
by_indicator AS (
  SELECT met.* FROM met
  SEMI JOIN claims_unique AS one ON target_batch = one.batch AND target_claim_id = one.claim_id
  SEMI JOIN claims_unique AS other ON actual_batch = other.batch AND actual_claim_id = other.claim_id
  ANTI JOIN by_name AS named ON named.target_batch = met.target_batch AND named.target_claim_id = met.target_claim_id
)
SELECT *, target_batch || '/' || target_claim_id AS key,
  CASE WHEN unit_standard = '%' OR is_change THEN 'rates' WHEN attainment IS NOT NULL THEN 'amounts' END AS measured,
  IF(measured = 'amounts', attainment, gap) AS drawn
FROM (FROM by_name UNION ALL BY NAME FROM by_indicator)
"""

#: A page shows some of many pairs: of each group those that were missed and exceeded by most; `found` says of how many.
SHOWN = """
SELECT *, count(*) OVER (PARTITION BY doubtful) AS found, count(*) OVER (PARTITION BY doubtful, measured) AS comparable
FROM pairs WHERE {of_years}
QUALIFY least(
  row_number() OVER (PARTITION BY doubtful, measured ORDER BY drawn NULLS LAST, key),
  row_number() OVER (PARTITION BY doubtful, measured ORDER BY drawn DESC NULLS LAST, key)
) <= {most}
ORDER BY doubtful, is_change, year DESC, attainment IS NULL, attainment DESC, what, who, key
"""

#: Of the figures for what a plan is for, the one of the year before: how far there is to go. An issuer calls a thing
#: the same in both years, or it is one indicator of one place.
OPEN = """
WITH open AS MATERIALIZED (
  SELECT thing, whose, metric_key, year(period_end) AS year, indicator_id, quote, batch, claim_id, confidence
  FROM claims_unique
  ANTI JOIN pairs ON target_batch = batch AND target_claim_id = claim_id
  WHERE status = 'target' AND thing IS NOT NULL AND {of_years}
),
earlier AS (
  SELECT thing, year(period_end) AS year, arg_max({{'quote': quote, 'claim_id': claim_id}}, confidence) AS found
  FROM claims_unique WHERE status = 'actual' AND thing IS NOT NULL GROUP BY ALL
)
SELECT whose AS who, coalesce(name_zh, metric_key) AS what, open.year, quote AS target_quote,
  earlier.found.quote AS last_quote, earlier.year AS last_year, open.batch AS target_batch,
  open.claim_id AS target_claim_id, earlier.found.claim_id AS actual_claim_id, open.confidence,
  open.batch || '/' || open.claim_id AS key, (SELECT count(*) FROM open) AS found
FROM open
ASOF LEFT JOIN earlier USING (thing, year)
LEFT JOIN indicators USING (indicator_id)
ORDER BY last_year IS NULL, indicator_id IS NULL, open.year DESC, what, who, key LIMIT {most}
"""


def plans(connection: Connection, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plans with their results, those that may not belong together last; and plans of which no result is known, each
    with the last figure before it, what the catalogue knows first. The years are those planned for."""
    filters.across_time().apply(connection, base="sides")
    connection.execute(PAIRS)
    pairs = connection.execute(SHOWN.format(of_years=all_of([one_of("year", filters.years)]), most=MOST)).df()
    of_years = all_of([one_of("year(period_end)", filters.years)])
    return pairs, connection.execute(OPEN.format(of_years=of_years, most=MOST)).df()


def sides(connection: Connection) -> tuple[int, int]:
    """How many plans there are, and how many results: what a page without pairs lacks."""
    row = connection.execute(
        """SELECT count_if(status = 'target'), count_if(status = 'actual') FROM claims_unique
        WHERE value_standard IS NOT NULL AND period_end IS NOT NULL"""
    ).fetchone() or (0, 0)
    return int(row[0] or 0), int(row[1] or 0)  # of no rows null
