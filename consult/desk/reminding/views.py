"""Reminding those who owe an action item or an answer: who will be told stands there first."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.services import remind_of_answers as remind_answering
from consult.desk import blueprint
from consult.desk.reminding import presenters
from consult.forum.policies import may_remind
from consult.forum.services import remind_of_action_items as remind_owners
from consult.organisations.services.reminding import Reminded
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/forum/action-items/remind", methods=["GET", "POST"])
@access("staff")
def remind_of_action_items() -> Page:
    """Say who owes an action item, and remind them."""
    actor = signed_in_actor()
    or_404(actor, may_remind(actor))
    if sent() and _pressed(
        lambda session: remind_owners(session, actor=actor, now=arrived_at(), zone=site_zone())
    ):
        return redirect(url_for("desk.action_items"), 303)
    return _page(presenters.items_page(reading(), actor, arrived_at()))


@blueprint.route("/late-answers/remind", methods=["GET", "POST"])
@access("coordinator")
def remind_of_answers() -> Page:
    """Say who owes an answer, and remind them."""
    actor = signed_in_actor()
    or_404(actor, has_right(actor, Act.REMIND_OF_ANSWERS))
    if sent() and _pressed(
        lambda session: remind_answering(session, actor=actor, now=arrived_at(), zone=site_zone())
    ):
        return redirect(url_for("desk.home"), 303)
    return _page(presenters.answers_page(reading(), arrived_at()))


def _pressed(remind: Callable[[Session], Reminded]) -> bool:
    """Remind in one transaction, and say what came of it."""
    done: list[Reminded] = []
    carried_out = Form().carried_out(lambda session: done.append(remind(session)))
    for line in presenters.came_of_it(done[-1]) if carried_out else ():
        flash(line, "good")
    return carried_out


def _page(page: presenters.RemindPage) -> Page:
    return render_page("desk/reminding/remind.html", page), 422 if sent() else 200
