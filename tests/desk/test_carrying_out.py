"""A write is done whole, or its rule is shown at its field and what is read afterwards is what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import get_flashed_messages
from sqlalchemy import func, select
from wtforms import StringField

from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue
from consult.shared import clock
from consult.shared.errors import DomainError, NotFoundError
from consult.web.database import reading
from consult.web.forms import Form

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


class ReasonForm(Form):
    """A form of one field."""

    reason = StringField()


def write(session: Session) -> None:
    """Put a message in the outbox."""
    enqueue(session, now=clock.now(), messages=[Message("a", "receipt", "a@example.org", "en")])


def stored() -> int:
    """Return how many messages there are."""
    return reading().scalar(select(func.count(OutboxMessage.id))) or 0


def test_what_no_rule_refuses_is_written(app: Flask) -> None:
    with app.test_request_context("/en/desk/", method="POST"):
        before = reading()
        assert stored() == 0
        assert ReasonForm().carried_out(write)
        assert (stored(), reading() is before) == (1, False)


@pytest.mark.parametrize("field", ["reason", None])
def test_what_a_rule_refuses_is_not_written_and_is_said(app: Flask, field: str | None) -> None:
    seen = []

    def refused(session: Session) -> None:
        write(session)
        seen.append(reading())
        raise DomainError("write-this", field=field)

    with app.test_request_context("/en/desk/", method="POST"):
        form = ReasonForm()
        assert not form.carried_out(refused)
        assert reading() is not seen[0], "read anew"
        assert stored() == 0
        told = [*form.reason.errors, *get_flashed_messages(category_filter=["error"])]
        assert (len(form.reason.errors), len(told)) == (1 if field else 0, 1)


def test_what_is_not_there_is_shown_in_no_form(app: Flask) -> None:
    def missing(session: Session) -> None:
        write(session)
        raise NotFoundError

    with app.test_request_context("/en/desk/", method="POST"):
        form = ReasonForm()
        with pytest.raises(NotFoundError):
            form.carried_out(missing)
        assert stored() == 0
        assert not form.reason.errors
