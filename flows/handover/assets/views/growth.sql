-- Claims of batches that were published before there was `change` are signed here. 比全国高2个百分点 compares two places
-- (comparison other, direction none); it is no growth and is left out. So are changes in other units: 增加1200亩.
CREATE OR REPLACE VIEW growth AS
SELECT
  claim_id, batch, report_id, report_title, issuer, region, report_year, part, section, metric, metric_key, status,
  comparison, direction,
  coalesce(change, CASE WHEN direction = 'down' THEN -abs(value_standard) ELSE value_standard END) AS rate,
  CASE WHEN unit_standard = '%' THEN '%' ELSE 'percentage points' END AS rate_unit,
  bound, masked, period_start, period_end, confidence, flags, quote, sentence, source_path, char_start,
  scope, basis, base_text, base_start, base_end
FROM claims_unique
WHERE kind = 'percentage' AND direction <> 'none';

COMMENT ON VIEW growth IS 'Changes in per cent or percentage points, each text counted once: by how much a metric rose or fell, and against what';
COMMENT ON COLUMN growth.comparison IS 'Against what: yoy (同比, 较上年), mom (环比), other (年均, against a stated year), or none where the text says 增长5% and no more';
COMMENT ON COLUMN growth.rate IS 'The change with its sign: -1.4 for 下降1.4%; null when censored (masked) or a range';
COMMENT ON COLUMN growth.basis IS 'How the rate is reckoned, where that is said: nominal (现价), real (扣除价格因素), comparable (可比价) or same_scope (同口径). Rates of different bases do not compare';
COMMENT ON COLUMN growth.base_text IS 'Against what, in the text''s words: 上年同期, 一季度, “十三五”时期';
COMMENT ON COLUMN growth.rate_unit IS '% of the earlier value, or percentage points where a share itself changed (提高3个百分点); the two do not mix';
