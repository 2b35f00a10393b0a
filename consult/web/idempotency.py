"""A form that is sent again, because the answer to it was lost or a button pressed twice, is done once.

Each form carries a key (``button.csrf``). With its address and all that was typed it names one act: going back and
sending other words is another. The act and the note that it was done are one transaction. The forms that speak have
the same in the domain, and a vote is one however often it is cast: those carry no key here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, has_request_context, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.queries import submission_by_key
from consult.accounts.services import submissions
from consult.web.access import rule_of
from consult.web.csrf import FIELD, rule_of_path
from consult.web.database import reading, writing
from consult.web.identity import current_actor
from consult.web.request_time import arrived_at

KEY = "once"
# The statuses of an answer after which the form was acted on, though the answer may say that something failed later.
_DONE = (*range(300, 400), *range(500, 600))


class DoneAlreadyError(Exception):
    """This very form was acted on before; ``location`` is where it led, None where nobody knows."""

    def __init__(self, location: str | None = None) -> None:
        """Keep where it led."""
        super().__init__("done already")
        self.location = location


def init(app: Flask) -> None:
    """Take each form's key in the transaction that acts on it, and note afterwards where the form led."""
    app.before_request(_look)
    app.extensions["before_write"].append(_claim)
    app.register_error_handler(DoneAlreadyError, _lead_there)
    app.after_request(_note)


def key_for(action: str) -> str:
    """Return a new key for a form that posts to ``action``; empty where the form needs none."""
    return "" if rule_of_path(action) == "anonymous" else secrets.token_urlsafe(12)


def claim_for_address(session: Session, email: str) -> None:
    """Take the key of a form that nobody is signed in for, in the name of whoever has the address.

    Raises DoneAlreadyError, upon which the transaction is rolled back.
    """
    key = _name()
    if key is None:
        return
    if submissions.claim_for_address(session, now=arrived_at(), email=email, key=key) is None:
        raise DoneAlreadyError


def leads_to(session: Session, location: str) -> None:
    """Note in the transaction that acts on a form where it leads, as whoever makes something new does.

    What is noted after the answer (``_note``) is too late for the second of two presses: that came to an empty form.
    """
    claimed: int | None = session.info.get("claimed")
    if claimed is not None:
        submissions.led_to(session, submission_id=claimed, location=location)


@contextmanager
def claims_nothing() -> Iterator[None]:
    """Write something beside the form that was sent: its key is not taken by it."""
    g.claims_nothing = True
    try:
        yield
    finally:
        g.pop("claims_nothing", None)


def _look() -> None:
    """Raise DoneAlreadyError before the view runs: what the form asked for may not be possible a second time."""
    sent = _sent()
    if sent is not None:
        _raise_if_done(reading(), *sent)


def _claim(session: Session) -> None:
    """Take the key of the form that this request sent, once a request; raise DoneAlreadyError where it is taken."""
    sent = _sent()
    if sent is None or "claimed" in g:
        return
    taken = submissions.claim(session, now=arrived_at(), user_id=sent[0], key=sent[1])
    if taken is None:
        _raise_if_done(session, *sent)
    g.claimed = session.info["claimed"] = taken


def _raise_if_done(session: Session, user_id: int, key: str) -> None:
    done = submission_by_key(session, user_id=user_id, key=key)
    if done is not None:
        raise DoneAlreadyError(done.location)


def _sent() -> tuple[int, str] | None:
    """Return who sent a form and what names the act; None where it is no form, nobody's, or the domain's to judge."""
    if not has_request_context() or request.method != "POST" or request.endpoint is None:
        return None
    if g.get("claims_nothing"):
        return None
    if rule_of(request.endpoint) == "anonymous":
        return None
    actor, key = current_actor(), _name()
    return (actor.user_id, key) if actor is not None and key is not None else None


def _name() -> str | None:
    """Return what names the act: the key with the address and all that was typed; None where there is no key."""
    if not request.form.get(KEY):
        return None
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    return hashlib.sha256(repr((request.path, sorted(typed))).encode(errors="replace")).hexdigest()


def _lead_there(done: DoneAlreadyError) -> AnyResponse:
    flash(_("This had already arrived. It was done once."), "good")
    return redirect(done.location or _own_page(), 303)


def _own_page() -> str:
    """Return the page that holds the form: the form's own address, the one it was sent from, or the first page."""
    if _is_page(request.path):
        return request.path
    sent_from = urlsplit(request.referrer or "")
    if sent_from.netloc == request.host and _is_page(sent_from.path):
        return sent_from.path
    return url_for("public.home")


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("", "/").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _note(response: Response) -> Response:
    """Note where the form led; forget it where it came to nothing, so that it may be sent again as it is."""
    taken: int | None = g.get("committed")
    if taken is None:
        return response
    location = response.headers.get("Location", "")
    try:
        if response.status_code not in _DONE:
            with writing() as session:
                submissions.give_up(session, submission_id=taken)
        elif location and location != _own_page():
            with writing() as session:
                submissions.led_to(session, submission_id=taken, location=location)
    except SQLAlchemyError as error:
        # The form was acted on; only where it led is not known.
        current_app.logger.warning("a form's way could not be noted: %s", type(error).__name__)
    return response
