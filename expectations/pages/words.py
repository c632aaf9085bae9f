"""What do a warning, a reason to pass a numeral over, and the values of categories mean? Words from assets/words.toml.

All words are in English here; pages say them in the reader's language (expectations/messages/).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from expectations.messages.catalogue import N_, Messages
from expectations.messages.html import both

EXPECTED = "Expected, but not so: "
#: Flags of the checks that say again what one of the extractor says.
SAME = {"unit_known": "unknown_unit"}
OR = N_(" or ")  # the one word of English in what flags tell: two_readings: 132000 or 130002


@cache
def load_flags() -> Mapping[str, str]:
    """By the name that stands before the colon: an expectation's flag is explained by what does not hold."""
    from expectations.suites.claims import CHECKS  # and pyarrow with it, which `extract` needs for nothing

    return {**{check.name: EXPECTED + check.description for check in CHECKS}, **load_words()["flags"]}


@cache
def load_reasons() -> Mapping[str, str]:
    """By the value of `passed_over.reason`."""
    return load_words()["reasons"]


def explain_flag(flag: str) -> str:
    """What a flag of a claim means; nothing where it has no words, of an earlier version perhaps."""
    return load_flags().get(flag.partition(":")[0], "")


def word_for(group: str, name: str) -> str:
    """What a value of a category is called; as it is where it has no word, as a user's own have none."""
    return load_words()[group].get(name) or name.replace("_", " ")


def say_plainly(group: str, name: str, _: Messages) -> str:
    """The same in one language, for a terminal."""
    return _(word_for(group, name))


def say(name: str | None, group: str) -> Markup:
    """A value of a category, in both languages."""
    return both("(none)") if name is None or name == "" else both(word_for(group, name))


def say_flag(flag: str) -> Markup:
    """A flag in words, with what is told of the figure: 各部分之和与总数不符：6 + 8 = 14 ≠ 15."""
    name, _, told = flag.partition(":")
    word = both(word_for("flag_names", name))
    said = both(OR).join(map(escape, told.strip().split(OR)))
    return Markup("{}{}{}").format(word, both(": "), said) if said else word


def say_flags(flags: Iterable[str]) -> list[tuple[str, Markup]]:
    """Each flag with its words; those that say the same, once."""
    return [(flag, say_flag(flag)) for flag in told_once(flags)]


def told_once(flags: Iterable[str]) -> list[str]:
    """Without those that say what another one says too."""
    there = list(dict.fromkeys(flags))
    return [flag for flag in there if SAME.get(flag) not in there]


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """By group and name."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        files("expectations.pages").joinpath("assets", "words.toml").read_text(encoding="utf-8")
    )
    return found
