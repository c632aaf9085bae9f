"""How does text from outside get onto a terminal? Unread: no markup, no control character of it does anything.

Names of files, texts of reports and messages of libraries may hold anything. All that is printed goes through
`Terminal` or `plain`, so that none of it can colour, move, hide or forge a line.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

from rich.console import Console
from rich.text import Text

from expectations.messages.catalogue import language_here
from expectations.messages.sentences import say_in

PLAIN_WIDTH = 160  # columns, where the output is no terminal
#: Control characters, what turns the direction of writing, lone surrogates, separators of lines
SPOKEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
LAID_OUT = frozenset("\u200b\u200c\u200d\u2060\ufeff")  # without width, and harmless: they stay as they are


def plain(text: str) -> str:
    r"""The text on one line, with what is no visible character spelt out: ESC is \x1b."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(spell, text))


def spell(character: str) -> str:
    if unicodedata.category(character) not in SPOKEN or character in LAID_OUT:
        return character
    return character.encode("unicode_escape").decode("ascii")


class Terminal(Console):
    """A console for which text is text; colours are for those who print, in `style`."""

    def __init__(self, stderr: bool = False, **options: Any) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """All strings pass here, those in tables too."""
        return super().render_str(plain(text), **options)

    def on_broken_pipe(self) -> NoReturn:
        """Rich would end with 1, which is the code of a failed gate."""
        raise BrokenPipeError


def terminal(stderr: bool = False, soft_wrap: bool = False) -> Terminal:
    """The terminal, or a file that is as wide as lines need."""
    found = Terminal(stderr)
    if not found.is_terminal:
        found = Terminal(stderr, width=PLAIN_WIDTH)
    found.soft_wrap = soft_wrap
    return found


def said(sentence: str) -> str:
    """What an error or a warning says, in the language of the terminal."""
    return say_in(language_here(), sentence)


def say_error(*lines: str, style: str = "red") -> None:
    """Each on a line of its own, on standard error."""
    try:
        told = Terminal(stderr=True, soft_wrap=True)
        for line in lines:
            told.print(line, style=style)
    except BrokenPipeError:  # nobody listens; the exit code says it
        pass


def json_line(found: object) -> str:
    """One object on one line; what a terminal would obey is escaped, which JSON reads as the same."""
    told = json.dumps(found, ensure_ascii=False, default=str)
    return "".join(f"\\u{ord(c):04x}" if c < "\U00010000" and spell(c) != c else c for c in told)
