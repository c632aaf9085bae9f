"""What comes again, in a text or in the other files of its batch: which lines, and which ends of paragraphs?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from extractors.cleaning.repetition import end_of, key_of

Span = tuple[int, int]

PARAGRAPH, LONGEST = 40, 400
AMID, FEWEST_AMID = 40, 3  # characters of a line between paragraphs, and how often it comes again to be heard
MOST_AGAIN = 2  # for how many times more than once a line is louder
IN_OTHERS = 3  # times that a line counts as coming again which other files of the batch have
LEADS = "：:"  # what leads to a list ends so, in many a report: 重点抓好以下工作：


def come_again(
    text: str, lines: Sequence[Span], others: Collection[int], repeated: Collection[str], is_own: Callable[[str], bool]
) -> list[int]:
    """Short lines that stand word for word at several places of a text, or in other files of its batch, which are heard
    whatever words they have; `is_own`: of lines that reports have too, titles and headings."""
    short = {n: text[start:end] for n, (start, end) in enumerate(lines) if end - start <= AMID and n not in others}
    times = Counter(short.values())
    return [
        n
        for n, line in short.items()
        if len(line) > 4
        and (
            times[line] >= FEWEST_AMID
            or (bool(repeated) and line[-1] not in LEADS and key_of(line) in repeated and not is_own(line))
        )
    ]


def ending_alike(text: str, lines: Sequence[Span], others: Collection[int], repeated: Collection[str]) -> set[int]:
    """Paragraphs at whose ends stands what stands at those of others, in this text or in its batch."""
    paragraphs = [n for n, (start, end) in enumerate(lines) if end - start >= PARAGRAPH and n not in others]
    ends = {n: end for n in paragraphs if (end := end_of(text[slice(*lines[n])]))}
    times = Counter(ends.values())
    return {
        n
        for n, end in ends.items()
        if times[end] >= FEWEST_AMID or (bool(repeated) and len(end) <= LONGEST and key_of(end) in repeated)
    }


def times_again(
    text: str, lines: Sequence[Span], numbers: Iterable[int], repeated: Collection[str], is_own: Callable[[str], bool]
) -> dict[int, int]:
    """How often more than once a line stands in a text or a batch, as far as it matters."""
    keys = {n: key_of(text[slice(*lines[n])]) for n in numbers}
    counts = Counter(keys.values())
    times = {n: min(counts[key] - 1, MOST_AGAIN) for n, key in keys.items() if counts[key] > 1}
    in_others = (n for n, key in keys.items() if key in repeated and key[-1] not in LEADS)
    return times | {n: IN_OTHERS + times.get(n, 0) for n in in_others if not is_own(text[slice(*lines[n])])}
