"""Network addresses, as hashes under the key of the day. A raw one is written nowhere.

With the key, which is destroyed soon after its day, nobody can tell any more whose hash it was.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.accounts.services.addresses import KEY_BYTES, address_key
from consult.web.arrival import arrived_at
from consult.web.database import engine

_LENGTH = 20
# A household has a whole network of IPv6 addresses; who has one has them all.
_HOUSEHOLD = 64
_PATIENCE = timedelta(seconds=30)


@dataclass
class _Keys:
    """What a process knows: the key of the day, and one of its own for as long as the database is away."""

    day: date | None = None
    key: bytes = b""
    own: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES))
    ask_again_at: datetime | None = None


def init(app: Flask) -> None:
    """Give this process a place for its keys."""
    app.extensions["address_keys"] = _Keys()


def hashed_address() -> str:
    """Return the hash of the address that this request came from, equal for one household and one day."""
    return keyed("address", _household(request.remote_addr or ""))


def keyed(purpose: str, value: str) -> str:
    """Return what ``value`` is known by for the day; the same value has another hash for another purpose."""
    return hmac.new(_key(arrived_at()), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def _household(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, _HOUSEHOLD), strict=False))


def _key(now: datetime) -> bytes:
    keys: _Keys = current_app.extensions["address_keys"]
    if keys.day == now.date():
        return keys.key
    if keys.ask_again_at is not None and now < keys.ask_again_at:
        return keys.own
    try:
        with Session(engine().execution_options(write=True)) as session, session.begin():
            keys.key = address_key(session, day=now.date())
    except SQLAlchemyError:
        keys.ask_again_at = now + _PATIENCE
        return keys.own
    keys.day = now.date()
    return keys.key
