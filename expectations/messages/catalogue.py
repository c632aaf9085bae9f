"""What is a message called in the reader's language? The code has it in English, `zh.po` in Chinese.

    _ = translate("zh")
    _("Claims")                                            数据
    _("{found} of {all} reports", found=3, all=5)          values are put in by name, after the translation
    _.ngettext("{count} claim", "{count} claims", 3)       where English has a singular
    _.pgettext("of a claim", "Part")                       where one English word has two meanings
    N_("Claims")                                           marks a constant, to be translated where it is shown

`make messages` brings zh.po up to date with the code, and a test holds them together: no message without its Chinese.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

#: What each language calls itself. Chinese first: that is what readers of Chinese reports mostly read.
LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}
CHINESE, ENGLISH = LANGUAGES
CHOSEN = "REPORT_METRICS_LANG"
OPTION = "--lang"
#: As gettext looks for it: the first that is set decides
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Messages:
    """The messages in one language; called with one in English, it gives that."""

    def __init__(self, language: str, told: Mapping[str | tuple[str, str], str]) -> None:
        self.language, self._told = language, told

    def __call__(self, message: str, /, **values: object) -> str:
        return fill(self._told.get(message, message), values)

    def unfilled(self, singular: str, plural: str, count: int) -> str:
        """What ngettext says, its values not put in yet."""
        return self._told.get(singular) or (singular if count == 1 else plural)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """For a count, which may be shown as `{count}`; Chinese says one and many alike."""
        return fill(self.unfilled(singular, plural, count), {"count": f"{count:,}", **values})

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        return fill(self._told.get((context, message), message), values)


def fill(message: str, values: Mapping[str, object]) -> str:
    return message.format(**values) if values else message


def N_(message: str) -> str:
    """The message itself, to be translated where it is shown; gettext's tools know this name."""
    return message


@cache
def translate(language: str) -> Messages:
    """The messages in a language; in English where it is none of LANGUAGES."""
    return Messages(language, load_chinese()) if language == CHINESE else Messages(ENGLISH, {})


@cache
def load_chinese() -> Mapping[str | tuple[str, str], str]:
    """Chinese by English message, or by context and message; of one with a plural, by its singular."""
    from babel.messages.pofile import read_po  # 30 ms, which only those pay who read Chinese

    with files("expectations.messages").joinpath("zh.po").open("rb") as file:
        catalogue = read_po(file, locale="zh")
    told: dict[str | tuple[str, str], str] = {}
    for message in catalogue:
        name = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        text = message.string[0] if isinstance(message.string, (tuple, list)) else message.string
        if name and text:
            told[(message.context, name) if message.context else name] = text
    return told


def language_named(name: str) -> str | None:
    """The language that a name or a locale means (zh, zh_CN.UTF-8, zh-Hans, en-GB), if there are messages in it."""
    asked = name.strip().lower().replace("_", "-").partition(".")[0].partition("-")[0]
    return asked if asked in LANGUAGES else None


def language_asked(arguments: Sequence[str]) -> str | None:
    """What `--lang zh` or `--lang=zh` among a command's arguments says; looked for before help is made."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == OPTION:
            return value if equals else "".join(arguments[place + 1 : place + 2])
    return None


def language_here(environment: Mapping[str, str] = os.environ) -> str:
    """The language of this terminal: REPORT_METRICS_LANG, else that of the locale; English where neither says one."""
    for name in (CHOSEN, *LOCALES):
        if environment.get(name):
            return language_named(environment[name]) or ENGLISH
    return ENGLISH
