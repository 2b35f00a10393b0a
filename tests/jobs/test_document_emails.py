"""Whoever asked that a document be erased is told in their language what another person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import g
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.documents.services import ask_erasure, erase, refuse_erasure
from consult.jobs.emails import compose
from consult.outbox.models import OutboxMessage
from consult.web.locale import LANGUAGES
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.people import person

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import MigratedDatabase


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("accepted", [True, False])
def test_document_erasure_is_told_to_whoever_asked(
    app: Flask, database: MigratedDatabase, lang: str, *, accepted: bool
) -> None:
    with Session(database.engine.execution_options(write=True)) as session:
        one, other = (person(session, (Role.COORDINATOR, SITE)) for _ in range(2))
        slug = filed(session, title_en="A secret title").slug
        ask_erasure(session, actor=one, now=moments.DURING, slug=slug, reason="Names")
        if accepted:
            erase(session, actor=other, now=moments.DURING, slug=slug, reason=("أسماء", "Names"))
        else:
            refuse_erasure(session, actor=other, now=moments.DURING, slug=slug)
        session.commit()
        message = session.scalars(select(OutboxMessage)).one()
        assert (message.recipient, message.kind) == (
            one.email, "document-erased" if accepted else "document-erasure-refused",
        )  # fmt: skip
        with app.test_request_context(f"/{lang}/"), force_locale(LANGUAGES[lang]):
            g.language = lang
            letter = compose(session, message)
        assert letter is not None
        assert slug in letter.subject
        assert "secret" not in str(letter)
        message.content = {"request": 0}
        with app.test_request_context(f"/{lang}/"):
            assert compose(session, message) is None
        session.rollback()
