"""Announcing, correcting, cancelling: each says what it will do, and is asked once more before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations import services
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.desk import blueprint
from consult.desk.consultations import presenters
from consult.desk.consultations.lifecycle_forms import ErratumForm, ReasonForm
from consult.desk.scope import limits, to_run
from consult.shared.errors import DomainError
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asking:
    """An act that is asked for on a page of its own: which, with what, and how the page is called and made."""

    act: Act
    heading: str
    there: Consultation
    form: Form
    template: str

    def page(self) -> str:
        """Return the page with its form."""
        return render_page(
            self.template, presenters.act_page(reading(), self.there, self.act), form=self.form
        )


@blueprint.route("/consultations/<slug>/announce", methods=["GET", "POST"])
@access("officer")
def announce(slug: str) -> Page:
    """Say which rules are not met yet; where all are, ask and announce."""
    there = to_run(reading(), slug, Act.ANNOUNCE)
    if not sent():
        return _announcing(there)
    try:
        with writing() as session:
            services.announce(
                session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, limits=limits(),
                seen=request.form.get("seen", ""),
            )  # fmt: skip
    except DomainError as problem:
        return _not_announced(to_run(reading(), slug, Act.ANNOUNCE), problem)
    after = _(
        "Afterwards the closing can be moved later, a correction published, "
        "or the consultation cancelled with a reason."
    )
    announced = _("The consultation is announced. Its question and texts no longer change.")
    return done(slug, f"{announced} {after}")


def _not_announced(there: Consultation, problem: DomainError) -> Page:
    if there.discarded_at is not None:
        flash(sentence(problem), "error")
        return redirect(url_for("desk.consultation", slug=there.slug), 303)
    can, changed = allows(there, Act.ANNOUNCE, arrived_at()), isinstance(problem, EditedMeanwhileError)
    return _announcing(there, changed=changed) if can else no_longer(
        there, _("Announce the consultation")
    ), 422


def _announcing(there: Consultation, *, changed: bool = False) -> str:
    page = presenters.announce_page(reading(), there, arrived_at(), changed=changed)
    return render_page("desk/consultations/announce.html", page)


@blueprint.route("/consultations/<slug>/erratum", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Publish a correction"))
def erratum(slug: str) -> Page:
    """Publish a dated correction."""
    there, form = to_run(reading(), slug, Act.CORRECT), ErratumForm()

    def act(session: Session) -> None:
        services.correct(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, erratum=form.reason
        )

    asking = Asking(Act.CORRECT, _("Publish a correction"), there, form, "desk/consultations/erratum.html")
    return _asked_first(asking, act, _("The correction was published."))


@blueprint.route("/consultations/<slug>/cancel", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Cancel the consultation"))
def cancel(slug: str) -> Page:
    """Cancel, with a published reason."""
    there, form = to_run(reading(), slug, Act.CANCEL), ReasonForm()

    def act(session: Session) -> None:
        services.cancel(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, reason=form.reason
        )

    asking = Asking(Act.CANCEL, _("Cancel the consultation"), there, form, "desk/consultations/cancel.html")
    return _asked_first(asking, act, _("The consultation was cancelled."))


def _asked_first(asking: Asking, act: Callable[[Session], None], words: str) -> Page:
    """Show the form; sent, do what it asks and say so in ``words``."""
    if not sent():
        return asking.page()
    if not asking.form.validate():
        return asking.page(), 422
    slug = asking.there.slug
    if not asking.form.carried_out(act):
        there = to_run(reading(), slug, asking.act)
        can = allows(there, asking.act, arrived_at())
        return replace(asking, there=there).page() if can else no_longer(there, asking.heading), 422
    return done(slug, words)


def no_longer(there: Consultation, heading: str) -> str:
    """Say how things stand, where what was asked for can no longer be done."""
    page = presenters.no_longer_page(there, heading, arrived_at())
    return render_page("desk/no_longer.html", page)


def done(slug: str, words: str) -> Response:
    """Say that it was done, on the consultation's page."""
    flash(words, "good")
    return redirect(url_for("desk.consultation", slug=slug), 303)
