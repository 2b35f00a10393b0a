"""What stands before the first act: the people, the bodies, the text; and what a run of many lives counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.consultations.models import Consultation
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.state import State
from tests.factories import moments
from tests.factories.answers import noise
from tests.factories.people import person
from tests.factories.scenes import LIMITS, scene, terms
from tests.factories.texts import organisation

STAFF_OF_THE_BODY = {
    "officer": ("officer",),
    "moderator": ("moderator",),
    "moderator beside": ("moderator",),
    "publisher": ("publisher",),
    "all in one": ("officer", "moderator", "publisher"),
}
CITIZENS = ("first", "second", "third", "member")
MEMBERS = ("member", "moderator beside")  # who speak for the union
OUTSIDERS = ("auditor", "staff elsewhere", "unconfirmed", "suspended")
EVERYBODY = (*STAFF_OF_THE_BODY, *CITIZENS, *OUTSIDERS)
# The other consultation on the same text opens like the first, and closes after everything.
BESIDE_OPENS, BESIDE_CLOSES = moments.OPENS, moments.OPENS + timedelta(days=3650)
NAMED = {name: f"اسم عام {number}" for number, name in enumerate(CITIZENS)}


@dataclass
class Tally:
    """How often each rule was done and refused, and each state reached, over all lives of a run."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    lives: int = 0

    def table(self) -> str:
        """Return the histogram, a line for each rule and state."""
        rules = sorted({*self.done, *self.refused})
        lines = [f"{rule:<24}{self.done[rule]:>8} done {self.refused[rule]:>8} refused" for rule in rules]
        states = [f"{state.value:<24}{self.states[state.value]:>8} steps" for state in State]
        return "\n".join([f"{self.lives} lives", *lines, *states])


@dataclass
class Stage:
    """The ground of every life; ``union`` is the slug of the organisation that the members speak for.

    ``beside`` is another consultation on the same text.
    """

    connection: Connection
    consultation_id: int
    slug: str
    organisation_id: int
    version_id: int
    commitment_id: int
    clauses: list[int]
    milestones: list[int]
    words: dict[int, tuple[str, str]]
    union: str
    union_id: int
    actors: dict[str, Actor]
    beside_id: int
    beside_slug: str
    log_before: int
    mail_before: int
    tally: Tally = field(default_factory=Tally)


def set_up(connection: Connection) -> Stage:
    """Make a draft consultation with everybody around it, in the connection's transaction, beside others."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        noise(session)
        made = scene(session, State.DRAFT)
        beside = consultations.save_draft(
            session, actor=made.officer, now=moments.DRAFTED, organisation=made.organisation, slug="beside",
            terms=terms(opens_at=BESIDE_OPENS, closes_at=BESIDE_CLOSES), version_ids=[made.version.id],
            limits=LIMITS,
        )  # fmt: skip
        union, elsewhere = organisation(session), scene(session).organisation
        scope, speaks = made.organisation.scope, (Role.REPRESENTATIVE, union.scope)
        actors = {
            name: person(session, *((Role(role), scope) for role in roles), *[speaks] * (name in MEMBERS))
            for name, roles in STAFF_OF_THE_BODY.items()
        }
        for name in CITIZENS:
            actors[name] = person(session, *[speaks] * (name in MEMBERS), name=NAMED[name])
        actors["auditor"] = person(session, (Role.AUDITOR, SITE))
        everything = (Role.OFFICER, Role.MODERATOR, Role.PUBLISHER)
        actors["staff elsewhere"] = person(session, *((role, elsewhere.scope) for role in everything))
        held = [(role, scope) for role in everything]
        actors["unconfirmed"] = person(session, *held, confirmed=False)
        actors["suspended"] = person(session, *held, suspended=True)
        clauses = {row.clause_id: (row.text_ar, row.text_en) for row in made.version.clauses}
        stage = Stage(
            connection, made.id, made.consultation.slug, made.organisation.id, made.version.id, made.commitment.id,
            made.clauses, made.milestones, clauses, union.slug, union.id, actors, beside.id, beside.slug,
            log_before=session.scalar(select(func.max(LogEntry.id))) or 0,
            mail_before=session.scalar(select(func.max(OutboxMessage.id))) or 0,
        )  # fmt: skip
        session.commit()
    return stage


def asked(session: Session, stage: Stage) -> Consultation:
    """Return the consultation of this life."""
    return session.get_one(Consultation, stage.consultation_id)
