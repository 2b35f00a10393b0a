"""The map of the site for search engines (sitemaps.org): each page in both languages, in parts where it is long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from flask import Response, abort, current_app, request, url_for

from consult.public import unprefixed
from consult.public.sitemap.addresses import Mapped, Part, parts
from consult.shared.clock import in_utc
from consult.web.access import access
from consult.web.database import reading
from consult.web.hreflang import absolute
from consult.web.limits import limited
from consult.web.locale import LANGUAGES
from consult.web.page_cache import cacheable
from consult.web.request_time import arrived_at

_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'

Addresses = Callable[[Mapped], dict[str, str]]


@unprefixed.get("/sitemap.xml")
@access("public")
@cacheable()
@limited("map")
def sitemap() -> Response:
    """Name every page, or the parts that do."""
    found = parts(reading())
    if len(found) == 1:
        return _sent(found[0])
    rows = (
        f"<sitemap><loc>{escape(absolute(url_for('site.sitemap_part', number=number)))}</loc></sitemap>\n"
        for number in range(1, len(found) + 1)
    )
    return _xml(f"<sitemapindex {_MAP}>\n{''.join(rows)}</sitemapindex>\n")


@unprefixed.get("/sitemap-<int(max=99999):number>.xml")
@access("public")
@cacheable()
@limited("map")
def sitemap_part(number: int) -> Response:
    """Name the pages of one part."""
    found = parts(reading())
    if not 0 < number <= len(found):
        abort(404)
    return _sent(found[number - 1])


def _sent(part: Part) -> Response:
    addresses = _addresses()
    urls = (_url(addresses(page), page.changed) for page in part(reading(), arrived_at()))
    return _xml(f"<urlset {_MAP} {_LINKS}>\n{''.join(urls)}</urlset>\n")


def _xml(said: str) -> Response:
    return Response(_BEGIN + said, content_type="application/xml; charset=utf-8")


def _addresses() -> Addresses:
    """Return what gives a page's address in each language."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 - there is a request
    base = absolute("")

    def of(page: Mapped) -> dict[str, str]:
        return {
            lang: escape(base + adapter.build(page.endpoint, page.values | {"lang": lang}))
            for lang in LANGUAGES
        }

    return of


def _url(addresses: dict[str, str], changed: datetime | None) -> str:
    """Return a page's address in each language, each with all of them beside it."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>'
        for lang, address in (*addresses.items(), ("x-default", addresses["ar"]))
    )
    day = f"<lastmod>{in_utc(changed)}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{address}</loc>{day}{links}</url>\n" for address in addresses.values())
