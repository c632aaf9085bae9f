"""Can a claim's address be told without reading the site?"""

from __future__ import annotations

from flows.site.links import claim_url, report_url


def test_a_claim_has_its_report_s_address_and_a_fragment() -> None:
    assert report_url("seeds", "7914e35d831c20f3-r01") == "reports/seeds/7914e35d831c20f3-r01.html"
    assert claim_url("seeds", "r1", "a260b4bc") == "reports/seeds/r1.html#a260b4bc"


def test_a_batch_with_a_chinese_name_is_escaped_for_the_address() -> None:
    assert claim_url("汇编+2016", "r1", "c1") == "reports/%E6%B1%87%E7%BC%96%2B2016/r1.html#c1"
