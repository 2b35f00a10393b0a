"""Keeping the forum: its rules are published, seats begin and end; each is an entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ForumRules, ForumSeat, Sector
from consult.forum.services.keeping import MOST_POST, MOST_REASON, SUBJECT, require_keeper, role_of
from consult.forum.services.naming import problems_of_names
from consult.organisations.models import Organisation, Standing
from consult.organisations.queries import by_slugs, lock
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title

MOST_RULES = 20_000


@dataclass(frozen=True)
class Seat:
    """What is entered of a seat: a body by its slug, a sector, the post in both languages, and from which day."""

    organisation: str
    sector: str
    post_ar: str
    post_en: str
    since: date | None


@dataclass(frozen=True)
class End:
    """How a seat ends: the first day on which it is held no more, why, and whether it was never held at all."""

    ended_on: date | None
    reason: tuple[str, str]
    mistaken: bool = False


def publish_rules(
    session: Session, *, actor: Actor, now: datetime, rules: tuple[str, str], reason: tuple[str, str], seen: int
) -> ForumRules:  # fmt: skip
    """Publish the rules of the forum as their next edition; ``seen`` is the number of the one that stood, 0 for none.

    The same again is the same edition. Raises NotFoundError for whoever does not keep the forum, DomainError at a
    field, ``nothing-changed``, and ``edited-meanwhile`` where another edition stands by now.
    """
    require_keeper(actor)
    said = {"rules_ar": clean(rules[0]), "rules_en": clean(rules[1])}
    why = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    problems = problems_of_words(said, most=MOST_RULES) + problems_of_words(why, most=MOST_REASON)
    raise_any(problems + problems_of_names(session, said | why))
    standing = queries.rules(session)
    if standing is not None and all(getattr(standing, name) == words for name, words in said.items()):
        if all(getattr(standing, name) == words for name, words in why.items()):
            return standing
        raise DomainError("nothing-changed")
    number = standing.number if standing else 0
    if seen != number:
        raise DomainError("edited-meanwhile")
    row = ForumRules(number=number + 1, published_at=now, published_by_id=actor.user_id, **said, **why)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as same_moment:
        raise DomainError("edited-meanwhile") from same_moment
    append(
        session, now=now, kind="forum-rules-published", subject=SUBJECT, role=role_of(actor),
        details={"edition": row.number, **why},
    )  # fmt: skip
    return row


def enter_seat(session: Session, *, actor: Actor, now: datetime, zone: tzinfo, seat: Seat) -> ForumSeat:
    """Enter a seat that a body holds; the same that is held already is that one.

    Raises NotFoundError for whoever does not keep the forum, DomainError at a field, and ``seat-held-already`` where
    the post is held since another day.
    """
    require_keeper(actor)
    posts = {"post_ar": clean_title(seat.post_ar), "post_en": clean_title(seat.post_en)}
    problems = problems_of_words(posts, most=MOST_POST) + problems_of_names(session, posts)
    body = _held_body(session, seat.organisation)
    if body is None:
        problems.append(DomainError("choose-one", field="seat_body"))
    if seat.sector not in set(Sector):
        problems.append(DomainError("choose-one", field="sector"))
    problems += _problems_of_day(seat.since, "since", now, zone)
    raise_any(problems)
    assert body is not None and seat.since is not None  # noqa: S101, PT018 - said above
    for there in queries.seats_of(session, organisation_id=body.id):
        same = (there.post_ar, there.post_en, there.sector) == (*posts.values(), seat.sector)
        if same and there.ended_on is None:
            if there.since != seat.since:
                raise DomainError("seat-held-already", field="since")
            return there
    row = ForumSeat(
        organisation_id=body.id, organisation=body, sector=seat.sector, since=seat.since, recorded_at=now,
        recorded_by_id=actor.user_id, mistaken=False, **posts,
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(
        session, now=now, kind="forum-seat-taken", subject=SUBJECT, role=role_of(actor),
        details={"organisation": body.slug, "sector": row.sector, "since": row.since.isoformat(), **posts},
    )  # fmt: skip
    return row


def end_seat(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, seat_id: int, end: End
) -> ForumSeat:
    """End a seat with a public reason; the same again changes nothing.

    Raises NotFoundError where it is not ``actor``'s to do or there is no such seat, DomainError at a field, and
    ``seat-ended-otherwise`` where somebody else ended it meanwhile.
    """
    require_keeper(actor)
    row = queries.lock(session, seat_id)
    if row is None:
        raise NotFoundError
    why = {"reason_ar": clean(end.reason[0]), "reason_en": clean(end.reason[1])}
    ended_on = row.since if end.mistaken else end.ended_on
    if row.ended_on is not None:
        stood = (row.ended_on, row.mistaken, row.end_reason_ar, row.end_reason_en)
        if stood == (ended_on, end.mistaken, *why.values()):
            return row
        raise DomainError("seat-ended-otherwise")
    problems = problems_of_words(why, most=MOST_REASON) + problems_of_names(session, why)
    raise_any([*problems, *_problems_of_end(row, end, now, zone)])
    row.ended_on, row.mistaken, row.ended_at, row.ended_by_id = ended_on, end.mistaken, now, actor.user_id
    row.end_reason_ar, row.end_reason_en = why["reason_ar"], why["reason_en"]
    session.flush()
    append(
        session, now=now, kind="forum-seat-ended", subject=SUBJECT, role=role_of(actor),
        details={
            "organisation": row.organisation.slug, "post_ar": row.post_ar, "post_en": row.post_en,
            "ended_on": ended_on.isoformat() if ended_on else None, "mistaken": row.mistaken, **why,
        },
    )  # fmt: skip
    return row


def _held_body(session: Session, slug: str) -> Organisation | None:
    """Return a body that may hold a seat, held so that nobody enters another of its seats or ends it meanwhile."""
    found = next(iter(by_slugs(session, [slug])), None)
    body = lock(session, found.id) if found is not None else None
    return body if body is not None and body.standing == Standing.VERIFIED else None


def _problems_of_end(row: ForumSeat, end: End, now: datetime, zone: tzinfo) -> list[DomainError]:
    if end.mistaken:
        return [DomainError("never-held", field="mistaken")] if end.ended_on is not None else []
    if end.ended_on is not None and end.ended_on < row.since:
        return [DomainError("before-it-began", field="ended_on")]
    return _problems_of_day(end.ended_on, "ended_on", now, zone)


def _problems_of_day(day: date | None, field: str, now: datetime, zone: tzinfo) -> list[DomainError]:
    if day is None:
        return [DomainError("seat-day-needed", field=field)]
    return [DomainError("day-to-come", field=field)] if day > now.astimezone(zone).date() else []
