"""Lines that stand in several files: what is counted, what is not, and what `strip` makes of it."""

from __future__ import annotations

from extractors.cleaning.boilerplate import strip
from extractors.cleaning.repetition import key_of
from tests.flows.lines import repeated_lines

TOWNS = ["青禾镇", "白鹭乡", "云梯街道", "望禾镇"]


def body(town: str) -> str:
    return "".join(
        f"{town}第{n}片区抓好春耕备耕，完成播种{n}20亩，兑付补贴{n}3万元，惠及农户{n}15户。\n" for n in "一二三四"
    )


def report(town: str, head: str = "", inline: str = "", foot: str = "") -> str:
    first, rest = body(town).split("\n", 1)
    lines = [
        head,
        f"{town}2023年工作总结",
        first,
        inline,
        "一、主要工作",
        rest.strip(),
        inline,
        "存在问题",
        first,
        foot,
    ]
    return "\n".join(line for line in lines if line) + "\n"


def test_a_line_of_three_files_is_repeated_and_one_of_two_is_not() -> None:
    files = [report(town, foot="砚石合集 第三辑") for town in TOWNS[:3]]
    assert key_of("砚石合集 第三辑") in repeated_lines(files)
    assert key_of("砚石合集 第三辑") not in repeated_lines(files[:2])


def test_pages_differ_by_their_number_only() -> None:
    assert key_of("砚石合集 第 12 页") == key_of("砚石合集　第3页")


def test_copies_of_one_report_count_as_one_file() -> None:
    copies = [report("青禾镇", head=f"第{n}稿", foot="青禾好风光") for n in "一二三四"]
    assert key_of("青禾好风光") not in repeated_lines(copies)
    assert key_of("青禾好风光") not in repeated_lines([*copies, report("白鹭乡", foot="青禾好风光")])


def test_a_sellers_lines_without_a_word_of_advert_go_in_a_batch_only() -> None:
    files = [report(town, "砚石合集 第三辑", "砚石合集 · 每册一百份", "砚石合集倾情出品") for town in TOWNS]
    alone, batch = strip(files[0]), strip(files[0], repeated_lines(files))
    assert alone.removed == ()
    assert "砚石" not in batch.kept
    assert "repeated_line" in {span.rule for span in batch.removed}


def test_headings_signatures_and_days_of_several_reports_stay() -> None:
    tail = "\n".join(
        ["特此报告", "青禾县人民政府办公室", "２０２３年１２月２９日", "2023年12月29日", "附件：任务清单", "林　一"]
    )
    files = [report(town, "（审议稿）", "强化组织领导", tail) for town in TOWNS]
    repeated = repeated_lines(files)
    assert repeated
    assert all(strip(text, repeated).kept == text for text in files)


def test_rows_of_tables_stay() -> None:
    rows = "指标\t单位\t绝对数\n| 指标 | 单位 | 绝对数 |"
    files = [report(town, foot=rows) for town in TOWNS]
    assert all(rows in strip(text, repeated_lines(files)).kept for text in files)


def test_many_files_with_one_line_are_counted_quickly() -> None:
    assert key_of("同一行广告语") in repeated_lines("同一行广告语\n" for _ in range(20_000))
