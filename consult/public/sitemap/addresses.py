"""Which pages the map of the site names: all that everybody may read and that somebody may search for.

What is left out on purpose: forms and accounts, the two files and the sealed bytes, tombstones, pages of a longer list,
earlier versions of an outcome, comparisons of versions that do not follow each other, and minutes, since names stand in
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.contributions import queries as contributions
from consult.documents import queries as documents
from consult.forum import queries as forum
from consult.initiative import queries as initiative
from consult.organisations import queries as organisations
from consult.outcomes import queries as outcomes
from consult.plans import queries as plans
from consult.public.pages.views import PAGES
from consult.texts.queries import highest_version_id

# So many pages a part holds: what there is room for in the page cache. Each has two addresses, and a part may hold
# 50,000 (sitemaps.org).
MOST = 1_000


@dataclass(frozen=True)
class Mapped:
    """A page in both languages: its endpoint, what stands in its address, and when it changed, where that is known."""

    endpoint: str
    values: dict[str, object] = field(default_factory=dict)
    changed: datetime | None = None


@dataclass(frozen=True)
class _Kind:
    """Pages by the ids of what they show; ``most`` is how many one of them has."""

    highest: Callable[[Session], int]
    most: int
    within: Callable[[Session, range, datetime], Iterator[Mapped]]


Part = Callable[[Session, datetime], Iterator[Mapped]]


def parts(session: Session) -> list[Part]:
    """Return the parts of the map, in their order; one alone while all of it has room in one.

    They are cut by ids, which are counted whether or not there is a page: so a part never grows too long, and a page
    stays in its part.
    """
    highest = [kind.highest(session) for kind in _KINDS]
    bound = sum(number * kind.most for number, kind in zip(highest, _KINDS, strict=True))
    standing = list(_standing(session))
    if bound + len(standing) <= MOST:
        return [_everything(standing)]
    found: list[Part] = [lambda _session, _now: iter(standing)]
    for number, kind in zip(highest, _KINDS, strict=True):
        width = MOST // kind.most
        found += [_part(kind, range(first, first + width)) for first in range(1, number + 1, width)]
    return found


def _part(kind: _Kind, ids: range) -> Part:
    return lambda session, now: kind.within(session, ids, now)


def _everything(standing: Sequence[Mapped]) -> Part:
    ids = range(1, MOST + 1)
    return lambda session, now: chain(standing, *(kind.within(session, ids, now) for kind in _KINDS))


def _standing(session: Session) -> Iterator[Mapped]:
    """Yield what always stands, with the plans and their commitments, which are few."""
    yield from _STANDING
    if (edition := initiative.newest_edition(session)) is not None:
        yield Mapped("public.initiative", changed=edition.published_at)
    editions = forum.editions(session)
    if editions or forum.has_forum(session):
        yield Mapped("public.forum")
        yield Mapped("public.action_items")
    for rules in editions:
        yield Mapped("public.forum_rules", {"number": rules.number}, rules.published_at)
    yield from (Mapped("public.plan", {"slug": plan.slug}) for plan in plans.plans(session))
    commitments = plans.shown_commitments(session)
    for slug in dict.fromkeys(row.plan.slug for row in commitments):
        yield Mapped("public.progress", {"slug": slug})
        yield Mapped("public.plan_file", {"slug": slug})
    for row in commitments:
        yield Mapped("public.commitment", {"slug": row.plan.slug, "number": row.number})


def _versions(session: Session, ids: range, _now: datetime) -> Iterator[Mapped]:
    for slug, number, version, published, before in plans.published_within(session, ids=ids):
        place: dict[str, object] = {"slug": slug, "number": number}
        yield Mapped("public.version", place | {"version": version}, published)
        if before is not None:
            yield Mapped("public.compare", place | {"before": before, "after": version}, published)


def _consultations(session: Session, ids: range, now: datetime) -> Iterator[Mapped]:
    answered = outcomes.answered_within(session, ids=ids)
    for consultation_id, slug, changed in consultations.announced_within(session, ids=ids, now=now):
        yield Mapped("public.consultation", {"slug": slug}, changed)
        yield Mapped("public.text", {"slug": slug})
        yield Mapped("public.contributions", {"slug": slug})
        yield Mapped("public.invited", {"slug": slug})
        if consultation_id in answered:
            yield Mapped("public.outcome", {"slug": slug}, answered[consultation_id])


def _themes(session: Session, ids: range, now: datetime) -> Iterator[Mapped]:
    for slug, theme_id, published in outcomes.themes_within(session, ids=ids, now=now):
        yield Mapped("public.theme", {"slug": slug, "theme_id": theme_id}, published)


def _organisations(session: Session, ids: range, _now: datetime) -> Iterator[Mapped]:
    for slug in organisations.shown_within(session, ids=ids):
        yield Mapped("public.organisation", {"slug": slug})


def _documents(session: Session, ids: range, _now: datetime) -> Iterator[Mapped]:
    for slug, changed in documents.public_within(session, ids=ids):
        yield Mapped("public.document", {"slug": slug}, changed)


def _meetings(session: Session, ids: range, _now: datetime) -> Iterator[Mapped]:
    for slug in forum.meetings_within(session, ids=ids):
        yield Mapped("public.meeting", {"slug": slug})


def _action_items(session: Session, ids: range, _now: datetime) -> Iterator[Mapped]:
    for entry_id in forum.items_within(session, ids=ids):
        yield Mapped("public.action_item", {"entry_id": entry_id})


def _contributions(session: Session, ids: range, now: datetime) -> Iterator[Mapped]:
    for reference, changed in contributions.shown_within(session, ids=ids, now=now):
        yield Mapped("public.contribution", {"reference": reference}, changed)


_STANDING = (
    *map(
        Mapped,
        (
            "public.home", "public.consultations", "public.plans", "public.organisations", "public.moderation_log",
            "public.look_ups", "public.find_contribution", "public.documents",
        ),
    ),
    *(Mapped("public.page", {"name": name}) for name in PAGES),
)  # fmt: skip
_KINDS = (
    _Kind(consultations.highest_id, 5, _consultations),
    _Kind(outcomes.highest_theme_id, 1, _themes),
    _Kind(highest_version_id, 2, _versions),
    _Kind(organisations.highest_id, 1, _organisations),
    _Kind(documents.highest_id, 1, _documents),
    _Kind(forum.highest_meeting_id, 1, _meetings),
    _Kind(forum.highest_entry_id, 1, _action_items),
    _Kind(contributions.highest_id, 1, _contributions),
)
