"""How are the claims of a file shown on a terminal? Each sentence once, below it what it states, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from expectations.messages.catalogue import Messages, language_here, translate
from expectations.pages.words import say_plainly
from flows.terminal import plain

if TYPE_CHECKING:
    from extractors.model import Claim

QUOTE = 14  # columns, at least, of what is stated; the longest of a sentence's decides up to the double


def show_claims(claims: Sequence[Claim]) -> Iterator[Text]:
    """The lines, in reading order."""
    _ = translate(language_here())
    sections: str | None = None
    yield Text(_.ngettext("{count} claim", "{count} claims", len(claims)), style="bold")
    for (sentence, section), some in groupby(claims, key=lambda claim: (claim.sentence, claim.section)):
        found = list(some)
        if section != sections and section:
            yield Text(plain(section), style="bold cyan")
        sections = section
        yield Text(plain(sentence))
        quotes = [plain(claim.quote) for claim in found]
        width = min(2 * QUOTE, max(QUOTE, *map(cell_len, quotes)))
        for claim, quote in zip(found, quotes, strict=True):
            line = Text("  ")
            line.append(quote if cell_len(quote) > width else set_cell_size(quote, width), "green")
            line.append(f" {plain(claim.metric)}", "bold")
            line.append("".join(f" · {plain(told)}" for told in about(claim, _)), "dim")
            yield line


def about(claim: Claim, _: Messages) -> Iterator[str]:
    """What does not go without saying: a level that was reached exactly needs no words but its period."""
    if claim.masked:
        yield _("censored")
    elif claim.value is None:
        ends = [f"{end:,.12g}" for end in (claim.value_min, claim.value_max) if end is not None]
        yield f"{'–'.join(ends)} {claim.unit}".strip()
    if claim.bound != "exact":
        yield say_plainly("bound", claim.bound, _)
    if claim.status != "actual":
        yield say_plainly("status", claim.status, _)
    if claim.comparison != "none":
        yield say_plainly("comparison", claim.comparison, _)
    if claim.direction != "none":
        yield say_plainly("direction", claim.direction, _)
    if period := claim.period_text or str(claim.report_year or ""):
        yield period
    for flag in claim.flags:
        yield "! " + say_plainly("flag_names", flag.partition(":")[0], _) + flag.partition(":")[2]
