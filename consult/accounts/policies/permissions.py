"""Who may do what, where and when: the one table. Policies ask it, and a test visits every address by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consult.accounts.models import Role
from consult.shared.state import CommitmentState, PlanState, State


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
    INVITE_TO_ANSWER = "invite-to-answer"
    CANCEL = "cancel"
    SAY_LEVEL_REACHED = "say-level-reached"  # of participation, and what shows it
    CONTRIBUTE = "contribute"
    CONTRIBUTE_LATE = "contribute-late"
    VOTE = "vote"
    REVISE = "revise"  # one's own words
    WITHDRAW = "withdraw"
    CLARIFY = "clarify"
    KEY_IN = "key-in"  # what came by post, by telephone or on paper
    TRANSLATE = "translate"
    REPORT = "report"
    MODERATE = "moderate"
    KEEP_REASONS = "keep-reasons"  # of a body, whatever its consultations do
    READ_HIDDEN = "read-hidden"
    THEME = "theme"
    ANSWER = "answer"
    PUBLISH = "publish"
    REPUBLISH = "republish"
    ASK_ERASURE = "ask-erasure"
    ERASE = "erase"
    SEE_IDENTITY = "see-identity"
    REMIND_OF_ANSWERS = "remind-of-answers"
    PUBLISH_TEXT = "publish-text"  # without a consultation
    # With an organisation.
    APPLY = "apply"
    VERIFY = "verify"
    INVITE = "invite"
    ENTER_BODY = "enter-body"
    CONFIRM_ENDING = "confirm-ending"
    KEEP_SITE = "keep-site"  # the body that runs the site
    # With the page on the initiative.
    KEEP_INITIATIVE = "keep-initiative"
    # With the forum.
    KEEP_FORUM = "keep-forum"
    UPDATE_ACTION_ITEM = "update-action-item"
    REMIND_OF_ACTION_ITEMS = "remind-of-action-items"  # and of minutes and agendas
    # With a plan.
    BEGIN_PLAN = "begin-plan"
    KEEP_PLAN = "keep-plan"
    KEEP_LEVEL = "keep-level"  # on which people take part in it
    ADOPT_PLAN = "adopt-plan"
    BRING_INTO_FORCE = "bring-into-force"
    REFRESH_PLAN = "refresh-plan"
    END_PLAN = "end-plan"
    TAKE_BACK_PLAN = "take-back-plan"
    # With a commitment of one.
    DRAFT_COMMITMENT = "draft-commitment"
    RECORD_COMMITMENT = "record-commitment"
    SUBMIT_COMMITMENT = "submit-commitment"
    RETURN_COMMITMENT = "return-commitment"
    ADOPT_COMMITMENT = "adopt-commitment"
    WITHDRAW_COMMITMENT = "withdraw-commitment"
    TAKE_BACK_COMMITMENT = "take-back-commitment"
    REPORT_PROGRESS = "report-progress"  # and that a milestone is delayed
    REMIND_OF_PROGRESS = "remind-of-progress"
    # With the days on which nobody works.
    KEEP_HOLIDAYS = "keep-holidays"
    # With documents.
    KEEP_DOCUMENTS = "keep-documents"
    READ_RESTRICTED = "read-restricted-documents"
    ASK_DOCUMENT_ERASURE = "ask-document-erasure"
    ERASE_DOCUMENT = "erase-document"
    # With accounts.
    GRANT = "grant"
    SUSPEND = "suspend"
    READ_ACTS = "read-acts"


AnyState = State | PlanState | CommitmentState


@dataclass(frozen=True)
class Permission:
    """Who may do an act, and in which states of what it is done with, or in; no states: it belongs to none.

    A role counts where it is granted for the site, for the body that the thing belongs to, or for its plan.
    """

    who: frozenset[Role | Who]
    states: frozenset[AnyState] = frozenset()


_DRAFTING, _ADOPTED, _IN_FORCE, _REFRESHED, _ENDED = PlanState
_WRITTEN, _SUBMITTED, _RETURNED, _PROMISED, _WITHDRAWN = CommitmentState
_DRAFT, _ANNOUNCED, _OPEN, _CLOSED, _ANSWERED, _CANCELLED = State
_PUBLIC = (_ANNOUNCED, _OPEN, _CLOSED, _ANSWERED, _CANCELLED)
_HEARD = (_OPEN, _CLOSED, _ANSWERED, _CANCELLED)  # something may have been said


def _by(*who: Role | Who, when: tuple[AnyState, ...] = ()) -> Permission:
    return Permission(frozenset(who), frozenset(when))


TABLE: dict[Act, Permission] = {
    Act.READ: _by(Who.ANYONE, when=_PUBLIC),
    Act.READ_DRAFT: _by(Role.OFFICER, Role.AUDITOR, when=(_DRAFT,)),
    Act.ENTER: _by(Role.OFFICER, Role.MODERATOR, Role.PUBLISHER, Role.AUDITOR, when=_PUBLIC),
    Act.EDIT: _by(Role.OFFICER, when=(_DRAFT,)),
    Act.ANNOUNCE: _by(Role.OFFICER, when=(_DRAFT,)),
    Act.EXTEND: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN)),
    Act.CORRECT: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN, _CLOSED, _ANSWERED)),
    Act.INVITE_TO_ANSWER: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN)),
    Act.CANCEL: _by(Role.OFFICER, when=(_ANNOUNCED, _OPEN, _CLOSED)),
    Act.SAY_LEVEL_REACHED: _by(Role.OFFICER, when=_PUBLIC),
    Act.CONTRIBUTE: _by(Who.PARTICIPANT, when=(_OPEN,)),
    Act.CONTRIBUTE_LATE: _by(Who.PARTICIPANT, when=(_CLOSED,)),
    Act.VOTE: _by(Who.PARTICIPANT, when=(_OPEN,)),
    Act.REVISE: _by(Who.AUTHOR, when=(_OPEN,)),
    Act.WITHDRAW: _by(Who.AUTHOR, when=(_OPEN,)),
    Act.CLARIFY: _by(Role.OFFICER, when=(_OPEN, _CLOSED)),
    Act.KEY_IN: _by(Role.MODERATOR, when=(_OPEN, _CLOSED)),
    Act.TRANSLATE: _by(Role.MODERATOR, Role.OFFICER, when=(_OPEN, _CLOSED, _ANSWERED)),
    Act.REPORT: _by(Who.ANYONE, when=_HEARD),
    Act.MODERATE: _by(Role.MODERATOR, when=_HEARD),
    Act.KEEP_REASONS: _by(Role.MODERATOR),
    Act.READ_HIDDEN: _by(Role.MODERATOR, Role.AUDITOR, when=_HEARD),
    Act.THEME: _by(Role.MODERATOR, when=(_CLOSED, _ANSWERED)),
    Act.ANSWER: _by(Role.OFFICER, when=(_CLOSED, _ANSWERED)),
    Act.PUBLISH: _by(Role.PUBLISHER, when=(_CLOSED,)),
    Act.REPUBLISH: _by(Role.PUBLISHER, when=(_ANSWERED,)),
    Act.ASK_ERASURE: _by(Who.AUTHOR, Role.MODERATOR, when=_HEARD),
    Act.ERASE: _by(Role.MODERATOR, when=_HEARD),
    Act.SEE_IDENTITY: _by(Role.MODERATOR, when=_HEARD),
    Act.REMIND_OF_ANSWERS: _by(Role.COORDINATOR),
    Act.PUBLISH_TEXT: _by(Role.PUBLISHER, Role.COORDINATOR),
    Act.APPLY: _by(Who.PARTICIPANT),
    Act.VERIFY: _by(Role.COORDINATOR),
    Act.INVITE: _by(Role.REPRESENTATIVE),
    Act.ENTER_BODY: _by(Role.COORDINATOR),
    Act.CONFIRM_ENDING: _by(Role.COORDINATOR, Role.ADMINISTRATOR),
    Act.KEEP_SITE: _by(Role.COORDINATOR, Role.ADMINISTRATOR),
    Act.KEEP_INITIATIVE: _by(Role.COORDINATOR),
    Act.KEEP_FORUM: _by(Role.SECRETARY, Role.COORDINATOR),
    Act.UPDATE_ACTION_ITEM: _by(Role.OFFICER, Role.SECRETARY, Role.COORDINATOR),
    Act.REMIND_OF_ACTION_ITEMS: _by(Role.SECRETARY, Role.COORDINATOR),
    Act.BEGIN_PLAN: _by(Role.COORDINATOR),
    Act.KEEP_PLAN: _by(Role.COORDINATOR),
    Act.KEEP_LEVEL: _by(Role.COORDINATOR),
    Act.ADOPT_PLAN: _by(Role.COORDINATOR, when=(_DRAFTING,)),
    Act.BRING_INTO_FORCE: _by(Role.COORDINATOR, when=(_ADOPTED,)),
    Act.REFRESH_PLAN: _by(Role.COORDINATOR, when=(_IN_FORCE, _REFRESHED)),
    Act.END_PLAN: _by(Role.COORDINATOR, when=(_ADOPTED, _IN_FORCE, _REFRESHED)),
    Act.TAKE_BACK_PLAN: _by(Role.COORDINATOR, when=(_ADOPTED, _IN_FORCE, _REFRESHED, _ENDED)),
    Act.DRAFT_COMMITMENT: _by(Role.OFFICER, Role.COORDINATOR, when=(_WRITTEN, _RETURNED)),
    Act.RECORD_COMMITMENT: _by(Role.COORDINATOR),
    Act.SUBMIT_COMMITMENT: _by(Role.OFFICER, Role.COORDINATOR, when=(_WRITTEN, _RETURNED)),
    Act.RETURN_COMMITMENT: _by(Role.COORDINATOR, when=(_SUBMITTED,)),
    Act.ADOPT_COMMITMENT: _by(Role.COORDINATOR, when=(_SUBMITTED,)),
    Act.WITHDRAW_COMMITMENT: _by(Role.COORDINATOR, when=(_WRITTEN, _SUBMITTED, _RETURNED, _PROMISED)),
    Act.TAKE_BACK_COMMITMENT: _by(Role.COORDINATOR, when=(_SUBMITTED, _RETURNED, _PROMISED, _WITHDRAWN)),
    Act.REPORT_PROGRESS: _by(Role.OFFICER, Role.COORDINATOR, when=(_PROMISED,)),
    Act.REMIND_OF_PROGRESS: _by(Role.COORDINATOR),
    Act.KEEP_HOLIDAYS: _by(Role.COORDINATOR, Role.ADMINISTRATOR),
    Act.KEEP_DOCUMENTS: _by(Role.COORDINATOR, Role.OFFICER),
    Act.READ_RESTRICTED: _by(Role.COORDINATOR, Role.OFFICER, Role.AUDITOR),
    Act.ASK_DOCUMENT_ERASURE: _by(Role.COORDINATOR, Role.OFFICER),
    Act.ERASE_DOCUMENT: _by(Role.COORDINATOR),
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
    Role.SECRETARY: frozenset({_SITE}),
    Role.AUDITOR: frozenset({_SITE}),
    Role.ADMINISTRATOR: frozenset({_SITE}),
}


def fits(role: Role, scope: str) -> bool:
    """Whether ``role`` can be granted in ``scope``."""
    return scope.partition(":")[0] in GRANTED_IN[role]
