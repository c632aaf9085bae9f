"""Does a label say what it should? The examples of extractors/data/tables.toml."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.tables.captions import is_plan
from extractors.tables.labels import measured_kind, read_label
from extractors.tables.words import rows


def of_roles(kind: str) -> list[tuple[str, str]]:
    return [(row["role"], text) for row in rows()["label"] for text in row.get(kind, ())]


def of_measures(kind: str) -> list[tuple[str, str]]:
    return [(row["kind"], text) for row in rows()["measured"] for text in row[kind]]


@pytest.mark.parametrize(("role", "text"), of_roles("takes"))
def test_a_label_has_the_role_of_its_row(role: str, text: str) -> None:
    assert read_label(text).role == role


@pytest.mark.parametrize(("role", "text"), of_roles("refuses"))
def test_a_label_that_a_row_refuses_has_another_role(role: str, text: str) -> None:
    assert read_label(text).role != role


@pytest.mark.parametrize(("kind", "text"), of_measures("takes"))
def test_a_name_measures_what_its_end_says(kind: str, text: str) -> None:
    assert measured_kind(text) == kind


@pytest.mark.parametrize(("kind", "text"), of_measures("refuses"))
def test_a_name_with_another_end_does_not(kind: str, text: str) -> None:
    assert measured_kind(text) != kind


@pytest.mark.parametrize(("text", "planned"), [
    *((text, True) for text in rows()["planned"]["takes"]), *((text, False) for text in rows()["planned"]["refuses"]),
])  # fmt: skip
def test_a_caption_says_whether_its_table_is_planned(text: str, planned: bool) -> None:
    assert is_plan(text) == planned


@pytest.mark.parametrize(("text", "name", "change"), [
    ("规模以上工业增加值增速（%）", "规模以上工业增加值", "yoy"), ("内科", "内科", None), ("其中：女性", "女性", None),
    ("地区生产总值①", "地区生产总值", None), ("债务余额（预计执行数）", "债务余额", None), ("上年=100", "", None),
    ("一般公共预算收入", "一般公共预算收入", None), ("截至2023年底累计完成投资", "累计完成投资", None),
])  # fmt: skip
def test_a_name_is_what_is_left_without_numbers_notes_times_and_words_of_change(
    text: str, name: str, change: str | None
) -> None:
    label = read_label(text)
    assert (label.name, label.change) == (name, change)


def test_a_budgets_name_is_no_plan() -> None:
    assert read_label("一般公共预算收入").status is None
    assert read_label("年初预算数").status == "target"


SEPARATORS = "-－—–~至到"
PERIODS = [
    *((f"2023年1{dash}6月", "2023-01-01/2023-06-30") for dash in SEPARATORS),
    *((f"2023年3月{dash}5月", "2023-03-01/2023-05-31") for dash in SEPARATORS),
    ("2023年上半年", "2023-01-01/2023-06-30"), ("2023年第三季度", "2023-07-01/2023-09-30"),
    ("2023年2月", "2023-02-01/2023-02-28"),
    ("2022年", "2022-01-01/2022-12-31"), ("2022", "2022-01-01/2022-12-31"), ("2022年度", "2022-01-01/2022-12-31"),
    *((year, "2022-01-01/2022-12-31") for year in ("二〇二二年", "二零二二年", "二○二二年度", "2022年全年")),
    ("一九九二年", "1992-01-01/1992-12-31"), ("九二年", "1992-01-01/1992-12-31"),
    ("〇三年", "2003-01-01/2003-12-31"), ("前年", "2021-01-01/2021-12-31"),
    ("二〇二二年1-6月", "2022-01-01/2022-06-30"),
]  # fmt: skip


#: 累计 is since January.
ADDED_UP = {"2023年第三季度": "2023-01-01/2023-09-30", "2023年2月": "2023-01-01/2023-02-28"}


@pytest.mark.parametrize(("label", "period"), [row for row in PERIODS if row[0] != "2022"])
@pytest.mark.parametrize("unit", ["", "（吨）", "累计"])
def test_a_header_of_time_words_is_a_period_however_it_is_written_and_leaves_nothing_in_the_name(
    label: str, period: str, unit: str
) -> None:
    read = read_label(f"{label}{unit}")
    assert (read.name, read.role) == ("", "blank")
    [claim] = extract(f"青禾县2023年工作总结\n指标\t{label}{unit}\n粮食产量（吨）\t1264\n")
    assert (claim.metric, f"{claim.period_start}/{claim.period_end}") == (
        "粮食产量",
        ADDED_UP.get(label, period) if unit == "累计" else period,
    )


@pytest.mark.parametrize(
    "label",
    [
        *(f"2022年{mark}" for mark in ("*", "¹", "①", "[1]", "（注1）", "（决算数）", "（调整后）")),
        "完成数（2022年）",
        "2022（决算）",
    ],
)
def test_a_year_with_a_mark_or_a_status_is_one(label: str) -> None:
    [claim] = extract(f"青禾县2023年工作总结\n指标\t{label}\n粮食产量（吨）\t1264\n")
    assert (claim.metric, claim.period_start.year if claim.period_start else None) == ("粮食产量", 2022)


@pytest.mark.parametrize(
    ("label", "name", "unit"),
    [
        ("投资额/万元", "投资额", ("万", "元")),
        ("投资额：万元", "投资额", ("万", "元")),
        ("投资额万元", "投资额", ("万", "元")),
        ("人口，万人", "人口", ("万", "人")),
        ("单价/元/吨", "单价", ("", "元/吨")),
        ("合同额（￥）", "合同额", ("", "元")),
        ("合同额（$）", "合同额", ("", "美元")),
        ("元/吨", "元/吨", None),
        ("年/月", "年/月", None),
        ("街道、所", "街道、所", None),
        ("税收超亿元", "税收超亿元", None),
    ],
)
def test_a_unit_behind_a_mark_is_no_part_of_the_name(label: str, name: str, unit: tuple[str, str] | None) -> None:
    read = read_label(label)
    assert (read.name, read.unit) == (name, unit)
