"""Whose report is it, of which year, under which title? Heads of reports of every kind, all invented."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract
from extractors.cleaning.boilerplate import strip
from extractors.cleaning.repetition import key_of
from extractors.extraction import Extraction, extract_source
from extractors.language.knowledge import load
from extractors.model import Report, SourceText
from extractors.structure.structure import split
from extractors.structure.titles import TitleRules

SOURCE_ID = "0123456789abcdef" * 4
DATA = load("structure.toml")
BODY = "上下凝心聚力，扎实推进各项工作，完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，群众满意度达到96%。"
SESSION = "——2024年2月9日在青岩市第十七届人民代表大会第三次会议上"


def reports_of(text: str) -> tuple[Report, ...]:
    return split(strip(text), SOURCE_ID)[0]


def report_of(*head: str) -> Report:
    (report,) = reports_of("\n".join([*head, BODY, BODY]))
    return report


# ── what is a title ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("line", [line for row in DATA["no_title"] for line in row["takes"]])
def test_a_row_of_a_page_is_no_title(line: str) -> None:
    assert not TitleRules.of(DATA).could_be(line)


@pytest.mark.parametrize("line", [line for row in DATA["no_title"] for line in row["refuses"]])
def test_a_title_that_looks_like_such_a_row_is_one(line: str) -> None:
    assert TitleRules.of(DATA).could_be(line)


@pytest.mark.parametrize(
    "line",
    [
        "全县完成造林1.25万亩，成活率95%",
        "新增就业420人",
        "全县完成造林任务。",
        "青岩县水务局",
        "2024年3月5日",
        "指标\t2023年\t2024年",
    ],
)
def test_a_sentence_a_figure_an_office_or_a_day_heads_no_text(line: str) -> None:
    assert not TitleRules.of(DATA).could_be(line)


@pytest.mark.parametrize(
    "text",
    [
        "全县完成造林1.25万亩，成活率95%。",
        "全县完成造林1.25万亩，成活率95%",
        "造林1.25万亩\n成活率95%",
        "# 造林1.25万亩\n成活率95%。",
        "一、造林1.25万亩\n二、成活率95%",
        "各位代表：\n全县完成造林1.25万亩，成活率95%。",
    ],
)
def test_a_text_without_a_title_gives_its_claims(text: str) -> None:
    assert [claim.quote for claim in extract(text)] == ["1.25万亩", "95%"]


def test_a_figure_of_a_recognised_title_is_no_claim() -> None:
    assert extract("青岩县2024年10件民生实事办理情况的报告\n青岩县人民政府") == []


def test_a_news_item_has_its_headline_for_a_title() -> None:
    report = report_of("首页 > 要闻", "春耕备耕有序推进", "发布时间：2021-04-28 10:20", "来源：青岩日报")
    assert (report.title, report.issuer, report.is_titled) == ("春耕备耕有序推进", None, True)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("青岩市2024年市本级预算及全市总预算", "执行情况和2025年市本级预算及全", "市总预算草案的报告"), None),
        (("关于青岩市2024年国民经济和社会发展计划执行", "情况与2025年国民经济和社会发展计划草案的报告"), None),
        (("关于青岩市2024年预算执行情况", "和2025年预算草案的报告"), None),
        (("青岩市人民代表大会常务委员会", "工作报告"), None),
        (("2024年", "政府工作报告"), None),
        (("凝心聚力开新局", "——青禾镇2023年工作总结"), None),
        (("政 府 工 作 报 告",), "政府工作报告"),
        (("工 作 总 结",), "工作总结"),
        (("标题：青禾镇2023年工作总结",), "青禾镇2023年工作总结"),
        (("青禾镇2023年工作总结_青禾县人民政府",), "青禾镇2023年工作总结"),
        (("政务公开", "政府工作报告", "青岩县2024年政府工作报告"), "青岩县2024年政府工作报告"),
        (("政府工作报告", "发布时间：2024-02-01", "政府工作报告"), "政府工作报告"),
    ],
)
def test_a_title_is_read_whole(lines: tuple[str, ...], title: str | None) -> None:
    assert report_of(*lines, "").title == (title or "".join(lines))


@pytest.mark.parametrize("title", ["政府工作报告", "政 府 工 作 报 告", "政府工作报告（摘要）", "工作总结"])
def test_a_title_that_other_files_have_too_stays(title: str) -> None:
    text = f"{title}\n{SESSION}\n{BODY}\n{BODY}\n"
    assert "".join(title.split()) in strip(text, frozenset([key_of(title)])).kept


def test_a_title_in_traditional_characters_stays_as_written_and_its_issuer_does_not() -> None:
    report = report_of("鳳溪縣人民法院工作報告", "——2024年2月9日在鳳溪縣第十七屆人民代表大會第三次會議上")
    assert (report.title, report.issuer, report.region) == ("鳳溪縣人民法院工作報告", "凤溪县人民法院", "凤溪县")


def test_a_page_pasted_again_is_a_report_again() -> None:
    page = f"青禾镇2023年工作总结\n发布单位 青禾镇\n一、产业兴旺。{BODY}\n二、生态宜居。{BODY}\n"
    first, second, third = reports_of(page * 3)
    assert first.title == second.title == third.title
    assert second.end - second.start == first.end - first.start


def test_an_untitled_page_pasted_again_is_a_report_again() -> None:
    page = f"今年以来，全镇{BODY}\n产业方面，{BODY}\n生态方面，{BODY}\n"
    assert len(reports_of(page * 2)) == 2


# ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "issuer", "region"),
    [
        (("青岩市中级人民法院工作报告", SESSION), "青岩市中级人民法院", "青岩市"),
        (("人民检察院工作报告", SESSION, "检察长 林一"), "青岩市人民检察院", "青岩市"),
        (("最高人民检察院工作报告", "——2024年3月8日在第十四届全国人民代表大会第二次会议上"), "最高人民检察院", None),
        (("青岩市人民代表大会常务委员会工作报告", SESSION), "青岩市人民代表大会常务委员会", "青岩市"),
        (("政协青岩市委员会常务委员会工作报告",), "政协青岩市委员会常务委员会", "青岩市"),
        (("2024年青岩市国民经济和社会发展统计公报",), "青岩市", "青岩市"),
        (("青岩市2024年统计公报", "青岩市统计局", "国家统计局青岩调查队"), "青岩市统计局", "青岩市"),
        (("2024年全市及市本级决算草案的说明",), None, None),
        (("2024年上半年政府工作报告",), None, None),
        (("关于2024年财政决算的报告", SESSION, "青岩市财政局局长 林一", "各位代表："), "青岩市财政局", "青岩市"),
        (("政府工作报告", SESSION, "青岩市市长 林一", "各位代表："), "青岩市人民政府", "青岩市"),
        (("关于青岩市2024年财政决算的报告", "市财政局局长 林一"), "青岩市财政局", "青岩市"),
        (("青岩县水务局", "关于2023年工作情况的报告", "县人民政府："), "青岩县水务局", "青岩县"),
        (("青岩市优化布局工作总结",), "青岩市", "青岩市"),
        (("深入推进乡村振兴工作总结",), None, None),
        (("2023年乡镇年度工作计划",), None, None),
        (("青岩市水务局2020年上半年工作总结",), "青岩市水务局", "青岩市"),
        (("和平县于都镇2023年工作总结",), "和平县于都镇", "和平县于都镇"),
        (("【转载】青岩县教育局2023年工作总结",), "青岩县教育局", "青岩县"),
        (("附件1：青岩县教育局2023年工作总结",), "青岩县教育局", "青岩县"),
        (("★《青岩县教育局2023年工作总结》★",), "青岩县教育局", "青岩县"),
        (("关于报送青岩市水利局2023年工作总结的函",), "青岩市水利局", "青岩市"),
        (("转发青岩市水利局2023年工作总结的通知",), "青岩市水利局", "青岩市"),
        (("对青岩县2023年财政决算的审查报告",), "青岩县", "青岩县"),
        (("在全市经济工作会议上的讲话",), None, None),
        (("在青岩县教育局2023年总结大会上的讲话",), "青岩县教育局", "青岩县"),
        (("2023年迎接省市检查工作总结",), None, None),
        (("2023年创建文明城市工作总结",), None, None),
        (("2023年乡村振兴示范村工作总结",), None, None),
        (("年初以来全市工业经济运行情况的报告",), None, None),
    ],
)
def test_the_head_names_the_issuer(head: tuple[str, ...], issuer: str | None, region: str | None) -> None:
    report = report_of(*head)
    assert (report.issuer, report.region) == (issuer, region)


def test_a_link_in_the_foot_of_a_page_is_no_issuer() -> None:
    (report,) = reports_of(f"2023年工作总结\n{BODY}\n{BODY}\n本站导航\n国家统计局\n青岩市人民政府\n")
    assert report.issuer is None


def test_the_first_of_several_signers_is_the_issuer() -> None:
    (report,) = reports_of(f"统计公报\n{BODY}\n{BODY}\n青岩市统计局\n国家统计局青岩调查队\n2024年3月28日\n")
    assert (report.issuer, report.signed_on) == ("青岩市统计局", date(2024, 3, 28))


@pytest.mark.parametrize(
    ("speech", "title", "issuer"),
    [
        (
            "现在，我代表青岩市中级人民法院，向大会报告工作，请予审议。",
            "青岩市中级人民法院工作报告",
            "青岩市中级人民法院",
        ),
        ("我受国务院的委托，现在向大会提出关于2024年计划安排的报告。", "关于2024年计划安排的报告", "国务院"),
        ("现在，我代表县人民政府，向大会报告本届政府过去五年的工作。", "政府工作报告", "县人民政府"),
    ],
)
def test_a_speech_says_what_it_is(speech: str, title: str, issuer: str) -> None:
    report = report_of("各位代表：", speech)
    assert (report.title, report.issuer) == (title, issuer)


# ── when ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("关于1990年国民经济计划执行情况与1991年计划草案的报告", 1990),
        ("关于2023年财政决算和2024年预算的报告", 2023),
        ("2024年政府工作报告", 2023),
        ("2024年青岩市人民检察院工作报告", 2023),
        ("2024年上半年政府工作报告", 2024),
        ("青岩市2025年预算草案", 2025),
    ],
)
def test_the_title_says_the_year(title: str, year: int) -> None:
    assert report_of(title, SESSION if "计划草案" in title else "").year == year


@pytest.mark.parametrize(
    ("title", "published", "year"),
    [
        ("青岩县水务局工作总结", "2022-01-14", 2021),
        ("青岩县水务局工作总结", "2021-12-24", 2021),
        ("青岩县水务局半年工作总结", "2021-07-28", 2021),
        ("青岩县水务局上半年工作总结", "2022-01-04", 2021),
        ("青岩县水务局一季度工作总结", "2021-04-02", 2021),
        ("青岩县水务局工作计划", "2021-01-14", 2021),
        ("青岩县水务局工作计划", "2021-12-14", 2022),
    ],
)
def test_the_day_of_publication_is_the_last_resort(title: str, published: str, year: int) -> None:
    text = f"{title}\n发布时间：{published} 09:30  来源：青岩县水务局\n{BODY}\n{BODY}\n"
    (report,) = reports_of(text)
    assert (report.year, report.year_of_publication) == (year, True)
    claims = extract(text)
    assert claims
    assert all("year_of_publication" in claim.flags for claim in claims)
    stated = extract(f"{title}\n发布时间：{published}\n2020年，{BODY}\n")
    assert {claim.report_year for claim in stated} == {2020}
    assert all("year_of_publication" not in claim.flags for claim in stated)


def test_a_year_that_something_is_compared_with_is_not_the_reports() -> None:
    assert report_of("全县工作扎实推进", "税收比2022年增长5%。").year is None


def test_the_year_of_a_speech_that_states_none_is_a_guess_and_flagged() -> None:
    head = "各位代表：\n现在，我代表县人民政府，向大会报告工作。\n"
    text = f"{head}五年来，{BODY}\n与2018年相比，2022年的税收增长12%。\n2022年，{BODY}\n全县造林7万亩。\n"
    (report,) = reports_of(text)
    assert (report.year, report.year_is_guessed) == (2022, True)
    assert ["year_guessed" in claim.flags for claim in extract(text) if claim.quote == "7万亩"] == [True]
    assert not any("year_guessed" in claim.flags for claim in extract(text) if claim.period_text == "2022年")


def test_a_masked_year_stays_unknown_whenever_the_page_was_published() -> None:
    assert report_of("青岩县水务局20XX年工作总结", "发布时间：2022-01-14").year is None


# ── how characters are read ─────────────────────────────────────────────────────────────────────────────────────────


def test_pinyin_behind_characters_is_not_read_and_counted_as_removed() -> None:
    text = "全年受理案件84萬(wàn)件，同比增長(zhǎng)12%。"
    assert [(claim.value, claim.metric_key) for claim in extract(text)] == [(840000, "案件"), (12, "案件")]
    assert [(span.text, span.rule) for span in strip(text).removed] == [("(wàn)", "pinyin"), ("(zhǎng)", "pinyin")]


@pytest.mark.parametrize("text", ["完成产值(GDP)120亿元。", "种植苹果(ping)120亩。", "面积(a)120亩。"])
def test_letters_in_brackets_without_a_tone_are_no_pinyin(text: str) -> None:
    assert strip(text).kept == text


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (("青禾市柳溪区财政局", "2024年度部门决算"), "青禾市柳溪区财政局"),
        (("青禾市柳溪区2026年区级单位预算", "预算单位：青禾市柳溪区司法局"), "青禾市柳溪区司法局"),
        (("收支预算总表", "公开表一", "部门： 青禾市司法局 单位：万元"), "青禾市司法局"),
        (("2024年工作总结", "部门：各部门、各单位"), None),
    ],
)
def test_whose_a_budget_is_stands_on_its_cover_or_above_its_table(head: tuple[str, ...], issuer: str | None) -> None:
    assert report_of(*head).issuer == issuer


_BODY_OF_A_QUARTER = (
    "一季度，全市地区生产总值3890亿元，同比增长5.3%，工业生产加快增长，各项工作取得明显成效，社会保持稳定。\n"
)


def test_the_line_of_who_speaks_is_no_title_but_names_who_reports() -> None:
    text = "——2020年7月28日在青岩省第十三届人民代表大会常务委员会第二十二次会议上\n青岩省审计厅厅长 林小一\n"
    found = report_of(text + "主任、各位副主任：\n我受省政府委托，报告2019年度审计情况。\n" + _BODY_OF_A_QUARTER)
    assert (found.is_titled, found.issuer, found.year) == (False, "青岩省审计厅", 2019)


def test_the_byline_of_a_page_is_no_title_and_its_day_tells_the_year_of_a_quarter() -> None:
    found = report_of("权威发布 2024-04-18 10:16:18 来源:青岩市统计局\n" + _BODY_OF_A_QUARTER)
    assert (found.is_titled, found.year) == (False, 2024)


@pytest.mark.parametrize("who", ["我县", "我市", "中心城区", "糖酒会举办", "撤区设村"])
def test_what_is_nobodys_name_is_no_issuer(who: str) -> None:
    found = report_of(f"青岩经济在新常态下稳步发展\n2024年，{who}开展各项工作。\n{_BODY_OF_A_QUARTER}")
    assert found.issuer is None


def test_a_place_in_the_title_gives_way_to_the_office_of_who_speaks() -> None:
    head = "青岩市财政资金使用情况审计报告\n青岩市审计局局长  林小一\n"
    assert report_of(head + _BODY_OF_A_QUARTER).issuer == "青岩市审计局"


def test_a_title_said_again_below_the_buttons_of_a_page_is_one_title() -> None:
    title = "关于青岩市2025年预算执行情况和2026年预算草案的报告（摘要）\n"
    text = f"{title}新派\n听新闻\n{title}——2026年1月14日在青岩市第九届人民代表大会第二次会议上\n青岩市财政局\n"
    assert report_of(text + _BODY_OF_A_QUARTER).issuer == "青岩市财政局"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("通知/青岩县水务局2023年度部门决算.xlsx", 2023),
        ("青岩县水务局工作总结2022.txt", 2022),
        ("2024年政府工作报告.docx", 2023),
        ("2023年工作总结和2024年工作计划.docx", 2023),
        ("2021-2023年统计.xlsx", None),
        ("青岩县水务局2024-01-15.docx", None),
        ("20240115.docx", None),
        ("a.txt", None),
    ],
)
def test_the_name_of_its_file_tells_the_year_of_a_text_that_tells_none(name: str, year: int | None) -> None:
    def extracted(text: str) -> Extraction:
        return extract_source(SourceText("0" * 64, name, text, "utf-8", len(text)))

    unsaid = extracted("全县造林3万亩，增长5%。\n完成投资2亿元。\n")
    assert [report.year for report in unsaid.reports] == [year]
    assert all(("year_of_file_name" in claim.flags) == (year is not None) for claim in unsaid.claims)
    said = extracted("青岩县水务局2019年工作总结\n全县造林3万亩，增长5%。\n")
    assert {claim.report_year for claim in said.claims} == {2019}
    assert not any("year_of_file_name" in claim.flags for claim in said.claims)
