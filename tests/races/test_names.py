"""A body is called anew, and the site's own is saved, thirty times at once and once in the record; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.organisations import services
from consult.organisations.models import Organisation, OrganisationName, SiteBody
from consult.organisations.queries.names import names_of
from consult.organisations.services import Renaming, SiteWords
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.moments import DRAFTED
from tests.factories.promises import coordinator
from tests.factories.texts import organisation

MANY = 30


def test_plan_bodies_thirty_renamings_are_one(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)

    def make(session: Session) -> tuple[str, int, int]:
        body: Organisation = organisation(session)
        return body.slug, body.id, names_of(session, organisation_id=body.id)[0].id

    slug, body_id, seen = committed(database.engine, make)

    def rename(session: Session) -> None:
        said = Renaming("اسم جديد", "A new name", date(2026, 1, 1), "سبب", "")
        services.rename_body(session, actor=actor, now=DRAFTED, zone=UTC, slug=slug, said=said, seen_id=seen)

    assert not codes(at_once(database.engine, [rename] * MANY))
    with Session(database.engine) as session:
        query = select(func.count()).where(OrganisationName.organisation_id == body_id)
        assert session.scalar(query.select_from(OrganisationName)) == 2


def test_plan_site_body_thirty_saves_are_one(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)

    def save(number: int) -> Callable[[Session], None]:
        def keep(session: Session) -> None:
            said = SiteWords("وزارة", f"Ministry {number}", email="unit@example.org")
            services.keep_site(session, actor=actor, now=DRAFTED, said=said, seen=0)

        return keep

    found = codes(at_once(database.engine, [save(number) for number in range(MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(SiteBody)) == 1
