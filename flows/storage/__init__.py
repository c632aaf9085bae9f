"""How are bytes and rows kept? Paths and URLs, Parquet files, and the spool in which a run's half-done work waits."""
