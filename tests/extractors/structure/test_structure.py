"""How texts split into reports and sections, and what is known of each report."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.cleaning.boilerplate import strip
from extractors.language.knowledge import load
from extractors.model import Report, Section
from extractors.structure import parts
from extractors.structure.structure import split
from extractors.structure.titles import TitleRules
from tests.conftest import SHARED

SOURCE_ID = "0123456789abcdef" * 4
DATA = load("structure.toml")
BODY = "全镇上下凝心聚力，扎实推进各项工作，全年完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人。"


def read(text: str) -> tuple[tuple[Report, ...], tuple[Section, ...]]:
    return split(strip(text), SOURCE_ID)


def report_of(text: str) -> Report:
    (report,), _ = read(text)
    return report


def paths(text: str) -> list[str]:
    return [section.path for section in read(text)[1]]


def part_at(text: str, words: str) -> str:
    at = strip(text).kept.index(words)
    return next(section.part for section in read(text)[1] if section.start <= at < section.end)


# ── the rows of structure.toml ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("title", DATA["title"]["takes"])
def test_a_title_is_one(title: str) -> None:
    assert TitleRules.of(DATA).is_title(title)


@pytest.mark.parametrize("line", DATA["title"]["refuses"])
def test_a_line_that_speaks_of_reports_is_no_title(line: str) -> None:
    assert not TitleRules.of(DATA).is_title(line)


def test_a_collection_is_told_from_a_report() -> None:
    rules = TitleRules.of(DATA)
    assert all(rules.compilation.search(name) for name in DATA["compilation"]["takes"])
    assert not any(rules.compilation.search(name) for name in DATA["compilation"]["refuses"])


def part_examples(key: str) -> list[object]:
    return [
        pytest.param(number, text.replace("{next}", "2024").replace("{year}", "2023"), id=f"{row['part']}: {text}")
        for number, row in enumerate(DATA["part"])
        for text in row[key]
    ]


@pytest.mark.parametrize(("number", "heading"), part_examples("takes"))
def test_a_heading_names_its_part(number: int, heading: str) -> None:
    rules = parts.PartRules(parts.read_rules(DATA), 2023)
    assert rules.of_heading(heading, "") == DATA["part"][number]["part"]


@pytest.mark.parametrize(("number", "heading"), part_examples("refuses"))
def test_a_heading_that_uses_such_words_otherwise_does_not(number: int, heading: str) -> None:
    alone = parts.PartRules(parts.read_rules({"part": [DATA["part"][number]]}), 2023)
    assert alone.of_heading(heading, "") is None


# ── reports ─────────────────────────────────────────────────────────────────────────────────────────────────────────

TITLES = ["2023年工作总结暨2024年工作计划", "青禾镇2023年工作总结", "云梯县水务局2023年工作总结及2024年工作计划"]


def compilation(gap: int = 2, contents: bool = False) -> str:
    head = ["2023年工作总结汇编（3篇）", ""]
    if contents:
        head += ["目录", *(f"{title}\t{page}" for page, title in enumerate(TITLES, start=2)), ""]
    body = [
        "\n".join([title, "", BODY, "一、2023年工作总结", BODY, "2024年工作计划", BODY, *[""] * gap])
        for title in TITLES
    ]
    return "\n".join(head + body)


@pytest.mark.parametrize("contents", [True, False])
def test_a_compilation_splits_into_its_reports(contents: bool) -> None:
    reports, sections = read(compilation(contents=contents))
    assert [report.title for report in reports] == TITLES
    assert [report.report_id for report in reports] == [f"0123456789abcdef-r0{n}" for n in (1, 2, 3)]
    assert sections[0].section_id == "0123456789abcdef-r01-s001"


def test_the_name_of_the_collection_is_in_no_report() -> None:
    text = compilation(contents=True)
    reports, _ = read(text)
    assert strip(text).kept[: reports[0].start].strip() == "2023年工作总结汇编（3篇）"


def test_titles_with_a_name_split_even_without_blank_lines() -> None:
    titles = ["青禾镇2023年工作总结", "云梯县水务局2023年工作总结", "白鹭街道2023年工作总结"]
    text = "\n".join(f"{title}\n一、主要工作\n{BODY}\n2024年工作计划\n{BODY}" for title in titles)
    assert [report.title for report in read(text)[0]] == titles


def test_text_without_a_title_is_one_report() -> None:
    assert report_of(BODY * 3).title == (BODY * 3)[:60]


@pytest.mark.parametrize("text", ["", "\n \n", "　\n"])
def test_an_empty_text_has_no_report(text: str) -> None:
    assert read(text) == ((), ())


def test_body_text_above_the_first_title_is_not_lost() -> None:
    reports, _ = read(f"{BODY}\n{BODY}\n\n\n青禾镇2023年工作总结\n\n{BODY}\n")
    assert reports[0].start == 0
    assert len(reports) == 2


def test_a_running_head_does_not_split() -> None:
    title = "青禾镇2023年工作总结"
    assert (
        len(read("".join(f"{title}\n\n{mark}，{BODY}\n\n" for mark in ("一是抓产业", "二是抓项目", "三是抓民生")))[0])
        == 1
    )


# ── titles ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", ["[1]", "［1］", "〔1〕", "①", "（注）", " [注1]", "*"])
def test_a_footnotes_mark_is_not_the_titles(mark: str) -> None:
    assert report_of(f"青禾县2023年统计公报{mark}\n{BODY}\n").title == "青禾县2023年统计公报"


def test_a_masked_year_is_no_footnotes_mark() -> None:
    assert report_of(f"青禾镇201*年工作总结（审议稿）\n{BODY}\n").title == "青禾镇201*年工作总结（审议稿）"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("政府工作报", "告"),
        ("青禾县2023年国民经济和社会发", "展统计公报"),
        ("青禾县2023年计划执行情况", "与2024年计划草案的报告"),
    ],
)
def test_a_title_broken_over_two_lines_is_joined(first: str, second: str) -> None:
    report = report_of(f"{first}\n{second}\n\n{BODY}\n")
    assert (report.title, report.start) == (first + second, 0)


def test_lines_that_are_whole_are_not_joined() -> None:
    assert report_of(f"青禾县水务局\n2023年工作总结\n\n{BODY}\n").title == "2023年工作总结"
    assert report_of(f"青禾镇2023年工作总结\n（2023年12月）\n{BODY}\n").title == "青禾镇2023年工作总结"


@pytest.mark.parametrize(
    "opening",
    [
        "各位代表：\n现在，我代表国务院，向大会作政府工作报告，请予审议。",
        "各位代表！\n我代表县人民政府，向大会报告工作，请予审议。",
        "各位代表，现在，我代表青禾县人民政府，作政府工作报告，请予审议。",
    ],
)
def test_a_salutation_is_no_title_where_the_speech_says_what_it_is(opening: str) -> None:
    assert report_of(f"{opening}\n\n一、2023年工作回顾\n{BODY}\n").title == "政府工作报告"


def test_a_heading_below_a_salutation_is_no_title() -> None:
    text = f"各位代表！\n我代表国务院，向大会作政府工作报告。\n\n\n\n过去五年国内工作的基本总结\n\n{BODY}\n{BODY}\n"
    assert report_of(text).title == "政府工作报告"


def test_a_salutation_of_someone_else_stays_the_title() -> None:
    assert report_of(f"各位委员：\n现在，我受常委会委托，作常委会工作情况说明。\n{BODY}\n").title == "各位委员："


# ── who, where, when ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_signature_names_issuer_and_day() -> None:
    report = report_of(f"XX镇2023年工作总结\n\n{BODY}\n\nXX市XX镇人民政府\n2023年11月21日\n")
    assert (report.issuer, report.region, report.signed_on) == ("XX市XX镇人民政府", "XX市XX镇", date(2023, 11, 21))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("二〇二三年十一月二十一日", date(2023, 11, 21)),
        ("二○二四年一月十日", date(2024, 1, 10)),
        ("２０２３年１２月３１日", date(2023, 12, 31)),
        ("（2023年12月5日）", date(2023, 12, 5)),
        ("26.12.2023  16:29", date(2023, 12, 26)),
        ("2023年13月40日", None),
        ("2023年11月", None),
    ],
)
def test_the_date_line_is_read(line: str, day: date | None) -> None:
    assert report_of(f"青禾镇2023年工作总结\n\n{BODY}\n\n青禾镇人民政府\n{line}").signed_on == day


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("青禾镇2023年工作总结", 2023),
        ("青禾镇2023年工作总结及2024年工作计划", 2023),
        ("青禾镇2024年工作计划及2023年工作总结", 2023),
        ("青禾镇2024年工作计划", 2024),
        ("青禾县2023年国民经济和社会发展统计公报", 2023),
        ("青禾镇2021-2023年工作总结", 2023),
        ("青禾镇20XX年工作总结", None),
        ("青禾镇201*年工作总结", None),
        ("青禾县二〇二三年工作总结", 2023),
    ],
)
def test_the_year_is_the_one_summed_up(title: str, year: int | None) -> None:
    assert report_of(f"{title}\n\n{BODY}\n").year == year


def test_the_year_comes_from_the_signature_when_the_title_has_none() -> None:
    assert report_of(f"青禾镇工作总结\n\n{BODY}\n\n青禾镇人民政府\n2024年1月8日").year == 2023
    assert report_of(f"青禾镇工作总结\n\n{BODY}\n\n青禾镇人民政府\n2023年12月28日").year == 2023


@pytest.mark.parametrize(
    ("title", "issuer", "region"),
    [
        ("XX乡2023年工作总结", "XX乡", "XX乡"),
        ("县民政局2023年工作总结", "县民政局", "县"),
        ("区河道养护中心2023年工作总结", "区河道养护中心", "区"),
        ("公司2023年工作总结", "公司", None),
        ("2023年青禾县水务局工作总结", "青禾县水务局", "青禾县"),
        ("关于青禾县2023年招商工作情况的报告", "青禾县", "青禾县"),
    ],
)
def test_the_title_names_issuer_and_region(title: str, issuer: str, region: str | None) -> None:
    report = report_of(f"{title}\n\n{BODY}\n")
    assert (report.issuer, report.region) == (issuer, region)


def test_the_first_sentence_names_the_issuer_when_the_title_does_not() -> None:
    report = report_of(f"2023年工作总结\n\n2023年以来，白鹭分局持续推进测绘工作。{BODY}\n")
    assert report.issuer == "白鹭分局"


def test_issuer_and_day_stand_between_title_and_text() -> None:
    report = report_of(f"# 青禾县2023年统计公报[1]\n\n青禾县统计局\n\n2024年3月28日\n\n{BODY}\n")
    assert (report.issuer, report.signed_on) == ("青禾县统计局", date(2024, 3, 28))


def test_the_day_of_a_page_is_no_signature() -> None:
    assert report_of("青禾县2023年统计公报\n2024-03-28\n" + f"{BODY}\n" * 9).signed_on is None


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("青禾市禾润城乡发展集团有限公司2023年工作总结", "青禾市"),
        ("青禾市绿洲城市运营公司2023年工作总结", "青禾市"),
        ("青禾县石城乡2023年工作总结", "青禾县石城乡"),
        ("盐城市水务局2023年工作总结", "盐城市"),
        ("青禾县高新开发区2023年工作总结", "青禾县"),
        ("青禾社区2023年工作总结", None),
    ],
)
def test_words_that_end_like_a_place_are_none(title: str, region: str | None) -> None:
    assert report_of(f"{title}\n\n{BODY}\n").region == region


GOVERNMENT = f"""下载
打印
政府工作报告
——2026年1月25日在青禾省第十四届人民代表大会第四次会议上
青禾省省长 林一
各位代表：
现在，我代表省人民政府向大会报告工作，请予审议，并请省政协委员提出意见。
一、2025年工作回顾
{BODY}甲
二、2026年工作总体要求和主要目标
{BODY}乙
三、加强政府自身建设
{BODY}丙
"""


def test_a_government_report_sums_up_the_year_before_it_is_given() -> None:
    report = report_of(GOVERNMENT)
    assert (report.title, report.year) == ("政府工作报告", 2025)
    assert (report.issuer, report.region) == ("青禾省人民政府", "青禾省")


def test_a_government_report_has_its_parts() -> None:
    assert [part_at(GOVERNMENT, mark) for mark in "甲乙丙"] == ["summary", "plan", "plan"]


# ── sections ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_headings_nest_and_run_into_their_paragraph() -> None:
    text = (
        f"青禾镇2023年工作总结\n一、主要工作\n（一）提高站位，强化引领。{BODY}\n"
        f"1.抓学习\n{BODY}\n（二）兴产业。{BODY}\n二、存在问题\n{BODY}"
    )
    assert paths(text) == [
        "",
        "主要工作",
        "主要工作 > 提高站位，强化引领",
        "主要工作 > 提高站位，强化引领 > 抓学习",
        "主要工作 > 兴产业",
        "存在问题",
    ]


def test_clauses_with_a_short_sentence_are_sections_and_end_with_their_paragraph() -> None:
    text = f"青禾镇2023年工作总结\n一、主要工作\n一是疏浚老河道。{BODY}二是修缮旧码头。{BODY}\n此外，{BODY}\n"
    assert paths(text) == ["", "主要工作", "主要工作 > 疏浚老河道", "主要工作 > 修缮旧码头", "主要工作"]


def test_running_clauses_are_no_sections() -> None:
    clause = "依托平台资源，全年举办招商活动12场，签约项目8个，总投资3亿元"
    assert paths(f"青禾镇2023年工作总结\n一、主要工作\n一是{clause}。二是{clause}。三是{clause}。") == ["", "主要工作"]


def test_a_plan_that_begins_with_a_clause_and_goes_on_with_numbers_stays_whole() -> None:
    text = (
        f"青禾乡2023年工作总结及2024年工作计划\n一、产业发展。\n{BODY}\n2024年工作计划\n一是坚持统领。{BODY}\n"
        f"二、坚持生态。{BODY}\n三、坚持保障。{BODY}"
    )
    assert paths(text)[2:] == [
        "2024年工作计划",
        "2024年工作计划 > 坚持统领",
        "2024年工作计划 > 坚持生态",
        "2024年工作计划 > 坚持保障",
    ]
    assert {section.part for section in read(text)[1][2:]} == {"plan"}


def test_ordinals_above_chinese_numbers_are_the_outer_level() -> None:
    text = (
        f"青禾乡2023年工作总结\n第一、2023年工作总结\n一、聚焦产业\n{BODY}\n第二，2024年工作思路\n一、聚力发展\n{BODY}"
    )
    assert paths(text) == [
        "",
        "2023年工作总结",
        "2023年工作总结 > 聚焦产业",
        "2024年工作思路",
        "2024年工作思路 > 聚力发展",
    ]


def test_a_decimal_is_no_heading() -> None:
    assert paths(f"青禾镇2023年工作总结\n{BODY}\n1.14万亩农田完成改造，\n{BODY}") == [""]


def test_problems_inside_a_plan_are_problems() -> None:
    text = (
        f"青禾镇2023年工作总结\n一、2023年工作总结\n{BODY}甲\n"
        f"二、2024年形势分析\n（一）存在的突出困难\n{BODY}乙\n（二）发展机遇\n{BODY}丙"
    )
    assert [part_at(text, mark) for mark in "甲乙丙"] == ["summary", "problems", "plan"]


def test_a_pure_plan_is_plan_from_its_first_line() -> None:
    assert {s.part for s in read(f"青禾镇2024年工作计划\n\n{BODY}\n一、主要工作\n{BODY}")[1]} <= {"plan", "summary"}
    assert part_at(f"青禾镇2024年工作计划\n\n{BODY}甲\n", "甲") == "plan"


def test_a_closing_paragraph_on_next_year_is_plan_without_a_heading() -> None:
    text = f"青禾镇2023年工作总结\n\n{BODY}\n{BODY}甲\n{BODY}\n2024年，我们将继续努力，{BODY}乙\n"
    assert [part_at(text, mark) for mark in "甲乙"] == ["summary", "plan"]


# ── invariants ──────────────────────────────────────────────────────────────────────────────────────────────────────


def assert_tiled(text: str) -> None:
    stripped = strip(text)
    reports, sections = split(stripped, SOURCE_ID)
    assert all(a.end == b.start for a, b in pairwise(reports))
    assert not reports or reports[-1].end == len(stripped.kept)
    for report in reports:
        own = [section for section in sections if section.report_id == report.report_id]
        assert (own[0].start, own[-1].end) == (report.start, report.end)
        assert all(a.end == b.start and a.start < a.end for a, b in pairwise(own))
        assert len({section.section_id for section in own}) == len(own)
        assert {section.part for section in own} <= {"summary", "problems", "plan", "other"}


FRAGMENTS = st.sampled_from(
    [
        BODY,
        *TITLES,
        "\n",
        "\n\n\n",
        "一、主要工作",
        "（一）抓学习。",
        "1.",
        "一是",
        "二是抓好。",
        "2024年工作计划",
        "目录",
        "\t3",
        "附件1",
        "第一、",
        "# ",
        "2023年11月21日",
    ]
)


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=25))
@settings(max_examples=200, deadline=None)
def test_sections_tile_their_report_and_nothing_raises(fragments: list[str]) -> None:
    assert_tiled("".join(fragments))


def test_the_real_compilation_has_the_reports_of_its_contents() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip(f"the real compilation is not there: {SHARED}")
    text = seeds[0].read_bytes().decode("utf-8")
    stripped = strip(text)
    reports, _ = split(stripped, SOURCE_ID)
    assert [report.title for report in reports] == list(stripped.toc_titles[1:])
    assert len(reports) == 12
    assert {report.year for report in reports} == {2023}
    assert_tiled(text)


def test_a_named_title_above_a_salutation_opens_a_report_of_a_collection() -> None:
    """Speeches of courts name no year in their titles; a numbered 目录 with one blank before the page lists them."""
    names = ["青禾市中级人民法院", "白鹭市中级人民法院"]
    contents = "".join(f"{n}.{name}工作报告 {n * 9}\n" for n, name in enumerate(names, start=1))
    speeches = [f"{name}工作报告\n各位代表：\n我代表市中级人民法院向大会报告工作。\n2022年，{BODY}\n" for name in names]
    for text in ("目录\n" + contents + "".join(speeches), "\n\n".join(speeches)):
        reports, _ = read(text)
        assert [(r.issuer, r.year) for r in reports if r.is_titled] == [(name, 2022) for name in names]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"1、青禾镇2023年工作报告各位代表：{BODY}\n2、{BODY}", "青禾镇2023年工作报告"),  # a page of a document
        (f"青禾镇2023年工作总结.docx\n{BODY}", "青禾镇2023年工作总结"),
        (f"青禾县2019年法治建设情况报告 2019\n{BODY}", "青禾县2019年法治建设情况报告"),
        (f"24小时应诊电话:0830-0000000\n2023年度青禾市中医医院单位决算\n\n{BODY}", "2023年度青禾市中医医院单位决算"),
        (f"**镇2023年工作总结\n{BODY}", "**镇2023年工作总结"),  # masked, no mark of a list
        (f"扬帆奋进\n开启新征程\n——青禾学院2023年工作总结\n{BODY}", "扬帆奋进开启新征程——青禾学院2023年工作总结"),
        (f"各位代表：\n我现在根据国务院的决定，向大会作政府工作报告。\n{BODY}", "政府工作报告"),
    ],
)
def test_a_title_is_found_amid_what_pages_put_around_it(text: str, title: str) -> None:
    assert report_of(text).title == title


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("发布机构：青禾县审计局\n关于2022年度县本级预算执行的审计报告\n" + BODY, "青禾县审计局"),
        ("关于2022年度青禾市级预算执行的审计工作报告\n市审计局局长 林小一\n" + BODY, "青禾市审计局"),
    ],
)
def test_the_page_and_the_level_of_a_budget_say_who_reports(text: str, issuer: str | None) -> None:
    assert report_of(text).issuer == issuer
