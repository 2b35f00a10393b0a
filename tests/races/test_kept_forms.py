"""A form that keeps itself thirty times at once is kept once; what comes beside its carrying out is refused or goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy.orm import Session

from consult.accounts.queries import kept_form, kept_forms
from consult.accounts.services.kept_forms import Shown, close_form, keep_form
from tests.databases import MigratedDatabase
from tests.factories import moments
from tests.factories.people import user

MANY = 30


def at_once(database: MigratedDatabase, shown: Shown, *, close: int = -1) -> None:
    """Keep a form thirty times at one instant; the one of this number closes it."""
    gate = Barrier(MANY)

    def act(number: int) -> None:
        gate.wait()
        with Session(database.engine.execution_options(write=True)) as session, session.begin():
            if number == close:
                close_form(session, now=moments.DURING, shown=shown)
            else:
                keep_form(session, now=moments.DURING, shown=shown, words=[("a", str(number))], lost=False)

    with ThreadPoolExecutor(MANY) as threads:
        list(threads.map(act, range(MANY)))


def made(database: MigratedDatabase) -> Shown:
    """Return a form that was shown to somebody."""
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        return Shown(user(session).id, "form-of-the-test", "desk/texts/1/", "desk/texts/1/")


def test_autosave_thirty_times_at_once_is_kept_once(database: MigratedDatabase) -> None:
    shown = made(database)
    at_once(database, shown)
    with Session(database.engine) as session:
        assert len(kept_forms(session, user_id=shown.user_id)) == 1


def test_autosave_beside_carrying_out_leaves_no_words(database: MigratedDatabase) -> None:
    shown = made(database)
    at_once(database, shown, close=MANY // 2)
    with Session(database.engine) as session:
        row = kept_form(session, user_id=shown.user_id, form=shown.form)
        assert row is not None
        assert (row.words, row.closed_at) == ("[]", moments.DURING)
        assert kept_forms(session, user_id=shown.user_id) == []
