"""Which reports are worth comparing? Those that show two equal numbers in the same place, or much the same words.

Two reports that both show numbers are one text only if these agree, so numbers find most copies, whatever was rewritten
around them: two towns' reports on one frame of words have none in common. Where one of two reports shows hardly any
number, because it has none or they are censored, its words must be very similar (extractors.fingerprints): MinHash LSH
finds those (J. Leskovec et al., Mining of Massive Datasets, 3.4). Pairs are joined in a database that spills to disk.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from expectations.engine.scratch import Database, count_of, insert
from extractors.fingerprints import FEW_NUMBERS, PERMUTATIONS

# 25 bands of 5 hash values: reports of similarity 0.7 are compared with probability 0.99.
BANDS, BAND = 25, 5
#: Of so many numbers in a report, a copy of it with a similarity of 0.7 has fewer than FEW_NUMBERS left with
#: probability 0.001, if each has 0.7 to stand in unchanged words.
MANY_NUMBERS = 8
#: Reports are compared with so many at most that show a certain number in a certain place, or have the values of a band
#: in common, so that time does not grow with the square of a text that is sold ten thousand times.
MOST_WITH_NUMBER, MOST_WITH_BAND = 20, 200
ROWS = 10_000  # taken apart at a time: 6 MB of signatures
NUMBER_BYTES = 8  # place and filling
AT_ONCE = 500_000  # rows that are ordered in memory: some 100 MB
SLOTS_AT_ONCE = AT_ONCE // 5  # whose pairs are counted in memory, MOST_WITH_NUMBER for each at the most

_MIX = np.uint64(0x9E3779B97F4A7C15)

_TO_COMPARE = "SELECT id, signature, numbers FROM prints ANTI JOIN copied USING (id) WHERE octet_length(signature) > 0"
_HARDLY_ANY_NUMBER = f"""
SELECT 1 FROM prints
WHERE octet_length(numbers) < {MANY_NUMBERS * NUMBER_BYTES} AND octet_length(signature) > 0
LIMIT 1
"""
_TABLES = """
CREATE TABLE slots (key UBIGINT, id BIGINT);
CREATE TABLE asked (key UBIGINT, id BIGINT);
CREATE TABLE bands (key UBIGINT, id BIGINT, few BOOLEAN);
CREATE TABLE pairs (one BIGINT, other BIGINT);
"""
# Ids of the batch come before those of others: the first holders of a number or a band are reports of the batch.
_ASKED = f"""
INSERT INTO asked
SELECT key, id FROM (
    FROM slots WHERE key % $parts = $part
    QUALIFY row_number() OVER (PARTITION BY key ORDER BY id) <= {MOST_WITH_NUMBER}
        AND count(*) OVER (PARTITION BY key) > 1
) WHERE id < $own
"""
_BY_NUMBERS = f"""
INSERT INTO pairs
SELECT a.id AS one, b.id AS other
FROM slots b JOIN asked a USING (key)
WHERE b.id >= $start AND b.id < $stop AND a.id < b.id
GROUP BY ALL HAVING count(*) >= {FEW_NUMBERS}
"""
_BY_WORDS = f"""
INSERT INTO pairs
WITH held AS (FROM bands WHERE key % $parts = $part),
hubs AS (FROM held WHERE id < $own QUALIFY row_number() OVER (PARTITION BY key ORDER BY id) <= {MOST_WITH_BAND})
SELECT DISTINCT a.id AS one, b.id AS other
FROM hubs a JOIN held b USING (key)
WHERE a.id < b.id AND (a.few OR b.few)
"""


def find_candidates(database: Database, own: int) -> None:
    """Make the table `pairs` (one, other): of reports with an id below `own` among each other, and with all others.

    From `prints` (id, signature, numbers), those left out that `copied` (id, first) names. A pair may be there twice.
    """
    database.execute(_TABLES)
    with_words = bool(database.execute(_HARDLY_ANY_NUMBER).fetchall())
    for rows in batches_of(database.cursor(), _TO_COMPARE):
        ids = rows["id"].to_numpy()
        numbers = rows["numbers"].to_pylist()
        counts = np.array([len(packed) // NUMBER_BYTES for packed in numbers])
        slots = np.frombuffer(b"".join(numbers), dtype="<u8")
        insert(database, "slots", pa.table({"key": slots, "id": np.repeat(ids, counts)}))
        if with_words:
            bands = {
                "key": bands_of(b"".join(rows["signature"].to_pylist())).ravel(),
                "id": np.repeat(ids, BANDS),
                "few": np.repeat(counts < MANY_NUMBERS, BANDS),
            }
            insert(database, "bands", pa.table(bands))
    numbered, reports = count_of(database, "slots"), count_of(database, "prints")
    in_parts(database, _ASKED, numbered, {"own": own})
    step = max(reports * SLOTS_AT_ONCE // max(numbered, 1), 1)
    for start in range(0, reports, step):
        database.execute(_BY_NUMBERS, {"start": start, "stop": start + step})
    in_parts(database, _BY_WORDS, count_of(database, "bands"), {"own": own})
    database.execute("DROP TABLE slots; DROP TABLE asked; DROP TABLE bands")


def in_parts(database: Database, query: str, rows: int, values: dict[str, int]) -> None:
    """Carry out a query part by part of the keys: what it orders or joins has to fit into memory."""
    parts = -(-rows // AT_ONCE)
    for part in range(parts):
        database.execute(query, {**values, "parts": parts, "part": part})


def batches_of(reader: Database, query: str) -> Iterator[pa.Table]:
    for batch in reader.sql(query).to_arrow_reader(ROWS):
        yield pa.table(batch)


def bands_of(signatures: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """For each signature the hashes of its bands, in each of which the band's number has its part."""
    values = np.frombuffer(signatures, dtype="<u4").reshape(-1, PERMUTATIONS)[:, : BANDS * BAND]
    hashes = np.tile(np.arange(BANDS, dtype=np.uint64), (len(values), 1))
    for place in range(BAND):
        hashes = (hashes ^ values[:, place::BAND]) * _MIX
        hashes ^= hashes >> np.uint64(32)
    return hashes
