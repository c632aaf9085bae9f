"""What must hold of `sources`, one row per input file, whatever happened to it?"""

from __future__ import annotations

from expectations.check import (
    CRITICAL,
    TABLE,
    Check,
    check_between,
    check_in_set,
    check_key,
    check_pairs_equal,
    checks_of_nulls,
)
from expectations.values import load_values

_STATUS = load_values().sets["source_status"]
_OK = ("status", "ok")
_REJECTED = ("status", "rejected")

CHECKS: tuple[Check, ...] = (
    *checks_of_nulls("sources", TABLE),
    check_key("sources"),
    check_in_set("status_known", CRITICAL, TABLE, "status", _STATUS, f"status is one of: {', '.join(_STATUS)}"),
    *(
        Check(
            f"{column}_present_when_ok",
            CRITICAL,
            TABLE,
            f"{column} is known of a file that was read",
            "ExpectColumnValuesToNotBeNull",
            {"column": column},
            where=_OK,
        )
        for column in ("source_id", "characters")
    ),
    Check(
        "reason_present_when_rejected",
        CRITICAL,
        TABLE,
        "A rejected file says why it was rejected",
        "ExpectColumnValuesToNotBeNull",
        {"column": "reason"},
        where=_REJECTED,
    ),
    check_between("seconds_not_negative", CRITICAL, TABLE, "seconds", (0, None), "seconds is not negative"),
    check_pairs_equal(
        "characters_accounted_for",
        CRITICAL,
        TABLE,
        ("characters", "_characters_accounted"),
        "Characters read = characters kept + characters in the boilerplate table",
        where=_OK,
    ),
    check_pairs_equal(
        "reports_counted",
        CRITICAL,
        TABLE,
        ("reports", "_reports_counted"),
        "reports is how many the reports table has of this file",
        where=_OK,
    ),
    check_pairs_equal(
        "claims_counted",
        CRITICAL,
        TABLE,
        ("claims", "_claims_counted"),
        "claims is how many were extracted from this file",
        where=_OK,
    ),
)
