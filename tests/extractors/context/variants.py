"""How much is right of sentences that were written, with their answers, by somebody who never saw what is read?

`python -m tests.extractors.context.variants` prints the share of each field, by set, and every difference with `-v`.

tests/data/variants.jsonl holds 973 invented texts after the kinds of docs/context.md. What the sets showed was mended
then, so that none is unseen now; docs/evaluation.md says how much was right at first sight. An answer has those fields
only of which its writer was sure. Names are judged as the evaluation judges them: alone, or with the scope before them,
.6 of the characters must be the same.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractors import extract
from extractors.model import Claim
from tests.conftest import ROOT
from tests.evaluation.rules import same_name

VARIANTS = ROOT / "tests" / "data" / "variants.jsonl"
FIELDS = (
    "found",
    "metric",
    "value",
    "status",
    "comparison",
    "direction",
    "change",
    "basis",
    "period",
    "scope",
    "part_of",
)
Answer = Mapping[str, Any]


def main() -> int:
    for number, counts in shares().items():
        told = "  ".join(f"{field} {right / count:.3f} of {count}" for field, (right, count) in counts.items())
        print(f"set {number}: {told}")
    if "-v" in sys.argv:
        print(*(line for row in read_variants() for line in judge(row)[1]), sep="\n")
    return 0


def read_variants() -> list[dict[str, Any]]:
    return [json.loads(line) for line in VARIANTS.read_text(encoding="utf-8").splitlines()]


def shares() -> dict[int, dict[str, tuple[int, int]]]:
    """By set and field: how many answers are met, of how many."""
    right: defaultdict[int, Counter[str]] = defaultdict(Counter)
    asked: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in read_variants():
        for field, is_right in judge(row)[0]:
            asked[row["set"]][field] += 1
            right[row["set"]][field] += is_right
    return {n: {f: (right[n][f], asked[n][f]) for f in FIELDS if asked[n][f]} for n in sorted(asked)}


def judge(row: Mapping[str, Any]) -> tuple[list[tuple[str, bool]], list[str]]:
    """Which fields of a text's answers are met, and what is otherwise in words."""
    title = f"{row['title']}\n" if row["title"] else ""
    claims = [claim for claim in extract(title + row["text"]) if claim.char_start >= len(title)]
    quotes = {claim.claim_id: claim.quote for claim in claims}
    verdicts: list[tuple[str, bool]] = []
    lines: list[str] = []
    for answer, claim in paired(row["claims"], claims):
        verdicts.append(("found", claim is not None))
        if claim is None:
            lines.append(f"{row['text']}: {answer['quote']} is not read")
            continue
        for field, is_right in fields_of(answer, claim, quotes):
            verdicts.append((field, is_right))
            if not is_right:
                got = (
                    f"{claim.scope or ''}|{claim.metric}" if field in ("metric", "scope") else getattr(claim, field, "")
                )
                lines.append(f"{row['text']}: {answer['quote']}: {field}: {answer[field]}, not {got}")
    return verdicts, lines


def paired(answers: Sequence[Answer], claims: Sequence[Claim]) -> Iterator[tuple[Answer, Claim | None]]:
    """Each answer with the first claim left whose quote is its own, or holds it, or is held by it."""
    left = list(claims)
    for answer in answers:
        quote = answer["quote"].replace(" ", "")
        alike = [c for c in left if (own := c.quote.replace(" ", "")) == quote or quote in own or own in quote]
        if alike:
            left.remove(alike[0])
        yield answer, alike[0] if alike else None


def fields_of(answer: Answer, claim: Claim, quotes: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The fields that an answer has, each with whether the claim's is the same."""
    for field in FIELDS:
        wanted = answer.get(field)
        if field not in answer or (field in ("value", "metric", "period") and wanted is None):
            continue
        if field == "metric":
            yield field, same_name({"metric": wanted}, {"metric": claim.metric, "scope": claim.scope})
        elif field == "scope":
            both = {"metric": (wanted or "") + (answer.get("metric") or "")}
            said = same_name(both, {"metric": claim.metric, "scope": claim.scope})
            yield field, said if wanted else not claim.scope
        elif field == "part_of":
            yield field, quotes.get(claim.part_of or "") == wanted
        elif field == "period":
            yield field, [str(claim.period_start), str(claim.period_end)] == wanted
        elif field in ("value", "change"):
            got = getattr(claim, field)
            close = got is not None and wanted is not None and abs(got - wanted) <= 1e-6 * max(1, abs(wanted))
            yield field, close or got is wanted
        else:
            yield field, (getattr(claim, field) or None) == (wanted or None)


if __name__ == "__main__":
    sys.exit(main())
