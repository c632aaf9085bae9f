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

from expectations.scratch import Database, insert
from extractors.fingerprints import FEW_NUMBERS, PERMUTATIONS

# 25 bands of 5 hash values: reports of similarity 0.7 are compared with probability 0.99.
BANDS, BAND = 25, 5
#: Of so many numbers in a report, a copy of it with a similarity of 0.7 has fewer than FEW_NUMBERS left with
#: probability 0.001, if each has 0.7 to stand in unchanged words.
MANY_NUMBERS = 8
#: Reports are compared with so many at most that show a certain number in a certain place, or have the values of a band
#: in common, so that time does not grow with the square of a text that is sold ten thousand times.
MOST_WITH_NUMBER, MOST_WITH_BAND = 100, 1000
ROWS = 10_000  # taken apart at a time: 6 MB of signatures
NUMBER_BYTES = 8  # place and filling

_MIX = np.uint64(0x9E3779B97F4A7C15)

_TO_COMPARE = "SELECT id, signature, numbers FROM prints ANTI JOIN copied USING (id) WHERE octet_length(signature) > 0"
_PAIRS = f"""
CREATE TABLE pairs AS
WITH numbers AS (
    SELECT a.id AS one, b.id AS other
    FROM (
        SELECT key, id FROM slots WHERE id < $own
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY id) <= {MOST_WITH_NUMBER}
    ) a JOIN slots b USING (key)
    WHERE a.id < b.id
    GROUP BY ALL HAVING count(*) >= {FEW_NUMBERS}
), words AS (
    SELECT DISTINCT a.id AS one, b.id AS other
    FROM (
        SELECT key, id, few FROM bands WHERE id < $own
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY id) <= {MOST_WITH_BAND}
    ) a JOIN bands b USING (key)
    WHERE a.id < b.id AND (a.few OR b.few)
)
SELECT one, other FROM numbers UNION SELECT one, other FROM words
"""


def find_candidates(database: Database, own: int) -> None:
    """Make the table `pairs` (one, other): of reports with an id below `own` among each other, and with all others.

    From `prints` (id, signature, numbers), those left out that `copied` (id, first) names.
    """
    database.execute("CREATE TABLE slots (key UBIGINT, id BIGINT)")
    database.execute("CREATE TABLE bands (key UBIGINT, id BIGINT, few BOOLEAN)")
    for rows in batches_of(database.cursor(), _TO_COMPARE):
        ids = rows["id"].to_numpy()
        numbers = rows["numbers"].to_pylist()
        counts = np.array([len(packed) // NUMBER_BYTES for packed in numbers])
        slots = np.frombuffer(b"".join(numbers), dtype="<u8")
        insert(database, "slots", pa.table({"key": slots, "id": np.repeat(ids, counts)}))
        bands = {
            "key": bands_of(b"".join(rows["signature"].to_pylist())).ravel(),
            "id": np.repeat(ids, BANDS),
            "few": np.repeat(counts < MANY_NUMBERS, BANDS),
        }
        insert(database, "bands", pa.table(bands))
    database.execute(_PAIRS, {"own": own})
    database.execute("DROP TABLE slots; DROP TABLE bands")


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
