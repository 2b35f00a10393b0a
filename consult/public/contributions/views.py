"""What was said: the list, each voice with its journey and receipt, and taking one's own back."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consult.consultations.policies import may_see
from consult.contributions import queries
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import may_withdraw
from consult.contributions.services import sealed_file
from consult.contributions.services import withdraw as take_back
from consult.public import blueprint
from consult.public.contributions import earlier_words, export, journey, presenters
from consult.public.contributions.revised import shown_sealed
from consult.public.texts.views import seen
from consult.shared.errors import DomainError
from consult.shared.text import as_reference, clean_line
from consult.web.access import access, or_404
from consult.web.database import engine, reading, writing
from consult.web.identity import current_actor, signed_in_actor
from consult.web.number_field import number_of
from consult.web.page_cache import cacheable
from consult.web.pagination import after, before
from consult.web.parameters import unheeded
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.streaming import sent_whole
from consult.web.wording import sentence

LONGEST = 100


@blueprint.get("/consultations/<slug>/contributions/")
@access("public")
@cacheable("clause", "before")
def contributions(slug: str) -> str:
    """List what was said, newest first; ``?clause=`` keeps one clause, ``?before=`` goes on."""
    asked = seen(slug)
    page = presenters.listed(
        reading(), asked, request.args.get("clause", ""), before(), current_actor(), arrived_at()
    )
    if not any(each.current for each in page.filters):
        unheeded("clause")
    return render_page("public/contributions/list.html", page)


@blueprint.get("/consultations/<slug>/contributions.csv")
@access("public")
def contributions_csv(slug: str) -> Response:
    """Send everything that was said, with themes and answers, as CSV; hidden words stay out."""
    asked = seen(slug)
    return _download(
        export.csv_file(engine(), asked.id, arrived_at()), f"{asked.slug}.csv", "text/csv; charset=utf-8"
    )


@blueprint.get("/consultations/<slug>/contributions.jsonl")
@access("public")
def contributions_jsonl(slug: str) -> Response:
    """Send the same as JSON Lines, each word as it was typed."""
    asked = seen(slug)
    return _download(
        export.json_lines(engine(), asked.id, arrived_at()),
        f"{asked.slug}.jsonl",
        "application/x-ndjson; charset=utf-8",
    )


@blueprint.get("/consultations/<slug>/revisions.csv")
@access("public")
def revisions_csv(slug: str) -> Response:
    """Send what was said before it was said anew, as CSV: as much of it as others read."""
    asked = seen(slug)
    pieces = earlier_words.csv_file(engine(), asked.id)
    return _download(pieces, f"{asked.slug}-revisions.csv", "text/csv; charset=utf-8")


@blueprint.get("/contributions/")
@access("public")
@cacheable("reference")
def find_contribution() -> str | BaseResponse:
    """Find one voice by its reference, written as people write it; say so where there is none."""
    typed = clean_line(request.args.get("reference", ""))[:LONGEST]
    reference = as_reference(typed)
    said = queries.by_reference(reading(), reference) if reference else None
    if said is not None and _is_there(said):
        return redirect(url_for("public.contribution", reference=said.reference), 303)
    unheeded("reference")
    return render_page("public/contributions/find.html", presenters.FindPage(typed))


@blueprint.get("/contributions/<reference>")
@access("public")
@cacheable("after")
def contribution(reference: str) -> str:
    """Show a voice on its way: arrival, theme, answer, changed words, milestone; ``?after=`` goes on in its replies."""
    said = visible(reference)
    page = journey.journey(reading(), said, current_actor(), arrived_at(), after())
    return render_page("public/contributions/contribution.html", page)


@blueprint.get("/contributions/<reference>/sealed")
@access("public")
def sealed(reference: str) -> Response | tuple[str, int]:
    """Send the bytes whose SHA-256 is the fingerprint; once erased, say that they are gone.

    ``?revision=`` asks for words that stood before, by their number.
    """
    said = visible(reference)
    if said.status == Status.ERASED:
        return render_page("public/contributions/erased.html", presenters.SaidPage(said)), 410
    number = number_of(request.args.get("revision", str(said.revision_number))) or 0
    every = queries.revisions(reading(), contribution_id=said.id)
    revision = or_404(shown_sealed(said, every, number, current_actor()))
    name = said.reference if number == said.revision_number else f"{said.reference}-{number}"
    answer = Response(sealed_file(said, revision), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.bin"'
    return answer


@blueprint.route("/contributions/<reference>/withdraw", methods=["GET", "POST"])
@access("signed-in")
def withdraw(reference: str) -> str | BaseResponse:
    """Take one's own contribution back, after a question."""
    actor, said = signed_in_actor(), visible(reference)
    if request.method == "GET":
        or_404(said, may_withdraw(actor, said, arrived_at()))
        return render_page("public/contributions/withdraw.html", presenters.SaidPage(said))
    try:
        with writing() as session:
            take_back(session, actor=actor, now=arrived_at(), reference=reference)
        flash(_("You have withdrawn it. A note stays in its place."), "good")
    except DomainError as problem:
        flash(sentence(problem), "error")
    return redirect(url_for("public.contribution", reference=reference), 303)


def _download(pieces: Iterator[str], name: str, kind: str) -> Response:
    answer = sent_whole(pieces, kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def visible(reference: str) -> Contribution:
    """Return the contribution with this reference; 404 where its consultation is not there for this reader."""
    said: Contribution = or_404(queries.by_reference(reading(), reference))
    or_404(said, _is_there(said))
    return said


def _is_there(said: Contribution) -> bool:
    asked = said.consultation
    return may_see(current_actor(), asked, asked.organisation.scope, arrived_at())
