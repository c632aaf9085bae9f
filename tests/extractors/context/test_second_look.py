"""What speaks against a claim once all of its report are made? Years and values that differ, words left out."""

from __future__ import annotations

import tomllib
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


def test_two_values_of_the_very_same_thing_speak_against_both() -> None:
    text = "青禾镇2023年工作总结\n全镇修路8公里。\n群众满意。\n全镇修路9公里。\n全镇造林7亩。\n"
    assert second_look.SAID_OTHERWISE in signs_of(text, "8公里")
    assert second_look.SAID_OTHERWISE in signs_of(text, "9公里")
    assert second_look.SAID_OTHERWISE not in signs_of(text, "7亩")


def test_words_before_a_figure_that_its_name_leaves_out_speak_against_it() -> None:
    text = "青禾镇2023年工作总结\n全镇造林面积7亩。\n"
    claim = extract(text)[0]
    assert find_signs([claim], text, 0, len(text)) == [()]
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
