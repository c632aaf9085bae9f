"""Do a report's figures agree with each other? Warnings that show their arithmetic, as a reviewer would pencil them in.

- parts_do_not_sum: 机构15家，其中公办6家、民办8家 (6 + 8 = 14 ≠ 15); parts that reach less than nine tenths of their
  total are taken for a selection and are not reported, parts above it always are.
- share_does_not_follow: 任务20项，完成15项，完成率85% (15 / 20 = 75%).
- stated_twice: one metric, unit, period and status with two exact values in one report.
- above_100: a share that cannot exceed its whole.
- plan_below_actual: a target said to grow that is lower than the fact it grows from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from extractors.language import knowledge
from extractors.language.writing import in_scale
from extractors.model import Claim

_RAW = knowledge.load("consistency.toml")
_PARTS = re.compile("|".join(_RAW["parts"]))
_OUTCOMES = re.compile("|".join(_RAW["outcomes"]))
_ENDS_LIST = re.compile("|".join(_RAW["ends_list"]))
_DONE_SHARE = re.compile("|".join(_RAW["done_share"]))
_DONE = re.compile("|".join(_RAW["done"]))
_OPENS, _CLOSES = re.compile("[（(]"), re.compile("[）)]")
_MOVES = frozenset("从由到至")
_CAPPED = re.compile("|".join(_RAW["capped"]))
_DIVIDED = frozenset({"count", "area", "money", "length", "mass"})
_STATED_ONCE = frozenset({"area", "money", "mass", "percentage"})
_SELECTION = 0.9  # parts that reach less of their total are a selection
_INEXACT = 0.005  # of the whole: parts are rounded
_ROUNDING = 1.0  # percentage points


def check_report(claims: Sequence[Claim], text: str) -> list[Claim]:
    """The claims of one report, in order, with the warnings they deserve in `flags`. `text` is their source."""
    warnings: dict[str, list[str]] = defaultdict(list)
    for run in _sentences(claims):
        if len(run) > 2:  # a whole and its parts, or a whole, a part and its share
            _check_parts(run, text, warnings)
            _check_shares(run, warnings)
    _check_apart(claims, warnings)
    _check_repeats(claims, text, warnings)
    _check_plans(claims, text, warnings)
    for claim in claims:
        if claim.unit == "%" and claim.value is not None and claim.value > 100 and _CAPPED.search(claim.metric):
            warnings[claim.claim_id].append(f"above_100: {claim.value:g}%")
    if not warnings:
        return list(claims)
    return [replace(c, flags=(*c.flags, *warnings[c.claim_id])) if c.claim_id in warnings else c for c in claims]


def _sentences(claims: Sequence[Claim]) -> Iterable[list[Claim]]:
    run: list[Claim] = []
    for claim in claims:
        if run and claim.sentence != run[-1].sentence:
            yield run
            run = []
        run.append(claim)
    if run:
        yield run


def _exact(claim: Claim) -> float | None:
    return claim.value if claim.bound == "exact" and not claim.masked and claim.direction == "none" else None


def _check_parts(run: Sequence[Claim], text: str, warnings: dict[str, list[str]]) -> None:
    for at, total in enumerate(run[:-2]):
        if total.kind not in _DIVIDED or not (whole := _exact(total)):
            continue
        parts, outcomes = _parts_of(run, at, text)
        if len(parts) < 2:
            continue
        values = [value for part in parts if (value := _exact(part)) is not None]
        if len(values) != len(parts):
            continue
        reached = sum(values)
        if abs(reached - whole) <= _INEXACT * whole or (reached < _SELECTION * whole and not outcomes):
            continue
        if outcomes and reached < whole / 2:
            continue
        terms = " + ".join(map(in_scale, values))
        warnings[total.claim_id].append(f"parts_do_not_sum: {terms} = {in_scale(reached)} ≠ {in_scale(whole)}")


def _parts_of(run: Sequence[Claim], at: int, text: str) -> tuple[list[Claim], bool]:
    """The claims that divide the one at `at`: those behind 其中 / （含, or the outcomes 已…, 正在… next to it."""
    total, parts = run[at], list[Claim]()
    gap = text[total.char_end : run[at + 1].char_start]
    opened = _PARTS.match(gap)
    outcomes = not opened
    if outcomes and not _OUTCOMES.match(gap):
        return [], False
    bracketed, inner = gap[:1] in "（(", False
    for n in range(at + 1, len(run)):
        if n > at + 1:
            gap = text[run[n - 1].char_end : run[n].char_start]
            if not bracketed and _OPENS.search(gap):
                inner = True  # 社团20个（含互助社5个）: parts of a part
            if inner and not _CLOSES.search(gap):
                continue
            inner = False
            if _ENDS_LIST.search(gap) or (bracketed and _CLOSES.search(gap)) or (outcomes and not _OUTCOMES.match(gap)):
                break
        if run[n].unit != total.unit or run[n].kind != total.kind or (run[n].value or 0) > (total.value or 0):
            break
        if opened and parts and not run[n].part_of:
            break  # 来信来访86件，其中来信35件、来访51件，|办结|82件: another figure of the whole
        parts.append(run[n])
    return parts, outcomes


def _check_apart(claims: Sequence[Claim], warnings: dict[str, list[str]]) -> None:
    """Parts that stand in another sentence than their whole: 收入8亿元。其中，甲收入3亿元、乙收入4.8亿元。"""
    parts_of: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.part_of:
            parts_of[claim.part_of].append(claim)
    if not parts_of:
        return
    wholes = {claim.claim_id: claim for claim in claims if claim.claim_id in parts_of}
    for claim_id, parts in parts_of.items():
        total = wholes.get(claim_id)
        if total is None or len(parts) < 2 or total.kind not in _DIVIDED or not (whole := _exact(total)):
            continue
        values = [value for part in parts if (value := _exact(part)) is not None]
        if len(values) != len(parts) or any(part.sentence == total.sentence for part in parts):
            continue
        reached = sum(values)
        if reached >= _SELECTION * whole and abs(reached - whole) > _INEXACT * whole:
            terms = " + ".join(map(in_scale, values))
            warnings[total.claim_id].append(f"parts_do_not_sum: {terms} = {in_scale(reached)} ≠ {in_scale(whole)}")


def _check_shares(run: Sequence[Claim], warnings: dict[str, list[str]]) -> None:
    """A share that stands directly behind its whole and its part."""
    for whole, part, share in zip(run, run[1:], run[2:], strict=False):
        if share.unit != "%" or not _DONE_SHARE.search(share.metric) or whole.unit != part.unit or not whole.unit:
            continue
        if whole.unit == "%" or not _DONE.search(part.metric):
            continue
        total, done, stated = _exact(whole), _exact(part), _exact(share)
        if not total or done is None or stated is None or done > total:
            continue
        reckoned = 100 * done / total
        if abs(reckoned - stated) > _ROUNDING:
            warnings[share.claim_id].append(
                f"share_does_not_follow: {in_scale(done)} / {in_scale(total)} = {reckoned:.1f}% ≠ {stated:g}%"
            )


def _check_repeats(claims: Sequence[Claim], text: str, warnings: dict[str, list[str]]) -> None:
    firsts: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if (
            claim.kind in _STATED_ONCE
            and len(claim.metric_key) >= 5
            and _exact(claim) is not None
            and not (claim.char_start and text[claim.char_start - 1] in _MOVES)  # 从4亿元增加到5亿元
        ):
            key = (
                claim.metric_key,
                claim.scope,
                claim.unit,
                claim.status,
                claim.period_start,
                claim.period_end,
                claim.comparison,
            )
            first = firsts.setdefault(key, claim)
            if first.value != claim.value and first.sentence != claim.sentence:
                warnings[claim.claim_id].append(f"stated_twice: {first.quote} ≠ {claim.quote}")


def _check_plans(claims: Sequence[Claim], text: str, warnings: dict[str, list[str]]) -> None:
    plans = [c for c in claims if c.status != "actual" and "增长" in text[c.char_end : c.char_end + 6]]
    if not plans:
        return
    facts = {
        (c.metric_key, c.unit): c
        for c in claims
        if c.status == "actual" and c.kind != "percentage" and len(c.metric_key) >= 4 and _exact(c) is not None
    }
    for plan in plans:
        fact, value = facts.get((plan.metric_key, plan.unit)), _exact(plan)
        if fact is not None and value is not None and value < (fact.value or 0):
            warnings[plan.claim_id].append(f"plan_below_actual: {plan.quote} < {fact.quote}")
