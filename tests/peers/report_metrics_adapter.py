"""What does this project find? Everything it does is timed: boilerplate, structure, metric names, periods and all."""

from __future__ import annotations

from adapter_protocol import Extractor, Mention, serve


def load() -> dict[str, Extractor]:
    from extractors import extract

    def claims(text: str) -> list[Mention]:
        """`extractors.extract`: whole claims, with boilerplate, structure, metric, status and period"""
        return [
            Mention(c.char_start, c.char_end, c.value, c.value_min, c.value_max, c.unit, c.kind) for c in extract(text)
        ]

    return {"claims": claims}


if __name__ == "__main__":
    serve(load)
