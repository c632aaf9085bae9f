"""How is a name made comparable? Censoring undone, one script, no marks, no brackets behind it."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from extractors.language.censoring import uncensor
from extractors.language.script import simplify

_NOISE = re.compile(r"[\s“”‘’\"'《》「」、，,。·：:;；!！?？…—\-]+|[（(][^（）()]*[）)]$|[（()）]")


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """The name without what makes no difference."""
    return _NOISE.sub("", uncensor(normalize("NFKC", simplify(name))).text)
