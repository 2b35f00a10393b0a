"""At the desk and in public: what a correction changes, which answers are looked at again, and points that move."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.outcomes import queries, services
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import Answered, answered, place, rename, theme
from tests.factories.voices import hide, restore
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def ended(committed: Committed, at: At) -> Answered:
    at(moments.LATER)
    with committed() as session:
        return answered(session)


def points(ended: Answered) -> str:
    return f"/en/desk/themes/{ended.theme.id}/points/"


def publication(ended: Answered) -> str:
    return f"/en/desk/consultations/{ended.scene.consultation.slug}/publication/"


def test_correction_points_are_moved_taken_out_and_brought_back_by_buttons(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    with committed() as session:
        second = services.save_point(
            session, actor=ended.scene.moderator, now=moments.LATER, theme_id=ended.theme.id,
            text=("ثانية", "Second point"), references=[ended.late.reference],
        ).id  # fmt: skip
    client.sign_in(user_of(ended.scene.moderator))
    client.submit(points(ended), action=f"/{second}/move")
    page = client.get(points(ended)).text
    assert page.index("Second point") < page.index("A point")
    for nowhere in ("", "first", "1" * 30):
        answer = client.submit(points(ended), {"place": nowhere}, action=f"/{second}/move")
        assert answer.status_code == 404
    page = client.get(points(ended)).text
    assert page.index("Second point") < page.index("A point"), "what names no place moves nothing"
    client.submit(points(ended), action=f"/{second}/remove")
    assert location(client.submit_again()) == points(ended), "a lost reply takes out nothing else"
    page = client.get(points(ended)).text
    assert page.index("A point") < page.index("Taken out of the summary") < page.index("Second point")
    client.submit(points(ended), action=f"/{second}/bring-back")
    with committed() as session:
        there = [point.id for point in queries.points(session, theme_id=ended.theme.id)]
    assert there[-1] == second
    assert len(there) == 2


def test_a_correction_page_marks_a_cited_voice_that_is_hidden_or_elsewhere(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    client.sign_in(user_of(ended.scene.moderator))
    assert "no longer under this theme" not in client.get(points(ended)).text
    with committed() as session:
        services.unplace(
            session, actor=ended.scene.moderator, now=moments.LATER, consultation_id=ended.scene.id,
            references=[ended.comment.reference],
        )  # fmt: skip
    assert "no longer under this theme" in client.get(points(ended)).text
    with committed() as session:
        hide(session, ended.scene, ended.comment, now=moments.LATER)
    page = client.get(points(ended)).text
    assert "hidden" in page[page.index(ended.comment.reference) :].lower()


def test_a_correction_waits_until_a_theme_that_grew_is_looked_at_again(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    with committed() as session:
        restore(session, ended.scene, ended.hidden)
        place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    client.sign_in(user_of(ended.scene.publisher))
    assert "1 theme grew since its answer was looked at" in client.get(publication(ended)).text
    client.sign_in(user_of(ended.scene.officer))
    answer = f"/en/desk/themes/{ended.theme.id}/answer"
    assert "1 voice came under this theme since" in client.get(answer).text
    sent = client.submit(answer, action="/look-again", follow=True)
    assert "It is noted that the answer stands" in sent.text
    assert "came under this theme since" not in sent.text
    assert location(client.submit_again()) == answer


def test_a_correction_says_at_the_desk_and_in_public_what_it_changed(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    client.sign_in(user_of(ended.scene.publisher))
    page = client.get(publication(ended)).text
    assert "No answer, point or placing changed since version 1." in page
    refused = client.submit(publication(ended), {"reason_ar": "سبب", "reason_en": "Why"}, action="/publish")
    assert refused.status_code == 422
    assert "Nothing would change" in refused.text
    assert "Why" in refused.text
    with committed() as session:
        rename(session, ended.scene, ended.theme)
    page = client.get(publication(ended)).text
    assert "Changed since version 1: Title" in page
    assert "<ins" in page[page.index("Changed since version 1") :]
    client.submit(publication(ended), {"reason_ar": "سبب", "reason_en": "Why"}, action="/publish")
    slug = ended.scene.consultation.slug
    reader = client.application.test_client()
    assert isinstance(reader, ReviewingClient)
    was = f"/en/consultations/{slug}/outcome/?version=1#theme-{ended.theme.id}"
    for shown in (
        f"/en/consultations/{slug}/outcome/",
        f"/en/consultations/{slug}/outcome/themes/{ended.theme.id}/",
    ):
        page = reader.get(shown).text
        assert "Changed in version 2: Title" in page
        assert was in page
    assert "Changed in version" not in reader.get(was).text


def test_of_two_publishers_of_a_correction_the_second_keeps_their_reason(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    with committed() as session:
        rename(session, ended.scene, ended.theme)
    client.sign_in(user_of(ended.scene.publisher))
    client.submit(publication(ended), {"reason_ar": "سبب", "reason_en": "Why"}, action="/publish")
    theirs = {**client.last[1], "reason_en": "Another why", "once": ["another"]}
    refused = client.post(client.last[0], data=theirs, headers=FROM_OUR_PAGE)
    assert refused.status_code == 422
    assert "somebody else published this version, with another reason" in refused.text
    assert "Another why" in refused.text
    assert "Publish version 3" in refused.text
    # A lost reply, from a browser that made its form anew.
    same = client.post(client.last[0], data={**client.last[1], "once": ["a third"]}, headers=FROM_OUR_PAGE)
    assert same.status_code == 303
    for number in ("0", "-1", "x", "4"):
        told = {**client.last[1], "number": number, "once": [number]}
        assert client.post(client.last[0], data=told, headers=FROM_OUR_PAGE).status_code == 404
    with committed() as session:
        reasons = [row.reason_en for row in queries.versions(session, consultation_id=ended.scene.id)]
    assert reasons == ["Why", ""]


def test_a_correction_with_a_new_theme_that_has_no_answer_is_not_said_to_change_nothing(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    with committed() as session:
        theme(session, ended.scene, now=moments.LATER)
    client.sign_in(user_of(ended.scene.publisher))
    assert "No answer, point or placing changed" not in client.get(publication(ended)).text


def test_a_correction_without_a_summary_is_asked_about(
    client: ReviewingClient, committed: Committed, user_of: UserOf, ended: Answered
) -> None:
    with committed() as session:
        [point] = queries.points(session, theme_id=ended.theme.id)
        services.remove_point(
            session,
            actor=ended.scene.moderator,
            now=moments.LATER,
            theme_id=ended.theme.id,
            point_id=point.id,
        )
    client.sign_in(user_of(ended.scene.publisher))
    typed = {"reason_ar": "سبب", "reason_en": "Why"}
    refused = client.submit(publication(ended), typed, action="/publish")
    assert refused.status_code == 422
    assert 'id="without_summary-error"' in refused.text
    done = client.submit(publication(ended), {**typed, "without_summary": "y"}, action="/publish")
    assert location(done).endswith("/outcome/")
