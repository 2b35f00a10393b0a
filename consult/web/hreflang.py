"""What its head tells search engines and messengers of a page: where it is in each language, and what it is about."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask, request
from markupsafe import escape

from consult.shared.text import shortened
from consult.web.assets import asset
from consult.web.locale import LANGUAGES, switch_url
from consult.web.parameters import own_query
from consult.web.settings import settings

# As Open Graph writes a language, which it knows with a country alone.
_TERRITORIES = {"ar": "ar_JO", "en": "en_GB"}
_TAG = re.compile("<[^<>]*+>")
# After these, a new line or paragraph begins.
_ENDS = ("</p", "</li", "<br")
# So much of a description is shown at most.
LONGEST = 200


def init(app: Flask) -> None:
    """Let the base of all pages ask."""
    app.jinja_env.globals.update(alternates=alternates, territories=territories, picture=picture)
    app.jinja_env.filters.update(excerpt=excerpt)


def alternates() -> dict[str, str]:
    """Return the page's address by language; none where it cannot be asked for, or is one's own."""
    rule = request.url_rule
    if (
        rule is None
        or "lang" not in rule.arguments
        or "GET" not in (rule.methods or ())
        or "token" in rule.arguments
    ):
        return {}
    own = own_query()
    paths = {lang: switch_url(lang).partition("?")[0] for lang in LANGUAGES}
    return {lang: absolute(f"{path}?{own}" if own else path) for lang, path in paths.items()}


def absolute(path: str) -> str:
    """Return the whole address of a path of ours, as the settings say where we are, never as the request does."""
    return settings().base_url.rstrip("/") + path


def territories(lang: str) -> list[tuple[str, str]]:
    """Return Open Graph's name of the page's language, and of the others that it is there in."""
    others = [("og:locale:alternate", code) for other, code in _TERRITORIES.items() if other != lang]
    return [("og:locale", _TERRITORIES[lang]), *others]


def picture() -> str:
    """Return the whole address of the picture that messengers show beside a link."""
    return absolute(asset("card.png"))


def excerpt(words: str, most: int = LONGEST) -> str:
    """Return what stands in ``words`` as one line, without its HTML, cut between two letters."""
    text = _TAG.sub(lambda tag: " " if tag[0].startswith(_ENDS) else "", escape(words))
    return shortened(" ".join(unescape(text).split()), most)
