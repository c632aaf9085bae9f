"""What must hold of `sections`, which tile their reports?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_between,
    check_in_set,
    check_key,
    check_not_less,
    check_pairs_equal,
    check_required,
)
from expectations.engine.values import load_values

_PARTS = load_values().sets["part"]

CHECKS: tuple[Check, ...] = (
    check_required("sections", TABLE),
    check_key("sections"),
    check_pairs_equal(
        "report_exists", CRITICAL, TABLE, ("report_id", "_report_found"), "report_id is a report of the reports table"
    ),
    check_in_set("part_known", CRITICAL, TABLE, "part", _PARTS, f"part is one of: {', '.join(_PARTS)}"),
    check_between(
        "level_not_negative", CRITICAL, TABLE, "level", (0, None), "level is 0 before the first heading, else above"
    ),
    check_not_less(
        "position_ordered", CRITICAL, TABLE, ("char_end", "char_start"), "A section does not end before it begins"
    ),
    check_pairs_equal(
        "sections_tile",
        CRITICAL,
        TABLE,
        ("char_start", "_start_expected"),
        "A section begins where the one before it ends, the first where its report begins: no gap, no overlap",
    ),
)
