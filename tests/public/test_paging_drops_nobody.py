"""Whatever is in a list all the time is on exactly one of its pages, however much is done between two of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, RoleGrant
from consult.accounts.services import end_grant
from consult.consultations import services as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.contributions.models import Contribution, Status
from consult.shared.state import State
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.organisations import ended, verified
from tests.factories.people import person
from tests.factories.scenes import LIMITS, REASON, Scene, announce, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, erased, hide
from tests.public.test_pages_of_lists import LISTS, rows_on

if TYPE_CHECKING:
    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.client import ReviewingClient
    from tests.conftest import At
    from tests.public.conftest import Committed

VOICE = r"/en/contributions/V-\d{4}-\d+"
SAID = {
    "/en/consultations/{slug}/contributions/": ("consult.contributions.queries.PAGE", VOICE),
    "/en/moderation-log/": ("consult.public.moderation.presenters.PAGE", VOICE),
    "/en/desk/consultations/{slug}/queue/": ("consult.desk.moderation.presenters.PAGE", VOICE),
    "/en/account/": ("consult.public.account.presenters.PAGE", VOICE),
}
EVERY = LISTS | SAID
WEEK = timedelta(days=7)


class World:
    """Everything in the lists, and what may be done with it at a moment."""

    def __init__(self, committed: Committed, seed: int) -> None:
        self.committed, self.now = committed, moments.DURING
        self.scenes: list[Scene] = []
        self.chance = random.Random(seed)  # noqa: S311 - nobody has to guess it
        with committed() as session:
            for weeks in (-4, -1, 0, 0, 1, 2):
                self.ask(session, weeks)
            for _ in range(3):
                verified(session)
                announce(session, self.ask(session, 3), now=self.now)
            self.heard = self.scenes[2]
            roles = (Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR, Role.COORDINATOR)
            self.reader = person(session, *((role, SITE) for role in roles))
            self.voices = [comment(session, self.heard, by=self.reader).id for _ in range(12)]
            for number in self.voices[:4]:
                hide(session, self.heard, session.get_one(Contribution, number))

    def ask(self, session: Session, weeks: int) -> Scene:
        """Make a draft that opens so many weeks after the others; announce it where it was in time."""
        made = make_scene(session, State.DRAFT)
        shift = weeks * WEEK
        consultations.save_draft(
            session, actor=made.officer, now=moments.DRAFTED, organisation=made.organisation,
            slug=made.consultation.slug, version_ids=[made.version.id], limits=LIMITS, revision=1,
            terms=terms(opens_at=moments.OPENS + shift, closes_at=moments.CLOSES + shift),
        )  # fmt: skip
        self.scenes.append(made)
        if weeks < 3:
            announce(session, made, now=moments.ANNOUNCED + min(shift, timedelta()))
        return made

    def change(self) -> None:
        """Let some hours go by, or some weeks, and do a few things that can be done then."""
        self.now += self.chance.choice([timedelta(hours=1), timedelta(hours=1), WEEK])
        for act in self.chance.sample(ACTS, 4):
            with self.committed() as session:
                act(self, session)

    def in_state(self, session: Session, *states: State) -> Scene | None:
        """Return one of the consultations that are in one of these states now."""
        found = {row.id: row for row in session.scalars(select(Consultation))}
        there = [
            scene for scene in self.scenes
            if scene is not self.heard and state_of(found[scene.id], self.now) in states
        ]  # fmt: skip
        return self.chance.choice(there) if there else None


def cancel(world: World, session: Session) -> None:
    if made := world.in_state(session, State.ANNOUNCED, State.OPEN, State.CLOSED):
        consultations.cancel(
            session, actor=made.officer, now=world.now, consultation_id=made.id, reason=REASON
        )


def extend(world: World, session: Session) -> None:
    if made := world.in_state(session, State.ANNOUNCED, State.OPEN):
        closes = session.get_one(Consultation, made.id).closes_at + 5 * WEEK
        consultations.extend(
            session, actor=made.officer, now=world.now, consultation_id=made.id, closes_at=closes, reason=REASON,
            limits=replace(LIMITS, extension_days=9999, extension_ahead_days=9999),
        )  # fmt: skip


def answer(world: World, session: Session) -> None:
    if made := world.in_state(session, State.CLOSED):
        late = comment(session, made, now=world.now)
        respond(session, made, theme(session, made, late, now=world.now), now=world.now)
        publish(session, made, now=world.now)


def ask_anew(world: World, session: Session) -> None:
    announced = world.now + 3 * WEEK
    made = world.ask(session, 3 + (announced - moments.OPENS) // WEEK)
    if world.chance.random() < 0.5:
        announce(session, made, now=world.now)


def let_an_organisation_in(_world: World, session: Session) -> None:
    verified(session)


def end_an_organisation(world: World, session: Session) -> None:
    body, _speaks = verified(session)
    ended(session, body, now=world.now)


def end_a_role(world: World, session: Session) -> None:
    held = session.scalars(
        select(RoleGrant).where(RoleGrant.ended_at.is_(None), RoleGrant.user_id != world.reader.user_id)
    )
    grant = world.chance.choice(held.all())
    end_grant(session, actor=world.reader, now=world.now, grant_id=grant.id, reason="A reason")


def speak(world: World, session: Session) -> None:
    world.voices.append(comment(session, world.heard, by=world.reader, now=world.now).id)


def hide_one(world: World, session: Session) -> None:
    if said := _shown(world, session):
        hide(session, world.heard, said, now=world.now)


def erase_one(world: World, session: Session) -> None:
    if said := _shown(world, session):
        erased(session, world.heard, said)


def _shown(world: World, session: Session) -> Contribution | None:
    rows = session.scalars(select(Contribution).where(Contribution.id.in_(world.voices[::2]))).all()
    shown = [row for row in rows if row.status == Status.PUBLISHED]
    return world.chance.choice(shown) if shown else None


ACTS: list[Callable[[World, Session], None]] = [
    cancel, extend, answer, ask_anew, let_an_organisation_in, end_an_organisation, end_a_role, speak,
    hide_one, erase_one,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_what_stays_in_a_list_is_on_exactly_one_of_its_pages(
    client: ReviewingClient,
    committed: Committed,
    user_of: Callable[[Actor], User],
    at: At,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    world = World(committed, seed)
    client.sign_in(user_of(world.reader))
    paths = {path.format(slug=world.heard.consultation.slug): each for path, each in EVERY.items()}

    def whole() -> dict[str, set[str]]:
        """Return what stands in each list now."""
        return {path: set(rows_on(client, path, pattern)[0]) for path, (_size, pattern) in paths.items()}

    at(world.now)
    began = whole()
    with monkeypatch.context() as patch:
        for size, _pattern in paths.values():
            patch.setattr(size, 2)
        walks = {path: walk(client, path, pattern) for path, (_size, pattern) in paths.items()}
        seen: dict[str, list[str]] = {path: [] for path in paths}
        while walks:
            for path, pages in list(walks.items()):
                page = next(pages, None)
                if page is None:
                    del walks[path]
                seen[path] += page or []
            world.change()
            at(world.now)
    # Nothing that has left one of these lists comes back to it.
    for size, _pattern in paths.values():
        monkeypatch.setattr(size, 500)
    ended = whole()
    for path in paths:
        stayed = began[path] & ended[path]
        assert len(stayed) > 2, path
        assert {row: seen[path].count(row) for row in stayed} == dict.fromkeys(stayed, 1), path


def walk(client: ReviewingClient, path: str, pattern: str) -> Iterator[list[str]]:
    """Yield the rows of each page of a list, following the links to the next."""
    onward: str | None = path
    while onward is not None:
        found, onward = rows_on(client, onward, pattern)
        yield found
