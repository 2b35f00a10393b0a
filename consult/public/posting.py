"""Speaking: a comment, a proposal, a reply; from a reader who has not signed in, a draft that is kept."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, may_take_part
from consult.consultations.models import Consultation
from consult.consultations.policies import Action, allows
from consult.contributions.queries import by_reference
from consult.contributions.services import Words, keep_draft, submit
from consult.public import blueprint, kept
from consult.public.forms.contribution import CommentForm, ProposalForm, ReplyForm
from consult.public.showing import organisations_of
from consult.public.showing_outcomes import voice
from consult.public.showing_text import WHOLE
from consult.public.texts import page, seen
from consult.shared.errors import DomainError, NotFoundError
from consult.web import dates
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading, writing
from consult.web.identity import current_actor

Page = str | Response | tuple[str, int]


@blueprint.post("/consultations/<slug>/contribute")
@access("anonymous")
def contribute(slug: str) -> Page:
    """Post a comment, or keep it."""
    asked = seen(slug)
    actor = current_actor()
    form = CommentForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate():
            return redirect(send(asked, form.words()), 303)
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
    return page(seen(slug), form.clause.data or WHOLE, form), 422


@blueprint.route("/consultations/<slug>/propose", methods=["GET", "POST"])
@access("anonymous")
def propose(slug: str) -> Page:
    """Write a proposal where the consultation calls for them."""
    asked = found(seen(slug))
    found(asked, asked.calls_for_proposals and _takes(asked))
    actor = current_actor()
    form = ProposalForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate_on_submit():
            return redirect(send(asked, form.words()), 303)
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
    shown = {"consultation": asked, "late": not allows(asked, Action.CONTRIBUTE, arrived_at())}
    return render_template("public/posting/propose.html", form=form, **shown), 422 if form.errors else 200


@blueprint.route("/contributions/<reference>/reply", methods=["GET", "POST"])
@access("anonymous")
def reply(reference: str) -> Page:
    """Reply to a contribution."""
    to = found(by_reference(reading(), reference))
    asked = found(seen(to.consultation.slug), to.stands)
    found(asked, _takes(asked))
    actor = current_actor()
    form = ReplyForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate_on_submit():
            return redirect(send(asked, form.words(reference)), 303)
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
    shown = {"consultation": asked, "reference": reference, "to": voice(to, None)}
    return render_template("public/posting/reply.html", form=form, **shown), 422 if form.errors else 200


@blueprint.get("/draft")
@access("public")
def draft() -> Page:
    """Show the words that this browser's session keeps, and what comes next."""
    if current_actor() is not None:
        return redirect(url_for("public.account"), 303)
    kept_words = kept.kept_draft(reading())
    return render_template("public/posting/draft.html", draft=kept.shown(kept_words) if kept_words else None)


def send(asked: Consultation, words: Words) -> str:
    """Post ``words``, or keep them for a reader; return where to go. Raises DomainError at a field."""
    actor = current_actor()
    if actor is not None and may_take_part(actor):
        return _post(asked, words, actor)
    with writing() as database:
        user_id = actor.user_id if actor else None
        token = keep_draft(database, now=arrived_at(), consultation_id=asked.id, words=words, user_id=user_id)
    if actor is not None:
        flash(_("Your words are kept. They are published once your address is confirmed."), "wait")
        return url_for("public.account")
    session[kept.SESSION_KEY] = token
    session.permanent = True
    return url_for("public.login", next=url_for("public.draft"))


def _post(asked: Consultation, words: Words, actor: Actor) -> str:
    with writing() as database:
        said = submit(database, actor=actor, now=arrived_at(), consultation_id=asked.id, words=words)
    told = {"reference": f"\u2068{said.reference}\u2069", "moment": dates.full(said.received_at)}
    flash(_("It has arrived. Its reference is %(reference)s, received %(moment)s.", **told), "good")
    return url_for("public.contribution", reference=said.reference)


def _takes(asked: Consultation) -> bool:
    now = arrived_at()
    return allows(asked, Action.CONTRIBUTE, now) or allows(asked, Action.CONTRIBUTE_LATE, now)
