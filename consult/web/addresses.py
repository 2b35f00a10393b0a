"""Network addresses, as hashes under the key of the day. A raw one is written nowhere.

With the key, which is destroyed soon after its day, nobody can tell any more whose hash it was.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.accounts.services.addresses import KEY_BYTES, address_key
from consult.shared.breaker import Breaker
from consult.web.arrival import arrived_at
from consult.web.database import engine

_LENGTH = 20
# A household has a whole network of IPv6 addresses; who has one has them all.
_HOUSEHOLD = 64
_NO_ADDRESS = "none"


@dataclass
class _Keys:
    """What a process knows: the key of the day, and one of its own for as long as the database is away."""

    day: date | None = None
    key: bytes = b""
    own: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES))
    breaker: Breaker = field(default_factory=Breaker)


def init(app: Flask) -> None:
    """Give this process a place for its keys."""
    app.extensions["address_keys"] = _Keys()


def hashed_address() -> str:
    """Return the hash of the address that this request came from, equal for one household and one day."""
    return hashed(request.remote_addr or "")


def hashed(address: str) -> str:
    """Return the hash of an address, in whatever form a server or a proxy wrote it."""
    return keyed("address", _household(address))


def keyed(purpose: str, value: str) -> str:
    """Return what ``value`` is known by for the day; the same value has another hash for another purpose."""
    return hmac.new(_key(arrived_at()), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def _household(address: str) -> str:
    """Return what one household has of an address, without the port that some proxies add to it.

    All that are none have one in common: who could make one up would be another with each request.
    """
    try:
        parsed = ip_address(_without_port(address.strip()))
    except ValueError:
        return _NO_ADDRESS
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _HOUSEHOLD), strict=False))


def _without_port(address: str) -> str:
    """Return the address of ``1.2.3.4:5555`` or ``[2001:db8::1]:5555``, brackets and zone gone; else what was given."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]


def _key(now: datetime) -> bytes:
    keys: _Keys = current_app.extensions["address_keys"]
    if keys.day == now.date():
        return keys.key
    if not keys.breaker.allows():
        return keys.own
    try:
        with Session(engine().execution_options(write=True)) as session, session.begin():
            keys.key = address_key(session, day=now.date())
    except SQLAlchemyError:
        keys.breaker.failed()
        return keys.own
    keys.breaker.answered()
    keys.day = now.date()
    return keys.key
