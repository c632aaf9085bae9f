"""Where does a claim stand, and what does its row say? What a review keeps of it, out of the published tables."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from expectations.engine.published import published_files, rows_in
from expectations.engine.rightness import STRATUM, STRATUM_OF_NUMERAL
from expectations.engine.scratch import open_scratch
from flows.reviews.model import AROUND, FIELDS, Place, Row, seen_of, span_id
from flows.reviews.samples import CLAIM, NUMERAL, Drawn, draw
from flows.reviews.sentences import draw_sentences

_PLACE = (
    "batch", "source_path", "source_id", "report_id", "report_title", "claim_id", "sentence", "quote", "char_start",
    "char_end",
)  # fmt: skip


def places_of(tables: Path, claim_ids: Sequence[str]) -> dict[tuple[str, str], tuple[Place, Row]]:
    """By batch and id: where the claims stand, and what is judged of them."""
    claims, texts = (rows_in(table, published_files(tables, table)) for table in ("claims", "texts"))
    with open_scratch() as database:
        found = database.execute(
            f"""SELECT {", ".join(f"c.{name}" for name in (*_PLACE, *FIELDS))},
              substring(text, greatest(1, char_start + 1 - {AROUND}), least({AROUND}, char_start)),
              substring(text, char_end + 1, {AROUND}), twins
            FROM (
                SELECT *, count(*) OVER (PARTITION BY batch, report_id, quote, sentence) AS twins FROM {claims}
                WHERE report_id IN (SELECT report_id FROM {claims} WHERE claim_id IN (SELECT unnest($ids)))
            ) c
            LEFT JOIN (SELECT batch, source_path, text FROM {texts}) t USING (batch, source_path)
            WHERE claim_id IN (SELECT unnest($ids))""",
            {"ids": list(claim_ids)},
        ).fetchall()
    places = {}
    for row in found:
        known = dict(zip(_PLACE, row, strict=False))
        before, after, twins = row[-3:]
        place = Place(**known, before=before or "", after=after or "", twins=twins)
        seen = seen_of(dict(zip(FIELDS, row[len(_PLACE) : -3], strict=True)))
        places[place.batch, place.claim_id] = (place, seen)
    return places


def draw_sample(
    tables: Path, batch: str, claims: int, numerals: int, sentences: int, seed: int | None = None
) -> list[Drawn]:
    """Claims of a batch by kind and confidence, numerals passed over by reason, sentences by what they hold."""
    seed = random.SystemRandom().randrange(1 << 32) if seed is None else seed
    sample = uuid.uuid4().hex[:12]
    there, passed = (rows_in(table, published_files(tables, table, batch)) for table in ("claims", "passed_over"))
    with open_scratch() as database:
        query = f"SELECT {STRATUM}, claim_id FROM {there} WHERE review IS DISTINCT FROM 'added'"
        by_kind = grouped(database.execute(query).fetchall()) if claims else {}
        query = (
            f"SELECT {STRATUM_OF_NUMERAL}, source_id, char_start, char_end FROM {passed} WHERE report_id IS NOT NULL"
        )
        listed = database.execute(query).fetchall() if numerals else []
        by_reason = grouped([(reason, span_id(*span)) for reason, *span in listed])
    return [
        *draw(sample, batch, CLAIM, by_kind, claims, seed),
        *draw(sample + "-n", batch, NUMERAL, by_reason, numerals, seed + 1),
        *draw_sentences(tables, batch, sentences, sample + "-s", seed + 2),
    ]


def grouped(rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for stratum, target in rows:
        found[stratum].append(target)
    return found


def numeral_places(tables: Path, batch: str, targets: Sequence[str]) -> dict[str, Place]:
    """Where numerals that were passed over stand, by the ids of their spans."""
    passed, reports, texts = (
        rows_in(table, published_files(tables, table, batch)) for table in ("passed_over", "reports", "texts")
    )
    wanted, places = set(targets), {}
    with open_scratch() as database:
        answer = database.execute(f"SELECT source_id, char_start, char_end, source_path, report_id FROM {passed}")
        hits = [row for row in answer.fetchall() if span_id(*row[:3]) in wanted]
        titles = dict(database.execute(f"SELECT report_id, title FROM {reports}").fetchall())
        paths = sorted({row[3] for row in hits})
        query = f"SELECT source_path, text FROM {texts} WHERE source_path IN (SELECT unnest(?))"
        text_of = dict(database.execute(query, [paths]).fetchall())
    for source_id, start, end, path, report_id in hits:
        place = place_in_text(batch, path, source_id, report_id, titles.get(report_id, ""), text_of[path], (start, end))
        places[place.claim_id] = place
    return places


def place_in_text(
    batch: str, path: str, source_id: str, report_id: str, title: str, text: str, span: tuple[int, int]
) -> Place:
    """Of what is no claim."""
    from flows.reviews.corrections import sentence_at

    start, end = span
    return Place(
        batch=batch,
        source_path=path,
        source_id=source_id,
        report_id=report_id,
        report_title=title,
        claim_id=span_id(source_id, start, end),
        sentence=sentence_at(text, start, end),
        quote=text[start:end],
        char_start=start,
        char_end=end,
        before=text[max(0, start - AROUND) : start],
        after=text[end : end + AROUND],
    )
