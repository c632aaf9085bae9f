"""Is one text counted once, however often and in whatever batches it is published?"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from docx import Document
from msgspec.structs import replace

from expectations.engine.scratch import insert, open_scratch
from expectations.schema import load_tables
from extractors.fingerprints import FIELDS, Fingerprint, take_fingerprint, take_fingerprints
from extractors.model import Extraction
from flows.handover.views import create_views
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Reading
from flows.publishing.assemble import carry_over_changed
from flows.publishing.candidates import MOST_WITH_NUMBER
from flows.publishing.copies import Copies, create_prints
from flows.publishing.duplicates import load_reports
from flows.publishing.publish import tables_of
from flows.publishing.snapshots import open_stage, publishing
from flows.publishing.snapshots import publish as publish_snapshot
from flows.storage.parquet import read_rows, write_table
from flows.work.frames import FINGERPRINTS, make_frame, make_frames
from flows.work.portions import BY_SOURCE
from tests.conftest import CLAIM, REPORT, ROOT, SECTION, SOURCE
from tests.duplicates.generator import Generated, Writer
from tests.flows.publishing.copies import mark, text_ids

WRITER = Writer(7)
ONE, OTHER = WRITER.write(30), WRITER.write(30)
CENSORED = WRITER.censor(ONE, 0.5)
MOSTLY_CENSORED = WRITER.censor(ONE, 0.95)
HECTARE = 10_000.0  # square metres


def reading(name: str, report: Generated, square_metres: float | None = HECTARE) -> Reading:
    """A file with one report, which states one area."""
    text = report.render()
    source = replace(SOURCE, source_id=f"{abs(hash(text)):064x}", path=name, text=text, size=len(text))
    found = replace(REPORT, report_id=f"{name}-r01", title=report.title, end=len(text))
    claim = replace(
        CLAIM, claim_id=name, source_id=source.source_id, report_id=found.report_id, kind="area", unit_standard="m²",
        value_standard=square_metres,
    )  # fmt: skip
    section = replace(SECTION, report_id=found.report_id, section_id=f"{name}-s1", end=len(text))
    extraction = Extraction(text, (), (found,), (section,), (claim,))
    return Reading(BatchFile(Path(name), name, len(text), None), source.source_id, source, extraction, None, 0.0)


def publish(output: Path, batch: str, readings: Sequence[Reading]) -> dict[str, pd.DataFrame]:
    """What the flow does with the readings of a batch that is read again, but for validation."""
    prints = dict(found for reading in readings if reading.result for found in take_fingerprints(*reading.result))
    frames = make_frames(readings) | {"quarantine": make_frame(load_tables()["quarantine"], [])}
    with open_stage(output) as stage, publishing(output):
        base, following, run = tables_of(output), stage / "next" / "tables", uuid.uuid4().hex
        following.mkdir(parents=True)
        dropped = set(read_rows(base, "sources", batch, ["source_path"])["source_path"].to_pylist())
        carry_over_changed(base, following, batch, dropped, run)
        for table in BY_SOURCE:
            write_table(frames[table], table, str(following), batch, f"part-{run}")
        frames["reports"], frames[FINGERPRINTS] = mark(frames["reports"], prints, base, batch, following)
        publish_snapshot(stage, stage / "next")
    return frames


def stored(output: Path) -> list[tuple[str, pa.Table]]:
    """Every table's rows of every batch; file names differ from run to run."""
    tables = tables_of(output)
    assert tables
    files = sorted(tables.rglob("*.parquet"))
    return [(path.parent.relative_to(tables).as_posix(), pq.ParquetFile(path).read()) for path in files]


def duplicates(output: Path) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """(batch, file) of those that repeat one → (batch, file) of the one they repeat; None for their own batch."""
    reports = pd.read_parquet(output / "tables" / "reports")
    copies = reports[reports["duplicate_of"].notna()]
    return {
        (str(batch), own[:-4]): (None if pd.isna(other) else other, named[:-4])
        for batch, own, other, named in copies[["batch", "report_id", "duplicate_in", "duplicate_of"]].itertuples(
            index=False
        )
    }


def counted(output: Path) -> list[str]:
    """The claims of the view, by DuckDB and by the pandas lines of the documentation."""
    connection = duckdb.connect()
    create_views(connection, output / "tables")
    by_sql = connection.sql("SELECT batch || '/' || claim_id FROM claims_unique ORDER BY 1").fetchall()
    lines = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "duplicates.md").read_text(encoding="utf-8"), re.DOTALL)
    assert lines
    namespace: dict[str, Any] = {}
    exec(lines[1].replace('"output/', f'"{output}/'), namespace)
    unique = namespace["claims_unique"]
    by_pandas = sorted(unique["batch"].astype(str) + "/" + unique["claim_id"])
    assert [row[0] for row in by_sql] == by_pandas
    return by_pandas


