"""Which cells do the ruled lines of a page make? Grids of rows and columns, and which of their fields are merged.

Lines that cross belong to one grid. Its fields lie between the places at which it has lines at all; where between two
fields there is none, they are one cell. A table may be open at its sides: its outer fields end where its lines do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.reading.pdf_rules import Rule, Rules

TOUCH = 3.0  # points by which two lines that cross may miss each other
OPEN = 6.0  # points that lines reach beyond the outermost one that crosses them, where a side is open


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: the first row and column that it takes, from the upper left, and how many."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A grid: where its rows and columns begin and end, and its cells in reading order."""

    xs: tuple[float, ...]  # from left to right, one more than columns
    ys: tuple[float, ...]  # from top to bottom
    fields: tuple[Field, ...]
    at: dict[tuple[int, int], int]  # by row and column, which of them

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[0] - self.ys[-1])

    def field(self, x: float, y: float) -> int | None:
        """Which cell a point lies in."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x < xs[-1] and ys[-1] < y <= ys[0]):
            return None
        row = 0
        while y <= ys[row + 1]:
            row += 1
        return self.at.get((row, bisect_right(xs, x) - 1))


def find_lattices(rules: Rules) -> list[Lattice]:
    """The grids of a page with at least two columns and two cells, the smallest first."""
    lattices = (make_lattice(across, down) for across, down in crossing(rules))
    return sorted((lattice for lattice in lattices if lattice), key=lambda lattice: lattice.area)


def crossing(rules: Rules) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """The lines in groups of those that cross each other."""
    lines = [*rules.across, *rules.down]
    group = list(range(len(lines)))

    def first(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    flat = len(rules.across)
    for one, level in enumerate(rules.across):
        for other, upright in enumerate(rules.down):
            if (
                level.start - TOUCH <= upright.at <= level.end + TOUCH
                and upright.start - TOUCH <= level.at <= upright.end + TOUCH
            ):
                group[first(flat + other)] = first(one)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at, line in enumerate(lines):
        found.setdefault(first(at), ([], []))[at >= flat].append(line)
    return found.values()


def make_lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    if len(across) < 2 or not down:
        return None
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    bottom, top = min(rule.start for rule in down), max(rule.end for rule in down)
    xs = edges([rule.at for rule in down], left, right)
    ys = edges([rule.at for rule in across], bottom, top)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or rows < 1 or rows * columns < 3:
        return None
    ys.reverse()
    return Lattice(tuple(xs), tuple(ys), *merge(xs, ys, across, down))


def edges(places: Sequence[float], first: float, last: float) -> list[float]:
    """Where a grid's lines stand, in order, each once, with its open sides."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > TOUCH:
            found.append(place)
    if found[0] - first > OPEN:
        found.insert(0, first)
    if last - found[-1] > OPEN:
        found.append(last)
    return found


def merge(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[Field, ...], dict[tuple[int, int], int]]:
    """The cells, and which of them each field of the grid belongs to."""
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = [[is_ruled(down, xs[c + 1], (ys[r] + ys[r + 1]) / 2) for c in range(columns - 1)] for r in range(rows)]
    floors = [[is_ruled(across, ys[r + 1], (xs[c] + xs[c + 1]) / 2) for c in range(columns)] for r in range(rows - 1)]
    groups = regions(rows, columns, walls, floors)
    fields: list[Field] = []
    at: dict[tuple[int, int], int] = {}
    for group in groups:
        for box in boxes(group):
            at.update(
                {
                    (r, c): len(fields)
                    for r in range(box.row, box.row + box.rows)
                    for c in range(box.column, box.column + box.columns)
                }
            )
            fields.append(box)
    order = sorted(range(len(fields)), key=lambda n: (fields[n].row, fields[n].column))
    place = {old: new for new, old in enumerate(order)}
    return tuple(fields[n] for n in order), {key: place[n] for key, n in at.items()}


def is_ruled(rules: Sequence[Rule], place: float, middle: float) -> bool:
    return any(abs(rule.at - place) <= TOUCH and rule.start <= middle <= rule.end for rule in rules)


def regions(
    rows: int, columns: int, walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]
) -> list[set[tuple[int, int]]]:
    """Fields between which no line is ruled, together."""
    seen: set[tuple[int, int]] = set()
    found = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in seen:
                continue
            group, todo = set(), [(r, c)]
            while todo:
                y, x = todo.pop()
                if (y, x) in seen:
                    continue
                seen.add((y, x))
                group.add((y, x))
                if x + 1 < columns and not walls[y][x]:
                    todo.append((y, x + 1))
                if x and not walls[y][x - 1]:
                    todo.append((y, x - 1))
                if y + 1 < rows and not floors[y][x]:
                    todo.append((y + 1, x))
                if y and not floors[y - 1][x]:
                    todo.append((y - 1, x))
            found.append(group)
    return found


def boxes(group: set[tuple[int, int]]) -> list[Field]:
    """A group of fields as one cell; if it is no rectangle, as the longest cells of single rows."""
    top, bottom = min(r for r, _ in group), max(r for r, _ in group)
    left, right = min(c for _, c in group), max(c for _, c in group)
    if len(group) == (bottom - top + 1) * (right - left + 1):
        return [Field(top, left, bottom - top + 1, right - left + 1)]
    found = []
    for row in range(top, bottom + 1):
        run: list[int] = []
        for column in [*sorted(c for r, c in group if r == row), -1]:
            if run and column != run[-1] + 1:
                found.append(Field(row, run[0], 1, len(run)))
                run = []
            run.append(column)
    return found
