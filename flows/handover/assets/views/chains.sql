-- Figures that must fit each other, and whether they do, with the arithmetic in words: level by level against the growth stated, what was
-- planned against what was reached, parts against their whole, a figure per head times the people against the whole.
CREATE OR REPLACE VIEW chains AS
WITH yearly AS (
  SELECT
    *, year(period_end) AS year, coalesce(value_standard, value_standard_min, value_standard_max) AS value
  FROM observations
  WHERE
    scope IS NULL AND area_name IS NOT NULL AND NOT masked AND year(period_start) = year(period_end) AND month(period_end) = 12
    AND month(period_start) = 1
  QUALIFY row_number() OVER (
    PARTITION BY area_code, area_name, indicator_id, year, measure, unit_standard, status ORDER BY confidence DESC, basis NULLS FIRST, claim_id
  ) = 1
),
levels_of AS (FROM yearly WHERE measure = 'level' AND status = 'actual' AND bound IN ('exact', 'approx')),
growth_check AS (
  SELECT
    'growth' AS chain, now.area_code, now.area_name, now.indicator_id, now.year,
    100 * (now.value / before.value - 1) AS reckoned, rate.value AS stated, '%' AS unit_standard,
    -- Price changes lie between a nominal level and a real rate, and rounded levels give rounded rates.
    CASE WHEN kinds.measure IN ('flow', 'price') AND now.unit_standard = 'CNY' THEN 6.0 ELSE 1.0 END AS tolerance,
    format('{} ÷ {} − 1', now.quote, before.quote) AS sum, replace(format('{:.1f}%', rate.value), '-', '−') AS other,
    [now.claim_id, before.claim_id, rate.claim_id] AS claim_ids,
    least(now.confidence, before.confidence, rate.confidence) AS confidence
  FROM levels_of AS now
  JOIN levels_of AS before
    ON now.area_code = before.area_code AND now.indicator_id = before.indicator_id AND now.unit_standard = before.unit_standard
    AND now.year = before.year + 1 AND before.value > 0
  JOIN (FROM yearly WHERE measure = 'growth' AND status = 'actual' AND bound IN ('exact', 'approx')) AS rate
    ON now.area_code = rate.area_code AND now.indicator_id = rate.indicator_id AND now.year = rate.year
  JOIN indicators AS kinds ON now.indicator_id = kinds.indicator_id
),
plan_check AS (
  SELECT
    'plan' AS chain, actual.area_code, actual.area_name, actual.indicator_id, actual.year,
    actual.value AS reckoned, planned.value AS stated, actual.unit_standard,
    CASE WHEN actual.measure = 'growth' THEN 3.0 ELSE 0.5 * abs(planned.value) END AS tolerance,
    planned.quote AS sum, actual.quote AS other,
    [actual.claim_id, planned.claim_id] AS claim_ids, least(actual.confidence, planned.confidence) AS confidence
  FROM (FROM yearly WHERE status = 'actual') AS actual
  JOIN (FROM yearly WHERE status = 'target') AS planned
    USING (area_code, indicator_id, year, measure, unit_standard)
),
parts_check AS (
  SELECT
    'parts' AS chain, whole.area_code, whole.area_name, whole.indicator_id, whole.year,
    sum(part.value) AS reckoned, any_value(whole.value) AS stated, whole.unit_standard, 0.01 * any_value(whole.value) AS tolerance,
    string_agg(part.quote, ' + ' ORDER BY part.indicator_id) AS sum, any_value(whole.quote) AS other,
    list(part.claim_id ORDER BY part.indicator_id) || [any_value(whole.claim_id)] AS claim_ids,
    least(min(part.confidence), any_value(whole.confidence)) AS confidence
  FROM levels_of AS whole
  JOIN levels_of AS part USING (area_code, area_name, year, unit_standard)
  WHERE
    (whole.indicator_id = 'gdp' AND part.indicator_id IN ('primary_value_added', 'secondary_value_added', 'tertiary_value_added'))
    OR (whole.indicator_id = 'foreign_trade' AND part.indicator_id IN ('exports', 'imports'))
    OR (whole.indicator_id = 'population' AND part.indicator_id IN ('urban_population', 'rural_population'))
    OR (whole.indicator_id = 'general_public_budget_revenue' AND part.indicator_id IN ('tax_revenue', 'non_tax_revenue'))
  GROUP BY whole.area_code, whole.area_name, whole.indicator_id, whole.year, whole.unit_standard
  HAVING count(*) = CASE whole.indicator_id WHEN 'gdp' THEN 3 ELSE 2 END
),
head_check AS (
  SELECT
    'per head' AS chain, whole.area_code, whole.area_name, whole.indicator_id, whole.year,
    head.value * people.value AS reckoned, whole.value AS stated, whole.unit_standard, 0.05 * whole.value AS tolerance,
    format('{} × {}', head.quote, people.quote) AS sum, whole.quote AS other,
    [head.claim_id, people.claim_id, whole.claim_id] AS claim_ids,
    least(head.confidence, people.confidence, whole.confidence) AS confidence
  FROM (FROM levels_of WHERE indicator_id = 'gdp') AS whole
  JOIN (FROM levels_of WHERE indicator_id = 'gdp_per_head') AS head USING (area_code, year, unit_standard)
  JOIN (FROM levels_of WHERE indicator_id = 'population') AS people USING (area_code, year)
),
together AS (
  SELECT *, CASE WHEN abs(reckoned) >= 1e12 THEN 1e12 WHEN abs(reckoned) >= 1e8 THEN 1e8 WHEN abs(reckoned) >= 1e4 THEN 1e4 ELSE 1 END AS scale
  FROM (FROM growth_check UNION ALL BY NAME FROM plan_check UNION ALL BY NAME FROM parts_check UNION ALL BY NAME FROM head_check)
),
reckoned_with AS (
  SELECT *,
    replace(CASE chain WHEN 'growth' THEN format('{:.1f}%', reckoned) ELSE concat(
      regexp_replace(format('{:.2f}', reckoned / scale), '\.?0+$', ''),
      CASE scale WHEN 1e12 THEN '万亿' WHEN 1e8 THEN '亿' WHEN 1e4 THEN '万' ELSE '' END,
      CASE unit_standard WHEN 'CNY' THEN '元' ELSE unit_standard END
    ) END, '-', '−') AS made
  FROM together
)
SELECT
  chain, area_code, area_name, indicator_id, year, reckoned, stated, unit_standard,
  abs(reckoned - stated) <= tolerance AS fits,
  -- In no language, as those who read it have several: 7%以上 → 6.1%; 20亿元 + 40亿元 + 56亿元 = 116亿元 ≠ 126.3亿元.
  CASE chain
    WHEN 'plan' THEN format('{} → {}', sum, other)
    ELSE format('{} = {} {} {}', sum, made, CASE WHEN fits THEN '≈' ELSE '≠' END, other)
  END AS words,
  claim_ids, confidence
FROM reckoned_with;

COMMENT ON VIEW chains IS 'Figures of one place that must fit each other, and whether they do: level ÷ last year''s level against the growth stated, reached against planned, parts against the whole, per head × people. The arithmetic stands in words';
COMMENT ON COLUMN chains.chain IS 'growth, plan, parts or per head';
COMMENT ON COLUMN chains.year IS 'The calendar year';
COMMENT ON COLUMN chains.reckoned IS 'What the one figures give';
COMMENT ON COLUMN chains.stated IS 'What the other says';
COMMENT ON COLUMN chains.fits IS 'Whether both agree: rates of sums of money within 6 points, for prices lie between them; other rates within 1; parts within 1 per cent; per head within 5; a plan within half of it, growth within 3 points';
COMMENT ON COLUMN chains.words IS 'The arithmetic, with the figures as written; of a plan, what was planned → what was reached';
COMMENT ON COLUMN chains.claim_ids IS 'The claims that were reckoned with (key of claims)';
COMMENT ON COLUMN chains.confidence IS 'The lowest one of them';
