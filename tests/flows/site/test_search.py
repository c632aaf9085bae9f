"""Does the index of pairs have every pair of every sentence, for its report and no other?"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.site import spread
from flows.site.search import BLOCK, encode, hash_of, normalised, pairs_of, shards_for
from flows.site.write import write_site
from tests.flows.site.published import Published, Stated, publish


def decode(coded: str) -> list[int]:
    """As search.js does it."""
    places, last, step, bits = [], -1, 0, 0
    for byte in b64decode(coded):
        step |= (byte & 127) << bits
        bits += 7
        if byte < 128:
            last += step + 1
            places.append(last)
            step = bits = 0
    return places


@given(
    st.dictionaries(
        st.text("粮食产量𠮷a", min_size=2, max_size=2), st.sets(st.integers(0, 3_000_000), min_size=1), max_size=9
    )
)
def test_places_of_a_pair_come_back_as_they_were(pairs: dict[str, set[int]]) -> None:
    found = sorted((ord(pair[0]) << 21 | ord(pair[1]), place) for pair, places in pairs.items() for place in places)
    told = encode(np.array([key for key, _ in found], np.uint64), np.array([place for _, place in found], np.int64))
    assert {pair: decode(coded) for pair, coded in told.items()} == {
        pair: sorted(found) for pair, found in pairs.items()
    }


@given(st.lists(st.text("粮食 产Ａ2\n😀", max_size=6), min_size=1, max_size=5))
def test_every_pair_of_a_text_is_there_once_and_no_other(texts: list[str]) -> None:
    shards = 8
    keys = pairs_of({BLOCK + place: [text] for place, text in enumerate(texts)}, BLOCK, shards)
    found = {(chr(int(key) >> 29 & (1 << 21) - 1) + chr(int(key) >> 8 & (1 << 21) - 1), int(key) & 255) for key in keys}
    wanted = {
        (word[at : at + 2], place)
        for place, text in enumerate(texts)
        for word in normalised(text).split()
        for at in range(len(word) - 1)
    }
    assert found == wanted
    assert len(keys) == len(wanted)


def read_site(site: Path) -> tuple[dict[str, list[int]], list[Any]]:
    """The pairs with their reports, and the sentences."""
    pairs: dict[str, list[int]] = {}
    for file in sorted((site / "index").glob("pairs-*.js")):
        number, told = re.fullmatch(r"addPairs\((\d+),(.*)\);\n", file.read_text(encoding="utf-8")).groups()  # type: ignore[union-attr]
        count = len(list((site / "index").glob("pairs-*.js")))
        for pair, coded in json.loads(told).items():
            assert int(hash_of(*(np.array(ord(letter), np.uint64) for letter in pair), count)) == int(number)
            pairs[pair] = decode(coded)
    rows = [
        row
        for file in sorted((site / "index").glob("sentences-*.js"))
        for row in json.loads(
            re.fullmatch(r"addSentences\(\d+,(.*)\);\n", file.read_text(encoding="utf-8"), re.DOTALL).group(1)
        )  # type: ignore[union-attr]
    ]
    return pairs, rows


def test_sentences_metrics_and_indicators_are_found_by_their_report(tmp_path: Path) -> None:
    fields = {"sentence": "实现地区生产总值3亿元，粮食产量2万吨。", "metric": "地区生产总值", "indicator_id": "gdp"}
    sources = [
        Published(
            f"{name}.txt",
            "3亿元2万吨",
            f"{name}2016年工作总结",
            [Stated(name, 0, 3, changes), Stated(f"{name}2", 3, 6, changes)],
        )
        for name, changes in (("甲县", fields), ("乙县", {"sentence": "粮食产量4万吨。", "metric": "粮食产量"}))
    ]
    publish(tmp_path / "tables", "a", sources)
    write_site(tmp_path / "tables", tmp_path / "site")
    pairs, rows = read_site(tmp_path / "site")
    assert [(row[0], row[2]) for row in rows] == [
        (0, "粮食产量4万吨。"),
        (1, fields["sentence"]),
    ]  # each once, in order
    assert (pairs["粮食"], pairs["生产"]) == ([0, 1], [1])
    assert "粮食" in rows[0][3]


def test_index_goes_with_the_claims(tmp_path: Path) -> None:
    publish(tmp_path / "tables", "a", [Published("a.txt", "没有", "某县2016年工作总结")])
    write_site(tmp_path / "tables", tmp_path / "site")
    assert read_site(tmp_path / "site") == ({}, [])
    assert 'data-search="0"' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_shards_grow_with_the_claims() -> None:
    assert [shards_for(claims) for claims in (1, 900, 1000, 900_000, 10**9)] == [1, 1, 2, 1024, 4096]


def test_full_width_signs_are_plain_ones_in_any_text() -> None:
    assert normalised("ＧＤＰ增长８．５％（上年：７％），①㎡") == "gdp增长8.5%(上年:7%),1m2"


@given(st.text("，：（％８Ａ㎡ﾞｶé\u0301\u3000粮"))
def test_what_is_replaced_first_changes_no_normal_form(text: str) -> None:
    assert normalised(text) == normalize("NFKC", text).lower()


@pytest.mark.slow
def test_several_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [
        Published(
            f"{number:03}.txt",
            "投资3亿元",
            f"{number}号村2016年工作总结",
            [Stated(f"c{number}", 2, 5, {"sentence": f"{number}号村投资3亿元。", "metric": "投资"})],
        )
        for number in range(2 * BLOCK + 10)
    ]
    publish(tmp_path / "tables", "a", reports)
    figures = write_site(tmp_path / "tables", tmp_path / "alone")
    monkeypatch.setattr(spread, "PAGES_A_PROCESS", BLOCK)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert write_site(tmp_path / "tables", tmp_path / "together") == figures
    alone, together = (
        {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (tmp_path / "alone", tmp_path / "together")
    )
    assert len(alone) > len(reports)
    assert together == alone
