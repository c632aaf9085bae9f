"""Are the lines that come again in a batch counted from what each file's reader has summed up?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from extractors.repetition import key_of, lines_of, repeated_of
from flows.discover import BatchFile
from flows.parts import take_repeated
from flows.reading import Held, reject_copies
from flows.repetition import LINES, count_repeated, find_repeated, keep_lines

FOOT = "砚石合集 第三辑"


def text_of(town: str) -> str:
    told = f"{town}抓好春耕备耕，完成播种20亩，兑付补贴3万元，惠及农户15户，没有发生一起事故，群众满意。"
    return f"{town}2023年工作总结\n{told}\n{FOOT}\n"


def held_of(name: str, text: str) -> Held:
    return Held(BatchFile(Path(name), name, 0), text, None, 0.0, f"{name}.text", len(text), lines_of(text))


def test_what_sums_up_a_file_waits_in_the_spool_and_is_held_no_longer(tmp_path: Path) -> None:
    files = [held_of(name, text_of(name)) for name in ("青禾镇", "白鹭乡")]
    rejected, own = Held(BatchFile(Path("x"), "x", 0), None, "is empty", 0.0), replace(files[0].file)
    kept = keep_lines([*files, rejected], [own], str(tmp_path))
    assert kept[0].file is own
    assert [one.lines for one in kept] == [None, None, None]
    [path] = tmp_path.glob(LINES)
    rows = pq.read_table(path).to_pylist()
    assert [row["text"] for row in rows] == ["青禾镇.text", "白鹭乡.text"]
    assert rows[0]["keys"] == lines_of(text_of("青禾镇")).keys.tolist()


def test_lines_of_files_that_several_tasks_have_read_are_counted_together(tmp_path: Path) -> None:
    towns = ["青禾镇", "白鹭乡", "云梯街道"]
    read = [one for town in towns for one in keep_lines([held_of(town, text_of(town))], (), str(tmp_path))]
    name = find_repeated(read, read, str(tmp_path))
    assert repeated_of(text_of("望禾镇"), take_repeated(str(tmp_path), name)) == {key_of(FOOT)}


def test_a_file_that_is_rejected_as_a_copy_does_not_count(tmp_path: Path) -> None:
    """Its text has no paragraph long enough to tell that by."""
    short = f"青禾镇\n{FOOT}\n"
    read = keep_lines([held_of(name, short) for name in "abc"], (), str(tmp_path))
    assert len(count_repeated(tmp_path)) == 1
    held = reject_copies(read, {})
    assert [one.text for one in held] == ["a.text", None, None]
    assert find_repeated(read, held, str(tmp_path)) is None
    assert count_repeated(tmp_path, ["b.text", "c.text"]).tolist() == []


def test_nothing_is_repeated_where_nothing_was_read(tmp_path: Path) -> None:
    assert find_repeated([], [], str(tmp_path)) is None
    assert count_repeated(tmp_path).tolist() == []
    assert take_repeated(str(tmp_path), None).tolist() == []
