"""What do a warning, a reason to pass a numeral over, and the values of categories mean? Words from assets/words.toml.

All words are in English here; pages say them in the reader's language (expectations/messages/).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from expectations.messages.catalogue import Messages
from expectations.messages.html import both

EXPECTED = "Expected, but not so: "


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
    return Markup("{}{}{}").format(word, both(": "), told.strip()) if told.strip() else word


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """By group and name."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        files("expectations.pages").joinpath("assets", "words.toml").read_text(encoding="utf-8")
    )
    return found
