"""Where is what people said kept? In a database of its own, to which is only ever appended.

SQLite beside the snapshots, `reviews.sqlite` in the output's folder; for teams any database that SQLAlchemy knows,
by its URL in REPORT_METRICS_REVIEWS. What `append` has returned from is on the disk, whatever becomes of the process;
two that write at once wait for each other. SQLite itself refuses to change or delete a row.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from flows.errors import BadUseError
from flows.reviews.model import WITHDRAWN, Place, Review, check_review
from flows.reviews.samples import Drawn
from flows.reviews.standing import without_withdrawn

URL = "REPORT_METRICS_REVIEWS"  # environment variable
FILE = "reviews.sqlite"
BUSY_SECONDS = 60
AT_ONCE = 300  # rows a statement: SQLite takes 32,766 values

_META = sa.MetaData()
_REVIEWS = sa.Table(
    "reviews",
    _META,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("review_id", sa.String(64), nullable=False, unique=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("verdict", sa.String(20), nullable=False),
    sa.Column("fields", sa.Text, nullable=False),  # JSON
    sa.Column("seen", sa.Text, nullable=False),  # JSON
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("sample", sa.String(64)),
    sa.Column("undoes", sa.String(64)),
    *(
        sa.Column(name, sa.Integer if name in ("char_start", "char_end", "twins") else sa.Text, nullable=False)
        for name in Place.__struct_fields__
    ),
    sqlite_autoincrement=True,
)
_SAMPLED = sa.Table(
    "sampled",
    _META,
    sa.Column("sample", sa.String(64), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("batch", "what", "target", "stratum", "at")),
    sa.Column("of", sa.Integer, nullable=False),
)
_GUARDS = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'reviews are only appended'); END"
    for table in ("reviews", "sampled")
    for act in ("UPDATE", "DELETE")
]
_SHARED = ("batch", "source_path", "source_id", "report_id", "report_title")
_WRITE = msgspec.json.Encoder().encode


class Store:
    """The database of reviews; safe to be used by several threads, and by as many processes as like."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = sa.create_engine(self.url)
        if self.url.get_backend_name() == "sqlite":
            sa.event.listen(self.engine, "connect", _set_up_sqlite)
        try:
            with self.engine.begin() as connection:
                _META.create_all(connection)
                for guard in _GUARDS if self.url.get_backend_name() == "sqlite" else ():
                    connection.execute(sa.text(guard))
        except SQLAlchemyError:
            _META.create_all(self.engine)  # another one has made the tables meanwhile

    def append(self, reviews: Iterable[Review]) -> int:
        """Add reviews, those that are there already left out, in one transaction; how many were new."""
        listed = [check_review(review) for review in reviews]
        with telling(self.url), self.engine.begin() as connection:
            known = self._known(connection, [review.review_id for review in listed])
            fresh = {review.review_id: review for review in listed if review.review_id not in known}
            rows = [_row_of(review) for review in fresh.values()]
            for start in range(0, len(rows), AT_ONCE):
                connection.execute(_REVIEWS.insert(), rows[start : start + AT_ONCE])
        return len(rows)

    def _known(self, connection: sa.Connection, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            found.update(connection.scalars(sa.select(_REVIEWS.c.review_id).where(_REVIEWS.c.review_id.in_(some))))
        return found

    def load(self, claim_ids: Sequence[str] | None = None) -> list[Review]:
        """All reviews in the order in which they came, or those of some claims."""
        query = sa.select(_REVIEWS).order_by(_REVIEWS.c.number)
        if claim_ids is not None:
            query = query.where(_REVIEWS.c.claim_id.in_(claim_ids))
        with telling(self.url), self.engine.connect() as connection:
            same = _Same()
            return [_review_of(row._mapping, same) for row in connection.execute(query)]

    def of_source(self, source_id: str, verdict: str) -> list[Review]:
        """Reviews of the places of a file with a verdict, and all that was taken back there."""
        query = sa.select(_REVIEWS).where(_REVIEWS.c.source_id == source_id).order_by(_REVIEWS.c.number)
        query = query.where(_REVIEWS.c.verdict.in_([verdict, WITHDRAWN]))
        with telling(self.url), self.engine.connect() as connection:
            same = _Same()
            return [_review_of(row._mapping, same) for row in connection.execute(query)]

    def judged(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """Of some claims those about which something was said last that is no withdrawal, and by whom."""
        found: dict[str, str] = {}
        for start in range(0, len(claim_ids), AT_ONCE):
            said = self.load(claim_ids[start : start + AT_ONCE])
            found |= {one.place.claim_id: one.by for one in without_withdrawn(said)}
        return found

    def people(self) -> list[tuple[str, int]]:
        """Who has said how much."""
        query = sa.select(_REVIEWS.c.by, sa.func.count()).group_by(_REVIEWS.c.by).order_by(sa.func.count().desc())
        with telling(self.url), self.engine.connect() as connection:
            return [(str(by), int(count)) for by, count in connection.execute(query)]

    def count(self) -> int:
        with telling(self.url), self.engine.connect() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(_REVIEWS)) or 0)

    def ids(self) -> set[str]:
        with telling(self.url), self.engine.connect() as connection:
            return set(connection.scalars(sa.select(_REVIEWS.c.review_id)))

    def put_sample(self, drawn: Sequence[Drawn], at: datetime | None = None) -> None:
        moment = (at or datetime.now(UTC)).isoformat()
        rows = [msgspec.structs.asdict(one) | {"at": moment} for one in drawn]
        with telling(self.url), self.engine.begin() as connection:
            for start in range(0, len(rows), AT_ONCE):
                connection.execute(_SAMPLED.insert(), rows[start : start + AT_ONCE])

    def samples(self, batch: str | None = None) -> list[Drawn]:
        """What was drawn, the latest sample first, each in its order."""
        query = sa.select(_SAMPLED).order_by(_SAMPLED.c.at.desc(), _SAMPLED.c.sample, _SAMPLED.c.place)
        if batch is not None:
            query = query.where(_SAMPLED.c.batch == batch)
        names = Drawn.__struct_fields__
        with telling(self.url), self.engine.connect() as connection:
            return [Drawn(**{name: row._mapping[name] for name in names}) for row in connection.execute(query)]

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def open_store(output: Path, url: str | None = None) -> Iterator[Store]:
    """The reviews of an output, made where there are none; BadUseError where they cannot be had."""
    found = store_url(output, url)
    try:
        place = make_url(found)
        with telling(place):
            store = Store(found)
    except ArgumentError as error:
        raise BadUseError(f"{URL} is no database URL: {error}", "write it as in postgresql://host/name") from error
    except ModuleNotFoundError as error:
        raise BadUseError(f"the database of reviews needs a library: {error}", "install its driver") from error
    try:
        yield store
    finally:
        store.close()


