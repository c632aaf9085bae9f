"""Which sentences are read to know how much was missed? Some with claims, some with numerals only, some with neither.

A sentence is what stands between the marks that end one; a heading and a row of a table are one too. What is no part of
a report, or was taken out of it, has none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from expectations.engine.published import published_files, rows_in
from expectations.engine.recall import CLAIMS, NEITHER, NUMERALS
from expectations.engine.scratch import Database, open_scratch
from flows.reviews.model import AROUND, QUOTES, Place, Row, sentence_id, span_id
from flows.reviews.samples import SENTENCE, Drawn, Lots

AT_ONCE = 100  # texts
_SENTENCE = re.compile(r"[^。；！？\n\r]++[。；！？]?+")  # the marks of corrections.sentence_at
_WORD = re.compile(r"\w")

Span = tuple[int, int]


class Marked(msgspec.Struct, frozen=True):
    """A text with what was found in it; all in the order of the text."""

    source_id: str
    text: str
    reports: Sequence[Span]
    removed: Sequence[Span]
    claims: Sequence[int]  # where they begin
    numerals: Sequence[int]


def draw_sentences(tables: Path, batch: str, wanted: int, sample: str, seed: int) -> list[Drawn]:
    lots = Lots(wanted, seed)
    if wanted:
        with open_scratch() as database:
            for marked in marked_texts(database, tables, batch):
                lots.offer(strata_of(marked))
    return lots.drawn(sample, batch, SENTENCE)


def marked_texts(database: Database, tables: Path, batch: str) -> Iterator[Marked]:
    """The texts of a batch, some at a time, in an order that is always the same."""
    names = ("texts", "reports", "boilerplate", "claims", "passed_over")
    texts, reports, removed, claims, numerals = (rows_in(name, published_files(tables, name, batch)) for name in names)
    spans = "list([char_start, char_end] ORDER BY char_start)"
    answer = database.execute(
        f"""SELECT source_id, text, r.spans, b.spans, c.starts, n.starts
        FROM (SELECT source_path, source_id, text FROM {texts}) t
        JOIN (SELECT source_path, {spans} AS spans FROM {reports} GROUP BY ALL) r USING (source_path)
        LEFT JOIN (SELECT source_path, {spans} AS spans FROM {removed} GROUP BY ALL) b USING (source_path)
        LEFT JOIN (SELECT source_path, list(char_start ORDER BY char_start) AS starts FROM {claims}
            WHERE review IS DISTINCT FROM 'added' GROUP BY ALL) c USING (source_path)
        LEFT JOIN (SELECT source_path, list(char_start ORDER BY char_start) AS starts FROM {numerals} GROUP BY ALL) n
            USING (source_path)
        ORDER BY source_path"""
    )
    while rows := answer.fetchmany(AT_ONCE):
        yield from (Marked(*row[:3], *(found or [] for found in row[3:])) for row in rows)


def strata_of(marked: Marked) -> Iterator[tuple[str, str]]:
    """Each sentence with its stratum."""
    for start, end in sentences_in(marked):
        if any_between(marked.claims, start, end):
            stratum = CLAIMS
        else:
            stratum = NUMERALS if any_between(marked.numerals, start, end) else NEITHER
        yield stratum, sentence_id(marked.source_id, start, end)


def sentences_in(marked: Marked) -> Iterator[Span]:
    for first, last in marked.reports:
        for found in _SENTENCE.finditer(marked.text, first, last):
            start, end = found.span()
            words = marked.text[start:end]
            start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            if start < end and is_of_report(marked, start, end):
                yield start, end


def is_of_report(marked: Marked, start: int, end: int) -> bool:
    """Whether a word of it was not taken out as an advert or the like."""
    at = bisect_left(marked.removed, start, key=lambda span: span[1])
    for first, last in marked.removed[at:]:
        if first >= end:
            break
        if _WORD.search(marked.text, start, max(start, first)):
            return True
        start = max(start, last)
    return start < end and _WORD.search(marked.text, start, end) is not None


def any_between(starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end


class Sentence(msgspec.Struct, frozen=True):
    """A sentence to be looked at, with the claims that it has now and the numerals that were passed over in it."""

    place: Place
    claims: Sequence[Row]
    passed: Sequence[str]

    @property
    def seen(self) -> Row:
        """What was read in it; what people have added was not."""
        return {QUOTES: [claim["quote"] for claim in self.claims if claim["review"] != "added"]}


def find_sentence(tables: Path, batch: str, target: str) -> Sentence | None:
    """The sentence of an id; None where its file is no longer there."""
    source_id, _, span = target.rpartition(":")
    start, end = map(int, span.split("-"))
    names = ("texts", "reports", "claims", "passed_over")
    texts, reports, claims, numerals = (rows_in(name, published_files(tables, name, batch)) for name in names)
    inside = "source_id = $source AND char_start >= $start AND char_start < $end"
    asked = {"source": source_id, "start": start, "end": end}
    with open_scratch() as database:
        found = database.execute(
            f"""SELECT source_path, report_id, title, text[$start + 1 : $end],
              text[greatest(1, $start + 1 - {AROUND}) : $start], text[$end + 1 : $end + {AROUND}]
            FROM {reports} r JOIN (SELECT source_path, text FROM {texts}) t USING (source_path)
            WHERE source_id = $source AND char_start <= $start AND char_end >= $end ORDER BY source_path LIMIT 1""",
            asked,
        ).fetchall()
        if not found:
            return None
        path, report_id, title, quote, before, after = found[0]
        answer = database.execute(f"SELECT * FROM {claims} WHERE {inside} ORDER BY char_start", asked)
        columns = [column[0] for column in answer.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
        query = f"SELECT text FROM {numerals} WHERE {inside} ORDER BY char_start"
        passed = [text for (text,) in database.execute(query, asked).fetchall()]
    place = Place(
        batch=batch, source_path=path, source_id=source_id, report_id=report_id, report_title=title, claim_id=target,
        sentence=quote, quote=quote, char_start=start, char_end=end, before=before or "", after=after or "",
    )  # fmt: skip
    return Sentence(place, rows, passed)


def places_of_words(sentence: Sentence, words: str) -> list[Place]:
    """Where words stand in a sentence; once, as a rule."""
    whole = sentence.place
    found = []
    for at in re.finditer(re.escape(words), whole.quote) if words else ():
        start, end = whole.char_start + at.start(), whole.char_start + at.end()
        place = msgspec.structs.replace(
            whole,
            claim_id=span_id(whole.source_id, start, end),
            quote=words,
            char_start=start,
            char_end=end,
            before=(whole.before + whole.quote[: at.start()])[-AROUND:],
            after=(whole.quote[at.end() :] + whole.after)[:AROUND],
        )
        found.append(place)
    return found
