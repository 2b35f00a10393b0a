"""An author asks for their words to be erased; afterwards no page says a word of them, in any version of the answer."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.moderation.queries import waiting_request
from consult.moderation.services import ask_erasure, refuse_erasure
from consult.outcomes import services
from consult.plans.models import Commitment
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
CANARY = "نريد أن تُنشر البيانات."  # what the factories' voices say
NAME = "صوت"
AUTHOR = 1  # of the readers: their own name stands in the head of every page


@pytest.fixture
def ended(committed: Committed) -> Answered:
    """Return an answered consultation, committed, with all that the tests read of it loaded."""
    with committed() as session:
        made = answered(session)
        assert made.scene.consultation.texts
    return made


def erased(committed: Committed, of: Answered, *others: Contribution) -> None:
    """Let the author of the answered comment ask, and a moderator erase it; and ``others``, for another moderator."""
    with committed() as session:
        colleague = person(session, (Role.MODERATOR, of.scene.organisation.scope))
        for said in (of.comment, *others):
            asker = of.scene.author if said is of.comment else colleague
            ask_erasure(session, actor=asker, now=moments.LATER, reference=said.reference, reason="سبب")
            services.erase(
                session, actor=of.scene.moderator, now=moments.LATER, reference=said.reference, rule=None,
                reason=REASON,
            )  # fmt: skip


def test_an_author_asks_and_takes_it_back(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author)
    home, page = f"/en/contributions/{said.reference}", f"/en/contributions/{said.reference}/erasure"
    client.sign_in(user_of(asked.author))
    assert page in client.page(home).source
    assert page in client.page("/en/account/").source
    answer = client.submit(page, {"reason": "It names my child."}, action="/erasure")
    assert (answer.status_code, location(answer)) == (303, home)
    assert "waits for a decision" in client.page(home).source
    with committed() as session:
        request = waiting_request(session, contribution_id=said.id)
        assert request is not None
        assert (request.reason, request.asked_by_id) == ("It names my child.", None)
    taken = client.submit(page, button="Take the request back")
    assert (taken.status_code, location(taken)) == (303, home)
    with committed() as session:
        assert waiting_request(session, contribution_id=said.id) is None
    assert "waits for a decision" not in client.page(home).source


def test_a_reason_that_is_too_long_comes_back(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author)
    client.sign_in(user_of(asked.author))
    typed = "long " * 2000
    answer = client.submit(
        f"/en/contributions/{said.reference}/erasure", {"reason": typed}, action="/erasure"
    )
    assert answer.status_code == 422
    assert typed in answer.text


def test_it_is_nobody_elses(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author)
        other = person(session)
    home, page = f"/en/contributions/{said.reference}", f"/en/contributions/{said.reference}/erasure"
    assert client.get(page, may_set_cookie=True).status_code == 303
    for reader in (other, asked.moderator, asked.officer):
        client.sign_in(user_of(reader))
        assert client.get(page).status_code == 404
        assert page not in client.page(home).source
    assert client.get("/en/contributions/V-2026-999999/erasure").status_code == 404


def test_no_page_says_a_word_of_it_in_any_version(
    client: ReviewingClient, ended: Answered, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.LATER)
    with committed() as session:
        home = session.get_one(Commitment, ended.scene.commitment.id)
        plan = f"/plans/{home.plan.slug}/commitments/{home.number}"
    reference, slug = ended.comment.reference, ended.scene.consultation.slug
    asked = f"/consultations/{slug}"
    addresses = [
        f"/contributions/{reference}", f"{asked}/", f"{asked}/contributions/", f"{asked}/contributions.csv",
        f"{asked}/text/?clause={ended.scene.clauses[0]}", f"{asked}/outcome/", f"{asked}/outcome/?version=1",
        f"{asked}/outcome/?version=2", f"{asked}/outcome/themes/{ended.theme.id}/",
        f"{asked}/outcome/themes/{ended.theme.id}/?version=1", f"{plan}/", f"{plan}/versions/2/",
        f"{plan}/compare/1...2/", "/", "/consultations/", "/moderation-log/", "/account/",
        f"/desk/consultations/{slug}/queue/", f"/desk/consultations/{slug}/erasures/",
        f"/desk/consultations/{slug}/themes/", f"/desk/consultations/{slug}/publication/",
    ]  # fmt: skip
    readers = [None, ended.scene.author, ended.scene.moderator, ended.scene.officer]
    seen = pages(client, user_of, readers, addresses)
    shown = {address for (_reader, address), page in seen.items() if CANARY in page}
    assert {*addresses[3:6], f"{asked}/outcome/themes/{ended.theme.id}/", "/account/"} <= shown
    # All voices of the scene say the same words.
    erased(committed, ended, ended.reply, ended.late, ended.hidden)
    for (reader, address), page in pages(client, user_of, readers, addresses).items():
        assert CANARY not in page, (reader, address)
        assert reader == AUTHOR or NAME not in page, (reader, address)


def pages(
    client: ReviewingClient, user_of: UserOf, readers: list[Actor | None], addresses: list[str]
) -> dict[tuple[int, str], str]:
    """Return what each reader is shown at each address, as text; what is not there for them left out."""
    found = {}
    for number, reader in enumerate(readers):
        if reader is not None:
            client.sign_in(user_of(reader))
        for address in addresses:
            answer = client.get(f"/en{address}", may_set_cookie=True)
            if answer.status_code == 200:
                found[number, address] = answer.text
    return found


def test_the_tombstone_its_receipt_and_the_log(
    client: ReviewingClient, ended: Answered, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    reference, fingerprint = ended.comment.reference, ended.comment.fingerprint
    sealed = f"/en/contributions/{reference}/sealed"
    assert client.get(sealed).status_code == 200
    erased(committed, ended)
    page = client.page(f"/en/contributions/{reference}").source
    assert "by two persons together" in page
    # The day of the answer, not of the version that only says what was erased.
    answer = page[: page.index("It was answered")]
    assert f'datetime="{moments.ANSWERED.date()}' in answer[answer.rindex("<time") :]
    assert fingerprint[-8:] in page
    assert sealed not in page
    gone = client.get(sealed)
    assert (gone.status_code, "This file is erased" in gone.text) == (410, True)
    assert REASON[1] in client.page("/en/moderation-log/").source
    sent = client.get(f"/en/consultations/{ended.scene.consultation.slug}/contributions.csv").text
    rows = {row["reference"]: row for row in csv.DictReader(sent.lstrip("\ufeff").splitlines())}
    kept, gone_row = rows[ended.reply.reference], rows[reference]
    assert (gone_row["status"], gone_row["text"], gone_row["salt"]) == ("erased", "", "")
    assert (kept["votes_agree"], gone_row["votes_agree"]) == ("0", "")
    assert gone_row["primary_theme_en"] == kept["primary_theme_en"] != ""


def test_the_outcome_says_what_was_erased_beside_the_figures_it_keeps(
    client: ReviewingClient, ended: Answered, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    erased(committed, ended)
    outcome = f"/en/consultations/{ended.scene.consultation.slug}/outcome/"
    for address in (outcome, f"{outcome}?version=1"):
        page = client.page(address).source
        assert f"{ended.comment.reference}</bdi> was erased." in page
        assert "3 contributions were published." in page
    assert "unchanged since" in client.page(outcome).source
    assert "unchanged since" not in client.page(f"{outcome}?version=1").source


def test_every_public_page_says_that_somebody_waits(
    client: ReviewingClient, ended: Answered, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    slug = ended.scene.consultation.slug
    plan = ended.scene.commitment
    said = "shown again since, waits for its answer"
    addresses = [
        "/en/", "/en/consultations/", f"/en/consultations/{slug}/",
        f"/en/plans/{plan.plan.slug}/commitments/{plan.number}/",
    ]  # fmt: skip
    assert not any(said in client.page(address).source for address in addresses)
    with committed() as session:
        services.restore(
            session,
            actor=ended.scene.moderator,
            now=moments.LATER,
            reference=ended.hidden.reference,
            reason=REASON,
        )
    for address in addresses:
        assert said in client.page(address).source, address
    page = client.page(f"/en/consultations/{slug}/outcome/").source
    assert f"{ended.hidden.reference}</bdi> was shown again on" in page
    assert "Version 2 will answer it." in page
    assert (
        "The next version of the answer takes it in."
        in client.page(f"/en/contributions/{ended.hidden.reference}").source
    )


def test_a_refusal_leaves_the_words(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author)
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
        refuse_erasure(
            session,
            actor=asked.moderator,
            now=moments.DURING,
            reference=said.reference,
            answer="Private answer",
        )
    page = client.page(f"/en/contributions/{said.reference}").source
    assert CANARY in page
    assert "Private answer" not in page
