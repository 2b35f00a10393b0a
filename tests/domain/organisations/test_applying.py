"""An organisation applies, waits unseen, and is verified or refused once, by somebody else than its applicant."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind, Role, UserSession
from consult.accounts.policies import may_speak_for
from consult.organisations import queries, services
from consult.organisations.models import Organisation, OrganisationAct, Standing
from consult.organisations.policies import may_see
from consult.outbox.models import OutboxMessage
from consult.plans.queries import places
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.organisations import again, application, applied, coordinator, verified
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

NOW = moments.ANNOUNCED


def kinds(session: Session, of: Organisation) -> list[str]:
    """Return what was done with an organisation, oldest first."""
    return [act.kind for act in queries.acts(session, organisation_id=of.id)]


def test_who_applies_is_the_first_act(session: Session) -> None:
    somebody = person(session)
    made = applied(session, by=somebody, website="example.org/youth")
    assert (made.standing, made.website) == (Standing.APPLIED, "https://example.org/youth")
    assert kinds(session, made) == ["applied"]
    assert queries.applicant_id(session, organisation_id=made.id) == somebody.user_id


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"kind": ""}, [("choose-one", "kind")]),
        ({"kind": "ministry"}, [("choose-one", "kind")]),
        ({"name_ar": " \u200b ", "name_en": ""}, [("write-this", "name_ar")]),
        ({"kind": "chamber"}, [("choose-one", "kind")]),
        ({"name_en": "x" * 201}, [("too-long", "name_en")]),
        ({"name_en": "Yo\u0443th body"}, [("name-unreadable", "name_en")]),
        ({"about_ar": "  ", "about_en": ""}, [("write-either", "about_ar")]),
        ({"about_en": "x" * 3001}, [("too-long", "about_en")]),
        ({"website": "javascript:alert(1)"}, [("website-unreadable", "website")]),
        ({"website": "javascript://example.org/%0aalert(1)"}, [("website-unreadable", "website")]),
        ({"website": "https://name:word@example.org"}, [("website-unreadable", "website")]),
        ({"website": "https://localhost"}, [("website-unreadable", "website")]),
        ({"website": "https://example.org/ two"}, [("website-unreadable", "website")]),
        ({"website": "https://[::1"}, [("website-unreadable", "website")]),
        ({"website": "https://example.org/a%0ab"}, [("website-unreadable", "website")]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    session: Session, changed: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    with problems(*expected):
        services.apply(session, actor=person(session), now=NOW, application=application(**changed))


def test_a9_a_name_that_looks_like_a_body_s_is_refused(session: Session) -> None:
    organisation(session, "planning")
    with problems(("name-taken", "name_en")):
        applied(session, name_en="B\u00f6dy  Plann\u00edng")
    with problems(("name-taken", "name_ar")):
        applied(session, name_ar="جـهه planning")
    # One that only waits takes no name: nobody can find out by trying that it waits.
    first = applied(session, name_en="A reading circle")
    second = applied(session, name_en="A reading circle")
    assert (first.slug, second.slug) == ("a-reading-circle", "a-reading-circle-2")


def test_a_name_of_the_most_letters_has_room_for_their_harakat(session: Session) -> None:
    made = applied(session, name_ar="نَّ" * 200)
    session.refresh(made)
    assert made.name_ar == "نَّ" * 200
    with problems(("too-long", "name_ar")):
        applied(session, name_ar="نَّ" * 201)


def test_lists_are_ordered_anew(session: Session) -> None:
    made = verified(session, name_ar="المياه", name_en="Water")[0]
    orders = (made.order_ar, made.order_en)
    made.order_ar = made.order_en = "as an older version had it"
    assert services.reorder(session) == 1
    assert (made.order_ar, made.order_en) == orders
    assert services.reorder(session) == 0


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("ar", ["اتحاد", "إدارة", "آفاق", "البلدية", "المياه", "الهيئة"]),
        ("en", ["authority", "Council", "École", "Youth"]),
    ],
)
def test_a10_lists_for_readers_are_in_the_order_of_an_index(
    session: Session, lang: str, names: list[str]
) -> None:
    made = [verified(session, **{f"name_{lang}": name})[0] for name in names[::-1]]
    ids = [row.id for row in made[::-1]]
    assert [row.id for row in queries.listed(session, lang=lang, limit=1000) if row.id in ids] == ids
    assert [row.id for row in queries.by_slugs(session, [row.slug for row in made], lang=lang)] == ids
    scopes = [row.scope for row in made[::-1]]
    assert [scope for scope in places(session, lang=lang) if scope in scopes] == scopes


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café of the Youth’s Hope", "cafe-of-the-youths-hope"),
        ("!!! ٣ ---", "organisation"),
        ("Apply", "apply"),
        ("x" * 100, "x" * 60),
    ],
)
def test_the_slug_is_made_of_the_english_name(session: Session, name: str, slug: str) -> None:
    assert applied(session, name_en=name).slug == slug


def test_only_who_takes_part_may_apply_and_not_without_end(session: Session) -> None:
    for stranger in (person(session, confirmed=False), person(session, suspended=True)):
        with problems(("confirm-first", None)):
            applied(session, by=stranger)
    somebody = person(session)
    said = application()
    services.apply(session, actor=somebody, now=NOW, application=said)
    with problems(("applied-already", None)):
        services.apply(session, actor=somebody, now=NOW, application=said)
    applied(session, by=somebody)
    applied(session, by=somebody)
    with problems(("applications-waiting", None)):
        applied(session, by=somebody)


def test_what_waits_is_there_for_its_applicant_and_coordinators_alone(session: Session) -> None:
    somebody = person(session)
    made = applied(session, by=somebody)
    sees = {None: False, somebody: True, coordinator(session): True, person(session): False}
    sees |= {person(session, (role, SITE)): False for role in Role if role is not Role.COORDINATOR}
    sees[person(session, (Role.COORDINATOR, "plan:any"))] = False
    for standing in (Standing.APPLIED, Standing.REFUSED):
        made.standing = standing
        session.flush()
        for actor, expected in sees.items():
            assert may_see(actor, made, somebody.user_id) is expected
        assert queries.by_slug(session, made.slug) is None
        assert made not in queries.listed(session, lang="ar", limit=1000)
        assert made.scope not in queries.scopes(session)
        assert queries.by_slugs(session, [made.slug]) == []
    made.standing = Standing.VERIFIED
    assert all(may_see(actor, made, somebody.user_id) for actor in sees)


def test_verifying_lets_the_applicant_speak(session: Session) -> None:
    somebody = person(session)
    made = applied(session, by=somebody)
    session.add(
        UserSession(
            user_id=somebody.user_id, token_hash="one", device="", began_at=NOW, expires_at=moments.LATER
        )
    )
    who = coordinator(session)
    services.verify(session, actor=who, now=NOW, slug=made.slug, reason=REASON)
    assert may_speak_for(again(session, somebody), made.slug)
    assert kinds(session, made) == ["applied", "verified", "representative-joined"]
    assert session.scalars(select(UserSession.ended_at).where(UserSession.token_hash == "one")).one() == NOW
    acts = session.scalars(select(AccountAct).where(AccountAct.user_id == somebody.user_id)).all()
    assert [(act.kind, act.role, act.by_id, act.reason) for act in acts] == [
        (ActKind.GRANTED, "coordinator", who.user_id, REASON[0])
    ]
    entries = session.scalars(select(LogEntry).where(LogEntry.subject == f"organisation/{made.slug}")).all()
    assert [(entry.kind, entry.role, entry.details) for entry in entries] == [
        ("organisation-verified", "coordinator", {"kind": "youth"}),
        ("representative-joined", "coordinator", {"kind": "youth"}),
    ]
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "organisation-verified")).one()
    assert (mail.recipient, set(mail.content)) == (somebody.email, {"act"})


def test_refusing_names_nothing_in_the_log(session: Session) -> None:
    somebody = person(session)
    made = applied(session, by=somebody)
    services.refuse(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)
    assert made.standing == Standing.REFUSED
    assert not may_speak_for(again(session, somebody), made.slug)
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "organisation-refused")).one()
    assert (entry.subject, entry.details) == ("organisations", {"kind": "youth"})
    applied(session, by=somebody, name_en=made.name_en, name_ar=made.name_ar)


@pytest.mark.parametrize(
    "decide", [services.verify, services.refuse, services.ask_ending, services.restore_standing]
)
def test_a_decision_has_its_reason_in_both_languages(session: Session, decide: type) -> None:
    made = (
        verified(session)[0]
        if decide in {services.ask_ending, services.restore_standing}
        else applied(session)
    )
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        decide(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=(" ", ""))


@pytest.mark.parametrize("decide", [services.verify, services.refuse])
def test_only_a_coordinator_of_the_site_decides_and_not_for_themselves(
    session: Session, decide: type
) -> None:
    own = coordinator(session)
    made = applied(session, by=own)
    strangers = [own, person(session), person(session, (Role.COORDINATOR, "plan:any"))]
    strangers += [person(session, (role, SITE)) for role in Role if role is not Role.COORDINATOR]
    for actor in strangers:
        with pytest.raises(NotFoundError):
            decide(session, actor=actor, now=NOW, slug=made.slug, reason=REASON)
    with pytest.raises(NotFoundError):
        decide(session, actor=coordinator(session), now=NOW, slug="none", reason=REASON)
    assert kinds(session, made) == ["applied"]


def test_what_is_decided_is_decided(session: Session) -> None:
    made, _representative = verified(session)
    for decide in (services.verify, services.refuse):
        with problems(("already-decided", None)):
            decide(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)


def test_the_second_of_one_name_is_not_verified(session: Session) -> None:
    first = applied(session, name_en="A reading circle")
    second = applied(session, name_en="A  READING  CIRCLE")
    services.verify(session, actor=coordinator(session), now=NOW, slug=first.slug, reason=REASON)
    with problems(("name-taken", None)):
        services.verify(session, actor=coordinator(session), now=NOW, slug=second.slug, reason=REASON)


def test_thirty_decisions_at_one_instant_leave_one(database: MigratedDatabase) -> None:
    made = committed(database.engine, applied)
    actors = committed(database.engine, lambda session: [coordinator(session) for _ in range(30)])
    decisions = [services.verify, services.refuse] * 15
    results = at_once(
        database.engine,
        [
            lambda session, actor=actor, decide=decide: decide(  # type: ignore[misc]  # mypy cannot infer the lambda
                session, actor=actor, now=NOW, slug=made.slug, reason=REASON
            )
            for actor, decide in zip(actors, decisions, strict=True)
        ],
    )
    refusals = codes(results)
    assert refusals == ["already-decided"] * 29
    with Session(database.engine) as session:
        assert len(kinds(session, made)) in {2, 3}
        assert len(session.scalars(select(AccountAct)).all()) == 30 + (len(kinds(session, made)) == 3)


def test_thirty_applications_of_one_form_leave_one(database: MigratedDatabase) -> None:
    somebody, said = committed(database.engine, person), application(name_en="A reading circle")
    apply = [
        lambda session: services.apply(session, actor=somebody, now=NOW, application=said) for _ in range(30)
    ]
    results = at_once(database.engine, apply)
    assert codes(results) == ["applied-already"] * 29


def test_applications_of_one_name_at_one_instant_get_each_its_slug(database: MigratedDatabase) -> None:
    people = committed(database.engine, lambda session: [person(session) for _ in range(4)])
    said = application(name_en="A reading circle")
    results = at_once(
        database.engine,
        [
            lambda session, actor=actor: services.apply(session, actor=actor, now=NOW, application=said)  # type: ignore[misc]  # as above
            for actor in people
        ],
    )
    assert sorted(each.slug for each in results if isinstance(each, Organisation)) == [
        "a-reading-circle", "a-reading-circle-2", "a-reading-circle-3", "a-reading-circle-4",
    ]  # fmt: skip


def test_acts_and_organisations_stay(session: Session) -> None:
    made = applied(session)
    act = session.scalars(select(OrganisationAct).where(OrganisationAct.organisation_id == made.id)).one()
    with refused(session, "organisation_acts_no_update"):
        act.reason_en = "Another reason"
        session.flush()
    session.expire_all()
    with refused(session, "organisations_no_delete"):
        session.delete(made)
        session.flush()


def test_an_arabic_name_alone_is_enough(session: Session) -> None:
    first = applied(session, by=person(session), name_ar="جمعية سيدات الغور", name_en="")
    assert (first.name_en, first.slug) == ("", "jmaya-sydat-alghwr")
    assert first.order_en == first.order_ar
    # Another without an English name does not have the same one.
    second = applied(session, by=person(session), name_ar="جمعية أخرى", name_en="")
    assert second.slug == "jmaya-akhra"
