"""Which doubts does the extractor note, and which did it note about each claim?

A claim carries what became of its doubts, the confidence; to fit their weights, the doubts themselves are needed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from msgspec.structs import asdict

from extractors import extraction
from extractors.cleaning.doubtful import MAYBE_ADVERT
from extractors.context import claims as claims_module
from extractors.context import context
from extractors.context.claims import IN_PASSING, OF_PLACE
from extractors.context.confidence import confidence_of
from extractors.context.second_look import OF_REPORT, find_signs
from extractors.context.unsure import KNOWN
from extractors.indicators.matching import WHOLE
from extractors.model import Claim, SourceText

Row = dict[str, Any]
FILES = sorted(Path(extraction.__file__).parent.rglob("*.py"))
TREES = {file.stem: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
MENTIONS = (
    "quantities",
    "shares",
    "sharing",
    "cells",
    "unit_choice",
)  # the modules that flag mentions; others flag claims, which are no doubts
_SPENT = "unitless"  # a bare number's flag; it is gone once the number has borrowed a unit, and else the number is


def claims_with_doubts(source: SourceText) -> list[tuple[Row, frozenset[str]]]:
    """The claims of one source, each with what was doubtful about it."""
    make_claim = extraction.make_claim
    noted: dict[str, frozenset[str]] = {}
    seen: list[tuple[str, ...]] = []  # what the next claim to be made has its confidence from

    def remember(reading: context.Reading, *others: Any) -> Claim:
        claim = make_claim(reading, *others)
        noted[claim.claim_id] = frozenset(seen.pop()) | {flag for flag in claim.flags if flag in OF_PLACE}
        return claim

    def weigh(doubts: tuple[str, ...]) -> float:
        seen.append(doubts)
        return confidence_of(doubts)

    with patch.object(extraction, "make_claim", remember), patch.object(claims_module, "confidence_of", weigh):
        extracted = extraction.extract_source(source)
    claims = extracted.claims
    against: dict[str, tuple[str, ...]] = {}
    for report in extracted.reports:
        own = [claim for claim in claims if claim.report_id == report.report_id]
        found = find_signs(own, source.text, report.start, report.end)
        against |= {claim.claim_id: signs for claim, signs in zip(own, found, strict=True)}
    return [
        (asdict(claim), noted[claim.claim_id] | signs_of(claim) | frozenset(against[claim.claim_id]))
        for claim in claims
    ]


def signs_of(claim: Claim) -> frozenset[str]:
    """What is found out about a claim when it is made already."""
    return frozenset({KNOWN} if claim.indicator_fit == WHOLE else ())


def known_doubts() -> list[str]:
    """Every doubt that the code can note, read from its source: what it appends, names, and flags."""
    noted = {text for tree in TREES.values() for text in appended(tree)}
    names = (*strings(TREES["naming"]), *strings(TREES["scoped"]))
    noted |= {text for text in names if text.startswith("name_")}
    noted |= {text for node in calls(TREES["context"], "Reading") for text in strings(keyword(node, "doubts"))}
    flags = {text.partition(":")[0] for name in MENTIONS for text in flagged(TREES[name])}
    flags = {flag for flag in flags if flag.isidentifier()} - {_SPENT}
    return sorted(
        noted | {*OF_PLACE, *OF_REPORT, IN_PASSING, KNOWN} | {f"flag_{flag}" for flag in (*flags, MAYBE_ADVERT)}
    )


def appended(tree: ast.AST) -> Iterator[str]:
    """doubts.append("…")"""
    for call in calls(tree, "append"):
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "doubts":
            yield from (a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def flagged(tree: ast.AST) -> Iterator[str]:
    """The last argument of Mention(…), and what is assigned to `flags` or given as it."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="flags")], value=flags)
                | ast.AnnAssign(target=ast.Name(id="flags"), value=flags)
                | ast.AugAssign(target=ast.Name(id="flags"), value=flags)
                | ast.keyword(arg="flags", value=flags)
            ) if flags is not None:
                yield from strings(flags)
    for call in calls(tree, "Mention"):
        yield from (text for argument in call.args[8:] for text in strings(argument))
    for call in calls(tree, "Choice"):
        yield from (text for argument in call.args[1:] for text in strings(argument))
    for call in calls(tree, "bounded"):
        yield from (text for argument in call.args[5:] for text in strings(argument))


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
            yield node


def keyword(call: ast.Call, name: str) -> ast.AST:
    """What a call gives as the argument of that name; an empty tuple where it gives it by place."""
    return next((given.value for given in call.keywords if given.arg == name), ast.Tuple([]))


def strings(tree: ast.AST) -> Iterator[str]:
    """The string literals in a piece of code; those that are compared with, or are keys, are none of its results."""
    compared = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Subscript)
        for part in ast.walk(node.slice if isinstance(node, ast.Subscript) else node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in compared:
            yield node.value
