"""The parts of patterns."""

import re
import subprocess
import sys

import regex

from extractors.language.grammar import HAN, PUNCTUATION
from tests.conftest import ROOT


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


# Run by a Python of its own, for patterns are compiled once: all that extraction compiles as it loads and reads.
LISTING = """
import re, re._compiler, re._parser, sys
from pathlib import Path

compiled, compile_one = {}, re._compiler.compile
REPEATED = re.compile(r"[)]\\s*(?:[*+?]|[{][0-9,]+[}])[+]")

def listen(pattern, flags=0):
    if "extractors" in Path(sys._getframe(3).f_code.co_filename).parts:
        compiled[pattern, int(flags)] = None
    return compile_one(pattern, flags)

re._compiler.compile = listen
from extractors import extract
extract(Path(sys.argv[1]).read_bytes().decode("gb18030"))

def repeats(tree):
    for operation, values in tree:
        if str(operation) == "POSSESSIVE_REPEAT" and not re._compiler._simple(values[2]):
            yield values
        for value in values if isinstance(values, (tuple, list)) else ():
            for inner in value if isinstance(value, list) else (value,):
                if isinstance(inner, re._parser.SubPattern):
                    yield from repeats(inner)

print(len(compiled))
for pattern, flags in compiled:
    if REPEATED.search(pattern) and any(repeats(re._parser.parse(pattern, flags))):
        print(pattern[:200].encode("unicode_escape").decode())
"""


def test_no_pattern_repeats_a_group_possessively() -> None:
    """(?:ab?c)*+ finds other text before Python 3.11.5 (gh-106052, gh-100061); (?>(?:ab?c)*) finds the same in all."""
    [sample] = (ROOT / "seeds").glob("2023*.txt")
    done = subprocess.run([sys.executable, "-c", LISTING, sample], cwd=ROOT, capture_output=True, text=True, check=True)
    found, *wrong = done.stdout.splitlines()
    assert int(found) > 500
    assert wrong == []


def test_the_groups_that_patterns_repeat_atomically_are_read_rightly_by_this_python() -> None:
    begun = re.match("(?>(?:ab?c)*)", "a")
    assert begun
    assert begun.end() == 0
    assert re.findall("(?>(?:(?!C).)+)", "ABC") == ["AB"]
