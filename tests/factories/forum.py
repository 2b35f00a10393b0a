"""The forum for tests: rules, and a seat of a body."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ForumRules, ForumSeat
from consult.forum.services import Seat, enter_seat, publish_rules
from consult.organisations.models import Organisation
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

ZONE = ZoneInfo("Asia/Amman")
RULES = ("يجتمع الفريق مرة كل ستة أشهر على الأقل.", "The forum meets at least every six months.")
SINCE = date(2026, 2, 1)


def secretary(session: Session) -> Actor:
    """Return somebody who keeps the forum."""
    return person(session, (Role.SECRETARY, SITE))


def ruled(
    session: Session, *, by: Actor | None = None, rules: tuple[str, str] = RULES,
    reason: tuple[str, str] = REASON, seen: int = 0,
) -> ForumRules:  # fmt: skip
    """Publish rules."""
    return publish_rules(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, rules=rules, reason=reason, seen=seen
    )


def ruled_somehow(session: Session) -> ForumRules:
    """Return the rules that stand, whoever published them; else publish some."""
    return queries.rules(session) or ruled(session)


def seated(
    session: Session,
    body: Organisation | None = None,
    *,
    by: Actor | None = None,
    **changed: Any,  # noqa: ANN401 - a test names the fields
) -> ForumSeat:
    """Enter a seat of a body, or of a new one."""
    slug = (body or organisation(session)).slug
    said = {
        "sector": "government",
        "post_ar": "أمين عام",
        "post_en": "Secretary general",
        "since": SINCE,
        **changed,
    }
    return enter_seat(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, zone=ZONE,
        seat=Seat(slug, **said),
    )  # fmt: skip