def test_within_a_batch_copies_name_the_one_with_the_most_figures(tmp_path: Path) -> None:
    publish(
        tmp_path, "a", [reading("x", MOSTLY_CENSORED), reading("y", ONE), reading("z", CENSORED), reading("w", OTHER)]
    )
    assert duplicates(tmp_path) == {("a", "x"): (None, "y"), ("a", "z"): (None, "y")}
    assert counted(tmp_path) == ["a/w", "a/y"]


def test_of_equal_copies_the_first_by_name_is_the_original(tmp_path: Path) -> None:
    publish(tmp_path, "a", [reading("y", ONE), reading("x", WRITER.retitle(ONE))])
    assert duplicates(tmp_path) == {("a", "y"): (None, "x")}
    assert counted(tmp_path) == ["a/x"]


def test_hectares_of_a_report_published_three_times_add_up_once(tmp_path: Path) -> None:
    publish(tmp_path, "a", [reading("x", ONE), reading("y", WRITER.retitle(ONE))])
    publish(tmp_path, "b", [reading("z", WRITER.relayout(ONE)), reading("w", OTHER, 3 * HECTARE)])
    claims = pd.read_parquet(tmp_path / "tables/claims")
    assert claims["value_standard"].sum() == 6 * HECTARE
    unique = claims[(claims["batch"].astype(str) + "/" + claims["claim_id"]).isin(counted(tmp_path))]
    assert unique["value_standard"].sum() == 4 * HECTARE


def test_a_copy_in_a_later_batch_names_the_one_published_before(tmp_path: Path) -> None:
    publish(tmp_path, "b", [reading("x", ONE)])
    publish(tmp_path, "a", [reading("y", CENSORED), reading("z", WRITER.censor(ONE, 0.9)), reading("w", OTHER)])
    assert duplicates(tmp_path) == {("a", "y"): ("b", "x"), ("a", "z"): (None, "y")}
    assert counted(tmp_path) == ["a/w", "b/x"]


def test_a_better_copy_in_a_later_batch_is_the_one_counted_and_no_table_is_rewritten(tmp_path: Path) -> None:
    publish(tmp_path, "a", [reading("x", MOSTLY_CENSORED, None), reading("y", WRITER.censor(ONE, 0.9), None)])
    before = stored(tmp_path)
    publish(tmp_path, "b", [reading("z", ONE)])
    assert [table for table in stored(tmp_path) if table[0].endswith("batch=a")] == before
    assert counted(tmp_path) == ["b/z"]
    assert duplicates(tmp_path)["b", "z"][0] == "a"


def test_a_batch_published_again_gives_the_same_rows(tmp_path: Path) -> None:
    first, second = [reading("x", CENSORED), reading("v", OTHER)], [reading("y", ONE), reading("w", MOSTLY_CENSORED)]
    publish(tmp_path, "a", first)
    publish(tmp_path, "b", second)
    tables = stored(tmp_path)
    publish(tmp_path, "a", first)
    publish(tmp_path, "b", second)
    publish(tmp_path, "a", first)
    assert stored(tmp_path) == tables
    assert sum(place.startswith(f"{FINGERPRINTS}/") for place, _ in tables) == 2


@pytest.mark.parametrize("removed", ["a", "b", "c"])
def test_when_a_batch_is_removed_the_text_is_still_counted_once(removed: str, tmp_path: Path) -> None:
    copies = {"a": CENSORED, "b": ONE, "c": WRITER.retitle(ONE)}
    for batch, report in copies.items():
        publish(tmp_path, batch, [reading(batch, report)])
    for folder in (tmp_path / "tables").resolve().glob(f"*/batch={removed}"):
        shutil.rmtree(folder)
    left = [batch for batch in copies if batch != removed]
    assert len(counted(tmp_path)) == 1
    publish(tmp_path, left[1], [reading(left[1], copies[left[1]])])
    assert len(counted(tmp_path)) == 1


def test_a_batch_that_loses_its_original_gives_way_to_the_copy_elsewhere(tmp_path: Path) -> None:
    publish(tmp_path, "a", [reading("x", ONE)])
    publish(tmp_path, "b", [reading("y", CENSORED)])
    publish(tmp_path, "a", [reading("w", OTHER)])
    assert counted(tmp_path) == ["a/w", "b/y"]


def test_batches_never_name_each_other_in_a_circle(tmp_path: Path) -> None:
    publish(tmp_path, "a", [reading("x", ONE)])
    publish(tmp_path, "c", [reading("z", CENSORED)])
    publish(tmp_path, "a", [reading("w", OTHER)])
    publish(tmp_path, "b", [reading("y", MOSTLY_CENSORED)])
    publish(tmp_path, "a", [reading("x", ONE)])
    assert duplicates(tmp_path) == {("b", "y"): ("c", "z"), ("c", "z"): ("a", "x")}
    assert counted(tmp_path) == ["a/x"]


def test_the_same_file_in_two_batches_is_counted_once(tmp_path: Path) -> None:
    publish(tmp_path, "2016", [reading("x", ONE)])
    publish(tmp_path, "2016+2017", [reading("x", ONE), reading("y", OTHER)])
    assert duplicates(tmp_path) == {("2016+2017", "x"): ("2016", "x")}
    assert counted(tmp_path) == ["2016+2017/y", "2016/x"]


