"""Do a user's own rules take what they say they take? Each row's examples, and the sentences of examples.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractors.extraction import extract
from extractors.indicators.catalogue import find_spelled, load_catalogue
from extractors.language.grammar import HAN
from extractors.language.knowledge import fill
from extractors.language.own import EXAMPLES, EXPECTATIONS, INDICATORS, RulesError, files_of, fingerprint, own, rows_of

TITLE = "青禾镇2023年工作总结\n"
_PARTS = {"han": HAN, "year": "2023", "next": "2024"}  # of patterns; as the report of TITLE has them


def check_rules() -> None:
    """RulesError at the first example that does not hold; nothing is done where nothing was added."""
    if not fingerprint():
        return
    for name in sorted({path.name for folder in own().folders for path in files_of(folder)}):
        if name.endswith(".toml") and name not in (EXAMPLES, EXPECTATIONS, INDICATORS):
            for key, row in _rows(rows_of(name)):
                _check_row(f"{name}, [[{key}]] {row.get('name') or row.get('spellings') or row.get('pattern')}", row)
    for indicator_id, row in rows_of(INDICATORS).get("rows", {}).items():
        _check_indicator(indicator_id, row)
    for row in rows_of(EXAMPLES).get("example", ()):
        _check_sentence(row)


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, rows in document.items():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                yield key, row


def _check_row(where: str, row: Mapping[str, Any]) -> None:
    if not row.get("takes") or "refuses" not in row:
        raise RulesError(f"{where} has no examples", 'give it takes = ["…"] and refuses = ["…"]')
    for text in row["takes"]:
        if not _takes(row, text):
            raise RulesError(f"{where} does not take its example {text}", "put the row or its example right")
    for text in row["refuses"]:
        if _takes(row, text):
            raise RulesError(f"{where} takes {text}, which it should refuse", "make the row narrower")


def _takes(row: Mapping[str, Any], text: str) -> bool:
    if "spellings" in row:
        units = {row["unit"]} if "unit" in row else set(row["spellings"])
        return any(claim.unit in units for claim in extract(f"{TITLE}{text}"))
    pattern = row.get("pattern")
    return any(phrase in text for phrase in row.get("phrases", ())) or bool(
        pattern and re.search(fill(pattern, _PARTS), fill(text, _PARTS), re.VERBOSE)
    )


def _check_indicator(indicator_id: str, row: Mapping[str, Any]) -> None:
    """As the project's own: `takes` is a figure with its name, `refuses` are names of others, with blanks between."""
    where = f"{INDICATORS}, {indicator_id}"
    load_catalogue()
    taken = {claim.indicator_id for claim in extract(f"{TITLE}今年以来，全县{row['takes']}。")}
    if indicator_id not in taken:
        raise RulesError(f"{where} does not take its example {row['takes']}", "put the row or its example right")
    for name in row["refuses"].split():
        if any(one.indicator_id == indicator_id for _, one in find_spelled(name)):
            raise RulesError(f"{where} takes {name}, which it should refuse", "make the row narrower")


def _check_sentence(row: Mapping[str, Any]) -> None:
    """As in extractors/corpus: a sentence and all claims that it gives; of each the fields that are named."""
    found = extract(f"{TITLE}{row['text']}")
    if len(found) != len(row["claims"]):
        quotes = "、".join(claim.quote for claim in found) or "nothing"
        raise RulesError(f"{EXAMPLES}: {row['text']} gives {quotes}", f"{len(row['claims'])} claims were expected")
    for claim, wanted in zip(found, row["claims"], strict=True):
        for field, value in wanted.items():
            if _differs(getattr(claim, field), value):
                problem = f"{EXAMPLES}: {row['text']}: {field} of {claim.quote} is {getattr(claim, field)}"
                raise RulesError(problem, f"{value} was expected")


def _differs(found: object, wanted: object) -> bool:
    if isinstance(found, float) and isinstance(wanted, int | float):
        return abs(found - wanted) > 1e-6 * max(abs(found), abs(wanted))
    return found != wanted
