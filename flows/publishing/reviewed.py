"""How does what people said get into the tables? Claims are published with their values, and `reviews` says of each.

Upon the tables of the snapshot that is being made, whichever of their rows a run has read and whichever it took over.
Each row is first brought back to what was extracted, so that what is taken back later is gone. Only files that change
are written anew, and then all files of their part get a new name, as no name is used for other contents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from expectations.engine.published import batch_folder, batch_of, rows_in
from expectations.engine.scratch import open_scratch
from flows.publishing.review_ground import Claim, Figure, Located, Published
from flows.publishing.review_locating import locate
from flows.publishing.review_parts import Addition, Work, change_part, joined
from flows.publishing.review_rows import Told, write_reviews
from flows.publishing.review_sentences import tell_sentences
from flows.reviews.anchors import BY_ID, ORPHANED, find_words, same_number
from flows.reviews.model import OF_SENTENCES, Review, span_id
from flows.reviews.samples import Drawn
from flows.reviews.standing import without_withdrawn
from flows.storage.parquet import part_files


@dataclass(slots=True)
class Applied:
    """What came of the reviews: states and how many of them, and the sources whose rows are others now."""

    states: Counter[str] = field(default_factory=Counter)
    changed: set[tuple[str, str]] = field(default_factory=set)  # batch, source_path
    orphans: list[Told] = field(default_factory=list)
    set_aside: list[Told] = field(default_factory=list)


def apply_reviews(
    tables: Path, reviews: Sequence[Review], samples: Sequence[Drawn], run: str, scratch: Path
) -> Applied:
    """Bring what people said into the tables below a folder that nobody reads yet. `run`: in its files' names."""
    applied = Applied()
    if not reviews and not part_files(tables, "reviews"):
        return applied
    with open_scratch(scratch) as database:
        known = Published(tables, database)
        figures = gather(reviews)
        locate(figures, known)
        work = share_out(figures, known)
        told: list[Told] = []
        for number, part in enumerate(work):
            outcome = change_part(tables, part, f"part-{run}-v{number:04}")
            applied.changed |= outcome.changed
            told += outcome.told
        told += tell_others(figures, known)
        told += tell_sentences(reviews, known)
        write_reviews(tables, reviews, told, samples, run, known.batches)
    for one in told:
        if one.state == "orphaned":
            applied.orphans.append(one)
        elif one.state == "set_aside":
            applied.set_aside.append(one)
        applied.states[one.state] += 1
    return applied


def gather(reviews: Iterable[Review]) -> list[Figure]:
    """The figures that something was said of that counts."""
    said: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in without_withdrawn(reviews):
        if review.verdict in OF_SENTENCES:
            continue
        said[review.place.claim_id, review.place.quote].append(review)
    stand = map(joined, said.values())
    return [Figure(one.reviews[-1].place, one.reviews, one) for one in stand]


def share_out(figures: Sequence[Figure], known: Published) -> list[Work]:
    """For each file of claims that may change: what people say of its claims, and what is to be added to it."""
    merged: dict[Claim, list[Figure]] = defaultdict(list)
    for figure in figures:
        for claim in figure.found.claims if figure.found else ():
            merged[claim].append(figure)
    works = {path: Work(path, batch) for path, batch in known.changed_files().items()}

    def work_of(path: Path) -> Work:
        return works.setdefault(path, Work(path, batch_of(path)))

    for one, some in merged.items():
        how = "id" if any(figure.found and figure.found.how == BY_ID for figure in some) else "text"
        stands = some[0].stands if len(some) == 1 else joined([review for figure in some for review in figure.reviews])
        work_of(known.files[one]).say(one[1], stands, how)
    for figure in figures:
        if figure.stands.missing and figure.stands.rejected is None and not (figure.found and figure.found.claims):
            place_missing(figure, figures, known, work_of)
    for path, rows in known.set_aside.items():
        work_of(path).put_back = rows
    for work in works.values():
        work.originals = known.original(work.batch)
    return [works[path] for path in sorted(works)]


def place_missing(figure: Figure, figures: Sequence[Figure], known: Published, work_of: Callable[[Path], Work]) -> None:
    """Where a figure is to be added that was not read: at its words, in each batch that has the file."""
    placed = False
    for batch, path, source_id in known.sources(figure):
        text = known.texts(batch, path)
        span = find_words(figure.place, text) if text else None
        file = file_of_source(known, batch, path) if span else None
        if span is None or file is None:
            continue
        overlapping = known.at(batch, path, span)
        same = [claim for claim, quote in overlapping if same_number(quote, figure.place.quote)]
        if len(overlapping) == len(same) == 1:
            work_of(known.files[batch, same[0]]).say(same[0], figure.stands, "text")
        elif overlapping:
            continue
        else:
            claim_id = span_id(source_id, *span)
            reviews = [*figure.reviews]
            for other in figures:  # said of it since it was added here
                if other is not figure and other.place.claim_id == claim_id:
                    reviews += other.reviews
                    other.found = Located((), "added")
            how = "id" if claim_id == figure.place.claim_id else "text"
            work_of(file).added.append(Addition(path, source_id, span, text, joined(reviews), figure.place, how))
        placed = True
    figure.found = Located((), "added") if placed else Located((), ORPHANED, "its words do not stand there once")


def file_of_source(known: Published, batch: str, path: str) -> Path | None:
    """The file of claims that has, or would have, the claims of a source: that of the part its row of sources is in."""
    files = part_files(known.tables, "sources", batch)
    found = known.database.execute(
        f"SELECT file FROM {rows_in('sources', files)} WHERE source_path = ? LIMIT 1", [path]
    ).fetchall()
    return known.tables / "claims" / batch_folder(batch) / Path(found[0][0]).name if found else None


def tell_others(figures: Sequence[Figure], known: Published) -> list[Told]:
    """What became of reviews whose figure is no claim now."""
    told = []
    for figure in figures:
        if figure.found is None or figure.found.claims or figure.found.how == "added":
            continue
        place, state, why = figure.place, "orphaned", figure.found.why
        if figure.stands.rejected is not None and still_there(figure, known):
            state, why = "closed", "nothing is read there"
        how = ORPHANED if state == "orphaned" else "text"
        told += [
            Told(review, place.batch, None, how, state, why or "it was not found", {}, None)
            for review in figure.reviews
        ]
    return told


def still_there(figure: Figure, known: Published) -> bool:
    """Whether the words that are no claim stand in the text as they did."""
    return any(
        find_words(figure.place, known.texts(batch, path)) is not None for batch, path, _ in known.sources(figure)
    )
