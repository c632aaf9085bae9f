"""The parts of patterns."""

import re

import regex

from extractors.language.grammar import HAN, PUNCTUATION


def test_han_holds_the_characters_that_unicode_calls_so() -> None:
    plane = [chr(code) for code in range(0x10000)]
    han = re.compile(f"[{HAN}]")
    assert [c for c in plane if han.match(c)] == [c for c in plane if regex.match(r"\p{Han}", c)]
    assert han.match("𠀀")
    assert not han.match("🙂")


def test_punctuation_holds_what_unicode_calls_so_in_the_blocks_that_chinese_texts_use() -> None:
    blocks = [range(0x100), range(0x2000, 0x2070), range(0x2E00, 0x2E60), range(0x3000, 0x3100), range(0xFE10, 0xFF70)]
    characters = [chr(code) for block in blocks for code in block]
    punctuation = re.compile(f"[{PUNCTUATION}]")
    assert [c for c in characters if punctuation.match(c)] == [c for c in characters if regex.match(r"\p{P}", c)]


def test_this_python_reads_possessive_repeats_as_patterns_mean_them() -> None:
    """Before 3.11.5 it gave 1 and ABC (gh-106052, gh-100061): there `extract` fails, or reads other numbers."""
    begun = re.match("(?:ab?c)*+", "a")
    assert begun
    assert begun.end() == 0
    assert re.findall("(?:(?!C).)++", "ABC") == ["AB"]
