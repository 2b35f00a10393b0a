"""A record that does not know says so: of whom nobody was asked here, and of what was done before it began."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest

from consult.plans import services
from consult.plans.models import Commitment, PlanActKind
from consult.plans.policies import recorded_from_beginning
from tests.client import ReviewingClient
from tests.factories.moments import DRAFTED
from tests.factories.promises import TODAY, begun, begun_plan, coordinator
from tests.factories.texts import commitment, organisation
from tests.public.conftest import Committed

A, F, B = PlanActKind.ADOPTED, PlanActKind.BROUGHT_INTO_FORCE, PlanActKind.TAKEN_BACK
EARLIER = TODAY - timedelta(days=1)
WHY = ("لأن المجلس أقرّها", "The council adopted it")
UNTOLD = "The record does not say whether the public was asked"
NOBODY = "Nobody has been asked about this commitment here yet"


@pytest.mark.parametrize(
    ("done", "known"),
    [
        ([], True),
        ([(A, TODAY)], True),
        ([(A, EARLIER)], False),
        ([(A, EARLIER), (F, TODAY)], False),
        ([(A, EARLIER), (B, TODAY)], True),
        ([(A, EARLIER), (B, TODAY), (A, TODAY)], True),
    ],
)
def test_a_plan_that_was_adopted_before_its_record_began_is_not_known_from_its_beginning(
    done: list[tuple[PlanActKind, date]], *, known: bool
) -> None:
    assert recorded_from_beginning(done, TODAY) is known


def page_of(made: Commitment, language: str = "en") -> str:
    """Return the address of a commitment's page."""
    return f"/{language}/plans/{made.plan.slug}/commitments/{made.number}/"


@pytest.mark.parametrize(
    ("kept", "told", "other"),
    [
        ("loaded", UNTOLD, NOBODY),
        ("with a timeline", NOBODY, UNTOLD),
        ("begun here", NOBODY, UNTOLD),
        ("adopted before", UNTOLD, NOBODY),
        ("adopted here", NOBODY, UNTOLD),
    ],
)
def test_not_knowing_whether_the_public_was_asked_is_not_a_no(
    client: ReviewingClient, committed: Committed, kept: str, told: str, other: str
) -> None:
    with committed() as session:
        by, lead = coordinator(session), organisation(session)
        if kept in {"loaded", "with a timeline"}:
            made = commitment(session, lead, milestones=0)
        else:
            made = begun(session, by, lead, begun_plan(session, by))
        if kept == "with a timeline":
            step = services.StepWords("خطوة", "A step", "", "", date(2026, 4, 1), None, False)
            services.add_step(session, actor=by, now=DRAFTED, plan_id=made.plan_id, said=step)
        if kept in {"adopted before", "adopted here"}:
            services.act_on_plan(
                session, actor=by, now=DRAFTED, zone=UTC, plan_id=made.plan_id, kind=A, reason=WHY,
                happened_on=EARLIER if kept == "adopted before" else TODAY,
            )  # fmt: skip
        made.plan.shown_at = made.shown_at = DRAFTED
    page = client.page(page_of(made)).source
    assert told in page
    assert other not in page
    assert "No milestones on record" in page
    arabic = client.page(page_of(made, "ar")).source
    assert ("لا يذكر السجل هل سُئل الناس" in arabic) is (told == UNTOLD)
    assert "No milestones on record." in client.page(f"/en/plans/{made.plan.slug}/").source


def test_no_line_of_all_plans_joins_what_two_sources_say(
    client: ReviewingClient, committed: Committed
) -> None:
    with committed() as session:
        made = commitment(session, organisation(session), milestones=0)
        for source, years, number in (("first", (2021, 2023), None), ("second", (2021, 2025), 6)):
            said = services.Statement(
                f"مصدر {source}", f"The {source} source", None, *years, None, number, None
            )
            services.put_statement(session, actor=None, now=DRAFTED, plan=made.plan, said=said)
    page = client.page(f"/en/plans/{made.plan.slug}/")
    strip = next(
        "".join(each.itertext()) for each in page.every("ol") if "thread-across" in each.get("class", "")
    )
    lines = [" ".join(line.split()) for line in strip.splitlines() if line.strip()]
    assert [line for line in lines if "source" in line] == [
        "The first source: number not stated",
        "The second source: 2021–2025 · 6 commitments",
    ]
    assert "2021–2023" in lines
