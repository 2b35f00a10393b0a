"""Looking up who somebody is: by a reason that is noted, published without names, and told to the person."""

from __future__ import annotations

from collections.abc import Callable

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import may_grant
from consult.accounts.queries import roles_of, user_by_id
from consult.accounts.services import SHORTEST_REASON, see_staff_identity
from consult.contributions.queries import by_reference
from consult.desk import blueprint
from consult.desk.accounts.forms import WhyForm
from consult.desk.accounts.presenters import About, IdentityPage, SeenPage, pseudonym
from consult.moderation.policies import may_see_author
from consult.moderation.services import see_author
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | tuple[str, int]


@blueprint.route("/contributions/<reference>/identity", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Look up an identity"))
def identity(reference: str) -> Page:
    """Show a moderator who said something, once, after they have said why."""
    actor = signed_in_actor()
    contribution = or_404(by_reference(reading(), reference))
    scope = contribution.consultation.organisation.scope
    or_404(contribution, may_see_author(actor, contribution, scope, arrived_at()))
    back = url_for("desk.queue", slug=contribution.consultation.slug)

    def see(session: Session, reason: str) -> User:
        return see_author(session, actor=actor, now=arrived_at(), reference=reference, reason=reason)

    return _asked(see, About(back, _("Back to the contributions"), reference=reference))


@blueprint.route("/accounts/<int(max=999999999):user_id>/identity", methods=["GET", "POST"])
@access("administrator")
@keeps_typed(_l("Look up an identity"))
def account_identity(user_id: int) -> Page:
    """Show an administrator whose the account of a colleague is, once, after they have said why."""
    actor = signed_in_actor()
    or_404(user_by_id(reading(), user_id), may_grant(actor) and user_id != actor.user_id)
    or_404(user_id, bool(roles_of(reading(), user_id)))
    back = url_for("desk.account", user_id=user_id)

    def see(session: Session, reason: str) -> User:
        return see_staff_identity(session, actor=actor, now=arrived_at(), user_id=user_id, reason=reason)

    return _asked(see, About(back, _("Back to the account"), account=pseudonym(user_id)))


def _asked(see: Callable[[Session, str], User], about: About) -> Page:
    """Ask for the reason; sent, show the answer on this page alone: it has no address that could be opened again."""
    form, page = WhyForm(), IdentityPage(about, SHORTEST_REASON)
    if request.method == "GET" or not form.is_submitted():
        return render_page("desk/accounts/identity.html", page, form=form)
    try:
        with writing() as session:
            user = see(session, form.reason.data or "")
    except DomainError as problem:
        form.show(problem)
        return render_page("desk/accounts/identity.html", page, form=form), 422
    return render_page("desk/accounts/seen.html", SeenPage(about, user.email, user.public_name))
