"""How far an extension reaches: from the closing that was announced, from its own day, and one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from consult.consultations import queries, services
from consult.shared.errors import DomainError
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.scenes import LIMITS, REASON, Scene
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tests.databases import MigratedDatabase

DAY = timedelta(days=1)


def test_extensions_are_bounded_from_the_closing_that_was_announced(session: Session, scene: Scene) -> None:
    last = moments.CLOSES + LIMITS.extension_days * DAY
    first = moments.CLOSES + 60 * DAY
    for closes_at, now in ((first, moments.DURING), (last, first - DAY)):
        extend(session, scene, closes_at, now)
    assert queries.first_closing(session, scene.consultation) == moments.CLOSES
    with pytest.raises(DomainError, match="closing-too-late"):
        extend(session, scene, last + DAY, last - DAY)


def test_an_extension_reaches_no_further_than_from_its_day(session: Session, scene: Scene) -> None:
    near = moments.DURING + 30 * DAY
    with pytest.raises(DomainError, match="closing-too-late"):
        extend(session, scene, near + moments.TICK, moments.DURING, ahead=30)
    extend(session, scene, near, moments.DURING, ahead=30)


def test_one_of_thirty_extensions_at_once_is_done(database: MigratedDatabase) -> None:
    asked = committed(database.engine, make_scene)
    results = at_once(
        database.engine,
        [lambda session: extend(session, asked, moments.CLOSES + 7 * DAY, moments.DURING)] * 30,
    )
    assert codes(results) == ["closing-only-later"] * 29


def extend(session: Session, scene: Scene, closes_at: datetime, now: datetime, ahead: int = 180) -> None:
    """Move the closing."""
    services.extend(
        session, actor=scene.officer, now=now, consultation_id=scene.id, closes_at=closes_at, reason=REASON,
        limits=replace(LIMITS, extension_ahead_days=ahead),
    )  # fmt: skip
