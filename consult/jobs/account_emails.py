"""What people are told when the password or the address of their account changes, or is asked to."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.queries import act_by_id, user_by_email, user_by_id
from consult.accounts.services import ADDRESS, ADDRESS_ASKED, make_address_token
from consult.jobs.blocks import Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.web import dates
from consult.web.operator import operator
from consult.web.rendering import bidi_isolate
from consult.web.settings import settings


@composes(ADDRESS)
def address(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what goes to an address that somebody wants to move to: a link, or that it has an account already."""
    user = user_by_id(session, int(message.content["user_id"]))
    if user is None or user.suspended_at is not None:
        return None
    holder = user_by_email(session, message.recipient)
    if holder is None:
        return _move(user, message)
    return None if holder.id == user.id else _taken()


def _move(user: User, message: OutboxMessage) -> Letter:
    token = make_address_token(settings().secret_key, user=user, message=message)
    return Letter(
        _("Move your account to this address"),
        [
            text(_("Somebody with an account in this public consultation service wants to move it to this address.")),
            text(_("If it was you, open this page and write your password there:")),
            link(_("Move your account to this address"), "public.confirm_address", token=token),
            text(_("The link works once, for an hour. If it was not you, do nothing: nothing changes.")),
        ],
    )  # fmt: skip


def _taken() -> Letter:
    return Letter(
        _("You have an account already"),
        [
            text(_("Somebody tried to move another account to this address, which has one already.")),
            text(_("Nothing was changed, and they were not told. If it was you, sign in with this address instead.")),
            link(_("Sign in"), "public.login"),
            link(_("Forgotten password"), "public.forgotten"),
        ],
    )  # fmt: skip


@composes(ADDRESS_ASKED)
def address_asked(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the notice to the present address: where it was not its owner, a new password stops it."""
    user = user_by_email(session, message.recipient)
    if user is None or user.id != int(message.content["user_id"]):
        return None
    return Letter(
        _("Somebody wants to change the address of your account"),
        [
            text(_("Somebody who knows your password asked to move your account to another address.")),
            text(_("If it was you, open the link in the mail that we sent there.")),
            text(_("If it was not you, choose a new password now: that stops it, and signs everybody out.")),
            link(_("Choose a new password"), "public.forgotten"),
        ],
    )  # fmt: skip


@composes("account-address-changed")
def address_changed(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the notice to the former address; it does not say which the new one is."""
    act = act_by_id(session, int(message.content["act"]))
    if act is None:
        return None
    return Letter(
        _("The address of your account was changed"),
        [
            text(_("On %(when)s your account was moved to another address.", when=bidi_isolate(dates.full(act.at)))),
            text(_("We write to the new address from now on.")),
            text(_help()),
        ],
    )  # fmt: skip


@composes("account-password-changed")
def password_changed(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the notice to the owner."""
    act = act_by_id(session, int(message.content["act"]))
    if act is None:
        return None
    return Letter(
        _("Your password was changed"),
        [
            text(_("The password of your account was changed on %(when)s.", when=bidi_isolate(dates.full(act.at)))),
            text(_("If it was not you, choose a new one now: that signs everybody else out.")),
            link(_("Choose a new password"), "public.forgotten"),
            text(_help()),
        ],
    )  # fmt: skip


def _help() -> str:
    contact = bidi_isolate(operator().email)
    return str(_("If it was not you and you need help, write to %(address)s.", address=contact))
