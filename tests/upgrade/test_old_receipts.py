"""Receipts that were given before the upgrade verify with the same bytes; what is said since has the other seal."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import RoleGrant, User
from consult.accounts.queries import actor_for
from consult.consultations.models import Consultation
from consult.consultations.queries.states import is_in
from consult.contributions.models import Contribution, Status
from consult.contributions.services import sealed_file, submit
from consult.shared.state import State
from tests.databases import put_away
from tests.factories import moments
from tests.factories.voices import words
from tests.upgrade.stored import unpack
from tests.upgrade.story import SEEN, browser, installation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


def _given_out(kept: dict[str, Any]) -> dict[str, str]:
    """Return the fingerprints of the installation before, by reference."""
    columns, *rows = kept["rows"]["contributions"]
    reference, print_ = columns.index("reference"), columns.index("fingerprint")
    return {row[reference]: row[print_] for row in rows}


def test_old_and_new_receipts_verify_from_the_file_and_from_the_open_files(
    upgraded: str, tmp_path: Path, at: Callable[[datetime], datetime]
) -> None:
    at(SEEN)
    app = installation(upgraded, tmp_path)
    engine = app.extensions["engine"]
    try:
        with Session(engine.execution_options(write=True)) as session, session.begin():
            new, slug = _say(session)
        with Session(engine) as session:
            sealed = _sealed(session)
        reader = browser(app, "")
        given = _given_out(unpack("installation"))
        assert {reference: print_ for reference, (print_, _seal) in sealed.items()} == {
            reference: hashlib.sha256(file).hexdigest() for reference, file in _files(engine).items()
        }
        assert {name: print_ for name, (print_, _seal) in sealed.items() if name in given} == {
            name: print_ for name, print_ in given.items() if name in sealed
        }
        assert {name for name, (_print, seal) in sealed.items() if seal == 2} == {new}
        assert {seal for name, (_print, seal) in sealed.items() if name != new} == {1}
        served = reader.get(f"/ar/contributions/{new}/sealed", base_url="http://localhost").get_data()
        assert hashlib.sha256(served).hexdigest() == sealed[new][0]
        program = reader.get("/verify_receipts.py", base_url="http://localhost").get_data()
        for asked in (slug, _busiest(engine)):
            for kind in ("csv", "jsonl"):
                path = f"/ar/consultations/{asked}/contributions.{kind}"
                _verify(tmp_path, program, kind, reader.get(path, base_url="http://localhost").get_data())
    finally:
        put_away(engine)


def _say(session: Session) -> tuple[str, str]:
    """Let somebody say something after the upgrade; return its reference, and the slug of where it was said."""
    now = moments.DURING
    open_ones = select(Consultation).where(is_in(State.OPEN, now)).order_by(Consultation.id)
    asked = session.scalars(open_ones.limit(1)).one()
    roles = select(RoleGrant.user_id)
    author = select(User).where(
        User.confirmed_at.is_not(None), User.suspended_at.is_(None), User.id.not_in(roles)
    )
    actor = actor_for(session, session.scalars(author.order_by(User.id).limit(1)).one())
    said = submit(
        session, actor=actor, now=now, consultation_id=asked.id,
        words=words(key="after the upgrade", body="=Said anew", named=True),
    )  # fmt: skip
    return said.reference, asked.slug


def _sealed(session: Session) -> dict[str, tuple[str, int]]:
    """Return print and seal of all that was not erased, by reference."""
    rows = session.scalars(select(Contribution).where(Contribution.status != Status.ERASED))
    return {row.reference: (row.fingerprint, row.seal_version) for row in rows}


def _files(engine: Any) -> dict[str, bytes]:  # noqa: ANN401 - an engine
    with Session(engine) as session:
        rows = session.scalars(select(Contribution).where(Contribution.status != Status.ERASED))
        return {row.reference: sealed_file(row, row.revision) for row in rows}


def _busiest(engine: Any) -> str:  # noqa: ANN401 - an engine
    query = (
        "SELECT k.slug FROM consultations k JOIN contributions c ON c.consultation_id = k.id "
        "GROUP BY k.slug ORDER BY COUNT(*) DESC, k.slug LIMIT 1"
    )
    with engine.connect() as connection:
        return str(connection.execute(text(query)).scalar_one())


def _verify(folder: Path, program: bytes, kind: str, content: bytes) -> None:
    folder.joinpath("verify.py").write_bytes(program)
    file = folder / f"open.{kind}"
    file.write_bytes(content)
    run = subprocess.run(  # noqa: S603 - the program that readers fetch, as they run it
        [sys.executable, "-I", str(folder / "verify.py"), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert "fits: " in run.stdout.splitlines()[-1]
