"""What a consultation asks about: the version before it, with which it is compared, is one that was published."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from consult.contributions.queries import asked_clauses
from consult.shared.state import State
from consult.texts.models import TextVersion
from tests.factories import moments
from tests.factories.scenes import scene as make_scene


@pytest.mark.parametrize(("published", "before"), [(moments.DRAFTED, 1), (None, None)])
def test_the_version_before_is_the_last_that_was_published(
    session: Session, published: object, before: int | None
) -> None:
    asked = make_scene(session, State.DRAFT)
    session.execute(update(TextVersion).where(TextVersion.id == asked.version.id).values(number=3))
    shared = {
        "text_id": asked.version.text_id, "drafter_id": asked.version.drafter_id, "created_at": moments.DRAFTED,
        "reason_ar": "", "reason_en": "",
    }  # fmt: skip
    for number in (1, 2):
        session.execute(insert(TextVersion).values(**shared, number=number))
    first = (TextVersion.text_id == asked.version.text_id, TextVersion.number == 1)
    session.execute(update(TextVersion).where(*first).values(published_at=published))
    found = {row.published_before for row in asked_clauses(session, consultation_id=asked.id)}
    assert found == {before}
