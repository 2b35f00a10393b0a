"""A theme opened by mistake can be removed, and nothing else can be lost that way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.outcomes import queries, services
from consult.outcomes.models import SummaryCitation, SummaryPoint
from consult.shared.errors import DomainError, NotFoundError
from tests.factories import answers, moments
from tests.factories.people import person
from tests.factories.scenes import scene
from tests.factories.voices import comment


def test_an_empty_theme_is_removed(session: Session) -> None:
    made = scene(session)
    theme = answers.theme(session, made)
    services.remove_theme(session, actor=made.moderator, now=moments.AFTER, theme_id=theme.id)
    assert queries.themes(session, consultation_id=made.id) == []


def test_a_theme_that_holds_something_stays(session: Session) -> None:
    made = scene(session)
    theme = answers.theme(session, made, comment(session, made))
    with pytest.raises(DomainError) as refused:
        services.remove_theme(session, actor=made.moderator, now=moments.AFTER, theme_id=theme.id)
    assert refused.value.code == "theme-in-use"


def test_a_theme_whose_points_were_taken_out_is_removed_with_them(session: Session) -> None:
    made = scene(session)
    said = comment(session, made)
    theme, other = (
        answers.theme(session, made, said, title=("موضوع", title)) for title in ("One", "Another")
    )
    of: dict[str, Any] = {"session": session, "actor": made.moderator, "now": moments.AFTER}
    for under in (theme, other):
        answers.place(session, made, under, said)
        point = services.save_point(
            **of, theme_id=under.id, text=("نقطة", "A point"), references=[said.reference]
        )
        services.unplace(**of, consultation_id=made.id, references=[said.reference])
        if under is theme:
            with pytest.raises(DomainError, match="theme-in-use"):
                services.remove_theme(**of, theme_id=theme.id)
        services.remove_point(**of, theme_id=under.id, point_id=point.id)
    services.remove_theme(**of, theme_id=theme.id)
    assert [each.id for each in queries.themes(session, consultation_id=made.id)] == [other.id]
    cited = select(SummaryPoint.theme_id).join(SummaryCitation, SummaryCitation.point_id == SummaryPoint.id)
    left = session.scalars(cited.where(SummaryCitation.contribution_id == said.id)).all()
    assert left == [other.id]
    assert session.scalars(select(SummaryPoint).where(SummaryPoint.theme_id == theme.id)).all() == []


def test_a_published_theme_stays(session: Session) -> None:
    done = answers.answered(session)
    with pytest.raises(DomainError) as refused:
        services.remove_theme(session, actor=done.scene.moderator, now=moments.LATER, theme_id=done.theme.id)
    assert refused.value.code == "theme-in-use"


def test_a_stranger_removes_nothing(session: Session) -> None:
    made = scene(session)
    theme = answers.theme(session, made)
    with pytest.raises(NotFoundError):
        services.remove_theme(session, actor=person(session), now=moments.AFTER, theme_id=theme.id)
