"""Everyone who might visit an address, from a reader to the administrator, each with the browser they come with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from itsdangerous import URLSafeTimedSerializer

from consult.accounts.models import SITE, Role, UserSession
from consult.accounts.queries import token_hash
from tests.factories import moments
from tests.factories.people import person

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from consult.accounts.policies import Actor
    from tests.factories.scenes import Scene

_LAST = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser. ``actor`` is None for whom the site takes for a reader; ``cookie`` is what it sends."""

    name: str
    actor: Actor | None
    cookie: str = ""
    form_token: str = ""


def visitors(
    session: Session, app: Flask, scene: Scene, elsewhere: Scene, representative: Actor, applicant: Actor
) -> list[Visitor]:
    """Return one visitor of each kind: ``scene`` is this body's, ``elsewhere`` another's; ``citizen`` wrote in it."""
    people = {
        "unconfirmed": person(session, confirmed=False),
        "citizen": scene.author,
        "other citizen": applicant,
        "representative": representative,
        "officer": scene.officer,
        "officer of another": elsewhere.officer,
        "moderator": scene.moderator,
        "publisher": scene.publisher,
        "coordinator": person(session, (Role.COORDINATOR, SITE)),
        "secretary": person(session, (Role.SECRETARY, SITE)),
        "auditor": person(session, (Role.AUDITOR, SITE)),
        "administrator": person(session, (Role.ADMINISTRATOR, SITE)),
    }
    signed_in = [_at_a_browser(session, app, name, actor, actor) for name, actor in people.items()]
    gone = person(session, (Role.OFFICER, SITE), suspended=True)
    return [
        Visitor("nobody", None, *_browser(app, {})),
        *signed_in,
        _at_a_browser(session, app, "suspended", gone, None),
    ]


def _at_a_browser(session: Session, app: Flask, name: str, who: Actor, actor: Actor | None) -> Visitor:
    """Begin a session as signing in would, and return its cookie with a form token that belongs to it."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            user_id=who.user_id, token_hash=token_hash(token), device="Firefox, Linux", began_at=moments.DRAFTED,
            expires_at=_LAST,
        )
    )  # fmt: skip
    session.flush()
    return Visitor(name, actor, *_browser(app, {"_user_id": token}))


def _browser(app: Flask, kept: dict[str, str]) -> tuple[str, str]:
    """Return the cookie of a browser that keeps these in its session, and the token of the forms it was shown."""
    forms = secrets.token_hex(20)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the cookie's
    sealed = signing.dumps({**kept, "csrf_token": forms})
    serializer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")  # type: ignore[arg-type]  # it has one
    return f"{app.config['SESSION_COOKIE_NAME']}={sealed}", str(serializer.dumps(forms))
