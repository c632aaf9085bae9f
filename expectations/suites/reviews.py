"""What must hold of `reviews`, what people said of claims?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_in_set,
    check_key,
    check_not_blank,
    check_pairs_equal,
    check_position,
    check_required,
)
from expectations.engine.values import load_values
from expectations.schema import load_tables

_SETS = load_values().sets
_FIELDS = ["row", *(column.name for column in load_tables()["claims"].columns)]

CHECKS: tuple[Check, ...] = (
    check_required("reviews", TABLE),
    check_key("reviews"),
    *(
        check_in_set(
            f"{column}_known", CRITICAL, TABLE, column, _SETS[name], f"{column} is one of: {', '.join(_SETS[name])}"
        )
        for column, name in (("verdict", "verdict"), ("anchored", "anchored"), ("state", "review_state"))
    ),
    check_in_set("field_known", CRITICAL, TABLE, "field", _FIELDS, "field is a column of claims, or row"),
    check_not_blank("person_named", CRITICAL, TABLE, "by", "A review says whose it is"),
    check_position(),
    check_pairs_equal(
        "applied_to_a_claim",
        CRITICAL,
        TABLE,
        ("state", "_state_possible"),
        "What is applied or set aside names its claim, a sentence none; what is orphaned names none, and says why",
    ),
)
