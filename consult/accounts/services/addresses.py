"""The day's key under which network addresses are hashed: raw ones are stored nowhere."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy.orm import Session

from consult.accounts.models import AddressKey
from consult.orm import insert_if_new

KEY_BYTES = 32


def address_key(session: Session, *, day: date) -> bytes:
    """Return the key of ``day`` (UTC), made on first need; whoever comes at the same moment gets the same one."""
    row = session.get(AddressKey, day)
    if row is not None:
        return row.key
    fresh = insert_if_new(session, AddressKey, "day").values(day=day, key=secrets.token_bytes(KEY_BYTES))
    session.execute(fresh)
    return session.get_one(AddressKey, day).key
