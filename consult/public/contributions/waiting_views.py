"""What waits for whoever has signed in: words are published, and votes recorded, by a press here and nowhere else."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.contributions.models import Draft
from consult.contributions.services import (
    change_draft,
    drop_draft,
    drop_vote,
    own_draft,
    publish_draft,
    record_vote,
    take_draft,
)
from consult.public import blueprint
from consult.public.account.next_url import safe_next
from consult.public.contributions import drafts, waiting_presenters
from consult.public.contributions.forms import DraftForm, WaitingForm
from consult.public.contributions.posting_views import tell_arrival
from consult.public.contributions.threads import organisations_of
from consult.public.contributions.vote_views import tell_recorded
from consult.shared.errors import DomainError, NotFoundError
from consult.votes.models import NONE
from consult.web.access import access
from consult.web.database import forget_read, reading, writing
from consult.web.identity import signed_in_actor
from consult.web.labels import label
from consult.web.limits import limited
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]
ONE = "/account/waiting/<int(max=2147483647):draft_id>"
VOTE = "/account/waiting/votes/<int(max=2147483647):vote_id>"
CHANGED = "changed-meanwhile"


@blueprint.route("/account/waiting")
@access("signed-in")
def waiting() -> str:
    """Show all that waits for whoever is signed in, under the name of their account."""
    actor = signed_in_actor()
    waits = waiting_presenters.for_person(reading(), actor, organisations_of(reading(), actor))
    following = safe_next(request.args.get("next"))
    shown = waiting_presenters.WaitingPage(actor, waits, following)
    return render_page("public/account/waiting.html", shown)


@blueprint.route(ONE, methods=["GET", "POST"])
@access("signed-in")
@limited("words")
def waiting_words(draft_id: int) -> Page:
    """Show one of the words that wait; publish it in the name that was chosen."""
    actor = signed_in_actor()
    try:
        draft = _own(draft_id)
        form = WaitingForm.for_draft(draft, actor, organisations_of(reading(), actor))
        if form.validate_on_submit():
            return redirect(_publish(draft, form), 303)
        if draft.posted_reference is not None:
            return redirect(url_for("public.contribution", reference=draft.posted_reference), 303)
    except NotFoundError:
        return _gone()
    except DomainError as problem:
        form.show(problem)
        draft = _own_anew(draft_id) if problem.code == CHANGED else draft
    words = waiting_presenters.waiting_words(reading(), draft, actor, form)
    shown = waiting_presenters.WaitingPage(actor, waiting_presenters.Waiting([words], []), None)
    page = render_page("public/account/waiting.html", shown, form=form)
    return page, 422 if request.method == "POST" else 200


def _own(draft_id: int) -> Draft:
    return own_draft(reading(), user_id=signed_in_actor().user_id, draft_id=draft_id, tokens=drafts.tokens())


def _own_anew(draft_id: int) -> Draft:
    """Return it as it is now: another window may have changed it."""
    forget_read()
    return _own(draft_id)


def _publish(draft: Draft, form: WaitingForm) -> str:
    """Publish a draft, say so, and return where to go: to what else waits, or to its own page."""
    actor, key = signed_in_actor(), draft.words.get("key")
    with writing() as database:
        said = publish_draft(
            database, actor=actor, now=arrived_at(), draft_id=draft.id, tokens=drafts.tokens(),
            speaking=form.speaking, grace_hours=settings().confirm_hours, repeat_minutes=settings().repeat_minutes,
            seen=request.form.get("seen", ""),
        )  # fmt: skip
    tell_arrival(actor, said, again=said.idempotency_key != key)
    return _onward(url_for("public.contribution", reference=said.reference))


@blueprint.post(f"{ONE}/keep")
@access("signed-in")
def keep_waiting(draft_id: int) -> Response:
    """Say that words which this browser keeps are one's own: the account keeps them from now on."""
    try:
        with writing() as database:
            take_draft(database, actor=signed_in_actor(), draft_id=draft_id, tokens=drafts.tokens())
    except NotFoundError:
        return _gone()
    flash(_("Your account keeps it now, wherever you sign in. It is not published."), "good")
    return redirect(url_for("public.waiting"), 303)


