"""No silent moderation: each hide or restore has exactly one public entry, a rule, a reason, and tells the author."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.contributions.models import Contribution, Status
from consult.contributions.services import withdraw
from consult.moderation import queries, services
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import RULES
from consult.organisations.models import OrganisationKind
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import organisation
from tests.factories.voices import comment, erased, hide, restore


def entries(session: Session, said: Contribution) -> list[tuple[str, int | None]]:
    """Return kind and rule of each public entry on a contribution's moderation, oldest first."""
    rows = session.scalars(
        select(LogEntry)
        .where(LogEntry.subject == said.reference, LogEntry.kind.startswith("moderation-"))
        .order_by(LogEntry.id)
    )
    return [(row.kind, row.details["rule"]) for row in rows]


def told(session: Session, address: str) -> list[str]:
    """Return the kinds of mails on moderation to an address, oldest first."""
    query = select(OutboxMessage.kind).where(
        OutboxMessage.recipient == address, OutboxMessage.kind.startswith("moderation-")
    )
    return list(session.scalars(query.order_by(OutboxMessage.id)))


def test_each_decision_has_its_own_entry_and_mail(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    untouched = comment(session, scene, by=scene.author)
    made = [hide(session, scene, said), restore(session, scene, said), hide(session, scene, said)]
    kinds = ["moderation-hide", "moderation-restore", "moderation-hide"]
    assert entries(session, said) == list(zip(kinds, [7, None, 7], strict=True))
    assert told(session, scene.author.email) == kinds
    assert len({decision.log_entry_id for decision in made}) == 3
    listed = queries.of_contribution(session, contribution_id=said.id)
    assert [row.id for row in listed] == [decision.id for decision in made]
    assert queries.latest(session, contribution_ids=[said.id, untouched.id]) == {said.id: made[-1]}
    assert entries(session, untouched) == []


def test_the_entry_says_rule_reason_role_and_time_and_not_who(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    decision = hide(session, scene, said)
    entry = session.get_one(LogEntry, decision.log_entry_id)
    assert (entry.at, entry.role, entry.subject) == (moments.DURING, "moderator", said.reference)
    assert entry.details == {"rule": 7, "reason_ar": REASON[0], "reason_en": REASON[1]}
    assert (decision.rule, decision.reason_ar, decision.reason_en, decision.at) == (
        7,
        *REASON,
        moments.DURING,
    )


def test_hiding_what_is_hidden_says_nothing_twice(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    with problems(("already-decided", None)):
        restore(session, scene, said)
    hide(session, scene, said)
    with problems(("already-decided", None)):
        hide(session, scene, said)
    assert len(entries(session, said)) == len(told(session, scene.author.email)) == 1


def test_what_is_gone_is_neither_hidden_nor_brought_back(session: Session, scene: Scene) -> None:
    gone, destroyed = comment(session, scene, by=scene.author), comment(session, scene)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=gone.reference)
    erased(session, scene, destroyed)
    for said in (gone, destroyed):
        before = entries(session, said)
        for act in (hide, restore):
            with problems(("already-decided", None)):
                act(session, scene, said)
        assert entries(session, said) == before


@pytest.mark.parametrize("rule", [None, 0, 9, -1])
def test_no_hiding_without_a_published_rule(session: Session, scene: Scene, rule: int | None) -> None:
    assert rule not in RULES
    said = comment(session, scene)
    with problems(("choose-one", "rule")):
        services.hide(
            session,
            actor=scene.moderator,
            now=moments.DURING,
            reference=said.reference,
            rule=rule,
            reason=REASON,
        )
    assert (said.status, entries(session, said)) == (Status.PUBLISHED, [])


@pytest.mark.parametrize(
    ("reason", "missing"),
    [
        (("", ""), ["reason_ar", "reason_en"]),
        (("سبب", " \u200f\n"), ["reason_en"]),
        (("\u200b", "A reason"), ["reason_ar"]),
    ],
)
def test_no_decision_without_a_reason_in_both_languages(
    session: Session, scene: Scene, reason: tuple[str, str], missing: list[str]
) -> None:
    said, hidden = comment(session, scene), comment(session, scene)
    hide(session, scene, hidden)
    expected = [("write-this", field) for field in missing]
    with problems(*expected):
        services.hide(
            session,
            actor=scene.moderator,
            now=moments.DURING,
            reference=said.reference,
            rule=1,
            reason=reason,
        )
    with problems(*expected):
        services.restore(
            session, actor=scene.moderator, now=moments.DURING, reference=hidden.reference, reason=reason
        )
    assert (said.status, hidden.status) == (Status.PUBLISHED, Status.HIDDEN)


def test_nobody_moderates_themselves(session: Session, scene: Scene) -> None:
    own = comment(session, scene, by=scene.moderator)
    other = person(session, (Role.MODERATOR, scene.organisation.scope))
    with pytest.raises(NotFoundError):
        hide(session, scene, own)
    services.hide(session, actor=other, now=moments.DURING, reference=own.reference, rule=7, reason=REASON)
    with pytest.raises(NotFoundError):
        restore(session, scene, own)
    assert entries(session, own) == [("moderation-hide", 7)]


def test_nobody_moderates_what_was_said_for_their_organisation(session: Session, scene: Scene) -> None:
    body = organisation(session, kind=OrganisationKind.CIVIL_SOCIETY)
    colleague = person(session, (Role.REPRESENTATIVE, body.scope))
    said = comment(session, scene, by=colleague, organisation=body.slug)
    partial = person(session, (Role.MODERATOR, scene.organisation.scope), (Role.REPRESENTATIVE, body.scope))
    with pytest.raises(NotFoundError):
        services.hide(
            session, actor=partial, now=moments.DURING, reference=said.reference, rule=7, reason=REASON
        )
    assert said.status == Status.PUBLISHED
    hide(session, scene, said)


def test_only_moderators_of_the_asking_body(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    scope = scene.organisation.scope
    strangers = [
        scene.author, scene.officer, scene.publisher, make_scene(session).moderator,
        person(session, (Role.AUDITOR, SITE)), person(session, (Role.ADMINISTRATOR, SITE)),
        person(session, (Role.MODERATOR, scope), suspended=True),
    ]  # fmt: skip
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            services.hide(
                session,
                actor=stranger,
                now=moments.DURING,
                reference=said.reference,
                rule=None,
                reason=("", ""),
            )
    assert (said.status, entries(session, said)) == (Status.PUBLISHED, [])


def test_a_reference_that_is_none(session: Session, scene: Scene) -> None:
    with pytest.raises(NotFoundError):
        services.hide(
            session,
            actor=scene.moderator,
            now=moments.DURING,
            reference="V-2026-999999",
            rule=7,
            reason=REASON,
        )


@pytest.mark.parametrize("table", ["log_entries", "moderation_decisions", "consultation_acts"])
def test_the_record_can_be_neither_changed_nor_deleted(session: Session, scene: Scene, table: str) -> None:
    hide(session, scene, comment(session, scene))
    with refused(session, f"{table}_no_delete"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above
    with refused(session, f"{table}_no_update"):
        session.execute(text(f"UPDATE {table} SET at = at"))  # noqa: S608 - a name from above


def test_an_entry_cannot_be_changed_through_the_mapper(session: Session, scene: Scene) -> None:
    decision = hide(session, scene, comment(session, scene))
    with refused(session, "moderation_decisions_no_update"):
        decision.reason_en = "Another reason"
    entry = session.get_one(LogEntry, decision.log_entry_id)
    with refused(session, "log_entries_no_update"):
        entry.details = {}


def test_two_moderators_at_once_decide_once(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    said = committed(database.engine, lambda session: comment(session, scene, by=scene.author))

    def decide(session: Session) -> str:
        return hide(session, scene, said).kind

    results = at_once(database.engine, [decide] * 8)
    refusals = codes(results)
    assert refusals == ["already-decided"] * 7
    with Session(database.engine) as session:
        assert entries(session, said) == [("moderation-hide", 7)]
        assert told(session, scene.author.email) == ["moderation-hide"]
        assert len(session.scalars(select(ModerationDecision)).all()) == 1


def test_the_log_shows_newest_first_and_goes_on(session: Session, scene: Scene) -> None:
    made = [hide(session, scene, comment(session, scene)) for _ in range(3)]
    first = queries.log(session, limit=2)
    assert [row.id for row in first] == [made[2].id, made[1].id]
    assert queries.log(session, before_id=first[-1].id)[0].id == made[0].id
