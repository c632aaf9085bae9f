"""What became of verdicts on whole sentences? They hold as long as the sentence is there and the same is read in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from expectations.engine.published import rows_in
from flows.publishing.review_ground import Figure, Published
from flows.publishing.review_rows import Told
from flows.reviews.anchors import BY_ID, BY_TEXT, ORPHANED, find_words
from flows.reviews.model import OF_SENTENCES, QUOTES, Place, Review
from flows.reviews.standing import Standing, without_withdrawn
from flows.storage.parquet import part_files

Span = tuple[int, int]


def tell_sentences(reviews: Iterable[Review], known: Published) -> list[Told]:
    """To be asked when what people said of claims is in the tables: what they rejected was not rightly read."""
    said: dict[str, list[Review]] = defaultdict(list)
    for review in without_withdrawn(reviews):
        if review.verdict in OF_SENTENCES:
            said[review.place.claim_id].append(review)
    return [one for some in said.values() for one in tell_sentence(some, known)]


def tell_sentence(some: Sequence[Review], known: Published) -> list[Told]:
    """Of all that was said of one sentence the last counts, in each batch that has it."""
    place, told = some[-1].place, []
    for batch, path, source_id, span in places_now(place, known):
        quotes, right = quotes_in(known, batch, path, span)
        how = BY_ID if source_id == place.source_id else BY_TEXT
        for review in some:
            state: tuple[str, str | None] = ("applied", None)
            if review.verdict != some[-1].verdict:
                state = ("superseded", None)
            elif review.seen.get(QUOTES) != quotes:
                state = ("outdated", "other figures are read in it now")
            told.append(Told(review, batch, None, how, *state, {QUOTES: right}, None))
    if not told:
        why = "the sentence is not there any more"
        told = [Told(review, place.batch, None, ORPHANED, ORPHANED, why, {}, None) for review in some]
    return told


def places_now(place: Place, known: Published) -> list[tuple[str, str, str, Span]]:
    """Batch, path, source and span of the sentence wherever its words stand once."""
    figure = Figure(place, [], Standing())
    found = []
    for batch, path, source_id in known.sources(figure):
        text = known.texts(batch, path)
        span = find_words(place, text) if text else None
        if span is not None:
            found.append((batch, path, source_id, span))
    return found


def quotes_in(known: Published, batch: str, path: str, span: Span) -> tuple[list[str], list[str]]:
    """What is read in a sentence, and what of it nobody has rejected."""
    claims = rows_in("claims", part_files(known.tables, "claims", batch))
    rows = known.database.execute(
        f"""SELECT quote, review FROM {claims} WHERE source_path = ? AND char_start >= ? AND char_start < ?
        AND review IS DISTINCT FROM 'added' ORDER BY char_start""",
        [path, *span],
    ).fetchall()
    return [quote for quote, _ in rows], [quote for quote, review in rows if review != "rejected"]
