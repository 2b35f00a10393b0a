"""Which bodies are called something: now, in either language, or before, or by the end of their address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationName, Standing
from consult.shared.folding import fold


class Called(NamedTuple):
    """A body as it is called now."""

    id: int
    slug: str
    name_ar: str
    name_en: str


def directory(session: Session, *, also: Iterable[int] = ()) -> Mapping[str, list[Called]]:
    """Return the verified bodies, and those of the ids ``also``, by each thing that they are called, folded.

    A name that one has now is not another's former one; an address is nobody's name. Several stand under one name
    where they share it.
    """
    table, names = inspect(Organisation).local_table, inspect(OrganisationName).local_table
    columns = [table.c[name] for name in Called._fields]
    wanted = (table.c.standing == Standing.VERIFIED.value) | table.c.id.in_(list(also))
    bodies = {
        row[0]: Called._make(row)
        for row in session.execute(select(*columns).where(wanted).order_by(table.c.id))
    }
    found: dict[str, list[Called]] = defaultdict(list)
    for body in bodies.values():
        for name in dict.fromkeys(fold(each) for each in (body.name_ar, body.name_en)):
            if name:
                found[name].append(body)
    former: dict[str, dict[int, Called]] = defaultdict(dict)
    query = select(names.c.organisation_id, names.c.name_ar, names.c.name_en).order_by(names.c.id)
    for body_id, *said in session.execute(query):
        for name in (fold(each) for each in said):
            if name and name not in found and body_id in bodies:
                former[name][body_id] = bodies[body_id]
    found |= {name: list(rows.values()) for name, rows in former.items()}
    for body in bodies.values():
        found.setdefault(fold(body.slug), [body])
    return found
