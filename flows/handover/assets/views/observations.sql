-- What the reports state of one indicator, in one place and period: of all claims that state it, one is chosen. Reports of a
-- government, of its statisticians and treasurers speak of the place; what others count (trainings, cases) is their own, and stays apart.
-- Amounts by which something changed are left out, as are rates against another base than the year before: claims has them.
-- Chosen: what people have confirmed or corrected, what is known before what is censored, exact before a bound, what most claims agree with, the most digits, the surest.
CREATE OR REPLACE VIEW observations AS
WITH figures AS (
  SELECT
    claims.area_code, reports.region, reports.issuer_id, reports.issuer_key, reports.area_code AS home_code,
    CASE
      WHEN claims.area_code IS NOT NULL AND reports.issuer_type IN ('government', 'statistics', 'finance', 'congress', 'party')
        THEN ''
      WHEN claims.area_code IS NOT NULL AND reports.issuer_type IS NULL AND reports.area_code IS NOT NULL THEN ''
      ELSE reports.issuer_key
    END AS reporter,
    claims.indicator_id, nullif(concat_ws('，', claims.scope, claims.indicator_scope), '') AS scope, claims.measure, claims.review,
    CASE WHEN claims.measure = 'growth' THEN claims.basis END AS basis,
    claims.period_start, claims.period_end, claims.status, claims.unit_standard,
    claims.comparison,
    direction = 'down' AND claims.measure = 'growth' AND coalesce(value_standard, value_standard_min, value_standard_max) > 0 AS fell,
    CASE WHEN fell THEN -value_standard ELSE value_standard END AS amount,
    CASE WHEN fell THEN -value_standard_max ELSE value_standard_min END AS least,
    CASE WHEN fell THEN -value_standard_min ELSE value_standard_max END AS most,
    CASE WHEN fell THEN CASE bound WHEN 'over' THEN 'under' WHEN 'under' THEN 'over' ELSE bound END ELSE bound END AS bound,
    masked, confidence, claim_id, claims.batch, claims.report_id, claims.report_year, claims.quote, claims.sentence, claims.char_start,
    length(regexp_replace(claims.quote, '[^0-9０-９]', '', 'g')) AS digits
  FROM claims
  JOIN reports_unique AS reports USING (batch, report_id)
  WHERE claims.review IS DISTINCT FROM 'rejected' AND claims.indicator_fit IN ('whole', 'part') AND claims.measure IN ('level', 'growth') AND claims.period_end IS NOT NULL
),
known AS (
  SELECT *, coalesce(amount, least, most) AS anchor
  FROM figures
),
numbered AS (
  SELECT
    *,
    count(*) OVER same AS claims,
    -- How many claims state this value, as far as their rounding tells: 67665亿元 and 6.77万亿元 are one.
    count(*) OVER (PARTITION BY area_code, reporter, indicator_id, scope, measure, basis, status, period_start, period_end, unit_standard,
      CASE WHEN measure = 'level' AND anchor <> 0 THEN round(anchor, (2 - floor(log10(abs(anchor))))::INTEGER) ELSE round(anchor, 1) END
    ) AS alike
  FROM known
  WINDOW same AS (PARTITION BY area_code, reporter, indicator_id, scope, measure, basis, status, period_start, period_end, unit_standard)
),
chosen AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY area_code, reporter, indicator_id, scope, measure, basis, status, period_start, period_end, unit_standard
      ORDER BY review IS NULL, masked, anchor IS NULL, bound IN ('over', 'under'), alike DESC, digits DESC, confidence DESC, batch, report_id, char_start
    ) AS place
  FROM numbered
),
paired AS (
  SELECT
    picked.*,
    count(*) FILTER (
      CASE
        WHEN one.masked OR one.anchor IS NULL THEN NULL
        WHEN one.bound = 'over' THEN picked.anchor >= one.anchor * 0.999
        WHEN one.bound = 'under' THEN picked.anchor <= one.anchor * 1.001
        WHEN picked.measure = 'level' THEN abs(one.anchor - picked.anchor) <= 0.005 * abs(picked.anchor)
        ELSE abs(one.anchor - picked.anchor) <= 0.05
      END
    ) AS agreeing,
    count(*) FILTER (NOT one.masked AND one.anchor IS NOT NULL) AS comparable
  FROM (FROM chosen WHERE place = 1) AS picked
  JOIN chosen AS one
    ON picked.indicator_id = one.indicator_id AND picked.reporter = one.reporter AND picked.measure = one.measure
    AND picked.status = one.status AND picked.period_start = one.period_start AND picked.period_end = one.period_end
    AND picked.unit_standard = one.unit_standard
    AND picked.area_code IS NOT DISTINCT FROM one.area_code AND picked.scope IS NOT DISTINCT FROM one.scope
    AND picked.basis IS NOT DISTINCT FROM one.basis
  GROUP BY ALL
)
SELECT
  paired.area_code,
  CASE WHEN paired.area_code IS NULL AND home_code IS NULL THEN region ELSE named.name END AS area_name,
  issuer_id, issuer_key, indicator_id, scope, measure, basis, period_start, period_end, status,
  amount AS value_standard, least AS value_standard_min, most AS value_standard_max, unit_standard, bound,
  claims, agreeing, comparable - agreeing AS differing,
  claim_id, batch, report_id, report_year,
  round(confidence * greatest(agreeing, 1) / greatest(comparable, 1), 3) AS confidence,
  masked, review, quote, sentence,
  least AS value_min_standard, most AS value_max_standard
FROM paired
LEFT JOIN areas AS named
  ON paired.area_code = named.area_code
  AND year(period_end) BETWEEN coalesce(named.valid_from, 0) AND coalesce(named.valid_to, 9999);

COMMENT ON VIEW observations IS 'One row per figure that the reports state: place, indicator, scope, measure, period and status, with the value chosen among the claims that state it, how many of them agree, and the chosen one''s sentence. The whole of a place and indicator has a null scope';
COMMENT ON COLUMN observations.area_name IS 'Name of the place in that year; of a town, which has no code, as the report has it';
COMMENT ON COLUMN observations.scope IS 'What the figure is restricted to: 民营, 市本级, the whole that 其中 divides; null for the whole of the place';
COMMENT ON COLUMN observations.measure IS 'level, or growth: per cent over the year before';
COMMENT ON COLUMN observations.basis IS 'How a growth rate is reckoned: nominal, real, comparable, same_scope, or null where the text does not say';
COMMENT ON COLUMN observations.value_standard IS 'The value in unit_standard, with its sign; null when censored or a range';
COMMENT ON COLUMN observations.value_standard_min IS 'Lower end of a range, or the known end of an ''over'' bound';
COMMENT ON COLUMN observations.value_standard_max IS 'Upper end of a range, or the known end of an ''under'' bound';
COMMENT ON COLUMN observations.bound IS 'exact, approx, over or under; of a fall turned round with its sign';
COMMENT ON COLUMN observations.claims IS 'How many claims state it, each text counted once';
COMMENT ON COLUMN observations.agreeing IS 'How many of them agree with the chosen value, as far as rounding and bounds tell';
COMMENT ON COLUMN observations.differing IS 'How many do not: look at contradictions';
COMMENT ON COLUMN observations.claim_id IS 'The chosen claim (key of claims)';
COMMENT ON COLUMN observations.confidence IS 'Confidence of the chosen claim, times the share of the claims that agree with it';
COMMENT ON COLUMN observations.value_min_standard IS 'The same as value_standard_min';
COMMENT ON COLUMN observations.value_max_standard IS 'The same as value_standard_max';
