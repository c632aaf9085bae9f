"""Does Apache Superset show what the tables hold, and of later runs too, told once? Carried out by `make superset`.

Superset, and the DuckDB for which there are packages of the extensions, are in an environment of their own; this asks
Superset's server as its pages do. It opens a DuckDB database with a view on a Delta table, and is not touched again;
and the database of views of an output on disk, of which its SQL Lab is asked the questions of test_questions.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import fsspec

from flows.publishing.lake import bring_up
from flows.publishing.mirror import mirror_at
from flows.scheduling.server import prefect_api
from tests.flows.handover.test_questions import QUESTIONS, Answer, by_hand, in_sql, keyed, plain, publish_batches
from tests.flows.object_store import KEYS, object_store
from tests.flows.publishing.test_lake import publish_batch

URL = "s3://bucket/metrics"
RUNS = ("2016", "报告（一）", "a=b", "2016")  # batches, each with a row more than the one before
START_SECONDS, ANSWER_SECONDS = 180, 120
CONFIG = """
SECRET_KEY = "of a trial that lasts a minute, 0123456789abcdef"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # a database that is a file
WTF_CSRF_ENABLED = False  # no browser asks
"""
REGISTER = """
import sys
from pathlib import Path
from shutil import copy
import duckdb, duckdb_extension_delta, duckdb_extension_httpfs
for module in (duckdb_extension_delta, duckdb_extension_httpfs):
    [found] = Path(module.__file__).parent.rglob("*.duckdb_extension")
    folder = Path.home() / ".duckdb/extensions" / f"v{duckdb.__version__}" / duckdb.sql("PRAGMA platform").fetchone()[0]
    folder.mkdir(parents=True, exist_ok=True)
    copy(found, folder)
with duckdb.connect(sys.argv[1]) as database:
    database.execute("LOAD httpfs; LOAD delta")
    database.execute(sys.argv[2])
    database.execute(sys.argv[3])
"""


class Server:
    """Superset's, as somebody who has logged in sees it."""

    def __init__(self, port: int) -> None:
        self.base, self.token = f"http://127.0.0.1:{port}", ""

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.base + path, data, headers), timeout=ANSWER_SECONDS) as answer:
            return json.loads(answer.read())

    def log_in(self) -> None:
        who = {"username": "admin", "password": "admin", "provider": "db"}
        self.token = self.ask("/api/v1/security/login", who)["access_token"]

    def register(self, name: str, database: Path, **connection: object) -> int:
        extra = json.dumps({"engine_params": {"connect_args": connection}})
        named = {"database_name": name, "sqlalchemy_uri": f"duckdb:///{database}", "extra": extra}
        return int(self.ask("/api/v1/database/", named)["id"])

    def make_dataset(self, database: int) -> int:
        """What charts are made of."""
        where = {"database": database, "schema": "main", "table_name": "claims"}
        return int(self.ask("/api/v1/dataset/", where)["id"])

    def answer(self, database: int, sql: str) -> Answer:
        """What its SQL Lab shows."""
        asked = {
            "database_id": database,
            "schema": "main",
            "sql": sql,
            "runAsync": False,
            "client_id": uuid4().hex[:11],
        }
        told = self.ask("/api/v1/sqllab/execute/", asked)
        names = [column["column_name"] for column in told["columns"]]
        return keyed([row[name] for name in names] for row in told["data"])

    def chart(self, dataset: int) -> dict[str, int]:
        """Rows by batch, as a chart asks for them."""
        count = {"expressionType": "SQL", "sqlExpression": "count(*)", "label": "rows"}
        query = {"columns": ["batch"], "metrics": [count], "row_limit": 100}
        body = {"datasource": {"id": dataset, "type": "table"}, "queries": [query], "result_format": "json"}
        return {row["batch"]: row["rows"] for row in self.ask("/api/v1/chart/data", body)["result"][0]["data"]}


