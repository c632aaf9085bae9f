"""Under which key do metrics of different reports meet? The name normalised: censoring undone, synonyms joined."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from extractors.language import knowledge
from extractors.language.censoring import uncensor
from extractors.language.script import is_plain, simplify

_RAW = knowledge.load("metric_keys.toml")
_MASKS = re.compile("|".join(_RAW["masks"]))
_DROPPED = re.compile(rf"(?:{'|'.join(sorted(_RAW['dropped_before'], key=len, reverse=True))})+(?=.{{2}})")
_NOISE = re.compile(r"[\s“”‘’\"'《》「」、，,。·：:;；!！?？…—\-]+|[（(][^（）()]*[）)]$")
_KEYS: dict[str, str] = {spelling: key for key, spellings in _RAW["synonyms"].items() for spelling in (key, *spellings)}


@lru_cache(maxsize=65536)
def metric_key(name: str) -> str:
    """The key of a metric's name: the same for spellings that mean the same, "" only for an empty name.

    Full-width and traditional characters, the censored 党 (D), quotation marks, a trailing bracket and words for the
    whole place or year (全县, 全年) make no difference; the synonyms of data/metric_keys.toml share a key.
    """
    key = plain_name(name)
    if key not in _KEYS:
        key = _DROPPED.sub("", key, count=1) if _DROPPED.match(key) else key
    return _KEYS.get(key, key)


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """A name without what makes no difference: one script and width, no censoring, no masks, marks and last bracket."""
    if is_plain(name):  # masks, censored words and marks are of other characters
        return name
    plain = _MASKS.sub("", uncensor(normalize("NFKC", simplify(name))).text)
    return _NOISE.sub("", plain) or plain.strip()
