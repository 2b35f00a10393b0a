"""Consultations as plain rows say what the consultation itself says."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.consultations import queries, services
from consult.consultations.models import ConsultationRow, ConsultationWords
from consult.consultations.policies import state_of
from consult.contributions.queries import published_count
from consult.plans.models import NamedCommitment
from tests.factories import moments
from tests.factories.scenes import LIMITS, Scene, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide

# What a row does not have under the name of a column.
GATHERED = {"organisation", "shown", "owners", "calls_for_proposals", "sealed_until"}


def test_a_row_is_its_consultation_with_who_asks_and_about_what(session: Session, scene: Scene) -> None:
    other = make_scene(session)
    comment(session, other)
    shown, hidden = comment(session, scene), comment(session, scene)
    clarification(session, scene, shown)
    hide(session, scene, hidden)
    found = queries.whole_by_slug(session, scene.consultation.slug)
    assert found is not None
    row, words = found
    for name in {*ConsultationRow._fields, *ConsultationWords._fields} - GATHERED:
        said = getattr(row if name in ConsultationRow._fields else words, name)
        assert said == getattr(scene.consultation, name), name
    assert row.organisation == (
        scene.organisation.slug, scene.organisation.name_ar, scene.organisation.name_en
    )  # fmt: skip
    assert row.organisation.scope == scene.organisation.scope
    [named] = row.owners
    assert isinstance(named, NamedCommitment)
    assert (named.id, named.title_en, named.plan.slug) == (
        scene.commitment.id, scene.commitment.title_en, scene.commitment.plan.slug
    )  # fmt: skip
    assert row.shown == published_count(session, consultation_ids=[scene.id])[scene.id] == 1
    assert queries.row_by_slug(session, scene.consultation.slug) == row
    assert state_of(row, moments.DURING) is state_of(scene.consultation, moments.DURING)
    assert queries.row_by_slug(session, "none") is None


def test_the_texts_of_a_row_are_in_their_order_and_their_commitments_once(
    session: Session, draft: Scene
) -> None:
    other = make_scene(session)
    for version_ids in ([other.version.id, draft.version.id], [draft.version.id, other.version.id], []):
        services.save_draft(
            session, actor=draft.officer, now=moments.DRAFTED, organisation=draft.organisation,
            slug=draft.consultation.slug, version_ids=version_ids, limits=LIMITS, terms=terms(),
            revision=draft.consultation.revision,
        )  # fmt: skip
        row = queries.row_by_slug(session, draft.consultation.slug)
        assert row is not None
        assert [one.id for one in row.owners if one] == [
            {other.version.id: other, draft.version.id: draft}[number].commitment.id for number in version_ids
        ]


def test_what_a_body_asked_is_its_own_newest_first(session: Session, scene: Scene, draft: Scene) -> None:
    make_scene(session)
    for made in (scene, draft):
        rows = queries.asked_by(session, organisation_id=made.organisation.id, now=moments.DURING, limit=9)
        assert [row.id for row in rows] == ([scene.id] if made is scene else [])
    for before_id, expected in ((scene.id, []), (scene.id + 1, [scene.id])):
        rows = queries.asked_by(
            session, organisation_id=scene.organisation.id, now=moments.DURING, before_id=before_id, limit=9
        )
        assert [row.id for row in rows] == expected
