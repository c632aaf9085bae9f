"""Where does each report of a text begin?

A table of contents answers it where there is one. Without one, a title is a short line that names a kind of report,
stands apart from what is above it, and is no heading inside a report: a bare 2024年工作计划 is one, unless the blank
lines above it are more than this text otherwise uses. A text without any title is one report all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractors.structure.lines import Line
from extractors.structure.titles import (
    ARTICLE_NUMBER,
    BARE,
    FIGURE,
    FOOTNOTE_MARK,
    LONGEST_TITLE,
    NUMBERED,
    SALUTATION,
    YEAR,
    TitleRules,
    clean_title,
)

LONGEST_TOC_TITLE = 80
LIST_NUMBER = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、．.]\s*|^[（(][一二三四五六七八九十\d]{1,3}[)）]")
#: A plan on some matter, nobody's by name: more often a chapter (2024年禁渔工作计划) than a report.
PLAN_OF_A_REPORT = re.compile(r"(?:20\d\d年度?|下一步|明年)(?!.*总结).{0,12}(?:计划|打算|思路|安排)$")
#: What a speech calls itself behind its salutation: 现在，我代表县人民政府，向大会报告工作…
SPEECH = re.compile(
    r"我(?:现在)?(?:(?:受|根据)(?P<for>.{1,16}?)的?(?:委托|决定)|代表(?P<who>.{1,24}?))[，,]?(?:现在)?\s?[向作将]"
    r"[^。]{0,40}?(?:(?P<name>政府工作报告)|(?:作|提出)(?P<matter>关于[^，。]{4,60}?的报告)|(?:报告|汇报)[^，。]{0,14}工作|工作报告)"
)
#: A page of a document whose lines run into one another: 1、青禾镇2023年工作报告各位代表：现在…
GLUED = re.compile(
    r"(?:\d{1,2}、)?\s?(?P<title>[^，。；：:\n]{4,50}?(?:报告|总结|计划|汇报|要点))(?:模板|范文)?\s?(?:各位(?:代表|领导|委员|同志)|同志们|尊敬的)"
)
OF_GOVERNMENT = re.compile("国务院|政府")
OF_ASSEMBLY = re.compile("(?:法院|检察院|委员会)$")
SPEECH_LINES = 3
BODY_LENGTH = 40
FEWEST_PASTED = 3  # lines that come again one below the other, to be the same page once more
HEAD_LINES = 6  # in which a fuller title may follow a name of the page


class Opening(Struct, frozen=True, gc=False):
    """The line a report begins with, its title, and how many lines that fills: none where no line is a title."""

    line: int
    title: str
    lines: int = 1
    is_titled: bool = True  # False where `title` is only the first words of the text


def find_openings(
    lines: Sequence[Line], toc_titles: Sequence[str], after: Callable[[Line], bool], rules: TitleRules
) -> list[Opening]:
    """The openings of a text's reports; `after` tells the lines that stand below its table of contents."""
    if not lines:
        return []
    openings = _from_contents(lines, toc_titles, after, rules) or _from_signals(lines, rules)
    openings = [_name_speech(lines, opening) for opening in _with_start(lines, openings, rules)]
    return sorted([*openings, *_pasted_again(lines, openings)], key=lambda opening: opening.line)


def _from_contents(
    lines: Sequence[Line], toc_titles: Sequence[str], after: Callable[[Line], bool], rules: TitleRules
) -> list[Opening]:
    listed = [(title, _without_number(title)) for title in toc_titles if _opens_report(title, rules)]
    places: dict[str, list[int]] = {_key(text): [] for texts in listed for text in texts}
    for number, line in enumerate(lines if places else ()):
        if len(line.text) <= LONGEST_TOC_TITLE:
            keys = {_key(line.text), _key(LIST_NUMBER.sub("", line.text, count=1))} & places.keys()
            if keys and after(line):
                for key in keys:
                    places[key].append(number)
    openings: list[Opening] = []
    at = -1
    for title, plain in listed:
        numbers = sorted({n for key in (_key(title), _key(plain)) for n in places[key] if n > at})
        if numbers:
            apart = [n for n in numbers if lines[n].gap or n == 0]
            at = apart[0] if apart and BARE.fullmatch(plain) else numbers[0]
            openings.append(Opening(at, FOOTNOTE_MARK.sub("", plain)))
    return openings


