"""Which figures of a table are parts of which, and is a total that its rows miss flagged?"""

from __future__ import annotations

import pytest

from extractors import extract

TITLE = "青禾县2023年工作总结\n"


def parts(text: str) -> dict[str, str | None]:
    claims = extract(TITLE + text)
    quotes = {claim.claim_id: claim.quote for claim in claims}
    return {claim.quote: quotes[claim.part_of] if claim.part_of else None for claim in claims}


def test_a_row_of_which_is_part_of_the_row_above_it() -> None:
    text = "指标\t单位\t2023年\n在校学生\t人\t12600\n其中：小学\t人\t7200\n#初中\t人\t5400\n"
    assert parts(text) == {"12600": None, "7200": "12600", "5400": "12600"}


def test_a_column_of_which_is_part_of_the_one_left_of_it() -> None:
    text = "行业\t从业人员（人）\t其中：女性（人）\n农业\t12600\t6200\n工业\t8600\t3100\n"
    assert parts(text) == {"12600": None, "6200": "12600", "8600": None, "3100": "8600"}


def test_rows_that_add_up_are_parts_of_their_total() -> None:
    assert parts("项目\t投资（万元）\n道路\t300\n桥梁\t200\n合计\t500\n") == {"300": "500", "200": "500", "500": None}


@pytest.mark.parametrize(("total", "flags"), [
    ("500", ()), ("500.4", ()), ("610", ("parts_do_not_sum: 500 ≠ 610",)), ("250", ()),
])  # fmt: skip
def test_a_total_that_its_rows_miss_is_flagged_with_the_sum(total: str, flags: tuple[str, ...]) -> None:
    """Rounding is no miss, and rows that reach twice their total are of two levels."""
    claims = extract(f"{TITLE}项目\t投资（万元）\n道路\t300\n桥梁\t200\n合计\t{total}\n")
    assert claims[-1].flags == flags


def test_rows_of_several_levels_are_not_added() -> None:
    claims = extract(
        f"{TITLE}单位：万元\n科目编码\t科目\t金额\n201\t公共服务\t300\n20103\t办公\t200\n205\t教育\t90\n\t合计\t390\n"
    )
    assert not any(claim.flags for claim in claims)
