-- Areas per head (人均公园绿地) do not add up and are left out.
CREATE OR REPLACE VIEW area_m2 AS
SELECT
  claim_id, batch, report_id, report_title, issuer, region, report_year, part, section, metric, metric_key, status,
  value_standard AS area_m2,
  value_standard / 10000 AS area_ha,
  value_standard_min AS least_m2,
  value_standard_max AS most_m2,
  unit, bound, masked, period_start, period_end, confidence, flags, quote, sentence, source_path, char_start
FROM levels
WHERE
  kind = 'area' AND unit_standard = 'm²' AND per IS NULL
  AND coalesce(indicator_id NOT IN (SELECT indicator_id FROM indicators WHERE measure IN ('price', 'ratio', 'index')), true);

COMMENT ON VIEW area_m2 IS 'Areas, each text counted once, changes left out: 亩, 公顷, 平方公里 and 平方米 brought to square metres. Filter by status. A report may state a whole and its parts: do not add up blindly';
COMMENT ON COLUMN area_m2.area_m2 IS 'The area in square metres; null when censored (masked) or a range';
COMMENT ON COLUMN area_m2.area_ha IS 'The same in hectares';
COMMENT ON COLUMN area_m2.least_m2 IS 'Lower end of a range, or the known end of an ''over'' bound, in square metres';
COMMENT ON COLUMN area_m2.most_m2 IS 'Upper end of a range, or the known end of an ''under'' bound, in square metres';
