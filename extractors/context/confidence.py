"""How sure is a claim? The chance that its whole row is right, from what was doubtful about it.

A logistic model over the doubts that the extractor noted on its way. Its weights (data/confidence.toml), none of them
positive, are fitted to hand-made answers by `make calibrate`; the table in docs/evaluation.md shows how well they hold.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log

from extractors.language import knowledge

_RAW = knowledge.load("confidence.toml")
_BASE: float = _RAW["base"]
_WEIGHTS: dict[str, float] = _RAW["weights"]


@lru_cache(maxsize=4096)
def confidence_of(doubts: tuple[str, ...] | frozenset[str]) -> float:
    """Between 0 and 1; a doubt without a weight counts for nothing, one noted twice once."""
    odds = _BASE + sum(_WEIGHTS.get(doubt, 0.0) for doubt in frozenset(doubts))
    return round(1 / (1 + exp(-odds)), 3)


@lru_cache(maxsize=4096)
def weighed_again(confidence: float, signs: tuple[str, ...]) -> float:
    """The confidence with some signs more: what is found out about a claim when it is made already."""
    weight = sum(_WEIGHTS.get(sign, 0.0) for sign in signs)
    if not weight or not 0 < confidence < 1:
        return confidence
    return round(1 / (1 + exp(-log(confidence / (1 - confidence)) - weight)), 3)
