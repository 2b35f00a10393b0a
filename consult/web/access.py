"""Who may call a view. Every view declares it; one that does not is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, may_take_part
from consult.web.identity import current_actor
from consult.web.settings import settings

Rule = Literal[
    "public",
    "anonymous",
    "signed-in",
    "officer",
    "moderator",
    "publisher",
    "coordinator",
    "staff",
    "administrator",
    "demonstration",
]


T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


def access(rule: Rule) -> Callable[[View], View]:
    """Declare who may call a view.

    public: everyone. anonymous: everyone, by a form that needs no session. signed-in: whoever has signed in.
    officer, moderator, publisher, coordinator, administrator, staff: whoever holds that role anywhere; the view
    checks the scope.
    demonstration: everyone, in a demonstration only.
    """

    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return mark


def init(app: Flask) -> None:
    """Check each request against its view's rule before the view runs."""
    app.before_request(_check)


def rule_of(endpoint: str) -> str | None:
    """Return the rule that a view declared, None where it declared none."""
    if endpoint == "static":
        return "public"
    return getattr(current_app.view_functions[endpoint], "access", None)


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        abort(404)  # PostgreSQL cannot even be asked for such a name.
    rule = rule_of(request.endpoint)
    if rule in {"public", "anonymous"}:
        return None
    if rule == "demonstration" and settings().demonstration:
        return None
    actor = current_actor()
    if actor is None and rule is not None and rule != "demonstration":
        kept = g.get("kept_page")
        told = (
            _("Sign in to go on. What you typed is kept for your account.")
            if kept
            else _("Sign in to go on.")
        )
        flash(told, "wait")
        return redirect(
            url_for("public.login", next=request.full_path if request.method == "GET" else kept), 303
        )
    if not _holds(actor, rule):
        abort(404)
    return None


def _holds(actor: Actor | None, rule: str | None) -> bool:
    if actor is None or actor.suspended:
        return False
    if rule == "signed-in":
        return True
    if rule == "staff":
        return actor.is_staff
    return may_take_part(actor) and any(role == rule for role, _scope in actor.grants)


def or_404(value: T | None, condition: bool = True) -> T:  # noqa: FBT001, FBT002 - reads like an assertion
    """Return ``value``; 404 where it is None or the condition does not hold: missing and forbidden look the same."""
    if value is None or not condition:
        abort(404)
    return value
