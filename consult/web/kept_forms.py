"""What staff typed is kept for them: where it came too late to be saved, and while they are still writing.

A view says with ``@keeps_typed`` that its form is kept. The form then carries who it was shown to, signed, with its
own name, where it is sent and the page that it stands on; so that what is sent after the session ended, or a role, is
kept for that person alone, whoever sits at the browser now, and beside what that person kept since. Nothing is
carried out by itself: the page asked for with the form's name shows the form as it was typed, and its owner saves it.
A password or a file is never kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from consult.accounts import queries
from consult.accounts.models import KeptForm
from consult.accounts.services.kept_forms import Shown, close_form, keep_form, words_of
from consult.web import measuring
from consult.web.again import BUTTONS, LEAD_AWAY, LOOK_OVER
from consult.web.csrf import FIELD, MOST_FIELDS, endpoint_of_path, same_origin, without_language
from consult.web.database import reading, writing
from consult.web.idempotency import KEY, claims_nothing
from consult.web.identity import current_actor
from consult.web.locale import language
from consult.web.request_time import arrived_at
from consult.web.retention import KEPT_FORMS
from consult.web.settings import settings

WRITER, ASKED = "writer", "kept"
_NEVER = frozenset({FIELD, KEY, WRITER, "confirmed", LEAD_AWAY, LOOK_OVER, *BUTTONS})
_LONGEST = 600
View = TypeVar("View", bound=Callable[..., Any])


def keeps_typed(name: object = "", *, on: str = "") -> Callable[[View], View]:
    """Declare that what is typed into a view's form is kept, under what the form is called in the reader's language.

    ``on`` is the view of its page, where that is another.
    """

    def mark(view: View) -> View:
        view.kept_on, view.kept_name = on, name  # type: ignore[attr-defined]
        return view

    return mark


def init(app: Flask) -> None:
    """Keep what comes without a session, and let go of what was carried out."""
    app.before_request(_keep_what_nobody_may_send)
    app.after_request(_let_go)


def declared(endpoint: str | None) -> bool:
    """Whether what is typed into the form of a view is kept."""
    return hasattr(current_app.view_functions.get(endpoint or ""), "kept_on")


def name_of(action: str) -> str:
    """Return what the form is called that is sent to an address without its language; empty where it has no name."""
    endpoint = endpoint_of_path(f"/{language()}/{action}")
    return str(getattr(current_app.view_functions.get(endpoint or ""), "kept_name", ""))


def has_kept_forms(endpoint: str | None) -> bool:
    """Whether forms that are kept stand on the page of a view."""
    views = current_app.view_functions
    return declared(endpoint) or any(getattr(view, "kept_on", "") == endpoint for view in views.values())


def writer_for(action: str) -> str:
    """Return what a form that posts to ``action`` says of who it was shown to; empty where it is not kept."""
    actor = current_actor()
    if actor is None or not declared(endpoint_of_path(action)):
        return ""
    path, page = without_language(urlsplit(action).path), _page()
    if max(len(path), len(page)) > _LONGEST:
        return ""
    return str(_serializer().dumps([actor.user_id, _name(path), path, page]))


def sent_form() -> Shown | None:
    """Return which form the request sent, by its own word that we signed; None where it says none, or another's."""
    return _read(request.form.get(WRITER, ""))


def typed() -> list[tuple[str, str]]:
    """Return what somebody typed into the form that was sent, and what stood in it; no secrets."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER and "password" not in name
    ]


def keep_lost() -> str | None:
    """Keep what was sent and cannot be carried out; return the page that shows it, None where none does."""
    if request.method != "POST" or not declared(request.endpoint):
        return None
    shown = sent_form()
    if shown is None or shown.action != without_language(request.path) or not same_origin():
        return None
    if measuring.problem() is not None:
        return None
    if sum(len(values) for values in request.form.listvalues()) > MOST_FIELDS:
        return None
    actor = current_actor()
    another = actor is None or actor.user_id != shown.user_id
    with claims_nothing(), writing() as session:
        kept = keep_form(session, now=arrived_at(), shown=shown, words=typed(), lost=True, beside=another)
    g.kept_for = shown.user_id
    return address_of(shown.page, kept) if kept else None


def keep_written() -> bool:
    """Keep what stands in a form that is still being written; False where it is not the actor's, or is done with."""
    shown, actor = sent_form(), current_actor()
    if shown is None or actor is None or shown.user_id != actor.user_id:
        return False
    with claims_nothing(), writing() as session:
        return keep_form(session, now=arrived_at(), shown=shown, words=typed(), lost=False) is not None


