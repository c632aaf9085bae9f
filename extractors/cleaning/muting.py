"""Which lines stay, though their figures are an advert's, so that they are no claims?

To lose a line of a report is worse than to keep one of an advert, so a line must be loud to go. Its figures are another
matter: below a report's last paragraph, where adverts have begun, what stands between two of them is theirs, whatever
it says; and between two paragraphs a line of clauses that ends without a stop is no heading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

from extractors.cleaning.hearing import Hearing
from extractors.cleaning.repetition import BODY_LENGTH
from extractors.cleaning.seams import is_title

MANY_CLAUSES = 3
MOST_BETWEEN = 3  # lines between two adverts: more are a list of the report's own
PARAGRAPH_ENDS = ("。", "。”", "。）")
STOPS = frozenset("。；：:;，,、")


def may_be_mute(hearing: Hearing, number: int) -> bool:
    """A piece of a paragraph is none, nor what begins with a report's word (累计完成), nor a heading; of several
    clauses is no heading, whatever it ends with."""
    line, rules = hearing.line(number), hearing.rules
    return (
        "。" not in line
        and not line.startswith(rules.evidence.report_words)
        and (line.count("，") >= MANY_CLAUSES - 1 or not rules.is_of_report(line))
    )


def sounds_mute(hearing: Hearing, number: int) -> bool:
    """Whether a line amid a report, that may be mute, is loud enough for it."""
    if hearing.comes_again(number):
        return hearing.sounds(number, "mute_again")
    return hearing.sounds(number, "mute_lone" if _is_lone(hearing, number) else "mute_amid")


def _is_lone(hearing: Hearing, number: int) -> bool:
    """A line of clauses below a paragraph that ends without a stop: headlines have blanks in place of their commas,
    items of a list end in a mark. No such line of 12,344 public documents is as loud as `mute_lone`."""
    line = hearing.line(number)
    if number == 0 or "，" not in line or line[-1] in STOPS:
        return False
    above = hearing.line(number - 1)
    return len(above) >= BODY_LENGTH and above.endswith(PARAGRAPH_ENDS)


def between_adverts(
    hearing: Hearing, seams: Iterable[range], adverts: Collection[int], dates: Collection[int]
) -> set[int]:
    """The few lines that stay of a seam between two adverts of it, or between one and the text's end, or the date that
    ends the report; between its last paragraph and an advert only loud ones, as its own last lines may stand there. Not
    above the first report, where its title and what is said below it may stand between adverts."""
    found = set[int]()
    for seam in seams:
        if seam[0] == 0:
            continue
        paragraph = seam[0] - 1
        last = [len(hearing.lines)] if seam[-1] + 1 == len(hearing.lines) else []
        sides = [paragraph, *(n for n in seam if n in adverts or n in dates), *last]
        for above, below in pairwise(sides):
            inside = [n for n in range(above + 1, below) if not _is_own(hearing, n)]
            if len(inside) > MOST_BETWEEN or not (above in adverts or below in adverts):
                continue
            how = "mute_left" if above == paragraph and above not in dates else "mute_between"
            found.update(n for n in inside if n in hearing.behind or hearing.sounds(n, how))
    return found


def _is_own(hearing: Hearing, number: int) -> bool:
    """A title, or what was done and how much of it: 新建公厕12座."""
    return (
        is_title(hearing.text, hearing.lines[number]) or hearing.rules.done.fullmatch(hearing.line(number)) is not None
    )


def hemmed_in(hearing: Hearing, heard: Iterable[int], adverts: Collection[int]) -> set[int]:
    """Lines with an advert right above and right below them, wherever they stand, that are rather loud themselves."""
    return {
        n
        for n in heard
        if n - 1 in adverts and n + 1 in adverts and "。" not in hearing.line(n) and hearing.sounds(n, "mute_left")
    }
