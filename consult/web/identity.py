"""Who is signed in: Flask-Login keeps the session, the domain sees an actor."""

from __future__ import annotations

from flask import Flask, g, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for, user_by_id
from consult.web.database import reading


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in person, as Flask-Login wants one."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        """Keep the actor and the epoch of their sessions: a new password begins a new one and ends all others."""
        self.actor = actor
        self.epoch = epoch

    def get_id(self) -> str:
        """Return what the session keeps."""
        return f"{self.actor.user_id}.{self.epoch}"


def init(app: Flask) -> None:
    """Set up Flask-Login."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)


def _load(key: str) -> SignedIn | None:
    user_id, _, epoch = key.partition(".")
    if not (user_id.isdecimal() and epoch.isdecimal()):
        return None
    user = user_by_id(reading(), int(user_id))
    if user is None or user.session_epoch != int(epoch) or user.suspended_at is not None:
        return None
    return SignedIn(actor_for(reading(), user), user.session_epoch)


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


def begin_session(user: User, actor: Actor, *, keep: tuple[str, ...] = ()) -> None:
    """Sign ``user`` in with a new session that holds nothing of the old one but the keys in ``keep``."""
    kept = {key: session[key] for key in keep if key in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(SignedIn(actor, user.session_epoch))


def end_session() -> None:
    """Sign out and forget everything."""
    logout_user()
    session.clear()
    g.pop("_login_user", None)


def forget_identity() -> None:
    """Treat this request as a reader's from here on: what answers for a failed database must not ask it who reads."""
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps it
