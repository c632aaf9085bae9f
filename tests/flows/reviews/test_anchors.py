"""Is a verdict ever put on another figure? Reports are edited at random, and each figure is known by its maker."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from flows.reviews.anchors import Index, Present, bare, find_words, same_number
from flows.reviews.model import Place, Review

TOWNS = ("甲镇", "乙镇", "丙镇")
FRAMES = (
    "{town}培训农民{number}人。",
    "{town}大力推进就业，培训农民{number}人。",
    "全年培训农民{number}人，{town}另有成效。",
)


@dataclass(frozen=True)
class Statement:
    """One sentence with one figure; `identity` is its maker's, whatever it reads."""

    identity: int
    town: str
    number: int
    frame: str

    @property
    def sentence(self) -> str:
        return self.frame.format(town=self.town, number=self.number)

    @property
    def quote(self) -> str:
        return f"{self.number}人"


def invent(chance: random.Random, identity: int) -> Statement:
    return Statement(identity, chance.choice(TOWNS), chance.choice((20, 30, 740)), chance.choice(FRAMES))


def laid_out(statements: list[Statement], head: str = "") -> tuple[str, list[tuple[Statement, int]]]:
    """The text, and where each quote begins."""
    text, places = head, []
    for one in statements:
        places.append((one, len(text) + one.sentence.index(one.quote)))
        text += one.sentence + "\n"
    return text, places


def present(statement: Statement, start: int, source: str) -> Present:
    return Present(
        "b", "a.txt", source, "某县2023年工作总结", f"{source}-{statement.identity}", statement.sentence,
        statement.quote, start, start + len(statement.quote), "培训农民", "2023-01-01/2023-12-31",
    )  # fmt: skip


def reviewed(statement: Statement, start: int, text: str, all_: list[Statement]) -> Review:
    end = start + len(statement.quote)
    place = Place(
        batch="b", source_path="a.txt", source_id="old", report_id="r", report_title="某县2023年工作总结",
        claim_id="x", sentence=statement.sentence, quote=statement.quote, char_start=start, char_end=end,
        before=text[max(0, start - 60) : start], after=text[end : end + 60],
        twins=sum(one.sentence == statement.sentence for one in all_),
    )  # fmt: skip
    seen = {"metric": "培训农民", "period_start": "2023-01-01", "period_end": "2023-12-31"}
    return Review(verdict="right", place=place, seen=seen, by="甲")


def edited(statements: list[Statement], chance: random.Random) -> list[Statement]:
    """With some gone, changed, new, or moved: what is changed is another figure."""
    found = []
    for one in statements:
        act = chance.random()
        if act < 0.12:
            continue
        if act < 0.24:
            found.append(invent(chance, one.identity + 1000))
        else:
            found.append(one)
        if act > 0.9:
            found.append(invent(chance, one.identity + 2000))
    if chance.random() < 0.3:
        chance.shuffle(found)
    return found


def same_around(one: str, at: int, other: str, place: int, length: int) -> bool:
    left, right = bare(one[max(0, at - 60) : at])[-30:], bare(one[at + length :][:60])[:30]
    return bare(other[:place]).endswith(left) and bare(other[place + length :]).startswith(right)


def test_no_verdict_is_put_on_another_figure() -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(1500):
        chance = random.Random(seed)
        before = [invent(chance, number) for number in range(chance.randrange(2, 9))]
        after = edited(before, chance)
        old, places = laid_out(before)
        new, new_places = laid_out(after, "（更新稿）\n" if chance.random() < 0.5 else "")
        index = Index([present(one, at, "new") for one, at in new_places], lambda batch, path, new=new: new)  # type: ignore[misc]
        for one, start in places:
            found = index.find(reviewed(one, start, old, before))
            same_words = [c for c in found.claims if bare(c.sentence) == bare(one.sentence)]
            assert len(same_words) == len(found.claims) <= 1
            there = sum(other.identity == one.identity for other in after)
            mine = [c for c in found.claims if c.claim_id == f"new-{one.identity}"]
            if found.claims and not mine:
                # The very words again: there is nothing by which even a person could tell one from the other.
                [other] = found.claims
                alike = same_around(old, start, new, other.char_start, len(one.quote))
                assert alike or not there, (seed, one)
                outcomes["the same words said again"] += 1
            else:
                outcomes["found" if mine else "orphaned though there" if there else "rightly orphaned"] += 1
    print(dict(outcomes))
    assert outcomes["found"] > 5 * outcomes["orphaned though there"]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("740余人", "740人", True),
        ("1.2万吨", "1.2 万吨", True),
        ("１．２万吨", "1.2万吨", True),
        ("12万吨", "1.2万吨", False),
        ("740人", "40人", False),
        ("-3%", "3%", True),  # the sign is no digit; the words around it decide
    ],
)
def test_numbers_are_compared_by_their_digits(old: str, new: str, same: bool) -> None:
    assert same_number(old, new) is same


