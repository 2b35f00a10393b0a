"""What staff typed comes back after signing in, whatever ended their session; to them, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from consult.accounts.models import KeptForm, RoleGrant, User, UserSession
from consult.accounts.policies import Actor
from consult.accounts.services.kept_forms import MOST, MOST_BESIDE, drop_kept_forms
from consult.shared import clock
from consult.shared.state import State
from consult.texts.models import ClauseText
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

TYPED = "مادة كُتبت قبل الخروج ٣"
HERE = "What you typed before signing in"


@pytest.fixture
def draft(committed: Committed) -> Scene:
    """Return a consultation that was not announced, whose text is still written."""
    with committed() as session:
        return make_scene(session, State.DRAFT)


@pytest.fixture
def officer(client: ReviewingClient, draft: Scene, user_of: Callable[[Actor], User]) -> User:
    """Sign the officer in and return them."""
    user = user_of(draft.officer)
    client.sign_in(user)
    return user


def filled(client: ReviewingClient, draft: Scene, **fields: str) -> tuple[str, dict[str, Any]]:
    """Open the clauses' form, and return where it is sent and what stands in it, with these words typed."""
    path = f"/en/desk/texts/{draft.version.id}/"
    page = client.page(path)
    form = next(form for form in page.every("form") if form.get("id") == "typed")
    sent = {c.get("name", ""): c.get("value") or "" for c in form.iter("input") if c.get("name")}
    sent |= {c.get("name", ""): (c.text or "").removeprefix("\n") for c in form.iter("textarea")}
    return path, {**sent, "clauses-0-text_ar": TYPED, **fields}


def send(client: ReviewingClient, path: str, sent: dict[str, Any]) -> TestResponse:
    """Send a form as a browser would."""
    return client.post(path, data=sent, headers=FROM_OUR_PAGE)


def end_sessions(committed: Committed) -> None:
    """End every session."""
    with committed() as session:
        session.execute(update(UserSession).values(ended_at=clock.now()))


def kept(committed: Committed) -> list[KeptForm]:
    """Return all that is kept."""
    with committed() as session:
        return list(session.scalars(select(KeptForm).order_by(KeptForm.id)))


def sign_in_again(client: ReviewingClient, user: User, answer: TestResponse) -> str:
    """Go where the form to sign in leads on, signed in."""
    assert answer.status_code == 303
    page = client.page(location(answer), may_set_cookie=True)
    following = next(c.get("value") for c in page.every("input") if c.get("name") == "next")
    assert following
    client.sign_in(user)
    return following


