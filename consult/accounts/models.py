"""Users, their sessions, the roles granted to them, and what was done to an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps

SITE = "site"
_ORGANISATION, _PLAN = "organisation:", "plan:"


def organisation_scope(slug: str) -> str:
    """Return the scope under which roles are granted in an organisation."""
    return f"{_ORGANISATION}{slug}"


def plan_scope(slug: str) -> str:
    """Return the scope under which roles are granted in a plan."""
    return f"{_PLAN}{slug}"


def organisations_in(scopes: Iterable[str]) -> frozenset[str]:
    """Return the slugs of the organisations among ``scopes``."""
    return frozenset(scope.removeprefix(_ORGANISATION) for scope in scopes if scope.startswith(_ORGANISATION))


class Role(StrEnum):
    """What a person may be asked to do, always within a scope."""

    REPRESENTATIVE = "representative"
    OFFICER = "officer"
    MODERATOR = "moderator"
    PUBLISHER = "publisher"
    COORDINATOR = "coordinator"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.REPRESENTATIVE}


class User(Base):
    """A person who may take part. No legal name, birth date or number is asked for.

    ``email`` is the one form of their address (``shared.email_address``). Where ``email_held_at`` is set it is what
    they typed (``as_typed``), the one form of nobody's: two accounts came to share a form, or there is none for it.
    Such a person signs in with exactly that, and gets no mail and no link until an operator resolves it.
    """

    __tablename__ = "users"
    # The constraint has the name that the column had before; SQLite cannot give it another.
    __table_args__ = (UniqueConstraint("email", name="uq_users_email_key"),)

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(320))
    email_held_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(200))
    public_name: Mapped[Line | None]
    language: Mapped[Code]
    created_at: Mapped[datetime]
    of_age_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    mails_receipts: Mapped[bool] = mapped_column(default=True)
    mails_answers: Mapped[bool] = mapped_column(default=True)
    demonstration: Mapped[bool] = mapped_column(default=False)


class UserSession(Base):
    """A browser that somebody signed in with. The browser keeps the token, we its SHA-256; ended, never reused.

    ``device`` is what a person knows their browser by, such as "Firefox, Android"; no address is kept.
    """

    __tablename__ = "user_sessions"
    __table_args__ = (Index("ix_user_sessions_user", "user_id", "ended_at"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[Line]
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ActKind(StrEnum):
    """What can be done to an account, by its owner or by staff."""

    GRANTED = "granted"
    GRANT_ENDED = "grant-ended"
    SUSPENDED = "suspended"
    READMITTED = "readmitted"
    IDENTITY_SEEN = "identity-seen"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - an act, not a password
    ADDRESS_CHANGED = "address-changed"


class AccountAct(Base):
    """One act on an account, written once: neither changed nor deleted, by a trigger in the database.

    ``by_id`` is who did it, None for the command line; ``role`` as what. ``details`` hold a role and scope, or the
    reference of the contribution whose author was looked up; never an address or a name.
    """

    __tablename__ = "account_acts"
    __table_args__ = (Index("ix_account_acts_user", "user_id", "id"),)

    id: Mapped[Id]
    at: Mapped[datetime]
    kind: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    reason: Mapped[Prose]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Submission(Base):
    """A form that was acted on, by the key it carried: sent again, it leads to where it led the first time."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[Prose | None]


class KeptForm(Base):
    """What somebody typed into a form and did not save, readable by its owner only, until it is saved or thrown away.

    ``form`` names the very form that was shown; ``action`` is where it is sent and ``page`` where it stands, both
    without their language. ``words`` are names and values as JSON. ``lost`` where they came too late, after the session
    had ended. Once the form was carried out, at ``closed_at``, nothing is kept of it, and what comes later is refused.
    """

    __tablename__ = "kept_forms"
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    form: Mapped[Code]
    action: Mapped[Line]
    page: Mapped[Line]
    words: Mapped[Prose]
    lost: Mapped[bool]
    kept_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class AddressKey(Base):
    """The key of one day (UTC) under which network addresses are hashed; destroyed soon after."""

    __tablename__ = "address_keys"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


class RoleGrant(Base):
    """A role within a scope: ``site``, ``plan:<slug>`` or ``organisation:<slug>``; ended, never deleted."""

    __tablename__ = "role_grants"
    __table_args__ = (
        Index(
            "uq_role_grants_current", "user_id", "role", "scope", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    scope: Mapped[str] = mapped_column(String(160))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


keeps(
    "their owner's account, of which what they said is no part",
    "users", "email", "password_hash", "public_name",
)  # fmt: skip
keeps("where their owner signed in", "user_sessions", "user_id", "device")
keeps(
    "what was done to an account, for its owner and the auditors: frozen",
    "account_acts", "user_id", "by_id",
)  # fmt: skip
keeps(
    "written by staff, without names; a reference where an author was looked up",
    "account_acts", "reason", "details",
)  # fmt: skip
keeps("whose form it was; deleted after a while", "submissions", "user_id")
keeps("whose form it was, and which; deleted after a while", "kept_forms", "user_id", "form")
keeps("whose role it is", "role_grants", "user_id")
keeps("no words", "address_keys", "key")
