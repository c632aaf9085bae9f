CREATE OR REPLACE VIEW by_issuer AS
SELECT
  issuer_key, issuer_named, year(period_end) AS year, status, metric_key, unit_standard,
  count(*) AS claims,
  count(value_standard) AS known,
  count(*) FILTER (WHERE masked) AS masked,
  sum(value_standard) AS total,
  max(value_standard) AS largest,
  count(DISTINCT report_id) AS reports,
  min(confidence) AS confidence,
  arg_max(claim_id, value_standard) AS largest_claim_id,
  arg_max(sentence, value_standard) AS largest_sentence
FROM levels
JOIN reports_unique USING (batch, report_id)
GROUP BY ALL;

COMMENT ON VIEW by_issuer IS 'Totals of each issuer by year, status, metric_key and unit, each text counted once, changes left out. total adds all figures of one name, a whole and its parts included: where claims is above 1, largest may be the whole';
COMMENT ON COLUMN by_issuer.year IS 'The year that the figures are for, out of the claims'' period_end; null when it is not known';
COMMENT ON COLUMN by_issuer.claims IS 'How many claims are added up';
COMMENT ON COLUMN by_issuer.known IS 'How many of them have a value';
COMMENT ON COLUMN by_issuer.masked IS 'How many are censored and so add nothing';
COMMENT ON COLUMN by_issuer.total IS 'Sum of the known values in unit_standard; of percentages, rates and scores it has no meaning';
COMMENT ON COLUMN by_issuer.largest IS 'The largest of the values, in unit_standard';
COMMENT ON COLUMN by_issuer.reports IS 'How many reports they stand in';
COMMENT ON COLUMN by_issuer.confidence IS 'Lowest confidence among the claims';
COMMENT ON COLUMN by_issuer.largest_claim_id IS 'The claim with the largest value (key of claims)';
COMMENT ON COLUMN by_issuer.largest_sentence IS 'The sentence that claim stands in';
