"""A batch night after night, without Prefect, workers, expectations and pages: what is read, what stays, what goes."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from expectations.schema import load_tables
from flows.inputs.comparison import compare_files, keep_lines
from flows.inputs.discover import BatchFile, discover
from flows.inputs.plan import Plan, make_plan
from flows.inputs.reading import Held, read_and_hold, reject_copies, take_up
from flows.publishing.assemble import add_parts, carry_over_changed, take_back
from flows.storage.parquet import part_files, write_table
from flows.work.frames import make_frame, make_frames
from flows.work.portions import BY_SOURCE, extract_reading, take_repeated

BATCH = "b"


@dataclass(frozen=True)
class Night:
    """What a run had to tell."""

    plan: Plan
    dropped: frozenset[str]
    kept: dict[str, str]


class Nights:
    """The tables of one batch, and the runs that change them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables: Path | None = None

    def run(self, *sources: Path, prune: bool = False, reprocess: bool = False, **options: Any) -> Night:
        """Read what is below the sources and publish it."""
        stage = self.folder / f"stage-{uuid.uuid4().hex[:8]}"
        spool, parts = stage / "spool", stage / "parts"
        spool.mkdir(parents=True)
        published = part_files(self.tables, "sources", BATCH)
        plan = make_plan(discover(sources), published, spool, prune=prune, reprocess=reprocess, **options)
        held = [one for some in plan.to_read for file in some.take() for one in hold_all(file, spool)]
        copies, repeated = compare_files(spool)
        lines = take_repeated(str(spool), repeated)
        readings = [extract_reading(take_up(one, str(spool)), lines)[0] for one in reject_copies(held, copies)]
        if readings:
            frames = make_frames(readings) | {"quarantine": make_frame(load_tables()["quarantine"], [])}
            for table in BY_SOURCE:
                write_table(frames[table], table, str(parts), BATCH, f"part-{stage.name}")
        dropped = plan.find_dropped(published, part_files(parts, "sources", BATCH))
        assert not dropped.twice
        take_back(parts, BATCH, dropped.kept.keys())
        following = self.folder / f"tables-{stage.name}"
        following.mkdir()
        carry_over_changed(self.tables, following, BATCH, dropped.paths, stage.name, dropped.kept)
        add_parts(parts, following)
        self.tables = following
        shutil.rmtree(stage)
        return Night(plan, dropped.paths, dict(dropped.kept))

    def rows(self, table: str = "sources") -> list[dict[str, Any]]:
        return [
            row for path in part_files(self.tables, table, BATCH) for row in pq.ParquetFile(path).read().to_pylist()
        ]

    def claims(self) -> dict[str, list[str]]:
        """By source, the quotes that are published of it."""
        found: dict[str, list[str]] = {}
        for row in self.rows("claims"):
            found.setdefault(row["source_path"], []).append(row["quote"])
        return found

    def statuses(self) -> dict[str, str]:
        """By source: ok, stale or rejected."""
        return {row["source_path"]: "stale" if row["stale_since"] else row["status"] for row in self.rows()}


def hold_all(file: BatchFile, spool: Path) -> Sequence[Held]:
    """As a worker does."""

    def held() -> Iterator[Held]:
        yield from (found for found in read_and_hold(file, 0, str(spool)) if isinstance(found, Held))

    return keep_lines(list(held()), str(spool))
