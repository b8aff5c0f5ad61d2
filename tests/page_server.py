"""A real server for the pages: `PageServer`."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

MOUNTED = "/centres/7/imports"
"""Where the host has the pages."""


class PageServer:
    """Serves the pages of one host after another, by a thread of its own.

    Attributes:
        port: On this machine.
        address: Of the first page.
    """

    def __init__(self) -> None:
        self._app: ASGIApp | None = None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}{MOUNTED}/"
        config = uvicorn.Config(self._answer, log_level="warning", access_log=False, lifespan="off", interface="asgi3")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def start(self) -> None:
        """Until the server answers."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Until the server has ended."""
        self._server.should_exit = True
        self._thread.join()

    def serve(self, pages: ASGIApp) -> None:
        """These pages from now on."""
        self._app = Starlette(routes=[Mount(MOUNTED, pages)])

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None
        await self._app(scope, receive, send)
