"""Speaking: a comment, a proposal, a reply; from a reader who has not signed in, a draft that is kept."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, may_take_part
from consult.accounts.policies.permissions import Act
from consult.consultations.models import ConsultationRow
from consult.consultations.policies import allows, state_of, takes_words
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution
from consult.contributions.policies import may_clarify, may_reply, may_withdraw, speaks_for_the_body
from consult.contributions.queries import by_reference
from consult.contributions.services import Words, keep_draft, submit
from consult.public import blueprint
from consult.public.contributions import drafts, waiting_presenters
from consult.public.contributions.forms import CommentForm, ProposalForm, ReplyForm
from consult.public.contributions.presenters import ProposalPage, ReplyPage
from consult.public.contributions.threads import organisations_of
from consult.public.contributions.translations import for_readers
from consult.public.contributions.voices import Voices
from consult.public.texts.presenters import WHOLE
from consult.public.texts.views import page as text_page
from consult.public.texts.views import seen
from consult.shared.errors import DomainError, NotFoundError
from consult.web import dates
from consult.web.access import access, or_404
from consult.web.again import shown_again
from consult.web.database import reading, writing
from consult.web.identity import current_actor
from consult.web.limits import limited
from consult.web.page_cache import cacheable
from consult.web.rendering import bidi_isolate, render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | Response | tuple[str, int]


@blueprint.route("/consultations/<slug>/contribute", methods=["GET", "POST"])
@access("anonymous")
@limited("words")
def contribute(slug: str) -> Page:
    """Post a comment, or keep it; its form stands on the page of the text."""
    asked = seen(slug)
    if request.method == "GET":
        return redirect(url_for("public.text", slug=slug), 303)
    actor = current_actor()
    form = CommentForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate():
            return redirect(send(asked, form.words()), 303)
    except DomainError as problem:
        form.show(problem)
    return text_page(seen(slug), form.clause.data or WHOLE, form), 200 if shown_again() else 422


@blueprint.route("/consultations/<slug>/propose", methods=["GET", "POST"])
@access("anonymous")
@limited("words")
@cacheable()
def propose(slug: str) -> Page:
    """Write a proposal where the consultation calls for them."""
    asked = seen(slug)
    or_404(asked, asked.calls_for_proposals)
    if request.method == "GET" and not _takes(asked):
        return redirect(url_for("public.text", slug=slug), 303)
    actor = current_actor()
    form = ProposalForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate_on_submit():
            return redirect(send(asked, form.words()), 303)
    except DomainError as problem:
        form.show(problem)
    page = ProposalPage(asked, _takes(asked), _is_late(asked))
    return render_page("public/contributions/propose.html", page, form=form), _status()


@blueprint.route("/contributions/<reference>/reply", methods=["GET", "POST"])
@access("anonymous")
@limited("words")
@cacheable()
def reply(reference: str) -> Page:
    """Reply to a contribution."""
    to = or_404(by_reference(reading(), reference))
    asked = seen(to.consultation.slug)
    if request.method == "GET" and may_clarify(current_actor(), asked, arrived_at()) and may_reply(to):
        # What the asking body says is no reply of a participant's.
        return redirect(url_for("desk.clarify", reference=reference), 303)
    if request.method == "GET" and not (_takes(asked) and may_reply(to)):
        return redirect(url_for("public.contribution", reference=reference), 303)
    actor = current_actor()
    form = ReplyForm.of(actor, organisations_of(reading(), actor))
    try:
        if form.validate_on_submit() and _answerable(to):
            return redirect(send(asked, form.words(reference)), 303)
    except DomainError as problem:
        form.show(problem)
    heard = Voices({}, for_readers(reading(), [to])).shown(to)
    page = ReplyPage(asked, reference, heard, _takes(asked), _is_late(asked))
    return render_page("public/contributions/reply.html", page, form=form), _status()


@blueprint.get("/draft")
@access("public")
def draft() -> Page:
    """Show the words that this browser's session keeps, and what comes next."""
    if current_actor() is not None:
        return redirect(url_for("public.waiting"), 303)
    shown = waiting_presenters.DraftPage(waiting_presenters.for_reader(reading()))
    return render_page("public/contributions/draft.html", shown)


def send(asked: ConsultationRow, words: Words) -> str:
    """Post ``words``, or keep them for a reader; return where to go.

    Raises DomainError at a field, and ``place-gone`` where that which they are about is not there: no words are lost.
    """
    actor = current_actor()
    try:
        if actor is not None and may_take_part(actor):
            return _post(asked, words, actor)
        return _keep(asked, words, actor)
    except NotFoundError as gone:
        raise DomainError("place-gone") from gone


def _keep(asked: ConsultationRow, words: Words, actor: Actor | None) -> str:
    if not _takes(asked):
        raise NotNowError("contribution-not-now", state_of(asked, arrived_at()))
    user_id, already = actor.user_id if actor else None, drafts.tokens()
    with writing() as database:
        token = keep_draft(
            database, now=arrived_at(), consultation_id=asked.id, words=words, user_id=user_id, tokens=already,
            repeat_minutes=settings().repeat_minutes,
        )  # fmt: skip
    if not token or token in already:
        flash(_("These words had already arrived. They are kept once."), "good")
    if actor is not None:
        flash(_("Your words are kept. Confirm your address, and publish them here yourself."), "wait")
        return url_for("public.waiting")
    drafts.keep(token)
    return url_for("public.login", next=url_for("public.draft"))


def _post(asked: ConsultationRow, words: Words, actor: Actor) -> str:
    with writing() as database:
        said = submit(
            database, actor=actor, now=arrived_at(), consultation_id=asked.id, words=words,
            repeat_minutes=settings().repeat_minutes,
        )  # fmt: skip
    tell_arrival(actor, said, again=said.idempotency_key != words.key)
    return url_for("public.contribution", reference=said.reference)


def tell_arrival(actor: Actor, said: Contribution, *, again: bool) -> None:
    """Say that words have arrived, or had ``again``, and until when their author may withdraw them."""
    told = {"reference": bidi_isolate(said.reference), "moment": dates.full(said.received_at)}
    if again:
        flash(
            _("This had already arrived: here it is, under %(reference)s, received %(moment)s.", **told),
            "good",
        )
    else:
        flash(_("It has arrived. Its reference is %(reference)s, received %(moment)s.", **told), "good")
    if may_withdraw(actor, said, arrived_at()):
        closing = dates.full(said.consultation.closes_at)
        flash(
            _("Here is its journey. You may withdraw it until the closing on %(moment)s.", moment=closing), ""
        )


def _answerable(to: Contribution) -> bool:
    """Whether it takes replies: raises where it was hidden or withdrawn while somebody wrote one."""
    if not may_reply(to):
        raise DomainError("reply-not-now")
    return True


def _status() -> int:
    """Return the status of a form's page: whoever sees it after sending sees it because of a problem."""
    return 422 if request.method == "POST" and not shown_again() else 200


def _is_late(asked: ConsultationRow) -> bool:
    return allows(asked, Act.CONTRIBUTE_LATE, arrived_at())


def _takes(asked: ConsultationRow) -> bool:
    if speaks_for_the_body(current_actor(), asked):
        return False
    return takes_words(asked, arrived_at())
