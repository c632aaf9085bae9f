"""What do 1998 and 22年 stand for at the head of a table?"""

from __future__ import annotations

import pytest

from extractors.tables.grid import Row, make_grid, plain_place
from extractors.tables.year_rows import begins_anew, holds_figures, with_centuries


def rows_of(*lines: str) -> tuple[Row, ...]:
    return make_grid([(0, 0, [plain_place(0, cell) for cell in line.split("|")]) for line in lines]).rows


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (("指标|2022年|2023年", "床位数（张）|1998|2015"), 1),
        (("指标|单位|数量", "接待游客|人|2003"), 1),
        (("床位数（张）|1998|2015", "公路里程（公里）|35|38"), 0),
        (("年份|床位（张）", "2019|1998"), 1),
    ],
)
def test_a_named_row_below_labels_holds_figures(lines: tuple[str, ...], at: int) -> None:
    rows = rows_of(*lines)
    assert holds_figures(rows[at], rows[:at], rows[at + 1 :])


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (("指标|完成投资|", "|2022|2023"), 1),
        (("粮食产量（吨）|2021|2022", "松坞镇|35|38"), 0),
        (("领域|类别|指标|2023", "农业|水利|水渠（公里）|35"), 0),
        (("指标|实际值|目标值", "名称|2020|2025"), 1),
    ],
)
def test_a_row_of_years_above_figures_heads_them(lines: tuple[str, ...], at: int) -> None:
    rows = rows_of(*lines)
    assert not holds_figures(rows[at], rows[:at], rows[at + 1 :])


def test_years_that_follow_each_other_head_another_table_below_one_of_years() -> None:
    assert begins_anew(rows_of("财政收支|2020|2021")[0], ("指标", "2022年", "2023年"))
    assert begins_anew(rows_of("指标|2015")[0], ("指标", "2022年"))
    assert not begins_anew(rows_of("教育支出|2020|2019")[0], ("项目", "预算", "决算"))
    assert not begins_anew(rows_of("床位数（张）|2020|2021")[0], ("指标", "2022年", "2023年"))


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (("指标|21年实绩|22年", "税收|120|130"), "指标|2021年实绩|2022年"),
        (("指标|98年|2023年", "税收|120|130"), "指标|1998年|2023年"),
        (("期限|10年|20年", "发行额|120|130"), "期限|10年|20年"),
        (("项目|10年|20年", "债券|120|130"), "项目|10年|20年"),
    ],
)
def test_a_year_of_two_digits_is_told_from_how_long_something_lasts(lines: tuple[str, ...], read: str) -> None:
    assert "|".join(place.text for place in with_centuries(rows_of(*lines))[0].places) == read
