"""Invented reports of which it is known which are copies of one text, and which only look like it.

A report is a list of sentences, a sentence a list of tokens; what a seller or the next year's writer does to a report
is done to the tokens. Unrelated reports share many phrases, far more than real ones do.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

WORDS, NUMBER, NAME, PARTY = "words", "number", "name", "party"
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@dataclass(frozen=True, slots=True)
class Token:
    sort: str
    text: str


Sentence = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """One report; those with the same `text` are copies of one text."""

    text: int
    kind: str
    title: str
    issuer: str
    sentences: tuple[Sentence, ...]
    full_width: bool = False
    blank_lines: bool = False

    def render(self) -> str:
        """The report as a file would have it."""
        body = ["".join(token.text for token in sentence) for sentence in self.sentences]
        paragraphs = ["".join(body[at : at + 4]) for at in range(0, len(body), 4)]
        if self.full_width:
            paragraphs = [f"　　{paragraph.translate(FULL_WIDTH)}" for paragraph in paragraphs]
        gap = "\n\n" if self.blank_lines else "\n"
        return gap.join([self.title, *paragraphs, self.issuer]) + "\n"


PHRASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


class Writer:
    """Makes reports; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.texts = 0

    def choose(self, phrases: str) -> str:
        chosen: str = self.random.choice(PHRASES[phrases])
        return chosen

    def place(self) -> str:
        return self.choose("first_characters") + self.choose("second_characters")

    def number(self, sort: str) -> str:
        if sort == "d":
            return f"{self.random.uniform(0.3, 90):.{self.random.choice((1, 2))}f}"
        if sort == "p":
            return f"{self.random.uniform(1, 99.9):.1f}"
        return str(self.random.randint(2, 30) if sort == "k" else int(10 ** self.random.uniform(1.2, 4.3)))

    def write(self, length: int, kind: str = "original") -> Generated:
        """A new report of so many sentences."""
        self.texts += 1
        place, seat = self.place(), self.choose("seats")
        villages = [self.place() for _ in range(4)]
        year = self.random.randint(2015, 2023)
        sentences = [self.opening(place, seat, year)]
        while len(sentences) < length:
            common = length > 6 and self.random.random() < 0.15
            sentences.append(self.common() if common else self.sentence(place, seat, villages))
        title = self.choose("titles").format(place=place + seat, year=year)
        return Generated(self.texts, kind, title, f"{place}{seat}人民政府", tuple(sentences))

    def opening(self, place: str, seat: str, year: int) -> Sentence:
        aim = f"代会精神，{self.choose('goals')}，{self.choose('verbs')}各项工作。"
        date = (Token(NUMBER, str(year)), Token(WORDS, "年，"))
        return (*date, Token(NAME, place), Token(WORDS, f"{seat}认真贯彻落实"), Token(PARTY, "党"), Token(WORDS, aim))

    def common(self) -> Sentence:
        return (Token(WORDS, self.choose("common")),)

    def sentence(self, place: str, seat: str, villages: list[str]) -> Sentence:
        tokens = [Token(WORDS, f"{self.choose('goals')}，{self.choose('verbs')}{self.choose('things')}")]
        if self.random.random() < 0.4:
            tokens += [Token(WORDS, "，在"), Token(NAME, self.random.choice(villages)), Token(WORDS, "村开展试点")]
        if self.random.random() < 0.2:
            tokens += [Token(WORDS, "，"), Token(NAME, place), Token(WORDS, f"{seat}组织"), Token(PARTY, "党")]
            tokens += [Token(WORDS, "员带头参与")]
        for result in self.random.sample(PHRASES["results"], self.random.randint(0, 3)):
            before, rest = result.split("{")
            sort, after = rest.split("}")
            tokens += [Token(WORDS, f"，{before}"), Token(NUMBER, self.number(sort)), Token(WORDS, after)]
        return (*tokens, Token(WORDS, f"，{self.choose('fillers')}。"))

    # What sellers do to a report: it is the same text afterwards.

    def retitle(self, report: Generated) -> Generated:
        return replace(report, title=self.choose("seller_titles"))

    def relayout(self, report: Generated) -> Generated:
        """Another format: full-width digits, indented or with blank lines."""
        return replace(report, full_width=self.random.random() < 0.6, blank_lines=self.random.random() < 0.6)

    def censor(self, report: Generated, share: float) -> Generated:
        """Numbers, names and 党 masked, so many of them."""
        masks: dict[str, Callable[[str], str]] = {
            NUMBER: lambda text: self.random.choice(("XX", "X", "*" + text[1:], "XXX")),
            NAME: lambda text: "XX",
            PARTY: lambda text: "D",
        }

        def mask(token: Token) -> Token:
            is_masked = token.sort in masks and self.random.random() < share
            return replace(token, text=masks[token.sort](token.text)) if is_masked else token

        return self.change_tokens(report, mask)

    def edit(self, report: Generated, share: float) -> Generated:
        """Sentences dropped, put in and reworded, so many of them."""
        sentences: list[Sentence] = []
        for sentence in report.sentences:
            if self.random.random() >= share:
                sentences.append(sentence)
                continue
            what = self.random.choice(("drop", "add", "reword"))
            if what == "add":
                sentences += [sentence, self.sentence(self.place(), "镇", [self.place()])]
            elif what == "reword":
                first = replace(sentence[0], text=f"{self.choose('goals')}，{self.choose('verbs')}")
                sentences.append((first, *sentence[1:]) if len(sentence) > 1 else self.common())
        return replace(report, sentences=tuple(sentences))

    def cut(self, report: Generated, share: float) -> Generated:
        """Only the beginning, as in a free preview."""
        return replace(report, sentences=report.sentences[: max(2, round(len(report.sentences) * share))])

    # What is not the same text, though it looks like it.

    def move(self, report: Generated, share: float = 1.0) -> Generated:
        """Another town with the same phrases: other names, and other figures, so many of them."""
        self.texts += 1
        names: dict[str, str] = {}

        def change(token: Token) -> Token:
            if token.sort == NAME:
                return replace(token, text=names.setdefault(token.text, self.place()))
            return self.refill(token, share)

        moved = self.change_tokens(report, change)
        return replace(moved, text=self.texts, title=f"{self.place()}镇工作总结", issuer=f"{self.place()}镇人民政府")

    def next_year(self, report: Generated, kept: float) -> Generated:
        """The same town a year later: most phrases and some figures stand there again."""
        self.texts += 1
        later = self.edit(report, 0.2)
        later = self.change_tokens(later, lambda token: self.refill(token, 1 - kept))
        year = str(int(report.sentences[0][0].text) + 1)
        opening = (Token(NUMBER, year), *report.sentences[0][1:])
        return replace(later, text=self.texts, sentences=(opening, *later.sentences[1:]))

    def refill(self, token: Token, share: float) -> Token:
        if token.sort != NUMBER or self.random.random() >= share:
            return token
        return replace(token, text=self.number("d" if "." in token.text else "n"))

    def change_tokens(self, report: Generated, change: Callable[[Token], Token]) -> Generated:
        sentences = tuple(tuple(change(token) for token in sentence) for sentence in report.sentences)
        return replace(report, sentences=sentences)

    def as_kind(self, kind: str, report: Generated) -> Generated:
        return replace(report, kind=kind)


