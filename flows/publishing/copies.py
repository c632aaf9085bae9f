"""Which reports of a batch are copies of one text, and of which reports of other batches?

The candidates (candidates.py) are compared; the surest pairs come first, and a pair joins two groups only where more
speaks for it than against: else a report that is censored throughout, and so like two towns' reports with the same
phrases, would tie these together. Fingerprints stay in the database, and only reports that have a copy are known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from expectations.engine.scratch import Database
from extractors.fingerprints import FIELDS, Agreement, Fingerprint, compare
from flows.publishing.candidates import find_candidates

MEMBERS_ASKED = 20  # of a group, whether a further copy contradicts them
PRINTS_HELD = 4096  # of 2 kB

_FIELDS = ", ".join(FIELDS)
#: The columns of `prints`: reports of the batch by their places in it, from 0 on; those of other batches come behind.
_PRINTS = """
CREATE TABLE prints (
    id BIGINT PRIMARY KEY, batch VARCHAR, place BIGINT, report_id VARCHAR, text_id VARCHAR, group_repeats VARCHAR,
    signature BLOB, numbers BLOB, names BLOB, numbers_known BIGINT, numbers_masked BIGINT, characters BIGINT
)
"""
_COPIED = f"""
CREATE TABLE copied AS
WITH marked AS (
    SELECT id, md5(concat_ws('-', {_FIELDS})) AS digest FROM prints WHERE id < $own AND octet_length(signature) > 0
), firsts AS (SELECT digest, min(id) AS first FROM marked GROUP BY digest HAVING count(*) > 1)
SELECT id, first FROM marked JOIN firsts USING (digest) WHERE id > first ORDER BY id
"""
_COMPARED = f"""
SELECT one, other, {", ".join(f"a.{name}" for name in FIELDS)},
    {", ".join(f"b.{name}" for name in FIELDS)}
FROM (SELECT DISTINCT one, other FROM pairs) JOIN prints a ON a.id = one JOIN prints b ON b.id = other
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A report, of this batch or of another one."""

    id: int
    batch: str  # another one
    place: int
    report_id: str
    text_id: str
    group_repeats: str | None  # the batch that the best copy in its own batch names


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that look like one text; `other` may be of another batch."""

    support: float  # how much speaks for it
    one: int
    other: int
    numbers_equal: int


@dataclass(frozen=True, slots=True)
class Group:
    """Copies of one text: places in the batch, and the reports of another batch that they repeat, the surest first."""

    places: tuple[int, ...]
    elsewhere: tuple[Known, ...]


def create_prints(database: Database) -> None:
    """Make the empty table that `Copies` finds fingerprints in."""
    database.execute(_PRINTS)