def kept_for_this_actor() -> bool:
    """Whether what this request sent was kept, for whoever is signed in."""
    actor = current_actor()
    return actor is not None and g.get("kept_for") == actor.user_id


def address_of(page: str, form: str = "") -> str:
    """Return the address of a page in the reader's language; with a form's name, showing what was typed into it."""
    asked = f"{'&' if '?' in page else '?'}{ASKED}={quote(form)}" if form else ""
    return f"/{language()}/{page}{asked}"


def taken_up() -> KeptForm | None:
    """Return the kept form that the page is asked for with, where it is the actor's own and of this page."""
    if not has_request_context() or request.method != "GET" or ASKED not in request.args:
        return None
    if "taken_up" not in g:
        g.taken_up = _asked_for()
    found: KeptForm | None = g.taken_up
    return found


def is_here(row: KeptForm) -> bool:
    """Whether a kept form stands on the page that is read."""
    return urlsplit(row.page).path == without_language(request.path)


def typed_before() -> MultiDict[str, str] | None:
    """Return what stood in the kept form that the page is asked for with; None where there is none."""
    row = taken_up()
    return MultiDict(words_of(row)) if row else None


def _asked_for() -> KeptForm | None:
    actor, name = current_actor(), request.args[ASKED]
    if actor is None or len(name) > _LONGEST or "\x00" in name:
        return None
    row = queries.kept_form(reading(), user_id=actor.user_id, form=name)
    return row if row is not None and row.closed_at is None and is_here(row) else None


def _read(value: str) -> Shown | None:
    try:
        user_id, form, action, page = _serializer().loads(value, max_age=int(KEPT_FORMS.total_seconds()))
    except (BadData, TypeError, ValueError):
        return None
    return Shown(user_id, form, action, page)


def _name(path: str) -> str:
    """Return the name of a form: that of the one that is gone on with, else a new one."""
    actor, row = current_actor(), taken_up()
    if row is not None and row.action == path:
        return row.form
    shown = sent_form() if request.method == "POST" else None
    if shown is not None and actor is not None and (shown.user_id, shown.action) == (actor.user_id, path):
        return shown.form
    return secrets.token_urlsafe(12)


def _page() -> str:
    """Return the page that is being shown, without its language; for one that comes back, the one it was sent from."""
    shown = sent_form() if request.method == "POST" else None
    if shown is not None:
        return shown.page
    query = "&".join(part for part in request.query_string.decode(errors="replace").split("&")
                     if part and not part.startswith(f"{ASKED}="))  # fmt: skip
    path = without_language(request.path)
    return f"{path}?{query}" if query else path


def _keep_what_nobody_may_send() -> None:
    """Keep a form that came when nobody was signed in, before its sender is led to signing in."""
    if request.method != "POST" or not declared(request.endpoint) or current_actor() is not None:
        return
    problem = measuring.problem()
    if problem is not None:
        raise problem  # The page that says so gives back what was typed.
    g.kept_page = keep_lost()


def _let_go(response: Response) -> Response:
    """Keep nothing any more of a form that was carried out."""
    if "committed" not in g or not response.location or not declared(request.endpoint):
        return response
    shown, actor = sent_form(), current_actor()
    if shown is None or actor is None or shown.user_id != actor.user_id:
        return response
    try:
        with claims_nothing(), writing() as session:
            close_form(session, now=arrived_at(), shown=shown)
    except (SQLAlchemyError, measuring.TooMuchError) as error:
        # It was carried out; what is kept of it goes with time.
        current_app.logger.warning("a kept form could not be let go: %s", type(error).__name__)
    return response


def _serializer() -> URLSafeTimedSerializer:
    return _keyed(settings().secret_key)


@lru_cache(maxsize=8)
def _keyed(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="web.kept-form")
