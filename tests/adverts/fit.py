"""What tells an advert from a report? Fits extractors/data/advert_model.toml; `make fit-adverts REPORTS=folder`.

Adverts are the lines of sellers.toml and lines.txt, what the rows of adverts.toml and boilerplate.toml take, and, where
MESSAGES names a folder, pieces of public advertising messages, one a line of its .txt files. Reports are the sample
reports, the corpus of examples, report_lines.txt, what the rows refuse, and, where REPORTS names a folder, the .txt
files below it: public reports and news. Of what is public nothing is kept but weights. For a style that is judged the
model is fitted without it, and without all lines that are nearly the same as one of its own.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extractors.cleaning.boilerplate import read_rows
from extractors.cleaning.shapes import MANY_PIECES, SHAPES, shapes_of
from extractors.cleaning.voice import SCALE, grams_of
from extractors.language.grammar import HAN
from extractors.language.knowledge import load
from tests.adverts.generate import HERE, Seller, clean_reports, read_list, read_sellers

MODEL = HERE.parents[1] / "extractors" / "data" / "advert_model.toml"
CORPUS = HERE.parents[1] / "extractors" / "corpus"
SENTENCE = re.compile(r"[^。！？!?\n]++[。！？!?]*+")
SENTENCE_END = re.compile(r"(?<=[。！!；;？?…])(?![。！!；;？?…])")
#: The places of the invented texts, which sellers and reports share: each line gets another one, so that none counts.
PLACES = ("青禾", "云禾", "松坞", "柳溪", "禾润")
OTHERS = (
    "安陵",
    "白河",
    "长泽",
    "东岭",
    "丰源",
    "古塘",
    "海澄",
    "金湖",
    "临泉",
    "明远",
    "南坪",
    "平川",
    "清远",
    "石桥",
    "望江",
)
STRENGTH = 0.5  # of the fit: the inverse of the penalty
ADVERT_WEIGHT, MESSAGE_WEIGHT = 12.0, 4.0  # what a line of an advert weighs, and a piece of a public message
HARD_WEIGHT = 12.0  # what a line of a report weighs that was invented because it could be taken for an advert
FEWEST_SELLERS, FEWEST_REPORT_LINES = 2, 40
ALIKE = 0.6
MOST_LONG, MOST_SHORT, LONG = 15_000, 35_000, 60
MOST_LOUD = 8_000  # of the other lines of public reports those that a first model finds loudest
SHORTEST_PIECE, LONG_PIECE, LONGEST_PIECE = 6, 30, 80
HINT, MOST_HINTED = 0.5, 0.0006  # what a word weighs for which a line is heard, and how many lines of reports have it
HINT_WORD = re.compile(f"[{HAN}]{{2,4}}|[a-z]{{2,4}}")
SMALLEST = 0.25  # smaller weights are left out
SHAPE_NAMES = (*SHAPES, MANY_PIECES)


@dataclass(frozen=True, slots=True)
class Example:
    """A line, and whose it is: a seller's, the list's, or a report's."""

    text: str
    owner: str


@cache
def read_adverts() -> tuple[Example, ...]:
    found = {line: Example(line, seller.name) for seller in read_sellers() for line in lines_of(seller)}
    listed = [line for line in read_list("lines.txt") if line not in found]
    rows = [text for kind in ("signal", "line") for row in read_rows()[kind] for text in row["takes"]]
    return (*found.values(), *(Example(line, f"line {n}") for n, line in enumerate([*listed, *rows])))


def lines_of(seller: Seller) -> list[str]:
    return sorted({*seller.header, *seller.footer, *seller.inline, *seller.sentence})


def read_messages(folder: Path | None) -> list[Example]:
    """Pieces of public adverts, one message a line: sentences, and where these are long, some clauses of them."""
    found = dict[str, Example]()
    for path in sorted(folder.rglob("*.txt")) if folder else ():
        for n, message in enumerate(path.read_text(encoding="utf-8").splitlines()):
            for piece in _pieces(message):
                if SHORTEST_PIECE <= len(piece) <= LONGEST_PIECE:
                    found.setdefault(piece, Example(piece, f"message {path.stem} {n}"))
    return list(found.values())


