"""How does a verdict get from the screen into the database of reviews? At once, with what was on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.dashboard.queue import Item
from flows.reviews.model import MISSING, WITHDRAWN, Place, Review, Row, check_review, seen_of, typed
from flows.reviews.places import numeral_places, place_in_text, places_of
from flows.reviews.samples import Drawn
from flows.reviews.standing import Standing, fold, without_withdrawn
from flows.reviews.store import has_store, open_store


def said_of(output: Path, claim_id: str) -> Standing:
    """What stands of a claim, published or not."""
    if not has_store(output):
        return Standing()
    with open_store(output) as store:
        return fold(without_withdrawn(store.load([claim_id])))


def added_in(output: Path, sentence: Place) -> list[Review]:
    """The figures that people have added inside a sentence, published or not."""
    if not has_store(output):
        return []
    with open_store(output) as store:
        said = without_withdrawn(store.of_source(sentence.source_id, MISSING))
    start, end = sentence.char_start, sentence.char_end
    return [review for review in said if start <= review.place.char_start and review.place.char_end <= end]


def judged_among(output: Path, items: Sequence[Item]) -> dict[str, str]:
    if not has_store(output):
        return {}
    with open_store(output) as store:
        return store.judged([claim_id for _, _, claim_id in items])


def people(output: Path) -> list[tuple[str, int]]:
    if not has_store(output):
        return []
    with open_store(output) as store:
        return store.people()


def sample_of(output: Path, batches: Sequence[str]) -> list[Drawn]:
    """The latest sample of each batch, claims and numerals, in the order in which they are to be judged."""
    if not has_store(output):
        return []
    with open_store(output) as store:
        drawn = [one for one in store.samples() if not batches or one.batch in batches]
    latest: dict[tuple[str, str], str] = {}
    for one in drawn:  # the latest first
        latest.setdefault((one.batch, one.what), one.sample)
    return [one for one in drawn if latest[one.batch, one.what] == one.sample]


def place_of(tables: Path, item: Item) -> tuple[Place, Row] | None:
    """Where it stands, and what is published of it; None where it is no longer there."""
    what, batch, target = item
    if what == "claim":
        return places_of(tables, [target]).get((batch, target))
    place = numeral_places(tables, batch, [target]).get(target)
    return (place, {}) if place else None


def say(
    output: Path, place: Place, verdict: str, by: str, seen: Row, fields: Row | None = None, note: str = "",
    sample: str | None = None,
) -> Review:  # fmt: skip
    """Keep a verdict; what it was said of is what was on the screen."""
    kept = {} if verdict == "missing" or not seen else seen
    review = check_review(
        Review(verdict=verdict, place=place, fields=fields or {}, seen=kept, note=note, by=by, sample=sample)
    )
    with open_store(output) as store:
        store.append([review])
    return review


def take_back(output: Path, review: Review, by: str) -> None:
    with open_store(output) as store:
        store.append([Review(verdict=WITHDRAWN, place=review.place, undoes=review.review_id, by=by)])


def on_screen(row: Row, stands: Standing) -> Row:
    """The row as people see it: with what was said and is not published yet."""
    return {**seen_of(row), **stands.asserted}


def changed_fields(seen: Row, entered: Row) -> Row:
    """What somebody has changed in the form."""
    found: dict[str, Any] = {}
    for name, value in entered.items():
        given = typed(name, value)
        if given != seen.get(name) and not (given == "" and seen.get(name) is None):
            found[name] = given
    return found


def missing_place(
    batch: str, report_id: str, source: tuple[str, str, str, str], exact: str, prefix: str, suffix: str
) -> Place | None:
    """Where words stand in a source, by what stands around them; None where that is not one place."""
    path, source_id, title, text = source
    found = [
        at
        for at in range(len(text))
        if text.startswith(exact, at)
        and bare_end(text[max(0, at - 200) : at], prefix)
        and bare_start(text[at + len(exact) : at + len(exact) + 200], suffix)
    ]
    if len(found) != 1 or not exact:
        return None
    return place_in_text(batch, path, source_id, report_id, title, text, (found[0], found[0] + len(exact)))


def bare_end(text: str, words: str) -> bool:
    """Blanks make no difference: the page has lines as paragraphs."""
    return "".join(text.split()).endswith("".join(words.split())[-20:])


def bare_start(text: str, words: str) -> bool:
    return "".join(text.split()).startswith("".join(words.split())[:20])


def read_words(words: str, sentence: str) -> Row:
    """What the extractor takes selected words for: a first entry of the form."""
    from extractors import extract

    for claim in [*extract(sentence), *extract(words)]:
        if claim.quote == words:
            return {name: getattr(claim, name) for name in ("value", "unit", "kind", "bound", "metric")}
    return {"value": None, "unit": "", "kind": "count", "bound": "exact", "metric": ""}
