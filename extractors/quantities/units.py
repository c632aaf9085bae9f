"""What is a unit as written worth: its published spelling, kind, standard unit and factor.

The spellings are in data/units.toml, the factors in data/pint_units.txt, which Pint reads; neither is in code.

>>> look_up("亩")
Unit(unit='亩', kind='area', standard='m²', factor=666.6666666666666, noun=False, optional=False, offset=0.0, per='')
>>> look_up("个月").unit, look_up("戶次").unit, look_up("元/亩").standard
('月', '户次', 'CNY/m²')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from extractors.language.own import definitions, merged, rows_of

if TYPE_CHECKING:
    from pint import UnitRegistry

DATA = Path(__file__).parents[1] / "data"
TABLE = DATA / "units.toml"
DEFINITIONS = DATA / "pint_units.txt"

KINDS = frozenset(  # claims.kind
    {
        "area",
        "count",
        "duration",
        "energy",
        "length",
        "mass",
        "money",
        "other",
        "percentage",
        "power",
        "rate_or_score",
        "temperature",
        "turnover",
        "volume",
    }
)

EXAMPLES = ("takes", "refuses")  # of rows that users have added; rules.py tests them
ROW_KEYS = frozenset({"unit", "spellings", "kind", "standard", "pint", "drop_ge", "noun", "optional"})

# What stands before the unit of a denominator: 件/万人, 人/10万人, 元/每户. It stays in the standard unit as written.
SCALED_DENOMINATOR = re.compile(r"(?P<scale> 每? [0-9]*+ [十百千万亿]*+ ) (?P<unit> .+ )", re.VERBOSE)
_EITHER = re.compile(r"(?P<one>[^（）]{1,3})（(?P<other>[^（）]{1,2})）(?P<times>次?)")
_TIMES = "次"


class UnitTableError(ValueError):
    """The unit table or its definitions contradict themselves; the message names file, row and remedy."""


class Unit(Struct, frozen=True, gc=False):
    """A unit as published; value_standard = value * factor + offset, where factor is not None."""

    unit: str
    kind: str
    standard: str
    factor: float | None
    noun: bool = False  # a noun counted without a measure word: 15乡镇
    optional: bool = False  # it is disputed whether number and word make a claim: 5大
    offset: float = 0.0  # of a temperature scale
    per: str = ""  # per what: 亩 of 元/亩, 万人 of 件/万人


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table says of one spelling, before Pint is asked for the factor."""

    unit: str
    kind: str
    standard: str
    pint: str | None = None
    standard_pint: str | None = None
    noun: bool = False
    optional: bool = False


@lru_cache(maxsize=4096)
def look_up(spelling: str) -> Unit | None:
    """The unit behind a spelling of the table, a compound of such (元/亩) or a pair (人（次）), else None."""
    if spelling[:1] in ("/", "／") and spelling.endswith("万"):
        return Unit(f"/{spelling[1:]}", "other", f"/{spelling[1:]}", 1.0, per=spelling[1:])  # 9.8/10万
    return _known(spelling) or _compound(spelling) or _either(spelling)


@lru_cache(maxsize=4096)
def resolve(spelling: str) -> Unit:
    """As `look_up`, but an unknown measure word counts in its own unit; an unknown denominator stays as written."""
    return look_up(spelling) or _with_unknown_denominator(spelling) or Unit(spelling, "count", spelling, 1.0)


@cache
def spellings() -> tuple[str, ...]:
    """Every spelling of the table but no compounds, longest first: joined by | they match 平方公里 before 平方."""
    return tuple(sorted(_table(), key=lambda spelling: (-len(spelling), spelling)))


@cache
def standard_names() -> Mapping[str, str]:
    """What Chinese calls each standard unit, as far as a spelling of the table means just that: CNY 元, m² 平方米."""
    names: dict[str, str] = {}
    for entry in _table().values():
        if entry.pint == entry.standard_pint and not entry.unit.isascii() and entry.unit != entry.standard:
            names.setdefault(entry.standard, entry.unit)
    return names


