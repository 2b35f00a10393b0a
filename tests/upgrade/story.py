"""An installation with all that one can hold: the demonstration, and a consultation in each state with everybody in it.

Run with the code of the version that is to be kept, before its successor's first migration::

    python -m tests.upgrade.story
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

import consult.shared.clock
from config import Settings
from consult import create_app
from consult.accounts.models import Role, UserSession
from consult.accounts.queries import token_hash
from consult.contributions import services as contributions
from consult.moderation.services import ask_erasure
from consult.outcomes import services as outcomes
from consult.shared.state import State
from tests.access.world import world
from tests.databases import migrate
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene, scene
from tests.factories.voices import comment, reply, words
from tests.upgrade.stored import pack, page_at, pages_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask.testing import FlaskClient

# When its pages were seen: after all that had been done by then, whatever day it was.
SEEN = datetime.fromisoformat("2026-12-01T09:00:00+00:00")
VISITORS = (
    "citizen", "representative", "officer", "moderator", "publisher", "coordinator", "auditor", "administrator",
)  # fmt: skip


def installation(url: str, folder: Path) -> Flask:
    """Return the application on a database at ``url``."""
    settings = Settings(
        environment="test", secret_key="test-" * 8, base_url="http://localhost", database_url=url, page_seconds=0,
        var_dir=folder / "var",
    )  # fmt: skip
    return create_app(settings)


def browser(app: Flask, visitor: str) -> FlaskClient:
    """Return the browser of somebody who has signed in; of a reader where it is nobody."""
    client = app.test_client()
    if visitor:
        with client.session_transaction(base_url="http://localhost") as kept:
            kept["_user_id"] = visitor
    return client


def seen_by(
    app: Flask, known: Mapping[str, Sequence[str]] | None = None
) -> dict[str, dict[str, list[object]]]:
    """Return pages and files by who sees them: readers in Arabic and some in English, others the desk too.

    Of those who have signed in, the addresses that are ``known`` of them: links of the desk come and go.
    """
    reader = browser(app, "")
    found = {
        "": pages_of(reader, ["/ar/", "/sitemap.xml"], "/ar/", most=1000)
        | pages_of(reader, ["/en/"], "/en/", most=100)
    }
    for visitor in VISITORS:
        client = browser(app, visitor)
        if known is not None:
            found[visitor] = pages_of(client, known[visitor], "/ar/", most=len(known[visitor]))
            continue
        found[visitor] = {}
        for part in ("/ar/account", "/ar/desk/"):
            found[visitor] |= pages_of(client, [part], part, most=40)
    return found


def seen_again(app: Flask, pages: Mapping[str, Iterable[str]]) -> dict[str, dict[str, list[Any]]]:
    """Return what visitors see at these addresses now; links may lead to more than they did."""
    clients = {visitor: browser(app, visitor) for visitor in pages}
    return {
        visitor: {address: page_at(clients[visitor], address)[0] for address in addresses}
        for visitor, addresses in pages.items()
    }


def tell(session: Session, app: Flask) -> None:
    """Let everything happen."""
    made = {state: world(session, app, state) for state in State}
    for visitor in made[State.CLOSED].visitors:
        if visitor.name in VISITORS and visitor.actor is not None:
            session.add(
                UserSession(
                    user_id=visitor.actor.user_id, token_hash=token_hash(visitor.name), device="Firefox, Linux",
                    began_at=moments.DRAFTED, expires_at=datetime.fromisoformat("2100-01-01T00:00:00+00:00"),
                )
            )  # fmt: skip
    _after_an_outcome(session)
    _waiting(session)


def _after_an_outcome(session: Session) -> None:
    """Erase what was answered and show what had been hidden, each after the outcome: versions follow."""
    ended = answered(session)
    asker = person(session, (Role.MODERATOR, ended.scene.organisation.scope))
    for said in (ended.comment, ended.late):
        ask_erasure(session, actor=asker, now=moments.LATER, reference=said.reference, reason="سبب")
        outcomes.erase(
            session, actor=ended.scene.moderator, now=moments.LATER, reference=said.reference, rule=5,
            reason=REASON,
        )  # fmt: skip
    outcomes.restore(
        session,
        actor=ended.scene.moderator,
        now=moments.LATER,
        reference=ended.hidden.reference,
        reason=REASON,
    )


def _waiting(session: Session) -> None:
    """Let words and votes wait: a browser's, and an account's; let somebody answer themselves, and withdraw."""
    still = scene(session)
    said = comment(session, still, stance="reservations")
    contributions.withdraw(session, actor=still.author, now=moments.DURING, reference=_own(session, still))
    below = reply(session, reply(session, said))
    contributions.vote_on_contribution(
        session, actor=still.author, now=moments.DURING, reference=below.reference, choice="disagree"
    )
    for user_id in (None, still.author.user_id):
        token = contributions.keep_draft(
            session, now=moments.DURING, consultation_id=still.id, words=words(clause_id=still.clauses[0]),
            user_id=user_id,
        )  # fmt: skip
        contributions.keep_vote(
            session, now=moments.DURING, consultation_id=still.id, clause_id=still.clauses[0], choice="agree",
            token=token or "account",
        )  # fmt: skip


def _own(session: Session, still: Scene) -> str:
    return comment(session, still, by=still.author).reference


def main() -> None:
    """Make the installation and keep its rows and pages beside this module."""
    consult.shared.clock.now = lambda: SEEN
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'kept.db'}"
        migrate(url)
        app = installation(url, Path(name))
        loaded = app.test_cli_runner().invoke(args=["demo", "load"])
        if loaded.exit_code:
            raise SystemExit(loaded.output)
        engine = app.extensions["engine"].execution_options(write=True)
        with Session(engine) as session, session.begin():
            tell(session, app)
        with engine.connect() as connection:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        pages = seen_by(app)
        pack("installation", {"revision": revision, "rows": rows_of(engine)})
        pack("pages", pages)
        sys.stdout.write(f"{revision}: {sum(map(len, pages.values()))} pages\n")


if __name__ == "__main__":
    main()
