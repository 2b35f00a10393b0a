"""What whoever registers or forgot the password is sent: a link, or that they have an account already."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.queries import user_by_email
from consult.accounts.services import CONFIRM, REGISTERED, RESET, make_token
from consult.jobs.blocks import Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.web.settings import settings


@composes(REGISTERED)
def registered(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what whoever registered is told: to confirm, or that they have an account already."""
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


@composes(RESET)
def reset(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the link to a new password; None where there is no such account."""
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
