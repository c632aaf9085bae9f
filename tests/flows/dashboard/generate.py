"""Where do tables of any size come from? Invented reports of invented towns, made by DuckDB.

Every report has a hundred claims; every tenth is a copy of the one before it. Half of a report's claims are of a few
metrics that all towns have, the others are rare. `python -m tests.flows.dashboard.generate FOLDER CLAIMS` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from expectations.schema import load_tables
from flows.handover.lists import create_lists
from flows.publishing.observed import write_observations

CLAIMS_PER_REPORT = 100
PARTS = 4  # part files a batch
TYPES = {
    "category": "VARCHAR", "string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE",
    "bool": "BOOLEAN", "date": "DATE", "list<string>": "VARCHAR[]",
    "list<int32>": "INTEGER[]", "list<float>": "FLOAT[]", "binary": "BLOB",
}  # fmt: skip

MADE = """
CREATE TABLE made AS
WITH numbers AS (
  SELECT i, i // {each} AS r, i % {each} AS k, i % 10 AS kind_number, CAST(hash(i) % 1000 AS BIGINT) AS random 
  FROM range({claims}) AS t(i)
), placed AS (
  SELECT *, IF(r % 10 = 9, r - 1, r) AS original,
    CASE WHEN k < 50 THEN k ELSE CAST(hash(r * 1000 + k) % 3000 AS BIGINT) END AS metric_number
  FROM numbers
)
SELECT *,
  ['一季度', '全年', '上半年', '新增', '累计'][1 + metric_number % 5]
    || ['稻田', '茶园', '苗圃', '渔场', '果林'][1 + metric_number // 5 % 5]
    || ['建设', '投资', '产量', '面积', '培训', '改造'][1 + metric_number // 25 % 6] || metric_number AS metric,
  ['count', 'count', 'count', 'money', 'percentage', 'area', 'count', 'money', 'percentage', 'mass']
    [1 + metric_number % 10] AS kind,
  ['人', '个', '户', '元', '%', '亩', '次', '元', '%', '吨'][1 + metric_number % 10] AS unit,
  ['人', '个', '户', 'CNY', '%', 'm²', '次', 'CNY', '%', 'kg'][1 + metric_number % 10] AS unit_standard,
  [1, 1, 1, 1, 1, 2000 / 3, 1, 1, 1, 1000][1 + metric_number % 10] AS factor,
  random < 40 AS masked, 2015 + original % 10 AS year,
  '第' || (original // 10 % 2000) || '号镇' AS town,
  'batch-' || r % 4 AS batch, (r // 4) % {parts} AS part_file,
  IF(metric_number % 10 = 4 OR metric_number % 10 = 8, random / 20.0, (1 + random) * 1000.0) AS number
FROM placed;

CREATE TABLE claims AS
SELECT 'c' || i AS claim_id, 's' || r AS source_id, 'reports/' || r || '.txt' AS source_path,
  'r' || r AS report_id, town || year || '年工作总结' AS report_title,
  town || '人民政府' AS issuer, town AS region, year AS report_year,
  IF(k >= 80, 'plan', 'summary') AS part, 't' || r AS section_id, '一、工作' AS section,
  metric || quote || '。' AS sentence, quote,
  20 * k + length(metric) AS char_start, char_start + length(quote) AS char_end, NULL AS page,
  metric, metric AS metric_key, kind,
  IF(masked, NULL, number) AS value, NULL AS value_min, NULL AS value_max,
  unit, unit_standard, IF(masked, NULL, number * factor) AS value_standard,
  IF(random % 10 = 0, 'over', 'exact') AS bound, masked,
  IF(k >= 80, 'target', 'actual') AS status,
  IF(kind = 'percentage' AND k % 20 = 4, 'yoy', 'none') AS comparison,
  IF(comparison = 'yoy', ['up', 'up', 'down'][1 + random % 3], 'none') AS direction, NULL AS period_text,
  make_date(year + IF(k >= 80, 1, 0), 1, 1) AS period_start,
  make_date(year + IF(k >= 80, 1, 0), 12, 31) AS period_end,
  0.5 + random / 2000 AS confidence,
  IF(random = 7, ['parts_do_not_sum: 6 + 8 = 14 ≠ 15'], []) AS flags, '1' AS extractor_version,
  batch, part_file
FROM (SELECT *, IF(masked, 'XX', number::BIGINT::VARCHAR) || unit AS quote FROM made);

-- Metrics that all towns have are of indicators, and the towns stand for counties, so that there are observations.
CREATE TABLE known AS
SELECT row_number() OVER (ORDER BY indicator_id) - 1 AS metric_number, indicator_id
FROM indicators WHERE measure = 'flow' LIMIT 25;
CREATE TABLE counties AS
SELECT row_number() OVER (ORDER BY area_code) - 1 AS number, area_code
FROM (SELECT DISTINCT area_code FROM areas WHERE level = 'county' AND valid_to IS NULL) LIMIT 2000;
ALTER TABLE claims ADD COLUMN indicator_id VARCHAR;
ALTER TABLE claims ADD COLUMN indicator_fit VARCHAR;
ALTER TABLE claims ADD COLUMN measure VARCHAR;
ALTER TABLE claims ADD COLUMN area_code VARCHAR;
UPDATE claims SET indicator_id = known.indicator_id, indicator_fit = 'whole',
  measure = IF(claims.kind = 'percentage', 'growth', 'level'), area_code = counties.area_code
FROM made, known, counties
WHERE 'c' || made.i = claim_id AND made.metric_number = known.metric_number
  AND counties.number = made.original // 10 % 2000;

CREATE TABLE reports AS
SELECT DISTINCT 'r' || r AS report_id, 's' || r AS source_id, 'reports/' || r || '.txt' AS source_path,
  town || year || '年工作总结' AS title, title AS title_plain,
  town || '人民政府' AS issuer, town AS region, year AS report_year, NULL AS signed_on,
  0 AS char_start, 20 * {each} AS char_end, 1 AS sections, {each} AS claims,
  IF(r <> original, 'r' || original, NULL) AS duplicate_of,
  NULL AS duplicate_in, IF(r <> original, 0.9, NULL) AS similarity, batch, part_file,
  'government' AS issuer_type, area_code
FROM made JOIN counties ON counties.number = made.original // 10 % 2000;

CREATE TABLE fingerprints AS
SELECT DISTINCT 'r' || r AS report_id, r AS place, 'r' || original AS text_id, NULL AS group_repeats,
  90 AS numbers_known, 4 AS numbers_masked, 2000 AS characters, ''::BLOB AS signature,
  ''::BLOB AS numbers, ''::BLOB AS names, '1' AS method, batch, part_file
FROM made;

CREATE TABLE texts AS
SELECT source_path, source_id, string_agg(rpad(sentence, 20, '　'), '' ORDER BY char_start) AS text, batch, part_file
FROM claims GROUP BY ALL;
"""


def write_tables(output: Path, claims: int) -> Path:
    """Write claims, reports, fingerprints and texts under output/tables; returns the output."""
    with duckdb.connect() as connection:
        create_lists(connection)
        connection.execute(MADE.format(claims=claims, each=CLAIMS_PER_REPORT, parts=PARTS))
        for name in ("claims", "reports", "fingerprints", "texts"):
            write_table(connection, output, name)
    write_observations(output / "tables", "made")
    return output


def write_table(connection: duckdb.DuckDBPyConnection, output: Path, name: str) -> None:
    """One table's part files, with the columns and types of tables.toml."""
    there = {column for column, *_ in connection.execute(f"DESCRIBE {name}").fetchall()}
    columns = ", ".join(
        f"{field.name if field.name in there else 'NULL'}::{TYPES[field.type]} AS {field.name}"
        for field in load_tables()[name].columns
    )
    for batch, part in connection.execute(f"SELECT DISTINCT batch, part_file FROM {name}").fetchall():
        folder = output / "tables" / name / f"batch={batch}"
        folder.mkdir(parents=True, exist_ok=True)
        chosen = f"SELECT {columns} FROM {name} WHERE batch = '{batch}' AND part_file = {part}"
        connection.execute(f"COPY ({chosen}) TO '{folder}/part-{part}-x.parquet' (COMPRESSION zstd)")


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), int(sys.argv[2]))
