"""Are the numbers of a seller's pages taken out, and those of a list left?"""

from __future__ import annotations

from extractors import extract
from extractors.cleaning.boilerplate import strip

_FIRST = "1、青禾县2023年农村公路工作总结，" + "全县上下齐心协力、" * 12 + "新改建公路42公里，占任务的14"
_SECOND = "2、3.8%；实现乡镇通畅率84.9%，" + "各乡镇层层落实责任、" * 12 + "县道里程1013."
_THIRD = "3、403公里，完成投资1810万元。"


def test_a_number_that_a_page_cuts_is_whole_again() -> None:
    claims = extract("\n".join([_FIRST, _SECOND, _THIRD]))
    assert [(claim.value, claim.unit) for claim in claims] == [
        (42, "公里"),
        (143.8, "%"),
        (84.9, "%"),
        (1013.403, "公里"),
        (1810_0000, "元"),
    ]


def test_what_is_taken_out_is_kept_on_record() -> None:
    removed = strip("\n".join([_FIRST, _SECOND, _THIRD])).removed
    assert [span.text for span in removed if span.rule == "page_mark"] == ["1、", "\n2、", "\n3、"]


def test_a_page_that_ends_with_a_sentence_keeps_its_line() -> None:
    pages = [
        "1、" + "各乡镇落实责任，" * 12 + "新建学校",
        "2、3所，" + "各乡镇落实责任，" * 12 + "增加",
        "3、床位20张" + "，各乡镇落实" * 15,
    ]
    pages += ["4、新增" + "，各乡镇落实" * 15 + "。", "5、造林3万亩" + "，各乡镇落实" * 15, "6、万元"]
    assert "。\n造林3万亩" in strip("\n".join(pages)).kept


def test_items_of_a_list_stay() -> None:
    items = [f"{n}、" + "各乡镇落实责任，" * 12 + f"新建学校{n}所。" for n in range(1, 6)]
    titles = [f"{n}、加强领导" for n in range(1, 6)]
    for lines in (items, titles, [item for pair in zip(titles, items, strict=True) for item in pair]):
        text = "\n".join(lines)
        assert not [span for span in strip(text).removed if span.rule == "page_mark"]
