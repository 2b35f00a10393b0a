"""Who is signed in: Flask-Login keeps the session, the domain sees an actor."""

from __future__ import annotations

from functools import cached_property

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

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


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Whose browser carries a token, as Flask-Login wants one; the database is asked once, when it has to be known."""

    def __init__(self, token: str) -> None:
        """Keep the token."""
        self.token = token

    def get_id(self) -> str:
        """Return what the browser keeps: a token that only the database can tell whose it is."""
        return self.token

    @cached_property
    def acting(self) -> tuple[int, Actor] | None:
        """Return the id of the session that the token opens, and who acts in it; None where it opens none."""
        return acting_in(reading(), token=self.token, now=arrived_at())


def init(app: Flask) -> None:
    """Set up Flask-Login."""
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(Visitor)


def _acting() -> tuple[int, Actor] | None:
    """Return the id of the session that is signed in, and who acts; None for a reader, and where it is not asked."""
    if g.get("nobody_asks"):
        return None
    # A page asks several times; to ask the proxy of what class it is takes twenty times as long as this.
    user = current_user._get_current_object()  # noqa: SLF001 - what werkzeug names the thing behind it
    return user.acting if isinstance(user, Visitor) else None


def current_actor() -> Actor | None:
    """Return who acts in this request; None for a reader who has not signed in."""
    found = _acting()
    return found[1] if found else None


def signed_in_actor() -> Actor:
    """Return who acts, in a view whose rule has made sure that somebody does."""
    actor = current_actor()
    if actor is None:
        message = "the view's access rule let nobody in"
        raise RuntimeError(message)
    return actor


def current_session_id() -> int | None:
    """Return the session in which the actor acts; None for a reader who has not signed in."""
    found = _acting()
    return found[0] if found else None


def current_token() -> str | None:
    """Return the token of the session in which the actor acts, to renew it; None for a reader."""
    return current_user.token if _acting() else None


def remember(token: str, *, keep: tuple[str, ...] = ()) -> None:
    """Let the browser keep the token of a session that has begun, and nothing of before but the keys in ``keep``."""
    kept = {key: session[key] for key in keep if key in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(Visitor(token), force=True)  # Whether it opens a session is asked of the database, not here.
    session.pop("_id", None)  # A hash of the computer's address, by which nothing here knows anybody.


def forget() -> None:
    """Let the browser forget everything."""
    logout_user()
    session.clear()


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
    g.nobody_asks = True
