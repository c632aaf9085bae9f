"""How right and how complete is the batch, as far as people have read what was drawn? For the quality page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from expectations.engine.recall import UNREAD, Looked, Recall, estimate_recall
from expectations.engine.rightness import ASPECTS, MISSED, NUMERAL, estimate, reads_of
from expectations.pages.figures import Figures, Row


def read_rightness(figures: Figures) -> dict[str, Any]:
    """What the claims and numerals that were drawn and read say of all."""
    sizes = {row["name"]: row["count"] for row in figures.rows("strata")}
    reads = reads_of(
        (row["target"], row["stratum"], row["verdict"], row["field"], row["state"]) for row in figures.rows("sampled")
    )
    claims, numerals = (
        [read for read in reads if read.stratum.startswith(NUMERAL) == are_numerals] for are_numerals in (False, True)
    )
    of_claims, of_numerals = (
        {name: size for name, size in sizes.items() if name.startswith(NUMERAL) == are_numerals}
        for are_numerals in (False, True)
    )
    missed = estimate(MISSED, numerals, of_numerals) if numerals else None
    return {
        "right": [estimate(name, claims, of_claims) for name in ASPECTS] if claims else [],
        "missed_share": replace(missed, share=1 - missed.share, low=1 - missed.high, high=1 - missed.low)
        if missed
        else None,
        "recall": recall_of(figures.rows("looked_over")),
    }


def recall_of(rows: Sequence[Row]) -> Recall | None:
    """Of sentences that were drawn and looked over: how much of what they state was read."""
    if not rows:
        return None
    sizes = {row["stratum"]: row["stratum_of"] for row in rows}
    sizes[UNREAD] = max(0, max(row["sample_of"] for row in rows) - sum(sizes.values()))
    looked = [
        Looked(row["stratum"], len(json.loads(row["quotes"])), max(row["added"], row["verdict"] == "incomplete"))
        for row in rows
    ]
    return estimate_recall(looked, sizes)
