"""Templates say the same through our shorter ways as through Jinja's own."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask_babel import lazy_gettext
from jinja2 import Environment
from markupsafe import Markup

from consult.web.templating import PageContext, PageEnvironment

MACRO = """{% macro twice(what, sign='+') -%}
{{ what }}{{ sign }}{{ what }}{% if caller is defined %}{{ caller() }}{% endif %}
{%- endmacro %}"""


@pytest.fixture(params=["ar", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def rendered(app: Flask, lang: str, source: str, **names: object) -> str:
    """Return what a template says, which is the same with its words asked for at each use and put in beforehand."""
    environment = app.jinja_env
    assert isinstance(environment, PageEnvironment)
    with app.test_request_context(f"/{lang}/"):
        g.language = lang
        said = environment.from_string(source).render(**names)
        assert environment.in_language(lang).from_string(source).render(**names) == said
    return said


def test_pages_are_rendered_in_our_context(app: Flask) -> None:
    assert app.jinja_env.context_class is PageContext
    assert app.jinja_env.make_globals(None) is app.jinja_env.globals


def test_what_is_put_into_words_is_escaped_and_what_is_safe_is_not(app: Flask, lang: str) -> None:
    source = "{{ _('Before: %(words)s', words=words) }}"
    assert "&lt;b&gt;" in rendered(app, lang, source, words="<b>")
    assert "<b>" in rendered(app, lang, source, words=Markup("<b>"))


def test_numbered_words_follow_the_language(app: Flask) -> None:
    source = "{{ ngettext('%(num)s agrees', '%(num)s agree', 2) }}"
    assert rendered(app, "en", source) == "2 agree"
    assert rendered(app, "ar", source) != rendered(app, "en", source)


def test_words_that_nobody_translated_are_said_as_they_are_and_a_percent_sign_stays_one(
    app: Flask, lang: str
) -> None:
    assert rendered(app, lang, "{{ _('none such: 5%%') }}") == "none such: 5%"
    assert rendered(app, lang, "{{ _('none such: %(n)s%%', n=5) }}") == "none such: 5%"


def test_macros_are_called_with_names_in_loops_and_with_a_body(app: Flask, lang: str) -> None:
    source = (
        MACRO + "{% for x in (1, '<') %}{{ twice(x, sign='/') }}{% call twice(x) %}!{% endcall %}{% endfor %}"
    )
    assert rendered(app, lang, source) == "1/11+1!&lt;/&lt;&lt;+&lt;!"


def test_mails_in_plain_text_escape_nothing(app: Flask, lang: str) -> None:
    source = "{% autoescape false %}{{ _('Before: %(words)s', words='<b>') }}{% endautoescape %}"
    assert "<b>" in rendered(app, lang, source)


def test_what_the_language_alone_decides_stands_in_the_compiled_template(app: Flask) -> None:
    source = "{{ _('Sign in') }} {{ locale }} {{ 'rtl' if locale == 'ar' else 'ltr' }} {{ other_locale }}"
    environment = app.jinja_env
    assert isinstance(environment, PageEnvironment)
    said = {lang: rendered(app, lang, source) for lang in ("ar", "en")}
    assert said["en"] == "Sign in en ltr ar"
    assert said["ar"].endswith(" ar rtl en")
    for lang, words in said.items():
        with app.test_request_context(f"/{lang}/"):
            g.language = lang
            made = environment.in_language(lang).compile(source, raw=True)
        assert words in made, "it is one constant"


def test_a_page_is_in_the_language_that_is_asked_for_whichever_came_first(app: Flask) -> None:
    client = app.test_client()
    for lang in ("en", "ar", "en", "ar"):
        page = client.get(f"/{lang}/pages/how-we-answer").get_data(as_text=True)
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page
        assert ("Skip to the content" in page) == (lang == "en")


@pytest.mark.parametrize(
    "value", ["a", "<b>&'\"", Markup("<b>"), 7, True, None, 1.5, ["<"], lazy_gettext("Agree")]
)
def test_what_is_shown_is_escaped_as_jinja_does(app: Flask, lang: str, value: object) -> None:
    block = "{% set block %}{{ value }}{% endset %}{{ block }}"
    source = "{{ value }}" + block + "{% for _each in (1,) %}{{ value }}{% endfor %}"
    with app.test_request_context(f"/{lang}/"):
        g.language = lang
        expected = Environment(autoescape=True).from_string(source).render(value=value)
        assert app.jinja_env.from_string(source).render(value=value) == expected


def test_what_a_template_shows_in_a_macro_is_safe_once(app: Flask) -> None:
    source = MACRO + "{{ twice('<') }}|{{ twice(twice('&')) }}"
    assert rendered(app, "en", source) == "&lt;+&lt;|&amp;+&amp;+&amp;+&amp;"
