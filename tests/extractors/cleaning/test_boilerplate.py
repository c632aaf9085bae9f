"""What is stripped, what is kept, and that nothing is lost between the two."""

from __future__ import annotations

import json

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.cleaning.boilerplate import load_rules, read_rows, strip
from extractors.cleaning.stripped import Stripped
from tests.conftest import SHARED

BODY = "全镇上下凝心聚力，扎实推进各项工作，全年完成固定资产投资3.2亿元，同比增长6.5%，新增就业420人。"
ROWS = read_rows()
EVIDENCE = load_rules().adverts.evidence
PHRASES = load_rules().phrases


def inside_a_report(line: str) -> str:
    return f"青禾镇2023年工作总结\n\n{BODY}\n{line}\n{BODY}\n"


def examples(table: str, key: str) -> list[object]:
    return [pytest.param(row, text, id=f"{row['name']}: {text[:24]}") for row in ROWS[table] for text in row[key]]


def rules_of(stripped: Stripped) -> dict[str, str]:
    return {span.text: span.rule for span in stripped.removed}


@pytest.mark.parametrize(("row", "text"), examples("signal", "takes"))
def test_a_signal_is_heard_in_its_examples(row: dict[str, str], text: str) -> None:
    hits = [hit for at, phrase in PHRASES.find(text) for hit in EVIDENCE.hits_of(phrase, at)]
    assert row["name"] in {signal.name for signal in EVIDENCE.speaking(text, hits)}


@pytest.mark.parametrize(("row", "text"), examples("inline", "takes"))
def test_an_inline_rule_takes_its_examples(row: dict[str, str], text: str) -> None:
    assert strip(f"{BODY} {text} {BODY}").removed[0].text == text
    assert strip(inside_a_report(text)).removed[0].rule == row["name"]


@pytest.mark.parametrize(("row", "text"), examples("line", "takes"))
def test_a_line_rule_takes_its_examples(row: dict[str, str], text: str) -> None:
    edge = row["where"] == "edge"
    source = f"{text}\n青禾镇2023年工作总结\n{BODY}\n" if edge else inside_a_report(text)
    assert regex.sub(r"\s", "", text) == "".join(regex.sub(r"\s", "", s.text) for s in strip(source).removed)


@pytest.mark.parametrize(("row", "text"), [p for t in ("signal", "inline", "line") for p in examples(t, "refuses")])
def test_what_a_row_refuses_survives_untouched(row: dict[str, str], text: str) -> None:
    source = inside_a_report(text)
    assert strip(source).kept == source


def test_page_buttons_inside_a_report_are_words() -> None:
    source = inside_a_report("下载\n打印\n大")
    assert strip(source).kept == source


ADVERTS = [
    "【青禾素材库】——每天更新材料800多篇，会员群同步更新，有意者请联系：1 3899",
    "欢迎加入“青禾文库vip会员”，添加客服：qhk，谨防假冒！",
    "更多公文材料请加微信：qinghe2020，海量范文每日更新",
    "关注公众号：云梯君，获取更多精彩范文",
    "关注微信公众号“云梯秘书”，后台回复“总结”即可免费领取全套资料",
    "本资料由青禾文库整理分享，仅供学习交流，如有侵权请联系删除，客服微信：qinghe2020",
]


@pytest.mark.parametrize("advert", ADVERTS)
def test_an_advert_line_goes_and_the_report_stays(advert: str) -> None:
    stripped = strip(inside_a_report(advert))
    assert rules_of(stripped) == {advert: "advert"}
    assert stripped.kept == inside_a_report("")


@pytest.mark.parametrize("advert", ADVERTS[:3])
def test_an_advert_between_sentences_goes_alone(advert: str) -> None:
    source = f"{BODY}{advert.rstrip('！')}。{BODY}"
    assert strip(source).kept == BODY + BODY


REPORT_LINES = [
    "开通公众号3个，添加客服热线2条，受理群众咨询360件。",
    "在局公众号开设河湖专栏，汛期推送提醒6次，关注人数达1.2万人。",
    "举办读书分享会1次，分享会员故事12篇。",
    "商会新发展会员15家，会员总数达到230家，欢迎加入商会的企业越来越多。",
    "推广网上办事，扫码即可查询，累计注册会员4.2万人，免费下载办事指南6000份。",
    "建成VIP候诊室2间，引进素材库管理系统1套。",
    "联系电话公开率100%，电话回访群众2300人次。",
    "【民生工程】新建公厕12座。",
    "直播带货，添加微信好友8000余人，销售农产品300万元。",
]


