"""The page's language: from the address, and only from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from babel.lists import format_list
from flask import Flask, abort, current_app, g, has_app_context, request, url_for
from flask_babel import Babel, Domain, force_locale

from consult.web.parameters import query
from consult.web.settings import settings

LANGUAGES = {"ar": "ar_JO", "en": "en"}


def init(app: Flask) -> None:
    """Read the language prefix of each address, and write it into every link."""
    app.config["BABEL_DEFAULT_LOCALE"] = "ar_JO"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = app.extensions["translations"]
    babel = Babel(app, locale_selector=_babel_locale, timezone_selector=lambda: settings().time_zone)
    babel.domain_instance = Words()
    app.extensions["arguments"] = {}
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)


class Words(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The catalogues, found by the page's language alone: a page asks for hundreds of its words."""

    def __init__(self) -> None:
        """Begin with no catalogue read."""
        super().__init__()
        self._read: dict[str, Any] = {}

    def get_translations(self) -> Any:  # noqa: ANN401 - Babel's
        """Return the catalogue of the page's language, read once."""
        if not has_app_context():
            return super().get_translations()
        lang = language()
        if lang not in self._read:
            self._read[lang] = super().get_translations()
        return self._read[lang]


def language() -> str:
    """Return 'ar' or 'en': the language of the page; Arabic where the address has none."""
    try:
        # A page asks hundreds of times; the proxy's own way takes five times as long.
        return cast("str", g._get_current_object().language)  # noqa: SLF001 - what werkzeug names the thing behind it
    except (AttributeError, RuntimeError):
        return "ar"


def joined(parts: Sequence[str]) -> str:
    """Return ``parts`` as one list in the language of the page, with its “and” where it has one (Unicode's CLDR)."""
    return format_list(parts, locale=LANGUAGES[language()])


def in_both(words: Callable[[], str]) -> tuple[str, str]:
    """Return what ``words`` says in Arabic and in English: for what is stored in both, whoever reads it."""
    here, said = g.get("language"), []
    try:
        for lang, locale in LANGUAGES.items():
            g.language = lang
            with force_locale(locale):
                said.append(str(words()))
    finally:
        g.pop("language", None)
        if here is not None:
            g.language = here
    return said[0], said[1]


def preferred() -> str:
    """Return the language that the browser asks for, Arabic where it asks for neither."""
    return request.accept_languages.best_match(list(LANGUAGES), default="ar") or "ar"


def switch_url(lang: str) -> str:
    """Return the address of this very page in another language, query included; else of the home page."""
    if request.endpoint and request.view_args is not None and "lang" in _arguments(request.endpoint):
        address = url_for(request.endpoint, **{**request.view_args, "lang": lang})
        # The query is carried along as it is: none of its names may be taken for an argument of the address.
        carried = query()
        return f"{address}?{carried}" if carried else address
    return url_for("public.home", lang=lang)


def in_language(path: str, lang: str) -> str:
    """Return an address of ours, which begins with its language, in another one."""
    return f"/{lang}/" + path.partition("/")[2].partition("/")[2]


def _arguments(endpoint: str) -> frozenset[str]:
    known: dict[str, frozenset[str]] = current_app.extensions["arguments"]
    if endpoint not in known:
        rules = current_app.url_map.iter_rules(endpoint)
        known[endpoint] = frozenset(name for rule in rules for name in rule.arguments)
    return known[endpoint]


def _babel_locale() -> str:
    return LANGUAGES[language()]


def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is None:
        # No address of ours: the page that says so is still in the language that was asked under.
        first = request.path.split("/")[1]
        g.language = first if first in LANGUAGES else preferred()
    elif "lang" in values:
        g.language = values.pop("lang")
        if g.language not in LANGUAGES:
            g.language = "ar"
            abort(404)


def _give(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and "lang" in _arguments(endpoint):
        values["lang"] = language()