def _pieces(message: str) -> Iterable[str]:
    for sentence in SENTENCE_END.split(message):
        piece = ""
        for clause in sentence.split("，") if len(sentence) > LONG_PIECE else [sentence]:
            piece += "，" * bool(piece) + clause.strip()
            if len(piece) >= LONG_PIECE / 2:
                yield piece
                piece = ""
        yield piece


def read_hard_lines() -> set[str]:
    """Lines of reports that could be taken for adverts: those listed, and what the rows on adverts refuse."""
    rows = [*read_rows()["signal"], *read_rows()["line"], *load("pages.toml")["field"], *load("offers.toml")["offer"]]
    return {*read_list("report_lines.txt"), *(text for row in rows for text in row["refuses"])}


def read_report_lines(folder: Path | None) -> tuple[list[str], list[str]]:
    """Invented and public lines of reports, and the last sentences of their paragraphs, where sellers' would stand."""
    units = read_hard_lines()
    for path in sorted(CORPUS.glob("*.toml")):
        texts = [row["text"] for row in tomllib.loads(path.read_text(encoding="utf-8")).get("example", ())]
        units |= {line.strip() for text in texts for line in text.splitlines()}
    for text in clean_reports().values():
        units |= _units(text)
    public = set[str]()
    for path in sorted(folder.rglob("*.txt")) if folder else ():
        public |= _units(path.read_text(encoding="utf-8"))
    public -= units
    chance = random.Random(1)
    return sorted(units - {""}), chance.sample(found := sorted(public - {""}), len(found))


def _units(text: str) -> set[str]:
    lines = {line.strip() for line in text.splitlines()}
    return lines | {sentences[-1].strip() for line in lines if len(sentences := SENTENCE.findall(line)) > 1}


def hide_places(line: str, number: int) -> str:
    for n, place in enumerate(PLACES):
        line = line.replace(place, OTHERS[(number + n) % len(OTHERS)])
    return line


