"""In which language is help given? In that of `--lang`, which is looked for before any command is made.

Help is made as the modules of the commands are loaded; each has its `_` from here.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from expectations.messages.catalogue import CHOSEN, LANGUAGES, N_, OPTION, language_asked, language_here, translate

if (asked := language_asked(sys.argv[1:])) in LANGUAGES:
    os.environ[CHOSEN] = str(asked)
_ = translate(language_here())

#: What the library of the command line says in English, by its own names; it asks gettext, which has no Chinese for it
FIXED = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "ENVVAR_STRING": N_("[env var: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
USAGE = N_("Usage: ")
HELP = N_("Show this message and exit.")


def speak() -> None:
    """Have the library say them in the reader's language."""
    for name, message in FIXED.items():
        setattr(rich_utils, name, _(message))
    for kind in (TyperCommand, TyperGroup):
        setattr(kind, "get_usage", in_language(kind.get_usage))  # noqa: B010  # mypy minds an assignment
        setattr(kind, "get_help_option", with_help(kind.get_help_option))  # noqa: B010


def in_language(get_usage: Any) -> Any:
    def told(self: Any, context: Any) -> str:
        return str(get_usage(self, context)).replace(USAGE, _(USAGE), 1)

    return told


def with_help(get_help_option: Any) -> Any:
    def told(self: Any, context: Any) -> Any:
        option = get_help_option(self, context)
        if option is not None:
            option.help = _(HELP)
        return option

    return told


def without_language(arguments: list[str]) -> list[str]:
    """The arguments with `--lang` put first, where the command line's library takes what holds for all commands."""
    language = language_asked(arguments)
    if language is None:
        return arguments
    place = next(place for place, one in enumerate(arguments) if one.partition("=")[0] == OPTION)
    left = arguments[:place] + arguments[place + (1 if "=" in arguments[place] else 2) :]
    return [f"{OPTION}={language}", *left]


if _.language != "en":
    speak()
