"""Erasing: two persons together destroy words, name and salt; the tombstone, its log entry and the figures stay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.services import submissions
from consult.accounts.services.kept_forms import Shown, keep_form
from consult.contributions.models import Contribution, Draft, Letter, Revision
from consult.contributions.queries import drafts_posted_as, waiting_drafts
from consult.contributions.services import keep_draft, publish_draft, sealed_file, withdraw
from consult.moderation import queries
from consult.moderation.models import ErasureRequest, ModerationDecision
from consult.moderation.services import ask_erasure, erase, refuse_erasure, take_back_erasure
from consult.orm import Base, make_engine, write_over
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.erasure import DECLARED
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.reports import reported
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import organisation
from tests.factories.voices import comment, hide, restore, translation, words

# JSON is stored with its Arabic escaped, so the search is for the part that is not.
MARK = "canary-of-erasure"
CANARY = f"كلمات تُمحى {MARK}"
DESTROYED = ("title", "problem", "body", "salt", "shown_name", "author_id", "organisation_id")


@dataclass
class Asked:
    """A contribution that its author asked to erase, and a moderator who may decide."""

    scene: Scene
    said: Contribution
    author: Actor
    decider: Actor


@pytest.fixture
def asked(session: Session, scene: Scene) -> Asked:
    body = organisation(session)
    author = person(session, (Role.REPRESENTATIVE, body.scope), name="اسم ظاهر", language="en")
    said = comment(
        session, scene, by=author, body=CANARY, kind="proposal", title=f"{CANARY} 1", problem=f"{CANARY} 2",
        organisation=body.slug, named=True, stance="oppose",
    )  # fmt: skip
    ask_erasure(session, actor=author, now=moments.DURING, reference=said.reference, reason=f"{CANARY} 3")
    return Asked(scene, said, author, scene.moderator)


def destroy(session: Session, by: Actor, said: Contribution, rule: int | None = None) -> ModerationDecision:
    """Accept the request that waits for a contribution."""
    return erase(session, actor=by, now=moments.AFTER, reference=said.reference, rule=rule, reason=REASON)


def everything(session: Session) -> str:
    """Return all rows of all tables as text."""
    found = [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return repr(found)


def mails(session: Session, kind: str) -> list[tuple[str, str]]:
    """Return recipient and language of each mail of a kind."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return [(row.recipient, row.language) for row in session.scalars(query)]


def test_what_is_erased_stands_in_no_row_of_any_table(session: Session, asked: Asked) -> None:
    assert MARK in everything(session)
    before = {name: getattr(asked.said, name) for name in ("fingerprint", "stance", "received_at", "about")}
    destroy(session, asked.decider, asked.said)
    session.expire_all()
    assert {name: getattr(asked.said, name) for name in DESTROYED} == dict.fromkeys(DESTROYED)
    assert (asked.said.status, asked.said.status_at) == ("erased", moments.AFTER)
    assert {name: getattr(asked.said, name) for name in before} == before
    assert MARK not in everything(session)
    with pytest.raises(NotFoundError):
        sealed_file(asked.said, asked.said.revision)


def test_the_draft_and_the_receipt_go_with_it(session: Session, scene: Scene) -> None:
    typed = words(body=CANARY, clause_id=scene.clauses[0])
    keep_draft(
        session, now=moments.DURING, consultation_id=scene.id, words=typed, user_id=scene.author.user_id
    )
    [waiting] = waiting_drafts(session, user_id=scene.author.user_id)
    said = publish_draft(session, actor=scene.author, now=moments.DURING, draft_id=waiting.id, grace_hours=48)
    other = comment(session, scene)
    hide(session, scene, said)
    ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    decision = destroy(session, scene.moderator, said)
    drafts = select(func.count()).select_from(Draft).where(Draft.posted_reference == said.reference)
    assert session.scalar(drafts) == 0
    keys = set(session.scalars(select(OutboxMessage.key)))
    assert f"receipt:{said.reference}" not in keys
    assert {f"receipt:{other.reference}", f"moderation:{decision.id}"} <= keys
    own = [
        row
        for row in session.scalars(select(OutboxMessage))
        if row.content.get("reference") == said.reference
    ]
    assert [row.kind for row in own] == ["moderation-erase"]


