"""What does an error, or the reason why a file was not read, say in the reader's language?

Tables, logs and exceptions hold English sentences, with their values in them; programs can rely on these. Those who
read Chinese are shown the Chinese of zh.po: a sentence is recognised by the message that it was made of, wherever it
comes from, be it a table that an earlier version wrote.

    say_in("zh", "has 7 pages, the limit is 5; split it into parts")     有 7 页，上限为 5；请拆分成几部分

What sentences there can be is read off the code (tests/expectations/messages/sentences.py); S_ marks others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from expectations.messages.catalogue import CHINESE, fill, load_chinese

SENTENCE = "sentence"  # their context in zh.po
JOINT, JOINED = "; ", "；"
MOST_JOINTS = 8  # a name of a file may be full of them
HOLE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def S_(sentence: str) -> str:
    """The sentence itself, to be told in the reader's language where it is shown."""
    return sentence


#: What systems say of files and networks (strerror of the C library), which messages quote
SYSTEM = (
    S_("Permission denied"),
    S_("Operation not permitted"),
    S_("No such file or directory"),
    S_("Not a directory"),
    S_("Is a directory"),
    S_("File exists"),
    S_("File name too long"),
    S_("Too many levels of symbolic links"),
    S_("Too many open files"),
    S_("No space left on device"),
    S_("Disk quota exceeded"),
    S_("Read-only file system"),
    S_("Input/output error"),
    S_("Operation not supported"),
    S_("Stale file handle"),
    S_("Address already in use"),
    S_("Cannot assign requested address"),
    S_("Connection refused"),
)
#: What the library that reads the command line says
COMMAND_LINE = (
    S_("Missing {a}"),
    S_("Missing argument {a}."),
    S_("Missing option {a}."),
    S_("Missing option {a}. {b}"),
    S_("Missing command."),
    S_("No such command {a}."),
    S_("No such command {a}. Did you mean {b}?"),
    S_("No such option: {a}"),
    S_("No such option: {a} Did you mean {b}?"),
    S_("No such option: {a} (Possible options: {b})"),
    S_("Invalid value: {a}"),
    S_("Invalid value for {a}: {b}"),
    S_("Value error, {a} is not one of {b}."),
    S_("Input should be a valid integer, unable to parse string as an integer"),
    S_("Input should be a valid number, unable to parse string as a number"),
    S_("Input should be greater than or equal to {a}"),
    S_("Input should be less than or equal to {a}"),
    S_("Got unexpected extra argument(s) ({a})"),
    S_("Option {a} requires an argument."),
    S_("Option {a} does not take a value."),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A message with holes, and what finds the values in a sentence that was made of it."""

    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    chinese: str


def say_in(language: str, sentence: str) -> str:
    """The sentence in a language: in Chinese where it is known, else as it is."""
    return (put(sentence) or sentence) if language == CHINESE else sentence


def say_of_file(language: str, line: str) -> str:
    """The same of a line that names a file, and then says what is the matter with it."""
    if language != CHINESE:
        return line
    spaces = [found.start() for found in re.finditer(" ", line)]
    told = ((line[:place], put(line[place + 1 :])) for place in spaces)
    return next((f"{name} {chinese}" for name, chinese in told if chinese), line)


@lru_cache(maxsize=4096)
def put(sentence: str) -> str | None:
    """Its Chinese, if it is known: whole, in its parts, or but for a place in brackets at its end."""
    exact, holed = known()
    if sentence in exact:
        return exact[sentence]
    told = in_parts(sentence) or with_place(sentence, known_place=True)
    return told or filled(sentence, holed) or with_place(sentence)


def in_parts(sentence: str) -> str | None:
    joints = [found.start() for found in re.finditer(JOINT, sentence)]
    for place in joints if len(joints) <= MOST_JOINTS else ():
        first, others = put(sentence[:place]), put(sentence[place + len(JOINT) :])
        if first and others:
            return f"{first}{JOINED}{others}"
    return None


def filled(sentence: str, holed: tuple[Known, ...]) -> str | None:
    for one in holed:
        if all(literal in sentence for literal in one.literals) and (match := one.pattern.fullmatch(sentence)):
            return fill(one.chinese, {name: put(value) or value for name, value in match.groupdict().items()})
    return None


def with_place(sentence: str, *, known_place: bool = False) -> str | None:
    if not sentence.endswith(")") or " (" not in sentence:
        return None
    said, _, place = sentence[:-1].rpartition(" (")
    told = put(place)
    if known_place and told is None:
        return None
    return f"{chinese}（{told or place}）" if (chinese := put(said)) else None


@cache
def known() -> tuple[Mapping[str, str], tuple[Known, ...]]:
    """Sentences without holes; and those with some, what says most of itself first."""
    told = {name[1]: said for name, said in load_chinese().items() if isinstance(name, tuple) and name[0] == SENTENCE}
    exact = {message: chinese for message, chinese in told.items() if not HOLE.search(message)}
    holed = [known_of(message, chinese) for message, chinese in told.items() if message not in exact]
    return exact, tuple(sorted(holed, key=lambda one: -sum(map(len, one.literals))))


def known_of(message: str, chinese: str) -> Known:
    pieces = HOLE.split(message)
    literals = [literal.replace("{{", "{").replace("}}", "}") for literal in pieces[::2]]
    pattern = re.escape(literals[0])
    for name, literal in zip(pieces[1::2], literals[1:], strict=True):
        pattern += f"(?P<{name}>.+?){re.escape(literal)}"
    return Known(tuple(filter(None, literals)), re.compile(pattern, re.DOTALL), chinese)
