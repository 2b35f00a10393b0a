"""S5: a form takes the fields it has; whatever else is sent with it changes nothing.

What is smuggled can be told from everything else in the database, so that no row may hold it, in any column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from consult.accounts.models import AccountAct, RoleGrant, User, UserSession
from consult.orm import Base
from consult.shared.state import State
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.attack.forms import Shown, pages_due, send, shown
from tests.attack.test_s1_canary import engine_name, write  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.access.conftest import WorldOf
    from tests.databases import MigratedDatabase

TEXT, NUMBER, DAY = "smuggled-in", 876_543_210, "1999-12-31 23:59:59"
# What attackers know that there might be, beside the columns of every table.
GUESSED = {
    "role",
    "roles",
    "is_admin",
    "is_staff",
    "is_active",
    "votes",
    "grants",
    "author",
    "user",
    "id",
    "pk",
}


def strangers(database: MigratedDatabase, newest: int) -> list[tuple[object, ...]]:
    """Return what people who registered later than ``newest`` are: nothing, as long as nothing was smuggled in."""
    with Session(database.engine) as session:
        rows = session.execute(
            select(User.confirmed_at, User.suspended_at, User.demonstration, RoleGrant.role)
            .join(RoleGrant, RoleGrant.user_id == User.id, isouter=True)
            .where(User.id > newest)
            .distinct()
        )
        return [tuple(row) for row in rows]


# What these change is what they are for.
CHANGING = {
    "desk.give_role", "desk.end_role", "desk.suspend", "desk.readmit", "desk.decide_organisation",
    "desk.end_organisation", "desk.account_identity", "desk.identity", "public.register", "public.leave_organisation",
    "public.end_representative",
}  # fmt: skip


def columns() -> set[str]:
    """Return the names of all columns of all tables."""
    return {column.name for mapper in Base.registry.mappers for column in inspect(mapper).columns}


def smuggled(form: Shown) -> Iterator[dict[str, list[str]]]:
    """Yield what is sent beside a form's own fields: every other name, as text, number, moment, list and nested."""
    names = (columns() | GUESSED) - set(form.sent) - set(form.typed)
    nested = {f"user[{name}]": [TEXT] for name in names} | {
        f"{form.endpoint}.{name}": [TEXT] for name in names
    }
    lists = {f"{name}[]": [TEXT, TEXT] for name in names}
    for value, beside in ((TEXT, nested), (str(NUMBER), lists), (DAY, {})):
        yield {name: [value] for name in names} | beside


# What was sent too late is kept whole for whoever sent it; a form reads from it what it has fields for.
KEPT_AS_SENT = frozenset({"kept_forms.words"})
# And a list is come back to at the page that its form was sent from, which is a number.
COME_BACK = re.compile(r"[?&]before=\d+(?:$|&was=)")


def held(database: MigratedDatabase) -> list[str]:
    """Return where a row holds something that was smuggled in."""
    with Session(database.engine) as session:
        return [
            f"{table.name}.{name}"
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table)).mappings()
            for name, value in row.items()
            if f"{table.name}.{name}" not in KEPT_AS_SENT
            and not COME_BACK.search(str(value))
            and (TEXT in str(value) or str(NUMBER) in str(value) or "1999-12-31" in str(value))
        ]


def standing(database: MigratedDatabase) -> tuple[object, ...]:
    """Return what nobody may give themselves: roles, confirmation, readmission, being a demonstration, sessions."""
    with Session(database.engine) as session:
        users = session.execute(
            select(
                User.id, User.confirmed_at, User.suspended_at, User.demonstration, User.created_at
            ).order_by(User.id)
        ).all()
        grants = session.execute(select(RoleGrant.user_id, RoleGrant.role, RoleGrant.scope)).all()
        acts = session.execute(select(AccountAct.id, AccountAct.by_id, AccountAct.role)).all()
        browsers = session.execute(select(UserSession.user_id)).all()
    return tuple(map(tuple, (users, sorted(map(tuple, grants)), acts, sorted(map(tuple, browsers)))))


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED])
def test_no_form_takes_more_than_its_fields(
    app: Flask,
    database: MigratedDatabase,
    world_of: WorldOf,  # noqa: F811 - the fixture
    state: State,
) -> None:
    world = world_of(state)
    forms = shown(app, pages_due(app, world))
    before = standing(database)
    with Session(database.engine) as session:
        newest = session.scalars(select(User.id).order_by(User.id.desc())).first() or 0
    sent: dict[str, set[int]] = {}
    for changing in (False, True):
        for form in forms:
            if (form.endpoint in CHANGING) is changing:
                for extra in smuggled(form):
                    answer = send(app, form, extra | write(form, world, "Words"))
                    sent.setdefault(form.endpoint, set()).add(answer.status_code)
        assert changing or standing(database) == before, "somebody has become what they were not"
    assert held(database) == []
    assert strangers(database, newest) == [(None, None, False, None)]
    assert sum(303 in statuses for statuses in sent.values()) >= 5, f"hardly a form was acted on: {sent}"
