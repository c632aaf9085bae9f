"""What kind of body reports, under which lasting id, and of which place?"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from msgspec import Struct

from extractors.indicators.areas import MASKED, UNKNOWN, Place, find_place, mentioned
from extractors.indicators.names import plain_name
from extractors.language.knowledge import load
from extractors.model import Report

ID_LENGTH = 12
HEAD = 600  # characters of a report in which its province may be named
_MASKS = frozenset("XxＸ*＊×某")
#: Whose reports speak of the place, not of their own work alone.
OF_PLACES = frozenset({"government", "statistics", "finance", "congress", "party"})


class Issuer(Struct, frozen=True, gc=False):
    """A body that reports."""

    issuer_id: str | None
    issuer_type: str | None
    area_code: str | None
    area_note: str | None  # why there is no area_code


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """Each ending with its type, the longest first; of equals the first row's."""
    rows = [(ending, row["type"]) for row in load("issuers.toml")["type"] for ending in row["endings"]]
    return tuple(sorted(rows, key=lambda one: -len(one[0])))


def type_of(issuer: str | None) -> str | None:
    """The kind of body, None where its name does not say it."""
    if not issuer:
        return None
    plain = plain_name(issuer)
    return next((kind for ending, kind in _endings() if plain.endswith(ending)), None)


def identify(report: Report, head: str) -> Issuer:
    """Who reports; `head` is the report's beginning, which may name the province."""
    issuer, year = report.issuer, report.year
    place = Place(None, "no_place")
    hints = None
    for text in (issuer, report.region, report.title.removeprefix("关于").lstrip("0123456789年度")):
        if not text:
            continue
        hints = mentioned(head[:HEAD]) if hints is None else hints
        found = find_place(plain_name(text).removeprefix("中共"), year, hints)
        if found.area is not None or found.reason != UNKNOWN:
            place = found
            break
        place = found
    known = place.area.area_code if place.area else None
    name = plain_name(issuer or "")
    named = bool(name) and not any(char in _MASKS for char in name) and place.reason != MASKED
    key = f"{known or ''}:{name}".encode()
    return Issuer(sha256(key).hexdigest()[:ID_LENGTH] if named else None, type_of(issuer), known, place.reason)