def test_lost_words_come_back_at_the_very_form_after_signing_in(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    path, sent = filled(client, draft)
    end_sessions(committed)
    following = sign_in_again(client, officer, send(client, path, sent))
    page = client.get(following)
    assert HERE in page.text
    assert TYPED in page.text
    with committed() as session:
        assert TYPED not in set(session.scalars(select(ClauseText.text_ar)))
    assert client.submit(following, button="Save the clauses").status_code == 303
    with committed() as session:
        assert TYPED in set(session.scalars(select(ClauseText.text_ar)))
    (row,) = kept(committed)
    assert (row.words, row.closed_at is None) == ("[]", False)
    assert HERE not in client.get(following).text


def test_lost_words_after_signing_out_and_in_in_another_tab(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    path, sent = filled(client, draft)
    with client.session_transaction() as cookies:
        cookies.clear()
    client.sign_in(officer)
    answer = send(client, path, sent)
    assert answer.status_code == 303
    assert TYPED in client.get(location(answer)).text
    assert len(kept(committed)) == 1


def test_lost_words_are_shown_to_nobody_else(
    client: ReviewingClient,
    draft: Scene,
    committed: Committed,
    officer: User,
    user_of: Callable[[Actor], User],
) -> None:
    path, sent = filled(client, draft)
    end_sessions(committed)
    following = sign_in_again(client, user_of(draft.publisher), send(client, path, sent))
    for page in (following, "/en/account/kept"):
        assert TYPED not in client.get(page).text
    (row,) = kept(committed)
    assert row.user_id == officer.id
    assert client.get(f"/en/account/kept/{row.form}/discard").status_code == 404


def test_lost_words_of_one_whose_role_ended_stay_readable(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    path, sent = filled(client, draft)
    with committed() as session:
        of_officer = update(RoleGrant).where(RoleGrant.user_id == officer.id, RoleGrant.role == "officer")
        session.execute(of_officer.values(role="auditor", scope="site"))
    answer = send(client, path, sent)
    assert answer.status_code == 404
    assert "It is kept in your account as well." in answer.text
    assert TYPED in client.get("/en/account/kept").text


@pytest.mark.parametrize("spoiled", ["forged", "another form", "too many", "elsewhere"])
def test_lost_words_of_a_hostile_form_are_not_kept(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User, spoiled: str
) -> None:
    del officer
    path, sent = filled(client, draft)
    end_sessions(committed)
    headers = FROM_OUR_PAGE
    match spoiled:
        case "forged":
            sent["writer"] = sent["writer"][:-2] + "xx"
        case "another form":
            path = f"/en/desk/consultations/{draft.consultation.slug}/edit"
        case "too many":
            sent |= {f"field-{number}": "x" for number in range(10_000)}
        case _:
            headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(path, data=sent, headers=headers).status_code in {303, 413}
    assert kept(committed) == []


@pytest.mark.parametrize(("lang", "name"), [("en", "The clauses of a text"), ("ar", "بنود نص")])
def test_lost_words_are_listed_under_the_name_of_their_form(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User, lang: str, name: str
) -> None:
    path, sent = filled(client, draft)
    end_sessions(committed)
    sign_in_again(client, officer, send(client, path, sent))
    (row,) = kept(committed)
    for page in (f"/{lang}/account/kept", f"/{lang}/account/kept/{row.form}/discard"):
        assert f"<b>{name}</b>" in client.page(page).source


def test_lost_words_expire_and_passwords_are_never_kept(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    del officer
    path, sent = filled(client, draft, password="correct horse battery")
    end_sessions(committed)
    send(client, path, sent)
    (row,) = kept(committed)
    assert "horse" not in row.words
    assert not {"csrf_token", "once", "writer"} & set(row.words.split('"'))
    with committed() as session:
        drop_kept_forms(session, before=clock.now() + timedelta(seconds=1))
    assert kept(committed) == []


def test_lost_words_of_a_form_that_was_carried_out_do_not_come_back(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    del officer
    path, sent = filled(client, draft)
    assert send(client, path, sent).status_code == 303
    end_sessions(committed)
    assert send(client, path, sent).status_code == 303
    assert [row.words for row in kept(committed)] == ["[]"]


def test_autosave_keeps_what_is_written_and_offers_it(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    del officer
    path, sent = filled(client, draft)
    written = {name: value for name, value in sent.items() if name != "once"}
    for _again in range(2):
        answer = send(client, "/en/account/keep", written)
        assert (answer.status_code, answer.text.startswith("Kept at ")) == (200, True)
    (row,) = kept(committed)
    page = client.get(path)
    assert "You typed something here and did not save it" in page.text
    assert TYPED not in page.text
    assert TYPED in client.get(f"{path}?kept={row.form}").text
    assert client.submit(f"/en/account/kept/{row.form}/discard", button="Throw it away").status_code == 303
    assert "You typed something here" not in client.get(path).text
    assert send(client, "/en/account/keep", written).status_code == 422
    assert client.submit_again().status_code == 303


def test_lost_words_stand_beside_what_their_owner_kept_and_take_the_place_of_nothing(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    path, sent = filled(client, draft)
    send(client, "/en/account/keep", {**sent, "once": ""})
    end_sessions(committed)
    name = next(name for name, value in sent.items() if value == TYPED)
    # Whoever sits at the browser sends the old page again, and again.
    answers = [send(client, path, {**sent, name: f"Others {number}"}) for number in (1, 1, *range(2, 9))]
    first, *beside = kept(committed)
    assert (TYPED in first.words, first.lost) == (True, False)
    assert [row.lost for row in beside] == [True] * MOST_BESIDE
    assert "Others 8" in beside[-1].words
    following = sign_in_again(client, officer, answers[-1])
    page = client.get(following).text
    assert "Others 8" in page
    assert "Other words were sent from this form too" in page
    assert f"?kept={first.form}" in page
    assert TYPED in client.get(f"{path}?kept={first.form}").text
    # What is saved of them closes that one alone.
    assert client.submit(following, button="Save the clauses").status_code == 303
    assert TYPED in client.get(f"{path}?kept={first.form}").text
    listed = client.get("/en/account/kept").text
    assert listed.count("You were no longer signed in.") == MOST_BESIDE - 1
    assert listed.count("Kept while you wrote.") == 1


def test_lost_words_that_are_kept_already_are_one(
    client: ReviewingClient, draft: Scene, committed: Committed, officer: User
) -> None:
    path, sent = filled(client, draft)
    send(client, "/en/account/keep", {**sent, "once": ""})
    end_sessions(committed)
    following = sign_in_again(client, officer, send(client, path, sent))
    (row,) = kept(committed)
    assert row.lost
    assert following.endswith(f"?kept={row.form}")


def test_autosave_takes_no_form_of_another_and_makes_room(
    client: ReviewingClient,
    draft: Scene,
    committed: Committed,
    officer: User,
    user_of: Callable[[Actor], User],
) -> None:
    for _form in range(MOST + 2):
        _path, sent = filled(client, draft)
        send(client, "/en/account/keep", {**sent, "once": ""})
    assert len(kept(committed)) == MOST
    client.sign_in(user_of(draft.publisher))
    _token = client.page("/en/account/settings")
    answer = send(client, "/en/account/keep", {**sent, "once": ""})
    assert answer.status_code in {400, 422}
    assert {row.user_id for row in kept(committed)} == {officer.id}
