"""Where was `extract` before there were rooms? Here, until version 0.3; now: `from extractors import extract`."""

from __future__ import annotations

import sys
import warnings
from types import ModuleType

from extractors.extraction import extract, extract_source
from extractors.model import Claim

__all__ = ["extract", "extract_source"]

warnings.warn("import extract from extractors, not from extractors.extract", DeprecationWarning, stacklevel=2)


class _Callable(ModuleType):
    """Python puts an imported module before the function of the same name in its package: so it can be called."""

    def __call__(self, text: str) -> list[Claim]:
        return extract(text)


sys.modules[__name__].__class__ = _Callable
