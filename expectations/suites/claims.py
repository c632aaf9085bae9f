"""What must hold of `claims`, one row per quantity stated in a report?"""

from __future__ import annotations

from expectations.engine.check import (
    CRITICAL,
    ROW,
    WARNING,
    Check,
    check_between,
    check_in_set,
    check_not_blank,
    check_not_less,
    check_pairs_equal,
    check_position,
    check_required,
)
from expectations.engine.values import load_values

_VALUES = load_values()
_VOCABULARY = ("part", "kind", "bound", "status", "comparison", "direction", "basis")

CHECKS: tuple[Check, ...] = (
    check_required("claims", ROW),
    check_in_set(
        "claim_id_used_once", CRITICAL, ROW, "_use_of_id", ["first"], "claim_id names one row; a repeat is set aside"
    ),
    # Where it stands
    check_pairs_equal(
        "quote_at_position",
        CRITICAL,
        ROW,
        ("quote", "_text_at_position"),
        "The source text between char_start and char_end is the quote, code point for code point",
    ),
    check_position(ROW),
    check_pairs_equal(
        "report_exists", CRITICAL, ROW, ("report_id", "_report_found"), "report_id is a report of the reports table"
    ),
    check_pairs_equal(
        "section_exists",
        CRITICAL,
        ROW,
        ("section_id", "_section_found"),
        "section_id is a section of the sections table",
    ),
    check_in_set(
        "inside_its_section",
        WARNING,
        ROW,
        "_place",
        ["inside", "section unknown"],
        "The quote lies between the ends of its section",
    ),
    check_in_set(
        "box_is_rectangle",
        WARNING,
        ROW,
        "_box",
        ["none", "a rectangle"],
        "box has its left before its right, its bottom below its top",
    ),
    # What is said
    *(
        check_in_set(
            f"{column}_known",
            CRITICAL,
            ROW,
            column,
            _VALUES.sets[column],
            f"{column} is one of: {', '.join(_VALUES.sets[column])}",
        )
        for column in _VOCABULARY
    ),
    check_in_set(
        "review_known",
        CRITICAL,
        ROW,
        "review",
        _VALUES.sets["review"],
        f"review is one of: {', '.join(_VALUES.sets['review'])}; or null where nobody said anything",
    ),
    check_not_blank("metric_named", CRITICAL, ROW, "metric", "metric says what is measured; it is not blank"),
    Check(
        "metric_short",
        WARNING,
        ROW,
        f"metric is a noun phrase, not a sentence: at most {_VALUES.metric_length} characters",
        "ExpectColumnValueLengthsToBeBetween",
        {"column": "metric", "max_value": _VALUES.metric_length},
    ),
    Check(
        "scope_not_blank",
        WARNING,
        ROW,
        "scope is null or says something",
        "ExpectColumnValuesToMatchRegex",
        {"column": "scope", "regex": r"\S"},
    ),
    check_pairs_equal(
        "whole_exists", WARNING, ROW, ("part_of", "_whole_found"), "part_of is another claim of the same report"
    ),
    # The change
    check_in_set(
        "change_has_direction",
        WARNING,
        ROW,
        "_moved",
        ["change", "level"],
        "Only what rose or fell has a change, and with a direction down it is not above 0",
    ),
    # The number
    check_in_set(
        "masked_or_valued",
        CRITICAL,
        ROW,
        "_digits",
        ["masked", "value", "range or bound"],
        "Censored digits (XX万元) have no value, and a claim without censored digits has a value or the end of a range",
    ),
    check_in_set(
        "value_finite",
        CRITICAL,
        ROW,
        "_number",
        ["finite", "none"],
        "value, value_min, value_max and value_standard are finite numbers where they are given",
    ),
    check_not_less(
        "value_above_floor",
        WARNING,
        ROW,
        ("_lowest", "_kind_floor"),
        "The number and the ends of its range are not below what is sane for the kind (areas, counts … ≥ 0)",
    ),
    check_not_less(
        "value_below_ceiling",
        CRITICAL,
        ROW,
        ("_kind_ceiling", "_highest"),
        "The number and the ends of its range are not above what is sane for the kind (values.toml)",
    ),
    check_not_less("range_ordered", CRITICAL, ROW, ("value_max", "value_min"), "value_min is not above value_max"),
    check_between(
        "share_within_whole",
        WARNING,
        ROW,
        "_share",
        (0, 100),
        "A share of a whole (合格率, 覆盖率, 满意率 …) is at most 100 %",
    ),
    check_pairs_equal(
        "unit_known",
        WARNING,
        ROW,
        ("unit", "_unit_found"),
        "unit is in the unit table (an unknown one is kept as written)",
    ),
    check_pairs_equal(
        "unit_fits_kind", WARNING, ROW, ("kind", "_kind_of_unit"), "kind is that of the unit in the unit table"
    ),
    # How sure
    check_between(
        "confidence_in_range",
        CRITICAL,
        ROW,
        "confidence",
        (0, 1),
        "confidence is a chance: it lies between 0 and 1",
    ),
    # When
    check_between(
        "report_year_sane",
        CRITICAL,
        ROW,
        "report_year",
        _VALUES.years,
        f"report_year lies between {_VALUES.years[0]} and {_VALUES.years[1]}",
    ),
    check_between(
        "period_start_sane",
        WARNING,
        ROW,
        "_period_start_year",
        _VALUES.years,
        f"period_start lies between {_VALUES.years[0]} and {_VALUES.years[1]}",
    ),
    check_between(
        "period_end_sane",
        WARNING,
        ROW,
        "_period_end_year",
        _VALUES.years,
        f"period_end lies between {_VALUES.years[0]} and {_VALUES.years[1]}",
    ),
    check_not_less("base_ordered", WARNING, ROW, ("base_end", "base_start"), "base_start is not after base_end"),
    check_not_less(
        "period_ordered", CRITICAL, ROW, ("period_end", "period_start"), "period_start is not after period_end"
    ),
)

CRITICAL_NAMES: tuple[str, ...] = tuple(check.name for check in CHECKS if check.severity == CRITICAL)
