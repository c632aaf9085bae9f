"""What must hold of the copies that `reports` names? Tested on the reports of the whole batch (derived._of_copies)."""

from __future__ import annotations

from expectations.engine.check import CRITICAL, TABLE, Check, check_between, check_pairs_equal

CHECKS: tuple[Check, ...] = (
    check_pairs_equal(
        "original_known",
        CRITICAL,
        TABLE,
        ("duplicate_of", "_original_found"),
        "duplicate_of is a report of another batch, or one of this batch that repeats none here; never itself",
    ),
    check_pairs_equal(
        "similarity_told",
        CRITICAL,
        TABLE,
        ("duplicate_of", "_copy_told"),
        "A report that repeats another one says how similar they are",
    ),
    check_between("similarity_sane", CRITICAL, TABLE, "similarity", (0.0, 1.0), "similarity lies between 0 and 1"),
)