@pytest.mark.parametrize("line", REPORT_LINES)
def test_a_report_that_speaks_of_such_things_is_kept(line: str) -> None:
    for source in (inside_a_report(line), f"{BODY}\n{line}", line, inside_a_report(f"{line}\n{ADVERTS[0]}")):
        assert line in strip(source).kept


def test_a_brand_of_the_adverts_is_a_watermark_inside_a_sentence() -> None:
    advert = "【青禾素材库】每日更新，欢迎加入会员（公众号：青禾君），谨防假冒"
    stripped = strip(inside_a_report(f"征集护河金点子等青禾君18条。\n{advert}"))
    assert rules_of(stripped) == {"青禾君": "watermark", advert: "advert"}
    assert "征集护河金点子等18条。" in stripped.kept


@pytest.mark.parametrize("name", ["青禾君", "青 禾·君", "青青禾君", "青\u3000禾君"])
def test_a_brand_with_its_letters_set_apart_is_a_watermark_too(name: str) -> None:
    advert = "【青禾素材库】每日更新，欢迎加入会员（公众号：青禾君），谨防假冒"
    kept = strip(inside_a_report(f"征集护河金点子等{name}18条，青 　禾君不是。\n{advert}")).kept
    assert f"征集护河金点子等{'青' if name == '青青禾君' else ''}18条，青 　禾君不是。" in kept


def test_a_name_the_report_introduces_is_no_watermark() -> None:
    advert = "【青禾素材库】每日更新，欢迎加入会员（公众号：青禾君），谨防假冒"
    line = "用好“青禾君”公众号，推送图文31期。"
    assert line in strip(inside_a_report(f"{line}\n{advert}")).kept


def test_without_adverts_nothing_is_a_watermark() -> None:
    assert strip("征集护河金点子等青禾君18条。").removed == ()


# ── invisible characters ────────────────────────────────────────────────────────────────────────────────────────────

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


@pytest.mark.parametrize("char", INVISIBLE, ids=lambda char: f"U+{ord(char):04X}")
def test_an_invisible_character_goes_and_positions_stay_right(char: str) -> None:
    source = f"新增就业4{char}20人，{char}{char}同比增长6.5%。"
    stripped = strip(source)
    assert stripped.kept == "新增就业420人，同比增长6.5%。"
    assert {span.rule for span in stripped.removed} == {"invisible_character"}
    assert source[stripped.to_source(stripped.kept.index("同比"))] == "同"
    assert_nothing_lost(stripped)


def test_an_advert_does_not_hide_behind_invisible_characters() -> None:
    advert = ADVERTS[2].replace("微信", "微\u200b信").replace("公文", "公\u00ad文")
    stripped = strip(inside_a_report(advert))
    assert rules_of(stripped) == {advert: "advert"}
    assert_nothing_lost(stripped)


def test_a_figure_is_read_across_an_invisible_character() -> None:
    (claim,) = extract("青禾镇2023年工作总结\n全镇新增就业4\u200b20人。")
    assert (claim.value, claim.quote) == (420, "4\u200b20人")


# ── adverts at the edges ────────────────────────────────────────────────────────────────────────────────────────────


def test_below_a_report_the_rest_is_the_sellers_once_it_has_begun() -> None:
    report = f"青禾镇2023年工作总结\n{BODY}\n青禾镇人民政府\n2023年12月5日\n"
    tail = "更多范文请加微信：qinghe2020\n好文章值得一看\n愿君笔下生花\n"
    assert strip(report + tail).kept.strip() == report.strip()


@pytest.mark.parametrize(
    "line", ["附件：任务清单", "青禾镇人民政府", "2023年12月5日", "联系人：林一", "粮食产量\t1200", "一、补充情况"]
)
def test_what_belongs_to_the_report_stays_below_an_advert_too(line: str) -> None:
    assert line in strip(f"青禾镇2023年工作总结\n{BODY}\n{ADVERTS[2]}\n{line}\n").kept


