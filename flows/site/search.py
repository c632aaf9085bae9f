"""How are sentences and names found in the site, from disk and without a server? By an index of pairs of characters.

A pair (粮食, 食产) stands in a script with the reports that have it; which script, its hash says. So a search loads as
many scripts as its words have pairs, and of the reports that have them all the sentences, some at a time. Chinese needs
no other division into words than this. (Libraries that search static sites fetch their index, which file:// forbids.)

    index/pairs-<n>.js        {pair: reports}, as base64 of varints of their differences
    index/sentences-<n>.js    the sentences of some reports, each with a claim's id and the names of what it states
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractors.indicators.catalogue import load_catalogue
from extractors.language.phrases import each_once
from flows.site.page import Page
from flows.site.rows import Tables

REPORTS_TOGETHER = 16  # whose sentences are one script: some tens of kilobytes
BLOCK = 256  # reports whose pairs are sorted together
CLAIMS_A_SHARD = 1_000  # makes scripts of pairs of about forty kilobytes
MOST_SHARDS = 4_096
SENTENCES_MEMORY = "256MB"  # of a process that puts them in order; what does not fit goes to disk
CODE, LOCAL = 21, 8  # bits of a code point, and of a report inside its block
# To replace a character by what it is decomposed into first changes nothing of a text's normal form.
_FULL_WIDTH = {
    sign: unicodedata.normalize("NFKD", sign) for sign in "，：；！？（）％／＋－．～\u3000０１２３４５６７８９"
}
Keys = npt.NDArray[np.uint64]
Sentence = tuple[int, str, str, str]  # the report's place, a claim, the sentence, names

# Nothing is gathered in the database, whose sorting goes to disk where its gathering does not.
_SENTENCES = """
SELECT place - 1, sentence, claim_id, metric, indicator_id
FROM TABLE JOIN (
    SELECT batch, page_id AS report_id, place FROM pages WHERE place > {first} AND place <= {last}
) USING (batch, report_id)
ORDER BY place, char_start
"""


def blocks_of(pages: int) -> int:
    """How many blocks so many pages are."""
    return -(-pages // BLOCK)


def write_sentences(tables: Tables, shards: int, spool: Path, start: int, stop: int) -> Iterator[Page]:
    """The scripts of the sentences of some blocks; the pairs of each wait in the spool, for write_pairs.

    The site's pages are in the table `pages` already (overview.Pages).
    """
    for number, rows in groupby(sentences_of(tables, start * BLOCK, stop * BLOCK), key=lambda row: row[0] // BLOCK):
        texts = titles_of(tables, number * BLOCK)
        for group, some in groupby(rows, key=lambda row: row[0] // REPORTS_TOGETHER):
            told = list(some)
            for place, _, sentence, names in told:
                texts[place].append(f"{sentence} {names}")
            rows_js = ",\n".join(json.dumps(row, ensure_ascii=False) for row in told)
            yield Page(f"index/sentences-{group}.js", [f"addSentences({group},[\n{rows_js}\n]);\n"])
        np.save(spool / f"{number}.npy", pairs_of(texts, number * BLOCK, shards))


def shards_for(claims: int) -> int:
    """A power of two."""
    return min(MOST_SHARDS, 1 << max(0, claims // CLAIMS_A_SHARD).bit_length())


def titles_of(tables: Tables, first: int) -> dict[int, list[str]]:
    """What the titles and issuers of a block's reports say, by place: search.js looks for words in them too."""
    query = (
        "SELECT place - 1, title, issuer, region, source_path FROM pages WHERE place > ? AND place <= ? ORDER BY place"
    )
    rows = tables.db.cursor().execute(query, [first, first + BLOCK]).fetchall()  # the sentences are still coming
    return {place: [f"{title} {issuer} {region} {path}"] for place, title, issuer, region, path in rows}


def sentences_of(tables: Tables, first: int, last: int) -> Iterator[Sentence]:
    """Each sentence of some reports once, with its first claim and what its figures are called, in reading order."""
    query = f"SELECT DISTINCT batch FROM pages WHERE place > {first} AND place <= {last}"
    files = tables.files("claims", {batch for (batch,) in tables.db.execute(query).fetchall()})
    found = tables.stream("claims", _SENTENCES.format(first=first, last=last), files) if files else ()
    for place, rows in groupby(found, key=lambda row: row[0]):
        firsts: dict[str, str] = {}
        names: dict[str, dict[str, None]] = {}
        for _, sentence, claim, metric, indicator in rows:
            firsts.setdefault(sentence, claim)
            names.setdefault(sentence, {}).update(dict.fromkeys(names_of(metric, indicator)))
        for sentence, claim in firsts.items():
            yield place, claim, sentence, " ".join(names[sentence])


