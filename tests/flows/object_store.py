"""A server that speaks S3 over HTTP on this machine, and that breaks when it is told to."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}


class Faults:
    """Answers 503 to so many requests to read an object whose name ends like this, and counts all requests."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.left: Counter[str] = Counter()
        self.ignores_conditions = False
        self.seen: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.seen[method] += 1
        if self.ignores_conditions:
            environ.pop("HTTP_IF_MATCH", None)
            environ.pop("HTTP_IF_NONE_MATCH", None)
        broken = next((end for end, left in self.left.items() if left and path.endswith(end)), None)
        if method == "GET" and broken:
            self.left[broken] -= 1
            start_response("503 Service Unavailable", [("Content-Type", "application/xml")])
            return [b"<Error><Code>ServiceUnavailable</Code><Message>Slow down</Message></Error>"]
        answer: Iterable[bytes] = self.application(environ, start_response)
        return answer


@contextmanager
def object_store() -> Iterator[Faults]:
    """The server, and an environment in which fsspec finds it, workers' processes included."""
    from moto.server import DomainDispatcherApplication, create_backend_app
    from s3fs import S3FileSystem
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: object) -> None:
            pass

    faults = Faults(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, faults, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        patch.setenv("NO_PROXY", "127.0.0.1")
        S3FileSystem.clear_instance_cache()
        try:
            yield faults
        finally:
            server.shutdown()
            S3FileSystem.clear_instance_cache()
