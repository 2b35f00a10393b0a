"""One form of an address: what was compared under one form and written to under another becomes one column.

What an account, a waiting invitation and an unsent mail hold is put into the form that the product takes for an
address, so it is the product's own function that does it. Where two accounts come to one form, the one that was found
under it keeps it; each other, and each that has no form, keeps what was typed and is held until an operator resolves it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from consult.shared.email_address import as_typed, email_address
from consult.shared.errors import DomainError

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WAITING = "used_at IS NULL AND ended_at IS NULL"
# As 0005 has it: of an invitation that was used, only the address may go, after its time.
USED_OTHERWISE = (
    "NEW.used_at IS NULL OR NEW.used_at <> OLD.used_at OR NEW.used_by_id IS NULL OR NEW.used_by_id <> OLD.used_by_id "
    "OR NEW.organisation_id <> OLD.organisation_id OR NEW.email NOT IN (OLD.email, '') "
)
WITH_KEY = "OR NEW.email_key NOT IN (OLD.email_key, '') "
NEVER_ENDED = "OR NEW.ended_at IS NOT NULL"

USERS = sa.table(
    "users", sa.column("id"), sa.column("email"), sa.column("email_key"),
    sa.column("email_held_at", sa.DateTime(timezone=True)),
)  # fmt: skip
INVITATIONS = sa.table(
    "invitations", sa.column("id"), sa.column("organisation_id"), sa.column("email"), sa.column("email_key"),
    sa.column("used_at"), sa.column("ended_at", sa.DateTime(timezone=True)),
)  # fmt: skip
OUTBOX = sa.table("outbox_messages", sa.column("id"), sa.column("recipient"), sa.column("sent_at"))


def upgrade() -> None:
    now = datetime.now(UTC)
    op.add_column("users", sa.Column("email_held_at", sa.DateTime(timezone=True), nullable=True))
    held = _users(now)
    op.drop_column("users", "email")
    op.execute("ALTER TABLE users RENAME COLUMN email_key TO email")
    _unguard()
    op.drop_index("uq_invitations_waiting", "invitations")
    _invitations(now)
    op.drop_column("invitations", "email_key")
    _index("email")
    _guard(USED_OTHERWISE + NEVER_ENDED)
    _outbox(held)


def downgrade() -> None:
    _unguard()
    op.drop_index("uq_invitations_waiting", "invitations")
    op.add_column("invitations", sa.Column("email_key", sa.String(320), nullable=False, server_default=""))
    op.execute("UPDATE invitations SET email_key = email")
    _index("email_key")
    _guard(USED_OTHERWISE + WITH_KEY + NEVER_ENDED)
    op.execute("ALTER TABLE users RENAME COLUMN email TO email_key")
    op.add_column("users", sa.Column("email", sa.String(320), nullable=False, server_default=""))
    op.execute("UPDATE users SET email = email_key")
    _folded_again()
    op.drop_column("users", "email_held_at")


def _form(typed: str) -> str | None:
    try:
        return email_address(typed)
    except DomainError:
        return None


def _users(now: datetime) -> set[str]:
    """Put the accounts' addresses, in the column of the key, into their one form; return what is held instead."""
    bind = op.get_bind()
    rows = bind.execute(sa.select(USERS.c.id, USERS.c.email, USERS.c.email_key).order_by(USERS.c.id)).all()
    forms = defaultdict(list)
    for row in rows:
        forms[_form(row.email)].append(row)
    stored = {}
    held = {}
    for form, same in forms.items():
        for row in same:
            if form is not None and (len(same) == 1 or row.email_key == form):
                stored[row.id] = form
            else:
                held[row.id] = as_typed(row.email) or row.email
    changed = [
        (row.id, value)
        for row in rows
        if (value := {**stored, **held}[row.id]) != row.email_key or row.id in held
    ]
    # In two steps, so that no row meets another that is still to be changed.
    for user_id, _value in changed:
        bind.execute(sa.update(USERS).where(USERS.c.id == user_id).values(email_key=f"#{user_id}"))
    for user_id, value in changed:
        at = now if user_id in held else None
        bind.execute(sa.update(USERS).where(USERS.c.id == user_id).values(email_key=value, email_held_at=at))
    return set(held.values())


def _invitations(now: datetime) -> None:
    """Put what waits into the one form; of two to one address in one organisation the newer stays, the other ends."""
    bind = op.get_bind()
    columns = INVITATIONS.c
    waiting = (
        sa.select(columns.id, columns.organisation_id, columns.email)
        .where(columns.used_at.is_(None), columns.ended_at.is_(None))
        .order_by(columns.id.desc())
    )
    seen = set()
    for row in bind.execute(waiting).all():
        form = _form(row.email)
        changed = sa.update(INVITATIONS).where(columns.id == row.id)
        if form is None or (row.organisation_id, form) in seen:
            bind.execute(changed.values(ended_at=now))
        else:
            bind.execute(changed.values(email=form))
        seen.add((row.organisation_id, form))


def _outbox(held: set[str]) -> None:
    """Put the recipients of what was not sent into the one form; what is held, or has none, is never written to."""
    bind = op.get_bind()
    unsent = sa.select(OUTBOX.c.id, OUTBOX.c.recipient).where(
        OUTBOX.c.sent_at.is_(None), OUTBOX.c.recipient != ""
    )
    for row in bind.execute(unsent).all():
        form = _form(row.recipient)
        if form not in {None, row.recipient} and as_typed(row.recipient) not in held:
            bind.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row.id).values(recipient=form))


def _folded_again() -> None:
    """Give what is held the key that it had; where another has that by now, it keeps its own and is not found."""
    bind = op.get_bind()
    taken = set(bind.scalars(sa.select(USERS.c.email_key)))
    held = sa.select(USERS.c.id, USERS.c.email).where(USERS.c.email_held_at.is_not(None)).order_by(USERS.c.id)
    for row in bind.execute(held).all():
        key = row.email.casefold()
        if key not in taken:
            taken.add(key)
            bind.execute(sa.update(USERS).where(USERS.c.id == row.id).values(email_key=key))


def _index(column: str) -> None:
    op.create_index(
        "uq_invitations_waiting", "invitations", ["organisation_id", column], unique=True,
        sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING),
    )  # fmt: skip


def _unguard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER invitations_used ON invitations")
        op.execute("DROP FUNCTION invitations_used()")
    else:
        op.execute("DROP TRIGGER invitations_used")


def _guard(changed: str) -> None:
    condition = f"OLD.used_at IS NOT NULL AND ({changed})"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER invitations_used BEFORE UPDATE ON invitations WHEN {condition} "
            "BEGIN SELECT RAISE(ABORT, 'refused: invitations_used'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION invitations_used() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'refused: invitations_used' USING ERRCODE = "
        "'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER invitations_used BEFORE UPDATE ON invitations "
        "FOR EACH ROW EXECUTE FUNCTION invitations_used()"
    )