def _without_number(title: str) -> str:
    return ARTICLE_NUMBER.sub("", LIST_NUMBER.sub("", title, count=1), count=1)


def _opens_report(title: str, rules: TitleRules) -> bool:
    """A listed title does unless it names the collection, or a chapter: numbered, and nobody's report."""
    if rules.compilation.search(title):
        return False
    if not NUMBERED.match(title):
        return True
    plain = LIST_NUMBER.sub("", title, count=1)
    return rules.is_title(plain) and not BARE.fullmatch(plain)


def _key(text: str) -> str:
    return "".join(text.split())


def _from_signals(lines: Sequence[Line], rules: TitleRules) -> list[Opening]:
    usual_gap = _usual_gap(lines)
    bodies = _body_lines(lines)
    spoken = _first_spoken(lines)
    openings: list[Opening] = []
    for number, line in enumerate(lines):
        if len(line.text) > LONGEST_TITLE:
            continue
        title, filled = clean_title(line.text), 1
        if joined := rules.join(lines, number):
            title, filled = joined
        elif not rules.is_title(line.text):
            continue
        if openings and number < openings[-1].line + openings[-1].lines:
            continue  # a line of the title above
        first = not openings and not _has_body(bodies, 0, number) and number <= spoken
        fuller = bool(openings) and _is_fuller(openings[-1], number, title, bodies)
        numbered = bool(ARTICLE_NUMBER.match(line.text))
        again = bool(openings) and _is_said_again(openings[-1], number, title, bodies)
        if not (first or fuller or again) and not _stands_apart(lines, number, title, usual_gap, numbered):
            continue
        if not openings and number > spoken and not _is_name(title):
            continue  # a heading of the speech
        if openings:
            last = openings[-1]
            same = _key(last.title) == _key(title)
            if not _has_body(bodies, last.line + 1, number):
                if same:  # below its name in the page's head stands the title itself
                    openings[-1] = replace(last, lines=number - last.line + filled)
                if same or not (BARE.fullmatch(last.title) or fuller):
                    continue  # a breadcrumb above its page, a subtitle below its title
                openings.pop()
            elif same and not (BARE.fullmatch(title) and line.gap > usual_gap):
                continue  # a running head, or the page's own name at its foot
        openings.append(Opening(number, title, filled))
    return openings


def _is_fuller(last: Opening, number: int, title: str, bodies: Sequence[int]) -> bool:
    """政府工作报告, the name of a page's column, and below it the title: 青禾县2024年政府工作报告."""
    if number - last.line > HEAD_LINES or _has_body(bodies, last.line + 1, number + 1):
        return False
    one, other = _key(last.title), _key(title)
    return len(one) < len(other) and (one in other or (_is_name(title) and not _is_name(last.title)))


def _is_said_again(last: Opening, number: int, title: str, bodies: Sequence[int]) -> bool:
    """The same title a little below, as pages have it: above it stand their name and buttons."""
    is_near = number - last.line <= HEAD_LINES and not _has_body(bodies, last.line + 1, number)
    return is_near and _key(last.title) == _key(title)


def _name_speech(lines: Sequence[Line], opening: Opening) -> Opening:
    """A salutation is no title where the first sentences say what the speech is: 我代表…，作政府工作报告."""
    if not SALUTATION.match(opening.title):
        return opening
    first = "".join(line.text for line in lines[opening.line : opening.line + SPEECH_LINES])
    speech = SPEECH.search(first)
    if not speech:
        return opening
    who = speech["who"] or speech["for"] or ""
    if speech["matter"]:
        return Opening(opening.line, speech["matter"], 0)
    if OF_ASSEMBLY.search(who):
        return Opening(opening.line, f"{who}工作报告", 0)
    return Opening(opening.line, "政府工作报告", 0) if speech["name"] or OF_GOVERNMENT.search(who) else opening


