"""No field of a form hides a method of it: ``form.show`` would be a field where a rule's refusal is to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask_wtf import FlaskForm
from wtforms.fields.core import UnboundField

from consult.web.forms import Form


def forms(above: type[Form] = Form) -> Iterator[type[Form]]:
    """Yield every class of form that the product has."""
    for below in above.__subclasses__():
        if below.__module__.startswith("consult."):
            yield below
        yield from forms(below)


def fields_of(form: type[Form]) -> set[str]:
    return {name for name in dir(form) if isinstance(getattr(form, name, None), UnboundField)}


def test_no_field_of_a_form_hides_a_method_of_it(app: Flask) -> None:
    assert "desk.text" in app.view_functions, "every form is loaded"
    hidden = {
        f"{form.__name__}.{name}"
        for form in forms()
        for name in fields_of(form)
        if hasattr(Form, name) or hasattr(FlaskForm, name)
    }
    assert len(list(forms())) > 40
    assert hidden == set()
