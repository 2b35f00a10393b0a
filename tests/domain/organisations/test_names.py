"""What a body was called before stays, with its days and its reason; nothing changes a name but such a fact."""

# ruff: noqa: RUF001 - letters that look alike are what this is about

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.organisations import queries, services
from consult.organisations.models import Organisation, OrganisationName
from consult.organisations.queries.names import names_of
from consult.organisations.services import Application, Renaming
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError, ProblemsError
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import coordinator
from tests.factories.texts import organisation

ZONE = ZoneInfo("Asia/Amman")
NEW = Renaming("وزارة الشباب والرياضة", "Ministry of Youth and Sport", date(2026, 1, 15), "نظام جديد", "")


def rename(session: Session, body: Organisation, said: Renaming = NEW, seen: int | None = None) -> None:
    names = names_of(session, organisation_id=body.id)
    services.rename_body(
        session, actor=coordinator(session), now=DRAFTED, zone=ZONE, slug=body.slug, said=said,
        seen_id=names[0].id if seen is None else seen,
    )  # fmt: skip


def test_plan_bodies_keep_their_former_names(session: Session) -> None:
    body = organisation(session)
    before = (body.name_ar, body.name_en, body.order_en)
    rename(session, body)
    assert (body.name_ar, body.name_en) == (NEW.name_ar, NEW.name_en)
    assert body.order_en != before[2]
    now, former = names_of(session, organisation_id=body.id)
    assert (now.since, now.reason_ar, now.reason_en) == (date(2026, 1, 15), "نظام جديد", "")
    assert (former.name_ar, former.name_en, former.since) == (*before[:2], None)
    assert [act.kind for act in queries.acts(session, organisation_id=body.id)][-1] == "renamed"
    entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry is not None
    assert (entry.kind, entry.subject) == ("organisation-renamed", f"organisation/{body.slug}")


def test_plan_bodies_what_is_learned_late_leaves_the_name_that_stands(session: Session) -> None:
    body = organisation(session)
    rename(session, body)
    rename(
        session,
        body,
        Renaming("المجلس الأعلى للشباب", "Higher Council for Youth", date(2010, 1, 1), "", "Law"),
    )
    assert body.name_en == NEW.name_en
    assert [row.name_en for row in names_of(session, organisation_id=body.id)][:2] == [
        NEW.name_en,
        "Higher Council for Youth",
    ]


def test_plan_bodies_a_former_name_is_recorded_once_from_two_tabs(session: Session) -> None:
    """The newest name stays, so that what both tabs saw is still true."""
    body = organisation(session)
    rename(session, body)
    seen = names_of(session, organisation_id=body.id)[0].id
    late = Renaming("المجلس الأعلى للشباب", "Higher Council for Youth", date(2010, 1, 1), "", "Law")
    for said in (late, late, replace(late, reason_en="The law of that year")):
        rename(session, body, said, seen)
    other = replace(late, name_en="High Council for Youth")
    for said in (other, late):
        rename(session, body, said, seen)
    council = [
        row.name_en for row in names_of(session, organisation_id=body.id) if row.since == date(2010, 1, 1)
    ]
    # What is put right and put back again are facts of their own.
    assert council == [late.name_en, other.name_en, late.name_en]
    acts = [act.kind for act in queries.acts(session, organisation_id=body.id)]
    assert acts.count("renamed") == 4


def test_plan_bodies_a_former_name_is_nobody_elses_and_may_be_its_own_again(session: Session) -> None:
    body = organisation(session)
    was = body.name_ar, body.name_en
    rename(session, body)
    said = Application("agency", *was, "", "", "")
    with pytest.raises(ProblemsError) as caught:
        services.enter_body(session, actor=coordinator(session), now=DRAFTED, slug="another", said=said)
    assert {problem.code for problem in caught.value.problems} == {"name-taken"}
    rename(session, body, Renaming(*was, date(2026, 2, 1), "", "Taken back"))
    assert (body.name_ar, body.name_en) == was


@pytest.mark.parametrize("twin", ["Ꮖeading", "ꓣeading", "ʀeading", "ᴿᴇading"])
def test_plan_bodies_a_former_name_has_no_twin_in_letters_that_look_like_its_own(
    session: Session, twin: str
) -> None:
    body = organisation(session)
    rename(session, body, replace(NEW, name_ar="دائرة القراءة", name_en="Reading"))
    rename(session, body)
    said = Application("agency", "جهة أخرى", twin, "", "", "")
    with pytest.raises(DomainError) as caught:
        services.enter_body(session, actor=coordinator(session), now=DRAFTED, slug="another", said=said)
    problems = getattr(caught.value, "problems", [caught.value])
    assert {(each.field, each.code) for each in problems} <= {
        ("name_en", "name-unreadable"), ("name_en", "name-script"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (Renaming("", "", date(2026, 1, 1), "سبب"), {("write-this", "name_ar")}),
        (Renaming("وزارة", "Ministry", date(2026, 1, 1)), {("write-either", "reason_ar")}),
        (Renaming("وزارة", "Ministry", date(2030, 1, 1), "سبب"), {("day-to-come", "happened_on")}),
        (Renaming("وزارة", "M" * 300, date(2026, 1, 1), "سبب"), {("too-long", "name_en")}),
    ],
)
def test_plan_bodies_names_are_refused_at_their_fields(
    session: Session, said: Renaming, wrong: set[tuple[str, str]]
) -> None:
    with pytest.raises(DomainError) as caught:
        rename(session, organisation(session), said)
    problems = caught.value.problems if isinstance(caught.value, ProblemsError) else [caught.value]
    assert {(problem.code, problem.field) for problem in problems} == wrong


def test_plan_bodies_the_same_name_is_no_change_and_another_saved_meanwhile_is_told(session: Session) -> None:
    body = organisation(session)
    seen = names_of(session, organisation_id=body.id)[0].id
    with pytest.raises(DomainError, match="name-is-same"):
        rename(session, body, Renaming(body.name_ar, body.name_en, date(2026, 1, 1), "سبب"))
    rename(session, body)
    # Sent again, as after a lost reply, it is done already.
    rename(session, body, seen=seen)
    assert len(names_of(session, organisation_id=body.id)) == 2
    with pytest.raises(DomainError, match="edited-meanwhile"):
        rename(session, body, Renaming("اسم", "Another", date(2026, 1, 1), "سبب"), seen=seen)


def test_plan_bodies_are_renamed_by_coordinators_alone(session: Session) -> None:
    body = organisation(session)
    with pytest.raises(NotFoundError):
        services.rename_body(
            session, actor=person(session), now=DRAFTED, zone=ZONE, slug=body.slug, said=NEW, seen_id=0
        )


def test_plan_bodies_nothing_but_a_fact_changes_a_name(session: Session) -> None:
    body = organisation(session)
    for change in (
        update(Organisation).where(Organisation.id == body.id).values(name_en="Past it"),
        update(OrganisationName).values(name_en="Past it"),
    ):
        with pytest.raises(IntegrityError, match="refused"), session.begin_nested():
            session.execute(change)
