"""Does what stands behind a report's date, comes again or was dropped into clauses go, and nothing like it?"""

from __future__ import annotations

import pytest

from extractors.cleaning.boilerplate import strip
from extractors.cleaning.watermarks import find_watermarks, learn_heads

BODY = "2023年，全镇完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人，各项工作取得明显成效。"
REPORT = f"松坞镇2023年工作总结\n{BODY}\n{BODY}\n"
SIGNED = REPORT + "松坞镇人民政府\n2023年12月20日\n"
OFFER = "3、付款后请联系客服领取资料，如有问题可申请退款"


def removed(text: str) -> list[str]:
    return [span.text.strip() for span in strip(text).removed]


def test_a_numbered_line_behind_the_date_is_no_part_of_the_report() -> None:
    assert removed(SIGNED + OFFER + "\n") == [OFFER]


@pytest.mark.parametrize(
    "line",
    [
        "附件：1.任务清单",
        "抄送：县委办公室",
        "（此件公开发布）",
        "附件2",
        "联系人：林一",
        "松坞镇党政办公室",
        "2024年工作计划",
    ],
)
def test_what_a_report_has_behind_its_date_stays(line: str) -> None:
    assert removed(SIGNED + line + "\n") == []
    assert removed(SIGNED + line + f"\n{BODY}\n") == []


def test_a_line_that_comes_again_between_paragraphs_is_heard_and_headings_that_do_stay() -> None:
    wall = "（试看版只显示八百字，登录会员解锁）"
    assert set(removed(f"松坞镇2023年工作总结\n{BODY}\n{wall}\n{BODY}\n{wall}\n{BODY}\n{wall}\n{BODY}\n")) == {wall}
    for heading in ("主要做法和成效", "责任单位：财政所", "（二）存在的问题", "牵头领导：林一"):
        assert removed(f"松坞镇2023年工作总结\n{BODY}\n{heading}\n{BODY}\n{heading}\n{BODY}\n{heading}\n{BODY}\n") == []


def test_a_line_left_among_adverts_is_doubtful_and_a_title_among_them_is_not() -> None:
    page = "扫码关注公众号领取资料\n松坞镇2023年工作总结\n点击下载全文\n"
    stripped = strip(page + f"{BODY}\n{BODY}\n")
    assert "松坞镇2023年工作总结" in stripped.kept
    assert not [at for at in stripped.doubtful if stripped.source[slice(*at)] == "松坞镇2023年工作总结"]


def spans_of(text: str, advert: str) -> list[tuple[int, int]]:
    return [(text.index(advert), text.index(advert) + len(advert))]


def test_a_name_that_an_advert_begins_with_is_a_mark_where_it_was_dropped_into_clauses() -> None:
    text = (
        "砚石斋 编辑整理，谢绝转载\n全年修路12公里砚石斋，新建学校3所。\n完成投资3.2亿元（砚石斋），改造农房砚石斋。\n"
    )
    brands = learn_heads(text, spans_of(text, "砚石斋 编辑整理，谢绝转载"))
    assert brands == {"砚石斋"}
    found = [text[start:end] for start, end, _ in find_watermarks(text, brands) if start > text.index("\n")]
    assert found == ["砚石斋", "（砚石斋）", "砚石斋"]


@pytest.mark.parametrize(
    "body",
    [
        "全年砚石斋修路12公里，砚石斋，新建学校3所。\n完成投资3.2亿元砚石斋，改造农房340户。\n",  # amid a clause
        "走进砚石斋，看望老人12户。\n走进砚石斋，慰问老人15户。\n",  # behind the same word
        "全年修路12公里砚石斋，新建学校3所。\n",  # once
        "（三）、砚石斋\n5、 砚石斋：\n",  # a heading
    ],
)
def test_a_name_that_the_report_uses_is_no_mark(body: str) -> None:
    text = f"砚石斋 编辑整理，谢绝转载\n{body}"
    assert learn_heads(text, spans_of(text, "砚石斋 编辑整理，谢绝转载")) == set()


def test_the_number_of_a_sellers_group_goes_with_its_name() -> None:
    text = "全年修路12公里砚石斋2群，新建学校3所。\n"
    assert [text[start:end] for start, end, _ in find_watermarks(text, {"砚石斋"})] == ["砚石斋2群"]
