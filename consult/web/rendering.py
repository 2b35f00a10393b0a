"""What templates may use: dates, both languages, assets, tokens. Undefined names fail, and no name tells the time.

Pages are kept for whoever has no session (``web.page_cache``): nothing here may differ between two such readers.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask, render_template
from flask_babel import get_domain
from jinja2 import StrictUndefined, pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy
from wtforms.form import BaseForm

from consult.shared.html import MAX_LENGTH, render, with_breaks
from consult.shared.language import direction_of, language_of
from consult.shared.text import lines, paragraphs
from consult.web import again, dates, labels
from consult.web.assets import asset, fonts
from consult.web.forms import token_for
from consult.web.idempotency import key_for
from consult.web.identity import current_actor
from consult.web.kept_forms import writer_for
from consult.web.locale import in_language, language, switch_url
from consult.web.operator import operator, operator_line
from consult.web.settings import settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# It begins where a word does, and gives nothing back: words without an @ are read once, not from each of their letters.
_MAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]++@[a-z0-9-]++(?:\.[a-z0-9-]++)++", re.ASCII | re.IGNORECASE)
# A reference in a sentence, with the isolates that may stand around it.
_REFERENCE = re.compile("\u2068?(?<![\\w-])([A-Z]-[0-9]{4}-[0-9]{4,12})(?![\\w-])\u2069?")


def init(app: Flask) -> None:
    """Set up Jinja."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=dates.day,
        full_time=dates.full,
        zoned=dates.zoned,
        iso=dates.iso,
        paragraphs=paragraphs,
        lines=lines,
        prose=prose,
        with_breaks=lambda words: Markup(with_breaks(words)),  # noqa: S704 - escaped there
        localized=localized,
        lang_of=lang_of,
        language=language_of,
        direction=direction_of,
        bidi_isolate=bidi_isolate,
        with_mail_links=with_mail_links,
        with_references=with_references,
    )
    # Globals, not names of the page, so that imported macros see them too.
    app.jinja_env.globals.update(
        _=said,
        gettext=said,
        ngettext=counted,
        locale=LocalProxy(language),
        other_locale=LocalProxy(lambda: "en" if language() == "ar" else "ar"),
        city=LocalProxy(dates.city),
        operator=LocalProxy(operator_line),
        operator_links=LocalProxy(lambda: operator().links),
        operator_phone=LocalProxy(lambda: operator().phone),
        csrf_token_for=token_for,
        once_key_for=key_for,
        writer_for=writer_for,
        new_key=new_key,
        asset=asset,
        fonts=fonts,
        removed_marks=again.removed_marks,
        may_be_unmarked=again.may_be_unmarked,
        previewed=again.previewed,
        this_field=again.this_field,
        label=labels.label,
        in_language=in_language,
        has_errors=has_errors,
        min_age=LocalProxy(lambda: settings().min_age),
    )
    app.context_processor(_names)


def render_page(template: str, page: DataclassInstance, **beside: object) -> str:
    """Render a template with the fields of a view model as its names, and what stands ``beside`` them: forms."""
    names = {each.name: getattr(page, each.name) for each in fields(page)}
    return render_template(template, **names, **beside)


@pass_eval_context
def said(evaluated: EvalContext, message: str, **values: object) -> str:
    """Return a template's words in the page's language, as Jinja's own ``gettext``: what is put in is escaped."""
    if not evaluated.autoescape:
        return str(get_domain().get_translations().ugettext(message) % values)
    return _pattern(language(), message) % values if values else alone(language(), message)


@pass_eval_context
def counted(evaluated: EvalContext, one: str, many: str, num: int, **values: object) -> str:
    """Return a template's words for so many of something, in the page's language."""
    values.setdefault("num", num)
    pattern: str = get_domain().get_translations().ungettext(one, many, num)
    if evaluated.autoescape:
        pattern = Markup(pattern)  # noqa: S704 - the catalogue is ours
    return pattern % values


@lru_cache(maxsize=4096)
def _pattern(_language: str, message: str) -> Markup:
    return Markup(get_domain().get_translations().ugettext(message))  # noqa: S704 - the catalogue is ours


@lru_cache(maxsize=4096)
def alone(lang: str, message: str) -> Markup:
    """Return words in which nothing is put, in the page's language, which is ``lang``."""
    return _pattern(lang, message) % {}


def new_key() -> str:
    """Return a new key by which words count once; empty for a reader, whose words get one when they are kept."""
    return secrets.token_urlsafe(16) if current_actor() else ""


def localized(thing: object, name: str) -> str:
    """Return ``name`` of ``thing`` in the page's language, in the other where it is missing."""
    first, second = (name + "_ar", name + "_en") if language() == "ar" else (name + "_en", name + "_ar")
    value = _get(thing, first) or _get(thing, second)
    return str(value or "")


def lang_of(thing: object, name: str) -> str:
    """Return the language in which ``localized`` gives ``name``."""
    other = "en" if language() == "ar" else "ar"
    return language() if _get(thing, f"{name}_{language()}") else other


def bidi_isolate(value: object) -> str:
    """Return ``value`` for the midst of a sentence, whose direction it then neither takes nor turns."""
    return f"\u2068{value}\u2069"


def with_mail_links(text: str) -> Markup:
    """Return plain text with its mail addresses as links; Jinja's own filter misses one before an Arabic comma."""
    parts, end = [], 0
    for found in _MAIL.finditer(text):
        link = Markup('<a href="mailto:{0}"><bdi>{0}</bdi></a>').format(found[0])
        parts += [escape(text[end : found.start()]), link]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def with_references(text: str) -> Markup:
    """Return a sentence with each reference marked as one, so that no line breaks within it; it is copied as it is."""
    parts, end = [], 0
    for found in _REFERENCE.finditer(text):
        reference = Markup('<bdi class="code" dir="ltr">{}</bdi>').format(found[1])
        parts += [escape(text[end : found.start()]), reference]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


@pass_context
def has_errors(context: Context) -> bool:
    """Whether the page shows a form that has to be corrected: its title says so from its first word."""
    forms = [shown for shown in context.get_all().values() if issubclass(type(shown), BaseForm)]
    return any(form.errors or getattr(form, "wrong", None) for form in forms)


@lru_cache(maxsize=2048)
def prose(text: str) -> Markup:
    """Return official prose as safe HTML; what is too long to be searched for formatting stands as it was typed."""
    if len(text) > MAX_LENGTH:
        return Markup("").join(Markup("<p>{}</p>").format(part) for part in paragraphs(text))
    return Markup(render(text))  # noqa: S704 - shared.html has cleaned it twice


def _get(thing: object, name: str) -> object:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name)


def _names() -> dict[str, object]:
    return {
        "demonstration": settings().demonstration,
        "contact_email": operator().email,
        "current_actor": current_actor(),
        "switch_url": switch_url,
    }
