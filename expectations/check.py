"""What is an expectation, before Great Expectations is loaded? A plain record; suite.py turns it into the real thing.

The modules of the tables (claims.py, reports.py …) are lists of these records, so that reading them costs no import of the
library, and so that what is expected stands in one place with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.schema import load_tables

CRITICAL = "critical"
WARNING = "warning"
ROW = "row"
TABLE = "table"


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation of one table.

    `rule` is the name of the expectation class, `arguments` what it takes. Column names that begin with an underscore are
    helper columns, worked out by derived.py. `where` limits the rule to the rows whose column has that value.
    """

    name: str
    severity: str  # CRITICAL: the row is quarantined, or the gate fails; WARNING: the row is flagged, or it is reported
    scope: str  # ROW: a row can fail by itself; TABLE: it speaks of the table as a whole
    description: str
    rule: str
    arguments: Mapping[str, Any]
    where: tuple[str, str] | None = None


def check_pairs_equal(
    name: str, severity: str, scope: str, columns: tuple[str, str], description: str, where: tuple[str, str] | None = None
) -> Check:
    """Two columns must agree in every row; both null counts as agreement."""
    arguments = {"column_A": columns[0], "column_B": columns[1], "ignore_row_if": "both_values_are_missing"}
    return Check(name, severity, scope, description, "ExpectColumnPairValuesToBeEqual", arguments, where)


def check_not_less(
    name: str, severity: str, scope: str, columns: tuple[str, str], description: str, *, strictly: bool = False
) -> Check:
    """The first column is at least (or `strictly` more than) the second, wherever both are known."""
    arguments = {
        "column_A": columns[0],
        "column_B": columns[1],
        "or_equal": not strictly,
        "ignore_row_if": "either_value_is_missing",
    }
    return Check(name, severity, scope, description, "ExpectColumnPairValuesAToBeGreaterThanB", arguments)


def check_in_set(name: str, severity: str, scope: str, column: str, values: list[str], description: str) -> Check:
    return Check(
        name, severity, scope, description, "ExpectColumnValuesToBeInSet", {"column": column, "value_set": values}
    )


def check_between(
    name: str,
    severity: str,
    scope: str,
    column: str,
    ends: tuple[float | None, float | None],
    description: str,
    where: tuple[str, str] | None = None,
) -> Check:
    """Known values of the column lie between the two ends, both included."""
    arguments = {"column": column, "min_value": ends[0], "max_value": ends[1]}
    return Check(name, severity, scope, description, "ExpectColumnValuesToBeBetween", arguments, where)


def check_not_blank(name: str, severity: str, scope: str, column: str, description: str) -> Check:
    return Check(
        name, severity, scope, description, "ExpectColumnValuesToMatchRegex", {"column": column, "regex": r"\S"}
    )


def checks_of_nulls(table: str, scope: str) -> Iterator[Check]:
    """Columns that tables.toml says are never null."""
    for column in load_tables()[table].columns:
        if not column.null:
            yield Check(
                f"{column.name}_present",
                CRITICAL,
                scope,
                f"{column.name} is never null",
                "ExpectColumnValuesToNotBeNull",
                {"column": column.name},
            )


def check_key(table: str, severity: str = CRITICAL) -> Check:
    """The key of tables.toml names each row once."""
    key = load_tables()[table].key
    description = f"{' + '.join(key)} names each row once"
    if len(key) == 1:
        return Check("key_unique", severity, TABLE, description, "ExpectColumnValuesToBeUnique", {"column": key[0]})
    return Check(
        "key_unique", severity, TABLE, description, "ExpectCompoundColumnsToBeUnique", {"column_list": list(key)}
    )
