"""Is less in a batch than there was, or another sort of thing? Told in words, for the expectations to say if it may be.

As the volume monitors of data observability do: against the state before, and against the runs before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

LEAST_ROWS, LEAST_FILES = 10, 3  # fewer may go or fail without a word: a batch of one file may be changed as one likes
FEWEST_FILES, FEWEST_RUNS = 10, 5  # runs that read fewer, or fewer runs, tell nothing of what is usual
SPREAD = 4 * 1.4826  # median absolute deviations: of normally distributed figures 1 in 16,000 is farther away
LEEWAY = 0.5  # of the median: what always was the same may yet differ by as much
LEAST_SHARE = 0.05  # and a share by as much of the whole

Counts = Mapping[str, float]  # of `runs`, or of this run, by the names of its columns


MAX_LOSS, MAX_REJECTED = 50.0, 25.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What may go in one run, in per cent."""

    loss: float = MAX_LOSS  # of the rows of a table
    rejected: float = MAX_REJECTED  # of the files that were read before


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Volume:
    """A batch before and after a run."""

    rows: Mapping[str, tuple[int, int]]  # by table: those that are published, those that would follow
    files: int  # that are published as read
    rejected: int  # of them, those that are rejected now
    run: Counts
    past: Sequence[Counts]  # the published runs before it


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of `runs` by another."""

    name: str
    part: str
    whole: str
    is_share: bool


FIGURES = (
    Figure("claims a file", "claims_extracted", "files_read", False),
    Figure("rejected", "files_rejected", "files_tried", True),
    Figure("quarantined", "claims_quarantined", "claims_extracted", True),
    Figure("removed", "characters_removed", "characters_in", True),
)


def describe_volume(volume: Volume, limits: Limits) -> pd.DataFrame:
    """One row for each thing that is counted; null in the columns that do not speak of it."""
    rows = [{"of": table, "rows": tell_rows(table, *counts, limits.loss)} for table, counts in volume.rows.items()]
    rows += [{"of": "files", "files": tell_files(volume, limits.rejected)}]
    rows += [{"of": figure.name, "figures": tell_figure(figure, volume)} for figure in FIGURES]
    return pd.DataFrame(rows, columns=["of", "rows", "files", "figures"], dtype=object)


def tell_rows(table: str, before: int, after: int, limit: float) -> str:
    lost = before - after
    if lost < LEAST_ROWS or lost * 100 <= limit * before:
        return "kept"
    return f"{after:,} {table} left of {before:,}"


def tell_files(volume: Volume, limit: float) -> str:
    if volume.rejected < LEAST_FILES or volume.rejected * 100 <= limit * volume.files:
        return "read"
    return f"{volume.rejected:,} of {volume.files:,} files rejected"


def tell_figure(figure: Figure, volume: Volume) -> str:
    now = value_of(figure, volume.run)
    past = [value for run in volume.past if (value := value_of(figure, run)) is not None]
    if now is None or len(past) < FEWEST_RUNS:
        return "usual"
    middle = median(past)
    away = max(SPREAD * median(abs(value - middle) for value in past), LEEWAY * middle)
    away = max(away, LEAST_SHARE) if figure.is_share else away
    if abs(now - middle) <= away:
        return "usual"
    low, high = max(middle - away, 0), middle + away
    return f"{figure.name}: {shown(now, figure)}, else {shown(low, figure)} to {shown(high, figure)}"


def value_of(figure: Figure, run: Counts) -> float | None:
    """None of a run that read too little to tell."""
    tried = run["files"] - run["files_unchanged"]
    counts = {**run, "files_tried": tried, "files_read": tried - run["files_rejected"]}
    if tried < FEWEST_FILES or not counts[figure.whole]:
        return None
    return counts[figure.part] / counts[figure.whole]


def shown(value: float, figure: Figure) -> str:
    return f"{value:.0%}" if figure.is_share else f"{value:.1f}"
