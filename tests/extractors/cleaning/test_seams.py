"""Do a seller's lines between the reports of one file go, and the reports' own stay?"""

from __future__ import annotations

from extractors.cleaning.boilerplate import strip
from tests.extractors.cleaning.test_repetition import TOWNS, body


def compile_reports(towns: list[str], foot: str = "", head: str = "", sign: str = "") -> str:
    lines = [(f"{town}2023年工作总结", head, body(town).strip(), sign.format(town=town), foot) for town in towns]
    return "\n".join(line for report in lines for line in report if line) + "\n"


def removed(text: str) -> list[str]:
    return [span.text for span in strip(text).removed]


def test_a_line_behind_three_reports_of_a_file_goes_and_of_two_stays() -> None:
    foot = "砚石合集 第三辑"
    assert removed(compile_reports(TOWNS[:3], foot=foot)) == [foot] * 3
    assert removed(compile_reports(TOWNS[:2], foot=foot)) == []


def test_a_line_below_each_title_goes() -> None:
    assert removed(compile_reports(TOWNS, head="▲ 夜读札记")) == ["▲ 夜读札记"] * 4


def test_signatures_dates_and_closing_words_stay() -> None:
    for own in ("{town}人民政府", "2023年12月20日", "特此报告", "谢谢大家！", "附件：任务清单", "一、主要工作"):
        assert removed(compile_reports(TOWNS, sign=own)) == []


def test_a_line_that_comes_again_inside_one_report_stays() -> None:
    text = "青禾镇2023年工作总结\n" + "".join(f"{body(town)}砚石片区\n" for town in TOWNS)
    assert removed(text) == []


def test_parts_of_a_report_make_no_seam() -> None:
    parts = "".join(f"{number}、2023年工作总结\n亮点回顾\n{body(number)}" for number in "一二三四")
    assert removed("青禾镇工作汇编\n" + parts) == []
