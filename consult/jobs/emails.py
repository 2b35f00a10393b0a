"""What our mails say. One composer a kind; each reads its facts anew, and says nothing that no longer holds."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.queries import user_by_email
from consult.accounts.services import ADDRESS, ADDRESS_ASKED, CONFIRM, REGISTERED, RESET, make_token
from consult.contributions import queries as contributions
from consult.jobs import account_emails, organisation_emails
from consult.jobs.answered import answered
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.clarified import clarified
from consult.jobs.erasure_emails import erased, refused
from consult.jobs.receipt import receipt
from consult.jobs.staff_emails import about_account
from consult.moderation import queries as moderation
from consult.organisations.services import INVITATION
from consult.outbox.models import OutboxMessage
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.web.settings import settings

Composer = Callable[[Session, OutboxMessage], Letter | None]


def compose(session: Session, message: OutboxMessage) -> Letter | None:
    """Return the letter for ``message``; None where what it was to tell no longer holds. KeyError for no such kind."""
    return _COMPOSERS[message.kind](session, message)


def _registered(session: Session, message: OutboxMessage) -> Letter | None:
    """Return what whoever registered is told: to confirm, or that they have an account already."""
    user = user_by_email(session, message.recipient)
    if user is None or user.suspended_at is not None:
        return None
    return _registered_again() if user.confirmed_at is not None else _confirm(user)


def _confirm(user: User) -> Letter:
    token = make_token(settings().secret_key, purpose=CONFIRM, user=user)
    return Letter(
        _("Confirm your address"),
        [
            text(_("Open this page and write your password there: that confirms that this address is yours.")),
            link(_("Confirm your address"), "public.confirm", token=token),
            text(_("What you wrote before waits for you, and you publish it yourself. The link works for 48 hours.")),
            text(_("If you did not register, do nothing: nothing is published.")),
        ],
    )  # fmt: skip


def _reset(session: Session, message: OutboxMessage) -> Letter | None:
    user = user_by_email(session, message.recipient)
    if user is None or user.suspended_at is not None:
        return None
    token = make_token(settings().secret_key, purpose=RESET, user=user)
    return Letter(
        _("A new password"),
        [
            text(_("Somebody asked for a new password for this address. If it was you, choose it here:")),
            link(_("Choose a new password"), "public.reset", token=token),
            text(_("The link works once, for an hour. If it was not you, do nothing: your password stays as it is.")),
        ],
    )  # fmt: skip


def _registered_again() -> Letter:
    return Letter(
        _("You have an account already"),
        [
            text(_("Somebody registered with this address, which has an account already. Nothing was changed.")),
            text(_("If it was you, sign in. What you wrote before is kept, and you publish it yourself then.")),
            link(_("Sign in"), "public.login"),
            link(_("Forgotten password"), "public.forgotten"),
        ],
    )  # fmt: skip


def _moderation(session: Session, message: OutboxMessage) -> Letter | None:
    contribution = contributions.by_reference(session, message.content["reference"])
    if contribution is None:
        return None
    decisions = moderation.of_contribution(session, contribution_id=contribution.id)
    decision = next((each for each in decisions if each.id == message.content["decision"]), None)
    if decision is None:
        return None
    reference = bidi_isolate(contribution.reference)
    if decision.rule is None:
        subject = _("Shown again: %(reference)s", reference=reference)
        told = _("What you said under %(reference)s is shown again. The reason:", reference=reference)
        since = _("Everyone can read it now. The decision stands in the public log.")
    else:
        subject = _("Hidden by a published rule: %(reference)s", reference=reference)
        told = _(
            "What you said under %(reference)s was hidden by rule %(number)s, %(rule)s. The reason:",
            reference=reference, number=decision.rule, rule=label("rule", decision.rule),
        )  # fmt: skip
        since = _("You alone can still read it, on its page. The decision stands in the public log.")
    return Letter(
        subject,
        [
            text(told),
            Block("quote", localized(decision, "reason"), lang=lang_of(decision, "reason")),
            text(since),
            link(_("Your contribution"), "public.contribution", reference=contribution.reference),
            link(_("Moderation log"), "public.moderation_log"),
        ],
    )  # fmt: skip


_COMPOSERS: dict[str, Composer] = {
    REGISTERED: _registered,
    RESET: _reset,
    "receipt": receipt,
    "moderation-hide": _moderation,
    "moderation-restore": _moderation,
    "moderation-erase": erased,
    "erasure-refused": refused,
    "answered": answered,
    "clarified": clarified,
    ADDRESS: account_emails.address,
    ADDRESS_ASKED: account_emails.address_asked,
    "account-address-changed": account_emails.address_changed,
    "account-password-changed": account_emails.password_changed,
    "account-granted": about_account,
    "account-grant-ended": about_account,
    "account-suspended": about_account,
    "account-readmitted": about_account,
    "account-identity-seen": about_account,
    INVITATION: organisation_emails.invited,
    "organisation-verified": organisation_emails.decided,
    "organisation-refused": organisation_emails.decided,
    "organisation-ended": organisation_emails.decided,
}
