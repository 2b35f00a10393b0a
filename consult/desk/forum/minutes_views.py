"""Writing the minutes clause by clause, publishing them, and saying what became of what was agreed."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import Act
from consult.consultations.services import discard_minutes as discard
from consult.consultations.services import mark_of_minutes, require_unasked
from consult.consultations.services import publish_minutes as publish
from consult.desk import blueprint
from consult.desk.forum import action_presenters, minutes_presenters, presenters
from consult.desk.forum.meeting_views import ONE, back
from consult.desk.forum.minutes_forms import PublishForm, UpdateForm
from consult.desk.forum.opening import Page, meeting_of, screen, today_of
from consult.forum import queries, services
from consult.forum.policies import may_update
from consult.forum.queries import ActionItem
from consult.organisations.queries import by_ids
from consult.web import operator
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

CLAUSE = f"{ONE}/minutes/<int(max=2147483647):clause_id>"
ITEM = "/forum/action-items/<int(max=2147483647):entry_id>/"


@blueprint.route(f"{ONE}/minutes/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A clause of minutes"))
def new_entry(slug: str) -> Page:
    """Write a further clause of the minutes."""
    return _entry(slug, None)


@blueprint.route(CLAUSE, methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A clause of minutes"))
def edit_entry(slug: str, clause_id: int) -> Page:
    """Write a clause of the minutes anew."""
    return _entry(slug, clause_id)


def _entry(slug: str, clause_id: int | None) -> Page:
    there = meeting_of(slug)
    form = or_404(minutes_presenters.form_of(reading(), there, clause_id))

    def act(session: Session) -> None:
        actor, now = signed_in_actor(), arrived_at()
        require_unasked(session, actor=actor, now=now, meeting_id=there.id)
        services.write_entry(
            session, actor=actor, now=now, meeting_id=there.id, said=form.said, clause_id=clause_id,
            seen=form.seen.data or None,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("Saved in the draft of the minutes."), "good")
        return back(slug, "minutes")
    return screen(slug, part="entry", form=form, entry=clause_id)


@blueprint.post(f"{CLAUSE}/arrange")
@access("staff")
def arrange_entry(slug: str, clause_id: int) -> Page:
    """Move a clause up or down, take it out or put it back."""
    there, form, how = meeting_of(slug), Form(), request.form.get("arrange", "")
    or_404(how, how in {"up", "down", "out", "back"})

    def act(session: Session) -> None:
        actor, now = signed_in_actor(), arrived_at()
        require_unasked(session, actor=actor, now=now, meeting_id=there.id)
        if how == "out":
            services.take_out(session, actor=actor, now=now, meeting_id=there.id, clause_id=clause_id)
        elif how == "back":
            services.put_back(session, actor=actor, now=now, meeting_id=there.id, clause_id=clause_id)
        else:
            by = -1 if how == "up" else 1
            services.move_entry(
                session, actor=actor, now=now, meeting_id=there.id, clause_id=clause_id, by=by
            )

    if not form.carried_out(act):
        return screen(slug, part="minutes", form=form)
    return back(slug, "minutes")


@blueprint.route(f"{ONE}/publish", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Publishing minutes"))
def publish_minutes(slug: str) -> Page:
    """Publish the draft of the minutes as their next version."""
    there = meeting_of(slug)
    draft = services.draft_of(reading(), there)
    form = PublishForm(data={"seen": mark_of_minutes(reading(), there, draft) if draft else ""})

    def act(session: Session) -> None:
        publish(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, today=today_of(),
            reason=form.reason, seen=form.seen.data or "",
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        operator.renew()
        flash(_("The minutes are published. Whoever was in the meeting gets a mail."), "good")
        return back(slug, "minutes")
    return screen(slug, part="publish", form=form)


@blueprint.route(f"{ONE}/discard", methods=["GET", "POST"])
@access("staff")
def discard_minutes(slug: str) -> Page:
    """Discard the draft of the next version of the minutes."""
    there, form = meeting_of(slug), Form()

    def act(session: Session) -> None:
        discard(session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id)

    if sent() and form.carried_out(act):
        flash(_("The draft is discarded. What is published stays."), "good")
        return back(slug, "minutes")
    return screen(slug, part="discard", form=form)


@blueprint.get("/forum/action-items/")
@access("staff")
@in_menu(
    "doors", 9, _l("Action items"), needs=Act.UPDATE_ACTION_ITEM,
    about=_l("What the forum agreed that somebody does, and what became of it."),
)  # fmt: skip
def action_items() -> Page:
    """Show the action items that are theirs to update: all for whoever keeps the forum."""
    return render_page(
        "desk/forum/action_items.html", action_presenters.items_page(reading(), signed_in_actor(), today_of())
    )


@blueprint.route(ITEM, methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("An action item"))
def action_item(entry_id: int) -> Page:
    """Say what became of an action item."""
    item = _item(entry_id)
    form = UpdateForm.of(item, today_of(), presenters.bodies(reading(), besides=filter(None, [item.owner])))

    def act(session: Session) -> None:
        services.update_action_item(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), entry_id=entry_id, said=form.said,
            seen=number_of(form.seen.data) or 0,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("The update is published."), "good")
        return redirect(url_for("desk.action_item", entry_id=entry_id), 303)
    page = action_presenters.item_page(reading(), _item(entry_id), signed_in_actor())
    return render_page("desk/forum/action_item.html", page, form=form), 422 if sent() else 200


def _item(entry_id: int) -> ActionItem:
    item = or_404(queries.action_item(reading(), entry_id=entry_id))
    owner = by_ids(reading(), [item.owner.id])[item.owner.id] if item.owner else None
    return or_404(item, may_update(signed_in_actor(), owner.scope if owner else None))
