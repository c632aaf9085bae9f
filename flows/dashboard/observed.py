"""What do the reports say of an indicator, place by place and year by year? Questions about `points`.

A point is an observation of a whole place and a whole year, reached or planned, as in the views `series` and `panel`.
They are put into a table once for each state of the tables: then every page is asked for in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from expectations.engine.doubtful import UNSURE
from flows.dashboard.filters import all_of, literal, one_of

Connection = duckdb.DuckDBPyConnection
LEVEL, GROWTH = "level", "growth"
REACHED, PLANNED = "reached", "planned"
PROVINCE = "province"
SURE = UNSURE  # below, a figure has no rank

#: Of several figures for one point the one for the longest part of the year, then the surest, as `panel` chooses. A
#: range (4.5%—5%) stands at its lower end, and has an `upper` one. Of an indicator's units the one that most of its
#: points are in: a chart has one axis. How a claim is written (亿元 or 元, 亩 or 平方米) is told by its unit, and by
#: how many of the standard unit that is.
MAKE = """
CREATE OR REPLACE TABLE points AS
WITH yearly AS (
  SELECT
    coalesce(area_code, area_name) AS place, area_code, area_name, indicator_id, measure, year(period_end) AS year,
    IF(status = 'actual', 'reached', 'planned') AS state, status,
    coalesce(value_standard, value_standard_min, value_standard_max) AS value,
    IF(value_standard IS NULL AND value_standard_min IS NOT NULL, value_standard_max, NULL) AS upper,
    bound, unit_standard, masked, basis,
    claims, agreeing, differing, claim_id, batch, report_id, report_year, confidence, quote, sentence, period_start
  FROM observations
  WHERE
    scope IS NULL AND area_name IS NOT NULL AND measure IN ('level', 'growth') AND year(period_start) = year(period_end)
    AND month(period_end) = 12
  QUALIFY row_number() OVER (
    PARTITION BY place, indicator_id, year, measure, unit_standard, state
    ORDER BY period_start, masked, confidence DESC, basis NULLS FIRST, claim_id
  ) = 1
),
in_one_unit AS (
  FROM yearly
  WHERE value IS NOT NULL
  QUALIFY unit_standard = mode(unit_standard) OVER (PARTITION BY indicator_id, measure)
),
levels AS (SELECT area_code, any_value(level) AS level FROM areas GROUP BY area_code),
written AS (
  SELECT batch, claim_id, any_value(unit) AS unit,
    any_value(coalesce(value_standard / nullif(value, 0), value_standard_min / nullif(value_min, 0), 1.0)) AS factor
  FROM claims SEMI JOIN in_one_unit USING (batch, claim_id) GROUP BY ALL
)
SELECT in_one_unit.*, coalesce(level, 'below') AS level, unit, abs(factor) AS factor
FROM in_one_unit LEFT JOIN levels USING (area_code) LEFT JOIN written USING (batch, claim_id)
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Points of one indicator and measure that are sure enough."""

    indicator: str
    measure: str
    least_confidence: float = 0.0

    def conditions(self) -> list[str]:
        sure = [f"confidence >= {self.least_confidence!r}"] if self.least_confidence > 0 else []
        return [f"indicator_id = {literal(self.indicator)}", f"measure = {literal(self.measure)}", *sure]


def indicators(connection: Connection) -> pd.DataFrame:
    """Those that there are points of, first those that most places have both a plan and a result of, in most years."""
    return connection.execute(
        """SELECT indicator_id, name_zh, name_en, topic, better, count(DISTINCT place) AS places,
          count(DISTINCT year) AS years, min(year) AS first_year, max(year) AS last_year, count(*) AS points,
          least(
            count(DISTINCT place) FILTER (state = 'planned'), count(DISTINCT place) FILTER (state = 'reached')
          ) AS paired
        FROM points JOIN indicators USING (indicator_id)
        GROUP BY ALL ORDER BY paired DESC, places DESC, points DESC, indicator_id"""
    ).df()


def measures(connection: Connection, indicator: str) -> list[str]:
    """level and growth as far as there are points; first the one of which most places have a plan and a result."""
    rows = connection.execute(
        """SELECT measure FROM points WHERE indicator_id = ? GROUP BY measure
        ORDER BY least(
          count(DISTINCT place) FILTER (state = 'planned'), count(DISTINCT place) FILTER (state = 'reached')
        ) DESC, count(*) DESC, measure""",
        [indicator],
    ).fetchall()
    return [row[0] for row in rows]


def places(connection: Connection, asked: Asked) -> pd.DataFrame:
    """The places that have points: those with most of them first, reached and planned."""
    return connection.execute(
        f"""SELECT place, arg_max(area_name, year) AS name, any_value(level) AS level, count(*) AS points
        FROM points WHERE {all_of(asked.conditions())}
        GROUP BY place ORDER BY count(DISTINCT (year, state)) DESC, place"""
    ).df()


def trend(connection: Connection, asked: Asked, chosen: tuple[str, ...]) -> pd.DataFrame:
    """All points of some places, by place and year; with what others say of them, and whether they are in doubt."""
    return connection.execute(
        f"""SELECT points.*, batch || '/' || claim_id AS key, coalesce(others, '') AS others,
          confidence < {SURE} OR differing > 0 AS doubtful
        FROM points LEFT JOIN (
          SELECT batch, claim_id, string_agg(DISTINCT other_quote, ' ' ORDER BY other_quote) AS others
          FROM disagreements WHERE kind <> 'rounding' GROUP BY ALL
        ) USING (batch, claim_id)
        WHERE {all_of([*asked.conditions(), one_of("place", chosen) or "false"])}
        ORDER BY list_position([{", ".join(map(literal, chosen))}]::VARCHAR[], place), year, state DESC"""
    ).df()


def years(connection: Connection, asked: Asked) -> pd.DataFrame:
    """Years, levels of places and states with points; first the level and year that most places state a result of."""
    return connection.execute(
        f"""SELECT year, level, state, found FROM (
          SELECT year, level, state, count(*) AS found FROM points WHERE {all_of(asked.conditions())} GROUP BY ALL
        ) ORDER BY sum(found) OVER (PARTITION BY level) DESC, level, state = 'reached' DESC, found DESC, year DESC"""
    ).df()


def ranking(connection: Connection, asked: Asked, year: int, level: str, state: str) -> pd.DataFrame:
    """Places of one level side by side, the largest value first; the same value, the same rank; unsure ones last."""
    chosen = [f"year = {int(year)}", f"level = {literal(level)}", f"state = {literal(state)}"]
    return connection.execute(
        f"""SELECT *, place AS key,
          IF(confidence < {SURE}, NULL, rank() OVER (PARTITION BY confidence < {SURE} ORDER BY value DESC)) AS rank
        FROM points WHERE {all_of([*asked.conditions(), *chosen])} ORDER BY confidence < {SURE}, value DESC, place"""
    ).df()
