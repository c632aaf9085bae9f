-- Sums in 元; no other currencies, and no prices or incomes per head (CNY/人 …), which do not add up.
CREATE OR REPLACE VIEW money_cny AS
SELECT
  claim_id, batch, report_id, report_title, issuer, region, report_year, part, section, metric, metric_key, status,
  value_standard AS amount_cny,
  value_standard_min AS least_cny,
  value_standard_max AS most_cny,
  bound, masked, period_start, period_end, confidence, flags, quote, sentence, source_path, char_start
FROM levels
WHERE
  kind = 'money' AND unit_standard = 'CNY' AND per IS NULL
  AND coalesce(indicator_id NOT IN (SELECT indicator_id FROM indicators WHERE measure IN ('price', 'ratio', 'index')), true);

COMMENT ON VIEW money_cny IS 'Sums of money in yuan, each text counted once, changes left out. Filter by status: what is planned (target) was not spent (actual). Budget and parts of it may stand in one report: do not add up blindly';
COMMENT ON COLUMN money_cny.amount_cny IS 'The sum in yuan; null when censored (masked) or a range';
COMMENT ON COLUMN money_cny.least_cny IS 'Lower end of a range, or the known end of an ''over'' bound, in yuan';
COMMENT ON COLUMN money_cny.most_cny IS 'Upper end of a range, or the known end of an ''under'' bound, in yuan';
