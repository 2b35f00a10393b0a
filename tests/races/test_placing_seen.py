"""Thirty who place one voice at once, each under a theme of their own, having seen it under none: one does."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.outcomes import queries, services
from consult.outcomes.services import place_mark
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

MANY = 30


def test_a_voice_that_many_place_at_once_is_placed_once_and_the_others_are_told(
    database: MigratedDatabase,
) -> None:
    def make(session: Session) -> tuple[Scene, int, str, list[int]]:
        made = make_scene(session)
        said = comment(session, made)
        return made, said.id, said.reference, [theme(session, made).id for _ in range(MANY)]

    made, voice, reference, themes = committed(database.engine, make)

    def under(theme_id: int) -> Callable[[Session], int]:
        return lambda session: services.place(
            session, actor=made.moderator, now=moments.AFTER, theme_id=theme_id, references=[reference],
            seen={voice: place_mark([])},
        )  # fmt: skip

    refused = codes(at_once(database.engine, [under(each) for each in themes]))
    assert refused == ["moved-meanwhile"] * (MANY - 1)
    with Session(database.engine) as session:
        places = queries.own_places(session, ids=[voice])
    assert len(places[voice]) == 1
