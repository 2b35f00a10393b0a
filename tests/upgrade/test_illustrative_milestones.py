"""Milestones that were there are nobody's invention; going back refuses those that are marked, by name."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.plans.models import Milestone
from tests.databases import alembic_config
from tests.upgrade.test_first_facts import writing

BEFORE = "0064"


def test_no_milestone_that_was_there_is_illustrative(upgraded: str) -> None:
    with writing(upgraded) as session:
        assert set(session.scalars(select(Milestone.illustrative))) == {False}


def test_going_back_refuses_an_illustrative_milestone_and_names_it(upgraded: str) -> None:
    with writing(upgraded) as session:
        title = marked(session, illustrative=True)
    with pytest.raises(RuntimeError, match=f"the version before has no illustrative milestones: {title}$"):
        command.downgrade(alembic_config(upgraded), BEFORE)
    with writing(upgraded) as session:
        marked(session, illustrative=False)
    command.downgrade(alembic_config(upgraded), BEFORE)


def marked(session: Session, *, illustrative: bool) -> str:
    """Mark the first milestone, or take its mark away, and return its title."""
    milestone = session.scalars(select(Milestone).order_by(Milestone.id)).first()
    assert milestone is not None
    milestone.illustrative = illustrative
    return milestone.title_ar
