-- Of all claims that state an observation one is chosen: what people have confirmed or corrected, what is known before what is censored,
-- the whole before what is named as a part, exact before a bound, what most claims agree with, the most digits, the surest.
WITH numbered AS (
  SELECT
    * EXCLUDE (quote, sentence),
    hash(quote || sentence) AS words,
    length(regexp_replace(quote, '[^0-9０-９]', '', 'g')) AS digits,
    -- How many claims state this value, as far as their rounding tells: 67665亿元 and 6.77万亿元 are one.
    count(*) OVER (PARTITION BY observation_id,
      CASE WHEN measure = 'level' AND anchor <> 0 THEN round(anchor, (2 - floor(log10(abs(anchor))))::INTEGER) ELSE round(anchor, 1) END
    ) AS alike
  FROM claims_observed
),
placed AS (
  SELECT
    *,
    row_number() OVER chosen AS place,
    first_value(anchor) OVER chosen AS picked,
    first_value(bound) OVER chosen AS picked_bound
  FROM numbered
  WINDOW chosen AS (
    PARTITION BY observation_id
    ORDER BY review IS NULL, masked, anchor IS NULL, part_of IS NOT NULL, bound IN ('over', 'under'), alike DESC, digits DESC,
      confidence DESC, batch, report_id, char_start, claim_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
),
compared AS (
  SELECT
    *,
    count(*) OVER same AS claims,
    count(*) FILTER (NOT masked AND anchor IS NOT NULL) OVER same AS comparable,
    count(*) FILTER (
      NOT masked AND CASE
        -- The same as in the view contradictions: over 100 and over 120 may both be true, what is said roughly is said of much.
        WHEN bound IN ('over', 'under') AND bound = picked_bound THEN true
        WHEN bound = 'over' THEN picked >= anchor - 0.001 * abs(anchor)
        WHEN bound = 'under' THEN picked <= anchor + 0.001 * abs(anchor)
        WHEN measure = 'level' THEN abs(anchor - picked) <= CASE WHEN 'approx' IN (bound, picked_bound) THEN 0.02 ELSE 0.005 END * abs(picked)
        ELSE abs(anchor - picked) <= CASE WHEN 'approx' IN (bound, picked_bound) THEN 0.2 ELSE 0.05 END
      END
    ) OVER same AS agreeing
  FROM placed
  WINDOW same AS (PARTITION BY observation_id)
)
SELECT
  observation_id, compared.area_code,
  CASE WHEN compared.area_code IS NULL AND home_code IS NULL THEN region ELSE named.name END AS area_name,
  issuer_id, issuer_key, reporter, indicator_id, scope, measure, basis, period_start, period_end, status,
  value_standard, value_standard_min, value_standard_max, unit_standard, bound, masked,
  claims, agreeing, comparable - agreeing AS differing,
  claim_id, report_id, report_year,
  round(confidence * greatest(agreeing, 1) / greatest(comparable, 1), 3) AS confidence,
  review, batch, words
FROM compared
LEFT JOIN areas AS named
  ON compared.area_code = named.area_code
  AND year(period_end) BETWEEN coalesce(named.valid_from, 0) AND coalesce(named.valid_to, 9999)
WHERE place = 1
QUALIFY row_number() OVER (PARTITION BY observation_id ORDER BY named.valid_from DESC NULLS LAST, named.name) = 1