TITLES = ["青禾镇2023年工作总结", "云梯县水务局2023年工作总结及2024年工作计划", "白鹭街道2023年述职报告"]


@pytest.mark.parametrize("leader", ["\t", "......", "………", " . . . . "])
def test_a_table_of_contents_with_page_numbers_goes(leader: str) -> None:
    contents = [f"{title}{leader}{page}" for title, page in zip(TITLES, (1, 9, 20), strict=True)]
    source = "\n".join(["目录", *contents, "", *(f"{title}\n{BODY}\n" for title in TITLES)])
    stripped = strip(source)
    assert [span.text for span in stripped.removed] == ["目录", *contents]
    assert stripped.toc_titles == tuple(TITLES)


def test_a_table_of_contents_without_page_numbers_goes() -> None:
    source = "\n".join(["目　录", *TITLES, "", *(f"{title}\n{BODY}\n" for title in TITLES)])
    stripped = strip(source)
    assert [span.text for span in stripped.removed] == ["目　录", *TITLES]
    assert stripped.toc_titles == tuple(TITLES)


def test_a_table_of_figures_is_no_table_of_contents() -> None:
    source = f"{BODY}\n粮食产量（吨）\t1200\n生猪出栏（头）\t3400\n造林面积（亩）\t5600\n{BODY}"
    assert strip(source).kept == source


@pytest.mark.parametrize("text", ["", "\n", "　", "##", "【", "\ufeff目录", "a" * 10_000, "1\t1\n" * 50])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert_nothing_lost(strip(text))


def assert_nothing_lost(stripped: Stripped) -> None:
    at, kept = 0, ""
    for span in stripped.removed:
        assert at <= span.start < span.end
        assert span.text == stripped.source[span.start : span.end]
        kept += stripped.source[at : span.start]
        at = span.end
    assert kept + stripped.source[at:] == stripped.kept
    places = [stripped.to_source(i) for i in range(len(stripped.kept))]
    assert "".join(stripped.source[i] for i in places) == stripped.kept
    assert places == sorted(set(places))
    for start, end in [
        (0, len(places)),
        *((i, i + 1) for i in range(len(places))),
        *((i, i + 3) for i in range(len(places) - 2)),
    ]:
        assert end <= start or stripped.span_in_source(start, end) == (places[start], places[end - 1] + 1)


FRAGMENTS = st.sampled_from(
    [
        *ADVERTS,
        *REPORT_LINES,
        BODY,
        "\n",
        "\n\n",
        "目录",
        "\t",
        "12",
        "。",
        "##paidbegin##",
        "青禾君",
        "分享：",
        "XX",
        " ",
        "\u200b",
        "责任编辑：林一",
        "相关链接",
        "当前位置：首页 > 总结",
    ]
)


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=20)), max_size=20))
@settings(max_examples=150, deadline=None)
def test_kept_and_removed_make_up_the_source(parts: list[str]) -> None:
    assert_nothing_lost(strip("".join(parts)))


@given(st.lists(FRAGMENTS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_same_text_is_stripped_the_same_way(parts: list[str]) -> None:
    assert strip("\n".join(parts)) == strip("\n".join(parts))


def test_the_real_compilation_loses_its_boilerplate_and_nothing_else() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    gold = SHARED / "eval" / "gold" / "boilerplate.jsonl"
    if not seeds or not gold.exists():
        pytest.skip(f"the real compilation is not there: {SHARED}")
    source = seeds[0].read_bytes().decode("utf-8")
    starts = [0, *(m.end() for m in regex.finditer("\n", source))]
    expected: set[int] = set()
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        at = source.index(row["quote"], starts[row["line"] - 1])
        expected.update(range(at, at + len(row["quote"])))
    stripped = strip(source)
    taken = {i for span in stripped.removed for i in range(span.start, span.end)}
    print(f"removed {len(taken)} of {len(source)} characters in {len(stripped.removed)} spans")
    assert expected <= taken
    surplus = "".join(source[i] for i in sorted(taken - expected))
    assert surplus.strip() in ("", "目录")  # the bare heading above the table is not in the gold file
    assert_nothing_lost(stripped)
