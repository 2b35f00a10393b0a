"""Moving the closing later: first what that will do, then once more, and only then is it done."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import Act
from consult.consultations import services
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.desk import blueprint
from consult.desk.consultations import presenters
from consult.desk.consultations.lifecycle_forms import ExtendForm
from consult.desk.consultations.lifecycle_views import Page, done, no_longer
from consult.desk.scope import limits, to_run
from consult.shared.errors import DomainError
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/consultations/<slug>/extend", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Move the closing later"))
def extend(slug: str) -> Page:
    """Move the closing later; what is sent without having been confirmed is shown with what it will do."""
    there = to_run(reading(), slug, Act.EXTEND)
    form = ExtendForm(data={"closes_at": there.closes_at})
    if not sent():
        return _page(there, form)
    if not form.validate():
        return _page(there, form), 422
    if not form.is_confirmed:
        return _asked_once_more(there, form)

    def act(session: Session) -> None:
        services.extend(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id,
            closes_at=form.closing, reason=form.reason, limits=limits(),
        )  # fmt: skip

    if not form.carried_out(act):
        return _refused(slug, form), 422
    moved, later = _("The closing was moved."), _("The closing can only be moved later.")
    return done(slug, f"{moved} {later}")


def _asked_once_more(there: Consultation, form: ExtendForm) -> Page:
    """Say what it will do; what stands against it is said at its field, as when it is done."""
    if not allows(there, Act.EXTEND, arrived_at()):
        return no_longer(there, _("Move the closing later")), 422
    try:
        services.check_extension(
            reading(), now=arrived_at(), consultation=there, closes_at=form.closing, reason=form.reason,
            limits=limits(),
        )  # fmt: skip
    except DomainError as problem:
        form.show(problem)
        return _page(there, form), 422
    form.confirm()
    return _page(there, form)


def _refused(slug: str, form: ExtendForm) -> str:
    there = to_run(reading(), slug, Act.EXTEND)
    can = allows(there, Act.EXTEND, arrived_at())
    return _page(there, form) if can else no_longer(there, _("Move the closing later"))


def _page(there: Consultation, form: ExtendForm) -> str:
    page = presenters.extend_page(reading(), there, form, arrived_at())
    return render_page("desk/consultations/extend.html", page, form=form)
