"""Who speaks for an organisation: inviting, accepting, leaving, and ending another's right to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may_speak_for
from consult.accounts.queries import user_by_id
from consult.accounts.services import renew_session
from consult.organisations import queries, services
from consult.organisations.errors import InvitationError
from consult.organisations.models import Organisation
from consult.organisations.policies import may_end_representative, may_invite
from consult.presenters.organisations import body_of
from consult.public import blueprint
from consult.public.contributions import drafts
from consult.public.organisations import representative_presenters as presenters
from consult.public.organisations.forms import EndForm, InviteForm
from consult.public.organisations.views import seen
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.forms import Form
from consult.web.identity import current_actor, current_token, remember, signed_in_actor
from consult.web.limits import limited
from consult.web.locale import language
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]


@blueprint.route("/organisations/<slug>/representatives", methods=["GET", "POST"])
@access("signed-in")
@limited("mail")
def representatives(slug: str) -> Page:
    """Show who speaks for an organisation; invite somebody."""
    organisation, form = _of_team(slug), InviteForm()
    if form.validate_on_submit():
        or_404(organisation, may_invite(signed_in_actor(), organisation))

        def act(session: Session) -> None:
            services.invite(
                session, actor=signed_in_actor(), now=arrived_at(), slug=slug, email=form.email.data,
                language=language(),
            )  # fmt: skip

        if not form.carried_out(act):
            return _team(organisation, form), 422
        flash(_("The invitation is on its way. Its link works once, for seven days."), "good")
        return redirect(url_for("public.representatives", slug=slug), 303)
    return _team(organisation, form), 422 if form.errors else 200


@blueprint.post("/organisations/<slug>/invitations/<int(max=999999999):invitation_id>/revoke")
@access("signed-in")
def revoke_invitation(slug: str, invitation_id: int) -> Response:
    """Take an invitation back."""
    _of_team(slug)
    try:
        with writing() as session:
            services.revoke(
                session,
                actor=signed_in_actor(),
                now=arrived_at(),
                slug=slug,
                invitation_id=invitation_id,
            )
        flash(_("The invitation is revoked. Its link leads nowhere any more."), "good")
    except DomainError as problem:
        flash(sentence(problem), "error")
    return redirect(url_for("public.representatives", slug=slug), 303)


@blueprint.route("/organisations/<slug>/leave", methods=["GET", "POST"])
@access("signed-in")
def leave_organisation(slug: str) -> Page:
    """Speak for an organisation no more, after a question."""
    organisation = _of_team(slug)
    or_404(organisation, may_speak_for(signed_in_actor(), slug))
    form = Form()
    if not form.validate_on_submit():
        return render_page("public/organisations/leave.html", presenters.LeavePage(body_of(organisation)))
    with writing() as session:
        services.leave(session, actor=signed_in_actor(), now=arrived_at(), slug=slug)
        token = _renewed(session)
    remember(token, keep=drafts.KEYS)
    flash(_("You no longer speak for this organisation. What you said in its name stays."), "good")
    return redirect(url_for("public.organisation", slug=slug), 303)


@blueprint.route(
    "/organisations/<slug>/representatives/<int(max=999999999):grant_id>/end", methods=["GET", "POST"]
)
@access("signed-in")
def end_representative(slug: str, grant_id: int) -> Page:
    """End somebody's right to speak for an organisation, with a reason that they are told."""
    organisation, form = _of_team(slug), EndForm()
    action = url_for("public.end_representative", slug=slug, grant_id=grant_id)
    shown = presenters.EndPage(body_of(organisation), _another(organisation, grant_id), action)
    if not form.validate_on_submit():
        return render_page("public/organisations/end.html", shown, form=form)

    def act(session: Session) -> None:
        services.end_representative(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, grant_id=grant_id,
            reason=form.reason.data or "",
        )  # fmt: skip

    if not form.carried_out(act):
        return render_page("public/organisations/end.html", shown, form=form), 422
    flash(_("This person no longer speaks for the organisation, and was told why."), "good")
    return redirect(url_for("public.representatives", slug=slug), 303)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@access("public")
def invitation(token: str) -> Page:
    """Show who invites whom to speak for what; the one who was invited accepts. Reading does not use it up."""
    actor, form = current_actor(), Form()
    try:
        invitation_id = services.read_token(settings().secret_key, token)
        row, organisation = services.standing_invitation(
            reading(), now=arrived_at(), invitation_id=invitation_id
        )
        if actor is not None and form.validate_on_submit():
            return _accepted(invitation_id)
    except InvitationError:
        return render_template("public/organisations/invitation_used.html"), 410
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("public.invitation", token=token), 303)
    inviter = user_by_id(reading(), row.invited_by_id)
    shown = presenters.InvitationPage(
        organisation=body_of(organisation), actor=actor, token=token, until=row.expires_at,
        inviter=inviter.public_name if inviter else None, yours=_is_yours(row.email),
    )  # fmt: skip
    return render_page("public/organisations/invitation.html", shown)


def _accepted(invitation_id: int) -> Response:
    with writing() as session:
        organisation = services.accept(
            session, actor=signed_in_actor(), now=arrived_at(), invitation_id=invitation_id
        )
        token = _renewed(session)
    remember(token, keep=drafts.KEYS)
    flash(_("You speak for this organisation from now on: choose its name where you write."), "good")
    return redirect(url_for("public.organisation", slug=organisation.slug), 303)


def _renewed(session: Session) -> str:
    """Give the session of whoever acts a new token: what they may do has changed."""
    return renew_session(session, token=or_404(current_token()))


def _is_yours(email: str) -> bool:
    """Whether the signed-in person has the address that was invited."""
    actor = current_actor()
    user = user_by_id(reading(), actor.user_id) if actor else None
    return user is not None and user.email_held_at is None and user.email == email


def _of_team(slug: str) -> Organisation:
    """Return the organisation whose representatives are the signed-in person's to see; else 404."""
    organisation = seen(slug)
    or_404(organisation, may_end_representative(signed_in_actor(), organisation))
    return organisation


def _another(organisation: Organisation, grant_id: int) -> str | None:
    """Return the public name of another representative, None where they have none; 404 where there is no such one."""
    people = {grant.id: user for grant, user in queries.representatives(reading(), scope=organisation.scope)}
    user = or_404(people.get(grant_id))
    or_404(user, user.id != signed_in_actor().user_id)
    name: str | None = user.public_name
    return name


def _team(organisation: Organisation, form: InviteForm) -> str:
    shown = presenters.team(reading(), organisation, signed_in_actor(), arrived_at())
    return render_page("public/organisations/representatives.html", shown, form=form)
