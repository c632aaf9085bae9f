"""What may be added up? Conditions in SQL, out of the catalogue of indicators; of names it does not know, their words.

Never added: shares, rates, scores; what is per something; parts beside their whole; over years what is counted at a
moment; and a county beside the province that it lies in.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from flows.dashboard.filters import literal


@cache
def words(group: str) -> str:
    """A regular expression of the words of `averages` or `stocks`."""
    rows = tomllib.loads(files("flows.dashboard").joinpath("assets", "additive.toml").read_text(encoding="utf-8"))[
        group
    ]
    return "|".join(
        f"{row['word']}(?:[^{row['not_before']}]|$)" if "not_before" in row else row["word"] for row in rows
    )


def adds_up() -> str:
    """Of a claim, whether it may be added to others of its name and unit."""
    return (
        "kind NOT IN ('percentage', 'temperature', 'rate_or_score', 'other') AND NOT contains(unit_standard, '/') "
        "AND per IS NULL AND part_of IS NULL "
        "AND coalesce(indicator_id NOT IN (SELECT indicator_id FROM indicators WHERE NOT additive_places), "
        f"NOT regexp_matches(metric_key, {literal(words('averages'))}))"
    )


def is_stock() -> str:
    """Of a claim, whether figures of several years are no sum."""
    return (
        "coalesce(indicator_id IN (SELECT indicator_id FROM indicators WHERE NOT additive_time), "
        f"regexp_matches(metric_key, {literal(words('stocks'))}))"
    )


#: Places above a place, by its code of GB/T 2260: the prefecture, the province, the country.
ABOVE = """list_filter(
  [left({code}, 4) || '00', left({code}, 2) || '0000', '100000'], lambda above: above <> {code}
)"""
