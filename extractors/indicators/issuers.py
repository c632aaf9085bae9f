"""What kind of body reports, under which lasting id, and of which place?"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from msgspec.structs import replace

from extractors.context.metric_key import plain_name
from extractors.indicators.areas import MASKED, UNKNOWN, Place, find_place
from extractors.language.knowledge import load
from extractors.language.script import simplify
from extractors.model import Report

ID_LENGTH = 12
HEAD = 600  # characters of a report in which its province may be named
_MASKS = frozenset("XxＸ*＊×某")
#: Whose reports speak of the place, not of their own work alone.
OF_PLACES = frozenset({"government", "statistics", "finance", "congress", "party"})


@cache
def _endings() -> dict[str, list[tuple[str, str]]]:
    """By its last character, each ending with its type, the longest first; of equals the first row's."""
    rows = [(ending, row["type"]) for row in load("issuers.toml")["type"] for ending in row["endings"]]
    found: dict[str, list[tuple[str, str]]] = {}
    for ending, kind in sorted(rows, key=lambda one: -len(one[0])):
        found.setdefault(ending[-1], []).append((ending, kind))
    return found


def type_of(issuer: str | None) -> str | None:
    """The kind of body, None where its name does not say it."""
    if not issuer:
        return None
    plain = plain_name(issuer)
    return next((kind for ending, kind in _endings().get(plain[-1:], ()) if plain.endswith(ending)), None)


def identify(report: Report, text: str) -> Report:
    """The report with its issuer and place, in kept coordinates; its beginning in `text` may name the province."""
    issuer, year = report.issuer, report.year
    place = Place(None, "no_place")
    head = text[report.start : min(report.end, report.start + HEAD)]
    for named in (issuer, report.region, report.title.removeprefix("关于").lstrip("0123456789年度")):
        if not named:
            continue
        place = find_place(simplify(named).replace(" ", "").removeprefix("中共"), year, head)
        if place.area is not None or place.reason != UNKNOWN:
            break
    known = place.area.area_code if place.area else None
    name = plain_name(issuer or "")
    is_named = bool(name) and not any(char in _MASKS for char in issuer or "") and place.reason != MASKED
    return replace(
        report,
        issuer_id=sha256(f"{known or ''}:{name}".encode()).hexdigest()[:ID_LENGTH] if is_named else None,
        issuer_type=type_of(issuer),
        area_code=known,
        area_note=place.reason,
    )
