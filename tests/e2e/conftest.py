"""A real browser against the served application. It runs on SQLite alone: what differs by engine is tested below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
# Milliseconds; a busy machine needs many of them, a quiet one waits for none.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

NewPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that the browser's tests run on."""
    return "sqlite"


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """Serve the application on the loopback address and return its address, without a slash at the end."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=served.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    thread.join(timeout=5)
    served.server_close()


def listen(page: Page, complaints: list[str]) -> None:
    """Note what the browser complains of; a page that is missing, and the icon it guesses at, are no fault."""

    def missing(response: Response) -> bool:
        guessed = response.url.endswith("/favicon.ico")
        return response.status >= HTTPStatus.BAD_REQUEST and not (
            response.request.is_navigation_request() or guessed
        )

    def serious(said: ConsoleMessage) -> bool:
        return said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource")

    page.on("console", lambda said: complaints.append(said.text) if serious(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda got: complaints.append(f"{got.status} {got.url}") if missing(got) else None)


@pytest.fixture
def new_page(browser: Browser, server: str) -> Iterator[NewPage]:
    """Return a function that opens a page of a new reader; any complaint of the browser fails the test at its end.

    Keyword arguments are those of Playwright's `new_context`: `viewport=NARROW`, `java_script_enabled=False`,
    `color_scheme="dark"`. Pages take addresses without the host: `page.goto("/ar/")`.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"base_url": server, "viewport": WIDE, "locale": "ar-JO", **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """Return a page of a reader at a desk."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """Return a page of a reader with a telephone."""
    return new_page(viewport=NARROW, has_touch=True, is_mobile=True)
