"""Who may do what, where and when: the one table. Policies ask it, and a test visits every address by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consult.accounts.models import Role
from consult.shared.state import State


class Who(StrEnum):
    """Those who need no grant."""

    ANYONE = "anyone"  # signed in or not
    PARTICIPANT = "participant"  # signed in, address confirmed, not suspended
    AUTHOR = "author"  # a participant, for their own words


class Act(StrEnum):
    """What may be done."""

    # With a consultation.
    READ = "read"
    READ_DRAFT = "read-draft"
    ENTER = "enter"  # the rooms at the desk
    EDIT = "edit"
    ANNOUNCE = "announce"
    EXTEND = "extend"
    CORRECT = "correct"
    CANCEL = "cancel"
    CONTRIBUTE = "contribute"
    CONTRIBUTE_LATE = "contribute-late"
    VOTE = "vote"
    WITHDRAW = "withdraw"
    CLARIFY = "clarify"
    TRANSLATE = "translate"
    MODERATE = "moderate"
    READ_HIDDEN = "read-hidden"
    THEME = "theme"
    ANSWER = "answer"
    PUBLISH = "publish"
    REPUBLISH = "republish"
    ASK_ERASURE = "ask-erasure"
    ERASE = "erase"
    SEE_IDENTITY = "see-identity"
    # With an organisation.
    APPLY = "apply"
    VERIFY = "verify"
    INVITE = "invite"
    # With accounts.
    GRANT = "grant"
    SUSPEND = "suspend"
    READ_ACTS = "read-acts"


@dataclass(frozen=True)
class Permission:
    """Who may do an act, and in which states of the consultation it belongs to; no states: it belongs to none.

    A role counts where it is granted for the site or for the body that the thing belongs to.
    """

    who: frozenset[Role | Who]
    states: frozenset[State] = frozenset()


_DRAFT, _ANNOUNCED, _OPEN, _CLOSED, _ANSWERED, _CANCELLED = State
_PUBLIC = (_ANNOUNCED, _OPEN, _CLOSED, _ANSWERED, _CANCELLED)
_HEARD = (_OPEN, _CLOSED, _ANSWERED, _CANCELLED)  # something may have been said


def _by(*who: Role | Who, when: tuple[State, ...] = ()) -> Permission:
    return Permission(frozenset(who), frozenset(when))


TABLE: dict[Act, Permission] = {
    Act.READ: _by(Who.ANYONE, when=_PUBLIC),
    Act.READ_DRAFT: _by(Role.OFFICER, Role.AUDITOR, when=(_DRAFT,)),
    Act.ENTER: _by(Role.OFFICER, Role.MODERATOR, Role.PUBLISHER, Role.AUDITOR, when=_PUBLIC),
    Act.EDIT: _by(Role.OFFICER, when=(_DRAFT,)),
    Act.ANNOUNCE: _by(Role.OFFICER, when=(_DRAFT,)),
    Act.EXTEND: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN)),
    Act.CORRECT: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN, _CLOSED, _ANSWERED)),
    Act.CANCEL: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN, _CLOSED)),
    Act.CONTRIBUTE: _by(Who.PARTICIPANT, when=(_OPEN,)),
    Act.CONTRIBUTE_LATE: _by(Who.PARTICIPANT, when=(_CLOSED,)),
    Act.VOTE: _by(Who.PARTICIPANT, when=(_OPEN,)),
    Act.WITHDRAW: _by(Who.AUTHOR, when=(_OPEN,)),
    Act.CLARIFY: _by(Role.OFFICER, when=(_OPEN, _CLOSED)),
    Act.TRANSLATE: _by(Role.MODERATOR, Role.OFFICER, when=(_OPEN, _CLOSED, _ANSWERED)),
    Act.MODERATE: _by(Role.MODERATOR, when=_HEARD),
    Act.READ_HIDDEN: _by(Role.MODERATOR, Role.AUDITOR, when=_HEARD),
    Act.THEME: _by(Role.MODERATOR, when=(_CLOSED, _ANSWERED)),
    Act.ANSWER: _by(Role.OFFICER, when=(_CLOSED, _ANSWERED)),
    Act.PUBLISH: _by(Role.PUBLISHER, when=(_CLOSED,)),
    Act.REPUBLISH: _by(Role.PUBLISHER, when=(_ANSWERED,)),
    Act.ASK_ERASURE: _by(Who.AUTHOR, Role.MODERATOR, when=_HEARD),
    Act.ERASE: _by(Role.MODERATOR, when=_HEARD),
    Act.SEE_IDENTITY: _by(Role.MODERATOR, when=_HEARD),
    Act.APPLY: _by(Who.PARTICIPANT),
    Act.VERIFY: _by(Role.COORDINATOR),
    Act.INVITE: _by(Role.REPRESENTATIVE),
    Act.GRANT: _by(Role.ADMINISTRATOR),
    Act.SUSPEND: _by(Role.ADMINISTRATOR),
    Act.READ_ACTS: _by(Role.ADMINISTRATOR, Role.AUDITOR),
}

# In what each role can be granted; in anything else it would mean nothing, or more than was meant.
_SITE, _PLAN, _ORGANISATION = "site", "plan", "organisation"
GRANTED_IN: dict[Role, frozenset[str]] = {
    Role.REPRESENTATIVE: frozenset({_ORGANISATION}),
    Role.OFFICER: frozenset({_SITE, _ORGANISATION}),
    Role.MODERATOR: frozenset({_SITE, _ORGANISATION}),
    Role.PUBLISHER: frozenset({_SITE, _ORGANISATION}),
    Role.COORDINATOR: frozenset({_SITE, _PLAN}),
    Role.AUDITOR: frozenset({_SITE}),
    Role.ADMINISTRATOR: frozenset({_SITE}),
}


def fits(role: Role, scope: str) -> bool:
    """Whether ``role`` can be granted in ``scope``."""
    return scope.partition(":")[0] in GRANTED_IN[role]
