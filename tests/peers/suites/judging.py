"""Is what is read of a suite's sentence what the suite asks for?

A sentence is right if for each expectation a claim overlaps it and has its value, or both ends, and its unit, as
written or converted. Bounds are not asked for. Where nothing is expected any claim is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from extractors.model import Claim
from tests.peers.suites.cases import Case, Expectation, place_of, units

SURE = 0.7  # a confidence that most readers of a table take for sound


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is read rightly, and, if not, whether what is read instead looks right."""

    case: Case
    claims: Sequence[Claim]
    is_right: bool
    is_surely_wrong: bool = False


def judge(case: Case, claims: Sequence[Claim], before: int = 0) -> Verdict:
    """The claims are from a text in which the sentence begins behind so many characters."""
    claims = [claim for claim in claims if claim.char_start >= before]
    fault = _find_fault(case, claims, before)
    if fault is None:
        return Verdict(case, claims, True)
    looks_right = any(claim.confidence >= SURE and not claim.flags for claim in claims)
    return Verdict(case, claims, False, bool(fault) and looks_right)


def _find_fault(case: Case, claims: Sequence[Claim], before: int) -> Sequence[Claim] | None:
    """What is read where the first quantity that is missed stands, or where none is; None where all is right."""
    if not case.expected:
        return [claim for claim in claims if claim.kind == (case.forbidden_kind or claim.kind)] or None
    at = 0
    for expected in case.expected:
        start, at = place_of(expected, case.sentence, at)
        there = [c for c in claims if c.char_start - before < at and start < c.char_end - before]
        if not any(meets(claim, expected) for claim in there) and not _in_parts(there, expected):
            return there
    return None


def meets(claim: Claim, expected: Expectation) -> bool:
    if _near(claim.value, expected.other_value):
        return True
    if _has_value(claim, expected) and _has_unit(claim, expected):
        return True
    return expected.value is not None and _is_kind(claim, expected) and _is_converted(claim, expected)


def _in_parts(claims: Sequence[Claim], expected: Expectation) -> bool:
    """面积大于100亩、小于300亩: each end a claim of its own."""
    fitting = [claim for claim in claims if _has_unit(claim, expected)]
    return expected.in_parts and all(
        any(_near(claim.value, end) for claim in fitting) for end in (expected.low, expected.high)
    )


def _near(value: float | None, wanted: float | None, tolerance: float = 1e-12) -> bool:
    return value is not None and wanted is not None and isclose(value, wanted, rel_tol=tolerance, abs_tol=1e-30)


def _has_value(claim: Claim, expected: Expectation) -> bool:
    if _near(claim.value_min, expected.low) and _near(claim.value_max, expected.high):
        return True
    if expected.value is None:
        return False
    if _near(claim.value, expected.value):
        return True
    is_over = claim.bound == expected.bound == "over" and claim.value is None and claim.value_max is None
    return is_over and _near(claim.value_min, expected.value)


def _is_kind(claim: Claim, expected: Expectation) -> bool:
    kinds = units()[expected.unit].kinds
    return (not kinds or claim.kind in kinds) and not (expected.not_money and claim.kind == "money")


def _has_unit(claim: Claim, expected: Expectation) -> bool:
    unit = units()[expected.unit]
    if not _is_kind(claim, expected) and not (unit.name == "度" and claim.unit in ("℃", "°C")):
        return False
    if unit.name == "折" and claim.value is not None and claim.value > 10:
        return False  # 85折 as 85 of something
    if unit.name == "℃" and claim.unit in ("度", "°") and claim.kind == "temperature":
        return True
    if expected.other_unit and claim.unit in units()[expected.other_unit].spellings:
        return True
    return claim.unit in unit.spellings or (
        unit.is_currency and any(claim.unit_standard == standard for standard, _ in unit.standards)
    )


def _is_converted(claim: Claim, expected: Expectation) -> bool:
    """1.5公斤 for 1500 g."""
    assert expected.value is not None
    if expected.unit == "ppm" and claim.unit == "":
        return _near(claim.value, expected.value * 1e-6)
    return any(
        claim.unit_standard == standard and _near(claim.value_standard, expected.value * factor, 1e-9)
        for standard, factor in units()[expected.unit].standards
    )
