"""Corrections at the desk: what another answer changes is shown while writing, and what cannot be cited is named."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.outcomes import services
from consult.outcomes.models import ResponseChange
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, respond, theme
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide
from tests.public.conftest import Committed


def test_correction_the_words_of_the_other_answer_stand_at_the_clause(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        scene = make_scene(session)
        first = theme(session, scene, comment(session, scene), title=("المهلة", "Notice"))
        second = theme(session, scene, comment(session, scene), title=("الردود", "Replies"))
        respond(session, scene, first, changes={scene.clauses[0]: NEW_WORDS})
    clause = scene.clauses[0]
    client.sign_in(user_of(scene.officer))
    path = f"/en/desk/themes/{second.id}/answer"
    page = client.get(path).text
    assert page.count("The answer to another theme changes this clause:") == 1
    assert f'href="/en/desk/themes/{first.id}/answer"' in page
    typed = {
        "outcome": "accepted",
        "reason_ar": "سبب",
        "reason_en": "A reason",
        f"clause-{clause}-en": "Mine",
    }
    answer = client.submit(path, typed)
    assert answer.status_code == 422
    for words in ("changes this clause already", ">Notice</a>", "Mine"):
        assert words in answer.text
    # Left as it stands in the field, with the other clause's English alone changed.
    typed = {**typed, f"clause-{scene.clauses[1]}-en": "New"}
    del typed[f"clause-{clause}-en"]
    assert client.submit(path, typed).status_code == 303
    current = {row.clause_id: row.text_ar for row in scene.version.clauses}
    with committed() as session:
        saved = session.scalars(select(ResponseChange).order_by(ResponseChange.id.desc())).first()
        assert saved is not None
        assert (saved.clause_id, saved.text_en) == (scene.clauses[1], "New")
        assert saved.text_ar == current[scene.clauses[1]]


def test_correction_what_cannot_be_cited_is_named_at_its_field(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        scene = make_scene(session)
        mine, other = comment(session, scene), comment(session, scene)
        under = theme(session, scene, mine)
        theme(session, scene, other)
    client.sign_in(user_of(scene.moderator))
    path = f"/ar/desk/themes/{under.id}/points/"
    typed = {"text_ar": "نقطة", "text_en": "A point", "references": f"{other.reference} V-2026-999999"}
    answer = client.submit(path, typed)
    assert answer.status_code == 422
    assert f"ليست تحت هذا الموضوع: {other.reference}" in answer.text
    assert "V-2026-999999" in answer.text
    assert client.submit(path, {**typed, "references": mine.reference}).status_code == 303


def test_correction_a_cited_voice_that_was_hidden_is_marked_where_the_theme_is_answered(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        scene = make_scene(session)
        said, gone = comment(session, scene), comment(session, scene)
        under = theme(session, scene, said, gone)
        services.save_point(
            session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
            references=[said.reference, gone.reference],
        )  # fmt: skip
        hide(session, scene, gone, now=moments.AFTER)
    for actor, page in ((scene.officer, "answer"), (scene.moderator, "points/")):
        client.sign_in(user_of(actor))
        shown = client.get(f"/en/desk/themes/{under.id}/{page}").text
        assert shown.count("Hidden by rule</strong>") == 1