def store_url(output: Path, url: str | None = None) -> str:
    named = url or os.environ.get(URL)
    return named or f"sqlite:///{(output / FILE).absolute()}"


def has_store(output: Path) -> bool:
    """Whether anybody can have said anything: a run without reviews makes no database."""
    return bool(os.environ.get(URL)) or (output / FILE).exists()


@contextmanager
def telling(url: sa.URL) -> Iterator[None]:
    """Trouble with the database is the user's to mend; a review that is there twice is ours."""
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        why = str(error.__cause__ or error).splitlines()[0]
        problem = f"the reviews in {url.render_as_string(hide_password=True)} cannot be used: {why}"
        raise BadUseError(problem, "check the file or server; a run would publish without what was said") from error


def _set_up_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what is acknowledged is on the disk
    cursor.close()


def _row_of(review: Review) -> dict[str, Any]:
    row = {name: getattr(review, name) for name in ("review_id", "by", "verdict", "note", "sample", "undoes")}
    row |= {"at": review.at.astimezone(UTC).isoformat(), "fields": _WRITE(review.fields).decode()}
    return row | {"seen": _WRITE(review.seen).decode()} | msgspec.structs.asdict(review.place)


class _Same(dict[Any, Any]):
    """Each text once: a hundred thousand reviews of some files repeat their names, titles and statuses."""

    def __missing__(self, text: Any) -> Any:
        self[text] = text
        return text


def _review_of(row: Any, same: _Same) -> Review:
    place = Place(**{name: same[row[name]] if name in _SHARED else row[name] for name in Place.__struct_fields__})
    known = {name: row[name] for name in ("review_id", "note", "sample", "undoes")}
    fields, seen = msgspec.json.decode(row["fields"]), msgspec.json.decode(row["seen"])
    seen = {name: same[value] if isinstance(value, str) else value for name, value in seen.items()}
    return Review(
        place=place, at=datetime.fromisoformat(row["at"]), fields=fields, seen=seen, by=same[row["by"]],
        verdict=same[row["verdict"]], **known,
    )  # fmt: skip
