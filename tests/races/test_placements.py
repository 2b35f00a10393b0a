"""Where voices stand, against what themes and replies say of it: whatever staff do at one instant, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.queries import by_reference
from consult.moderation.services import ask_erasure
from consult.outcomes import queries
from consult.outcomes import services as outcomes
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import OPEN, Outcome, Placement, Response
from consult.outcomes.services import misplaced, resettle
from tests.databases import MigratedDatabase, alembic_config, go_back
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.answers import answered, noise, publish, respond, theme
from tests.factories.numbers import differences
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, reply

ROUNDS, AT_ONCE = 5, 12
Act = Callable[[Session], object]
Stood = dict[int, set[tuple[object, ...]]]


def said(session: Session, reference: str) -> Contribution:
    """Return a contribution."""
    found = by_reference(session, reference)
    assert found is not None
    return found


def stood(session: Session, of: Scene) -> Stood:
    """Return where voices stood in each published outcome, by its number."""
    query = (
        select(Outcome.number, Placement.contribution_id, Placement.theme_id, Placement.is_primary)
        .join(Placement, Placement.counts_in(Outcome.number))
        .where(Outcome.consultation_id == of.id, Placement.theme_id.in_(queries.themes_of(of.id)))
    )
    found: Stood = {}
    for number, *place in session.execute(query):
        found.setdefault(number, set()).add(tuple(place))
    return found


def prepared(session: Session) -> tuple[Scene, list[int], list[str]]:
    """Return a closed scene in which some have spoken, with two themes, and the references of what was said."""
    noise(session)
    scene = make_scene(session)
    voices = [comment(session, scene, by=scene.author) for _ in range(3)]
    voices += [below := reply(session, voices[0]), reply(session, below)]
    # Asked before: who asks holds the consultation with others, who decides alone, and never in one transaction.
    for own in voices[:3]:
        ask_erasure(session, actor=scene.author, now=moments.DURING, reference=own.reference)
    themes = [theme(session, scene, *voices[:2]), theme(session, scene, voices[2])]
    for each in themes:
        respond(session, scene, each)
    return scene, [each.id for each in themes], [voice.reference for voice in voices]


def hidden(session: Session, scene: Scene, reference: str) -> None:
    hide(session, scene, said(session, reference), now=moments.AFTER)


def replied(session: Session, reference: str) -> None:
    reply(session, said(session, reference), now=moments.AFTER)


def erased(session: Session, scene: Scene, reference: str) -> None:
    outcomes.erase(
        session, actor=scene.moderator, now=moments.LATER, reference=reference, reason=REASON, rule=None
    )


def published(session: Session, scene: Scene) -> None:
    latest = queries.latest(session, consultation_id=scene.id)
    publish(session, scene, latest.number + 1 if latest else 1, reason=REASON, now=moments.LATER)


def drawn(lot: Random, scene: Scene, themes: list[int], references: list[str]) -> Act:
    """Return one act of staff on one voice, or of somebody who replies to it."""
    reference, now = lot.choice(references), moments.LATER
    place = partial(
        outcomes.place, actor=scene.moderator, now=now, theme_id=lot.choice(themes), references=[reference]
    )
    acts: list[Act] = [
        place,
        partial(place, also=True),
        partial(
            outcomes.unplace, actor=scene.moderator, now=now, consultation_id=scene.id, references=[reference]
        ),
        partial(hidden, scene=scene, reference=reference),
        partial(outcomes.restore, actor=scene.moderator, now=now, reference=reference, reason=REASON),
        partial(erased, scene=scene, reference=reference),
        partial(replied, reference=reference),
        partial(published, scene=scene),
        resettle,
    ]
    return lot.choice(acts)


@pytest.mark.parametrize("seed", range(3))
def test_voices_are_kept_where_they_stand_and_what_was_published_stays(
    database: MigratedDatabase, seed: int
) -> None:
    lot = Random(seed)  # noqa: S311 - a lot that is drawn the same way each time
    scene, themes, references = committed(database.engine, prepared)
    # Something is published from the start, so that there is what may not change.
    committed(database.engine, partial(published, scene=scene))
    before: Stood = {}
    given: list[object] = []
    for _ in range(ROUNDS):
        given += at_once(database.engine, [drawn(lot, scene, themes, references) for _ in range(AT_ONCE)])
        with Session(database.engine) as session:
            assert misplaced(session) == []
            assert queries.miscounted(session) == []
            assert differences(session) == []
            now = stood(session, scene)
            assert {number: now.get(number, set()) for number in before} == before
            before = now
    assert before, "nothing was published"
    assert len(codes(given)) < len(given), "no act was accepted"


def looked_at_whatever_comes(session: Session) -> None:
    """Let no theme grow past its answer: what is raced for is where voices stand."""
    session.execute(update(Response).values(looked_voices=1000))


def test_what_an_outcome_froze_is_what_it_counted(database: MigratedDatabase) -> None:
    scene, themes, references = committed(database.engine, prepared)
    committed(database.engine, looked_at_whatever_comes)
    gone = (references[1], references[3])
    acts: list[Act] = [partial(hidden, scene=scene, reference=reference) for reference in gone]
    place = partial(outcomes.place, actor=scene.moderator, now=moments.AFTER)
    acts += [partial(place, theme_id=themes[1], references=[reference]) for reference in references[3:]]
    acts.append(partial(published, scene=scene))
    done = at_once(database.engine, acts)
    assert codes(done[-1:]) == []
    with Session(database.engine) as session:
        outcome = queries.latest(session, consultation_id=scene.id)
        assert outcome is not None
        frozen = stood(session, scene)[1]
        assert outcome.figures["published"] == len({voice for voice, _theme, _primary in frozen})
        counted = {each["id"]: each["voices"] for each in outcome.themes}
        assert counted == {
            under: sum(theme_id == under for _voice, theme_id, _primary in frozen) for under in themes
        }
        assert misplaced(session) == []


def test_places_that_are_wrong_are_found_and_put_right(app: Flask, database: MigratedDatabase) -> None:
    scene, _themes, _references = committed(database.engine, prepared)
    of = Placement.theme_id.in_(queries.themes_of(scene.id))
    committed(database.engine, lambda session: session.execute(delete(Placement).where(of)))
    with Session(database.engine) as session:
        assert misplaced(session) == [(scene.id, 0, 5)]
    run = app.test_cli_runner()
    checked = run.invoke(args=["database", "recount", "--check"])
    assert (checked.exit_code, "0 places of voices that are none, 5 missing" in checked.output) == (1, True)
    assert run.invoke(args=["database", "recount"]).output == checked.output
    assert run.invoke(args=["database", "recount", "--check"]).exit_code == 0


def test_a_place_that_is_wrong_lets_no_outcome_go_out_without_a_voice(database: MigratedDatabase) -> None:
    """Whatever left it: the place of one that is hidden would stand, in the numbers, for one that has none."""
    scene, themes, references = committed(database.engine, prepared)

    def drift(session: Session) -> None:
        outcomes.place(
            session, actor=scene.moderator, now=moments.AFTER, theme_id=themes[1], references=[references[3]]
        )
        hidden(session, scene, references[1])
        outcomes.unplace(
            session,
            actor=scene.moderator,
            now=moments.AFTER,
            consultation_id=scene.id,
            references=[references[2]],
        )
        gone = said(session, references[1])
        session.add(
            Placement(contribution_id=gone.id, theme_id=themes[0], since=1, until=OPEN, is_primary=True)
        )

    committed(database.engine, drift)
    committed(database.engine, looked_at_whatever_comes)
    with Session(database.engine) as session:
        assert queries.placed(session, consultation_id=scene.id).unthemed == 0
    [refused] = at_once(database.engine, [partial(published, scene=scene)])
    assert isinstance(refused, NotAccountedError)
    assert refused.values == {"unthemed": 1, "unanswered": 0}
    # Once it is put under a theme too, the outcome goes out, and the places are right.
    put = partial(
        outcomes.place,
        actor=scene.moderator,
        now=moments.AFTER,
        theme_id=themes[0],
        references=[references[2]],
    )
    assert (
        codes(at_once(database.engine, [put]) + at_once(database.engine, [partial(published, scene=scene)]))
        == []
    )
    with Session(database.engine) as session:
        assert misplaced(session) == []
        stands = {voice for voice, _theme, _primary in stood(session, scene)[1]}
        shown = [said(session, reference) for reference in references]
        assert stands == {each.id for each in shown if each.is_published}


def test_the_migration_keeps_what_was_published_and_what_stands(database: MigratedDatabase) -> None:
    def moved(session: Session) -> Scene:
        ended = answered(session)
        other = theme(session, ended.scene, ended.late, now=moments.LATER)
        respond(session, ended.scene, other, now=moments.LATER)
        publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
        hide(session, ended.scene, ended.reply, now=moments.LATER)
        outcomes.place(
            session, actor=ended.scene.moderator, now=moments.LATER, theme_id=ended.theme.id,
            references=[ended.late.reference],
        )  # fmt: skip
        return ended.scene

    scene = committed(database.engine, moved)
    with Session(database.engine) as session:
        before = stood(session, scene)
        number = session.scalar(select(func.count()).select_from(Placement)) or 0
    assert set(before) == {1, 2}
    database.engine.dispose()
    go_back(database.url, "0017")
    command.upgrade(alembic_config(database.url), "head")
    with Session(database.engine) as session:
        assert stood(session, scene) == before
        assert misplaced(session) == []
        assert (session.scalar(select(func.count()).select_from(Placement)) or 0) >= number
