-- A plan in one report, and what a later report (or the same one) says was reached: the same issuer, metric_key, unit and years,
-- levels with levels and changes with changes. What was reached in five years does not meet the plan for the last of them, and
-- a rise against a year long ago (comparison other) no yearly one. Where several figures fit, the one for the longest part of
-- the year, of those the largest (the whole and not its part); how many there were stands beside it.
CREATE OR REPLACE VIEW plan_vs_actual AS
WITH figures AS (
  SELECT
    issuer_key, issuer_named, metric_key, unit_standard,
    year(coalesce(period_start, period_end)) AS first_year, year(period_end) AS year,
    comparison <> 'none' OR direction <> 'none' AS is_change,
    CASE WHEN direction = 'down' THEN -abs(value_standard) ELSE value_standard END AS value,
    status = 'target' AS is_target,
    bound, period_start, period_end, claim_id, batch, report_title, quote, sentence, confidence
  FROM claims_unique
  JOIN reports_unique USING (batch, report_id)
  WHERE
    status IN ('target', 'actual') AND comparison IN ('none', 'yoy')
    AND value_standard IS NOT NULL AND period_end IS NOT NULL
),
-- Few figures have a counterpart: to sort only those is several times faster.
paired AS (
  SELECT issuer_key, metric_key, unit_standard, first_year, year, is_change
  FROM figures
  GROUP BY ALL
  HAVING bool_or(is_target) AND NOT bool_and(is_target)
),
chosen AS MATERIALIZED (
  SELECT
    *,
    count(DISTINCT value) OVER same AS figures
  FROM figures
  SEMI JOIN paired USING (issuer_key, metric_key, unit_standard, first_year, year, is_change)
  WINDOW same AS (PARTITION BY issuer_key, metric_key, unit_standard, first_year, year, is_change, is_target)
  QUALIFY row_number() OVER (
    PARTITION BY issuer_key, metric_key, unit_standard, first_year, year, is_change, is_target
    ORDER BY period_end DESC, period_start, abs(value) DESC, batch, claim_id
  ) = 1
)
SELECT
  issuer_key, issuer_named, metric_key, first_year, year, unit_standard, is_change,
  target.value AS target, target.bound AS target_bound, actual.value AS actual, actual.bound AS actual_bound,
  actual.value - target.value AS gap,
  CASE WHEN NOT is_change AND target.value > 0 THEN actual.value / target.value END AS attainment,
  CASE
    WHEN target.bound = 'under' OR (is_change AND target.value < 0) THEN actual.value <= target.value
    ELSE actual.value >= target.value
  END AS reached,
  actual.period_end AS actual_until,
  target.figures AS targets, actual.figures AS actuals,
  least(target.confidence, actual.confidence) AS confidence,
  -- 城镇新增就业5771万人 of five years, which an earlier sentence names, against 900万人 of one
  target.figures > 1
    OR actual.figures > 1
    OR least(target.confidence, actual.confidence) < 0.6
    OR coalesce(attainment NOT BETWEEN 0.33 AND 3, false) AS doubtful,
  target.batch AS target_batch, target.claim_id AS target_claim_id, target.report_title AS target_report,
  target.quote AS target_quote, target.sentence AS target_sentence,
  actual.batch AS actual_batch, actual.claim_id AS actual_claim_id, actual.report_title AS actual_report,
  actual.quote AS actual_quote, actual.sentence AS actual_sentence
FROM (FROM chosen WHERE is_target) AS target
JOIN (FROM chosen WHERE NOT is_target) AS actual
  USING (issuer_key, issuer_named, metric_key, unit_standard, first_year, year, is_change);

COMMENT ON VIEW plan_vs_actual IS 'Targets beside what was reached: the same issuer, metric_key, unit_standard and years, each text counted once. Two figures that only share a name may meet here; both sentences stand in the row. Where targets or actuals is above 1, several figures fit';
COMMENT ON COLUMN plan_vs_actual.metric_key IS 'What was planned and reached: the metric''s normalised name';
COMMENT ON COLUMN plan_vs_actual.year IS 'The year that the target is for, or its last, out of the claims'' period_end';
COMMENT ON COLUMN plan_vs_actual.first_year IS 'The first year that the target is for: before year where it is a plan for several years';
COMMENT ON COLUMN plan_vs_actual.is_change IS 'Whether both are changes (增长6%), with their sign, or both levels';
COMMENT ON COLUMN plan_vs_actual.target IS 'What was planned, in unit_standard';
COMMENT ON COLUMN plan_vs_actual.target_bound IS 'Of the target: over (6%以上), under (控制在5.5%以内), approx or exact';
COMMENT ON COLUMN plan_vs_actual.actual IS 'What was reached, in unit_standard';
COMMENT ON COLUMN plan_vs_actual.actual_bound IS 'Of what was reached: over is a lower end (300余人), under an upper one';
COMMENT ON COLUMN plan_vs_actual.gap IS 'actual - target, in unit_standard; of percentages in percentage points';
COMMENT ON COLUMN plan_vs_actual.attainment IS 'actual / target: 1 is reached; null for changes, and where the target is not above 0';
COMMENT ON COLUMN plan_vs_actual.reached IS 'Whether the target was reached: at least that much, or at most where it is an upper bound or a planned fall. 居民消费价格涨幅3%左右 does not say that less is better: undercut, it is not reached';
COMMENT ON COLUMN plan_vs_actual.actual_until IS 'Last day that the actual figure speaks of: before December it is not the year''s';
COMMENT ON COLUMN plan_vs_actual.targets IS 'How many different figures are given as the target; the one shown is for the longest period, then the largest';
COMMENT ON COLUMN plan_vs_actual.actuals IS 'How many different figures are given as reached; chosen as the target is';
COMMENT ON COLUMN plan_vs_actual.confidence IS 'The lower confidence of the two claims';
COMMENT ON COLUMN plan_vs_actual.doubtful IS 'Whether the two may not belong together: several figures fit, one is more than three times the other, or confidence is below 0.6';
COMMENT ON COLUMN plan_vs_actual.target_batch IS 'Batch of the claim with the target';
COMMENT ON COLUMN plan_vs_actual.target_claim_id IS 'The claim with the target (key of claims)';
COMMENT ON COLUMN plan_vs_actual.target_report IS 'Title of the report with the target';
COMMENT ON COLUMN plan_vs_actual.target_quote IS 'The target as written';
COMMENT ON COLUMN plan_vs_actual.target_sentence IS 'The sentence it stands in';
COMMENT ON COLUMN plan_vs_actual.actual_batch IS 'Batch of the claim with what was reached';
COMMENT ON COLUMN plan_vs_actual.actual_claim_id IS 'The claim with what was reached (key of claims)';
COMMENT ON COLUMN plan_vs_actual.actual_report IS 'Title of the report with what was reached';
COMMENT ON COLUMN plan_vs_actual.actual_quote IS 'What was reached, as written';
COMMENT ON COLUMN plan_vs_actual.actual_sentence IS 'The sentence it stands in';
