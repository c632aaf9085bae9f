"""What does a report say in figures? `extract(text)` gives its claims; no disk, no network, no pandas, no Prefect.

    from extractors import extract

    for claim in extract("青禾县2023年工作总结\n全年造林3.2万亩，同比增长6.1%。"):
        print(claim.metric, claim.value_standard, claim.unit_standard, claim.sentence)

A file goes through the rooms reading → cleaning → structure → quantities → context; `extraction.py` strings them
together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.extraction import extract
    from extractors.language.hookspecs import hookimpl
    from extractors.model import Claim

__all__ = ["Claim", "extract", "hookimpl"]


def __getattr__(name: str) -> Any:
    """Loaded when it is asked for: the rules take a third of a second, and who reads files only needs none of them."""
    if name == "extract":
        from extractors.extraction import extract

        return extract
    if name == "hookimpl":
        from extractors.language.hookspecs import hookimpl

        return hookimpl
    if name == "Claim":
        from extractors.model import Claim

        return Claim
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
