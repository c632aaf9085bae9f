"""What must hold of `quarantine`, the claims that failed a critical expectation?"""

from __future__ import annotations

from expectations.engine.check import CRITICAL, TABLE, WARNING, Check, check_in_set, check_key, check_required
from expectations.suites.claims import CRITICAL_NAMES

CHECKS: tuple[Check, ...] = (
    check_required("quarantine", TABLE),
    check_key("quarantine", WARNING),  # a claim that was extracted three times is here twice
    check_in_set(
        "expectation_known",
        CRITICAL,
        TABLE,
        "expectation",
        list(CRITICAL_NAMES),
        "expectation is the name of a critical expectation of claims",
    ),
    Check(
        "row_is_json",
        CRITICAL,
        TABLE,
        "row is the whole claim as JSON",
        "ExpectColumnValuesToBeJsonParseable",
        {"column": "row"},
    ),
)
