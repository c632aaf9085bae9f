"""What must hold of `passed_over`, the numerals that are no claims?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_key,
    check_not_blank,
    check_pairs_equal,
    check_required,
)

CHECKS: tuple[Check, ...] = (
    check_required("passed_over", TABLE),
    check_key("passed_over"),
    check_pairs_equal(
        "source_exists", CRITICAL, TABLE, ("source_path", "_source_found"), "source_path is a file of the sources table"
    ),
    check_not_blank("reason_given", CRITICAL, TABLE, "reason", "Each numeral has the reason why it is no claim"),
    check_pairs_equal(
        "text_at_position",
        CRITICAL,
        TABLE,
        ("text", "_text_at_position"),
        "The source text between char_start and char_end is the numeral",
    ),
)
