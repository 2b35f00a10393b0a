"""Users and the roles granted to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line

SITE = "site"


class Role(StrEnum):
    """What a person may be asked to do, always within a scope."""

    REPRESENTATIVE = "representative"
    OFFICER = "officer"
    MODERATOR = "moderator"
    PUBLISHER = "publisher"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.REPRESENTATIVE}


class User(Base):
    """A person who may take part. No legal name, birth date or number is asked for."""

    __tablename__ = "users"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    public_name: Mapped[Line | None]
    language: Mapped[Code]
    created_at: Mapped[datetime]
    of_age_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    demonstration: Mapped[bool] = mapped_column(default=False)


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
