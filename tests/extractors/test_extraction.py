"""What holds for the claims of every text, whatever is in it?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from extractors.extraction import extract, extract_source
from extractors.model import Claim, Extraction, SourceText
from extractors.quantities.units import KINDS
from extractors.version import EXTRACTOR_VERSION

REPORT = """青禾镇2023年工作总结和2024年工作计划

一、2023年工作总结
今年以来，全镇完成固定资产投资3.2亿元，同比增长6.5%；新增就业420余人。
前三季度，一、二产业增加值分别增长4.1%、5.2%，落实资金XX万元。
二、2024年工作计划
力争接待游客50万-60万人次，新建泵站3座（其中改建1座）。

青禾镇人民政府
2023年12月20日
"""
PIECES = [
    *"0123456789０９.．,，、。；：！（）()“”[]【】|%％‰+-—~*XxＸ#＃ \t\n　",
    *"年月日第一二三十百千万亿零两几数余多半约近超达各比较到至由从吨亩家起成倍",
    *["万元", "亿元", "公里", "个百分点", "人次", "/亩", "平方米", "百分之", "分之", "十四五期间", "截至10月底"],
    *["同比", "增长", "下降", "分别", "其中", "预计", "力争", "计划", "去年", "2023年", "上半年"],
    *["一、", "（二）", "2.", "工作总结", "下一步工作打算", "完成投资", "粮食产量", "目录", "分享：", "第2页"],
    *["\U0002070e", "\x00", "\ufeff", "\u200b", "\r\n", "\x85", "\u2028", "é", "👍", "扫码关注公众号"],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)
IN_A_REPORT = st.builds("青禾镇2023年工作总结\n{}\n".format, TEXTS)
ANY_TEXT = TEXTS | IN_A_REPORT
thoroughly = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def extraction_of(text: str) -> Extraction:
    return extract_source(SourceText("0123456789abcdef" * 4, "a.txt", text, "utf-8", len(text)))


# ── what every text keeps to ────────────────────────────────────────────────────────────────────────────────────────


@thoroughly
@given(ANY_TEXT)
def test_offsets_slice_back_to_the_quote(text: str) -> None:
    for claim in extract(text):
        assert text[claim.char_start : claim.char_end] == claim.quote
        assert claim.quote.strip()


@pytest.mark.parametrize("code", [0xD800, 0xDC80, 0xDFFF])
def test_a_lone_surrogate_does_no_harm(code: int) -> None:
    (claim,) = extract(f"青禾镇2023年工作总结\n栽植{chr(code)}树苗300株。")
    assert claim.quote == "300株"


@thoroughly
@given(ANY_TEXT)
def test_claims_stand_in_order_and_do_not_overlap(text: str) -> None:
    at = 0
    for claim in extract(text):
        assert at <= claim.char_start < claim.char_end <= len(text)
        at = claim.char_end


@thoroughly
@given(ANY_TEXT)
def test_extracting_twice_gives_the_same(text: str) -> None:
    assert extraction_of(text) == extraction_of(text)


@thoroughly
@given(ANY_TEXT)
def test_kept_and_removed_make_up_the_text(text: str) -> None:
    extraction = extraction_of(text)
    kept, at = [], 0
    for span in extraction.removed:
        assert at <= span.start < span.end
        assert text[span.start : span.end] == span.text
        kept.append(text[at : span.start])
        at = span.end
    assert "".join([*kept, text[at:]]) == extraction.kept


@thoroughly
@given(ANY_TEXT)
def test_no_claim_stands_in_what_was_removed(text: str) -> None:
    extraction = extraction_of(text)
    for claim in extraction.claims:
        assert not any(span.start <= claim.char_start < span.end for span in extraction.removed)


@thoroughly
@given(ANY_TEXT)
def test_the_report_and_section_of_a_claim_exist_and_hold_it(text: str) -> None:
    extraction = extraction_of(text)
    reports = {report.report_id: report for report in extraction.reports}
    sections = {section.section_id: section for section in extraction.sections}
    for claim in extraction.claims:
        report, section = reports[claim.report_id], sections[claim.section_id]
        assert section.report_id == claim.report_id
        assert section.start <= claim.char_start < claim.char_end <= section.end
        assert report.start <= claim.char_start < claim.char_end <= report.end
        assert (claim.part, claim.section) == (section.part, section.path)
        assert (claim.report_title, claim.report_year) == (report.title, report.year)


@thoroughly
@given(ANY_TEXT)
def test_the_fields_of_a_claim_agree_with_each_other(text: str) -> None:
    for claim in extract(text):
        assert claim.kind in KINDS
        assert claim.bound in {"exact", "approx", "over", "under"}
        assert claim.status in {"actual", "target", "forecast"}
        assert claim.comparison in {"none", "yoy", "mom", "other"}
        assert claim.direction in {"none", "up", "down"}
        assert not (claim.masked and claim.value is not None)
        assert (claim.period_start is None) == (claim.period_end is None)
        if claim.period_start and claim.period_end:
            assert claim.period_start <= claim.period_end
        if claim.value_min is not None and claim.value_max is not None:
            assert claim.value_min <= claim.value_max
        assert 0 <= claim.confidence <= 1


@thoroughly
@given(ANY_TEXT)
def test_no_two_claims_share_an_id(text: str) -> None:
    ids = [claim.claim_id for claim in extract(text)]
    assert len(ids) == len(set(ids))


# ── what stays the same when something around it changes ────────────────────────────────────────────────────────────


def without(claim: Claim, *names: str) -> Claim:
    return replace(claim, **{name: type(getattr(claim, name))() for name in names})


def test_the_path_of_a_file_says_nothing_of_its_claims() -> None:
    source = SourceText("0" * 64, "a.txt", REPORT, "utf-8", 1)
    assert extract_source(source) == extract_source(replace(source, path="b/c.md", encoding="gb18030", size=2))


def test_an_id_is_that_of_the_source_and_the_place() -> None:
    first, second = extract(REPORT), extract(REPORT)
    assert [claim.claim_id for claim in first] == [claim.claim_id for claim in second]
    other = extract_source(SourceText("f" * 64, "a.txt", REPORT, "utf-8", 1)).claims
    assert not {claim.claim_id for claim in first} & {claim.claim_id for claim in other}


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\n\n" + text, lambda t: t + "\n"]
)
def test_line_ends_and_blank_lines_change_no_field_but_the_place(change: Callable[[str], str]) -> None:
    place = ("claim_id", "source_id", "report_id", "section_id", "part_of", "char_start", "char_end")
    plain, changed = extract(REPORT), extract(change(REPORT))
    assert [without(claim, *place) for claim in plain] == [without(claim, *place) for claim in changed]


# ── one report, field by field ──────────────────────────────────────────────────────────────────────────────────────


def test_a_report_gives_its_claims_in_reading_order() -> None:
    assert [claim.quote for claim in extract(REPORT)] == [
        *("3.2亿元", "6.5%", "420余人", "4.1%", "5.2%", "XX万元", "50万-60万人次", "3座", "1座"),
    ]


def test_a_claim_names_its_report_and_section() -> None:
    claim = extract(REPORT)[0]
    assert claim.report_title == "青禾镇2023年工作总结和2024年工作计划"
    assert (claim.issuer, claim.report_year, claim.part) == ("青禾镇人民政府", 2023, "summary")
    assert claim.section == "2023年工作总结"
    assert claim.sentence == "今年以来，全镇完成固定资产投资3.2亿元，同比增长6.5%；新增就业420余人。"
    assert claim.extractor_version == EXTRACTOR_VERSION


def test_the_plan_speaks_of_the_next_year() -> None:
    parts = {
        claim.quote: (claim.part, claim.status, claim.period_start.year)
        for claim in extract(REPORT)
        if claim.period_start
    }
    assert parts["3.2亿元"] == ("summary", "actual", 2023)
    assert parts["3座"] == ("plan", "target", 2024)


def test_standard_values_are_in_standard_units() -> None:
    (claim,) = extract("青禾镇2023年工作总结\n流转土地3亩。")
    assert (claim.unit, claim.unit_standard) == ("亩", "m²")
    assert claim.value_standard == pytest.approx(2000)


@pytest.mark.parametrize("text", ["", "\n", "没有数字的一句话。", "\ufeff", "\x00"])
def test_a_text_without_quantities_has_no_claims(text: str) -> None:
    assert extract(text) == []


def test_every_field_is_filled_by_name() -> None:
    claim = extract(REPORT)[0]
    empty = {name for name in Claim.__struct_fields__ if getattr(claim, name) is None}
    ends = {f"{name}_{end}" for name in ("value", "value_standard") for end in ("min", "max")}
    unsaid = {"per", "period_text", "region", "scope", "part_of", "indicator_scope", "area_code"}
    assert empty <= {*ends, *unsaid, "change", "basis", "base_text", "base_start", "base_end"}


def test_the_place_that_extract_had_before_still_gives_it_and_says_where_it_is_now() -> None:
    code = (
        "import warnings; warnings.simplefilter('error', DeprecationWarning)\n"
        "from extractors import extract, Claim\n"
        "text = '青禾县2023年工作总结\\n全年造林3.2万亩。'\n"
        "[claim] = extract(text)\n"
        "assert isinstance(claim, Claim)\n"
        "warnings.simplefilter('ignore'); import extractors.extract; from extractors.extract import extract as before\n"
        "assert before(text) == extract(text) == extractors.extract(text)\n"
        "from extractors import extract as after\n"
        "assert after(text) == [claim]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    loud = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", "import extractors.extract"], capture_output=True
    )
    assert b"import extract from extractors, not from extractors.extract" in loud.stderr
    assert loud.returncode


def test_the_face_is_loaded_late() -> None:
    code = "import extractors, sys; sys.exit('extractors.extraction' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
