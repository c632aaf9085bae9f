"""Do servers of ours answer their own pages only, and do their pages ask nobody else?"""

from __future__ import annotations

import asyncio
import os
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from flows.loopback import OwnPagesOnly
from tests.crash.processes import BROWSER

OWN = ["http://127.0.0.1:4200", "http://localhost:4200"]
FOREIGN = [
    "http://evil.example",
    "null",
    "http://127.0.0.1:9",
    "https://127.0.0.1:4200",
    "http://127.0.0.1.evil.example:4200",
]


def answer_to(kind: str, **headers: str) -> dict[str, Any]:
    """The first message that a server of ours at port 4200 sends."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        started = {"http": "http.response.start", "websocket": "websocket.accept"}[kind]
        await send({"type": started, "status": 200, "headers": []})

    async def receive() -> dict[str, Any]:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in ({"host": "127.0.0.1:4200"} | headers).items()]
    scope = {"type": kind, "method": "POST", "path": "/", "headers": given, "scheme": "http", "query_string": b""}
    asyncio.run(OwnPagesOnly(app, 4200)(scope, receive, send))
    return sent[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_own_pages_and_programs_are_answered(kind: str) -> None:
    for headers in ({}, {"origin": OWN[0]}, {"origin": OWN[1]}, {"host": "localhost:4200"}):
        assert answer_to(kind, **headers)["type"] in ("http.response.start", "websocket.accept")
        assert answer_to(kind, **headers).get("status", 200) == 200


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_pages_of_other_origins_and_other_names_are_refused(kind: str) -> None:
    refused = [{"origin": origin} for origin in FOREIGN] + [{"host": "evil.example"}, {"host": "evil.example:4200"}]
    for headers in refused:
        message = answer_to(kind, **headers)
        assert message["type"] == "websocket.close" or message["status"] in (400, 403)


def test_pages_are_told_to_ask_nobody_else() -> None:
    [policy] = [value for name, value in answer_to("http")["headers"] if name == b"content-security-policy"]
    assert b"default-src 'self'" in policy
    assert b"http://127.0.0.1:4200" in policy
    assert b"*" not in policy


def test_prefects_api_makes_no_run_for_a_page_elsewhere(prefect_server: None) -> None:
    url = os.environ["PREFECT_API_URL"]

    def status(**headers: str) -> int:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with BROWSER.open(Request(f"{url}/flows/", b'{"name": "forged"}', given), timeout=20) as answer:
                assert answer.headers.get("Access-Control-Allow-Origin") is None
                return int(answer.status)
        except HTTPError as error:
            return error.code

    assert status(Content_Type="application/json") in (200, 201)
    assert status(Content_Type="application/json", Origin="http://evil.example") == 403
    assert status(Content_Type="text/plain", Origin="null") == 403
    assert status(Content_Type="application/json", Host="evil.example") == 400
