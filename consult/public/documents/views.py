"""Documents: the list, one with its versions, and each file to look at or to keep."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.documents import queries
from consult.documents.models import Document, DocumentVersion
from consult.documents.policies import is_public, may_open, may_see
from consult.public import blueprint
from consult.public.documents import open_file, presenters
from consult.shared.storage import GoneError
from consult.shared.uploads import ENDINGS, is_shown
from consult.web import uploads
from consult.web.access import access, or_404
from consult.web.database import engine, reading
from consult.web.identity import current_actor
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.pagination import place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.streaming import sent_whole


@blueprint.get("/documents/")
@access("public")
@cacheable("kind", "plan", "after")
@in_menu("footer", 15, _l("Documents"), name="documents")
def documents() -> str:
    """List the documents that everybody reads, newest first, by type and by plan."""
    return render_page("public/documents/list.html", presenters.listed(reading(), place(queries.Place)))


@blueprint.get("/documents.csv")
@access("public")
def documents_csv() -> Response:
    """Send the list of all public documents with each of their versions, and what is gone with its reason, as CSV."""
    answer = sent_whole(open_file.csv_file(engine()), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="documents.csv"'
    return answer


@blueprint.get("/documents/<slug>/")
@access("public")
@cacheable()
def document(slug: str) -> str:
    """Show what a document is, its files, and what it belongs to; in the place of one that is gone, why."""
    found = _seen(slug)
    page = presenters.whole(reading(), current_actor(), found, arrived_at())
    return render_page("public/documents/document.html", page)


@blueprint.get("/documents/<slug>/versions/<int(max=9999):version>/view")
@access("public")
def view_document(slug: str, version: int) -> Response:
    """Show a file in the browser, as if it were on a site of its own."""
    return _file(slug, version, "inline")


@blueprint.get("/documents/<slug>/versions/<int(max=9999):version>/download")
@access("public")
def download_document(slug: str, version: int) -> Response:
    """Hand over a file under its name."""
    return _file(slug, version, "attachment")


def _seen(slug: str) -> Document:
    """Return a document that whoever asks may know of; else 404."""
    found = or_404(queries.by_slug(reading(), slug))
    return or_404(found, may_see(current_actor(), found, found.scope))


def _file(slug: str, number: int, how: str) -> Response:
    """Return a file; who comes for one that is gone is led to what stands in its place."""
    found = _seen(slug)
    version = or_404(next((row for row in found.versions if row.number == number), None))
    if not may_open(current_actor(), found, found.scope):
        return redirect(url_for("public.document", slug=slug), 303)
    return _answer(found, version, how)


def _answer(found: Document, version: DocumentVersion, how: str) -> Response:
    key = or_404(version.stored_key)
    or_404(ENDINGS.get(version.media_type), how == "attachment" or is_shown(version.media_type))
    try:
        response = uploads.answer_with(
            key, media_type=version.media_type, how=how, plain=f"{found.slug}-v{version.number}",
            name=version.stem or found.slug, size=version.size,
        )  # fmt: skip
    except GoneError:
        return Response(status=503)
    open_to_all = is_public(found) and found.withdrawn_at is None
    response.headers["Cache-Control"] = "public, no-cache" if open_to_all else "private, no-store"
    response.set_etag(version.sha256)
    return response.make_conditional(request) if open_to_all else response
