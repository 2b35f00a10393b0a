"""The life of one consultation: announced, spoken in, voted in, moderated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, Moments, listed, pair
from consult.commands.demonstration.people import People
from consult.commands.demonstration.record import Text
from consult.consultations.models import Consultation
from consult.consultations.policies.rules import Limits
from consult.consultations.services import Terms, announce, save_draft
from consult.contributions.models import Choice, Contribution
from consult.contributions.policies import may_reply
from consult.contributions.services import Words, submit, vote_on_clause, vote_on_contribution, withdraw
from consult.moderation.services import hide
from consult.organisations import queries as organisations

_DRAFTING = timedelta(days=7)
_BETWEEN_VOTES = timedelta(minutes=41)


@dataclass
class Consulted:
    """A loaded consultation, with what was said in it by the keys of the content."""

    consultation: Consultation
    given: Content
    text: Text
    said: dict[str, Contribution]


def load_consultation(
    session: Session, *, given: Content, text: Text, people: People, moments: Moments, now: datetime, limits: Limits
) -> Consulted:  # fmt: skip
    """Announce the consultation and let everything happen in it that happened by ``now``, in its order."""
    consultation = _announced(session, given, text, people, moments, limits)
    consulted = Consulted(consultation, given, text, {})
    events: list[tuple[datetime, Callable[[], None]]] = []
    for each in given["contributions"]:
        events += _events(session, consulted, each, people, moments)
    for _, happen in sorted(events, key=lambda event: event[0]):
        happen()
    _vote(session, consulted, people, min(now, consultation.closes_at) - timedelta(seconds=1))
    return consulted


def _announced(
    session: Session, given: Content, text: Text, people: People, moments: Moments, limits: Limits
) -> Consultation:
    organisation = organisations.by_slug(session, given["organisation"])
    if organisation is None:
        raise RuntimeError("the asking body is not among the organisations")
    at = moments.on_the_hour(given, "announced", given.get("opens_time", "09:00"))
    officer = people.roles["officer"]
    consultation = save_draft(
        session, actor=officer, now=at - _DRAFTING, organisation=organisation, slug=given["slug"],
        terms=_terms(given, moments), version_ids=[text.version.id], limits=limits,
    )  # fmt: skip
    consultation.illustrative = given["illustrative"]
    announce(session, actor=officer, now=at, consultation_id=consultation.id, limits=limits)
    return consultation


def _terms(given: Content, moments: Moments) -> Terms:
    texts = {name: pair(given[name]) for name in ("title", "why", "decider")}
    texts |= {name: listed(given[name]) for name in ("open_to_change", "not_open", "ways")}
    both = {
        f"{name}_{lang}": text[place]
        for name, text in texts.items()
        for place, lang in enumerate(("ar", "en"))
    }
    return Terms(
        opens_at=moments.on_the_hour(given, "opens", given.get("opens_time", "")),
        closes_at=moments.on_the_hour(given, "closes", given.get("closes_time", "")),
        level=given["level"],
        contact_name=" – ".join(pair(given["contact"]["name"])),
        contact_email=given["contact"]["email"],
        calls_for_proposals=given["calls_for_proposals"],
        **both,
    )  # fmt: skip


def _events(
    session: Session, consulted: Consulted, each: Content, people: People, moments: Moments
) -> list[tuple[datetime, Callable[[], None]]]:
    """Return what happens with one contribution: it is said, and perhaps withdrawn or hidden."""
    key = each["key"]
    speaker = people.speaker(key, each["speaker"])
    at = moments.of(each, "at")

    def say() -> None:
        words = _words(consulted, each)
        consulted.said[key] = submit(
            session, actor=speaker, now=at, consultation_id=consulted.consultation.id, words=words
        )

    events: list[tuple[datetime, Callable[[], None]]] = [(at, say)]
    if "withdrawn_at" in each or "withdrawn_at_days" in each:
        taken_back = moments.of(each, "withdrawn")
        events.append(
            (
                taken_back,
                lambda: withdraw(
                    session, actor=speaker, now=taken_back, reference=consulted.said[key].reference
                ),
            )
        )
    if "hidden" in each:
        events.append(_hiding(session, consulted, each, people, moments))
    return events


def _words(consulted: Consulted, each: Content) -> Words:
    parent = _parent(consulted, each["parent"]) if each["parent"] else None
    text = consulted.text
    return Words(
        key=f"demonstration-{each['key']}",
        body=each["body"],
        kind=each["kind"],
        clause_id=text.clauses[each["clause"]] if each["clause"] and parent is None else None,
        version_id=text.version.id,
        parent=parent.reference if parent else None,
        stance=each["stance"],
        language=each["lang"],
        title=each.get("title", ""),
        problem=each.get("problem", ""),
        organisation=each["speaker"].get("organisation"),
        named="name" in each["speaker"],
    )


def _parent(consulted: Consulted, key: str) -> Contribution:
    """Return what a reply hangs under: what it answers or, where the thread is as deep as it gets, what that does."""
    parent = consulted.said[key]
    if may_reply(parent):
        return parent
    return next(each for each in consulted.said.values() if each.id == parent.parent_id)


def _hiding(
    session: Session, consulted: Consulted, each: Content, people: People, moments: Moments
) -> tuple[datetime, Callable[[], None]]:
    hidden = each["hidden"]
    at = moments.of(hidden, "at")

    def decide() -> None:
        hide(
            session, actor=people.roles["moderator"], now=at, reference=consulted.said[each["key"]].reference,
            rule=hidden["rule"], reason=pair(hidden["reason"]),
        )  # fmt: skip

    return at, decide


def _vote(session: Session, consulted: Consulted, people: People, latest: datetime) -> None:
    """Cast the votes that the content counts: each by somebody else, none on one's own words."""
    consultation, votes = consulted.consultation, consulted.given["votes"]
    for key, counts in votes["clauses"].items():
        clause_id = consulted.text.clauses[key]
        for actor, choice, at in _ballots(people, key, counts, consultation.opens_at, latest, None):
            vote_on_clause(
                session, actor=actor, now=at, consultation_id=consultation.id, clause_id=clause_id, choice=choice
            )  # fmt: skip
    for key, counts in votes["contributions"].items():
        said = consulted.said[key]
        for actor, choice, at in _ballots(people, key, counts, said.received_at, latest, said.author_id):
            vote_on_contribution(session, actor=actor, now=at, reference=said.reference, choice=choice)


def _ballots(
    people: People, key: str, counts: dict[str, int], since: datetime, latest: datetime, author_id: int | None
) -> list[tuple[Actor, str, datetime]]:
    """Return who votes how and when; the voters begin elsewhere for each subject, the same at each loading."""
    choices = [choice.value for choice in Choice for _ in range(counts[choice.value])]
    voters = [actor for actor in people.voters if actor.user_id != author_id]
    first = crc32(key.encode()) % len(voters)
    if len(choices) > len(voters):
        raise RuntimeError(f"more votes on {key} than there are voters")
    return [
        (voters[(first + place) % len(voters)], choice, min(since + _BETWEEN_VOTES * (place + 1), latest))
        for place, choice in enumerate(choices)
    ]
