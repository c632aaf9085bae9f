"""Which claims are doubtful? Those that carry a warning, and those that are least sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

UNSURE = 0.7  # below it a claim's row is wrong in some field more often than every third time (docs/evaluation.md)
SHOWN = 200  # claims of each sort on the page of them; the rest is in the table
_NEEDED = {"flags", "confidence", "sentence", "quote", "metric"}


def unsure(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims below UNSURE, the least sure first."""
    low = claims[claims["confidence"] < UNSURE]
    return low.sort_values(["confidence", "source_path", "char_start"], kind="stable")


def flagged(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims that carry a warning, in reading order."""
    return claims[[len(flags) > 0 for flags in claims["flags"]]]


@dataclass(frozen=True, slots=True)
class ClaimsToSee:
    """The claims that go on the page, as many as it shows."""

    flagged: pd.DataFrame
    unsure: pd.DataFrame


def claims_to_see(claims: pd.DataFrame) -> ClaimsToSee:
    """Of a part of the table; none where `claims` lacks the columns."""
    if not set(claims.columns) >= _NEEDED:
        return ClaimsToSee(pd.DataFrame(), pd.DataFrame())
    return ClaimsToSee(flagged(claims).head(SHOWN), unsure(claims).head(SHOWN))


def merge_claims_to_see(parts: Iterable[ClaimsToSee]) -> ClaimsToSee:
    listed = list(parts)
    low = pd.concat([part.unsure for part in listed]) if listed else pd.DataFrame()
    return ClaimsToSee(
        pd.concat([part.flagged for part in listed]).head(SHOWN) if listed else pd.DataFrame(),
        low.head(SHOWN) if low.empty else unsure(low).head(SHOWN),
    )
