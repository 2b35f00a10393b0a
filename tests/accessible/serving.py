"""What a browser is given to look at: a page already rendered, and the files that were built for it.

A server, where Playwright could answer as well: it would switch off the browser's cache, so that style and fonts were
fetched and read anew for every page, which took a fifth of the time.
"""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.accessible.gathering import Seen

STATIC = Path(__file__).resolve().parents[2] / "consult" / "static"
_KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".js": "text/javascript"}
# What is said of the connection that a page came over, and not of the page.
_OF_THE_LINE = frozenset({"content-length", "cache-control", "connection", "date", "server"})


class PageServer(ThreadingHTTPServer):
    """A server on this machine that answers whoever navigates with the page that is ``shown``."""

    daemon_threads = True
    shown: Seen | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.address = f"http://127.0.0.1:{self.server_port}"
        # The paths that were asked for and are not there.
        self.missing: list[str] = []
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Answer(BaseHTTPRequestHandler):
    """Answers from what was rendered and what was built; anything else is asked of nobody."""

    protocol_version = "HTTP/1.1"
    server: PageServer

    def do_GET(self) -> None:
        """Answer a page, a built file, or that there is none."""
        path, page = urlsplit(self.path).path, self.server.shown
        static = STATIC / path.removeprefix("/static/")
        if self.headers["Sec-Fetch-Mode"] == "navigate" and page is not None:
            kept = {name: value for name, value in page.headers.items() if name.lower() not in _OF_THE_LINE}
            # Another page may have the same address a moment later.
            self._send(page.status, kept | {"Cache-Control": "no-store"}, page.body.encode())
        elif path.startswith("/static/") and static.is_file():
            kind = {"Content-Type": _KINDS[static.suffix], "Cache-Control": "max-age=3600, immutable"}
            self._send(HTTPStatus.OK, kind, static.read_bytes())
        else:
            self.server.missing.append(path)
            self._send(HTTPStatus.NOT_FOUND, {}, b"")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # The browser went on to the next page.
            self.close_connection = True