def test_one_public_entry_names_role_and_ground_and_nobody(session: Session, asked: Asked) -> None:
    decision = destroy(session, asked.decider, asked.said, rule=4)
    query = select(LogEntry).where(
        LogEntry.subject == asked.said.reference, LogEntry.kind == "moderation-erase"
    )
    entry = session.scalars(query).one()
    assert (entry.id, entry.role, entry.at) == (decision.log_entry_id, "moderator", moments.AFTER)
    assert entry.details == {"rule": 4, "reason_ar": REASON[0], "reason_en": REASON[1]}
    assert queries.latest(session, contribution_ids=[asked.said.id])[asked.said.id] is decision


def test_the_author_is_told_though_nobody_knows_them_any_more(session: Session, asked: Asked) -> None:
    destroy(session, asked.decider, asked.said)
    assert mails(session, "moderation-erase") == [(asked.author.email, "en")]


def test_nothing_says_who_the_author_was(session: Session, asked: Asked) -> None:
    destroy(session, asked.decider, asked.said)
    request = session.scalars(
        select(ErasureRequest).where(ErasureRequest.contribution_id == asked.said.id)
    ).one()
    assert (request.asked_by_id, request.role, request.reason) == (None, "participant", "")
    assert (request.accepted, request.decided_by_id) == (True, asked.decider.user_id)


