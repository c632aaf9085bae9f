"""What speaks against a claim once all of its report are made? Years and values that differ, words left out."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

from msgspec.structs import replace

from extractors import extract
from extractors.context import second_look
from extractors.context.second_look import find_signs, look_again

WEIGHTS = tomllib.loads(files("extractors").joinpath("data/confidence.toml").read_text(encoding="utf-8"))["weights"]


def signs_of(text: str, quote: str) -> tuple[str, ...]:
    claims = extract(text)
    found = dict(zip([c.quote for c in claims], find_signs(claims, text, 0, len(text)), strict=True))
    return found[quote]


def test_a_year_that_the_report_names_more_often_speaks_against_a_claim() -> None:
    text = "青禾镇工作汇报\n2007年全镇产值6亿元，2007年底人口3万人。2006年修路8公里。\n"
    assert second_look.YEAR_OF_REPORT in signs_of(text, "8公里")
    assert second_look.YEAR_OF_REPORT not in signs_of(text, "6亿元")


def test_a_year_named_just_before_speaks_against_a_claim_of_another() -> None:
    text = "青禾镇2023年工作总结\n全镇产值6亿元。该桥2019年动工。修路8公里。\n"
    assert second_look.YEAR_BEFORE in signs_of(text, "8公里")
    assert second_look.YEAR_BEFORE not in signs_of(text, "6亿元")


def test_a_year_that_nothing_says_speaks_against_a_claim_where_the_report_names_others_only() -> None:
    text = "青禾镇工作汇报\n该桥2019年动工。\n全镇修路8公里。\n"
    claim = replace(extract(text)[-1], period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), period_text=None)
    assert second_look.YEAR_UNNAMED in find_signs([claim], text, 0, len(text))[0]
    told = replace(claim, period_text="去年")
    assert second_look.YEAR_UNNAMED not in find_signs([told], text, 0, len(text))[0]
    named = text.replace("汇报", "汇报（2023年度）")
    claim = replace(claim, char_start=claim.char_start + 8, char_end=claim.char_end + 8)
    assert second_look.YEAR_UNNAMED not in find_signs([claim], named, 0, len(named))[0]


def test_a_year_that_the_report_names_again_and_again_speaks_against_a_claim_without_one() -> None:
    text = "收支情况\n截至2015年8月底，收入6万元。截至2015年9月底，收入7万元。\n支出8万元。\n"
    claim = replace(extract(text)[-1], period_start=None, period_end=None)
    assert second_look.YEAR_UNUSED in find_signs([claim], text, 0, len(text))[0]
    once = text.replace("2015年9月", "9月").replace("2015年8月", "1997年7月")
    claim = replace(extract(once)[-1], period_start=None, period_end=None)
    assert second_look.YEAR_UNUSED not in find_signs([claim], once, 0, len(once))[0]


def test_two_values_of_the_very_same_thing_speak_against_both() -> None:
    text = "青禾镇2023年工作总结\n全镇修路8公里。\n群众满意。\n全镇修路9公里。\n全镇造林7亩。\n"
    assert second_look.SAID_OTHERWISE in signs_of(text, "8公里")
    assert second_look.SAID_OTHERWISE in signs_of(text, "9公里")
    assert second_look.SAID_OTHERWISE not in signs_of(text, "7亩")


def test_a_name_that_figures_of_other_sentences_have_too_speaks_against_all_of_them() -> None:
    text = "青禾镇2023年工作总结\n水站4台，发电量6万度。\n光伏发电量9万度。\n风机并网，发电量8万度。\n造林7亩。\n"
    claims = [replace(c, metric="发电量") if c.quote.endswith("度") else c for c in extract(text)]
    found = dict(zip([c.quote for c in claims], find_signs(claims, text, 0, len(text)), strict=True))
    assert [quote for quote, signs in found.items() if second_look.NAME_OF_MANY in signs] == ["6万度", "9万度", "8万度"]
    fewer = [claim for claim in claims if claim.quote != "8万度"]
    assert all(second_look.NAME_OF_MANY not in signs for signs in find_signs(fewer, text, 0, len(text)))
    rows = [replace(claim, sentence=f"{claim.sentence}|") for claim in claims]
    assert all(second_look.NAME_OF_MANY not in signs for signs in find_signs(rows, text, 0, len(text)))


def test_words_before_a_figure_that_its_name_leaves_out_speak_against_it() -> None:
    text = "青禾镇2023年工作总结\n全镇造林面积7亩，粮食产量8吨。\n"
    claim, another = extract(text)
    assert find_signs([claim, another], text, 0, len(text)) == [(), ()]
    other = replace(claim, metric="修路里程")
    assert second_look.LEFT_OUT in find_signs([other], text, 0, len(text))[0]


def test_a_second_look_changes_the_confidence_only_and_never_raises_it() -> None:
    text = "青禾镇2023年工作总结\n全镇修路8公里。该桥2019年动工。\n全镇修路9公里。\n"
    claims = [replace(claim, confidence=0.9) for claim in extract(text)]
    after = look_again(claims, text, 0, len(text))
    assert [replace(claim, confidence=0.9) for claim in after] == claims
    assert min(claim.confidence for claim in after) < 0.9
    assert max(claim.confidence for claim in after) <= 0.9


def test_no_sign_raises_the_confidence() -> None:
    assert [sign for sign in second_look.OF_REPORT if WEIGHTS[sign] > 0] == []
