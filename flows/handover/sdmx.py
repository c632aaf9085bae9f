"""How do statisticians' programs take the observations? As SDMX-CSV 2.0 (SDMX 3.0, section 5): observations.csv.

Codes are those of SDMX's cross-domain lists: _T a total, _Z what does not apply, _X what is not specified. Attributes
say of each value how it is bounded, how many claims agree, and by which claim it is stated.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from expectations.engine.scratch import quoted
from flows.handover.files import replaced
from flows.handover.views import VARIABLE

FILE = "observations.csv"
STRUCTURE_ID = "REPORT_METRICS:OBSERVATIONS(1.0)"
#: What is a period in SDMX: a year, half, quarter or month by its own name, any other by its start and length.
_PERIOD = """CASE
    WHEN day(period_start) <> 1 OR day(period_end + 1) <> 1
      THEN format('{}/P{}D', period_start, period_end - period_start + 1)
    WHEN months = 12 AND month(period_start) = 1 THEN year(period_start)::VARCHAR
    WHEN months = 6 AND month(period_start) IN (1, 7)
      THEN format('{}-S{}', year(period_start), (month(period_start) + 5) // 6)
    WHEN months = 3 AND month(period_start) % 3 = 1 THEN format('{}-Q{}', year(period_start), quarter(period_start))
    WHEN months = 1 THEN strftime(period_start, '%Y-%m')
    WHEN months % 12 = 0 THEN format('{}/P{}Y', period_start, months // 12)
    ELSE format('{}/P{}M', period_start, months)
  END"""
DIMENSIONS = {
    "REF_AREA": "coalesce(area_code, '_X')",
    "REPORTER": "coalesce(reporter, '_Z')",
    "INDICATOR": "indicator_id",
    "SCOPE": "coalesce(scope, '_T')",
    "MEASURE": "measure",
    "BASIS": "coalesce(basis, '_X')",
    "STATUS": "status",
    "UNIT_MEASURE": "unit_standard",
    "TIME_PERIOD": _PERIOD,
}
ATTRIBUTES = {
    "OBS_VALUE": "value_standard",
    "OBS_MIN": "value_standard_min",
    "OBS_MAX": "value_standard_max",
    "BOUND": "bound",
    "CLAIMS": "claims",
    "AGREEING": "agreeing",
    "DIFFERING": "differing",
    "CONFIDENCE": "confidence",
    "REVIEW": "review",
    "AREA_NAME": "area_name",
    "QUOTE": "quote",
    "CLAIM_ID": "claim_id",
    "OBSERVATION_ID": "observation_id",
}


def write_sdmx(tables: Path, path: Path, database: Path) -> None:
    """Write all observations of the tables; `database` has their views."""
    columns = ", ".join(f"{said} AS {name}" for name, said in (DIMENSIONS | ATTRIBUTES).items())
    with replaced(path) as fresh, duckdb.connect(database, read_only=True) as connection:
        connection.execute(f"SET VARIABLE {VARIABLE} = {quoted(str(tables.absolute()))}")
        connection.execute(
            f"""COPY (
              SELECT 'dataflow' AS STRUCTURE, {quoted(STRUCTURE_ID)} AS STRUCTURE_ID, 'I' AS ACTION, {columns}
              FROM (SELECT *, datediff('month', period_start, period_end + 1) AS months FROM observations)
              ORDER BY area_code, indicator_id, period_end, observation_id
            ) TO {quoted(str(fresh))} (FORMAT csv, HEADER)"""
        )