def register_view(python: Path, database: Path, environment: Mapping[str, str]) -> None:
    host = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
    secret = (
        f"CREATE PERSISTENT SECRET store (TYPE S3, KEY_ID '{KEYS['AWS_ACCESS_KEY_ID']}', "
        f"SECRET '{KEYS['AWS_SECRET_ACCESS_KEY']}', REGION '{KEYS['AWS_DEFAULT_REGION']}', "
        f"ENDPOINT '{host}', URL_STYLE 'path', USE_SSL false)"
    )
    view = f"CREATE VIEW claims AS FROM delta_scan('{URL}/lake/claims')"
    subprocess.run([python, "-c", REGISTER, database, secret, view], env=environment, check=True)


@contextmanager
def superset(programs: Path, folder: Path, environment: Mapping[str, str], port: int = 18_088) -> Iterator[Server]:
    log = folder / "superset.log"
    account = [
        "--username",
        "admin",
        "--password",
        "admin",
        "--firstname",
        "a",
        "--lastname",
        "b",
        "--email",
        "a@b.example",
    ]
    with log.open("w") as told:
        for command in (["db", "upgrade"], ["fab", "create-admin", *account], ["init"]):
            subprocess.run([programs / "superset", *command], env=environment, check=True, stdout=told, stderr=told)
        command = [programs / "flask", "run", "--port", str(port), "--with-threads"]
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    try:
        server, until = Server(port), time.monotonic() + START_SECONDS
        while True:
            try:
                server.log_in()
                break
            except URLError:
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(log.read_text()[-2000:]) from None
                time.sleep(1)
        yield server
    finally:
        process.terminate()
        process.wait()


def ask_questions(server: Server, folder: Path) -> None:
    with prefect_api(folder / "prefect") as api:
        api.wait_until_ready()
        tables = publish_batches(folder)
    database = server.register("views", tables.parent / "metrics.duckdb", read_only=True)
    for question in QUESTIONS:
        found, wanted = plain(server.answer(database, in_sql(question, str))), as_json(plain(by_hand(tables, question)))
        if found != wanted:
            raise SystemExit(f"{question}: Superset says {found}, the tables {wanted}")
    print(f"{len(QUESTIONS)} questions answered as the files say")


def as_json(answer: Answer) -> Answer:
    return {key: str(value) if isinstance(value, date) else value for key, value in answer.items()}


def main(programs: Path) -> None:
    if not shutil.which("superset", path=programs):
        raise SystemExit(f"no superset in {programs}")
    with TemporaryDirectory() as scratch, object_store():
        folder = Path(scratch)
        (folder / "superset_config.py").write_text(CONFIG.format(folder=folder), encoding="utf-8")
        environment = os.environ | {
            "HOME": scratch, "SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"), "FLASK_APP": "superset",
            "PYTHONWARNINGS": "ignore", "PYTHONPATH": "",
        }  # fmt: skip
        fsspec.filesystem("s3").mkdir("bucket")
        copy = mirror_at(URL, folder / "work")
        expected: dict[str, int] = {}
        publish(copy, RUNS[0], 1, expected)
        register_view(programs / "python", folder / "bi.duckdb", environment)
        with superset(programs, folder, environment) as server:
            lake = server.register("metrics", folder / "bi.duckdb", preload_extensions=["httpfs", "delta"])
            dataset = server.make_dataset(lake)
            for number, batch in enumerate(RUNS, 1):
                if number > 1:
                    publish(copy, batch, number, expected)
                start = time.perf_counter()
                shown = server.chart(dataset)
                print(f"run {number}: {shown} in {time.perf_counter() - start:.1f} s")
                if shown != expected:
                    raise SystemExit(f"the tables have {expected}")
            ask_questions(server, folder)


def publish(copy: Any, batch: str, number: int, expected: dict[str, int]) -> None:
    publish_batch(copy, batch, number, f"part-{number}")
    bring_up(copy)
    expected[batch] = number


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
