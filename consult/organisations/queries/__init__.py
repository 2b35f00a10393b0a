"""Reading organisations, what was done with them, who speaks for them, and who is invited to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, func, inspect, select, tuple_, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.accounts.models import Role, RoleGrant, User
from consult.organisations.models import (
    Decided,
    Invitation,
    Organisation,
    OrganisationAct,
    OrganisationActKind,
    OrganisationInFull,
    OrganisationKind,
    OrganisationName,
    Standing,
)
from consult.organisations.policies import SHOWN
from consult.shared.skeletons import skeleton
from consult.shared.text import sort_key


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Return the verified organisation with this slug, or None: one that may speak and hold roles."""
    return session.scalars(_standing(Standing.VERIFIED).where(Organisation.slug == slug)).one_or_none()


def in_any_standing(session: Session, slug: str) -> Organisation | None:
    """Return the organisation with this slug, or None; whether it may be seen is a policy's matter."""
    return session.scalars(_BY_SLUG, {"slug": slug}).one_or_none()


def in_full(session: Session, slug: str) -> OrganisationInFull | None:
    """Return the organisation with this slug as its page shows it, or None; who may see it is a policy's matter."""
    row = session.execute(_IN_FULL, {"slug": slug}).first()
    if row is None:
        return None
    own, decided = row[: -len(Decided._fields)], Decided._make(row[-len(Decided._fields) :])
    return OrganisationInFull._make([*own, decided if row[-1] is not None else None])


def lock(session: Session, organisation_id: int) -> Organisation | None:
    """Return an organisation, read anew and held until the transaction ends: who changes it waits for the others.

    What is said in its name meanwhile does not wait: it holds its author, whom whoever changes it may hold next.
    """
    query = select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _named(row: Organisation, lang: str) -> str:
    """Return the name by which an organisation is sorted in a language: the other one where it has none in this."""
    return (row.name_ar if lang == "ar" else row.name_en) or row.name_ar or row.name_en


def by_slugs(session: Session, slugs: Iterable[str], *, lang: str = "ar") -> Sequence[Organisation]:
    """Return the organisations with these slugs that the public reads of, by their names in ``lang``."""
    # None holds a NUL, and PostgreSQL refuses to look for one.
    rows = session.scalars(_BY_SLUGS, {"slugs": [slug for slug in slugs if "\0" not in slug]})
    return sorted(rows, key=lambda row: sort_key(_named(row, lang)))


def shown_within(session: Session, *, ids: range) -> Iterable[str]:
    """Return the slugs of the organisations of these ids that the public reads of, by id, as they are read."""
    query = select(Organisation.slug).where(
        Organisation.id.between(ids.start, ids.stop - 1), Organisation.standing.in_(SHOWN)
    )
    return session.scalars(query.order_by(Organisation.id).execution_options(yield_per=500))


def highest_id(session: Session) -> int:
    """Return the highest id of an organisation, 0 where there is none."""
    return session.scalar(select(func.max(Organisation.id))) or 0


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Organisation]:
    """Return the organisations with these ids, keyed by id."""
    rows = session.scalars(_BY_IDS, {"ids": list(set(ids))})
    return {row.id: row for row in rows}


def verified_bodies(session: Session, *, lang: str = "ar") -> Sequence[Organisation]:
    """Return the organisations that are verified, by their names in ``lang``."""
    rows = session.scalars(_standing(Standing.VERIFIED).order_by(Organisation.id))
    return sorted(rows, key=lambda row: sort_key(_named(row, lang)))


def municipalities(session: Session, *, lang: str = "ar") -> Sequence[Organisation]:
    """Return the verified municipalities, by their names in ``lang``."""
    return [row for row in verified_bodies(session, lang=lang) if row.kind == OrganisationKind.MUNICIPALITY]


def scopes(session: Session) -> Sequence[str]:
    """Return the scope of every organisation that the public reads of, by slug."""
    return [row.scope for row in session.scalars(_standing(*SHOWN).order_by(Organisation.slug))]


class Place(NamedTuple):
    """Where an organisation stands in the list of a language: what it is ordered by there, and its id."""

    lang: str
    order: str
    id: int


def listed(session: Session, *, lang: str, begun: Place | None = None, limit: int) -> Sequence[Organisation]:
    """Return the organisations that the public reads of, after ``begun``, by kind and name in ``lang``."""
    if begun is None:
        return session.scalars(_FIRST[lang], {"limit": limit}).all()
    after = tuple_(_ordered(lang), Organisation.id) > (begun.order, begun.id)
    return session.scalars(_listed(lang).where(after).limit(limit)).all()


