"""What people are told of what staff did to their account: a role, a suspension, a look at who they are."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind
from consult.accounts.queries import act_by_id
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.plans.queries import places
from consult.shared.language import language_of
from consult.web import dates
from consult.web.labels import label
from consult.web.operator import operator
from consult.web.rendering import bidi_isolate, localized


@composes(
    "account-granted",
    "account-grant-ended",
    "account-suspended",
    "account-readmitted",
    "account-identity-seen",
)
def about_account(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what ``message`` tells of an act on its reader's account; None where there is no such act."""
    act = act_by_id(session, int(message.content["act"]))
    if act is None:
        return None
    match ActKind(act.kind):
        case ActKind.GRANTED | ActKind.GRANT_ENDED:
            return _role(session, act)
        case ActKind.SUSPENDED:
            return _suspended(act)
        case ActKind.READMITTED:
            return _readmitted(act)
        case ActKind.IDENTITY_SEEN:
            return _seen(act)
        case _:
            return None


def _role(session: Session, act: AccountAct) -> Letter:
    role, scope = label("role", act.details["role"]), str(act.details["scope"])
    if act.kind == ActKind.GRANTED:
        subject = _("You were given a role: %(role)s", role=bidi_isolate(role))
        told = _("You were given a role in this public consultation service.")
    else:
        subject = _("A role of yours was ended: %(role)s", role=bidi_isolate(role))
        told = _("A role of yours in this public consultation service was ended.")
    facts = ((_("Role"), role), (_("Where"), _where(session, scope)), (_("When"), dates.full(act.at)))
    again = _("You were signed out everywhere, so that the change holds at once. Sign in to go on.")
    return Letter(
        subject,
        [text(told), Block("facts", facts=facts), *_reason(act), text(again), link(_("Sign in"), "public.login")],
    )  # fmt: skip


def _where(session: Session, scope: str) -> str:
    place = places(session).get(scope)
    return str(_("The whole site")) if scope == SITE else localized(place, "name") if place else scope


def _suspended(act: AccountAct) -> Letter:
    told = _(
        "Your account was suspended on %(when)s. You are signed out, and cannot sign in, speak or vote for now.",
        when=bidi_isolate(dates.full(act.at)),
    )
    answer = _(
        "If you think that this is a mistake, write to %(address)s.",
        address=bidi_isolate(operator().email),
    )
    kept = _("What you have said stays as it is, and is answered like everybody’s.")
    return Letter(_("Your account was suspended"), [text(told), *_reason(act), text(kept), text(answer)])


def _readmitted(act: AccountAct) -> Letter:
    told = _("Your account is open again: you can sign in, speak and vote as before.")
    return Letter(
        _("Your account is open again"), [text(told), *_reason(act), link(_("Sign in"), "public.login")]
    )


def _seen(act: AccountAct) -> Letter:
    reference = act.details.get("reference")
    role, when = bidi_isolate(label("role", act.role)), bidi_isolate(dates.full(act.at))
    if reference:
        told = _(
            "Somebody in the role of %(role)s looked up who is behind your contribution %(reference)s, on %(when)s, "
            "and saw your address and your public name.",
            role=role, reference=bidi_isolate(reference), when=when,
        )  # fmt: skip
    else:
        told = _(
            "Somebody in the role of %(role)s looked up whose account yours is, on %(when)s, and saw your address and "
            "your public name.",
            role=role, when=when,
        )  # fmt: skip
    noted = _(
        "Nobody can look without giving a reason and without your being told. It also stands in your account."
    )
    return Letter(
        _("Your identity was looked up"),
        [text(told), *_reason(act), text(noted), link(_("Your account"), "public.security")],
    )


def _reason(act: AccountAct) -> list[Block]:
    """Return the reason as it was written, in whichever language."""
    if not act.reason:
        return []
    return [text(_("The reason:")), Block("quote", act.reason, lang=language_of(act.reason))]
