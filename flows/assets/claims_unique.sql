-- claims_unique: the claims, each text counted once, however many copies of it were published, in whatever batches.
-- DuckDB, to be run in the folder that holds tables/ (output/), or with the paths changed.
CREATE OR REPLACE VIEW reports_unique AS
SELECT batch, report_id, text_id
FROM read_parquet('tables/fingerprints/**/*.parquet', hive_partitioning = true)
QUALIFY row_number() OVER (
  PARTITION BY text_id
  ORDER BY numbers_known DESC, numbers_masked, characters DESC, group_repeats IS NOT NULL, batch, place
) = 1;

CREATE OR REPLACE VIEW claims_unique AS
SELECT claims.*
FROM read_parquet('tables/claims/**/*.parquet', hive_partitioning = true) AS claims
SEMI JOIN reports_unique USING (batch, report_id);
