"""What must hold of `runs`, one row per flow run?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_between,
    check_in_set,
    check_key,
    check_not_blank,
    check_not_less,
    check_pairs_equal,
    check_required,
)
from expectations.engine.values import load_values
from expectations.schema import load_tables

_STATUS = load_values().sets["run_status"]
_NUMBERS = tuple(column.name for column in load_tables()["runs"].columns if column.type in {"int64", "double"})

CHECKS: tuple[Check, ...] = (
    check_required("runs", TABLE),
    check_key("runs"),
    check_not_blank("batch_named", CRITICAL, TABLE, "batch_id", "A run names its batch"),
    check_in_set("status_known", CRITICAL, TABLE, "status", _STATUS, f"status is one of: {', '.join(_STATUS)}"),
    *(
        check_between(f"{column}_not_negative", CRITICAL, TABLE, column, (0, None), f"{column} is not negative")
        for column in _NUMBERS
    ),
    check_pairs_equal(
        "claims_accounted_for",
        CRITICAL,
        TABLE,
        ("claims_extracted", "_claims_accounted"),
        "Claims extracted = claims published + claims in quarantine",
    ),
    check_not_less(
        "rejected_within_files",
        CRITICAL,
        TABLE,
        ("files", "files_rejected"),
        "No more files are rejected than were seen",
    ),
    Check(
        "versions_is_json",
        CRITICAL,
        TABLE,
        "versions is JSON",
        "ExpectColumnValuesToBeJsonParseable",
        {"column": "versions"},
    ),
)
