"""Who may ask a server of ours, and whom do its pages ask? Pages of its own under its own name, and nobody else.

A page elsewhere, open in the user's browser, reaches every server on this machine. It cannot help telling where it
comes from (Origin), or under which name it has asked (Host).
"""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")


class OwnPagesOnly:
    """ASGI middleware: refuses foreign Hosts and Origins, websockets too, and keeps pages from asking other hosts."""

    def __init__(self, app: Any, port: int) -> None:
        self.app = TrustedHostMiddleware(app, allowed_hosts=list(NAMES), www_redirect=False)
        self.origins = {f"http://{name}:{port}" for name in NAMES}
        own = " ".join(f"{scheme}://{name}:{port}" for scheme in ("http", "ws") for name in NAMES)
        # Scripts in the page and `eval` are how Prefect's, Streamlit's and Vega's pages are made.
        self.policy = f"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: {own}; frame-ancestors 'self'"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin")
        if origin is not None and origin not in self.origins:
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse("asked by a page of another origin", 403)(scope, receive, send)
            return

        async def send_with_policy(message: Any) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Content-Security-Policy", self.policy)
            await send(message)

        await self.app(scope, receive, send_with_policy)
