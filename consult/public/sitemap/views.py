"""The map of the site for search engines (sitemaps.org): each page in both languages, in parts where it is long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape

from flask import Response, abort, current_app, request, url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.public import unprefixed
from consult.public.sitemap.addresses import Mapped, Part, parts
from consult.web.access import access
from consult.web.database import engine, let_go, reading
from consult.web.hreflang import absolute
from consult.web.locale import LANGUAGES
from consult.web.request_time import arrived_at
from consult.web.streaming import begun

_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# So many pages are sent at once.
_AT_ONCE = 500

Addresses = Callable[[Mapped], dict[str, str]]


@unprefixed.get("/sitemap.xml")
@access("public")
def sitemap() -> Response:
    """Name every page, or the parts that do."""
    found = parts(reading())
    if len(found) == 1:
        return _sent(found[0])
    rows = (
        f"<sitemap><loc>{escape(absolute(url_for('site.sitemap_part', number=number)))}</loc></sitemap>\n"
        for number in range(1, len(found) + 1)
    )
    return _xml(iter([f"{_BEGIN}<sitemapindex {_MAP}>\n", *rows, "</sitemapindex>\n"]))


@unprefixed.get("/sitemap-<int(max=99999):number>.xml")
@access("public")
def sitemap_part(number: int) -> Response:
    """Name the pages of one part."""
    found = parts(reading())
    if not 0 < number <= len(found):
        abort(404)
    return _sent(found[number - 1])


def _sent(part: Part) -> Response:
    return _xml(begun(_urls(engine(), part, arrived_at(), _addresses())))


def _xml(pieces: Iterator[str]) -> Response:
    return Response(pieces, content_type="application/xml; charset=utf-8")


def _addresses() -> Addresses:
    """Return what gives a page's address in each language: still so when the request is over and the map being sent."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 - there is a request
    base = absolute("")

    def of(page: Mapped) -> dict[str, str]:
        return {
            lang: escape(base + adapter.build(page.endpoint, page.values | {"lang": lang}))
            for lang in LANGUAGES
        }

    return of


def _urls(engine: Engine, part: Part, now: datetime, addresses: Addresses) -> Iterator[str]:
    """Yield the map in pieces of text, read through a session of its own."""
    session = Session(engine)
    try:
        pages, said = part(session, now), [f"{_BEGIN}<urlset {_MAP} {_LINKS}>\n"]
        for page in pages:
            said.append(_url(addresses(page), page.changed))
            if len(said) > _AT_ONCE:
                yield "".join(said)
                said = []
        yield "".join([*said, "</urlset>\n"])
    finally:
        let_go(session)


def _url(addresses: dict[str, str], changed: datetime | None) -> str:
    """Return a page's address in each language, each with all of them beside it."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>'
        for lang, address in (*addresses.items(), ("x-default", addresses["ar"]))
    )
    day = f"<lastmod>{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{address}</loc>{day}{links}</url>\n" for address in addresses.values())
