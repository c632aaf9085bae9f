"""Which claims are doubtful? Those that carry a warning, and those that are least sure."""

from __future__ import annotations

import pandas as pd

UNSURE = 0.6  # below it about half of the claims of unread texts are wrong in some field (docs/evaluation.md)


def unsure(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims below UNSURE, the least sure first."""
    low = claims[claims["confidence"] < UNSURE]
    return low.sort_values(["confidence", "source_path", "char_start"], kind="stable")


def flagged(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims that carry a warning, in reading order."""
    return claims[[len(flags) > 0 for flags in claims["flags"]]]