def _listed(lang: str) -> Select[Organisation]:
    return _standing(*SHOWN).order_by(_ordered(lang), Organisation.id)


def place_of(row: Organisation, *, lang: str) -> Place:
    """Return where an organisation stands in the list in ``lang``."""
    return Place(lang, row.order_ar if lang == "ar" else row.order_en, row.id)


class DeskPlace(NamedTuple):
    """Where an organisation stands in the desk's list of a language: what waits is 1, with no order but its id."""

    lang: str
    group: int
    order: str
    id: int


def at_desk(
    session: Session, *, lang: str, begun: DeskPlace | None = None, limit: int | None
) -> Sequence[Organisation]:
    """Return the organisations that wait, oldest first, and those that may speak, by kind and name in ``lang``."""
    waits = Organisation.standing == Standing.APPLIED
    place = (case((waits, 1), else_=2), case((waits, ""), else_=_ordered(lang)), Organisation.id)
    query = _standing(Standing.APPLIED, Standing.VERIFIED).order_by(*place)
    if begun:
        query = query.where(tuple_(*place) > begun[1:])
    return session.scalars(query.limit(limit)).all()


def desk_place_of(row: Organisation, *, lang: str) -> DeskPlace:
    """Return where an organisation stands in the desk's list in ``lang``."""
    if row.standing == Standing.APPLIED:
        return DeskPlace(lang, 1, "", row.id)
    return DeskPlace(lang, 2, *place_of(row, lang=lang)[1:])


def numbers(session: Session) -> Counter[Standing]:
    """Return how many organisations are of each standing."""
    found = session.execute(select(Organisation.standing, func.count()).group_by(Organisation.standing))
    return Counter({Standing(row[0]): row[1] for row in found})


def _ordered(lang: str) -> InstrumentedAttribute[str]:
    return Organisation.order_ar if lang == "ar" else Organisation.order_en


def name_skeletons(session: Session, *, but: int | None = None) -> frozenset[str]:
    """Return what the names of the organisations look like, in both languages: nobody else is shown by one.

    Those that they had before are among them; those of the organisation whose id is ``but`` are not.
    """
    rows = session.execute(_ALL_NAMES, {"but": but or 0})
    return frozenset(skeleton(name) for row in rows for name in (row.name_ar, row.name_en) if name)


def lock_waiting(session: Session) -> None:
    """Hold the organisations that wait to be verified until the transaction ends."""
    query = _standing(Standing.APPLIED).with_only_columns(Organisation.id).order_by(Organisation.id)
    session.execute(query.with_for_update())


def applied_for_by(session: Session, *, user_id: int) -> Sequence[Organisation]:
    """Return the organisations that somebody applied for and that are not verified, newest first."""
    return session.scalars(_APPLIED_FOR_BY, {"user": user_id}).all()


def slugs_like(session: Session, stem: str) -> set[str]:
    """Return the slugs that are taken and begin with ``stem``, of organisations in any standing."""
    return set(session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(stem))))


def acts(session: Session, *, organisation_id: int) -> Sequence[OrganisationAct]:
    """Return what was done with an organisation, oldest first."""
    return session.scalars(_ACTS, {"organisation": organisation_id}).all()


def act_by_id(session: Session, act_id: int) -> OrganisationAct | None:
    """Return an act on an organisation, or None."""
    return session.get(OrganisationAct, act_id)


def applicant_id(session: Session, *, organisation_id: int) -> int | None:
    """Return who applied for an organisation; None where nobody did, because operators entered it."""
    return session.scalars(_APPLICANT, {"organisation": organisation_id}).first()


def applicants(session: Session, *, organisation_ids: Iterable[int]) -> dict[int, int | None]:
    """Return who applied for each of these organisations, keyed by the organisation's id."""
    query = select(OrganisationAct.organisation_id, OrganisationAct.by_id).where(
        OrganisationAct.organisation_id.in_(list(organisation_ids)),
        OrganisationAct.kind == OrganisationActKind.APPLIED.value,
    )
    return {row[0]: row[1] for row in session.execute(query)}


