"""The parts of patterns."""

import re

import regex

from extractors.grammar import HAN


def test_han_holds_the_characters_that_unicode_calls_so() -> None:
    plane = [chr(code) for code in range(0x10000)]
    han = re.compile(f"[{HAN}]")
    assert [c for c in plane if han.match(c)] == [c for c in plane if regex.match(r"\p{Han}", c)]
    assert han.match("𠀀")
    assert not han.match("🙂")
