"""Which lines and sentences are a seller's advert, and which watermark words did the seller leave in the text?

No single word makes an advert: reports speak of members, scanning codes and official accounts too. A line is judged by
how many independent kinds of evidence it carries (data/boilerplate.toml), less what sounds like a report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from extractors.phrases import lines_that_hold

Span = tuple[int, int]

SENTENCE = regex.compile(r"[^。！？!?\n]++[。！？!?]*+|[。！？!?]++")
BRACKETED = regex.compile(r"[【（(\[][^【】（）()\[\]\n]{2,60}+[】）)\]]")
BRAND_IN_BRACKETS = regex.compile(r"【([^【】\n]{2,10})】")
ACCOUNT_NAME = regex.compile(r"(?:公众号|微信|客服|vx|VX)(?:号|名称)?\s?[:：]\s?([\p{Han}A-Za-z0-9_-]{2,20})")
SITE = regex.compile(r"(?:https?://)?(?:www\.)[A-Za-z0-9-]{3,30}+\.(?:com|cn|net|org)(?:\.cn)?", regex.IGNORECASE)
ACCOUNT_ID = regex.compile(r"(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{5,20}")
#: How sellers call themselves: a made-up name with such an ending is no word of a report.
SELLER_ENDING = regex.compile(r"(?:君|哥|姐|叔|库|网|铺|坊|阁|斋|社|苑|笔记|秘书|代笔|代写|文案|小店|课堂)$")
COMMON_WORD = regex.compile(
    r"材料|公文|写作|党建|机关|办公|政府|工作|人民|资料|信息|服务|中心|清廉|发布|文明|法院|客服|公众号"
)
#: Before or after a name that the report itself mentions: “青禾君”, 青禾君公众号.
NAMING = regex.compile(r"[“”‘’\"'《》「」【】]|公众号|微信|平台|小程序|APP|栏目|品牌|有限|公司|工作室")


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of evidence: any of its phrases, and its pattern where it has one."""

    name: str
    weight: int
    phrases: tuple[str, ...]
    pattern: regex.Pattern[str] | None

    def speaks(self, text: str) -> bool:
        return any(phrase in text for phrase in self.phrases) and (not self.pattern or bool(self.pattern.search(text)))


@dataclass(frozen=True, slots=True)
class Verdict:
    score: int
    kinds: int
    report_words: int

    def reaches(self, score: int, kinds: int = 2) -> bool:
        return self.score >= score and self.kinds >= kinds