def test_one_request_waits_and_asking_again_returns_it(session: Session, asked: Asked) -> None:
    first = queries.waiting_request(session, contribution_id=asked.said.id)
    again = ask_erasure(
        session, actor=asked.decider, now=moments.AFTER, reference=asked.said.reference, reason="سبب"
    )
    assert again is first
    second = ErasureRequest(
        contribution_id=asked.said.id, role="participant", reason="", at=moments.AFTER, answer=""
    )
    session.add(second)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_moderator_who_asks_says_why_and_does_not_decide(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    second = person(session, (Role.MODERATOR, scene.organisation.scope))
    with problems(("write-this", "reason")):
        ask_erasure(session, actor=scene.moderator, now=moments.DURING, reference=said.reference, reason=" ")
    ask_erasure(session, actor=scene.moderator, now=moments.DURING, reference=said.reference, reason="سبب")
    with pytest.raises(NotFoundError):
        destroy(session, scene.moderator, said)
    destroy(session, second, said)
    assert said.status == "erased"


@pytest.mark.parametrize("who", ["other", "officer", "publisher", "elsewhere", "suspended", "author"])
def test_who_does_not_decide(session: Session, asked: Asked, who: str) -> None:
    body = asked.scene.organisation.scope
    actors = {
        "other": lambda: person(session),
        "officer": lambda: asked.scene.officer,
        "publisher": lambda: asked.scene.publisher,
        "elsewhere": lambda: person(session, (Role.MODERATOR, organisation(session).scope)),
        "suspended": lambda: person(session, (Role.MODERATOR, body), suspended=True),
        "author": lambda: asked.author,
    }
    actor = actors[who]()
    with pytest.raises(NotFoundError):
        destroy(session, actor, asked.said)
    with pytest.raises(NotFoundError):
        refuse_erasure(session, actor=actor, now=moments.AFTER, reference=asked.said.reference, answer="جواب")
    assert asked.said.body == CANARY


def test_whoever_speaks_for_the_organisation_does_not_decide(session: Session, asked: Asked) -> None:
    body = asked.said.organisation
    assert body is not None
    both = person(
        session, (Role.MODERATOR, asked.scene.organisation.scope), (Role.REPRESENTATIVE, body.scope)
    )
    with pytest.raises(NotFoundError):
        destroy(session, both, asked.said)


@pytest.mark.parametrize("who", ["other", "officer", "publisher"])
def test_who_does_not_ask(session: Session, scene: Scene, who: str) -> None:
    said = comment(session, scene)
    actor = {"other": person(session), "officer": scene.officer, "publisher": scene.publisher}[who]
    with pytest.raises(NotFoundError):
        ask_erasure(session, actor=actor, now=moments.DURING, reference=said.reference, reason="سبب")


def test_withdrawn_words_are_the_authors_alone_to_ask_for(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    with pytest.raises(NotFoundError):
        ask_erasure(
            session, actor=scene.moderator, now=moments.DURING, reference=said.reference, reason="سبب"
        )
    ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    destroy(session, scene.moderator, said)
    assert (said.status, said.body) == ("erased", None)


def test_nothing_is_erased_unasked_or_twice(session: Session, asked: Asked) -> None:
    other = comment(session, asked.scene)
    with pytest.raises(NotFoundError):
        destroy(session, asked.decider, other)
    destroy(session, asked.decider, asked.said)
    with pytest.raises(NotFoundError):
        destroy(session, asked.decider, asked.said)
    with pytest.raises(NotFoundError):
        ask_erasure(
            session, actor=asked.decider, now=moments.AFTER, reference=asked.said.reference, reason="سبب"
        )


@pytest.mark.parametrize("decide", [hide, restore])
def test_what_is_erased_is_neither_hidden_nor_shown(session: Session, asked: Asked, decide: object) -> None:
    destroy(session, asked.decider, asked.said)
    with problems(("already-decided", None)):
        decide(session, asked.scene, asked.said)  # type: ignore[operator]  # either of the two above


def test_the_ground_is_written_in_both_languages(session: Session, asked: Asked) -> None:
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en"), ("choose-one", "rule")):
        erase(
            session, actor=asked.decider, now=moments.AFTER, reference=asked.said.reference, rule=99,
            reason=("", " "),
        )  # fmt: skip


def test_a_refusal_is_answered_and_leaves_the_words(session: Session, asked: Asked) -> None:
    reference = asked.said.reference
    with problems(("write-this", "answer")):
        refuse_erasure(session, actor=asked.decider, now=moments.AFTER, reference=reference, answer="")
    refuse_erasure(session, actor=asked.decider, now=moments.AFTER, reference=reference, answer=" جواب ")
    request = session.scalars(
        select(ErasureRequest).where(ErasureRequest.contribution_id == asked.said.id)
    ).one()
    assert (request.accepted, request.answer, asked.said.body) == (False, "جواب", CANARY)
    assert mails(session, "erasure-refused") == [(asked.author.email, "en")]
    with refused(session, "erasure_requests_decided"):
        request.answer = "غيره"
        session.flush()
    session.expire_all()
    assert ask_erasure(session, actor=asked.author, now=moments.AFTER, reference=reference) is not request


def test_an_author_takes_the_request_back_and_nobody_elses(session: Session, asked: Asked) -> None:
    with pytest.raises(NotFoundError):
        take_back_erasure(session, actor=person(session), now=moments.AFTER, reference=asked.said.reference)
    take_back_erasure(session, actor=asked.author, now=moments.AFTER, reference=asked.said.reference)
    assert queries.waiting_request(session, contribution_id=asked.said.id) is None
    with pytest.raises(NotFoundError):
        destroy(session, asked.decider, asked.said)


def test_the_lists_of_requests(session: Session, asked: Asked) -> None:
    second = comment(session, asked.scene, by=asked.scene.author)
    ask_erasure(session, actor=asked.scene.author, now=moments.DURING, reference=second.reference)
    elsewhere = make_scene(session)
    third = comment(session, elsewhere, by=elsewhere.author)
    ask_erasure(session, actor=elsewhere.author, now=moments.DURING, reference=third.reference)
    waiting = queries.waiting_requests(session, consultation_id=asked.scene.id)
    assert [row.contribution.reference for row in waiting] == [asked.said.reference, second.reference]
    assert queries.count_waiting_requests(session, consultation_id=asked.scene.id) == 2
    destroy(session, asked.decider, asked.said)
    decided = queries.decided_requests(session, consultation_id=asked.scene.id)
    assert [row.contribution.reference for row in decided] == [asked.said.reference]
    assert queries.count_waiting_requests(session, consultation_id=asked.scene.id) == 1


def test_each_step_leaves_nothing_in_the_columns_that_it_declares(session: Session, scene: Scene) -> None:
    erasing = [name for name, what in DECLARED.items() if callable(what)]
    others = {name: held(session, name) for name in erasing}
    author = person(session, (Role.REPRESENTATIVE, (body := organisation(session)).scope), name="اسم ظاهر")
    keep_draft(
        session, now=moments.DURING, consultation_id=scene.id, user_id=author.user_id,
        words=words(body=CANARY, kind="proposal", title=CANARY, problem=CANARY, named=True, organisation=body.slug),
    )  # fmt: skip
    [waiting] = waiting_drafts(session, user_id=author.user_id)
    said = publish_draft(session, actor=author, now=moments.DURING, draft_id=waiting.id, grace_hours=48)
    other = "ar" if said.language == "en" else "en"
    for body_text in (CANARY, f"{CANARY} 2"):
        translation(session, scene, said, language=other, title=body_text, problem=body_text, body=body_text)
    session.add(
        Letter(
            contribution_id=said.id, consultation_id=scene.id, key="k", received_on=moments.DURING.date(),
            evidence=CANARY, keyed_by_id=scene.moderator.user_id, keyed_at=moments.DURING, stored_key="a" * 32,
            stem=CANARY,
        )
    )  # fmt: skip
    # What is sealed beside the words comes with a revision.
    session.add(
        Revision(
            contribution_id=said.id, number=2, consultation_id=scene.id, language="ar", fingerprint="0" * 64,
            received_at=moments.DURING, details=CANARY, seal_version=2,
        )
    )  # fmt: skip
    # Publishing empties the draft; one that older versions left full goes as well.
    [posted] = drafts_posted_as(session, reference=said.reference)
    posted.words = {"body": CANARY}
    kept = Shown(
        author.user_id,
        "f" * 16,
        f"/ar/contributions/{said.reference}/hide",
        f"/ar/contributions/{said.reference}",
    )
    assert keep_form(
        session, now=moments.DURING, shown=kept, words=[("reason_ar", said.reference)], lost=False
    )
    form = submissions.claim(session, now=moments.DURING, user_id=author.user_id, key="k")
    assert form is not None
    submissions.led_to(session, submission_id=form, location=f"/ar/contributions/{said.reference}")
    reported(session, said, note=CANARY)
    hide(session, scene, said)
    restore(session, scene, said)
    before = {name: held(session, name) - others[name] for name in erasing}
    assert {name for name, values in before.items() if not values} == set()
    ask_erasure(session, actor=author, now=moments.DURING, reference=said.reference, reason=CANARY)
    destroy(session, scene.moderator, said)
    session.expire_all()
    left = {name: before[name] & held(session, name) for name in erasing}
    # The one mail that is left tells the author of the erasure.
    assert mails(session, "moderation-erase") == [(author.email, author.language)]
    assert left.pop("outbox_messages.recipient") == {repr(author.email)}
    assert {name for name, values in left.items() if values} == set()


def held(session: Session, name: str) -> set[str]:
    """Return what stands in a column, empty values left aside."""
    table, column = name.split(".")
    values = session.scalars(select(Base.metadata.tables[table].columns[column]))
    return {repr(value) for value in values if value}


def test_the_reason_of_a_request_that_was_refused_goes_too(session: Session, asked: Asked) -> None:
    reference = asked.said.reference
    refuse_erasure(session, actor=asked.decider, now=moments.AFTER, reference=reference, answer="جواب")
    assert len(mails(session, "erasure-refused")) == 1
    ask_erasure(session, actor=asked.author, now=moments.AFTER, reference=reference, reason=f"{CANARY} again")
    destroy(session, asked.decider, asked.said)
    session.expire_all()
    assert MARK not in everything(session)
    assert mails(session, "erasure-refused") == []


def test_the_bytes_are_gone_from_the_file(database: MigratedDatabase) -> None:
    """Read what the disk holds: neither the file nor its log keeps a word of it."""
    if database.engine.dialect.name != "sqlite":
        return
    engine: Engine = make_engine(database.url)
    with Session(engine.execution_options(write=True), expire_on_commit=False) as session, session.begin():
        made = make_scene(session)
        said = comment(session, made, by=made.author, body=CANARY * 40)
        ask_erasure(session, actor=made.author, now=moments.DURING, reference=said.reference, reason=CANARY)
    assert MARK.encode() in _bytes(database)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        erase(
            session,
            actor=made.moderator,
            now=moments.AFTER,
            reference=said.reference,
            rule=None,
            reason=REASON,
        )
    write_over(engine)
    assert MARK.encode() not in _bytes(database)
    engine.dispose()


def _bytes(database: MigratedDatabase) -> bytes:
    path = Path(make_url(database.url).database or "")
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