class Copies:
    """The copies among the reports in the table `prints`, of which `own` are those of the batch."""

    def __init__(self, database: Database, own: int) -> None:
        self._database = database
        self._members: dict[int, list[int]] = {}
        self._group_of: dict[int, int] = {}
        self.print_of = lru_cache(maxsize=PRINTS_HELD)(self._read_print)  # by place
        database.execute(_COPIED, {"own": own})
        find_candidates(database, own)
        among, self._links = [], dict[int, list[Pair]]()
        for pair in self._compare():
            if pair.other < own:
                among.append(pair)
            else:
                self._links.setdefault(pair.one, []).append(pair)
        for pair in sorted(among, key=lambda pair: (-pair.support, pair.one, pair.other)):
            ours, theirs = (self._group_of.get(place, place) for place in (pair.one, pair.other))
            if ours != theirs and pair.numbers_equal >= self._against(self._group(ours), self._group(theirs)):
                self._join(ours, theirs)

    def groups(self) -> Iterator[Group]:
        """The reports that have a copy somewhere, in groups; all others are alone."""
        copied: dict[int, list[int]] = {}
        for place, first in self._database.execute("SELECT id, first FROM copied").fetchall():
            copied.setdefault(first, []).append(place)
        seen: set[int] = set()
        for first in sorted({*self._group_of, *copied, *self._links}):
            group = self._group_of.get(first, first)
            if group not in seen:
                seen.add(group)
                members = self._group(group)
                places = sorted([*members, *(place for member in members for place in copied.get(member, ()))])
                elsewhere = self._copies_elsewhere(members)
                if len(places) > 1 or elsewhere:
                    yield Group(tuple(places), tuple(elsewhere))

    def _group(self, group: int) -> list[int]:
        return self._members.get(group, [group])

    def _compare(self) -> Iterator[Pair]:
        """The candidates that are one text, taken by themselves."""
        reader = self._database.cursor()
        reader.execute(_COMPARED)
        count = len(FIELDS)
        while rows := reader.fetchmany(1000):
            for one, other, *values in rows:
                agreement = compare(Fingerprint(*values[:count]), Fingerprint(*values[count:]))
                if agreement.is_one_text:
                    yield Pair(support_of(agreement), one, other, agreement.numbers_equal)

    def _copies_elsewhere(self, members: Sequence[int]) -> list[Known]:
        """The reports of other batches that are copies of a group's, the surest first, all of one text_id."""
        pairs: dict[int, Pair] = {}
        for pair in (pair for member in members for pair in self._links.get(member, ())):
            best = pairs.get(pair.other)
            if best is None or pair.support > best.support:
                pairs[pair.other] = pair
        if not pairs:
            return []
        known = {other: self.report_of(other) for other in pairs}
        support: dict[str, int] = {}
        for other, pair in pairs.items():
            text = known[other].text_id
            support[text] = max(support.get(text, 0), pair.numbers_equal)
        agreed = {text for text, most in support.items() if most >= self._against(members, self._texts(text))}
        found = sorted(
            (other for other in pairs if known[other].text_id in agreed),
            key=lambda other: (-pairs[other].support, known[other].batch, known[other].place),
        )
        return [known[other] for other in found if known[other].text_id == known[found[0]].text_id]

    def _texts(self, text_id: str) -> list[int]:
        """Reports of other batches with this text_id."""
        sql = "SELECT id FROM prints WHERE text_id = ? ORDER BY id LIMIT ?"
        return [found for (found,) in self._database.execute(sql, [text_id, MEMBERS_ASKED]).fetchall()]

    def _against(self, ours: Sequence[int], theirs: Sequence[int]) -> int:
        """The most numbers that a member of one group and one of the other show differently."""
        if len(ours) == len(theirs) == 1:
            return 0  # they are a pair, and no pair is made of two that contradict each other
        return max(
            opposition_of(compare(self.print_of(a), self.print_of(b)))
            for a in ours[:MEMBERS_ASKED]
            for b in theirs[:MEMBERS_ASKED]
        )

    def _join(self, one: int, other: int) -> None:
        kept, given_up = sorted((one, other))
        moved = self._members.pop(given_up, [given_up])
        self._members[kept] = self._group(kept) + moved
        for place in (kept, *moved):
            self._group_of[place] = kept

    def _read_print(self, place: int) -> Fingerprint:
        row = self._database.execute(f"SELECT {_FIELDS} FROM prints WHERE id = ?", [place]).fetchone()
        assert row is not None
        return Fingerprint(*row)

    def report_of(self, place: int) -> Known:
        """Which report that is."""
        sql = "SELECT id, batch, place, report_id, text_id, group_repeats FROM prints WHERE id = ?"
        row = self._database.execute(sql, [place]).fetchone()
        assert row is not None
        return Known(*row)


def support_of(agreement: Agreement) -> float:
    """How much speaks for a pair being copies."""
    return agreement.similarity * (1 + agreement.numbers_equal)


def opposition_of(agreement: Agreement) -> int:
    """How much speaks against it: differing numbers, or names, where these are enough to contradict."""
    if not agreement.contradicts:
        return 0
    differing = agreement.numbers_shared - agreement.numbers_equal
    return max(differing, agreement.names_shared - agreement.names_equal)
