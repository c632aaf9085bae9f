"""The year that a report sums up, where neither its title nor a label says it."""

from __future__ import annotations

import pytest

from extractors.cleaning.boilerplate import strip
from extractors.model import Report
from extractors.structure.structure import split

BODY = "全镇造林7万亩，新建水渠12公里，培训农户300人次。"


def report_of(*lines: str) -> Report:
    text = "\n".join(lines) + "\n"
    (report,), _ = split(strip(text), "a" * 64)
    return report


@pytest.mark.parametrize(
    "byline",
    [
        "2024-04-18 10:16:18 来源:青禾市统计局",
        "2024-04-18 10:16 来源:青禾网 责任编辑:某某",
        "2024年4月18日 来源：青禾日报",
    ],
)
def test_a_byline_with_a_clock_or_a_source_tells_the_year(byline: str) -> None:
    assert report_of("青禾市一季度经济运行平稳", byline, f"一季度，{BODY}").year == 2024


def test_the_day_of_the_meeting_above_the_speakers_name_tells_the_year() -> None:
    head = ("——2021年12月16日在青禾区第十六届人民代表大会第一次会议上", "青禾区人民检察院检察长 某某", "各位代表:")
    assert report_of(*head, f"过去五年，{BODY}").year == 2021


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("青禾县2024工作报告", "回顾2023年工作成果", BODY), 2023),
        (("青禾县2024年工作报告", f"2023年，以下是2023年工作回顾：{BODY}"), 2023),
        (("(《政府工作报告》解读：2024年工作回顾)", BODY), 2024),
        (("青禾县政府工作报告（2025年1月8日）", "2024年工作回顾", BODY), 2024),
    ],
)
def test_a_report_is_on_the_year_that_it_says_it_looks_back_on(lines: tuple[str, ...], year: int) -> None:
    assert report_of(*lines).year == year


def test_of_a_span_of_years_in_passing_the_last_counts() -> None:
    assert report_of("白皮书发布", f"白皮书显示，2013年至2015年，{BODY}").year == 2015


def test_the_day_of_a_meeting_in_passing_is_on_the_year_before() -> None:
    assert report_of(f"2025年3月8日，检察长作工作报告。报告表示，全年{BODY}").year == 2024


def test_a_year_that_a_fall_goes_on_from_is_not_the_reports() -> None:
    assert report_of("警情双降", f"今年上半年警情减少，这是继2015年下降后再次下降。{BODY}").year is None


def test_a_title_that_the_text_contradicts_is_doubted() -> None:
    sold = report_of("2015年农业办公室工作总结", "二〇一一年是规划的开局之年。", BODY)
    assert (sold.year, sold.year_in_passing) == (2015, True)
    assert not report_of("2011年农业办公室工作总结", "二〇一一年是规划的开局之年。", BODY).year_in_passing


def test_of_a_text_that_is_sold_as_a_model_its_own_year_counts() -> None:
    sold = report_of("2015年农业办公室工作总结范文", "二〇一一年是规划的开局之年。", BODY)
    assert (sold.year, sold.year_in_passing) == (2011, True)


def test_a_year_that_a_report_plans_for_is_not_the_one_that_it_looks_back_on() -> None:
    told = (
        "会议同意报告所说2019年的工作打算。",
        f"报告回顾了2018年法院的成绩。一年来，{BODY}报告对2019年的工作进行了安排部署。",
    )
    assert report_of("3月25日，青禾县人民代表大会闭幕。", *told).year == 2018
    assert report_of(f"2019年工作安排如下：{BODY}").year == 2019


@pytest.mark.parametrize(
    ("told", "year"),
    [
        (f"《报告》显示，2022年，{BODY}", 2022),
        (f"《报告》显示，2023年，{BODY}", 2023),
        (f"《报告》显示，2022年，{BODY}今年将再建一批。", 2023),
        (f"《报告》显示，比2022年增长，{BODY}", 2023),
    ],
)
def test_news_without_this_year_is_on_the_year_that_it_begins_with(told: str, year: int) -> None:
    assert report_of("青禾公司社会责任报告出炉", "2023年05月23日 17:57 来源:青禾网", told).year == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年修路30公里，2023年修路42公里。", 2023),
        ("2021年产茧60吨，2022年产茧66吨。", 2022),
        ("税收2021年、2022年分别为3.2亿元、4.5亿元。", 2022),
        ("2022年修路30公里，2023年将修路42公里。", 2022),  # and what is to come is to come
        ("2022年修路30公里，2025年修路42公里。", 2022),  # nobody knows
    ],
)
def test_a_sentence_alone_tells_of_the_last_of_several_years(text: str, year: int) -> None:
    (report,), _ = split(strip(text), "0" * 64)
    assert report.year == year


def test_a_government_at_the_end_of_its_term_sums_up_the_year_before() -> None:
    assert (
        report_of(
            "各位代表：", "本届政府2018年3月就职，任期即将结束。我代表县人民政府，向大会报告政府工作。", BODY
        ).year
        == 2022
    )


