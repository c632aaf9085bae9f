"""What must hold of `texts`, the decoded text of each source, into which all positions are offsets?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    TABLE,
    Check,
    check_key,
    check_pairs_equal,
    check_required,
)

CHECKS: tuple[Check, ...] = (
    check_required("texts", TABLE),
    check_key("texts"),
    check_pairs_equal(
        "source_exists",
        CRITICAL,
        TABLE,
        ("source_path", "_source_found"),
        "source_path is a file of the sources table",
    ),
    check_pairs_equal(
        "source_id_agrees", CRITICAL, TABLE, ("source_id", "_source_id_known"), "source_id is that of the sources table"
    ),
    check_pairs_equal(
        "characters_agree",
        CRITICAL,
        TABLE,
        ("_characters", "_characters_known"),
        "The text is as long as the sources table says",
    ),
)
