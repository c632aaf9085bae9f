-- The claims that `observations` are chosen among, each with the observation that it states. Reports of a government, of its statisticians and
-- treasurers speak of the place; what others count (trainings, cases) is their own, and stays apart (reporter).
-- Amounts by which something changed are left out, as are rates against another base than the year before, and names that the catalogue
-- does not understand to the end: claims has them all.
CREATE OR REPLACE VIEW claims_observed AS
WITH figures AS (
  SELECT
    claims.area_code, reports.region, reports.issuer_id, reports.issuer_key, reports.area_code AS home_code,
    CASE
      WHEN claims.area_code IS NULL OR reports.area_code IS NULL THEN reports.issuer_key
      WHEN reports.issuer_type IS NULL OR reports.issuer_type IN ('government', 'statistics', 'finance', 'congress', 'party') THEN NULL
      ELSE reports.issuer_key
    END AS reporter,
    claims.indicator_id, nullif(concat_ws('，', claims.scope, claims.indicator_scope), '') AS scope, claims.measure,
    CASE WHEN claims.measure = 'growth' THEN claims.basis END AS basis,
    -- What is said of a stock or a share after several years (五年来，城镇化率达到67.2%) is how it is at their end; a mean is of them all.
    CASE
      WHEN claims.measure = 'level' AND kinds.measure IN ('stock', 'ratio') AND year(claims.period_start) < year(period_end)
        AND month(period_end) = 12 AND NOT contains(claims.metric, '均') THEN date_trunc('year', period_end)::DATE
      ELSE claims.period_start
    END AS period_start,
    period_end, status, unit_standard,
    direction = 'down' AND claims.measure = 'growth' AND coalesce(value_standard, value_standard_min, value_standard_max) > 0 AS fell,
    CASE WHEN fell THEN -value_standard ELSE value_standard END AS amount,
    CASE WHEN fell THEN -value_standard_max ELSE value_standard_min END AS least,
    CASE WHEN fell THEN -value_standard_min ELSE value_standard_max END AS most,
    CASE WHEN fell THEN CASE bound WHEN 'over' THEN 'under' WHEN 'under' THEN 'over' ELSE bound END ELSE bound END AS bound,
    masked, confidence, review, part_of, claim_id, claims.batch, claims.report_id, claims.report_year, claims.quote, claims.sentence, char_start
  FROM claims
  JOIN reports_unique AS reports USING (batch, report_id)
  LEFT JOIN (SELECT indicator_id, measure FROM indicators) AS kinds USING (indicator_id)
  WHERE
    review IS DISTINCT FROM 'rejected' AND indicator_fit IN ('whole', 'part') AND claims.measure IN ('level', 'growth')
    AND claims.period_start IS NOT NULL AND period_end IS NOT NULL
    AND (masked OR coalesce(value_standard, value_standard_min, value_standard_max) IS NOT NULL)
)
SELECT
  md5(concat_ws('|',
    coalesce(area_code, ''), coalesce(reporter, ''), indicator_id, coalesce(scope, ''), measure, coalesce(basis, ''), status,
    period_start, period_end, unit_standard
  ))[1:20] AS observation_id,
  claim_id, batch, area_code, reporter, indicator_id, scope, measure, basis, period_start, period_end, status, unit_standard,
  amount AS value_standard, least AS value_standard_min, most AS value_standard_max, coalesce(amount, least, most) AS anchor,
  bound, masked, confidence, review, part_of, issuer_id, issuer_key, region, home_code, report_id, report_year, char_start, quote, sentence
FROM figures;

COMMENT ON VIEW claims_observed IS 'The claims that observations are chosen among, each text counted once, with the observation that each states: observation_id joins both';
COMMENT ON COLUMN claims_observed.observation_id IS 'The observation that the claim states (key of observations)';
COMMENT ON COLUMN claims_observed.value_standard IS 'The value in unit_standard, a fall with its sign; null when censored or a range';
COMMENT ON COLUMN claims_observed.anchor IS 'The value; of a bound or range its known end';
COMMENT ON COLUMN claims_observed.bound IS 'exact, approx, over or under; of a fall turned round with its sign';
COMMENT ON COLUMN claims_observed.home_code IS 'The place of the report itself';
COMMENT ON COLUMN claims_observed.scope IS 'What the figure is restricted to; null for the whole of the place';
COMMENT ON COLUMN claims_observed.basis IS 'How a growth rate is reckoned, where that is said';
COMMENT ON COLUMN claims_observed.reporter IS 'Whose own count it is; null where it is a figure of the place, whoever states it';
