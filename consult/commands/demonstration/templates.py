"""What commitments promise, whole by the template, with their bodies, milestones, tests and what they carry on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.record import Numbered
from consult.organisations import queries as organisations
from consult.plans.models import BodyRole, Commitment, Family, MilestoneStatus, SmartTest
from consult.plans.services import (
    BodyWords,
    MilestoneWords,
    Template,
    carry_over,
    save_milestone,
    save_template,
    set_body,
    tick_tests,
)


def load_templates(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, moments: Moments,
    commitments: Mapping[Numbered, Commitment],
) -> None:  # fmt: skip
    """Write what each of these commitments promises, as a coordinator would at the desk, all of it at ``now``."""
    for given in read("templates"):
        number = commitments[given["plan"], given["commitment"]].id
        save_template(
            session, actor=actor, now=now, commitment_id=number, template=_template(given, moments), seen=0,
            labels={Family(family): codes for family, codes in given["labels"].items()},
        )  # fmt: skip
        _bodies(session, given, number, actor=actor, now=now, zone=zone)
        for each in given["milestones"]:
            made = save_milestone(
                session, actor=actor, now=now, zone=zone, commitment_id=number, milestone_id=None,
                said=_milestone(each, moments),
            )  # fmt: skip
            made.illustrative = True
        tests = [SmartTest(test) for test in given["tests"]]
        tick_tests(session, actor=actor, now=now, commitment_id=number, passed=tests, seen=0)
        plan, earlier = given["carries"]
        carry_over(
            session, actor=actor, now=now, commitment_id=number, from_id=commitments[plan, earlier].id, holds=True
        )  # fmt: skip


def _template(given: Content, moments: Moments) -> Template:
    words = {
        f"{field}_{lang}": text
        for field, said in given["words"].items()
        for lang, text in zip(("ar", "en"), pair(said), strict=True)
    }
    return Template(
        **words, contact_email=given["email"], starts_on=moments.working(given["starts"]).date(),
        ends_on=moments.working(given["ends"]).date(),
    )  # fmt: skip


def _bodies(
    session: Session, given: Content, commitment_id: int, *, actor: Actor, now: datetime, zone: tzinfo
) -> None:
    reason_ar, reason_en = pair(given["reason"])
    for each in given["bodies"]:
        body = organisations.by_slug(session, each["slug"])
        if body is not None:
            set_body(
                session, actor=actor, now=now, zone=zone, commitment_id=commitment_id, organisation_id=body.id,
                role=BodyRole(each["role"]), holds=True, happened_on=now.astimezone(zone).date(),
                said=BodyWords(reason_ar, reason_en),
            )  # fmt: skip


def _milestone(given: Content, moments: Moments) -> MilestoneWords:
    return MilestoneWords(
        *pair(given["title"]), moments.working(given["due"]).date(), MilestoneStatus.NOT_STARTED, None,
        moments.working(given["starts"]).date(), *pair(given["deliverable"]),
    )  # fmt: skip