BEFORE = "某县2023年工作总结\n一、主要工作\n"
BEHIND = "走访群众2100户。\n"


@pytest.mark.parametrize(
    ("old", "new", "figures", "is_found"),
    [
        ("全年产粮1.2万吨，同比增长8.3%。", "全年产粮1.2万吨，同比增长9.3%。", ("1.2万吨", "9.3%"), True),
        ("全年产粮1.2万吨，增长8.3%。", "全年产粮1.2万吨，比上年增长8.3%。", ("1.2万吨", "8.3%"), False),
        ("全年产粮1.2万吨。", "经初步核算，全年产粮1.2万吨。", ("1.2万吨",), True),  # a clause came
        ("甲村3组，产粮1.2万吨。", "甲村4组，产粮1.2万吨。", ("1.2万吨",), False),  # another group's
        ("2022年，产粮1.2万吨。", "2023年，产粮1.2万吨。", ("1.2万吨",), False),
        ("甲村带头，产粮1.2万吨。", "乙村带头，产粮1.2万吨。", ("1.2万吨",), False),
        ("粮田3万亩，产粮1.2万吨。", "粮田3万亩，产粮1.3万吨。", ("3万亩", "1.3万吨"), False),
    ],
)  # fmt: skip
def test_other_words_of_its_sentence_may_change_only_where_they_say_nothing_of_it(
    old: str, new: str, figures: tuple[str, ...], is_found: bool
) -> None:
    before, now = BEFORE + old + "\n" + BEHIND, "（更新稿）\n" + BEFORE + new + "\n" + BEHIND
    claims = []
    for quote in figures:
        start = now.index(quote)
        row = (f"c{quote}", new, quote, start, start + len(quote), "培训农民", "2023-01-01/2023-12-31")
        claims.append(Present("b", "a.txt", "new", "某县2023年工作总结", *row))
    start = before.index("1.2万吨")
    place = Place(
        batch="b", source_path="a.txt", source_id="old", report_id="r", report_title="某县2023年工作总结", claim_id="x",
        sentence=old, quote="1.2万吨", char_start=start, char_end=start + 5, before=before[:start][-60:],
        after=before[start + 5 :][:60],
    )  # fmt: skip
    seen = {"metric": "培训农民", "period_start": "2023-01-01", "period_end": "2023-12-31"}
    found = Index(claims, lambda batch, path: now).find(Review(verdict="right", place=place, seen=seen, by="甲"))
    assert [claim.quote for claim in found.claims] == (["1.2万吨"] if is_found else [])


def test_words_are_found_where_those_around_them_are_the_same_once() -> None:
    text = "一、概况\n走访老党员若干名，走访群众若干名。\n"
    start = text.rindex("若干名")
    place = Place(
        batch="b", source_path="a.txt", source_id="old", report_id="r", report_title="t", claim_id="x", sentence="",
        quote="若干名", char_start=start, char_end=start + 3, before=text[:start], after=text[start + 3 :],
    )  # fmt: skip
    assert find_words(place, text) == (start, start + 3)
    assert find_words(place, "（更新稿）\n" + text) == (start + 6, start + 9)
    assert find_words(place, "走访老党员若干名。\n") is None
    assert find_words(place, text + text) in (None, (start, start + 3))
