-- Places side by side: of one level of places, for one indicator, measure and year. Bounds and unsure figures keep their place, marked.
CREATE OR REPLACE VIEW ranking AS
SELECT
  indicator_id, name_zh, measure, year, level AS area_level, unit_standard,
  rank() OVER (PARTITION BY indicator_id, measure, year, level, unit_standard ORDER BY value DESC) AS place,
  count(*) OVER (PARTITION BY indicator_id, measure, year, level, unit_standard) AS places,
  area_code, area_name, value, bound, confidence, claim_id, quote, sentence
FROM (
  FROM series
  QUALIFY row_number() OVER (
    PARTITION BY area_code, indicator_id, measure, year, unit_standard ORDER BY basis NULLS FIRST, confidence DESC, claim_id
  ) = 1
)
JOIN (SELECT DISTINCT area_code, level FROM areas) USING (area_code);

COMMENT ON VIEW ranking IS 'Places of one level side by side: filter by indicator_id, measure, year and area_level, order by place';
COMMENT ON COLUMN ranking.area_level IS 'province, prefecture or county';
COMMENT ON COLUMN ranking.place IS '1 is the largest value; whether more is better, indicators.better says';
COMMENT ON COLUMN ranking.places IS 'How many places have a figure';
