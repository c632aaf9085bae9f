"""Which weights fit best? Logistic regression with a ridge on the weights, by Newton's method.

The hand-made answers have few wrong rows, and some doubts are rare: without the ridge their weights would run away. It
pulls each towards 0 as if it had been seen to be about that (a normal prior of standard deviation 1/√RIDGE). A doubt
can only lower the confidence: a weight that would come out positive is 0, and the others are fitted again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0
ENOUGH = 5  # a doubt that occurs less often is not fitted
CAUTIOUS = -1.0  # its weight then: the odds of being right are 2.7 times lower
#: Two readings, of which one is right: an even chance, where they are too rare to be fitted.
EVEN = frozenset((
    "doubtful_page", "year_guessed", "flag_two_readings", "flag_two_points", "flag_dash_or_minus", "flag_product",
    "flag_range_reversed", "flag_unit_unsure", "flag_maybe_advert",
))  # fmt: skip
#: No claim is surer than this, 0.94. The rules were written with most of the answers in sight; of 2,160 claims of 75
#: reports, most of them read by nobody before, so many were right where there was no doubt.
SUREST = 2.78
STEPS = 50
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A claim that was judged."""

    report: str
    doubts: frozenset[str]
    right: bool
    corpus: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds that a claim's row is right: the base, and what each doubt adds."""

    base: float
    weights: dict[str, float]

    def confidence(self, doubts: Collection[str]) -> float:
        return 1 / (1 + exp(-self.base - sum(self.weights.get(doubt, 0.0) for doubt in doubts)))


def fit(examples: Sequence[Example], doubts: Sequence[str]) -> Model:
    """The weights of all the doubts; those seen too rarely get a cautious one."""
    weights = {doubt: CAUTIOUS for doubt in doubts if occurrences(examples, doubt) < ENOUGH}
    free = [doubt for doubt in doubts if doubt not in weights]
    while True:
        given = np.array([sum(weights.get(doubt, 0.0) for doubt in example.doubts) for example in examples])
        doubted, right = seen(examples, free), np.array([e.right for e in examples], dtype=float)
        base, found = solve(doubted, right, given)
        if base > SUREST:
            base, found = SUREST, solve(doubted, right, given + SUREST, has_base=False)[1]
        raising = [doubt for doubt, weight in zip(free, found, strict=True) if weight > 0]
        if not raising:
            even = dict.fromkeys(EVEN & weights.keys(), -base)
            return Model(base, weights | dict(zip(free, map(float, found), strict=True)) | even)
        weights |= dict.fromkeys(raising, 0.0)
        free = [doubt for doubt in free if doubt not in raising]


def occurrences(examples: Sequence[Example], doubt: str) -> int:
    return sum(doubt in example.doubts for example in examples)


def seen(examples: Sequence[Example], doubts: Sequence[str]) -> Numbers:
    """One row an example, one column a doubt: 1 where it was noted."""
    return np.array([[doubt in example.doubts for doubt in doubts] for example in examples], dtype=float).reshape(
        len(examples), len(doubts)
    )


def solve(doubted: Numbers, right: Numbers, given: Numbers, *, has_base: bool = True) -> tuple[float, Numbers]:
    """Base and weights of greatest penalised likelihood; `given` are log-odds that stand already, perhaps the base."""
    columns = np.column_stack([np.full(len(right), float(has_base)), doubted])
    ridge = np.diag([1e-3, *[RIDGE] * doubted.shape[1]])  # next to nothing on the base: it may be what it likes
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights + given, -30, 30)))
        slope = columns.T @ (right - chance) - ridge @ weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), weights[1:]


def cross_validate(examples: Sequence[Example], doubts: Sequence[str]) -> list[float]:
    """The confidence of each example, by a model that was fitted to the other reports."""
    models = {
        report: fit([e for e in examples if e.report != report], doubts) for report in {e.report for e in examples}
    }
    return [models[e.report].confidence(e.doubts) for e in examples]
