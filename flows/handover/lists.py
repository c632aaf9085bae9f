"""What do the tables' codes stand for? The catalogue of indicators and the codes of places, as tables of a database."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from expectations.engine.scratch import quoted
from extractors.indicators.areas import load_areas
from extractors.indicators.catalogue import load_catalogue

LISTS = ("indicators", "areas")
_TOLD = {
    "indicators": "The catalogue: one row per indicator that figures of different reports are brought together under",
    "areas": "The codes of places (GB/T 2260), one row per code and name: 襄樊市 until 2009, 襄阳市 since",
}
_COLUMNS = {
    "indicators": {
        "indicator_id": "Lasting name, the key",
        "name_zh": "Name in Chinese, as yearbooks have it",
        "name_en": "Name in English",
        "topic": "What field it is of",
        "measure": "Kind of figure: flow (of a period), stock (at a time), ratio, index, price (per head, month, unit)",
        "unit_standard": "Standard unit of its levels",
        "additive_places": "Whether figures of several places may be added up",
        "additive_time": "Whether figures of several periods may be added up: of stocks, ratios and prices not",
        "better": "Whether more or less of it is better, or neither",
        "is_class": "Whether it is a class of things (项目, 平台) that the words before tell apart: in no observation",
        "whole": "The indicator that it is a part of; null where of none",
        "source": "Where the definition comes from",
    },
    "areas": {
        "area_code": "Code of GB/T 2260; 100000 is the whole country",
        "name": "Name, as it was in these years",
        "level": "country, province, prefecture or county",
        "parent_code": "The place that it lies in",
        "valid_from": "Year since which the code has this name; null where from before 1980",
        "valid_to": "Last year of it; null where it still has. Changes since 2019 count as of 2020",
    },
}


def create_lists(connection: duckdb.DuckDBPyConnection) -> None:
    """Make both tables in the connection's database."""
    for name, rows in (("indicators", _indicators()), ("areas", _areas())):
        connection.register("arriving", rows)
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arriving")
        connection.unregister("arriving")
        connection.execute(f"COMMENT ON TABLE {name} IS {quoted(_TOLD[name])}")
        for column, told in _COLUMNS[name].items():
            connection.execute(f"COMMENT ON COLUMN {name}.{column} IS {quoted(told)}")


def told_of_lists() -> dict[str, str]:
    """What the columns of the lists mean, for views that take them over."""
    return _COLUMNS["areas"] | _COLUMNS["indicators"]


def _indicators() -> pa.Table:
    rows = load_catalogue().values()
    return pa.table({name: [getattr(row, name) for row in rows] for name in _COLUMNS["indicators"]})


def _areas() -> pa.Table:
    rows = load_areas()
    return pa.table(
        {
            "area_code": [row.area_code for row in rows],
            "name": [row.name for row in rows],
            "level": [row.level for row in rows],
            "parent_code": [row.parent_code for row in rows],
            "valid_from": pa.array([row.first for row in rows], pa.int32()),
            "valid_to": pa.array([row.last for row in rows], pa.int32()),
        }
    )
