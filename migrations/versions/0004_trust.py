"""Sessions in a table, the journal of accounts, organisations that apply, invitations, erasure, forms sent again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = "used_at IS NULL AND ended_at IS NULL"
# Plain ALTER TABLE, never a batch: copying a table would leave its triggers behind.
ADDED: list[tuple[str, str, Any, Any]] = [
    *(("users", name, sa.Boolean(), sa.true()) for name in ("mails_receipts", "mails_answers")),
    *(("organisations", name, sa.Text(), "") for name in ("about_ar", "about_en")),
    ("organisations", "website", sa.String(600), ""),
    ("organisations", "standing", sa.String(40), "verified"),
]


def _id() -> sa.Column[int]:
    return sa.Column("id", NUMBER, autoincrement=True, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    for table, name, kind, default in ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.drop_column("users", "session_epoch")
    op.create_table(
        "user_sessions",
        _id(),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("device", sa.String(600), nullable=False),
        _time("began_at"),
        _time("expires_at"),
        _time("ended_at", nullable=True),
        _to("user_sessions", "user_id", "users"),
        _key("user_sessions"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    op.create_index("ix_user_sessions_user", "user_sessions", ["user_id", "ended_at"])
    op.create_table(
        "account_acts",
        _id(),
        _time("at"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        _to("account_acts", "user_id", "users"),
        _to("account_acts", "by_id", "users"),
        _key("account_acts"),
    )
    op.create_index("ix_account_acts_user", "account_acts", ["user_id", "id"])
    op.create_table(
        "submissions",
        _id(),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        _time("at"),
        sa.Column("location", sa.Text(), nullable=True),
        _to("submissions", "user_id", "users"),
        _key("submissions"),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_submissions_user_id_key")),
    )
    op.create_index(op.f("ix_submissions_at"), "submissions", ["at"])
    op.create_table(
        "address_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        _key("address_keys", "day"),
    )
    op.create_table(
        "organisation_acts",
        _id(),
        sa.Column("organisation_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        _time("at"),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        _to("organisation_acts", "organisation_id", "organisations"),
        _to("organisation_acts", "by_id", "users"),
        _key("organisation_acts"),
    )
    op.create_index(op.f("ix_organisation_acts_organisation_id"), "organisation_acts", ["organisation_id"])
    op.create_table(
        "invitations",
        _id(),
        sa.Column("organisation_id", NUMBER, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("email_key", sa.String(320), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("invited_by_id", NUMBER, nullable=False),
        _time("at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        sa.Column("used_by_id", NUMBER, nullable=True),
        _time("ended_at", nullable=True),
        _to("invitations", "organisation_id", "organisations"),
        _to("invitations", "invited_by_id", "users"),
        _to("invitations", "used_by_id", "users"),
        _key("invitations"),
    )
    op.create_index(
        "uq_invitations_waiting", "invitations", ["organisation_id", "email_key"], unique=True,
        sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING),
    )  # fmt: skip
    op.create_table(
        "erasure_requests",
        _id(),
        sa.Column("contribution_id", NUMBER, nullable=False),
        sa.Column("asked_by_id", NUMBER, nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _time("at"),
        _time("decided_at", nullable=True),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _to("erasure_requests", "contribution_id", "contributions"),
        _to("erasure_requests", "asked_by_id", "users"),
        _to("erasure_requests", "decided_by_id", "users"),
        _key("erasure_requests"),
    )
    op.create_index(
        "uq_erasure_requests_waiting", "erasure_requests", ["contribution_id"], unique=True,
        sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    for table in (
        "erasure_requests", "invitations", "organisation_acts", "address_keys", "submissions", "account_acts",
        "user_sessions",
    ):  # fmt: skip
        op.drop_table(table)
    op.add_column("users", sa.Column("session_epoch", sa.Integer(), nullable=False, server_default="0"))
    for table, name, _kind, _default in reversed(ADDED):
        op.drop_column(table, name)
