"""Which lines are the furniture of the web page that a report was found on?

Shape times position: a line that consists of a page's fields and nothing else (data/pages.toml) goes wherever it stands
when one of them is sure; what reports write too goes only above the first or below the last paragraph, and only beside
furniture of its own group. Links to other articles go below the last paragraph, under a heading that announces them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import regex  # tells every field of a line, not only the last

from extractors.language.grammar import HAN
from extractors.language.knowledge import fill
from extractors.language.phrases import begin_fast

Span = tuple[int, int]

#: A line this long, or a shorter one that ends as a sentence does, is a paragraph: buttons stand above or below those.
PARAGRAPH_LENGTH = 50
SHORT_PARAGRAPH = 12
LONGEST_FURNITURE = 240
SURE, LIKELY = 3, 2
#: What a link to another article begins with; one that calls out is no paragraph: ▶ 全区接种突破3万剂！
LINK_MARKS = frozenset("▶►▷➤➜☞👉🔥")
FEWEST_ENTRIES = 3  # so many entries of a menu below one another need no other evidence
SEPARATOR = r"[\s　|｜/·•、，,;；【】\[\]（）()©_-]*+"
DATE_OR_OFFICE = re.compile(
    r"\s*(?:19|20|[二○〇]{2})[\d〇○零一二三四五六七八九]{2}\s?年.{1,8}日\s*"
    rf"|[{HAN}]{{2,24}}(?:人民政府|委员会|办公室|局|公司|中心|学校|医院)"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a line consists of: its groups, and how sure the surest and how many fields there are."""

    groups: frozenset[str]
    weight: int
    count: int

    @property
    def is_enough(self) -> bool:
        return self.weight >= SURE or (self.weight >= LIKELY and self.count > 1)


@dataclass(frozen=True, slots=True)
class Zones:
    """The numbers of the first and the last line that is a paragraph: inside them every short line may be report."""

    first: int
    last: int

    def at_edge(self, number: int) -> bool:
        return not self.first <= number <= self.last


def is_paragraph(text: str, line: Span) -> bool:
    start, end = line
    length = end - start
    if length >= PARAGRAPH_LENGTH:
        return True
    ends = length >= SHORT_PARAGRAPH and text[end - 1] in "。；！"
    return ends and not (text[end - 1] == "！" and text[start] in LINK_MARKS)


def find_paragraphs(text: str, lines: Sequence[Span], besides: Collection[int]) -> list[int]:
    """The numbers of the lines that are paragraphs, some left out."""
    return [
        n
        for n, line in enumerate(lines)
        if (line[1] - line[0] >= PARAGRAPH_LENGTH or text[line[1] - 1] in "。；！")
        and n not in besides
        and is_paragraph(text, line)
    ]


def find_zones(text: str, lines: Sequence[Span], besides: Collection[int]) -> Zones:
    """Where the paragraphs begin and end, lines known to be no report left out; of none, all lines count as inside."""
    numbers = find_paragraphs(text, lines, besides)
    return Zones(numbers[0], numbers[-1]) if numbers else Zones(0, len(lines))


class PageRules:
    """The fields of data/pages.toml, ready to read lines with."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.rows = {row["name"]: row for row in data["field"]}
        self.phrases = frozenset(phrase for row in data["field"] for phrase in row["phrases"])
        patterns = {row["name"]: fill(row["pattern"], {"han": HAN}) for row in data["field"]}
        self.begin = re.compile(f"{SEPARATOR}(?:{'|'.join(map(begin_fast, patterns.values()))})", re.VERBOSE)
        fields = "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
        self.line = regex.compile(f"{SEPARATOR}(?:(?:{fields}){SEPARATOR})+", regex.VERBOSE)
        related = fill(data["related"]["pattern"], {"han": HAN})
        self.related = re.compile(rf"(?:{related})\s?[:：]?[】\]]?")
        self.sites = re.compile(rf"{data['related']['links']}\s?[:：]?")
        self.not_related = re.compile(data["related"]["stop"])
        self.longest_link: int = data["related"]["longest"]

    def read(self, line: str) -> Fields | None:
        """The fields a line consists of; None where it says anything else."""
        match = self.line.fullmatch(line)
        if not match:
            return None
        counts = {name: len(match.captures(name)) for name in self.rows if match[name] is not None}
        return Fields(
            frozenset(self.rows[name]["group"] for name in counts),
            max(self.rows[name]["weight"] for name in counts),
            sum(counts.values()),
        )

    def read_lines(self, text: str, lines: Sequence[Span]) -> dict[int, Fields]:
        """The lines that consist of fields, by number."""
        found = {}
        for number, (start, end) in enumerate(lines):
            if end - start <= LONGEST_FURNITURE and self.begin.match(text, start, end):
                line = text[start:end]
                fields = self.read(line) if any(phrase in line for phrase in self.phrases) else None
                if fields:
                    found[number] = fields
        return found

    def find(
        self, text: str, lines: Sequence[Span], fields: dict[int, Fields], zones: Zones
    ) -> list[tuple[int, int, str]]:
        """The furniture of a text as (start, end, rule)."""
        taken = {number for number, read in fields.items() if read.is_enough}
        waiting = {number for number in fields if number not in taken and zones.at_edge(number)}
        taken |= _runs(fields, waiting)
        _take_beside(fields, taken, waiting)
        links = self._find_links(text, lines, zones, taken)
        return [(*lines[n], "page_furniture") for n in sorted(taken)] + [(*lines[n], "related_link") for n in links]

    def _find_links(self, text: str, lines: Sequence[Span], zones: Zones, taken: set[int]) -> list[int]:
        links: list[int] = []
        begun = sites = False
        for number in range(zones.last + 1, len(lines)):
            heads_sites = self.sites.fullmatch(text, *lines[number]) is not None
            heads = heads_sites or self.related.fullmatch(text, *lines[number]) is not None
            begun, sites = begun or heads, heads_sites or (sites and not heads)
            begun = begun and self._is_link(text[slice(*lines[number])], sites)
            if begun and number not in taken:
                links.append(number)
        return links

    def _is_link(self, line: str, sites: bool) -> bool:
        return (
            len(line) <= self.longest_link
            and (not line.endswith(("。", "！", "；")) or (line[0] in LINK_MARKS and line[-1] == "！"))
            and not self.not_related.match(line)
            and (sites or not DATE_OR_OFFICE.fullmatch(line))
        )


def _runs(fields: dict[int, Fields], waiting: set[int]) -> set[int]:
    """Lines of fields one below the other that vouch for each other: entries of a menu, or two likely lines."""
    runs: list[list[int]] = []
    for number in sorted(waiting):
        if runs and runs[-1][-1] == number - 1 and fields[number].groups & fields[number - 1].groups:
            runs[-1].append(number)
        else:
            runs.append([number])
    return {n for run in runs if _is_enough([fields[n] for n in run]) for n in run}


def _is_enough(run: Sequence[Fields]) -> bool:
    likely = sum(read.weight >= LIKELY for read in run)
    entries = sum(read.count for read in run if read.groups == {"menu"})
    return likely > 1 or entries >= FEWEST_ENTRIES


def _take_beside(fields: dict[int, Fields], taken: set[int], waiting: set[int]) -> None:
    """What waits stands beside furniture of its group: then it is taken, and the next one beside it."""
    for order, step in ((sorted(waiting), -1), (sorted(waiting, reverse=True), 1)):
        for number in order:
            if number + step in taken and fields[number].groups & fields[number + step].groups:
                taken.add(number)
