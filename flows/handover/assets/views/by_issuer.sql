CREATE OR REPLACE VIEW by_issuer AS
SELECT
  issuer_key, issuer_named, year(period_end) AS year, status, metric_key, unit_standard,
  count(*) AS claims,
  count(value_standard) AS known,
  count(*) FILTER (WHERE masked) AS masked,
  CASE WHEN bool_and(adds_up) AND (count(known_as) = 0 OR count(DISTINCT value_standard) = 1) THEN
    CASE WHEN count(known_as) = 0 THEN sum(value_standard) ELSE max(value_standard) END
  END AS total,
  max(value_standard) AS largest,
  count(DISTINCT report_id) AS reports,
  min(confidence) AS confidence,
  arg_max(claim_id, value_standard) AS largest_claim_id,
  arg_max(sentence, value_standard) AS largest_sentence
FROM (
  SELECT
    levels.*,
    -- One figure of an indicator stated twice is one; those of a class (项目, 资金) are of several things.
    CASE WHEN NOT kinds.is_class THEN levels.indicator_id END AS known_as,
    -- Ratios, prices and figures per head do not add up; what the catalogue knows is told by it.
    levels.unit_standard NOT IN ('%', '‰', '℃') AND levels.kind NOT IN ('percentage', 'rate_or_score', 'temperature')
      AND levels.per IS NULL AND NOT contains(levels.unit_standard, '/') AND coalesce(kinds.additive_places, true) AS adds_up
  FROM levels
  LEFT JOIN indicators AS kinds ON levels.indicator_id = kinds.indicator_id
) AS levels
JOIN reports_unique USING (batch, report_id)
GROUP BY ALL;

COMMENT ON VIEW by_issuer IS 'Totals of each issuer by year, status, metric_key and unit, each text counted once, changes left out. total adds the figures of one name, and is null where they do not add up (rates, prices, figures per head) or where several are of one indicator: then look at largest';
COMMENT ON COLUMN by_issuer.year IS 'The year that the figures are for, out of the claims'' period_end; null when it is not known';
COMMENT ON COLUMN by_issuer.claims IS 'How many claims are added up';
COMMENT ON COLUMN by_issuer.known IS 'How many of them have a value';
COMMENT ON COLUMN by_issuer.masked IS 'How many are censored and so add nothing';
COMMENT ON COLUMN by_issuer.total IS 'Sum of the known values in unit_standard; null where they do not add up, or where an indicator has several values';
COMMENT ON COLUMN by_issuer.largest IS 'The largest of the values, in unit_standard';
COMMENT ON COLUMN by_issuer.reports IS 'How many reports they stand in';
COMMENT ON COLUMN by_issuer.confidence IS 'Lowest confidence among the claims';
COMMENT ON COLUMN by_issuer.largest_claim_id IS 'The claim with the largest value (key of claims)';
COMMENT ON COLUMN by_issuer.largest_sentence IS 'The sentence that claim stands in';
