"""What must hold of `reports`, one row per report found in the sources?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    ROW,
    TABLE,
    WARNING,
    Check,
    check_between,
    check_key,
    check_not_blank,
    check_pairs_equal,
    check_position,
    check_required,
)
from expectations.engine.values import load_values

_YEARS = load_values().years

CHECKS: tuple[Check, ...] = (
    check_required("reports", TABLE),
    check_key("reports"),
    check_pairs_equal(
        "source_exists", CRITICAL, TABLE, ("source_path", "_source_found"), "source_path is a file of the sources table"
    ),
    check_position(),
    check_not_blank("title_not_blank", WARNING, ROW, "title", "A report has a title"),
    check_between(
        "report_year_sane",
        WARNING,
        ROW,
        "report_year",
        _YEARS,
        f"report_year lies between {_YEARS[0]} and {_YEARS[1]}",
    ),
    check_between(
        "signed_on_sane",
        WARNING,
        ROW,
        "_signed_on_year",
        _YEARS,
        f"signed_on lies between {_YEARS[0]} and {_YEARS[1]}",
    ),
    check_pairs_equal(
        "sections_counted",
        CRITICAL,
        TABLE,
        ("sections", "_sections_counted"),
        "sections is how many the sections table has",
    ),
    check_pairs_equal(
        "sections_reach_end",
        CRITICAL,
        TABLE,
        ("char_end", "_sections_end"),
        "The last section ends where its report ends",
    ),
    check_pairs_equal(
        "claims_counted",
        CRITICAL,
        TABLE,
        ("claims", "_claims_counted"),
        "claims is how many were extracted from the report",
    ),
)