class AdvertRules:
    """The evidence of data/boilerplate.toml, ready to judge a text."""

    def __init__(self, data: dict[str, Any]) -> None:
        settings = data["advert"]
        self.line_score: int = settings["line_score"]
        self.sentence_score: int = settings["sentence_score"]
        self.beside_score: int = settings["beside_score"]
        self.report_words: tuple[str, ...] = tuple(settings["report_words"])
        self.report_count = regex.compile(settings["report_count"])
        self.report_words_most: int = settings["report_words_most"]
        self.longest_line: int = settings["longest_line"]
        self.signals = tuple(
            Signal(
                row["name"],
                row["weight"],
                tuple(row["phrases"]),
                regex.compile(row["pattern"], regex.VERBOSE) if "pattern" in row else None,
            )
            for row in data["signal"]
        )
        self.phrases = tuple({phrase for signal in self.signals for phrase in signal.phrases})

    def judge(self, text: str) -> Verdict:
        speaking = [signal for signal in self.signals if signal.speaks(text)]
        if not speaking:
            return Verdict(0, 0, 0)
        report_words = sum(word in text for word in self.report_words) + bool(self.report_count.search(text))
        score = sum(signal.weight for signal in speaking) - min(report_words, self.report_words_most)
        return Verdict(score, len(speaking), report_words)

    def find(self, text: str, lines: list[Span]) -> list[tuple[int, int, str]]:
        """The adverts of a text as (start, end, rule), lines given as stripped spans in order."""
        suspects = lines_that_hold(self.phrases, text, lines)
        found: dict[int, list[Span]] = {}
        weak: dict[int, Verdict] = {}
        for number in suspects:
            start, end = lines[number]
            whole, spans, verdict = self._judge_line(text, start, end)
            if spans:
                found[number] = spans
            if not whole and verdict.score >= self.beside_score and not verdict.report_words:
                weak[number] = verdict
        self._take_company(text, lines, found, weak)
        return sorted((start, end, "advert") for spans in found.values() for start, end in spans)

    def _judge_line(self, text: str, start: int, end: int) -> tuple[bool, list[Span], Verdict]:
        sentences = [(m.start(), m.end()) for m in SENTENCE.finditer(text, start, end)]
        verdicts = [self.judge(text[a:b]) for a, b in sentences]
        line = self.judge(text[start:end]) if end - start <= self.longest_line else Verdict(0, 0, 0)
        mixed = any(self._is_report(v, b - a) for v, (a, b) in zip(verdicts, sentences, strict=True))
        if line.reaches(self.line_score) and not mixed:
            return True, [(start, end)], line
        strong = {i for i, verdict in enumerate(verdicts) if verdict.reaches(self.sentence_score)}
        for i in list(strong):
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(verdicts) and j not in strong and verdicts[j].score >= self.beside_score:
                    strong.add(j)
                    j += step
        spans = [sentences[i] for i in sorted(strong)]
        sentence_starts = [a for a, _ in sentences]
        for m in BRACKETED.finditer(text, start, end):
            inside = bisect_right(sentence_starts, m.start()) - 1
            if inside not in strong and self.judge(m[0]).reaches(self.line_score):
                spans.append(m.span())
        return False, spans, Verdict(0, 0, 0) if mixed else line

    @staticmethod
    def _is_report(verdict: Verdict, length: int) -> bool:
        return (verdict.kinds == 0 and length >= 15) or (verdict.report_words > 0 and verdict.score < 2)

    def _take_company(
        self, text: str, lines: list[Span], found: dict[int, list[Span]], weak: dict[int, Verdict]
    ) -> None:
        """Weaker lines count when they stand beside an advert or are repeated word for word."""
        repeats = Counter(text[lines[number][0] : lines[number][1]] for number in weak)
        for number in list(weak):
            if repeats[text[lines[number][0] : lines[number][1]]] > 1 and weak[number].kinds > 1:
                found[number] = [lines[number]]
        for order in (sorted(weak), sorted(weak, reverse=True)):
            for number in order:
                if number not in found and (
                    self._is_whole(number - 1, lines, found) or self._is_whole(number + 1, lines, found)
                ):
                    found[number] = [lines[number]]

    @staticmethod
    def _is_whole(number: int, lines: list[Span], found: dict[int, list[Span]]) -> bool:
        return number in found and found[number] == [lines[number]]


def learn_brands(adverts: Iterable[str]) -> set[str]:
    """Names the adverts of this very document give: brands in brackets, accounts, sites."""
    brands: set[str] = set()
    for advert in adverts:
        names = [m[1] for m in BRAND_IN_BRACKETS.finditer(advert)] + [m[1] for m in ACCOUNT_NAME.finditer(advert)]
        brands.update(name for name in names if _can_be_watermark(name))
        brands.update(m[0] for m in SITE.finditer(advert))
    return brands


def _can_be_watermark(name: str) -> bool:
    if ACCOUNT_ID.fullmatch(name):
        return True
    if not 3 <= len(name) <= 8 or name.isdigit():
        return False
    return bool(SELLER_ENDING.search(name)) or not COMMON_WORD.search(name)


def find_watermarks(text: str, brands: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Brand words inside sentences; a name that the report itself quotes or introduces is left alone."""
    for brand in brands:
        spaced = regex.compile(r"[ \u3000]?".join(regex.escape(char) for char in brand))
        for m in spaced.finditer(text):
            before, after = text[max(0, m.start() - 4) : m.start()], text[m.end() : m.end() + 4]
            latin = m[0][0].isascii() and (before[-1:].isalnum() and before[-1:].isascii())
            if not NAMING.search(before) and not NAMING.search(after) and not latin:
                yield m.start(), m.end(), "watermark"
