"""What standing pages promise, in numbers and in roles: from where it is kept, so that no page says another number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from config import Settings
from consult.accounts.policies.permissions import TABLE, Act
from consult.accounts.services import PARTICIPANTS_STAY, SHORTEST_REASON, STAFF_STAY
from consult.moderation.policies import RULES
from consult.web import retention
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class Who:
    """The roles that may do what the pages speak of."""

    moderate: list[str]
    read_hidden: list[str]
    look_up: list[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many days what is kept, but ``staff`` signed in for hours; ``reason`` is in characters."""

    forms: int = retention.FORMS.days
    kept_forms: int = retention.KEPT_FORMS.days
    mails: int = retention.MAILS.days
    reports: int = retention.REPORTS.days
    invitations: int = retention.INVITATIONS.days
    sessions: int = retention.SESSIONS.days
    keys: int = retention.KEYS.days
    orphans: int = retention.ORPHANS.days
    browsers: int = retention.KNOWN_BROWSERS.days
    signed_in: int = PARTICIPANTS_STAY.days
    staff: int = STAFF_STAY.seconds // 3600
    reason: int = SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A standing page; ``standing`` is its name, ``limits`` are the deadlines of this installation."""

    standing: str
    rules: Collection[int]
    limits: Settings
    who: Who
    kept: Kept


def page(name: str) -> StandingPage:
    """Return what every standing page may say."""
    who = Who(
        moderate=sorted(TABLE[Act.MODERATE].who),
        read_hidden=sorted(TABLE[Act.READ_HIDDEN].who),
        look_up=sorted(TABLE[Act.SEE_IDENTITY].who),
    )
    return StandingPage(standing=name, rules=RULES, limits=settings(), who=who, kept=Kept())
