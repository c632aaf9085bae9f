-- One indicator of one place over the years, every point with its sentence.
CREATE OR REPLACE VIEW series AS
SELECT
  area_code, area_name, indicator_id, name_zh, measure, basis, year(period_end) AS year,
  coalesce(value_standard, value_standard_min, value_standard_max) AS value, bound, observations.unit_standard, claims, differing,
  confidence, claim_id, batch, report_id, report_year, quote, sentence
FROM observations
JOIN (SELECT indicator_id, name_zh, topic FROM indicators) USING (indicator_id)
WHERE
  scope IS NULL AND area_name IS NOT NULL AND status = 'actual' AND year(period_start) = year(period_end)
  AND month(period_end) = 12 AND coalesce(value_standard, value_standard_min, value_standard_max) IS NOT NULL;

COMMENT ON VIEW series IS 'One indicator of one place over whole years, as it was reached: filter by area_name, indicator_id and measure, order by year. Every point has its sentence';
COMMENT ON COLUMN series.year IS 'The calendar year that the value is for';
COMMENT ON COLUMN series.value IS 'The value in unit_standard; of a bound or range its known end';
