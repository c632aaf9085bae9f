"""Are sentences whole again that a text's line breaks cut, and only those?"""

from __future__ import annotations

import textwrap

import pytest

from extractors import extract
from extractors.cleaning.boilerplate import strip
from extractors.cleaning.wraps import find_wraps

_PROSE = (
    "2023年，全县上下坚持稳中求进工作总基调，扎实推进各项工作，经济运行总体平稳。全年完成固定资产投资32.6亿元，比上年增长8.5%；"
    "新建高标准农田4.2万亩，改造低产林1.3万亩，粮食总产量达到15.8万吨，比上年增长2.1%。农业机械总动力达到21.5万千瓦，载重汽车保有量"
    "2745辆，比上年增长14.6%。社会消费品零售总额完成46.9亿元，增长6.7%，其中限额以上企业零售额12.3亿元，城镇、农村居民人均可支配收入"
    "分别达到32150元和15620元。全年接待游客126.4万人次，实现旅游综合收入9.8亿元，新增市场主体1820户，规模以上工业企业利润总额3.45亿元。"
)
_SAYS = [(claim.value, claim.unit, claim.metric, claim.comparison) for claim in extract(_PROSE)]


def _cut(text: str, width: int) -> str:
    """Lines of so many columns, a Han character taking two."""
    lines, line, room = [], "", width
    for char in text:
        columns = len(char.encode("gbk"))
        if columns > room:
            lines.append(line)
            line, room = "", width
        line, room = line + char, room - columns
    return "\n".join([*lines, line])


@pytest.mark.parametrize("width", [40, 47, 56, 63, 72, 80, 90])
def test_a_text_cut_into_lines_says_what_it_says_whole(width: int) -> None:
    assert [(c.value, c.unit, c.metric, c.comparison) for c in extract(_cut(_PROSE, width))] == _SAYS


def test_numbers_that_were_not_cut_stay_two() -> None:
    """A typesetter moves a number whole: what ends with a figure of another width is followed by another one."""
    lines = [
        "全县完成投资额在各年分别为2021年320万元，2022年 450",
        "800万元在建，新建学校3所，完成改造工程，并且进一步落实",
        "各项措施，扎实推进",
    ]
    assert all(span[0] != len(lines[0]) for span in find_wraps("\n".join([*lines, *lines, *lines, "工作。"])))


def test_the_breaks_are_on_record() -> None:
    text = _cut(_PROSE, 60)
    removed = [span for span in strip(text).removed if span.rule == "line_break"]
    assert len(removed) == text.count("\n")
    assert strip(text).kept == _PROSE


def test_a_digit_set_lower_than_its_letters_belongs_to_them() -> None:
    text = "2023年工作总结\n零售额增长9%。\n广义货币M\n2\n增长13%，细颗粒物（PM\n2.5\n）浓度下降3%。\n面积230km\n2\n。"
    assert [(c.metric, c.unit) for c in extract(text)] == [
        ("零售额", "%"),
        ("广义货币M2", "%"),
        ("细颗粒物（PM2.5）浓度", "%"),
        ("面积", "km2"),
    ]
    assert all(text[claim.char_start : claim.char_end] == claim.quote for claim in extract(text))


def test_quotes_stand_in_the_source_as_they_are_told() -> None:
    text = _cut(_PROSE, 46)
    assert all(text[claim.char_start : claim.char_end] == claim.quote for claim in extract(text))


@pytest.mark.parametrize(
    "text",
    [
        _PROSE.replace("。", "。\n"),
        "\n".join(
            f"完成投资{n}.2亿元，同比增长6.{n}%，在全市排名第{n}位" for n in range(1, 9)
        ),  # a list without full stops
        "\n".join(f"{n}.完成投资{n}.2亿元，同比增长6.{n}%，全市排名靠前的有三个乡镇" for n in range(1, 9)),
        "\n".join(f"粮食，蔬菜，油料等农产品{n}  1{n}.2  1{n}.6  {n}.1" for n in range(1, 9)),
        "\n".join(f"第{n}章，全县农业农村工作情况和主要的成绩……………{n}" for n in range(1, 9)),
        "\n".join(f"青禾县召开第{n}次会议，部署全年重点工作任务\n会议要求，{_PROSE}" for n in range(1, 9)),
    ],
)
def test_lines_that_are_wholes_stay_apart(text: str) -> None:
    assert list(find_wraps(text)) == []


def test_an_indented_line_begins_a_paragraph() -> None:
    kept = strip("\n".join(["　　" + _cut(_PROSE, 60)] * 2)).kept
    assert kept.count("\n") == 1


def test_wrapping_by_characters_is_known_too() -> None:
    text = "\n".join(textwrap.wrap(_PROSE, 30))
    assert strip(text).kept.replace(" ", "") == _PROSE


def test_a_number_is_whole_again_that_a_line_of_another_width_breaks() -> None:
    lines = [
        "2023年，全县上下坚持稳中求进，各项工作扎实推进。全县生产总值达到24",
        "0亿元，比2018年增长47.7%；固定资产投资完成353.7亿元，增长25.1%，一般公",
        "共预算收入26.06亿元，增长9.8%；城镇居民收入29462元，农村居民收入达",
        "到16733元，分别增长3.7%和5.5%，增速高于全市平均，主要指标向好，20",
        "23年末常住人口36万人，城镇化率达到52%，比上年末提高1.2个百分点，均好",
        "于上年。",
    ]
    assert "生产总值达到240亿元" in strip("\n".join(lines)).kept
    assert "2023年末常住人口" in strip("\n".join(lines)).kept


def test_letters_at_the_ends_of_paragraphs_hide_no_break() -> None:
    mark = "qxB"
    text = "\n".join(
        part + mark for part in ("青禾县工作报告", "各位代表：", "一、工作回顾", _cut(_PROSE, 60), "谢谢大家。")
    )
    kept = strip(text).kept
    assert mark not in kept
    assert _PROSE in kept
