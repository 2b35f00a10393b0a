"""Who is signed in: Flask-Login keeps the session, the domain sees an actor."""

from __future__ import annotations

from flask import Flask, g, request, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, logout_user

from consult.accounts.policies import Actor
from consult.accounts.queries import acting_in
from consult.web.database import reading
from consult.web.request_time import arrived_at

# What browsers call themselves, the more particular first: Edge says that it is Chrome, Chrome that it is Safari.
_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in person, as Flask-Login wants one."""

    def __init__(self, actor: Actor, token: str, session_id: int) -> None:
        """Keep the actor, and the session that they act in."""
        self.actor = actor
        self.token = token
        self.session_id = session_id

    def get_id(self) -> str:
        """Return what the browser keeps: a token that only the database can tell whose it is."""
        return self.token


def init(app: Flask) -> None:
    """Set up Flask-Login."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    found = acting_in(reading(), token=token, now=arrived_at())
    if found is None:
        return None
    running, actor = found
    return SignedIn(actor, token, running.id)


def current_actor() -> Actor | None:
    """Return who acts in this request; None for a reader who has not signed in."""
    return current_user.actor if current_user and current_user.is_authenticated else None


def signed_in_actor() -> Actor:
    """Return who acts, in a view whose rule has made sure that somebody does."""
    actor = current_actor()
    if actor is None:
        message = "the view's access rule let nobody in"
        raise RuntimeError(message)
    return actor


def current_session_id() -> int | None:
    """Return the session in which the actor acts; None for a reader who has not signed in."""
    return current_user.session_id if current_user and current_user.is_authenticated else None


def current_token() -> str | None:
    """Return the token of the session in which the actor acts, to renew it; None for a reader."""
    return current_user.token if current_user and current_user.is_authenticated else None


def remember(token: str, *, keep: tuple[str, ...] = ()) -> None:
    """Let the browser keep the token of a session that has begun, and nothing of before but the keys in ``keep``."""
    kept = {key: session[key] for key in keep if key in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    session["_user_id"] = token
    g.pop("_login_user", None)


def forget() -> None:
    """Let the browser forget everything."""
    logout_user()
    session.clear()
    g.pop("_login_user", None)


def device() -> str:
    """Return what the person at this browser knows it by, such as "Firefox, Android"; empty where it does not say."""
    agent = request.user_agent.string
    names = (
        next((name for mark, name in _BROWSERS if mark in agent), ""),
        next((name for mark, name in _SYSTEMS if mark in agent), ""),
    )
    return ", ".join(name for name in names if name)


def forget_identity() -> None:
    """Treat this request as a reader's from here on: what answers for a failed database must not ask it who reads."""
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps it