class Fitter:
    """All examples as a matrix, from which models without this seller or that are fitted."""

    def __init__(self, folder: Path | None, messages: Path | None = None) -> None:
        own = read_adverts()
        self.adverts = (*own, *read_messages(messages))
        self.own = [grams_of(hide_places(a.text, n)) for n, a in enumerate(own)]
        grams = [*self.own, *(grams_of(message.text) for message in self.adverts[len(own) :])]
        invented, public = read_report_lines(folder)
        told = [grams_of(hide_places(line, n)) for n, line in enumerate(invented)]
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for advert, said in zip(self.adverts, grams, strict=True):
            for gram in said:
                owners[gram].add(advert.owner)
        # Words of public texts only as far as invented ones have them: they name people, places and firms.
        of_invented = {gram for said in (*self.own, *told) for gram in said}
        known = {gram for gram, whose in owners.items() if len(whose) >= FEWEST_SELLERS and gram in of_invented}
        self._columns = {gram: n for n, gram in enumerate(sorted(known | {g for said in told for g in said}))}
        rows = self._rows(chain(told, map(grams_of, public)), chain(invented, public))
        often = np.asarray((rows[:, : len(self._columns)] > 0).sum(axis=0)).ravel()
        kept = [n for gram, n in self._columns.items() if gram in known or often[n] >= FEWEST_REPORT_LINES]
        self.vocabulary = [gram for gram, n in self._columns.items() if n in set(kept)]
        columns = [*kept, *range(len(self._columns), rows.shape[1])]
        self.advert_rows = self._rows(grams, (a.text for a in self.adverts))[:, columns]
        self.weights = np.array([ADVERT_WEIGHT] * len(own) + [MESSAGE_WEIGHT] * (len(self.adverts) - len(own)))
        self.lines, self.all_reports, self.invented = [*invented, *public], rows[:, columns], len(invented)
        hard = read_hard_lines()
        self.hard = np.array([HARD_WEIGHT if line in hard else 1.0 for line in invented])
        self._model: LogisticRegression | None = None
        self.reports = self._choose()
        self._model = self._fit(range(len(self.adverts)))

    def _rows(self, grams: Iterable[Collection[str]], lines: Iterable[str]) -> csr_matrix:
        data, columns, starts = list[float](), list[int](), [0]
        of_shape = {name: len(self._columns) + n for n, name in enumerate(SHAPE_NAMES)}
        for said, line in zip(grams, lines, strict=True):
            found = [self._columns[gram] for gram in said if gram in self._columns]
            columns += found
            data += [SCALE / sqrt(len(said))] * len(found)
            shaped = [of_shape[shape] for shape in shapes_of(line)]
            columns += shaped
            data += [1.0] * len(shaped)
            starts.append(len(columns))
        width = len(self._columns) + len(SHAPE_NAMES)
        return csr_matrix((np.array(data), columns, starts), shape=(len(starts) - 1, width))

    def _choose(self) -> csr_matrix:
        """Of the public lines some by chance, and of the others those that a model of the first finds loudest."""
        rest = range(self.invented, len(self.lines))
        long = [n for n in rest if len(self.lines[n]) > LONG]
        short = [n for n in rest if len(self.lines[n]) <= LONG]
        chosen = [*range(self.invented), *long[:MOST_LONG], *short[:MOST_SHORT]]
        others = [*long[MOST_LONG:], *short[MOST_SHORT:]]
        self.reports = self.all_reports[chosen]
        if not others:
            return self.reports
        self._model = self._fit(range(len(self.adverts)))
        loud = self._model.decision_function(self.all_reports[others])
        return self.all_reports[[*chosen, *(others[n] for n in np.argsort(-loud)[:MOST_LOUD])]]

    def _fit(self, kept: Sequence[int]) -> LogisticRegression:
        rows = vstack([self.advert_rows[kept], self.reports]).tocsr()
        truth = np.r_[np.ones(len(kept)), np.zeros(self.reports.shape[0])]
        weights = np.r_[self.weights[kept], self.hard, np.ones(self.reports.shape[0] - self.invented)]
        model = LogisticRegression(C=STRENGTH, tol=1e-5, max_iter=400, warm_start=True)
        if self._model is not None:  # a model of nearly the same lines is where to begin
            model.coef_, model.intercept_ = self._model.coef_.copy(), self._model.intercept_.copy()
            model.classes_ = self._model.classes_
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(rows, truth, sample_weight=weights)
        return model

    def fit(self, without: str = "") -> dict[str, Any]:
        """The model, as data/advert_model.toml holds it, without the lines of a seller and those like them."""
        whose = [(advert.owner, grams) for advert, grams in zip(self.adverts, self.own, strict=False)]
        lines = [grams for owner, grams in whose if owner == without]
        gone = {
            n
            for n, (owner, grams) in enumerate(whose)
            if owner == without or any(_alike(grams, other) for other in lines)
        }
        model = self._fit([n for n in range(len(self.adverts)) if n not in gone])
        of_grams, of_shapes = np.split(model.coef_[0], [len(self.vocabulary)])
        grams_by_weight: defaultdict[str, list[str]] = defaultdict(list)
        often = np.asarray((self.all_reports[:, : len(self.vocabulary)] > 0).mean(axis=0)).ravel()
        hints = [
            gram
            for gram, weight, share in zip(self.vocabulary, of_grams, often, strict=True)
            if weight >= HINT and share <= MOST_HINTED and HINT_WORD.fullmatch(gram)
        ]
        for gram, weight in zip(self.vocabulary, of_grams, strict=True):
            if abs(weight) >= SMALLEST:
                grams_by_weight[f"{weight:.1f}"].append(gram)
        return {
            "base": round(float(model.intercept_[0]), 2),
            "limits": LIMITS,
            "hints": " ".join(hints),
            "shapes": {name: round(float(w), 2) for name, w in zip(SHAPE_NAMES, of_shapes, strict=True)},
            "grams": {w: " ".join(grams) for w, grams in sorted(grams_by_weight.items(), key=lambda i: -float(i[0]))},
        }


