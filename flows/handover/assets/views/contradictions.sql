-- Two claims of one observation that state different values, and what kind of difference that is. The first is the chosen one.
CREATE OR REPLACE VIEW contradictions AS
SELECT
  observation_id, seen.area_code, seen.area_name, seen.indicator_id, seen.scope, seen.measure, seen.period_start, seen.period_end, seen.status,
  coalesce(seen.value_standard, seen.value_standard_min, seen.value_standard_max) AS chosen_value, other.anchor AS other_value,
  seen.unit_standard,
  CASE
    WHEN round(log10(abs(other.anchor / chosen_value)), 3) = round(log10(abs(other.anchor / chosen_value))) AND abs(log10(abs(other.anchor / chosen_value))) >= 0.99
      THEN 'unit slip'
    WHEN seen.unit_standard = 'm²' AND (abs(other.anchor / chosen_value - 15) < 0.05 OR abs(chosen_value / other.anchor - 15) < 0.05) THEN 'unit slip'
    WHEN abs(other.anchor - chosen_value) <= 0.02 * abs(chosen_value) AND seen.measure = 'level' THEN 'rounding'
    WHEN seen.measure = 'growth' AND abs(other.anchor - chosen_value) <= 0.1000001 THEN 'rounding'
    WHEN seen.report_year <> other.report_year THEN 'revision'
    WHEN other.confidence < 0.9 OR seen.report_id = other.report_id THEN 'scope or period'
    ELSE 'contradiction'
  END AS kind,
  seen.claim_id, other.claim_id AS other_claim_id, seen.batch, seen.report_id, other.batch AS other_batch, other.report_id AS other_report_id,
  least(seen.confidence, other.confidence) AS confidence,
  seen.quote, seen.sentence, other.quote AS other_quote, other.sentence AS other_sentence
FROM observations AS seen
JOIN claims_observed AS other USING (observation_id)
WHERE
  seen.differing > 0 AND NOT other.masked AND seen.claim_id <> other.claim_id AND chosen_value <> 0 AND other.anchor <> 0
  AND CASE other.bound
    WHEN 'over' THEN chosen_value < other.anchor * 0.999
    WHEN 'under' THEN chosen_value > other.anchor * 1.001
    ELSE CASE WHEN seen.measure = 'level' THEN abs(other.anchor - chosen_value) > 0.005 * abs(chosen_value) ELSE abs(other.anchor - chosen_value) > 0.05 END
  END;

COMMENT ON VIEW contradictions IS 'One row per claim that differs from the value chosen for its observation, with both sentences, and what kind of difference it is';
COMMENT ON COLUMN contradictions.chosen_value IS 'The chosen value, in unit_standard';
COMMENT ON COLUMN contradictions.other_value IS 'What the other claim says';
COMMENT ON COLUMN contradictions.kind IS 'rounding (within 2 per cent, or a tenth of a point), unit slip (a power of ten, 亩 for 公顷), revision (reports of different years), scope or period (in one report, or unsure), else contradiction';
COMMENT ON COLUMN contradictions.claim_id IS 'The chosen claim (key of claims)';
COMMENT ON COLUMN contradictions.other_claim_id IS 'The claim that differs';
COMMENT ON COLUMN contradictions.batch IS 'Batch of the chosen claim';
COMMENT ON COLUMN contradictions.report_id IS 'Report of the chosen claim';
COMMENT ON COLUMN contradictions.other_batch IS 'Batch of the other one';
COMMENT ON COLUMN contradictions.other_report_id IS 'Report of the other one';
COMMENT ON COLUMN contradictions.confidence IS 'The lower one of both';
COMMENT ON COLUMN contradictions.other_quote IS 'The other claim as written';
COMMENT ON COLUMN contradictions.other_sentence IS 'Its sentence';
