-- The claims of the reports in reports_unique: what to count and sum over several compilations.
CREATE OR REPLACE VIEW claims_unique AS
SELECT claims.*
FROM claims
SEMI JOIN reports_unique USING (batch, report_id)
WHERE review IS DISTINCT FROM 'rejected';

COMMENT ON VIEW claims_unique IS 'The claims, each text counted once, however many copies of it were published. A report may still state a whole and its parts, or one figure twice: look at the sentences before adding up. What a person has rejected (review) is left out';
