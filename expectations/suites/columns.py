"""Does every table have the columns of tables.toml, in their order and of their types?

These expectations are tested on a small frame with one row per column of every table (derived.describe_columns),
because the types of a pandas frame do not say what matters: whether the column can be published with its Arrow type.
"""

from __future__ import annotations

from expectations.engine.check import CRITICAL, TABLE, Check, check_pairs_equal

CHECKS: tuple[Check, ...] = (
    check_pairs_equal(
        "columns_in_order",
        CRITICAL,
        TABLE,
        ("found_at", "expected_at"),
        "Every table has the columns of the data dictionary, no others, in that order",
    ),
    check_pairs_equal(
        "types_as_defined",
        CRITICAL,
        TABLE,
        ("type_found", "type_expected"),
        "Every column can be stored with the type of the data dictionary",
    ),
)
