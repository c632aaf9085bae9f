"""What do analysts ask first? Each function asks a connection one question; its claims_unique is filtered (filters.py).

What is added up is always said with it: how many figures and claims stand behind a total, and what was left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from expectations.messages.catalogue import N_
from flows.dashboard.additive import ABOVE, adds_up, is_stock
from flows.dashboard.filters import all_of, literal, one_of

Connection = duckdb.DuckDBPyConnection
PLACES_OFFERED = 2000  # in the side bar, those with most claims first; another name can be typed

GROUPS = {
    "metric_key": N_("Metric"), "issuer": N_("Issuer"), "region": N_("Region"), "report_year": N_("Report year"),
}  # fmt: skip
# The same figure twice in one report (in its summary and in its chapter) is one figure.
ONE_FIGURE = "batch, report_id, metric_key, unit_standard, value_standard, period_start, period_end"


@dataclass(frozen=True, slots=True)
class Measure:
    """What one kind of total adds up: figures in one unit, of one status, perhaps of one metric."""

    unit: str
    status: str = "actual"
    metric: str | None = None

    def conditions(self) -> list[str]:
        chosen = [f"unit_standard = {literal(self.unit)}", adds_up(), f"status = {literal(self.status)}"]
        return chosen + ([f"metric_key = {literal(self.metric)}"] if self.metric is not None else [])


def one_row(answer: Connection) -> dict[str, Any]:
    """The first row of an answer by the names of its columns; of no rows nothing."""
    names = [column[0] for column in answer.description or ()]
    row = answer.fetchone()
    return dict(zip(names, row, strict=True)) if row else {}


def facets(connection: Connection) -> dict[str, list[str | int]]:
    """What the filters offer: every value that occurs, whatever is chosen."""
    single = {
        name: [
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT {name} FROM claims WHERE {name} IS NOT NULL ORDER BY 1"
            ).fetchall()
        ]
        for name in ("batch", "report_year", "status", "part")
    }
    kinds = connection.execute("SELECT kind FROM claims GROUP BY kind ORDER BY count(*) DESC, kind").fetchall()
    places = connection.execute(
        f"""SELECT place FROM (SELECT unnest([issuer, region]) AS place, claims FROM reports)
        WHERE place IS NOT NULL GROUP BY place ORDER BY sum(claims) DESC, place LIMIT {PLACES_OFFERED}"""
    ).fetchall()
    return single | {"kind": [row[0] for row in kinds], "place": [row[0] for row in places]}


def overview(connection: Connection) -> dict[str, int]:
    """How much there is to see: claims, reports, issuers, years, masked, flagged."""
    return one_row(
        connection.execute(
            """SELECT count(*) AS claims, count(DISTINCT (batch, report_id)) AS reports,
              count(DISTINCT issuer) AS issuers, min(report_year) AS first_year, max(report_year) AS last_year,
              count_if(masked) AS masked, count_if(len(flags) > 0) AS flagged
            FROM claims_unique"""
        )
    )


def reports(connection: Connection) -> int:
    """How many there are, each text once, with figures or without."""
    (number,) = connection.execute("SELECT count(*) FROM reports_unique").fetchone() or (0,)
    return int(number)


def copies(connection: Connection) -> int:
    """How many reports repeat another one, in all batches."""
    (number,) = connection.execute(
        "SELECT (SELECT count(*) FROM reports) - (SELECT count(*) FROM reports_unique)"
    ).fetchone() or (0,)
    return int(number)


def claims_by(connection: Connection, column: str, limit: int) -> pd.DataFrame:
    """Claims, and how many of them are masked, by kind, status, part or year."""
    return connection.execute(f"{counted(column)} ORDER BY claims DESC, key LIMIT {int(limit)}").df()


def masked_by(connection: Connection, column: str, limit: int) -> pd.DataFrame:
    """Where most figures are censored."""
    return connection.execute(
        f"{counted(column)} HAVING masked > 0 ORDER BY masked DESC, masked_share DESC, key LIMIT {int(limit)}"
    ).df()


def counted(column: str) -> str:
    return f"""SELECT {column} AS key, count(*) AS claims, count_if(claims_unique.masked)::BIGINT AS masked,
      avg(claims_unique.masked::INT) AS masked_share
    FROM claims_unique WHERE {column} IS NOT NULL GROUP BY key"""


def units(connection: Connection, status: str) -> pd.DataFrame:
    """Units that can be added up, those with most figures first."""
    return connection.execute(
        f"""SELECT unit_standard AS unit, arg_max(kind, n) AS kind, sum(n)::BIGINT AS claims FROM (
          SELECT unit_standard, kind, count(value_standard) AS n FROM levels WHERE status = ? AND {adds_up()}
          GROUP BY ALL
        ) WHERE n > 0 GROUP BY ALL ORDER BY claims DESC, unit""",
        [status],
    ).df()


def metrics(connection: Connection, measure: Measure, limit: int) -> list[str]:
    """Names of metrics in this unit, those that most issuers state first: what can be compared."""
    rows = connection.execute(
        f"""SELECT metric_key FROM levels WHERE {all_of(measure.conditions())} AND value_standard IS NOT NULL
        GROUP BY 1 ORDER BY count(DISTINCT issuer) DESC, count(*) DESC, 1 LIMIT {int(limit)}"""
    ).fetchall()
    return [row[0] for row in rows]


def totals(connection: Connection, measure: Measure, group: str, limit: int) -> pd.DataFrame:
    """Sums by metric, issuer, region or year, the largest first, and what stands behind each.

    Of stocks only the last year's figures are added; a place's figure is left out beside that of a place it lies in.
    """
    assert group in GROUPS
    return connection.execute(
        f"""WITH {figures_of(measure, group)},
        keys AS (
          SELECT key, max(year) FILTER (value IS NOT NULL) AS last, bool_or(stock) AS is_stock FROM figures GROUP BY key
        ),
        sorted AS (
          SELECT *, inside AS in_whole, NOT inside AND is_stock AND year IS DISTINCT FROM last AS of_earlier,
            NOT inside AND NOT coalesce(of_earlier, false) AND value IS NOT NULL AS added
          FROM figures JOIN keys USING (key)
        )
        SELECT key, sum(value) FILTER (added) AS total, max(value) FILTER (added) AS largest,
          count_if(added)::BIGINT AS figures, count_if(added AND rough)::BIGINT AS rough,
          coalesce(sum(claims) FILTER (value IS NOT NULL), 0)::BIGINT - count(value) AS repeated,
          count_if(masked)::BIGINT AS masked, count_if(value IS NULL AND NOT masked)::BIGINT AS ranges,
          count_if(in_whole AND value IS NOT NULL)::BIGINT AS inside,
          count_if(of_earlier AND value IS NOT NULL)::BIGINT AS earlier,
          count(DISTINCT (batch, report_id)) FILTER (added) AS reports,
          min(year) FILTER (added) AS first_year, max(year) FILTER (added) AS last_year,
          mode(unit) FILTER (added) AS unit, mode(factor) FILTER (added) AS factor
        FROM sorted GROUP BY key HAVING count_if(added) > 0 ORDER BY total DESC, key LIMIT {int(limit)}"""
    ).df()


def figures_of(measure: Measure, group: str) -> str:
    """SQL of `figures`: one row a figure, with whether it is of a place inside another that is in the same sum."""
    stated = f"FROM levels WHERE {all_of(measure.conditions())} AND {group} IS NOT NULL"
    same = f"{group} AS key, metric_key, year(period_end) AS year, area_code"
    # By issuer and region a county and its province are two sums, not one.
    inner = "area_code IS NOT NULL" if group in ("metric_key", "report_year") else "false"
    return f"""
      placed AS (SELECT DISTINCT {same} {stated} AND {inner}),
      inside AS (
        SELECT DISTINCT key AS inner_key, metric_key AS inner_metric, year AS inner_year, area_code AS inner_area
        FROM (SELECT *, unnest({ABOVE.format(code="area_code")}) AS above FROM placed) AS one
        SEMI JOIN placed AS other
          ON one.key = other.key AND one.metric_key = other.metric_key AND one.year = other.year
          AND one.above = other.area_code
      ),
      figures AS (
        SELECT {group} AS key, batch, report_id, value_standard AS value, any_value(year(period_end)) AS year,
          count(*) AS claims, count_if(bound <> 'exact') > 0 AS rough, any_value(masked) AS masked,
          bool_or({is_stock()}) AS stock, count(inner_area) > 0 AS inside, any_value(unit) AS unit,
          any_value(value_standard / nullif(value, 0)) AS factor
        FROM (SELECT * {stated}) AS levels
        LEFT JOIN inside
          ON inner_key = {group} AND inner_metric = metric_key AND inner_year = year(period_end)
          AND inner_area = area_code
        GROUP BY {group}, {ONE_FIGURE}, IF(value_standard IS NULL, claim_id, NULL)
      )"""


def sum_up(connection: Connection, measure: Measure) -> dict[str, int]:
    """What all totals of a measure stand on, and what they leave out; reports and metrics of figures with a value."""
    return one_row(
        connection.execute(
            f"""SELECT count(value_standard) AS claims,
          count(DISTINCT (batch, report_id)) FILTER (value_standard IS NOT NULL) AS reports,
          count(DISTINCT metric_key) FILTER (value_standard IS NOT NULL) AS metrics,
          count(DISTINCT report_year) FILTER (value_standard IS NOT NULL) AS years,
          count_if(masked)::BIGINT AS masked, count_if(value_standard IS NULL AND NOT masked)::BIGINT AS ranges,
          count_if(value_standard IS NOT NULL AND bound <> 'exact')::BIGINT AS rough,
          (SELECT count(*) FROM claims_unique WHERE {all_of(measure.conditions())}) - count(*) AS changes
        FROM levels WHERE {all_of(measure.conditions())}"""
        )
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """Which rates of change: in % or in percentage points, of one status, against what, perhaps of one metric."""

    unit: str
    status: str = "actual"
    against: tuple[str, ...] = ()  # comparisons; none: all
    metric: str | None = None

    def conditions(self) -> list[str]:
        chosen = [
            f"rate_unit = {literal(self.unit)}",
            f"status = {literal(self.status)}",
            one_of("comparison", self.against),
        ]
        chosen += [f"metric_key = {literal(self.metric)}"] if self.metric is not None else []
        return [*(condition for condition in chosen if condition), "rate IS NOT NULL"]


def growing(connection: Connection, rate: Rate, limit: int) -> list[str]:
    """Names of metrics with such rates, those that most issuers state first."""
    rows = connection.execute(
        f"""SELECT metric_key FROM growth WHERE {all_of(rate.conditions())}
        GROUP BY 1 ORDER BY count(DISTINCT issuer) DESC, count(*) DESC, 1 LIMIT {int(limit)}"""
    ).fetchall()
    return [row[0] for row in rows]


def growth(connection: Connection, rate: Rate, group: str, limit: int) -> pd.DataFrame:
    """Rates by metric, issuer, region or year: the middle one, the lowest, the highest; most often stated first."""
    assert group in GROUPS
    return connection.execute(
        f"""SELECT {group} AS key, median(rate) AS middle, min(rate) AS lowest, max(rate) AS highest,
          count(rate) AS rates, count(DISTINCT (batch, report_id)) AS reports,
          min(report_year) AS first_year, max(report_year) AS last_year
        FROM growth WHERE {all_of(rate.conditions())} AND {group} IS NOT NULL
        GROUP BY 1 ORDER BY rates DESC, abs(middle) DESC, key LIMIT {int(limit)}"""
    ).df()