def names_of(metric: str, indicator: str | None) -> Iterator[str]:
    """What a figure is called: in its text's words, and by the catalogue in both languages."""
    yield metric
    if found := load_catalogue().get(indicator or ""):
        yield from (found.name_zh, found.name_en)


def normalised(text: str) -> str:
    """As search.js has it: full-width and capital letters are found by others.

    What has nothing to be normalised is seen at a glance, and most texts have only full-width signs.
    """
    for sign, plain in _FULL_WIDTH.items():
        text = text.replace(sign, plain)
    return unicodedata.normalize("NFKC", text).lower()


def pairs_of(texts: dict[int, list[str]], first: int, shards: int) -> Keys:
    """The pairs of characters of each report, in the order of their shards; a number each: shard, pair, report."""
    joined = {place: normalised(" ".join(said)) + " " for place, said in texts.items()}
    codes = np.frombuffer("".join(joined.values()).encode("utf-32-le"), np.uint32).astype(np.uint64)
    places = np.repeat(
        np.array([place - first for place in joined], np.uint64), [len(said) for said in joined.values()]
    )
    left, right = codes[:-1], codes[1:]
    inked = (left > 32) & (right > 32)
    left, right, places = left[inked], right[inked], places[:-1][inked]
    key = hash_of(left, right, shards) << np.uint64(2 * CODE + LOCAL)
    return each_once(key | left << np.uint64(CODE + LOCAL) | right << np.uint64(LOCAL) | places)


def hash_of(left: Keys, right: Keys, shards: int) -> Keys:
    """Which shard a pair is in; as search.js reckons it."""
    mixed: Keys = (left * np.uint64(40503)) ^ (right * np.uint64(10007))
    return mixed & np.uint64(shards - 1)


def write_pairs(spool: Path, start: int, stop: int) -> Iterator[Page]:
    """The scripts of some shards of pairs, put together out of all blocks."""
    blocks = sorted(spool.glob("*.npy"), key=lambda path: int(path.stem))
    opened = [np.load(path, mmap_mode="r") for path in blocks]
    bounds = np.arange(start, stop + 1, dtype=np.uint64) << np.uint64(2 * CODE + LOCAL)
    ends = [np.searchsorted(block, bounds) for block in opened]
    for place, shard in enumerate(range(start, stop)):
        keys, places = [], []
        for block, end, path in zip(opened, ends, blocks, strict=True):
            some = np.asarray(block[end[place] : end[place + 1]])
            keys.append(some >> np.uint64(LOCAL) & np.uint64((1 << 2 * CODE) - 1))
            places.append((some & np.uint64((1 << LOCAL) - 1)).astype(np.int64) + int(path.stem) * BLOCK)
        told = encode(np.concatenate(keys), np.concatenate(places)) if keys else {}
        yield Page(f"index/pairs-{shard}.js", [f"addPairs({shard},{json.dumps(told, ensure_ascii=False)});\n"])


def encode(keys: Keys, places: npt.NDArray[np.int64]) -> dict[str, str]:
    """The places of each pair: their differences, less one, as varints of seven bits, in base64."""
    if not len(keys):
        return {}
    order = np.argsort(keys, kind="stable")  # blocks follow each other, so the places of a pair stay in order
    keys, places = keys[order], places[order]
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    steps = np.diff(places, prepend=0) - 1
    steps[begins] = places[begins]
    lengths = 1 + np.sum([steps >= 1 << bits for bits in (7, 14, 21)], axis=0)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    out = np.zeros(starts[-1], np.uint8)
    for byte in range(4):
        has = lengths > byte
        more = np.where(lengths[has] > byte + 1, 128, 0)
        out[starts[:-1][has] + byte] = (steps[has] >> 7 * byte & 127) | more
    data, ends = out.tobytes(), [*begins[1:], len(keys)]
    return {
        chr(int(keys[begin]) >> CODE) + chr(int(keys[begin]) & (1 << CODE) - 1): b64encode(
            data[starts[begin] : starts[end]]
        ).decode()
        for begin, end in zip(begins, ends, strict=True)
    }