def test_reports_stand_in_reading_order_whatever_order_they_come_in(tmp_path: Path) -> None:
    reports = make_frames([reading("y", ONE), reading("x", OTHER)])["reports"]
    marked, index = mark(reports, {}, None, "a")
    assert marked["source_path"].tolist() == ["x", "y"]
    assert index["report_id"].tolist() == marked["report_id"].tolist()
    assert index["place"].tolist() == [0, 1]


def test_the_fingerprints_of_a_batch_are_found_again(tmp_path: Path) -> None:
    readings = [reading("x", ONE), reading("y", OTHER)]
    publish(tmp_path, "a", readings)
    taken = dict(found for each in readings if each.result for found in take_fingerprints(*each.result))
    index = pd.read_parquet(tmp_path / "tables" / FINGERPRINTS).set_index("report_id")
    assert {name: Fingerprint(*row) for name, *row in index[list(FIELDS)].itertuples()} == taken
    with open_scratch(tmp_path) as database:  # a run that reads nothing anew
        load_reports(database, tables_of(tmp_path), tmp_path / "none", "a", ())
        rows = database.execute(f"SELECT report_id, {', '.join(FIELDS)} FROM prints").fetchall()
    assert {name: Fingerprint(*row) for name, *row in rows} == taken


def test_a_report_whose_fingerprint_is_of_another_method_repeats_none() -> None:
    readings = [reading("x", ONE), reading("y", ONE)]
    [(report_id, printed)] = take_fingerprints(*readings[0].result)  # type: ignore[misc]
    marked, _ = mark(make_frames(readings)["reports"], {report_id: printed}, None, "a")
    assert marked["duplicate_of"].isna().all()


def test_a_report_censored_throughout_does_not_tie_two_towns_together() -> None:
    moved = WRITER.move(ONE)
    prints = [take_fingerprint(each.render(), each.title) for each in (ONE, moved, WRITER.censor(ONE, 1.0))]
    first, second, censored = text_ids([(str(place), printed) for place, printed in enumerate(prints)])
    assert first != second
    assert censored in {"0", "1"}


def test_fingerprints_of_another_method_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, "a", [reading("x", ONE)])
    monkeypatch.setattr("flows.publishing.duplicates.METHOD", "0")
    monkeypatch.setattr("flows.work.frames.METHOD", "0")
    publish(tmp_path, "b", [reading("y", ONE)])
    assert duplicates(tmp_path) == {}


def test_hundreds_of_copies_name_one_original() -> None:
    fingerprint = take_fingerprint(ONE.render(), ONE.title)
    assert set(text_ids([(str(place), fingerprint) for place in range(300)])) == {"0"}


def test_hundreds_of_censored_copies_name_one_original() -> None:
    """More than are compared with each other: those that come late find those that came first."""
    writer = Writer(5)
    copies = [ONE, *(writer.censor(ONE, 0.4) for _ in range(3 * MOST_WITH_NUMBER))]
    prints = [(f"{place:03}", take_fingerprint(copy.render(), copy.title)) for place, copy in enumerate(copies)]
    assert set(text_ids(prints)) == {"000"}


def test_memory_does_not_hold_reports_that_have_no_copy(tmp_path: Path) -> None:
    prints = {str(place): take_fingerprint(each.render()) for place, each in enumerate((ONE, OTHER, CENSORED))}
    with open_scratch(tmp_path) as database:
        create_prints(database)
        for place, printed in enumerate(prints.values()):
            insert(database, "prints", pa.table({"id": [place], **{name: [getattr(printed, name)] for name in FIELDS}}))
        assert [group.places for group in Copies(database, 3).groups()] == [(0, 2)]


def docx_of(text: str) -> bytes:
    document, buffer = Document(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def test_the_flow_finds_the_same_text_in_other_formats_and_batches(ingest: Callable[..., Any], tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    (first / "a.docx").write_bytes(docx_of(ONE.render()))
    (first / "b.txt").write_text(CENSORED.render(), encoding="utf-8")
    (second / "c.txt").write_bytes(WRITER.relayout(ONE).render().encode("gb18030"))
    (second / "d.txt").write_text(WRITER.move(ONE).render(), encoding="utf-8")
    output = tmp_path / "output"
    for folder in (first, second):
        assert not ingest([folder], output).gate_failed
    reports = pd.read_parquet(output / "tables/reports").set_index("source_path")
    docx = reports.loc["a.docx", "report_id"]
    assert reports["duplicate_of"].dropna().to_dict() == {"b.txt": docx, "c.txt": docx}
    assert reports.loc["c.txt", "duplicate_in"] == "first"
    assert (reports["similarity"].dropna() > 0.95).all()
    assert len(counted(output)) == sum(reports.loc[["a.docx", "d.txt"], "claims"])
