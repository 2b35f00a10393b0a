"""The page on the initiative: facts are corrected and never overwritten, and the public reads editions alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.initiative import queries, services
from consult.initiative.models import InitiativeFact, Shape
from consult.initiative.services import FactWords, Outlined, SectionWords
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories.initiative import COUNTRIES, REASON, fact, number_of, publish, section
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import coordinator

NOW = DRAFTED
LATER = NOW + timedelta(hours=1)
OUTLINE = [
    Outlined(
        "what-it-is", Shape.FACTS, ("ما هي؟", "What it is"), [("الانطلاق", "Launch"), ("الدول", "Countries")]
    )
]


@pytest.fixture
def keeper(session: Session) -> Actor:
    return coordinator(session)


def standing(session: Session, slug: str) -> list[InitiativeFact]:
    found = queries.draft_section(session, slug)
    assert found is not None
    return list(found.facts)


def test_initiative_is_not_there_until_it_is_published(session: Session, keeper: Actor) -> None:
    fact(session, keeper, section(session, keeper))
    assert queries.newest_edition(session) is None
    assert not queries.is_published(session)
    edition = publish(session, keeper)
    assert queries.is_published(session)
    (shown,) = queries.content(session, edition)
    assert (shown.words.heading_en, [each.value_en for each in shown.facts]) == (
        "What it is",
        ["78 countries"],
    )
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "initiative-published")).one()
    assert entry.role == "coordinator"
    assert entry.details == {"edition": 1, "reason_ar": REASON[0], "reason_en": REASON[1]}


def test_initiative_fact_that_is_corrected_stays_in_the_edition_that_showed_it(
    session: Session, keeper: Actor
) -> None:
    slug = section(session, keeper)
    before = fact(session, keeper, slug)
    first = publish(session, keeper)
    said = replace(COUNTRIES, value_ar="79 دولة", value_en="79 countries")
    after = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=before.id, said=said)
    assert [each.id for each in standing(session, slug)] == [after.id]
    assert queries.in_its_place(session, before) is after
    # A draft: the public reads what was published.
    newest = queries.newest_edition(session)
    assert newest is not None
    assert newest.id == first.id
    second = publish(session, keeper, ("تصحيح", "A correction"))
    assert second.number == 2
    told = [
        [each.value_en for each in queries.content(session, edition)[0].facts]
        for edition in queries.editions(session)
    ]
    assert told == [["79 countries"], ["78 countries"]]


def test_initiative_fact_sent_again_is_one_and_another_since_is_told(session: Session, keeper: Actor) -> None:
    slug = section(session, keeper)
    row = fact(session, keeper, slug)
    assert fact(session, keeper, slug) is row
    with pytest.raises(DomainError, match="nothing-changed"):
        services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=COUNTRIES)
    said = replace(COUNTRIES, value_en="79 countries")
    after = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=said)
    again = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=said)
    assert again is after
    with pytest.raises(DomainError, match="edited-meanwhile"):
        services.correct_fact(
            session,
            actor=keeper,
            now=NOW,
            zone=UTC,
            fact_id=row.id,
            said=replace(said, value_en="80 countries"),
        )


def test_initiative_fact_that_is_withdrawn_is_in_no_later_edition(session: Session, keeper: Actor) -> None:
    slug = section(session, keeper)
    row = fact(session, keeper, slug)
    publish(session, keeper)
    gone = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=None)
    assert services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=None) is gone
    assert standing(session, slug) == []
    assert queries.in_its_place(session, row) is gone
    later = publish(session, keeper, ("سُحبت", "Withdrawn"))
    assert [list(each.facts) for each in queries.content(session, later)] == [[]]
    assert services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=gone.id, said=None) is gone


def test_initiative_fact_that_is_added_again_takes_its_place_once(session: Session, keeper: Actor) -> None:
    slug = section(session, keeper)
    row = fact(session, keeper, slug)
    gone = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=None)
    assert queries.withdrawn_facts(session) == {row.section_id: 1}
    there = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=gone.id, said=COUNTRIES)
    again = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=gone.id, said=COUNTRIES)
    assert (again, there.corrects_id) == (there, gone.id)
    assert standing(session, slug) == [there]
    assert queries.withdrawn_facts(session) == {}
    assert queries.in_its_place(session, row) is there


def test_initiative_conflict_tells_whose_it_was_and_when(session: Session, keeper: Actor) -> None:
    row = fact(session, keeper, section(session, keeper))
    other = coordinator(session)
    late = replace(COUNTRIES, value_en="80 countries")

    def told(by: Actor) -> dict[str, object]:
        with pytest.raises(DomainError, match="edited-meanwhile") as refused:
            services.correct_fact(session, actor=by, now=LATER, zone=UTC, fact_id=row.id, said=late)
        return refused.value.values

    said = replace(COUNTRIES, value_en="79 countries")
    after = services.correct_fact(session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=said)
    assert told(keeper) == {"state": "own", "at": NOW}
    assert told(other) == {"state": "others", "at": NOW}
    services.correct_fact(session, actor=keeper, now=LATER, zone=UTC, fact_id=after.id, said=None)
    assert told(other) == {"state": "withdrawn", "at": LATER}


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"label_ar": "", "label_en": " "}, {("write-either", "label_ar")}),
        ({"source_ar": "", "source_en": ""}, {("write-either", "source_ar")}),
        ({"as_of": NOW.date() + timedelta(days=1)}, {("day-to-come", "as_of")}),
        ({"source_url": "javascript:alert(1)"}, {("source-url-unfit", "source_url")}),
        ({"source_url": "https://user:secret@example.org"}, {("source-url-unfit", "source_url")}),
        ({"place": 0}, {("place-unfit", "page_place")}),
        (
            {"value_en": "v" * 2001, "label_en": "l" * 201},
            {("too-long", "value_en"), ("too-long", "label_en")},
        ),
        ({"value_ar": "أ\u202eب"}, {("refused-marks", "value_ar")}),
    ],
)
def test_initiative_fact_is_refused_at_its_field(
    session: Session, keeper: Actor, wrong: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    slug = section(session, keeper)
    with problems(*expected):
        fact(session, keeper, slug, replace(COUNTRIES, **wrong))  # type: ignore[arg-type]  # one field each


def test_initiative_field_without_a_value_needs_no_source_and_is_not_shown(
    session: Session, keeper: Actor
) -> None:
    slug = section(session, keeper)
    fact(session, keeper, slug, FactWords("الالتزامات", "Commitments"))
    empty = services.add_section(
        session, actor=keeper, now=NOW, shape=Shape.TERMS, said=SectionWords("المصطلحات", "Glossary")
    ).slug
    fact(session, keeper, empty, FactWords("مصطلح", "A term"))
    (shown,) = queries.content(session, publish(session, keeper))
    assert (shown.section.slug, list(shown.facts)) == (slug, [])


def test_initiative_begins_from_an_outline_once(session: Session, keeper: Actor) -> None:
    services.begin(session, actor=keeper, now=NOW, outline=OUTLINE)
    services.begin(session, actor=keeper, now=NOW, outline=OUTLINE)
    (only,) = queries.draft(session)
    assert only.words.heading_ar == "ما هي؟"
    assert [each.label_en for each in only.facts] == ["Launch", "Countries"]
    with pytest.raises(DomainError, match="initiative-empty"):
        publish(session, keeper)


def test_initiative_section_is_saved_once_and_another_since_is_told(session: Session, keeper: Actor) -> None:
    slug = section(session, keeper)
    said = SectionWords("ما المبادرة؟", "What it is", "نثر", "Prose", 20)
    services.save_section(session, actor=keeper, now=NOW, slug=slug, said=said, seen=1)
    services.save_section(session, actor=keeper, now=NOW, slug=slug, said=said, seen=1)
    assert number_of(session, slug) == 2
    with pytest.raises(DomainError, match="edited-meanwhile"):
        services.save_section(
            session, actor=keeper, now=NOW, slug=slug, said=replace(said, prose_en="Others"), seen=1
        )


def test_initiative_section_is_left_out_and_taken_in_again(session: Session, keeper: Actor) -> None:
    slug, other = section(session, keeper), section(session, keeper, heading="How to join")
    publish(session, keeper)
    services.withdraw_section(session, actor=keeper, now=NOW, slug=slug, seen=1)
    services.withdraw_section(session, actor=keeper, now=NOW, slug=slug, seen=1)
    assert number_of(session, slug) == 2
    without = publish(session, keeper, ("أُخرج", "Left out"))
    assert [each.section.slug for each in queries.content(session, without)] == [other]
    there = queries.draft_section(session, slug)
    assert there is not None
    words = there.words
    said = SectionWords(words.heading_ar, words.heading_en, words.prose_ar, words.prose_en, words.place)
    services.save_section(session, actor=keeper, now=NOW, slug=slug, said=said, seen=2)
    assert len(queries.content(session, publish(session, keeper, ("أُعيد", "Taken in")))) == 2


def test_initiative_edition_is_of_what_was_shown_and_made_once(session: Session, keeper: Actor) -> None:
    slug = section(session, keeper)
    mark = queries.mark_of(queries.draft(session))
    fact(session, keeper, slug)
    with pytest.raises(DomainError, match="initiative-moved"):
        services.publish(session, actor=keeper, now=NOW, reason=REASON, seen=mark)
    first = publish(session, keeper)
    assert publish(session, keeper) is first
    with pytest.raises(DomainError, match="nothing-changed"):
        publish(session, keeper, ("سبب آخر", "Another reason"))
    with pytest.raises(DomainError, match="write-either"):
        publish(session, keeper, ("", " "))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_initiative_is_kept_by_coordinators_of_the_site_alone(
    session: Session, keeper: Actor, role: Role
) -> None:
    slug = section(session, keeper)
    row = fact(session, keeper, slug)
    others = [person(session, (role, SITE)), coordinator(session, "plan:plan-1")]
    for actor in others:
        with pytest.raises(NotFoundError):
            section(session, actor, heading="Mine")
        with pytest.raises(NotFoundError):
            services.begin(session, actor=actor, now=NOW, outline=OUTLINE)
        with pytest.raises(NotFoundError):
            services.withdraw_section(session, actor=actor, now=NOW, slug=slug, seen=1)
        with pytest.raises(NotFoundError):
            fact(session, actor, slug, FactWords("أ", "a"))
        with pytest.raises(NotFoundError):
            services.correct_fact(session, actor=actor, now=NOW, zone=UTC, fact_id=row.id, said=None)
        with pytest.raises(NotFoundError):
            publish(session, actor)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("initiative_sections", "slug = 'other'"), ("initiative_words", "heading_en = 'other'"),
        ("initiative_facts", "value_en = 'other'"), ("initiative_editions", "reason_en = 'other'"),
    ],
)  # fmt: skip
def test_initiative_rows_never_change_and_are_never_deleted(
    session: Session, keeper: Actor, table: str, change: str
) -> None:
    fact(session, keeper, section(session, keeper))
    publish(session, keeper)
    with refused(session, f"{table}_no_update"):
        session.execute(text(f"UPDATE {table} SET {change}"))  # noqa: S608 - names from above
    with refused(session, f"{table}_no_delete"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above


def test_initiative_fact_of_an_undated_source_has_no_day(session: Session, keeper: Actor) -> None:
    row = fact(session, keeper, section(session, keeper), replace(COUNTRIES, as_of=None))
    assert row.as_of is None
    dated = services.correct_fact(
        session, actor=keeper, now=NOW, zone=UTC, fact_id=row.id, said=replace(COUNTRIES, as_of=date(2024, 2, 29))
    )  # fmt: skip
    assert dated.as_of == date(2024, 2, 29)
