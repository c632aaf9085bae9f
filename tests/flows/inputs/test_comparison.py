"""Are the lines that come again in a batch counted from what each file's reader has summed up?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractors.cleaning.repetition import key_of, lines_of, repeated_of
from flows.inputs.comparison import LINES, compare_files, keep_lines
from flows.inputs.discover import BatchFile
from flows.inputs.reading import Held
from flows.inputs.staying import STAYING
from flows.work.portions import take_repeated

FOOT = "砚石合集 第三辑"


def text_of(town: str) -> str:
    told = f"{town}抓好春耕备耕，完成播种20亩，兑付补贴3万元，惠及农户15户，没有发生一起事故，群众满意。"
    return f"{town}2023年工作总结\n{told}\n{FOOT}\n"


def held_of(name: str, text: str) -> Held:
    return Held(BatchFile(Path(name), name, 0), f"id of {text}", None, 0.0, f"{name}.text", len(text), lines_of(text))


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """One of a batch of which nothing is published."""
    write_staying(tmp_path)
    return tmp_path


def write_staying(spool: Path, *texts: tuple[str, str]) -> None:
    rows = {"source_id": [f"id of {text}" for text, _ in texts], "source_path": [path for _, path in texts]}
    schema = pa.schema({"source_id": pa.string(), "source_path": pa.string()})
    pq.write_table(pa.table(rows, schema=schema), spool / STAYING)


def keep_all(held: Sequence[Held], spool: Path) -> None:
    """Each as a task of its own does."""
    for one in held:
        keep_lines([one], str(spool))


def test_what_sums_up_a_file_waits_in_the_spool_and_is_held_no_longer(spool: Path) -> None:
    files = [held_of(name, text_of(name)) for name in ("青禾镇", "白鹭乡")]
    rejected = Held(BatchFile(Path("x"), "x", 0), None, "is empty", 0.0)
    kept = keep_lines([*files, rejected], str(spool))
    assert [one.lines for one in kept] == [None, None, None]
    [path] = spool.glob(LINES)
    rows = pq.read_table(path).to_pylist()
    assert [(row["text"], row["name"]) for row in rows] == [("青禾镇.text", "青禾镇"), ("白鹭乡.text", "白鹭乡")]
    assert rows[0]["keys"] == lines_of(text_of("青禾镇")).keys.tolist()


def test_lines_of_files_that_several_tasks_have_read_are_counted_together(spool: Path) -> None:
    keep_all([held_of(town, text_of(town)) for town in ("青禾镇", "白鹭乡", "云梯街道")], spool)
    copies, name = compare_files(spool)
    assert copies == {}
    assert repeated_of(text_of("望禾镇"), take_repeated(str(spool), name)) == {key_of(FOOT)}


def test_a_copy_is_one_of_the_first_by_name_whoever_has_read_it(spool: Path) -> None:
    keep_all([held_of(name, "同") for name in ("c", "b/a", "b")] + [held_of("a", "异")], spool)
    assert compare_files(spool)[0] == {"c.text": "b", "b/a.text": "b"}


def test_a_copy_of_what_stays_published_is_one_of_that(spool: Path) -> None:
    write_staying(spool, ("同", "z"), ("别的", "y"))
    keep_all([held_of("a", "同"), held_of("b", "同"), held_of("c", "异")], spool)
    assert compare_files(spool)[0] == {"a.text": "z", "b.text": "z"}


def test_a_file_that_is_rejected_as_a_copy_does_not_count(spool: Path) -> None:
    """Its text has no paragraph long enough to tell that by."""
    texts = {name: f"{name}\n{FOOT}\n" for name in "abc"}
    keep_all([held_of(name, text) for name, text in texts.items()], spool)
    assert compare_files(spool)[1] is not None
    keep_all([held_of("d", texts["a"])], spool)
    assert compare_files(spool)[0] == {"d.text": "a"}
    write_staying(spool, (texts["c"], "z"))
    assert compare_files(spool)[1] is None


def test_nothing_is_repeated_where_nothing_was_read(spool: Path) -> None:
    assert compare_files(spool) == ({}, None)
    assert take_repeated(str(spool), None).tolist() == []