#: How loud a line must be, by its length and where it stands: what no line of 20,633 public documents reaches, of some
#: that the model is fitted to as of others, with something to spare. What makes figures no claims is such that none of
#: 23,475 claims of 247 reports is lost.
NEVER = 99.0
LIMITS = {
    "lengths": [4, 12, 25, 40],
    "line": [NEVER, 6.0, 3.6, 2.8, 1.0],
    "edge": [4.0, 3.0, 2.3, 1.7, 0.3],
    "beside": [1.0, 0.5, 0.0, -0.2, -1.0],
    "between": [-1.0, -2.0, -2.0, -2.0, -2.0],
    "paragraph": [NEVER, 1.0, 0.0, -0.5, -1.5],
    "sentence": [NEVER, 4.5, 3.2, 2.5, 1.6],
    "bracket": [NEVER, 7.0, 4.5, 3.0, 2.0],
    "report": [-NEVER, -3.0, -3.0, -3.5, -4.0],
    "doubtful": [NEVER, 3.5, 1.0, 0.0, -1.0],
    "mute": [NEVER, 3.5, 0.8, 0.0, -1.0],
    "mute_left": [NEVER, 0.0, 0.0, -1.0, -1.5],
    "mute_again": [NEVER, 0.0, -4.0, -4.0, -4.0],
    "mute_amid": [NEVER, 4.5, 2.2, 1.5, 0.5],
    "mute_lone": [NEVER, 2.0, 0.0, 0.0, 0.0],
    "mute_between": [-4.0, -4.0, -4.0, -4.0, -4.0],
    "mute_bracket": [NEVER, 2.0, 0.0, 0.0, 0.0],
}


def _alike(some: set[str], others: set[str]) -> bool:
    return len(some & others) >= ALIKE * len(some | others)


HEAD = """\
# What tells an advert from a report, in log-odds; read by extractors/cleaning/voice.py, fitted by `make fit-adverts`.
#
#   base     of a line of which nothing is known
#   hints    words of which one in a short line, or two in a longer one, are reason enough to hear it
#   limits   how loud a line must be to go: up to as many characters as `lengths` say, and longer; `line` anywhere,
#            `edge` above and below a report's paragraphs, `beside` next to an advert there, `between` two of them,
#            `sentence` at a paragraph's end, `bracket` in one; what is as loud as `paragraph` says ends no report, a
#            sentence that is not as loud as `report` keeps its line; from `doubtful` on a line that stays is marked;
#            from `mute` on, above or below a report's paragraphs, `mute_left` on among adverts there, `mute_between`
#            on between two of them, `mute_lone` on below a paragraph, `mute_amid` on anywhere its figures are none;
#            from `mute_again` on those of one that comes again and again, from `mute_bracket` on those of a bracket
#            behind a paragraph's last stop
#   shapes   what can be said of a whole line
#   grams    n-grams of characters (^ and $ are the line's beginning and end, 0 is any figure), each weight's together;
#            their sum is divided by the root of the number of the line's n-grams, and taken five times
"""


def write(model: dict[str, Any], path: Path = MODEL) -> None:
    lines = [HEAD, f"base = {model['base']}", "", "[limits]"]
    lines += [f"{name} = {value}" for name, value in model["limits"].items()]
    lines[2:2] = [f"hints = {_quoted(model['hints'])}"]
    lines += ["", "[shapes]", *(f'"{name}" = {weight}' for name, weight in model["shapes"].items()), "", "[grams]"]
    lines += [f'"{weight}" = {_quoted(grams)}' for weight, grams in model["grams"].items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, help="a folder of public reports as .txt files")
    parser.add_argument("--messages", type=Path, help="a folder of public adverts as .txt files, one a line")
    options = parser.parse_args(None if arguments is None else list(arguments))
    fitter = Fitter(options.reports, options.messages)
    write(fitter.fit())
    print(f"{len(fitter.adverts)} lines of adverts, {fitter.reports.shape[0]} of reports: wrote {MODEL}")


if __name__ == "__main__":
    main()
