"""What becomes of a reading? The claim: its place, its words as written, its value in the standard unit, its doubts."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Any

from msgspec import Struct

from extractors.cleaning.split_numbers import flag_of
from extractors.cleaning.stripped import Stripped
from extractors.context.clauses import Sentence
from extractors.context.confidence import confidence_of
from extractors.context.context import Reading, unit_for
from extractors.context.metric_key import metric_key
from extractors.language.numerals import times
from extractors.language.script import is_traditional
from extractors.model import Claim, Report, Section, SourceText
from extractors.quantities.units import Unit
from extractors.version import EXTRACTOR_VERSION

_YEAR = re.compile(r"\d{4}")
_HAN = frozenset(map(chr, range(0x4E00, 0xA000)))
#: What may be doubtful about where a claim stands, each a flag and a doubt: its report's year, its page.
OF_PLACE = PUBLISHED, GUESSED, OF_FILE, MISPRINTED = (
    "year_of_publication",
    "year_guessed",
    "year_of_file_name",
    "doubtful_page",
)
RECOGNISED = "recognised"  # a flag only: what is to be known of a page that is a picture
IN_PASSING = "year_in_passing"  # a doubt only


class Origin(Struct, frozen=True, gc=False):
    """Where all claims of a source come from."""

    source: SourceText
    stripped: Stripped
    ids: Any  # a sha256 that has taken in what the claims' ids are made from; hashlib has no name for its type
    plain: str = ""  # what was kept in simplified characters, where it is written in others

    def id_of(self, start: int, end: int) -> str:
        """The claim_id of what stands there in the source."""
        made = self.ids.copy()
        made.update(f"{start}:{end}".encode())
        digest: str = made.hexdigest()
        return digest[:24]


def _in_standard(value: float | None, unit: Unit) -> float | None:
    """A value in the standard unit, as one would reckon it with the written digits."""
    factor = unit.factor
    if value is None or factor is None:
        return None
    if factor == 1.0:
        return value
    standard = times(value, factor)
    return standard + unit.offset if unit.offset else standard


def _signed(value: float | None, direction: str) -> float | None:
    """A change with its sign: 下降8.7% and 增长-8.7% are both -8.7; None for what did not change."""
    if value is None or direction == "none":
        return None
    return -abs(value) if direction == "down" else value


def shown_as(sentence: Sentence, kept: str) -> str:
    """The sentence in the characters of the source: extraction works on simplified ones."""
    written = kept[sentence.start : sentence.end]
    return sentence.text if written == sentence.text else written


def _as_written(words: str, sentence: Sentence, shown: str, origin: Origin) -> str:
    """A name in the characters of the source, whether it stands in its sentence or was put together."""
    at = sentence.text.find(words)
    if at >= 0:
        return shown[at : at + len(words)]
    if not is_traditional(shown):
        return words
    forms = _forms_of(origin.plain, origin.stripped.kept) | dict(zip(sentence.text, shown, strict=True))
    return "".join([forms.get(character, character) for character in words])


@lru_cache(maxsize=2)
def _forms_of(plain: str, kept: str) -> dict[str, str]:
    """Simplified characters → as a text mostly writes them."""
    forms = {p: written for p, written in zip(plain, kept, strict=False) if p != written and p in _HAN}
    return {p: written for p, written in forms.items() if kept.count(p) <= kept.count(written)}


def _flags_of_place(reading: Reading, report: Report, source: SourceText, start: int) -> list[str]:
    flags = []
    states_year = reading.period_text is not None and _YEAR.search(reading.period_text)
    if (flag := _flag_of_year(report)) and not states_year:
        flags.append(flag)
    if source.doubtful_pages and bisect_right(source.pages, start) in source.doubtful_pages:
        flags.append(MISPRINTED)
    return flags


def _flag_of_year(report: Report) -> str | None:
    """What is doubtful about where a report's year comes from."""
    if report.year_of_publication:
        return PUBLISHED
    return GUESSED if report.year_is_guessed else OF_FILE if report.year_of_file_name else None


def make_claim(
    reading: Reading, sentence: Sentence, shown: str, bare: str, report: Report, section: Section, origin: Origin
) -> Claim:
    """The claim of one reading; `shown` is its sentence as written, `bare` the same without blanks around it."""
    source, mention, metric = origin.source, reading.mention, reading.metric
    unit = mention.unit if mention.unit.unit else unit_for(reading)
    start, end = origin.stripped.span_in_source(mention.start, mention.end)
    flags, doubts = reading.flags, reading.doubts
    if (_flag_of_year(report) or source.doubtful_pages) and (
        of_place := _flags_of_place(reading, report, source, start)
    ):
        flags, doubts = (*flags, *of_place), (*doubts, *of_place)
    if source.recognised_pages and bisect_right(source.pages, start) in source.recognised_pages:
        flags = (*flags, RECOGNISED)
    if report.year_in_passing and not (reading.period_text and _YEAR.search(reading.period_text)):
        doubts = (*doubts, IN_PASSING)
    quote = source.text[start:end]
    if "\n" in quote and (flag := flag_of(quote, mention.value)):
        flags, doubts = (*flags, flag), (*doubts, "flag_two_readings")
    claim_id = origin.id_of(start, end)
    whole_id = None
    if reading.whole is not None:
        whole_id = origin.id_of(*origin.stripped.span_in_source(*reading.whole))
    value, low, high = mention.value, mention.low, mention.high
    in_standard = _in_standard(value, unit)
    return Claim(  # in the order of its fields: given by name they would take twice as long
        claim_id,
        source.source_id,
        report.report_id,
        report.title,
        report.issuer,
        report.region,
        report.year,
        section.part,
        section.section_id,
        section.path,
        bare,
        quote,
        start,
        end,
        metric if shown is sentence.text else _as_written(metric, sentence, shown, origin),
        metric_key(metric),
        reading.scope
        if shown is sentence.text or not reading.scope
        else _as_written(reading.scope, sentence, shown, origin),
        whole_id,
        reading.kind,
        value,
        low,
        high,
        unit.unit,
        unit.standard,
        in_standard,
        None if low is None else in_standard if low is value else _in_standard(low, unit),
        None if high is None else in_standard if high is value else _in_standard(high, unit),
        unit.per or reading.per,
        mention.bound,
        mention.masked,
        reading.status,
        reading.comparison,
        reading.direction,
        _signed(in_standard, reading.direction),
        reading.basis,
        reading.base_text,
        reading.base_first,
        reading.base_last,
        reading.period_text,
        reading.first,
        reading.last,
        confidence_of(doubts),
        flags,
        EXTRACTOR_VERSION,
        None,
        None,
        None,
        report.area_code,
    )
