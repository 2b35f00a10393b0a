"""The forum: what the minutes say of it, and its seats by post. No names: a seat has none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import pair, read
from consult.commands.demonstration.story import Story
from consult.forum.services import Seat, enter_seat, publish_rules

_NOON = time(12)


def tell_forum(session: Session, story: Story, *, actor: Actor, begun: datetime, zone: tzinfo) -> None:
    """Let the rules be published and the seats be entered on the day after the meeting, when its minutes are there."""
    met = date.fromisoformat(read("forum")["known_since"])
    when = max(begun, datetime.combine(met, _NOON, zone) + timedelta(days=1))
    story.add(when, partial(_load, session, actor=actor, now=when, zone=zone, met=met))


def _load(session: Session, *, actor: Actor, now: datetime, zone: tzinfo, met: date) -> None:
    """Publish the rules, and enter the seats as known since the one meeting that the documents tell of."""
    given = read("forum")
    publish_rules(
        session, actor=actor, now=now, rules=pair(given["rules"]), reason=pair(given["reason"]), seen=0
    )
    for each in given["seats"]:
        seat = Seat(each["body"], each["sector"], *pair(each["post"]), met)
        enter_seat(session, actor=actor, now=now, zone=zone, seat=seat)
