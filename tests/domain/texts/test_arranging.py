"""The clauses of a draft are moved, split, joined, taken out and brought back, and voices are led on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.shared.errors import DomainError, NotFoundError
from consult.texts import queries, services
from consult.texts.models import DroppedClause, TextVersion
from consult.texts.services import MAX_CLAUSES, Wording, digest, moved, save_clauses
from consult.texts.services.drafting import wordings_of, write_clauses
from tests.domain.refusal import problems
from tests.domain.texts.test_mapping import back, begun, forward, published, recorded, standing, written
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version, wording

NEW = ("عنوان جديد", "A new heading")
LINES = Wording(None, "1.", "1.", "أ. أول\n  1) فرع\nب. ثان", "a. First\n  1) Sub-item\nb. Second")


def words(version: TextVersion) -> list[tuple[str, str]]:
    """Return the Arabic and English words of a version."""
    return [(row.text_ar, row.text_en) for row in version.clauses]


def split(session: Session, of: Scene, version: TextVersion, clause: int, **cuts: int) -> None:
    services.split_at(
        session, actor=of.officer, version=version, drafter=of.organisation, clause_id=clause, cuts=cuts,
        heading=NEW,
    )  # fmt: skip


def join(session: Session, of: Scene, version: TextVersion, index: int) -> None:
    services.join_with_next(
        session,
        actor=of.officer,
        version=version,
        drafter=of.organisation,
        clauses=typed(version),
        index=index,
    )


def take_back(session: Session, of: Scene, version: TextVersion, clause: int) -> int:
    return services.bring_clause_back(
        session, actor=of.officer, version=version, drafter=of.organisation, clauses=typed(version),
        clause_id=clause,
    )  # fmt: skip


def typed(version: TextVersion) -> list[Wording]:
    """Return the clauses of a version as a form sends them."""
    return wordings_of(version)


def dropped(session: Session, version: TextVersion) -> list[int]:
    """Return which clauses can be brought back."""
    return [row.clause_id for row in queries.dropped_clauses(session, version_id=version.id)]


def test_a_clause_is_moved_and_stays_at_the_ends() -> None:
    rows = [wording(number, number) for number in (1, 2, 3)]
    for index, by, order in ((0, 1, [2, 1, 3]), (0, -1, [1, 2, 3]), (2, 1, [1, 2, 3]), (2, -1, [1, 3, 2])):
        assert [row.clause_id for row in moved(rows, index, by)] == order


def test_a_clause_is_split_where_its_words_say_and_voices_lead_to_both(
    session: Session, scene: Scene
) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, *scene.clauses)
    save_clauses(
        session, actor=scene.officer, version=version, drafter=scene.organisation,
        clauses=[Wording(first, "1.", "1.", LINES.text_ar, LINES.text_en), *typed(version)[1:]],
    )  # fmt: skip
    split(session, scene, version, first, ar=LINES.text_ar.index("ب."), en=LINES.text_en.index("b."))
    new = standing(version)[1]
    assert standing(version) == [first, new, second, third]
    assert words(version)[:2] == [
        ("أ. أول\n  1) فرع", "a. First\n  1) Sub-item"),
        ("ب. ثان", "b. Second"),
    ]
    assert version.clauses[1].heading_en == NEW[1]
    assert recorded(session, version) == [(first, first), (first, new)]
    split(session, scene, version, new, en=2)
    newest = standing(version)[2]
    assert words(version)[1:3] == [("ب. ثان", "b."), ("", "Second")]
    with problems(("text-unfinished", "texts")):
        published(session, version)
    written(session, scene, version, *standing(version))
    published(session, version)
    assert forward(session, first, scene.version, version) == [first, new, newest]
    assert back(session, newest, version, scene.version) == [first]


def test_a_new_clause_is_split_and_nothing_leads_to_it(session: Session, scene: Scene) -> None:
    version = begun(session, scene, None, *scene.clauses)
    split(session, scene, version, standing(version)[0], en=4)
    assert recorded(session, version) == []


@pytest.mark.parametrize("cuts", [{}, {"en": 0}, {"en": -3}, {"ar": 10_000}])
def test_no_clause_is_split_into_nothing(session: Session, scene: Scene, cuts: dict[str, int]) -> None:
    version = begun(session, scene, *scene.clauses)
    with pytest.raises(DomainError, match="choose-a-place"):
        split(session, scene, version, scene.clauses[0], **cuts)
    assert standing(version) == scene.clauses


def test_joined_clauses_keep_all_words_and_voices_lead_to_the_one(session: Session, scene: Scene) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, *scene.clauses)
    join(session, scene, version, 0)
    assert standing(version) == [first, third]
    assert words(version)[0] == (
        f"{wording(1).text_ar}\n{wording(2).heading_ar}\n{wording(2).text_ar}",
        "Text of clause 1.\nClause 2\nText of clause 2.",
    )
    assert recorded(session, version) == [(first, first), (second, first)]
    assert dropped(session, version) == []
    join(session, scene, version, 0)
    published(session, version)
    assert [forward(session, each, scene.version, version) for each in scene.clauses] == [[first]] * 3
    assert back(session, first, version, scene.version) == scene.clauses


def test_a_new_clause_joined_with_an_old_one_takes_its_id(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    services.join_with_next(
        session, actor=scene.officer, version=version, drafter=scene.organisation,
        clauses=[wording(9), *typed(version)], index=0,
    )  # fmt: skip
    assert standing(version) == scene.clauses
    assert recorded(session, version) == []


def test_what_is_split_and_joined_again_stands_as_before(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    split(session, scene, version, scene.clauses[0], ar=3, en=4)
    join(session, scene, version, 0)
    assert (standing(version), recorded(session, version)) == (scene.clauses, [])


def test_the_last_clause_is_joined_with_nothing(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    with pytest.raises(DomainError, match="nothing-to-join"):
        join(session, scene, version, 2)


def test_a_clause_that_was_taken_out_comes_back_with_its_words_and_what_led_to_it(
    session: Session, scene: Scene
) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, *scene.clauses)
    split(session, scene, version, first, ar=3, en=4)
    new = standing(version)[1]
    said = words(version)[1]
    for gone in (new, first):
        rest = [row for row in typed(version) if row.clause_id != gone]
        save_clauses(session, actor=scene.officer, version=version, drafter=scene.organisation, clauses=rest)
    assert sorted(dropped(session, version)) == sorted([first, new])
    assert take_back(session, scene, version, first) == 0
    assert take_back(session, scene, version, new) == 1
    assert (standing(version), words(version)[1]) == ([first, new, second, third], said)
    assert recorded(session, version) == [(first, first), (first, new)]
    assert dropped(session, version) == []
    # Pressed again, or by another: it is there already.
    assert take_back(session, scene, version, new) == 1


def test_publishing_lets_go_of_what_was_taken_out(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    written(session, scene, version, *scene.clauses[1:])
    assert dropped(session, version) == [scene.clauses[0]]
    published(session, version)
    assert session.scalars(select(DroppedClause)).all() == []
    assert recorded(session, version) == [(scene.clauses[0], None)]


def test_who_may_not_draft_arranges_nothing(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    other = make_scene(session)
    of = {"actor": other.officer, "version": version, "drafter": scene.organisation}
    with pytest.raises(NotFoundError):
        services.join_with_next(session, clauses=typed(version), index=0, **of)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        services.split_at(session, clause_id=scene.clauses[0], cuts={"en": 3}, heading=NEW, **of)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        take_back(session, scene, version, other.clauses[0])
    with pytest.raises(NotFoundError):
        split(session, scene, version, other.clauses[0], en=3)


def test_of_two_who_arrange_one_draft_the_second_is_told(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    seen = digest(version)
    split(session, scene, version, scene.clauses[0], en=4)
    of = {"actor": scene.officer, "version": version, "drafter": scene.organisation, "seen": seen}
    with pytest.raises(DomainError, match="edited-meanwhile"):
        services.split_at(session, clause_id=scene.clauses[0], cuts={"en": 4}, heading=NEW, **of)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="edited-meanwhile"):
        services.join_with_next(session, clauses=typed(version), index=0, **of)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="edited-meanwhile"):
        services.bring_clause_back(session, clauses=typed(version), clause_id=scene.clauses[0], **of)  # type: ignore[arg-type]


def test_one_language_is_saved_today_and_lines_and_numbers_stay_as_typed(
    session: Session, scene: Scene
) -> None:
    version = begun(session, scene, *scene.clauses)
    half = Wording(None, "2.1 أول", "", LINES.text_ar, "")
    save_clauses(session, actor=scene.officer, version=version, drafter=scene.organisation, clauses=[half])
    row = version.clauses[0]
    assert (row.heading_ar, row.text_ar, row.text_en) == ("2.1 أول", LINES.text_ar, "")


def test_a_draft_holds_so_many_clauses_and_one_more_comes_in_no_way(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    given: dict[str, Any] = {
        "session": session, "actor": scene.officer, "version": version, "drafter": scene.organisation
    }  # fmt: skip
    most = [wording(number) for number in range(1, MAX_CLAUSES + 1)]
    save_clauses(**given, clauses=most)
    full = standing(version)
    assert len(full) == MAX_CLAUSES
    with problems(("too-many-clauses", None)):
        save_clauses(**given, clauses=[*typed(version), LINES])
    with problems(("too-many-clauses", None)):
        split(session, scene, version, full[0], en=4)
    with problems(("too-many-clauses", None)):
        take_back(session, scene, version, scene.clauses[0])
    assert standing(version) == full
    assert scene.clauses[0] in dropped(session, version)
    save_clauses(**given, clauses=typed(version)[1:])
    assert take_back(session, scene, version, scene.clauses[0]) == 0


def test_a_longer_draft_from_before_the_bound_is_shortened_and_never_grows(
    session: Session, scene: Scene
) -> None:
    version = draft_version(session, scene.officer, scene.organisation, scene.commitment, clauses=0)
    for row in list(version.clauses):
        session.delete(row)
    session.flush()
    write_clauses(session, version, [wording(number) for number in range(1, MAX_CLAUSES + 4)])
    save: dict[str, Any] = {
        "session": session, "actor": scene.officer, "version": version, "drafter": scene.organisation
    }  # fmt: skip
    with problems(("too-many-clauses", None)):
        save_clauses(**save, clauses=typed(version))
    join(session, scene, version, 0)
    assert len(standing(version)) == MAX_CLAUSES + 2
    save_clauses(**save, clauses=typed(version)[1:])
    save_clauses(**save, clauses=typed(version)[1:])
    save_clauses(**save, clauses=typed(version))
    assert len(standing(version)) == MAX_CLAUSES
