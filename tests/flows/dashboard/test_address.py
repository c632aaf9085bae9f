"""Is every choice in the address, and is nothing of an address dropped without a word?"""

from __future__ import annotations

from flows.dashboard.address import Address


def made(address: Address, page: str, asked: dict[str, list[str]], **chosen: list[str]) -> dict[str, list[str]]:
    """A page with some choices, each of which tells what was chosen."""
    address.begin(page, asked)
    for name, default in chosen.items():
        address.tell(name, address.values(name) or default)
    return address.finish(asked)


def test_what_an_address_asks_for_is_what_it_says_again() -> None:
    address = Address()
    asked = {"lang": ["zh"], "unit": ["CNY"], "pick": ["完成投资"]}
    assert made(address, "totals", asked, lang=[], unit=[], pick=[]) == asked
    assert address.not_understood() == []


def test_names_that_a_page_has_no_choice_for_are_said() -> None:
    address = Address()
    made(address, "totals", {"unit": ["CNY"], "colour": ["red"]}, unit=[])
    assert address.not_understood() == [("colour", "red")]


def test_a_choice_is_in_the_address_of_the_next_page_made() -> None:
    address = Address()
    first = made(address, "totals", {}, unit=["CNY"])
    address.choose("unit", ["m²"])
    assert made(address, "totals", first, unit=["CNY"]) == {"unit": ["m²"]}


def test_choices_outlast_a_page_that_is_left_and_entered_again() -> None:
    address = Address()
    made(address, "totals", {"unit": ["m²"], "year": ["2023"]}, unit=[], year=[])
    assert made(address, "growth", {}, by=[], year=[]) == {"year": ["2023"]}
    assert made(address, "totals", {}, unit=[], year=[]) == {"unit": ["m²"], "year": ["2023"]}


def test_a_link_to_a_page_takes_the_place_of_what_was_chosen_there() -> None:
    address = Address()
    made(address, "trend", {"indicator": ["gdp"], "pick": ["a"]}, indicator=[], pick=[])
    made(address, "start", {})
    assert made(address, "trend", {"indicator": ["population"]}, indicator=[], pick=[]) == {"indicator": ["population"]}


def test_going_back_in_the_browser_undoes_a_choice() -> None:
    address = Address()
    first = made(address, "totals", {"kind": ["money"], "unit": ["CNY"]}, kind=[], unit=[])
    address.choose("unit", ["m²"])
    made(address, "totals", first, kind=[], unit=[])
    assert made(address, "totals", first, kind=[], unit=[]) == first


def test_going_back_to_an_address_without_choices_writes_nothing_and_so_leads_on() -> None:
    address = Address()
    made(address, "totals", {"unit": ["CNY"]}, unit=[])
    assert made(address, "totals", {}, unit=[]) == {}
    assert address.values("unit") == ["CNY"]
    address.choose("unit", ["m²"])
    assert made(address, "totals", {}, unit=[]) == {"unit": ["m²"]}


def test_a_choice_made_before_the_browser_had_the_address_of_the_last_one_loses_neither() -> None:
    address = Address()
    first = made(address, "totals", {}, unit=["CNY"], by=["issuer"])
    address.choose("unit", ["m²"])
    made(address, "totals", first, unit=["CNY"], by=["issuer"])
    address.choose("by", ["region"])
    assert made(address, "totals", first, unit=["CNY"], by=["issuer"]) == {"unit": ["m²"], "by": ["region"]}


def test_what_was_chosen_within_another_choice_is_forgotten_with_it() -> None:
    address = Address()
    made(address, "totals", {"unit": ["CNY"], "pick": ["甲"], "at": ["3"]}, unit=[], pick=[], at=[])
    address.choose("unit", ["m²"], forget=("pick", "at"))
    assert made(address, "totals", address.written or {}, unit=[], pick=[], at=[]) == {"unit": ["m²"]}


def test_what_nobody_understood_is_said_until_something_is_chosen() -> None:
    address = Address()
    first = made(address, "totals", {"colour": ["red"]}, unit=["CNY"])
    made(address, "totals", first, unit=["CNY"])
    assert address.not_understood() == [("colour", "red")]
    address.choose("unit", ["m²"])
    made(address, "totals", first, unit=["CNY"])
    assert address.not_understood() == []