def representatives(session: Session, *, scope: str) -> Sequence[tuple[RoleGrant, User]]:
    """Return who speaks for the organisation of this scope, by grant, as they were granted."""
    query = (
        select(RoleGrant, User)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.REPRESENTATIVE.value, RoleGrant.scope == scope)
        .where(RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def spoken_for(session: Session) -> set[str]:
    """Return the scopes of the organisations for which somebody speaks whose account is not suspended."""
    return set(session.scalars(_SPOKEN_FOR))


def invitation_by_id(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation, or None."""
    return session.get(Invitation, invitation_id)


def lock_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """Return an invitation, read anew and held until the transaction ends, or None."""
    query = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def waiting_invitations(session: Session, *, organisation_id: int) -> Sequence[Invitation]:
    """Return the invitations that were neither used nor revoked, expired ones included, oldest first."""
    return session.scalars(_waiting(organisation_id).order_by(Invitation.id)).all()


def waiting_invitation(session: Session, *, organisation_id: int, email: str) -> Invitation | None:
    """Return the one invitation of an address, in its one form, that was neither used nor revoked, or None."""
    query = _waiting(organisation_id).where(Invitation.email == email)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _waiting(organisation_id: int) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.used_at.is_(None),
        Invitation.ended_at.is_(None),
    )


def _standing(*standings: Standing) -> Select[Organisation]:
    return select(Organisation).where(Organisation.standing.in_([each.value for each in standings]))


# Built once: building a statement costs more than sending it.
_SPOKEN_FOR = (
    select(RoleGrant.scope)
    .join(User, User.id == RoleGrant.user_id)
    .where(
        RoleGrant.role == Role.REPRESENTATIVE.value, RoleGrant.ended_at.is_(None), User.suspended_at.is_(None)
    )
    .distinct()
)
_BY_SLUG = select(Organisation).where(Organisation.slug == bindparam("slug"))
_BODY, _ACT = inspect(Organisation).local_table, inspect(OrganisationAct).local_table
_RESTORED = _ACT.c.kind == OrganisationActKind.RESTORED.value
_LAST_DECIDED = (
    (_ACT.c.organisation_id == _BODY.c.id)
    & ((_ACT.c.kind == _BODY.c.standing) | (_RESTORED & (_BODY.c.standing == Standing.VERIFIED.value)))
    & (_ACT.c.kind != OrganisationActKind.APPLIED.value)
)
_IN_FULL = (
    select(
        *(_BODY.c[name] for name in OrganisationInFull._fields[:-1]),
        *(_ACT.c[name] for name in Decided._fields),
    )
    .select_from(_BODY.outerjoin(_ACT, _LAST_DECIDED))
    .where(_BODY.c.slug == bindparam("slug"))
    .order_by(_ACT.c.id.desc())
    .limit(1)
)
_BY_IDS = select(Organisation).where(Organisation.id.in_(bindparam("ids", expanding=True)))
_BY_SLUGS = (
    _standing(*SHOWN)
    .where(Organisation.slug.in_(bindparam("slugs", expanding=True)))
    .order_by(Organisation.id)
)
_FIRST = {lang: _listed(lang).limit(bindparam("limit")) for lang in ("ar", "en")}
_NAME = inspect(OrganisationName).local_table
_SHOWN_BODY = _BODY.c.standing.in_([each.value for each in SHOWN]) & (_BODY.c.id != bindparam("but"))
_ALL_NAMES = union(
    select(_BODY.c.name_ar, _BODY.c.name_en).where(_SHOWN_BODY),
    select(_NAME.c.name_ar, _NAME.c.name_en)
    .join_from(_NAME, _BODY, _BODY.c.id == _NAME.c.organisation_id)
    .where(_SHOWN_BODY),
)
_APPLIED_FOR_BY = (
    _standing(Standing.APPLIED, Standing.REFUSED)
    .join(OrganisationAct, OrganisationAct.organisation_id == Organisation.id)
    .where(OrganisationAct.kind == OrganisationActKind.APPLIED.value)
    .where(OrganisationAct.by_id == bindparam("user"))
    .order_by(Organisation.id.desc())
)
_ACTS = (
    select(OrganisationAct)
    .where(OrganisationAct.organisation_id == bindparam("organisation"))
    .order_by(OrganisationAct.id)
)
_APPLICANT = (
    select(OrganisationAct.by_id)
    .where(OrganisationAct.organisation_id == bindparam("organisation"))
    .where(OrganisationAct.kind == OrganisationActKind.APPLIED.value)
    .order_by(OrganisationAct.id)
    .limit(1)
)
