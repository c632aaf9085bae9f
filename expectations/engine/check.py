"""What is an expectation, before Great Expectations is loaded? A plain record; suite.py turns it into the real thing.

The modules of the tables (claims.py, reports.py …) are lists of these records, so that reading them costs no import of
the library, and so that what is expected stands in one place with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
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

    `rule` is the name of the expectation class, `arguments` what it takes. Column names that begin with an underscore
    are helper columns, worked out by derived.py. A rule on rows of one sort only is a helper that is null elsewhere:
    the library's own row conditions query the whole frame for each expectation.
    """

    name: str
    severity: str  # CRITICAL: the row is quarantined, or the gate fails; WARNING: the row is flagged, or it is reported
    scope: str  # ROW: a row can fail by itself; TABLE: it speaks of the table as a whole
    description: str
    rule: str
    arguments: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it tests."""
        named = [self.arguments[key] for key in ("column", "column_A", "column_B") if key in self.arguments]
        return (*named, *self.arguments.get("column_list", ()))


def check_pairs_equal(name: str, severity: str, scope: str, columns: tuple[str, str], description: str) -> Check:
    """Two columns must agree in every row; both null counts as agreement."""
    arguments = {"column_A": columns[0], "column_B": columns[1], "ignore_row_if": "both_values_are_missing"}
    return Check(name, severity, scope, description, "ExpectColumnPairValuesToBeEqual", arguments)


def check_position(scope: str = TABLE) -> Check:
    """A span of a text holds a character at least."""
    columns = ("char_end", "char_start")
    return check_not_less(
        "position_not_empty", CRITICAL, scope, columns, "char_start lies before char_end", strictly=True
    )


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
) -> Check:
    """Known values of the column lie between the two ends, both included."""
    arguments = {"column": column, "min_value": ends[0], "max_value": ends[1]}
    return Check(name, severity, scope, description, "ExpectColumnValuesToBeBetween", arguments)


def check_not_blank(name: str, severity: str, scope: str, column: str, description: str) -> Check:
    return Check(
        name, severity, scope, description, "ExpectColumnValuesToMatchRegex", {"column": column, "regex": r"\S"}
    )


def check_required(table: str, scope: str) -> Check:
    """Columns that tables.toml says are never null; the helper names those that are."""
    required = ", ".join(column.name for column in load_tables()[table].columns if not column.null)
    return check_in_set("required_present", CRITICAL, scope, "_missing", [""], f"Never null: {required}")


def check_key(table: str, severity: str = CRITICAL) -> Check:
    """The key of tables.toml names each row once."""
    key = load_tables()[table].key
    description = f"{' + '.join(key)} names each row once"
    if len(key) == 1:
        return Check("key_unique", severity, TABLE, description, "ExpectColumnValuesToBeUnique", {"column": key[0]})
    return Check(
        "key_unique", severity, TABLE, description, "ExpectCompoundColumnsToBeUnique", {"column_list": list(key)}
    )