def _usual_gap(lines: Sequence[Line]) -> int:
    gaps = sorted(line.gap for line in lines[1:])
    return gaps[len(gaps) * 9 // 10] if gaps and len(gaps) > 20 else (gaps[len(gaps) // 2] if gaps else 0)


def _stands_apart(lines: Sequence[Line], number: int, title: str, usual_gap: int, numbered: bool) -> bool:
    line, above = lines[number], lines[number - 1]
    follows_body = above.ends_sentence or len(above.text) <= 30
    if not follows_body or number + 1 >= len(lines):
        return False
    if numbered or SALUTATION.fullmatch(lines[number + 1].text):
        return True
    if BARE.fullmatch(title) or PLAN_OF_A_REPORT.match(title):
        return line.gap >= 2 and line.gap > usual_gap
    if line.gap > usual_gap or (line.gap >= 1 and _is_name(title)):
        return True
    below = lines[number + 1].text
    return _is_name(title) and not title[0].isdigit() and (len(below) >= BODY_LENGTH or bool(NUMBERED.match(below)))


def _first_spoken(lines: Sequence[Line]) -> int:
    """Where a speech begins: what is short and stands below its salutation is a heading, no title."""
    return next((n for n, line in enumerate(lines) if SALUTATION.fullmatch(line.text)), len(lines))


def _is_name(title: str) -> bool:
    """A full title: someone, a year, a kind of report."""
    return bool(YEAR.search(title)) and not BARE.fullmatch(title)


def _body_lines(lines: Sequence[Line]) -> list[int]:
    return [n for n, line in enumerate(lines) if _is_body(line)]


def _is_body(line: Line) -> bool:
    return len(line.text) >= BODY_LENGTH and ("。" in line.text or "，" in line.text)


def _has_body(bodies: Sequence[int], first: int, last: int) -> bool:
    """Whether a paragraph stands among the lines from `first` up to `last`."""
    return bisect_left(bodies, first) < bisect_left(bodies, last)


def _with_start(lines: Sequence[Line], openings: list[Opening], rules: TitleRules) -> list[Opening]:
    """What stands above the first title is nobody's, unless it is body text: then it is a report too."""
    end = openings[0].line if openings else len(lines)
    body = next((n for n, line in enumerate(lines[:end]) if _is_body(line)), end)
    if openings and body == end:
        return openings
    first = next(
        (
            n
            for n, line in enumerate(lines)
            if len(line.text) > LONGEST_TITLE or not rules.compilation.search(line.text)
        ),
        0,
    )
    head = range(first, min(body, first + HEAD_LINES, _first_spoken(lines), len(lines) - 1))
    named = next((n for n in head if rules.could_be(lines[n].text)), None)
    if named is not None and not any(FIGURE.search(lines[n].text) for n in range(first, named)):
        return [Opening(first, clean_title(lines[named].text), named - first + 1), *openings]
    if glued := GLUED.match(lines[first].text):
        return [Opening(first, clean_title(glued["title"]), 0), *openings]
    return [Opening(first, _first_words(lines[first].text), 0, is_titled=False), *openings]


def _first_words(text: str) -> str:
    return FOOTNOTE_MARK.sub("", text.lstrip("# ").strip())[:LONGEST_TITLE] or text[:LONGEST_TITLE]


def _pasted_again(lines: Sequence[Line], openings: Sequence[Opening]) -> Iterator[Opening]:
    """The same page once more: a report's lines down to its first paragraph come again, one below the other."""
    for place, opening in enumerate(openings):
        end = openings[place + 1].line if place + 1 < len(openings) else len(lines)
        paragraph = next((n for n in range(opening.line, end) if _is_body(lines[n])), end)
        count = max(paragraph - opening.line + 1, FEWEST_PASTED)
        pasted = [line.text for line in lines[opening.line : opening.line + count]]
        for again in range(opening.line + count, end - count + 1 if paragraph < end else 0):
            if lines[again].text == pasted[0] and [line.text for line in lines[again : again + count]] == pasted:
                yield replace(opening, line=again)
