"""What all forms share: clean text, digits of both kinds, and the domain's problems shown at their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from flask import flash, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from sqlalchemy.orm import Session
from wtforms import BooleanField, Field, FieldList, FormField, PasswordField
from wtforms.form import BaseForm
from wtforms.i18n import get_translations

from consult.shared.errors import DomainError
from consult.shared.text import western_digits
from consult.web import csrf as web_csrf
from consult.web import measuring
from consult.web.again import shown_again, unmarked
from consult.web.database import forget_read, writing
from consult.web.kept_forms import typed_before
from consult.web.limits import too_often
from consult.web.locale import language
from consult.web.wording import each, sentence


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose token is checked before the view runs, for every form alike (``web.csrf``)."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """Words of WTForms' own in the page's language; no second check of the token."""

        csrf = False

        def get_translations(self, form: FlaskForm) -> Any:  # noqa: ANN401, ARG002 - as WTForms has it
            """Take the validators' sentences in the page's language."""
            return _validators_words(language())

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:  # noqa: ANN401 - as WTForms has it
            """Take what was sent, without the marks that are to be removed (``web.again``), or was kept before."""
            before = typed_before() if formdata is _Auto else None
            return unmarked(super().wrap_formdata(form, formdata)) if before is None else before

    def is_submitted(self) -> bool:
        """Whether it was sent to be acted on, and not only to be shown again with what was typed (``web.again``)."""
        return bool(super().is_submitted()) and not shown_again()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Whether what was typed may be acted on; never while it is only shown again or a limit is reached."""
        return (
            not shown_again()
            and not too_often()
            and self.measured()
            and bool(super().validate(extra_validators))
        )

    def process(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        """Take what was sent; what is too much of a field is not its value, and is only shown in it again."""
        super().process(*args, **kwargs)
        if measuring.problem() is None:
            return
        for field in _fields_of(self):
            typed = measuring.as_typed(field.name)
            if typed is not None and not isinstance(field, PasswordField):
                field._value = partial(str, typed)  # noqa: SLF001 - what WTForms' widgets show

    def measured(self) -> bool:
        """Whether all that was typed can be worked on; what is too much is marked."""
        problem = measuring.problem()
        if problem is not None:
            Form.show(self, problem)
        return problem is None

    def carried_out(self, act: Callable[[Session], object]) -> bool:
        """Do ``act`` in one write transaction; where a rule stands against it, show that and say so.

        Nothing is written then, and what is read from here on is what stands now.
        """
        try:
            with writing() as session:
                act(session)
        except DomainError as problem:
            forget_read()
            self.show(problem)
            return False
        return True

    def show(self, problem: DomainError) -> None:
        """Put each of the domain's problems at its field, and those that have none above the form.

        What was too much to be read comes first: whatever else is missing may stand in it.
        """
        fields = {field.name: field for field in _fields_of(self)}
        for single in each(measuring.problem() or problem):
            field = fields.get(single.field) if single.field else None
            if field is None:
                flash(sentence(single), "error")
            else:
                field.errors = [*field.errors, sentence(single)]


def _fields_of(form: BaseForm) -> Iterator[Field]:
    """Yield the fields of a form, those within its lists included, each by the name that it is sent under."""
    for field in form:
        entries = field.entries if isinstance(field, FieldList) else [field]
        for entry in entries:
            if isinstance(entry, FormField):
                yield from _fields_of(entry.form)
            else:
                yield entry


@lru_cache(maxsize=8)
def _validators_words(lang: str) -> Any:  # noqa: ANN401 - whatever WTForms has
    """Return WTForms' own catalogue in a language, read once."""
    return get_translations([lang])


class Tick(BooleanField):  # type: ignore[misc]  # WTForms has no types
    """A box that is ticked by what our own page sends for it, and by nothing else that might pass for a yes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the one value for ticked; WTForms would take "0", "null" and "[]" as well."""
        self.data = bool(valuelist) and set(valuelist) == {self._value()}

    def _value(self) -> str:
        """Return what a ticked box sends, whatever was sent instead of it."""
        return "y"


def sent() -> bool:
    """Whether a form was sent to be acted on: not where a page is only read, or a form only shown again."""
    return request.method == "POST" and not shown_again()


def token_for(action: str) -> str:
    """Return the token for a form that posts to ``action``."""
    return web_csrf.form_token(action or request.path)


def plain_digits(value: str | None) -> str | None:
    """WTForms filter: write Arabic and Persian digits 0-9."""
    return western_digits(value) if value else value


def mark(field: Field, text: str) -> None:
    """Put an error at a field."""
    field.errors = [*field.errors, text]
