"""The digest of a day says all that waits for one person when it is sent, in their language, and names nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from flask import g
from flask_babel import force_locale

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.forum.services import UpdateWords, update_action_item
from consult.jobs.blocks import Letter
from consult.jobs.emails import compose
from consult.outbox.models import OutboxMessage
from consult.web.locale import LANGUAGES
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import NAME, attendee, planned
from tests.factories.organisations import coordinator
from tests.factories.people import person
from tests.factories.progress import promised
from tests.factories.scenes import scene
from tests.factories.texts import organisation
from tests.factories.waiting import DUE, agreed, on
from tests.public.conftest import Committed, committed

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

    Read = Callable[[Actor, str], Letter | None]

__all__ = ["committed"]
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def read(app: Flask, committed: Committed) -> Read:
    """Return what composes the digest of somebody in a language."""

    def composed(actor: Actor, lang: str) -> Letter | None:
        message = OutboxMessage(kind="digest", content={"user_id": actor.user_id})
        with committed() as session, app.test_request_context(f"/{lang}/"), force_locale(LANGUAGES[lang]):
            g.language = lang
            return compose(session, message)

    return composed


def said(letter: Letter | None) -> str:
    """Return all words of a letter."""
    assert letter is not None
    return "\n".join([letter.subject, *(block.text for block in letter.blocks)])


def test_all_that_an_officer_owes_stands_in_one_mail(committed: Committed, at: At, read: Read) -> None:
    with committed() as session:
        made, asked = promised(session), scene(session)
        due = asked.consultation.answer_due_at
        (item,) = agreed(session, made.lead, due=due.date() - timedelta(days=30))
        agreed(session, organisation(session), heading="Another's")
        officer = person(session, (Role.OFFICER, made.lead.scope), (Role.PUBLISHER, asked.organisation.scope))
        assert item.id
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    english = said(read(officer, "en"))
    for words in (
        "What waits for you",
        "Nothing reported since it began on 1 January 2027.",
        "\u2068A question\u2069 · Late: the answer was due on",
        "\u2068A promise\u2069 · Late: was due on",
    ):
        assert words in english
    arabic = said(read(officer, "ar"))
    for words in (
        "ما ينتظرك",
        "سؤال\u2069 · متأخر: كان موعد الرد",
        "بند\u2069 · متأخر: كان موعده",
    ):
        assert words in arabic
    for every in (english, arabic):
        assert "Another's" not in every
        assert not any(name in every for name in NAME)


def test_nothing_is_sent_once_nothing_waits_or_the_account_may_do_nothing(
    committed: Committed, at: At, read: Read
) -> None:
    at(LATER)
    with committed() as session:
        by, owner = secretary(session), organisation(session)
        officer = person(session, (Role.OFFICER, owner.scope))
        (item,) = agreed(session, owner, by=by)
        assert item.id
    assert "A promise" in said(read(officer, "en"))
    with committed() as session:
        session.get_one(User, officer.user_id).suspended_at = LATER
    assert read(officer, "en") is None
    with committed() as session:
        session.get_one(User, officer.user_id).suspended_at = None
        update_action_item(
            session, actor=by, now=LATER, zone=ZONE, entry_id=item.id, seen=0,
            said=UpdateWords("dropped", LATER.date(), ("أُلغي", "Dropped"), owner.slug, DUE),
        )  # fmt: skip
    assert read(officer, "en") is None


def test_who_keeps_the_forum_reads_of_minutes_agendas_and_the_next_meeting(
    committed: Committed, at: At, read: Read
) -> None:
    at(LATER)
    with committed() as session:
        by, of_all, other = secretary(session), coordinator(session), person(session, (Role.AUDITOR, "site"))
        meeting = planned(session, by=by)
        attendee(session, meeting, by=by)
    english = said(read(by, "en"))
    assert (
        "\u2068Meeting of the forum\u2069 · Late since 13 March 2026: the meeting was on 10 February 2026"
        in english
    )
    # That the next one is to be planned is told of when the half year is nearly over.
    assert "No meeting of the forum is planned:" not in said(read(of_all, "en"))
    assert not any(name in english for name in NAME)
    assert read(other, "en") is None
    with committed() as session:
        on(session, LATER.date() + timedelta(days=3), by=by, title="A near one")
    assert (
        "\u2068A near one\u2069 · On Saturday 4 April 2026, without an agenda, and nobody is invited"
        in said(read(by, "en"))
    )


def test_a_meeting_to_plan_is_told_of_sixty_days_before(committed: Committed, at: At, read: Read) -> None:
    with committed() as session:
        by = secretary(session)
        agreed(session, organisation(session), due=None, by=by)
    at(datetime(2026, 6, 12, 9, tzinfo=UTC))
    assert read(by, "en") is None
    at(datetime(2026, 6, 13, 9, tzinfo=UTC))
    assert "The forum has to meet by 12 August 2026" in said(read(by, "en"))
    at(datetime(2026, 8, 13, 9, tzinfo=UTC))
    assert "متأخر: كان على الفريق أن يجتمع في موعد أقصاه 12 آب 2026" in said(read(by, "ar"))


def test_only_the_first_of_many_are_named(committed: Committed, at: At, read: Read) -> None:
    at(LATER)
    with committed() as session:
        owner = organisation(session)
        officer = person(session, (Role.OFFICER, owner.scope))
        agreed(session, *[owner] * 12)
        everywhere = person(session, (Role.OFFICER, "site"))
    letter = read(officer, "en")
    assert letter is not None
    assert sum("A promise" in block.text for block in letter.blocks) == 10
    assert "and 2 more" in said(letter)
    # Whoever is an officer everywhere owes for no body.
    assert read(everywhere, "en") is None
