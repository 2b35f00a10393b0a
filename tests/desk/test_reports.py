"""Moderation in numbers at the desk: reports in their order, answered; many hidden in one act; reasons kept ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Status
from consult.moderation.models import ModerationDecision, ReasonTemplate, VoiceReport
from consult.outbox.models import OutboxMessage
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.reports import by_accounts, kept_reason, reported
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, restore
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import At

UserOf = Callable[[Actor], User]
LATER = moments.DURING + moments.TICK
BOTH = {"reason_ar": "سبب واحد للجميع.", "reason_en": "One reason for all."}


@pytest.fixture
def moderating(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of the scene's moderator, while it is open."""
    at(moments.DURING)
    client.sign_in(user_of(asked.moderator))
    return client


def status_of(committed: Committed, *said: Contribution) -> list[str]:
    """Return where voices stand now."""
    with committed() as session:
        return [session.get_one(Contribution, each.id).status for each in said]


def decisions(committed: Committed) -> list[ModerationDecision]:
    """Return all decisions, oldest first."""
    with committed() as session:
        return list(session.scalars(select(ModerationDecision).order_by(ModerationDecision.id)))


def test_report_brings_a_voice_up_and_is_answered_by_mail_and_page(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        quiet, loud = comment(session, asked), comment(session, asked)
        comment(session, asked)
        reported(session, quiet, note="كلمات لفريق الإشراف", answer_to="reader@example.net", language="en")
        by_accounts(session, loud, 2)
    slug = asked.consultation.slug
    queue = moderating.page(f"/en/desk/consultations/{slug}/queue/?status=reported").source
    assert queue.index(loud.reference) < queue.index(quiet.reference)
    assert "reported by 2 accounts" in queue
    assert "Reported (2)" in queue
    page = f"/en/desk/contributions/{quiet.reference}/reports"
    shown = moderating.page(page).source
    assert "كلمات لفريق الإشراف" in shown
    assert "Published (1)" in shown
    assert "reader@example.net" not in shown
    wrong = moderating.submit(page, {"answer_ar": "كلمات تبقى"})
    assert wrong.status_code == 422
    assert "كلمات تبقى" in wrong.text
    done = moderating.submit(page, {"answer_ar": "رأيناه.", "answer_en": "We saw it."})
    assert (done.status_code, location(done)) == (
        303,
        f"/en/desk/consultations/{slug}/queue/?status=reported",
    )
    assert location(moderating.submit_again()) == location(done)
    with committed() as session:
        (row,) = session.scalars(select(VoiceReport).where(VoiceReport.contribution_id == quiet.id))
        assert (row.result, row.answer_en) == ("stays", "We saw it.")
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"report:{row.id}")).one()
        assert message.recipient == "reader@example.net"
    assert "We saw it." in moderating.page(page).source


