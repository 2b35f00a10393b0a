"""Announcing, moving the closing, correcting, cancelling: each asked once more before it is done."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.consultations import services
from consult.consultations.models import Consultation
from consult.consultations.policies import Action
from consult.desk import blueprint, showing_draft
from consult.desk.forms.lifecycle import ErratumForm, ExtendForm, ReasonForm
from consult.desk.scope import limits, to_run
from consult.shared.errors import DomainError, NotFoundError
from consult.web.access import access
from consult.web.arrival import arrived_at
from consult.web.database import reading, writing
from consult.web.forms import Form
from consult.web.identity import signed_in_actor

Page = str | Response | tuple[str, int]


@blueprint.route("/consultations/<slug>/announce", methods=["GET", "POST"])
@access("officer")
def announce(slug: str) -> Page:
    """Say which rules are not met yet; where all are, ask and announce."""
    there = to_run(reading(), slug, Action.ANNOUNCE)
    if request.method == "GET":
        return _announcing(there)
    try:
        with writing() as session:
            services.announce(
                session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, limits=limits()
            )
    except NotFoundError:
        raise
    except DomainError:
        return _announcing(there), 422
    after = _(
        "Afterwards the closing can be moved later, a correction published, "
        "or the consultation cancelled with a reason."
    )
    done = _("The consultation is announced. Its question and texts no longer change.")
    return _done(slug, f"{done} {after}")


def _announcing(there: Consultation) -> str:
    unmet = showing_draft.unmet(reading(), there, arrived_at())
    return render_template("desk/announce.html", consultation=there, unmet=unmet)


@blueprint.route("/consultations/<slug>/extend", methods=["GET", "POST"])
@access("officer")
def extend(slug: str) -> Page:
    """Move the closing later."""
    there = to_run(reading(), slug, Action.EXTEND)
    form = ExtendForm(data={"closes_at": there.closes_at})

    def act(session: Session) -> None:
        services.extend(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id,
            closes_at=form.closing or there.closes_at, reason=form.reason, limits=limits(),
        )  # fmt: skip

    done, later = _("The closing was moved."), _("The closing can only be moved later.")
    return _asked_first("desk/extend.html", there, form, act, f"{done} {later}")


@blueprint.route("/consultations/<slug>/erratum", methods=["GET", "POST"])
@access("officer")
def erratum(slug: str) -> Page:
    """Publish a dated correction."""
    there, form = to_run(reading(), slug, Action.CORRECT), ErratumForm()

    def act(session: Session) -> None:
        services.correct(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, erratum=form.reason
        )

    return _asked_first("desk/erratum.html", there, form, act, _("The correction was published."))


@blueprint.route("/consultations/<slug>/cancel", methods=["GET", "POST"])
@access("officer")
def cancel(slug: str) -> Page:
    """Cancel, with a published reason."""
    there, form = to_run(reading(), slug, Action.CANCEL), ReasonForm()

    def act(session: Session) -> None:
        services.cancel(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, reason=form.reason
        )

    return _asked_first("desk/cancel.html", there, form, act, _("The consultation was cancelled."))


def _asked_first(
    template: str, there: Consultation, form: Form, act: Callable[[Session], None], done: str
) -> Page:
    """Show the form; sent, do what it asks and say that it was ``done``."""
    page = {"consultation": there, "form": form}
    if request.method == "GET":
        return render_template(template, **page)
    if not form.validate():
        return render_template(template, **page), 422
    try:
        with writing() as session:
            act(session)
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
        return render_template(template, **page), 422
    return _done(there.slug, done)


def _done(slug: str, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for("desk.consultation", slug=slug), 303)
