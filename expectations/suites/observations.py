"""What must hold of `observations`, the figures that are chosen among the claims?"""

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

_SETS = load_values().sets

CHECKS: tuple[Check, ...] = (
    check_required("observations", TABLE),
    check_key("observations"),
    *(
        check_in_set(
            f"{column}_known", CRITICAL, TABLE, column, _SETS[name], f"{column} is one of: {', '.join(_SETS[name])}"
        )
        for column, name in (("measure", "observed"), ("status", "status"), ("bound", "bound"), ("basis", "basis"))
    ),
    check_not_less(
        "period_ordered", CRITICAL, TABLE, ("period_end", "period_start"), "period_start is not after period_end"
    ),
    check_not_blank("sentence_given", CRITICAL, TABLE, "sentence", "Every figure has the sentence that states it"),
    check_between("confidence_in_range", CRITICAL, TABLE, "confidence", (0, 1), "confidence lies between 0 and 1"),
    check_between("claims_counted", CRITICAL, TABLE, "claims", (1, None), "A claim at least states it"),
    check_not_less(
        "counts_within_claims", CRITICAL, TABLE, ("claims", "_compared"), "No more claims agree or differ than state it"
    ),
    check_in_set(
        "value_possible",
        CRITICAL,
        TABLE,
        "_value",
        ["known", "censored"],
        "A value or an end is known, unless censored",
    ),
    check_pairs_equal("growth_in_per_cent", CRITICAL, TABLE, ("unit_standard", "_unit"), "Growth is in per cent"),
)
