"""Nothing but this machine can be reached in a test."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class NetworkBlockedError(Exception):
    """A test tried to reach another machine."""


def _is_here(address: object) -> bool:
    """Whether the address is a local socket or the loopback interface."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class GuardedSocket(socket.socket):
    """A socket that connects to the loopback interface alone."""

    def connect(self, address: Any) -> None:  # noqa: ANN401 - what socket.connect takes
        """Connect, or refuse."""
        self._refuse(address)
        super().connect(address)

    def connect_ex(self, address: Any) -> int:  # noqa: ANN401 - what socket.connect_ex takes
        """Connect, or refuse."""
        self._refuse(address)
        return super().connect_ex(address)

    @staticmethod
    def _refuse(address: object) -> None:
        if not _is_here(address):
            message = f"A test tried to reach {address}"
            raise NetworkBlockedError(message)


def block(patch: pytest.MonkeyPatch) -> None:
    """Put the guarded socket in the place of Python's, and refuse to look up names."""
    ask = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on as they are
        if host is not None and not _is_here((host if isinstance(host, str) else host.decode(), 0)):
            message = f"A test tried to look up {host!r}"
            raise NetworkBlockedError(message)
        return ask(host, *rest, **named)

    patch.setattr(socket, "socket", GuardedSocket)
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
