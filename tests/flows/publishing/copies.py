"""The copies among some reports, as a run finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa

from expectations.engine.scratch import open_scratch
from expectations.schema import load_tables
from extractors.fingerprints import Fingerprint
from flows.publishing.assemble import write_marked
from flows.publishing.duplicates import load_reports, mark_copies, marked_slices
from flows.storage.parquet import part_path, read_rows, write_arrow, write_table
from flows.work.frames import FINGERPRINTS, make_frame, prints_table


def put_found(folder: Path, batch: str, reports: pd.DataFrame, prints: Mapping[str, Fingerprint]) -> None:
    """What validated parts leave for others, as one part."""
    write_table(reports, "reports", str(folder), batch, "part")
    write_arrow(prints_table(prints.items()), part_path(str(folder), FINGERPRINTS, batch, "part"))


def mark(
    reports: pd.DataFrame,
    prints: Mapping[str, Fingerprint],
    base: Path | None,
    batch: str,
    target: Path | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The reports of a batch that is read again with their copies named, and its index; written below `target`, too."""
    dropped = read_rows(base, "sources", batch, ["source_path"])["source_path"].to_pylist()
    with TemporaryDirectory() as scratch, open_scratch(Path(scratch)) as database:
        put_found(Path(scratch), batch, reports, prints)
        load_reports(database, base, Path(scratch), batch, dropped)
        mark_copies(database, batch)
        slices = list(marked_slices(database))
        for _ in write_marked(slices, target or Path(scratch) / "whole", batch, "new"):
            pass
        return joined([one.reports for one in slices]), joined([one.index for one in slices])


def joined(slices: Sequence[pa.Table]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.concat_tables(slices).to_pandas()
    return frame


def text_ids(
    prints: Sequence[tuple[str, Fingerprint]], base: Path | None = None, batch: str = "a", target: Path | None = None
) -> list[str]:
    """The text_id of each report, by fingerprints alone."""
    rows = (
        {column.name: None for column in load_tables()["reports"].columns}
        | {"report_id": report_id, "source_id": "", "source_path": f"{place:06}", "title": "", "title_plain": ""}
        | {"char_start": 0, "char_end": 1, "sections": 0, "claims": 0}
        for place, (report_id, _) in enumerate(prints)
    )
    _, index = mark(make_frame(load_tables()["reports"], rows), dict(prints), base, batch, target)
    return list(index["text_id"])
