"""What must hold of `sources`, one row per input file, whatever happened to it?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_between,
    check_in_set,
    check_key,
    check_pairs_equal,
    check_required,
)

CHECKS: tuple[Check, ...] = (
    check_required("sources", TABLE),
    check_key("sources"),
    check_in_set(
        "outcome_told",
        CRITICAL,
        TABLE,
        "_outcome",
        ["ok", "rejected"],
        "A file is ok, with its hash and its length, or rejected, with the reason",
    ),
    check_between("doubtful_pages_exist", CRITICAL, TABLE, "_first_doubtful", (1, None), "doubtful_pages count from 1"),
    check_between("seconds_not_negative", CRITICAL, TABLE, "seconds", (0, None), "seconds is not negative"),
    check_pairs_equal(
        "characters_accounted_for",
        CRITICAL,
        TABLE,
        ("characters", "_characters_accounted"),
        "Characters read = characters kept + characters in the boilerplate table",
    ),
    check_pairs_equal(
        "reports_counted",
        CRITICAL,
        TABLE,
        ("reports", "_reports_counted"),
        "reports is how many the reports table has of this file",
    ),
    check_pairs_equal(
        "claims_counted",
        CRITICAL,
        TABLE,
        ("claims", "_claims_counted"),
        "claims is how many were extracted from this file",
    ),
    check_between(
        "numerals_accounted_for",
        CRITICAL,
        TABLE,
        "_numerals_lost",
        (0, 0),
        "Every digit, and every Chinese numeral of two characters or more, is in a claim, removed or passed over",
    ),
)
