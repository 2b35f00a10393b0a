"""Thirty at once attach one document, withdraw it, or decide that it be erased: one does."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.documents import queries, services
from consult.documents.models import Attached, DocumentActKind
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.documents import filed
from tests.factories.moments import LATER
from tests.factories.organisations import coordinator
from tests.factories.scenes import REASON, scene

MANY = 30


def begin(session: Session) -> tuple[str, int, list[Actor]]:
    """Put a document on file; return its slug, a plan, and the two who work on it."""
    two = [coordinator(session), coordinator(session)]
    return filed(session).slug, scene(session).commitment.plan_id, two


def acts_on(session: Session, slug: str) -> list[str]:
    found = queries.by_slug(session, slug)
    assert found is not None
    return [act.kind for act in queries.acts(session, document_id=found.id)]


def test_document_is_attached_withdrawn_and_erased_once_by_thirty_at_once(database: MigratedDatabase) -> None:
    slug, plan, two = committed(database.engine, begin)

    def attach(session: Session) -> object:
        return services.attach(
            session, actor=two[0], now=LATER, slug=slug, kind=Attached.PLAN, subject_id=plan
        )

    def withdraw(session: Session) -> object:
        return services.withdraw(session, actor=two[0], now=LATER, slug=slug, reason=REASON)

    def erase(session: Session) -> object:
        return services.erase(session, actor=two[1], now=LATER, slug=slug, reason=REASON)

    assert codes(at_once(database.engine, [attach] * MANY)) == ["attached-already"] * (MANY - 1)
    assert codes(at_once(database.engine, [withdraw] * MANY)) == ["withdrawn-document"] * (MANY - 1)
    ask = partial(services.ask_erasure, actor=two[0], now=LATER, slug=slug, reason="It names a child.")
    requests = {request.id for request in at_once(database.engine, [ask] * MANY)}  # type: ignore[union-attr]
    assert len(requests) == 1
    assert codes(at_once(database.engine, [erase] * MANY)) == ["not-found"] * (MANY - 1)
    with Session(database.engine) as session:
        once = {
            DocumentActKind.ATTACHED,
            DocumentActKind.WITHDRAWN,
            DocumentActKind.ERASURE_ASKED,
            DocumentActKind.ERASED,
        }
        assert sorted(set(acts_on(session, slug)) - {"added"}) == sorted(once)
        assert len(acts_on(session, slug)) == len(once) + 1