def test_a_page_put_up_years_later_does_not_tell_the_year_of_its_text() -> None:
    page = ("某镇工作汇报", "时间:2022-11-03 04:44:00")
    assert report_of(*page, f"过去的一年，截止2007年底，{BODY}", f"去年新建公路，{BODY}").year == 2007
    assert report_of(*page, f"合作社始建于2007年，今年{BODY}").year == 2022
    assert report_of(*page, f"截至2021年底，{BODY}今年新建公路，{BODY}").year == 2022


def test_of_a_summary_and_a_plan_whose_year_the_title_states_the_summary_is_on_the_year_before() -> None:
    assert report_of("青禾县林业工作总结和2024年工作要点", BODY).year == 2023
    assert report_of("青禾县林业工作总结和2024年树种名录", BODY).year == 2024


def test_a_month_below_a_summarys_title_is_when_it_was_written() -> None:
    assert report_of("青禾镇年度工作总结", "2024年1月", f"全镇{BODY}").year == 2023
    assert report_of("青禾镇年度工作总结", "2024年6月", f"全镇{BODY}").year == 2024


def test_news_of_accounts_count_last_year_from_the_day_of_the_paper() -> None:
    told = report_of("青禾市本级2022年决算", f"青禾晚报2023年8月28日讯 报告介绍，去年全市{BODY}")
    assert (told.year, told.now) == (2022, 2023)


@pytest.mark.parametrize(("day", "now"), [("2022年1月5日", 2022), ("2021年12月5日", None)])
def test_last_year_is_counted_from_a_day_of_spring_above_the_text(day: str, now: int | None) -> None:
    told = report_of("青禾市推进城乡公交发展", day, f"2021年以来，市交通局突出建设。去年，全市{BODY}")
    assert (told.year, told.now) == (2021, now)


@pytest.mark.parametrize(
    "line", ["发布日期：2021-01-15", "录入时间：2021/01/15", "发布于 2021-01-15", "来源：青禾网  2021-01-15"]
)
def test_the_day_of_a_page_counts_however_short_the_text_and_whatever_took_its_line_out(line: str) -> None:
    report = report_of("年度工作总结", line, "新建公厕3座。")
    assert (report.year, report.year_of_publication) == (2020, True)


@pytest.mark.parametrize(
    "opening",
    [
        f"一、截至2023年8月底，{BODY}",
        f"截止到2023年末，{BODY}",
        f"本院2023年1-11月受理案件90件。{BODY}",
        f"我局2023年1月-10月办理业务90件。{BODY}",
    ],
)
def test_the_time_up_to_which_an_opening_counts_tells_its_year(opening: str) -> None:
    assert report_of("业务数据情况", opening).year == 2023


def test_of_a_text_without_a_year_in_its_opening_the_last_year_that_it_tells_of_counts() -> None:
    opening = ("今年以来，全局上下扎实工作。", *(f"（{n}）{BODY}" for n in "一二三四五"))
    assert report_of(*opening, f"2021年，{BODY}", f"2022年，{BODY}", "2025年，将新建水渠30公里。").year == 2022


def test_a_year_of_our_work_tells_what_a_masked_title_does_not() -> None:
    title = "某局20XX年上半年工作总结"
    assert report_of(title, f"2022 年，我区扎实推进各项工作。今年{BODY}").year == 2022
    assert report_of(title, f"2012年，被评为先进单位。{BODY}").year is None


def test_the_year_of_a_meeting_that_plans_it_is_not_the_one_it_sums_up() -> None:
    opening = "2月20日，集团召开职工代表大会暨2023年工作会议。"
    assert report_of("会议召开", opening, f"报告指出，2022年是极不平凡的一年。全年{BODY}").year == 2022


def test_the_years_of_a_history_tell_no_year() -> None:
    opening = f"本会成立于1990年，1998年单列为事业单位，2003年扩建。现有干部16人。{BODY}"
    assert report_of("基本情况", opening).year is None


def test_the_caption_of_a_table_tells_the_year_of_a_text_without_one() -> None:
    assert report_of("收入情况", f"1-2月，{BODY}", "二〇二四年二月收入执行情况表").year == 2024


@pytest.mark.parametrize(
    ("title", "day", "year"),
    [
        ("青禾市两会政府工作报告", "2018-06-23", 2017),
        ("青禾市政府工作报告", "2016-12-25", 2016),
        ("消防救援大队国庆期间安保工作总结", "2024-05-08", 2023),
        ("消防救援大队国庆期间安保工作总结", "2024-10-09", 2024),
        ("“五一”假期旅游市场总结", "2023-05-05", 2023),
        ("五一路社区工作总结", "2023-05-05", 2023),
    ],
)
def test_what_a_page_shows_later_is_of_the_year_that_its_kind_says(title: str, day: str, year: int) -> None:
    assert report_of(title, f"发布时间：{day}", BODY).year == year
