"""Which figures of a batch do not fit others, or do not add up? What the quality report says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from expectations.messages.catalogue import N_
from expectations.messages.html import both
from expectations.pages.review import ClaimLink, in_sentence

#: What the kinds of the view `contradictions` mean, the gravest first.
KINDS = {
    "unit slip": N_("a power of ten apart, or 亩 for 公顷: a unit or scale word is wrong, in the report or here"),
    "contradiction": N_("sure claims of different reports of one year that differ"),
    "revision": N_("a report of another year states it otherwise: a later one may have restated it"),
    "scope or period": N_("of one report, or of an unsure claim: one of them is perhaps of a part, or of another time"),
    "rounding": N_("within 2 per cent, or a tenth of a point"),
}
#: What the kinds of the view `chains` compare.
CHAINS = {
    "growth": N_("this year's level ÷ last year's − 1, against the growth stated"),
    "parts": N_("parts added up, against their whole"),
    "per head": N_("a figure per head × the people, against the whole"),
    "plan": N_("what was reached, against what was planned for the year"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that is compared."""

    batch: str
    report_id: str
    claim_id: str
    quote: str
    sentence: str
    report_title: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """Claims that do not fit each other."""

    kind: str
    about: str  # place, indicator, year
    words: str  # the arithmetic
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the observations that several claims state, and of the chains, how many there are and which do not fit."""

    observations: int = 0
    compared: int = 0  # of them, those of several claims
    kinds: Sequence[tuple[str, int]] = ()  # of contradictions
    contradictions: Sequence[Misfit] = ()
    chains: Sequence[tuple[str, int, int]] = ()  # kind, how many, how many do not fit
    misfits: Sequence[Misfit] = ()


def show_agreement(found: Agreement | None, claim_link: ClaimLink | None) -> dict[str, Any]:
    """What of the batch does not fit other figures; nothing where nothing is observed."""
    if found is None or not found.observations:
        return {"agreement": None}
    return {
        "agreement": found,
        "contradicting": [{"name": kind, "count": count, "told": both(KINDS[kind])} for kind, count in found.kinds],
        "reckoned": [
            {"name": kind, "count": total, "part": misfits, "told": both(CHAINS[kind])}
            for kind, total, misfits in found.chains
        ],
        "contradictions": [_show_misfit(one, claim_link) for one in found.contradictions],
        "misfits": [_show_misfit(one, claim_link) for one in found.misfits],
    }


def _show_misfit(misfit: Misfit, claim_link: ClaimLink | None) -> dict[str, Any]:
    said = [
        {
            "marked": Markup(in_sentence({"sentence": one.sentence, "quote": one.quote})),
            "title": one.report_title,
            "link": claim_link(one.batch, one.report_id, one.claim_id) if claim_link else "",
        }
        for one in misfit.said
    ]
    return {"kind": misfit.kind, "about": misfit.about, "words": misfit.words, "said": said}
