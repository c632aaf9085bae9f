"""How far may a value be from what is stated? ±5公斤, 120±5公斤: a range around a mean, or around nothing."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from extractors.language.numerals import parse_exact
from extractors.quantities.mention import Mention

SIGN = "±"
_NUMBER = r"[0-9０-９]+(?:[.．][0-9０-９]+)?"
_MEAN = re.compile(rf"(?<![0-9０-９.．])(?P<mean>{_NUMBER})[ ]?{SIGN}$")
_FAR = re.compile(_NUMBER)


def within(mention: Mention, text: str) -> Mention:
    """The quantity behind a ± as the range that it means; what multiplies it (万) multiplies the mean, too."""
    far = _FAR.match(text, mention.start)
    if mention.value is None or far is None or not parse_exact(far[0]):
        return mention
    each = Decimal(repr(mention.value)) / parse_exact(far[0])
    mean = _MEAN.search(text, max(0, mention.start - 16), mention.start)
    middle, width = (parse_exact(mean["mean"]) if mean else Decimal(0)) * each, parse_exact(far[0]) * each
    return replace(
        mention,
        start=mean.start() if mean else mention.start - len(SIGN),
        value=float(middle) if mean else None,
        low=float(middle - width),
        high=float(middle + width),
    )
