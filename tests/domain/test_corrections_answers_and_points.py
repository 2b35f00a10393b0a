"""Corrections: a summary cites voices of its own theme alone, and one clause is changed by one answer."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from consult.outcomes import queries, services
from consult.shared.errors import DomainError
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, place, respond, theme
from tests.factories.scenes import Scene
from tests.factories.voices import comment, reply

TEXT = ("نقطة", "A point")


def cite(session: Session, of: Scene, theme_id: int, *references: str) -> None:
    """Write a point that cites."""
    services.save_point(
        session, actor=of.moderator, now=moments.AFTER, theme_id=theme_id, text=TEXT, references=references
    )


def test_correction_a_point_cites_voices_of_its_own_theme_alone(session: Session, scene: Scene) -> None:
    mine, other, nowhere = comment(session, scene), comment(session, scene), comment(session, scene)
    below = reply(session, mine)
    first, second = theme(session, scene, mine), theme(session, scene, other)
    cite(session, scene, first.id, mine.reference, below.reference)
    for said in (other, nowhere):
        with pytest.raises(DomainError) as caught:
            cite(session, scene, first.id, mine.reference, said.reference)
        assert (caught.value.code, caught.value.field) == ("cite-own-theme", "references")
        assert caught.value.values == {"references": said.reference}
    place(session, scene, first, other, also=True)
    for under in (first, second):
        cite(session, scene, under.id, other.reference)


def test_correction_an_unknown_reference_is_named(session: Session, scene: Scene) -> None:
    mine, other = comment(session, scene), comment(session, scene)
    under = theme(session, scene, mine)
    theme(session, scene, other)
    with pytest.raises(DomainError) as caught:
        cite(session, scene, under.id, mine.reference, "V-2026-999999", "<B>\u202e")
    assert (caught.value.code, caught.value.values) == ("cite-unknown", {"references": "V-2026-999999, B"})
    with pytest.raises(DomainError) as caught:
        cite(session, scene, under.id, *(f"X{number}" for number in range(7)))
    assert caught.value.values == {"references": "X0, X1, X2, X3, X4 …"}
    with problems(("cite-own-theme", "references"), ("cite-unknown", "references")):
        cite(session, scene, under.id, other.reference, "X")


def test_correction_one_clause_is_changed_by_one_answer(session: Session, scene: Scene) -> None:
    clause, free = scene.clauses[:2]
    first, second = (theme(session, scene, comment(session, scene)) for _ in range(2))
    respond(session, scene, first, changes={clause: NEW_WORDS})
    [(other, change)] = queries.changed_by_others(session, theme=second).values()
    assert (other.id, change.text_ar, change.text_en) == (first.id, *NEW_WORDS)
    assert queries.changed_by_others(session, theme=first) == {}
    with problems(("changed-by-another", f"clause-{clause}-ar")):
        respond(session, scene, second, changes={clause: ("غيره", "Otherwise"), free: NEW_WORDS})
    current = {row.clause_id: (row.text_ar, row.text_en) for row in scene.version.clauses}
    respond(session, scene, second, changes={clause: current[clause], free: NEW_WORDS})
    # The first lets go of it, and the second may.
    respond(session, scene, first)
    respond(session, scene, second, changes={clause: NEW_WORDS})
