"""What must hold of `fingerprints`, by which copies of one report are found, in this batch and in later ones?

A wrong one makes a report count twice, or not at all, in every later batch, so that whatever is wrong fails the gate.
"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_between,
    check_in_set,
    check_key,
    check_not_blank,
    check_pairs_equal,
    check_required,
)
from extractors.fingerprints import METHOD, PERMUTATIONS

SIGNATURE_BYTES = 4 * PERMUTATIONS  # of uint32; a report of hardly any text has none

CHECKS: tuple[Check, ...] = (
    check_required("fingerprints", TABLE),
    check_key("fingerprints"),
    check_pairs_equal(
        "report_exists", CRITICAL, TABLE, ("report_id", "_report_found"), "report_id is a report of the reports table"
    ),
    check_not_blank(
        "text_named", CRITICAL, TABLE, "text_id", "text_id names a report, this one or the first of its text"
    ),
    *(
        check_between(
            f"{column}_not_negative", CRITICAL, TABLE, column, (0, None), f"{column} counts something: 0 or more"
        )
        for column in ("place", "numbers_known", "numbers_masked", "characters")
    ),
    check_in_set(
        "signature_whole",
        CRITICAL,
        TABLE,
        "_signature_bytes",
        ["0", str(SIGNATURE_BYTES)],
        f"A signature has {PERMUTATIONS} hash values, or none",
    ),
    check_in_set("numbers_in_pairs", CRITICAL, TABLE, "_numbers_over", ["0"], "numbers holds pairs of hash values"),
    check_in_set("names_in_pairs", CRITICAL, TABLE, "_names_over", ["0"], "names holds pairs of hash values"),
    check_in_set(
        "method_known",
        CRITICAL,
        TABLE,
        "method",
        [METHOD],
        "The method is that of this version, with which it was made",
    ),
)
