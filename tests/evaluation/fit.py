"""Which weights fit best? Logistic regression with a ridge on the weights, by Newton's method.

Some doubts are rare: without the ridge their weights would run away. It pulls each towards 0 as if it had been seen to
be about that (a normal prior of standard deviation 1/√RIDGE). A doubt can only lower the confidence: a weight that
would come out positive is 0, and the others are fitted again. A good sign (SIGNS) can only raise it.

Claims of reports that were in sight while the rules were written are more often right than those of reports that nobody
had read, and claims that earlier rules made more often wrong. So each origin of the answers but that has a level of its
own, which is fitted beside the weights and then left out: the base is that of the newest verdicts of other origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from extractors.context.unsure import KNOWN

RIDGE = 3.0
SIGNS = frozenset((KNOWN,))
#: A report counts for no more than so many times the claims of the average one: a fault of its title is in all of them.
LARGEST = 1.5
ENOUGH = 7  # a doubt that occurs less often is not fitted
CAUTIOUS = -1.0  # its weight then: the odds of being right are 2.7 times lower
#: Two readings, of which one is right: an even chance, until so many judged claims say otherwise.
ENOUGH_OF_EVEN = 20
EVEN = frozenset((
    "doubtful_page", "year_guessed", "flag_two_readings", "flag_two_points", "flag_dash_or_minus", "flag_product",
    "flag_range_reversed", "flag_unit_unsure", "flag_maybe_advert",
))  # fmt: skip
#: No claim is surer than this, 0.94. The rules were written with most of the answers in sight; of 2,160 claims of 75
#: reports, most of them read by nobody before, so many were right where there was no doubt.
SUREST = 2.78
STEPS = 50
FOLDS = 20
Numbers = NDArray[np.float64]
UNSEEN, IN_SIGHT = "", "in sight"


@dataclass(frozen=True, slots=True)
class Example:
    """A claim that was judged."""

    report: str
    doubts: frozenset[str]
    right: bool
    corpus: str = ""
    origin: str = UNSEEN
    wrong: frozenset[str] = frozenset()  # which fields are, where that is known
    weight: float = 1.0  # what it counts for

    @property
    def right_but_for_name(self) -> bool:
        """Whether the row is right, whatever a reader would write above its column."""
        return self.right or (bool(self.wrong) and self.wrong <= {"name"})


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds that a claim's row is right: the base, and what each doubt adds."""

    base: float
    weights: dict[str, float]

    def confidence(self, doubts: Collection[str]) -> float:
        return 1 / (1 + exp(-self.base - sum(self.weights.get(doubt, 0.0) for doubt in doubts)))


def fit(examples: Sequence[Example], doubts: Sequence[str]) -> Model:
    """The weights of all the doubts; those seen too rarely get a cautious one."""
    rare = [doubt for doubt in doubts if occurrences(examples, doubt) < (ENOUGH_OF_EVEN if doubt in EVEN else ENOUGH)]
    weights = {doubt: 0.0 if doubt in SIGNS else CAUTIOUS for doubt in rare}
    free, even = [doubt for doubt in doubts if doubt not in weights], EVEN & weights.keys()
    alike, counts = put_together(examples)
    levels, right = seen_levels(alike), np.array([e.right for e in alike], dtype=float)
    while True:
        given = np.array([sum(weights.get(doubt, 0.0) for doubt in example.doubts) for example in alike])
        doubted = seen(alike, free)
        base, found = solve(doubted, right, given, levels, counts)
        if base > SUREST:
            base, found = SUREST, solve(doubted, right, given + SUREST, levels, counts, has_base=False)[1]
        against = [
            doubt for doubt, weight in zip(free, found, strict=True) if (weight > 0) != (doubt in SIGNS) and weight
        ]
        if not against:
            fitted = dict(zip(free, map(float, found), strict=True))
            return Model(base, weights | fitted | dict.fromkeys(even, -base))
        weights |= dict.fromkeys(against, 0.0)
        free = [doubt for doubt in free if doubt not in against]


def occurrences(examples: Sequence[Example], doubt: str) -> int:
    return sum(doubt in example.doubts for example in examples)


def seen(examples: Sequence[Example], doubts: Sequence[str]) -> Numbers:
    """One row an example, one column a doubt: 1 where it was noted."""
    return np.array([[doubt in example.doubts for doubt in doubts] for example in examples], dtype=float).reshape(
        len(examples), len(doubts)
    )


def seen_levels(examples: Sequence[Example]) -> Numbers:
    """One column an origin but that of reports that nobody had read; all are that where there is one origin only."""
    origins = sorted({example.origin for example in examples})
    others = [origin for origin in origins if origin != UNSEEN] if len(origins) > 1 else []
    if UNSEEN not in origins:
        others = others[1:]
    return np.array([[example.origin == origin for origin in others] for example in examples], dtype=float).reshape(
        len(examples), len(others)
    )


def put_together(examples: Sequence[Example]) -> tuple[list[Example], Numbers]:
    """Examples that the fit cannot tell apart as one, and how much it counts: each claim 1, but less where its report
    has far more claims than others."""
    claims = Counter(example.report for example in examples)
    most = LARGEST * len(examples) / len(claims) if claims else 0.0
    counts: dict[tuple[frozenset[str], bool, str], float] = {}
    for example in examples:
        key = example.doubts, example.right, example.origin
        counts[key] = counts.get(key, 0.0) + example.weight * min(1.0, most / claims[example.report])
    alike = [Example("", doubts, right, "", origin) for doubts, right, origin in counts]
    return alike, np.array(list(counts.values()))


def solve(
    doubted: Numbers, right: Numbers, given: Numbers, levels: Numbers, counts: Numbers, *, has_base: bool = True
) -> tuple[float, Numbers]:
    """Base and weights of greatest penalised likelihood; `given` are log-odds that stand already, perhaps the base."""
    columns = np.column_stack([np.full(len(right), float(has_base)), doubted, levels])
    # next to nothing on the base and the levels: they may be what they like
    ridge = np.diag([1e-3, *[RIDGE] * doubted.shape[1], *[1e-3] * levels.shape[1]])
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights + given, -30, 30)))
        slope = columns.T @ (counts * (right - chance)) - ridge @ weights
        curve = (columns * (counts * chance * (1 - chance))[:, None]).T @ columns + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), weights[1 : 1 + doubted.shape[1]]


def cross_validate(
    examples: Sequence[Example], doubts: Sequence[str], asked: Sequence[Example] | None = None
) -> list[float]:
    """The confidence of each example (or of those asked for), by a model that was fitted to other reports only: a
    report's fold, one of FOLDS, is left out with all that other rules made of the same report."""
    asked = examples if asked is None else asked
    fold = {report: n % FOLDS for n, report in enumerate(sorted({example.report for example in asked}))}
    models = {n: fit([e for e in examples if fold.get(e.report) != n], doubts) for n in set(fold.values())}
    return [models[fold[e.report]].confidence(e.doubts) for e in asked]
