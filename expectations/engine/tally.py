"""How many rows of which sort does a batch have? Counts that add up over its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from expectations.engine.doubtful import flagged, unsure

#: name → count. Claims of one kind are counted as "kind <kind>"; a name that is not there counts zero.
Tally = Counter[str]


def tally_of(frames: dict[str, pd.DataFrame], set_aside: int) -> Tally:
    """The counts of validated tables; a frame that lacks columns has failed already, and counts as far as it goes."""
    claims, sources, boilerplate = frames["claims"], frames["sources"], frames["boilerplate"]
    tally = Tally(
        {
            "files": len(sources),
            "reports": len(frames["reports"]),
            "sections": len(frames["sections"]),
            "claims": len(claims),
            "quarantined": set_aside,
            "removed spans": len(boilerplate),
            "passed over": len(frames["passed_over"]),
        }
    )
    if "status" in sources:
        tally["rejected"] = int((sources["status"] == "rejected").sum())
    if "characters" in sources:
        tally["characters"] = int(sources["characters"].fillna(0).sum())
    if "text" in boilerplate:
        tally["removed characters"] = int(boilerplate["text"].str.len().sum())
    if "masked" in claims:
        tally["masked"] = int(claims["masked"].sum())
    if "flags" in claims:
        tally["flagged"] = len(flagged(claims))
    if "confidence" in claims:
        tally["unsure"] = len(unsure(claims))
    if "kind" in claims:
        tally.update({f"kind {kind}": int(count) for kind, count in claims["kind"].value_counts().items()})
    return tally


def merge_tallies(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())
