"""When is a claim right? The rules of the hand-made answers, field by field.

Where the answers' own scorer (score.py, beside the project) is to be had, it is asked instead: `load_rules`.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from tests.peers.matching import KIND_NOT_JUDGED, is_same, spell

Row = dict[str, Any]
FIELDS = ("value", "unit", "kind", "bound", "masked", "status", "comparison", "direction", "year", "metric")
LONGEST_NAME = 30  # characters; a longer metric is a sentence
ALIKE = 0.6  # share of two names' letter pairs that are the same, from which on they name the same thing


class Rules(Protocol):
    """What is asked of a scorer."""

    def match(self, gold: Sequence[Row], preds: Sequence[Row]) -> list[tuple[int, int]]: ...
    def judge(self, gold: Row, pred: Row) -> dict[str, bool]: ...


def load_rules(shared: Path) -> Rules:
    """The scorer beside the project, else this module."""
    path = shared / "eval/score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return cast(Rules, sys.modules[__name__])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Rules, module)


def match(gold: Sequence[Row], preds: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of positions in both lists: widest overlap first, then nearest start, each at most once."""
    pairs = []
    for i, answer in enumerate(gold):
        for j, claim in enumerate(preds):
            overlap = min(answer["end"], claim["char_end"]) - max(answer["start"], claim["char_start"])
            if overlap > 0:
                pairs.append((overlap, -abs(answer["start"] - claim["char_start"]), i, j))
    taken_gold: set[int] = set()
    taken_claims: set[int] = set()
    matched = []
    for _, _, i, j in sorted(pairs, reverse=True):
        if i not in taken_gold and j not in taken_claims:
            taken_gold.add(i)
            taken_claims.add(j)
            matched.append((i, j))
    return matched


def judge(gold: Row, pred: Row) -> dict[str, bool]:
    """Each field of a matched claim: right or wrong."""
    return {
        "value": same_value(gold, pred),
        "unit": spell(gold["unit"] or "") == spell(pred["unit"] or ""),
        "kind": gold["kind"] == pred["kind"] or gold["unit"] in KIND_NOT_JUDGED or "/" in gold["unit"],
        "bound": gold["bound"] == pred["bound"],
        "masked": bool(gold["masked"]) == bool(pred["masked"]),
        "status": (gold["status"] == "actual") == (pred["status"] == "actual"),
        "comparison": gold["comparison"] == (pred["comparison"] or "none"),
        "direction": gold["direction"] == (pred["direction"] or "none"),
        "year": gold["year"] == year_of(pred),
        "metric": same_metric(gold, pred),
    }


def year_of(pred: Row) -> int | None:
    """The year that a claim speaks of."""
    first = pred.get("period_start")
    return first.year if first else pred.get("report_year")


def same_value(gold: Row, pred: Row) -> bool:
    if gold["masked"]:
        return pred["value"] is None
    if isinstance(gold["value"], list):
        return all(map(is_same, gold["value"], (pred.get("value_min"), pred.get("value_max"))))
    return gold["value"] is not None and is_same(gold["value"], pred["value"])


def same_metric(gold: Row, pred: Row) -> bool:
    """The name has the answer's head in it, or is much like the answer's name; D is the censored 党."""
    got, want, head = (
        (name or "").replace("党", "D") for name in (pred.get("metric"), gold["metric"], gold.get("head"))
    )
    if not got or len(got) > LONGEST_NAME:
        return False
    a, b = letter_pairs(got), letter_pairs(want)
    return bool(head and head in got) or 2 * len(a & b) / (len(a) + len(b)) >= ALIKE


def same_name(gold: Row, pred: Row) -> bool:
    """The name, alone or with its scope, shares most characters with the answer's; a reader may have refused it."""
    got, scope = ((pred.get(key) or "").replace("党", "D") for key in ("metric", "scope"))
    want = (gold["metric"] or "").replace("党", "D")
    if gold.get("not_named") is not None and got == gold["not_named"].replace("党", "D"):
        return False
    return max(characters_shared(got, want), characters_shared(scope + got, want)) >= ALIKE


def characters_shared(a: str, b: str) -> float:
    """Of two bags of characters: F1."""
    return 2 * sum((Counter(a) & Counter(b)).values()) / max(1, len(a) + len(b))


def letter_pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)} or {name}
