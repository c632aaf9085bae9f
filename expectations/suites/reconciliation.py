"""Do the counts add up to what was read? Tested on one row of totals (derived.total)."""

from __future__ import annotations

from expectations.engine.check import CRITICAL, TABLE, Check, check_pairs_equal

CHECKS: tuple[Check, ...] = (
    check_pairs_equal(
        "claims_reconcile",
        CRITICAL,
        TABLE,
        ("claims extracted", "claims published + quarantined"),
        "Nothing is lost: claims extracted = claims published + claims in quarantine",
    ),
    check_pairs_equal(
        "characters_reconcile",
        CRITICAL,
        TABLE,
        ("characters read", "characters kept + removed"),
        "Nothing is lost: characters read = characters kept + characters removed",
    ),
    check_pairs_equal(
        "characters_of_sources_reconcile",
        CRITICAL,
        TABLE,
        ("characters read", "characters of sources"),
        "Characters read are those of the sources table",
    ),
    check_pairs_equal(
        "boilerplate_reconciles",
        CRITICAL,
        TABLE,
        ("characters removed", "characters of boilerplate"),
        "Characters removed are those of the boilerplate table",
    ),
    check_pairs_equal(
        "files_reconcile",
        CRITICAL,
        TABLE,
        ("files seen", "rows of sources"),
        "Every input file has a row in the sources table",
    ),
    check_pairs_equal(
        "sources_differ",
        CRITICAL,
        TABLE,
        ("paths of sources", "different paths of sources"),
        "source_path names each file once in the whole batch",
    ),
    check_pairs_equal(
        "texts_differ",
        CRITICAL,
        TABLE,
        ("texts read", "different texts read"),
        "No file is read that has the bytes of another one: its claims would count twice",
    ),
)
