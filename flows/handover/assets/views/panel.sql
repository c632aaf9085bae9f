-- What an analyst compiles by hand: for each place, indicator and year the level and the growth, reached and planned side by side.
CREATE OR REPLACE VIEW panel AS
WITH yearly AS (
  SELECT *, year(period_end) AS year
  FROM observations
  WHERE
    scope IS NULL AND area_name IS NOT NULL AND measure IN ('level', 'growth') AND year(period_start) = year(period_end)
    AND month(period_end) = 12
  QUALIFY row_number() OVER (
    PARTITION BY area_code, area_name, indicator_id, year, measure, unit_standard, status = 'actual'
    ORDER BY period_start, confidence DESC, basis NULLS FIRST, claim_id
  ) = 1
)
SELECT
  area_code, area_name, indicator_id, name_zh, topic, year,
  any_value(CASE WHEN measure = 'level' THEN yearly.unit_standard END) AS unit_standard,
  any_value(CASE WHEN measure = 'level' AND status = 'actual' THEN coalesce(value_standard, value_standard_min, value_standard_max) END) AS level,
  any_value(CASE WHEN measure = 'level' AND status = 'actual' THEN bound END) AS level_bound,
  any_value(CASE WHEN measure = 'growth' AND status = 'actual' THEN coalesce(value_standard, value_standard_min, value_standard_max) END) AS growth,
  any_value(CASE WHEN measure = 'growth' AND status = 'actual' THEN bound END) AS growth_bound,
  any_value(CASE WHEN measure = 'level' AND status <> 'actual' THEN coalesce(value_standard, value_standard_min, value_standard_max) END) AS planned_level,
  any_value(CASE WHEN measure = 'level' AND status <> 'actual' THEN bound END) AS planned_level_bound,
  any_value(CASE WHEN measure = 'growth' AND status <> 'actual' THEN coalesce(value_standard, value_standard_min, value_standard_max) END) AS planned_growth,
  any_value(CASE WHEN measure = 'growth' AND status <> 'actual' THEN bound END) AS planned_growth_bound,
  min(confidence) AS confidence,
  list(DISTINCT claim_id ORDER BY claim_id) AS claim_ids
FROM yearly
JOIN (SELECT indicator_id, name_zh, topic FROM indicators) USING (indicator_id)
GROUP BY area_code, area_name, indicator_id, name_zh, topic, year;

COMMENT ON VIEW panel IS 'Place × indicator × year, reached and planned side by side: level and growth over the year before, of whole places and whole years; out of observations';
COMMENT ON COLUMN panel.year IS 'The calendar year that the figures are for';
COMMENT ON COLUMN panel.unit_standard IS 'Unit of the levels; growth is in per cent';
COMMENT ON COLUMN panel.level IS 'What was reached; of a bound or range its known end';
COMMENT ON COLUMN panel.level_bound IS 'exact, approx, over or under';
COMMENT ON COLUMN panel.growth IS 'By how many per cent it grew over the year before, with its sign';
COMMENT ON COLUMN panel.growth_bound IS 'exact, approx, over or under';
COMMENT ON COLUMN panel.planned_level IS 'What was planned or forecast for the year';
COMMENT ON COLUMN panel.planned_level_bound IS 'exact, approx, over or under';
COMMENT ON COLUMN panel.planned_growth IS 'Growth that was planned or forecast, in per cent';
COMMENT ON COLUMN panel.planned_growth_bound IS 'exact, approx, over or under';
COMMENT ON COLUMN panel.confidence IS 'Lowest confidence of the figures in the row';
COMMENT ON COLUMN panel.claim_ids IS 'The claims that the figures are of (key of claims)';
