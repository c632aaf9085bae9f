-- Two claims of one observation that state different values, and what kind of difference that is. The first is the chosen one.
CREATE OR REPLACE VIEW contradictions AS
SELECT
  observation_id, seen.area_code, seen.area_name, seen.indicator_id, seen.scope, seen.measure, seen.period_start, seen.period_end, seen.status,
  coalesce(seen.value_standard, seen.value_standard_min, seen.value_standard_max) AS chosen_value, other.anchor AS other_value,
  seen.unit_standard,
  -- Null where one is nought: a ratio says nothing then.
  CASE WHEN chosen_value <> 0 AND other.anchor <> 0 THEN abs(other.anchor / chosen_value) END AS times,
  CASE
    -- 1个 and 10个 are a power of ten apart by chance; figures of several digits are not.
    WHEN seen.measure = 'level' AND round(log10(times), 3) = round(log10(times)) AND abs(log10(times)) >= 0.99
      AND chosen_value <> round(chosen_value, -floor(log10(abs(chosen_value)))::INTEGER) THEN 'unit slip'
    WHEN seen.unit_standard = 'm²' AND (abs(times - 15) < 0.05 OR abs(1 / times - 15) < 0.05) THEN 'unit slip'
    WHEN abs(other.anchor - chosen_value) <= 0.02 * abs(chosen_value) AND seen.measure = 'level' THEN 'rounding'
    WHEN seen.measure = 'growth' AND abs(other.anchor - chosen_value) <= 0.1000001 THEN 'rounding'
    WHEN seen.report_year <> other.report_year THEN 'revision'
    WHEN other.confidence < 0.75 OR seen.report_id = other.report_id THEN 'scope or period'
    ELSE 'contradiction'
  END AS kind,
  seen.claim_id, other.claim_id AS other_claim_id, seen.batch, seen.report_id, other.batch AS other_batch, other.report_id AS other_report_id,
  CASE
    WHEN seen.measure = 'growth' THEN replace(format('{} − {} = {:.2f}', round(other.anchor, 2), round(chosen_value, 2), other.anchor - chosen_value), '-', '−')
    WHEN times IS NULL THEN format('{} ≠ {}', other.quote, seen.quote)
    WHEN times >= 1 THEN format('{} ÷ {} = {:.4g}', other.quote, seen.quote, times)
    ELSE format('{} ÷ {} = {:.4g}', seen.quote, other.quote, 1 / times)
  END AS words,
  least(seen.confidence, other.confidence) AS confidence,
  seen.quote, seen.sentence, other.quote AS other_quote, other.sentence AS other_sentence
FROM observations AS seen
JOIN claims_observed AS other USING (observation_id)
WHERE
  seen.differing > 0 AND NOT other.masked AND seen.claim_id <> other.claim_id
  AND NOT CASE
    WHEN other.bound IN ('over', 'under') AND other.bound = seen.bound THEN true
    WHEN other.bound = 'over' THEN chosen_value >= other.anchor - 0.001 * abs(other.anchor)
    WHEN other.bound = 'under' THEN chosen_value <= other.anchor + 0.001 * abs(other.anchor)
    WHEN seen.measure = 'level' THEN abs(other.anchor - chosen_value) <= CASE WHEN 'approx' IN (other.bound, seen.bound) THEN 0.02 ELSE 0.005 END * abs(chosen_value)
    ELSE abs(other.anchor - chosen_value) <= CASE WHEN 'approx' IN (other.bound, seen.bound) THEN 0.2 ELSE 0.05 END
  END;

COMMENT ON VIEW contradictions IS 'One row per claim that differs from the value chosen for its observation, with both sentences, and what kind of difference it is';
COMMENT ON COLUMN contradictions.chosen_value IS 'The chosen value, in unit_standard';
COMMENT ON COLUMN contradictions.other_value IS 'What the other claim says';
COMMENT ON COLUMN contradictions.times IS 'How many times the chosen value the other one is; null where one of them is nought';
COMMENT ON COLUMN contradictions.words IS 'The difference in arithmetic, with the figures as written';
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
