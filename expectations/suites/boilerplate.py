"""What must hold of `boilerplate`, the spans that were removed because they are not report?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_key,
    check_not_blank,
    check_pairs_equal,
    check_position,
    check_required,
)

CHECKS: tuple[Check, ...] = (
    check_required("boilerplate", TABLE),
    check_key("boilerplate"),
    check_pairs_equal(
        "source_exists", CRITICAL, TABLE, ("source_path", "_source_found"), "source_path is a file of the sources table"
    ),
    check_not_blank("rule_named", CRITICAL, TABLE, "rule", "Each removed span names the rule that removed it"),
    check_position(),
    check_pairs_equal(
        "text_at_position",
        CRITICAL,
        TABLE,
        ("text", "_text_at_position"),
        "The source text between char_start and char_end is the removed text",
    ),
)