@blueprint.route(f"{ONE}/discard", methods=["GET", "POST"])
@access("signed-in")
def discard_waiting(draft_id: int) -> Page:
    """Throw words away that wait, after a question."""
    actor = signed_in_actor()
    try:
        draft = _own(draft_id)
        if request.method == "GET" and draft.posted_reference is not None:
            return redirect(url_for("public.contribution", reference=draft.posted_reference), 303)
        if request.method == "GET":
            words = waiting_presenters.waiting_words(reading(), draft, actor, None)
            return render_page("public/account/discard.html", waiting_presenters.DiscardPage(words))
        with writing() as database:
            drop_draft(database, actor=actor, draft_id=draft_id, tokens=drafts.tokens())
        flash(_("Thrown away. Nothing of it was published."), "good")
    except NotFoundError:
        return _gone()
    except DomainError as problem:
        flash(sentence(problem), "error")
    return redirect(_onward(url_for("public.account")), 303)


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@access("signed-in")
@limited("words")
def change_waiting(draft_id: int) -> Page:
    """Change words that wait: nothing is published by that."""
    actor, edited = signed_in_actor(), False
    try:
        draft = _own(draft_id)
        if draft.posted_reference is not None:
            return redirect(url_for("public.contribution", reference=draft.posted_reference), 303)
        form = DraftForm.of(draft)
        if form.validate_on_submit():
            with writing() as database:
                change_draft(
                    database, actor=actor, now=arrived_at(), draft_id=draft_id, anew=form.anew(),
                    tokens=drafts.tokens(), seen=request.form.get("seen", ""),
                )  # fmt: skip
            flash(_("It is changed, and waits. Nothing was published."), "good")
            return redirect(url_for("public.waiting_words", draft_id=draft_id), 303)
    except NotFoundError:
        return _gone()
    except DomainError as problem:
        form.show(problem)
        edited = problem.code == CHANGED
        draft = _own_anew(draft_id) if edited else draft
    return _change_page(draft, form, edited=edited), 422 if form.is_submitted() else 200


def _change_page(draft: Draft, form: DraftForm, *, edited: bool) -> str:
    words = waiting_presenters.waiting_words(reading(), draft, signed_in_actor(), None)
    # Whoever has now read both may save over the newer one.
    seen = words.mark if edited or not form.is_submitted() else request.form.get("seen", "")
    page = waiting_presenters.ChangePage(words, seen, edited)
    return render_page("public/account/change_draft.html", page, form=form)


@blueprint.post(VOTE)
@access("signed-in")
@limited("vote")
def record_waiting_vote(vote_id: int) -> Response:
    """Record a vote that waits."""
    try:
        with writing() as database:
            row, stands = record_vote(
                database, actor=signed_in_actor(), now=arrived_at(), vote_id=vote_id, token=drafts.votes_token(),
                grace_hours=settings().confirm_hours,
            )  # fmt: skip
    except NotFoundError:
        return _gone()
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("public.waiting"), 303)
    if stands == row.choice:
        tell_recorded(stands)
    elif stands == NONE:
        flash(_("This vote was taken back."), "wait")
    else:
        chosen = label("choice", stands)
        flash(_("You have voted on this since: %(choice)s. That vote stands.", choice=chosen), "wait")
    return redirect(_onward(waiting_presenters.subject_url(reading(), row)), 303)


@blueprint.post(f"{VOTE}/discard")
@access("signed-in")
def discard_waiting_vote(vote_id: int) -> Response:
    """Throw a vote away that waits: it can be cast anew where it was."""
    try:
        with writing() as database:
            drop_vote(database, actor=signed_in_actor(), vote_id=vote_id, token=drafts.votes_token())
    except NotFoundError:
        return _gone()
    flash(_("Thrown away. This vote was not recorded."), "good")
    return redirect(_onward(url_for("public.account")), 303)


def _onward(last: str) -> str:
    """Return where to go on: to what else waits, or, if nothing does, to ``last``."""
    if drafts.anything(reading(), user_id=signed_in_actor().user_id):
        return url_for("public.waiting")
    return last


def _gone() -> Response:
    """Lead to what waits, and say that this does not: it was thrown away elsewhere, or is not theirs."""
    flash(_("That does not wait here, or no longer. What waits stands below."), "wait")
    return redirect(url_for("public.waiting"), 303)
