-- Of every text the copy with the most figures that can be read, then the fewest censored, then the longest (docs/duplicates.md).
-- A report without a fingerprint counts as a text of its own.
CREATE OR REPLACE VIEW reports_unique AS
WITH copies AS (
  SELECT
    reports.*,
    coalesce(text_id, reports.batch || '/' || reports.report_id) AS text_id,
    numbers_known, numbers_masked, characters, group_repeats, place
  FROM reports
  LEFT JOIN fingerprints USING (batch, report_id)
)
SELECT
  batch, report_id, text_id,
  count(*) OVER (PARTITION BY text_id) AS copies,
  -- A name that says who it is, not 公司, 县 or XX乡, which stand for another one in every report.
  coalesce(
    NOT regexp_matches(issuer, '[XxＸｘ×*＊○某]')
    AND coalesce(length(region) > 1, length(issuer) > 2)
    AND length(issuer) > 1,
    false
  ) AS issuer_named,
  CASE
    WHEN NOT issuer_named THEN coalesce(issuer, region, '?') || ' (' || text_id || ')'
    WHEN region IS NULL OR starts_with(issuer, region) THEN issuer
    ELSE region || ' ' || issuer
  END AS issuer_key,
  title, title_plain, issuer, region, report_year, signed_on, source_path, claims,
  issuer_id, issuer_type, area_code, area_note
FROM copies
QUALIFY row_number() OVER (
  PARTITION BY text_id
  ORDER BY numbers_known DESC, numbers_masked, characters DESC, group_repeats IS NOT NULL, batch, place
) = 1;

COMMENT ON VIEW reports_unique IS 'The reports, each text once, however many copies of it were published, in whatever batches';
COMMENT ON COLUMN reports_unique.text_id IS 'The same for all copies of one text, in every batch';
COMMENT ON COLUMN reports_unique.copies IS 'How many copies of the text are published, this one included';
COMMENT ON COLUMN reports_unique.issuer_named IS 'Whether the issuer''s name says who it is; false for 公司 or XX乡, which are somebody else in another report';
COMMENT ON COLUMN reports_unique.issuer_key IS 'Issuer to group by: region and name; where the name does not say who it is, with the text_id, so that two XX乡 stay two';
