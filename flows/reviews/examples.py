"""How does a correction teach? As an example of the corpus: its sentence, and the claims that it gives, as people say.

Only sentences of which every claim was judged: an example says all that is to be read. Names of places can be replaced
by invented ones, always the same for the same name, so that no text of a real report goes anywhere.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.reviews.model import Row

#: What an example names of a claim: fields.
NAMED = (
    "value",
    "value_min",
    "value_max",
    "unit",
    "kind",
    "metric",
    "bound",
    "masked",
    "status",
    "comparison",
    "direction",
)
PLAIN: Row = {"bound": "exact", "masked": False, "status": "actual", "comparison": "none", "direction": "none"}
INVENTED = ("青禾", "柳溪", "松坞", "禾润", "云岭", "石湾", "桃坪", "竹园", "梅岗", "荷塘")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}?(?=[省市县区乡镇村州盟旗])")


def write_examples(claims: Iterable[Row], replace_names: bool = False) -> str:
    """TOML of the sentences whose claims all bear a verdict; claims as they are published, in the order of the text."""
    by_sentence: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for claim in claims:
        by_sentence[claim["batch"], claim["report_id"], claim["sentence"]].append(claim)
    names: dict[str, str] = {}
    blocks = []
    for (_, _, sentence), some in by_sentence.items():
        if all(claim["review"] for claim in some) and any(claim["review"] != "confirmed" for claim in some):
            text = replaced(sentence, names) if replace_names else sentence
            blocks.append(
                write_example(text, [c for c in some if c["review"] != "rejected"], names if replace_names else {})
            )
    return "\n".join(blocks)


def write_example(text: str, claims: Sequence[Row], names: Mapping[str, str]) -> str:
    lines = ["[[example]]", 'phenomenon = "reviewed"', f"text = {quoted(text)}"]
    if any(claim["part"] == "plan" for claim in claims):
        lines.append("plan = true")
    if not claims:
        return "\n".join([*lines, "claims = []", ""])
    lines.append("claims = [")
    for claim in claims:
        fields = {name: claim[name] for name in NAMED if claim[name] is not None and claim[name] != PLAIN.get(name)}
        fields["metric"] = apply_names(str(claim["metric"]), names)
        told = ", ".join(f"{name} = {quoted(value)}" for name, value in {"quote": claim["quote"], **fields}.items())
        lines.append(f"  {{ {told} }},")
    return "\n".join([*lines, "]", ""])


def quoted(value: Any) -> str:
    """As TOML writes it, which for these is as JSON does."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def replaced(text: str, names: dict[str, str]) -> str:
    for found in _PLACE.findall(text):
        number = len(names)
        names.setdefault(found, f"{INVENTED[number % len(INVENTED)]}{number // len(INVENTED) or ''}")
    return apply_names(text, names)


def apply_names(text: str, names: Mapping[str, str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, names[name])
    return text
