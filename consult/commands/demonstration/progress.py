"""What is reported of the demonstration's illustrative milestones, by nobody but the demonstration's coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.record import Numbered
from consult.commands.demonstration.story import Story
from consult.plans.models import MilestoneStatus
from consult.plans.services import ProgressWords, declare_delay, report_progress


def tell_progress(
    session: Session, story: Story, *, actor: Actor, moments: Moments, zone: ZoneInfo,
    milestones: Mapping[Numbered, Mapping[str, int]],
) -> None:  # fmt: skip
    """Let progress be reported and a delay be declared, each at its moment, if that has come."""
    told = read("progress")
    for how, every in ((_report, told["updates"]), (_delay, told["delays"])):
        for given in every:
            at = datetime.fromisoformat(given["at"])
            number = milestones[given["plan"], given["commitment"]].get(given["milestone"])
            if number is not None and at <= moments.now:
                story.add(at, partial(how, session, actor, number, given, at=at, zone=zone))


def _report(
    session: Session, actor: Actor, milestone_id: int, given: Content, *, at: datetime, zone: ZoneInfo
) -> None:
    said = ProgressWords(
        MilestoneStatus(given["status"]), date.fromisoformat(given["as_of"]), *pair(given["done"]),
        given["done"] is None, *pair(given["challenge"]),
    )  # fmt: skip
    report_progress(session, actor=actor, now=at, zone=zone, milestone_id=milestone_id, said=said)


def _delay(
    session: Session, actor: Actor, milestone_id: int, given: Content, *, at: datetime, zone: ZoneInfo
) -> None:
    declare_delay(
        session, actor=actor, now=at, zone=zone, milestone_id=milestone_id, happened_on=date.fromisoformat(given["on"]),
        reason=pair(given["reason"]), recovery=pair(given["recovery"]),
    )  # fmt: skip
