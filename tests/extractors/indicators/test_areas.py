"""Are places told by their codes, in any year, and the unknown ones left unknown with the reason?"""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.extraction import extract_source
from extractors.indicators.areas import CHINA, Area, find_inside, find_place, load_areas, name_of
from extractors.indicators.issuers import type_of
from extractors.language.knowledge import load
from extractors.model import Report, SourceText


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青海省人民政府", "630000"),
        ("青海省西宁市城东区人民政府", "630102"),
        ("吉林市人民政府", "220200"),
        ("吉林省人民政府", "220000"),
        ("宁夏回族自治区人民政府", "640000"),
        ("内蒙古呼和浩特市财政局", "150100"),
        ("国务院", CHINA),
        ("襄樊市人民政府", "420600"),
        ("长沙县人民政府", "430121"),
    ],
)
def test_a_name_leads_to_its_code(text: str, code: str) -> None:
    place = find_place(text)
    assert place.area is not None
    assert (place.area.area_code, place.reason) == (code, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("朝阳区人民政府", "ambiguous"),
        ("松坞镇人民政府", "below_county"),
        ("杭州市西湖区某街道办事处", "below_county"),
        ("XX县人民政府", "masked"),
        ("青禾市人民政府", "unknown"),
    ],
)
def test_what_can_not_be_told_is_null_with_the_reason(text: str, reason: str) -> None:
    place = find_place(text)
    assert place.area is None
    assert place.reason == reason


def test_the_places_named_around_it_tell_which_of_two_is_meant() -> None:
    place = find_place("朝阳区人民政府", 2020, "在北京市朝阳区第十六届人民代表大会上")
    assert place.area is not None
    assert place.area.area_code == "110105"


def test_a_place_has_the_name_that_it_had_in_the_year() -> None:
    assert name_of("420600", 2005) == "襄樊市"
    assert name_of("420600", 2020) == "襄阳市"


def test_a_place_inside_is_found_only_inside() -> None:
    assert find_inside("西宁市地区生产总值", "630000") == ("630100", "西宁市")
    assert find_inside("成都市地区生产总值", "630000") is None


def test_every_place_but_the_country_lies_in_one_that_is_known() -> None:
    areas = load_areas()
    codes = {area.area_code for area in areas}
    lost = [a for a in areas if a.last is None and a.area_code != CHINA and a.parent_code not in codes]
    assert [area.name for area in lost] == []


def test_levels_and_parents_follow_from_the_code() -> None:
    assert Area("630102", "城东区", None, None).parent_code == "630100"
    assert Area("110105", "朝阳区", None, None).parent_code == "110000"
    assert Area("429004", "仙桃市", None, None).parent_code == "420000"
    assert Area("630000", "青海省", None, None).parent_code == CHINA


@pytest.mark.parametrize("row", load("issuers.toml")["type"], ids=lambda row: row["type"])
def test_a_kind_of_body_takes_and_refuses_its_examples(row: dict[str, object]) -> None:
    assert isinstance(row["takes"], list)
    assert isinstance(row["refuses"], list)
    assert {type_of(name) for name in row["takes"]} == {row["type"]}
    assert row["type"] not in {type_of(name) for name in row["refuses"]}


def report_of(text: str) -> Report:
    return extract_source(SourceText("0" * 64, "a.txt", text, "utf-8", len(text))).reports[0]


def test_a_report_has_its_issuer_s_kind_id_and_place() -> None:
    one, other = (report_of(f"西宁市财政局{year}年工作总结\n\n完成税收收入9亿元。") for year in (2022, 2023))
    assert (one.issuer_type, one.area_code, one.area_note) == ("finance", "630100", None)
    assert one.issuer_id == other.issuer_id is not None


def test_a_body_whose_name_does_not_say_who_it_is_has_no_id() -> None:
    report = report_of("XX县财政局2023年工作总结\n\n完成税收收入9亿元。")
    assert (report.issuer_id, report.area_code, report.area_note) == (None, None, "masked")


def test_figures_of_a_town_are_not_its_county_s() -> None:
    (claim,) = extract("松坞镇2023年工作总结\n\n全镇粮食产量1.2万吨。")
    assert (claim.indicator_id, claim.area_code) == ("grain_output", None)
