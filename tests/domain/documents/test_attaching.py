"""A document is taken off what it is attached to, once; off what it never was attached to, never."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.documents import services
from consult.documents.models import Attached, DocumentAct, DocumentActKind
from consult.shared.errors import NotFoundError
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.organisations import coordinator
from tests.factories.promises import begun_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_document_is_taken_off_once_and_never_off_what_it_was_not_attached_to(session: Session) -> None:
    by = coordinator(session)
    document, other = filed(session), filed(session)
    made = services.attach(
        session, actor=by, now=moments.DURING, slug=document.slug, kind=Attached.PLAN,
        subject_id=begun_plan(session, by).id,
    )  # fmt: skip
    detach = partial(services.detach, session, actor=by, now=moments.DURING)
    for slug, attachment_id in ((other.slug, made.id), (document.slug, made.id + 1)):
        with pytest.raises(NotFoundError):
            detach(slug=slug, attachment_id=attachment_id)
    assert made.ended_at is None
    for _ in range(2):
        detach(slug=document.slug, attachment_id=made.id)
    assert made.ended_at == moments.DURING
    taken_off = select(func.count()).where(DocumentAct.kind == DocumentActKind.DETACHED)
    assert session.scalar(taken_off) == 1
