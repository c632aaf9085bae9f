"""How well are copies told from reports that only look like them? Figures of a set of generated reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from time import process_time

import pyarrow.parquet as pq

from extractors.fingerprints import Fingerprint, take_fingerprint
from flows.publishing.assemble import carry_over
from flows.publishing.publish import tables_of
from flows.publishing.snapshots import open_stage, publish, publishing
from flows.work.frames import FINGERPRINTS
from tests.duplicates.generator import Generated
from tests.flows.publishing.copies import text_ids

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Of all pairs of reports, how many are copies of one text, how many were said to be, how many rightly."""

    copies: int
    said: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.copies if self.copies else 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """How reports of one kind fared: a copy is found when it is in one group with another copy of its text."""

    reports: int
    found: int
    joined_wrongly: int


def fingerprints(reports: Sequence[Generated]) -> tuple[list[Fingerprint], float]:
    """The fingerprints, and the milliseconds each took."""
    texts = [(report.render(), report.title) for report in reports]
    begun = process_time()
    prints = [take_fingerprint(text, title) for text, title in texts]
    return prints, (process_time() - begun) * 1000 / len(reports)


def find_in_one_batch(prints: Sequence[Fingerprint]) -> list[str]:
    """The text_id of each report."""
    return text_ids([(f"r{place}", fingerprint) for place, fingerprint in enumerate(prints)])


def find_in_batches(prints: Sequence[Fingerprint], count: int, output: Path) -> list[str]:
    """The same when they come in so many batches, one after the other, each published."""
    found: dict[str, str] = {}
    for number in range(count):
        batch = f"batch{number}"
        named = [(f"r{place}", prints[place]) for place in range(number, len(prints), count)]
        with open_stage(output) as stage, publishing(output):
            base, following = tables_of(output), stage / "next" / "tables"
            following.mkdir(parents=True)
            carry_over(base, following)
            ids = text_ids(named, base, batch, following)
            publish(stage, stage / "next")
        found |= dict(zip((name for name, _ in named), ids, strict=True))
    return [found[f"r{place}"] for place in range(len(prints))]


def time_query(prints: Sequence[Fingerprint], output: Path) -> float:
    """Milliseconds a report of the published index, for a new batch of one report."""
    begun = process_time()
    text_ids([("new", prints[0])], tables_of(output), "new")
    return (process_time() - begun) * 1000 / len(prints)


def bytes_a_report(output: Path) -> float:
    files = list((output / "tables" / FINGERPRINTS).resolve().rglob("*.parquet"))
    return sum(path.stat().st_size for path in files) / sum(pq.read_metadata(path).num_rows for path in files)


def score(reports: Sequence[Generated], text_ids: Sequence[Hashable]) -> Score:
    copies, said = pairs([report.text for report in reports]), pairs(text_ids)
    return Score(len(copies), len(said), len(copies & said))


def by_kind(reports: Sequence[Generated], text_ids: Sequence[Hashable]) -> dict[str, Kind]:
    """Each kind of report, the short ones by themselves."""
    copies, said = pairs([report.text for report in reports]), pairs(text_ids)
    found = {place for pair in copies & said for place in pair}
    wrong = {place for pair in said - copies for place in pair}
    places: dict[str, list[int]] = defaultdict(list)
    for place, report in enumerate(reports):
        places[report.kind].append(place)
    return {
        kind: Kind(len(own), len(found.intersection(own)), len(wrong.intersection(own)))
        for kind, own in sorted(places.items())
    }


def pairs(groups: Sequence[Hashable]) -> Pairs:
    """Pairs of places with the same group."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        places[group].append(place)
    return {pair for own in places.values() for pair in combinations(own, 2)}
