"""A theme opened by mistake can be removed, and nothing else can be lost that way."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from consult.outcomes import queries, services
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