def read_table(path: Path, added: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Entry]:
    """Spelling → entry, with the spellings that follow from the rows: traditional forms, and 个 where it falls away."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UnitTableError(f"{path.name}: no valid TOML ({error}); put that place right") from error
    document = merged(document, added, path.name)
    to_traditional = str.maketrans({pair[1]: pair[0] for pair in document.get("traditional", "").split()})
    table: dict[str, Entry] = {}
    for number, row in enumerate(document.get("unit", ()), start=1):
        where = f"{path.name}, row {number} ({', '.join(row.get('spellings', ())) or 'no spellings'})"
        _check_row(row, document.get("standards", {}), where)
        for spelling, entry in _entries(row, document.get("standards", {})):
            if spelling in table:
                raise UnitTableError(
                    f"{where}: {spelling} is already a spelling of {table[spelling].unit}; keep it in one row only"
                )
            table[spelling] = entry
    for spelling, entry in list(table.items()):
        table.setdefault(spelling.translate(to_traditional), entry)
    return table


def factor_of(entry: Entry, definitions: UnitRegistry[Any] | None = None) -> float:
    """How many standard units one unit is; 1 for what has no definition (counts, foreign money, months)."""
    return scale_of(entry, definitions)[0]


def scale_of(entry: Entry, definitions: UnitRegistry[Any] | None = None) -> tuple[float, float]:
    """Factor and offset of a unit: how many standard units one more of it is, and which value its zero has."""
    if entry.pint is None or entry.standard_pint is None:
        return 1.0, 0.0
    registry = definitions if definitions is not None else _definitions()
    try:
        zero, one = (float(registry.Quantity(n, entry.pint).to(entry.standard_pint).magnitude) for n in (0.0, 1.0))
        return (one, 0.0) if abs(zero) < 1e-9 else (round(one - zero, 12), round(zero, 10))
    except (AttributeError, ValueError, TypeError) as error:  # Pint: undefined name, two dimensions
        raise UnitTableError(
            f"{TABLE.name}, {entry.unit}: {entry.pint} cannot be converted to {entry.standard_pint} ({error}); "
            f"define both in {DEFINITIONS.name}, in one dimension"
        ) from error


def _check_row(row: Mapping[str, Any], standards: Mapping[str, str], where: str) -> None:
    if unknown := set(row) - ROW_KEYS:
        raise UnitTableError(f"{where}: unknown key {', '.join(sorted(unknown))}; use {', '.join(sorted(ROW_KEYS))}")
    if not row.get("spellings"):
        raise UnitTableError(f"{where}: no spellings; list at least one")
    if row.get("kind") not in KINDS:
        raise UnitTableError(f"{where}: unknown kind {row.get('kind')}; use one of {', '.join(sorted(KINDS))}")
    if "pint" in row and row.get("standard") not in standards:
        raise UnitTableError(f"{where}: standard {row.get('standard')} has no Pint name; add it to [standards]")


def _entries(row: Mapping[str, Any], standards: Mapping[str, str]) -> Iterator[tuple[str, Entry]]:
    for spelling in row["spellings"]:
        unit = row.get("unit", spelling)
        standard = row.get("standard", unit)
        if "pint" in row and standard not in standards:
            raise UnitTableError(
                f"{TABLE.name}, {unit}: no Pint name for its standard {standard}; add it to [standards]"
            )
        entry = Entry(
            unit,
            row["kind"],
            standard,
            row.get("pint"),
            standards.get(standard),
            row.get("noun", False),
            row.get("optional", False),
        )
        yield spelling, entry
        if row.get("drop_ge"):
            yield f"个{spelling}", entry


@cache
def _table() -> dict[str, Entry]:
    added = dict(rows_of(TABLE.name))
    rows = [{key: value for key, value in row.items() if key not in EXAMPLES} for row in added.pop("unit", ())]
    return read_table(TABLE, added | ({"unit": rows} if rows else {}))


@cache
def _definitions() -> UnitRegistry[Any]:
    from pint import UnitRegistry  # half a second, so only when the first factor is wanted

    registry: UnitRegistry[Any] = UnitRegistry(DEFINITIONS)
    if added := definitions():
        registry.load_definitions(added.splitlines())
    return registry


@cache
def _unit(entry: Entry) -> Unit:
    factor, offset = scale_of(entry)
    per = entry.unit.partition("/")[2]
    return Unit(entry.unit, entry.kind, entry.standard, factor, entry.noun, entry.optional, offset, per)


def _known(spelling: str) -> Unit | None:
    entry = _table().get(spelling)
    return None if entry is None else _unit(entry)


@lru_cache(maxsize=4096)
def _compound(spelling: str) -> Unit | None:
    """元/亩, 元/平方米·月, 件/万人: the numerator's kind; published as written, in standard units CNY/m²."""
    written = _slashed(spelling)
    numerator, tail = _numerator(written)
    if numerator is None or numerator.factor is None:
        return None
    standard, factor = numerator.standard, numerator.factor
    for part in [tail] if tail in _table() else re.split(r"[/·]", tail):
        denominator = _denominator(part)
        if denominator is None or denominator.factor is None:
            return None
        standard, factor = f"{standard}/{denominator.standard}", factor / denominator.factor
    return Unit(written, numerator.kind, standard, factor, per=tail)


def _either(spelling: str) -> Unit | None:
    """套（间）, 人（次）, 人（家）次: counted by either of two measure words; their standard is the first, or 人次."""
    said = _EITHER.fullmatch(spelling)
    if said is None:
        return None
    words = said["one"].removeprefix("个") or said["one"], said["other"]  # 64个点（次） is 64 点（次）
    if not all(_is_measure_word(word) and _is_measure_word(word + said["times"]) for word in words):
        return None
    one, other = (_table()[word].unit for word in words)
    written = f"{one}（{other}）{said['times']}"
    by_times = _table().get(one + _TIMES) if _TIMES in (other, said["times"]) else None
    return Unit(written, "count", (by_times or _table()[words[0]]).standard, 1.0)


def _is_measure_word(spelling: str) -> bool:
    entry = _table().get(spelling)
    return entry is not None and entry.kind == "count" and not entry.noun


def _slashed(spelling: str) -> str:
    """元/亩 for 元／亩, 千米/小时 for 千米每小时."""
    written = spelling.replace("／", "/")
    return written if "/" in written else written.replace("每", "/", 1)


def _numerator(written: str) -> tuple[Unit | None, str]:
    """The unit that stands before a slash, and what stands behind it; 分/千瓦时 is one unit, above 月 too."""
    slashes = [at for at, mark in enumerate(written) if mark == "/"]
    for at in reversed(slashes):
        if unit := _known(written[:at]):
            return unit, written[at + 1 :]
    return None, ""


def _denominator(part: str) -> Unit | None:
    if (unit := _known(part) or _either(part)) is not None:
        return unit
    scaled = SCALED_DENOMINATOR.fullmatch(part)
    if scaled is None or _known(scaled["unit"]) is None:
        return None
    return Unit(part, "other", part, 1.0)


def _with_unknown_denominator(spelling: str) -> Unit | None:
    written = _slashed(spelling)
    numerator, tail = _numerator(written)
    if not (tail and numerator):
        return None
    return Unit(written, numerator.kind, f"{numerator.standard}/{tail}", numerator.factor, per=tail)