def make_reports(count: int, seed: int = 2016) -> list[Generated]:
    """So many reports in random order: two in five originals without copies, the rest copies and near misses."""
    writer = Writer(seed)
    share = writer.random.uniform
    copies: dict[str, Callable[[Generated], Generated]] = {
        "other title": writer.retitle,
        "other format": lambda report: writer.relayout(writer.retitle(report)),
        "some numbers and names censored": lambda report: writer.censor(report, share(0.1, 0.5)),
        "most numbers and names censored": lambda report: writer.censor(report, share(0.7, 1)),
        "5 to 20 % of sentences edited": lambda report: writer.edit(report, share(0.05, 0.2)),
        "20 to 40 % of sentences edited": lambda report: writer.edit(report, share(0.2, 0.4)),
        "cut to 50 to 80 %": lambda report: writer.cut(report, share(0.5, 0.8)),
        "retitled, other format, censored, edited": lambda report: writer.edit(
            writer.censor(writer.relayout(writer.retitle(report)), share(0.1, 0.6)), share(0.05, 0.2)
        ),
    }
    misses: dict[str, Callable[[Generated], Generated]] = {
        "another town, same phrases": writer.move,
        "another town, a third of the figures equal": lambda report: writer.move(report, 0.67),
        "another town, same phrases, censored": lambda report: writer.censor(writer.move(report), share(0.2, 0.6)),
        "same town, next year": lambda report: writer.next_year(report, share(0.0, 0.3)),
        "same town, next year, half of the figures equal": lambda report: writer.next_year(report, 0.5),
    }
    reports: list[Generated] = []
    while len(reports) < count:
        short = writer.random.random() < 0.15
        length = writer.random.randint(3, 6) if short else round(10 ** share(1.0, 2.0))
        original = writer.write(length, "original, short" if short else "original")
        reports.append(original)
        if writer.random.random() < 0.35:
            for _ in range(writer.random.choice((1, 1, 1, 2, 3))):
                kind = writer.random.choice(list(copies))
                reports.append(writer.as_kind(f"{kind}, short" if short else kind, copies[kind](original)))
        if writer.random.random() < 0.3:
            kind = writer.random.choice(list(misses))
            reports.append(writer.as_kind(f"{kind}, short" if short else kind, misses[kind](original)))
    del reports[count:]
    writer.random.shuffle(reports)
    return reports
