"""What the pages of an account show: what one has said and what became of it, where one is signed in, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import AccountAct
from consult.accounts.policies import Actor
from consult.accounts.queries import acts_on, running_sessions
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import may_revise, may_withdraw
from consult.moderation import queries as moderation
from consult.moderation.models import ModerationDecision
from consult.outcomes import queries as outcomes
from consult.outcomes.models import FrozenTheme, Outcome
from consult.public.account.about import AboutAll, VoteCast, about_all
from consult.public.contributions import drafts
from consult.public.contributions.drafts import Note
from consult.public.contributions.threads import organisations_of
from consult.public.plans.presenters import theme_of
from consult.shared.text import shortened
from consult.votes.queries import newest_own_votes
from consult.web.labels import label
from consult.web.pagination import page_of

PAGE = ACTS = VOTES = 20
_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution with what became of it. ``theme`` is its primary published theme, None before the answer."""

    reference: str
    kind: str
    status: str
    late: bool
    received_at: datetime
    lang: str
    excerpt: str
    consultation: Consultation
    state: str
    theme: FrozenTheme | None
    decision: ModerationDecision | None
    place: str
    stance: str | None
    change_url: str | None
    withdraw_url: str | None


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """An organisation for which somebody speaks."""

    name: str
    url: str
    team_url: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of what a person has said, newest first; ``waits``: something of theirs is not published yet.

    On the first page stand ``votes``, the newest ones, and for whom they speak.
    """

    actor: Actor
    said: list[Said]
    newer_url: str | None
    older_url: str | None
    waits: bool
    later_page: bool
    votes: list[VoteCast]
    speaks_for: list[SpokenFor]


def account(session: Session, actor: Actor, now: datetime, before_id: int | None) -> AccountPage:
    """Return what the page of their account shows to ``actor``."""
    found = contributions.of_author(session, user_id=actor.user_id, before_id=before_id, limit=PAGE + 1)
    page = page_of(found, PAGE, before_id, lambda begun: url_for("public.account", before=begun))
    rows = page.items
    published = outcomes.latest_of(session, consultation_ids={row.consultation_id for row in rows})
    places = _places(session, rows, published)
    hidden = [row.id for row in rows if row.status == Status.HIDDEN]
    decisions = moderation.latest(session, contribution_ids=hidden) if hidden else {}
    first = before_id is None
    votes = newest_own_votes(session, user_id=actor.user_id, limit=VOTES) if first else []
    about = about_all(session, rows, votes)
    said = [
        _said(
            row,
            published.get(row.consultation_id),
            places.get(row.id, []),
            decisions.get(row.id),
            actor,
            now,
            about,
        )
        for row in rows
    ]
    return AccountPage(
        actor=actor,
        said=said,
        newer_url=page.newer_url,
        older_url=page.older_url,
        waits=before_id is None and drafts.anything(session, user_id=actor.user_id),
        later_page=not first,
        votes=about.cast(votes),
        speaks_for=_speaks_for(session, actor) if first else [],
    )


def _places(
    session: Session, rows: Sequence[Contribution], published: dict[int, Outcome]
) -> dict[int, list[int]]:
    if not published:
        return {}
    ids = [outcome.id for outcome in published.values()]
    return outcomes.places_in(session, outcome_ids=ids, contribution_ids=[row.id for row in rows])


def _speaks_for(session: Session, actor: Actor) -> list[SpokenFor]:
    return [
        SpokenFor(
            name, url_for("public.organisation", slug=slug), url_for("public.representatives", slug=slug)
        )
        for slug, name in organisations_of(session, actor).items()
    ]


def _said(
    row: Contribution, outcome: Outcome | None, places: list[int], decision: ModerationDecision | None, actor: Actor,
    now: datetime, about: AboutAll,
) -> Said:  # fmt: skip
    words = row.title or row.body or ""
    return Said(
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        late=row.late,
        received_at=row.received_at,
        lang=row.language,
        excerpt=shortened(words, _EXCERPT),
        consultation=row.consultation,
        state=state_of(row.consultation, now),
        theme=theme_of(outcome, places[0]) if outcome and places else None,
        decision=decision,
        place=about.place(row),
        stance=label("stance", row.stance) if row.stance else None,
        change_url=url_for("public.revise", reference=row.reference) if may_revise(actor, row, now) else None,
        withdraw_url=url_for("public.withdraw", reference=row.reference)
        if may_withdraw(actor, row, now)
        else None,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to an account, as its owner reads it: never by whom.

    ``reference`` is that of the contribution whose author was looked up, None for other acts.
    """

    at: datetime
    what: str
    by: str
    reason: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that runs; ``device`` is what its browser says it is, empty where it says nothing."""

    id: int
    device: str
    began_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """The sessions that run, ``this`` among them, and one page of what was done to the account, newest first."""

    sessions: list[SessionRow]
    this: int | None
    done: list[Done]
    newer_url: str | None
    older_url: str | None


def security(
    session: Session, actor: Actor, now: datetime, *, this: int | None, before_id: int | None
) -> SecurityPage:
    """Return what the page of password and sessions shows to ``actor``, signed in by the session ``this``."""
    acts = acts_on(session, user_id=actor.user_id, before_id=before_id, limit=ACTS + 1)
    page = page_of(acts, ACTS, before_id, lambda begun: url_for("public.security", before=begun))
    return SecurityPage(
        sessions=[
            SessionRow(row.id, row.device, row.began_at, row.expires_at)
            for row in running_sessions(session, user_id=actor.user_id, now=now)
        ],
        this=this,
        done=[_done(act) for act in page.items],
        newer_url=page.newer_url,
        older_url=page.older_url,
    )


def _done(act: AccountAct) -> Done:
    what = label("account_act", act.kind)
    if "role" in act.details:
        what = _("%(act)s: %(role)s", act=what, role=label("role", act.details["role"]))
    reference = act.details.get("reference")
    return Done(act.at, what, _by(act.role), act.reason, str(reference) if reference else None)


def _by(role: str) -> str:
    if role == "owner":
        return str(_("By you"))
    if role == "operator":
        return str(_("By those who run this site"))
    return str(_("By somebody in the role of %(role)s", role=label("role", role)))


@dataclass(frozen=True, slots=True)
class MailedPage:
    """Where a link was sent, what ``about``, and what this browser keeps; ``hours``: how long that counts."""

    email: str
    about: str
    kept: drafts.Note | None
    hours: int


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The address that is to be confirmed; ``waits``: something is not published yet."""

    email: str
    waits: bool


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The form to sign in; ``kept`` is what this browser keeps."""

    kept: Note | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The form to register; ``kept`` is what this browser keeps."""

    kept: Note | None


@dataclass(frozen=True, slots=True)
class LinkUsedPage:
    """A link that opens nothing any more: one to ``confirm`` an address, or to ``reset`` a password."""

    about: str


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The address of the account that a form is about."""

    email: str


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """Mails of one kind, and whether they still come."""

    mails: str
    come: bool
