"""`make duplicates-bench`: measures the detection of copies on 2,000 generated reports, and writes docs/duplicates.md.

The thresholds were chosen on reports of other seeds, of which the page shows one; the figures are of reports that
nothing was chosen on.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from extractors.fingerprints import METHOD, Fingerprint
from tests.duplicates import measure
from tests.duplicates.generator import Generated, make_reports

COUNT, BATCHES = 2000, 4
CHOSEN_ON, UNSEEN = 2016, (2017, 2018, 2019)
HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "duplicates.md"
PLACE = "extractors.fingerprints"


def main() -> None:
    chosen_on = make_reports(COUNT, CHOSEN_ON)
    measure.fingerprints(chosen_on[:10])  # imports and tables are not counted
    prints, _ = measure.fingerprints(chosen_on)
    text = (HERE / "duplicates.template.md").read_text(encoding="utf-8")
    sections = {
        "thresholds": table(("what is changed", "precision", "recall"), thresholds(chosen_on, prints)),
        **unseen_figures(),
    }
    for name, section in sections.items():
        text = text.replace(f"<!-- {name} -->", section)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def unseen_figures() -> dict[str, str]:
    """The tables on reports that nothing was chosen on."""
    scores, kinds, times = [], {}, []
    for seed in UNSEEN:
        reports = make_reports(COUNT, seed)
        prints, taken = measure.fingerprints(reports)
        with TemporaryDirectory() as folder:
            begun = measure.process_time()
            ids = measure.find_in_one_batch(prints)
            found = (measure.process_time() - begun) * 1000 / len(reports)
            ids_apart = measure.find_in_batches(prints, BATCHES, Path(folder))
            times.append((taken, found, measure.time_query(prints, Path(folder)), measure.bytes_a_report(Path(folder))))
        for batches, text_ids in ((1, ids), (BATCHES, ids_apart)):
            scores.append((seed, batches, *score_cells(reports, text_ids)))
        for name, kind in measure.by_kind(reports, ids).items():
            kinds.setdefault(name, []).append(kind)
        characters = sum(len(report.render()) for report in reports) / len(reports)
    heads = ("seed", "batches", "pairs of copies", "pairs joined", "of them wrong", "precision", "recall")
    taken, found, queried, size = (sum(column) / len(times) for column in zip(*times, strict=True))
    costs = [
        (f"fingerprint of a report of {characters:,.0f} characters", f"{taken:.2f} ms"),
        (f"finding copies in a batch of {COUNT:,}, a report", f"{found:.2f} ms"),
        ("reading and querying the index, for each report published before", f"{queried:.2f} ms"),
        ("index on disk, a report", f"{size:,.0f} bytes"),
    ]
    return {
        "scores": table(heads, scores),
        "copies": table(("copies: what was done", "reports", "found"), copy_rows(kinds)),
        "misses": table(("no copies: what looks alike", "reports", "taken for copies"), miss_rows(kinds)),
        "costs": table((f"processor time, Python {platform.python_version()}", ""), costs),
    }


def score_cells(reports: Sequence[Generated], text_ids: Sequence[str]) -> tuple[object, ...]:
    score = measure.score(reports, text_ids)
    wrong = score.said - score.right
    return score.copies, score.said, wrong, f"{score.precision:.2%}", f"{score.recall:.2%}"


def is_miss(name: str) -> bool:
    return name.startswith(("another town", "same town", "original"))


def copy_rows(kinds: dict[str, list[measure.Kind]]) -> Iterator[tuple[object, ...]]:
    for name, found in kinds.items():
        if not is_miss(name):
            reports = sum(kind.reports for kind in found)
            yield name, reports, f"{sum(kind.found for kind in found) / reports:.1%}"


def miss_rows(kinds: dict[str, list[measure.Kind]]) -> Iterator[tuple[object, ...]]:
    for name, found in kinds.items():
        if is_miss(name):
            yield name, sum(kind.reports for kind in found), sum(kind.joined_wrongly for kind in found)


def thresholds(reports: Sequence[Generated], prints: Sequence[Fingerprint]) -> Iterator[tuple[str, str, str]]:
    """One threshold changed at a time."""
    changes: list[tuple[str, dict[str, float]]] = [
        ("as it is", {}),
        *((f"LEAST_SIMILAR {value}", {"LEAST_SIMILAR": value}) for value in (0.25, 0.5, 0.65)),
        *((f"SIMILAR {value}", {"SIMILAR": value}) for value in (0.35, 0.55)),
        *((f"VERY_SIMILAR {value}", {"VERY_SIMILAR": value}) for value in (0.6, 0.85)),
        *((f"AGREEING_NUMBERS {value}", {"AGREEING_NUMBERS": value}) for value in (0.5, 0.7, 0.9)),
        *((f"AGREEING_NAMES {value}", {"AGREEING_NAMES": value}) for value in (0.3, 0.7)),
    ]
    for name, values in changes:
        with changed(values):
            score = measure.score(reports, measure.find_in_one_batch(prints))
        yield name, f"{score.precision:.2%}", f"{score.recall:.2%}"


@contextmanager
def changed(values: dict[str, Any]) -> Iterator[None]:
    values = {"METHOD": METHOD, **values}  # at least one, which is what patch.multiple wants
    with patch.multiple(PLACE, **values):
        yield


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    main()