def test_report_is_answered_one_at_a_time_where_others_are_unticked(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = comment(session, asked)
        first, second = reported(session, said), reported(session, said)
    page = f"/en/desk/contributions/{said.reference}/reports"
    moderating.submit(page, {"answer_ar": "نعم", "answer_en": "Yes", "pick": [str(second.id)]})
    with committed() as session:
        assert [session.get_one(VoiceReport, each.id).result for each in (first, second)] == [None, "stays"]


def test_report_of_a_flood_is_answered_as_one(
    moderating: ReviewingClient, asked: Scene, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.desk.moderation.report_presenters.MOST", 3)
    with committed() as session:
        said = comment(session, asked)
        for _each in range(5):
            reported(session, said)
    page = f"/en/desk/contributions/{said.reference}/reports"
    assert "The oldest 3 of 5 stand here." in moderating.get(page).text
    words = {"answer_ar": "تبقى.", "answer_en": "It stays.", "every": "y"}
    assert moderating.submit(page, words, button="Answer them").status_code == 303
    assert "The oldest" not in moderating.get(page).text
    with committed() as session:
        assert {row.result for row in session.scalars(select(VoiceReport))} == {"stays"}


def test_report_of_ones_own_words_is_not_there(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        own = comment(session, asked, by=asked.moderator)
        reported(session, own)
    assert moderating.get(f"/en/desk/contributions/{own.reference}/reports").status_code == 404
    queue = moderating.page(f"/en/desk/consultations/{asked.consultation.slug}/queue/").source
    assert "reported by" not in queue


def test_report_holds_and_the_moderator_shows_it_again(
    moderating: ReviewingClient, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        holding = make_scene(session, hold_after=3)
        said = comment(session, holding)
        by_accounts(session, said, 3, now=LATER)
    moderating.sign_in(user_of(holding.moderator))
    queue = moderating.page(f"/en/desk/consultations/{holding.consultation.slug}/queue/?status=held").source
    assert said.reference in queue
    page = moderating.page(f"/en/desk/contributions/{said.reference}/reports").source
    assert "It is held" in page
    assert 'name="answer_ar"' not in page
    done = moderating.submit(f"/en/desk/contributions/{said.reference}/restore", BOTH)
    assert done.status_code == 303
    assert status_of(committed, said) == ["published"]
    with committed() as session:
        results = set(session.scalars(select(VoiceReport.result)))
    assert results == {"stays"}


def hiding(client: ReviewingClient, scene: Scene, *said: Contribution) -> str:
    """Tick voices in the queue and press the button; return the page that comes."""
    address = f"/en/desk/consultations/{scene.consultation.slug}/queue/?status=published"
    picks = [each.reference for each in said]
    answer = client.submit(address, {"pick": picks}, action="/queue/hide", button="do=choose")
    assert answer.status_code == 200
    return answer.text


def send(client: ReviewingClient, scene: Scene, *said: Contribution, **changed: object) -> TestResponse:
    """Send the page of the decision about voices."""
    references = [each.reference for each in said]
    seen = " ".join(f"{each}=1" for each in references)
    typed: dict[str, object] = {
        "do": "hide",
        "there": " ".join(references),
        "pick": references,
        "seen": seen,
        "rule": "6",
        **BOTH,
    }
    typed |= changed
    token = client.last[1]["csrf_token"]
    action = f"/en/desk/consultations/{scene.consultation.slug}/queue/hide"
    return client.post(action, data={"csrf_token": token, **typed}, headers=FROM_OUR_PAGE)


def test_report_many_are_hidden_in_one_act_and_shown_again_in_another(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = [comment(session, asked) for _each in range(3)]
        left = comment(session, asked)
        row = reported(session, said[0])
    page = hiding(moderating, asked, *said)
    assert all(each.reference in page for each in said)
    assert left.reference not in page
    assert "/queue/?status=published" in page
    done = send(moderating, asked, *said)
    assert done.status_code == 303
    assert status_of(committed, *said, left) == ["hidden"] * 3 + ["published"]
    made = decisions(committed)
    assert len({each.log_entry_id for each in made}) == 3
    assert {each.batch for each in made} == {made[0].log_entry_id}
    assert {(each.rule, each.reason_en) for each in made} == {(6, "One reason for all.")}
    with committed() as session:
        assert session.get_one(VoiceReport, row.id).result == "hidden"
        # One of them is decided about since: it is not part of what is undone.
        again = session.get_one(Contribution, said[2].id)
        restore(session, asked, again)
        hide(session, asked, again)
    batch = location(done)
    assert batch.endswith(f"/hidden/{made[0].batch}")
    assert "2 are still hidden by this act" in moderating.page(batch).source
    assert batch in moderating.page(f"/en/desk/contributions/{said[0].reference}/restore").source
    undone = moderating.submit(batch, BOTH)
    assert undone.status_code == 303
    assert status_of(committed, *said) == ["published", "published", "hidden"]
    page = moderating.page(batch).source
    assert "Nothing of it is left" in page


def test_report_many_are_hidden_all_or_none(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = [comment(session, asked) for _each in range(2)]
    hiding(moderating, asked, *said)
    with committed() as session:
        hide(session, asked, said[1])
    answer = send(moderating, asked, *said)
    assert answer.status_code == 422
    assert "Nothing was hidden" in answer.text
    assert said[1].reference in answer.text
    assert "One reason for all." in answer.text
    assert status_of(committed, *said) == ["published", "hidden"]
    # Without a rule, a reason or a tick: said at the field, and what was typed comes back.
    answer = send(moderating, asked, said[0], rule="9", reason_en="", pick=[])
    assert answer.status_code == 422
    assert "Pick at least one contribution." in answer.text
    assert "سبب واحد للجميع." in answer.text
    assert send(moderating, asked, said[0]).status_code == 303


def test_report_many_takes_nothing_that_is_not_the_moderators(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        mine, own = comment(session, asked), comment(session, asked, by=asked.moderator)
        elsewhere = comment(session, make_scene(session))
    hiding(moderating, asked, mine)
    for other in (own, elsewhere):
        assert send(moderating, asked, mine, other).status_code == 404
    assert status_of(committed, mine, own, elsewhere) == ["published"] * 3


def test_report_nothing_picked_leads_back_to_the_queue(moderating: ReviewingClient, asked: Scene) -> None:
    address = f"/en/desk/consultations/{asked.consultation.slug}/queue/hide"
    answer = moderating.get(address)
    assert (answer.status_code, location(answer)) == (303, address.removesuffix("hide"))


def test_report_reasons_are_kept_ready_and_put_beside_what_was_typed(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    address = f"/en/desk/organisations/{asked.organisation.slug}/reasons/"
    kept = {"rule": "6", "reason_ar": "إعلان لا صلة له بالسؤال.", "reason_en": "An advertisement."}
    assert moderating.submit(address, {**kept, "reason_en": ""}, action="/reasons/").status_code == 422
    assert moderating.submit(address, kept, action="/reasons/").status_code == 303
    with committed() as session:
        said = comment(session, asked)
        (row,) = session.scalars(select(ReasonTemplate))
    page = f"/en/desk/contributions/{said.reference}/hide"
    filled = moderating.submit(page, {"ready": str(row.id), "reason_ar": "كلمات كتبتها"}, button="fill_in=y")
    assert filled.status_code == 200
    assert f"كلمات كتبتها\n{kept['reason_ar']}" in filled.text.replace("\r", "")
    assert "An advertisement." in filled.text
    assert (
        'value="6" checked' in filled.text or 'checked id="rule-5"' in filled.text or "checked" in filled.text
    )
    assert status_of(committed, said) == [Status.PUBLISHED]


def test_report_reason_that_changed_meanwhile_is_not_overwritten(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        row = kept_reason(session, asked.organisation, asked.moderator)
    address = f"/en/desk/organisations/{asked.organisation.slug}/reasons/?reason={row.id}"
    moderating.submit(address, {"reason_en": "Mine"}, action=f"reason={row.id}")
    target, typed = moderating.last
    stale = moderating.post(
        target, data={**typed, "reason_en": "Mine, later", "once": "another"}, headers=FROM_OUR_PAGE
    )
    assert stale.status_code == 422
    assert "Somebody else changed this reason meanwhile" in stale.text
    assert "Mine, later" in stale.text
    with committed() as session:
        assert session.get_one(ReasonTemplate, row.id).reason_en == "Mine"


def test_report_reason_is_withdrawn_and_another_bodys_is_not_there(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        row = kept_reason(session, asked.organisation, asked.moderator)
        other = make_scene(session)
        theirs = kept_reason(session, other.organisation, other.moderator)
    address = f"/en/desk/organisations/{asked.organisation.slug}/reasons/"
    assert moderating.get(f"{address}?reason={theirs.id}").status_code == 404
    assert moderating.get(f"/en/desk/organisations/{other.organisation.slug}/reasons/").status_code == 404
    assert moderating.submit(address, action=f"/{row.id}/withdraw").status_code == 303
    assert "No reason is kept ready" in moderating.page(address).source


def test_report_is_counted_on_the_first_page_of_whoever_decides(
    moderating: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        waits, gone = comment(session, asked), comment(session, asked)
        reported(session, waits)
        reported(session, waits, note="again")
        reported(session, gone)
        hide(session, asked, gone)
        reported(session, comment(session, make_scene(session)))
    row = f"/en/desk/consultations/{asked.consultation.slug}/queue/?status=reported"
    page = moderating.page("/en/desk/")
    assert [link.text for link in page.every("a") if link.get("href") == row] == [
        "1 reported contribution waits for a decision"
    ]
    moderating.sign_in(user_of(asked.officer))
    assert all(link.get("href") != row for link in moderating.page("/en/desk/").every("a"))
