"""The life of one consultation as its staff lead it: drafted, announced, corrected, cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.commands.demonstration.content import Content, listed, pair
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.people import People
from consult.commands.demonstration.story import Story
from consult.commands.demonstration.text import Text, draft_text
from consult.consultations.models import Consultation
from consult.consultations.policies.rules import Limits
from consult.consultations.services import (
    Terms,
    ToldOtherwise,
    announce,
    cancel,
    correct,
    invite,
    save_draft,
    tell,
)
from consult.contributions.models import Contribution
from consult.organisations import queries as organisations
from consult.plans.models import Commitment

_DRAFTING = timedelta(days=7)
_A_DAY = timedelta(days=1)
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    """What every part of the loading needs."""

    session: Session
    people: People
    moments: Moments
    limits: Limits
    story: Story


@dataclass
class Consulted:
    """A consultation being loaded: its content, row and text, and what was said in it by the content's keys."""

    given: Content
    consultation: Consultation
    text: Text
    said: dict[str, Contribution] = field(default_factory=dict)


def prepare(stage: Stage, given: Content, commitment: Commitment, milestones: dict[str, int]) -> Consulted:
    """Draft a consultation with its text, and let its staff announce, correct and cancel it in the story."""
    organisation = organisations.by_slug(stage.session, given["organisation"])
    if organisation is None:
        raise RuntimeError("the asking body is not among the organisations")
    officer = stage.people.roles["officer"]
    announced = _moment(stage, given, "announced")
    drafted = announced - _DRAFTING if announced else stage.moments.now - _A_DAY
    text = draft_text(
        stage.session, officer=officer, now=drafted, commitment=commitment, drafter=organisation,
        clauses=given["clauses"], milestones=milestones,
    )  # fmt: skip
    consultation = save_draft(
        stage.session, actor=officer, now=drafted, organisation=organisation, slug=given["slug"],
        terms=_terms(stage, given), version_ids=[text.version.id], limits=stage.limits,
    )  # fmt: skip
    consultation.illustrative = given["illustrative"]
    consulted = Consulted(given, consultation, text)
    if announced:
        _announce(stage, consulted, announced)
    return consulted


def _announce(stage: Stage, consulted: Consulted, at: datetime) -> None:
    session, officer, row = stage.session, stage.people.roles["officer"], consulted.consultation
    stage.story.add(
        at, lambda: announce(session, actor=officer, now=at, consultation_id=row.id, limits=stage.limits)
    )
    if "invited" in consulted.given:
        _invite(stage, consulted, at)
    for each in consulted.given.get("errata", ()):
        _correct(stage, consulted, each)
    if "cancelled" in consulted.given:
        given = consulted.given["cancelled"]
        ended = stage.moments.working(given["at"])
        stage.story.add(
            ended,
            lambda: cancel(
                session, actor=officer, now=ended, consultation_id=row.id, reason=pair(given["reason"])
            ),
        )


def _invite(stage: Stage, consulted: Consulted, announced: datetime) -> None:
    """Let the body invite organisations and tell others, an hour after the announcement."""
    at, given, officer = announced + _AN_HOUR, consulted.given["invited"], stage.people.roles["officer"]
    row, zone = consulted.consultation, stage.moments.zone
    told = [
        ToldOtherwise(*pair(each["name"]), each["how"], at.astimezone(zone).date()) for each in given["told"]
    ]

    def act() -> None:
        invite(
            stage.session,
            actor=officer,
            now=at,
            zone=zone,
            consultation_id=row.id,
            slugs=given["organisations"],
        )
        for each in told:
            tell(stage.session, actor=officer, now=at, zone=zone, consultation_id=row.id, told=each)

    stage.story.add(at, act)


def _correct(stage: Stage, consulted: Consulted, given: Content) -> None:
    at, officer = stage.moments.working(given["at"]), stage.people.roles["officer"]
    row = consulted.consultation
    stage.story.add(
        at,
        lambda: correct(
            stage.session, actor=officer, now=at, consultation_id=row.id, erratum=pair(given["text"])
        ),
    )


def _moment(stage: Stage, given: Content, name: str) -> datetime | None:
    return stage.moments.working(given["dates"][name]) if name in given["dates"] else None


def _terms(stage: Stage, given: Content) -> Terms:
    texts = {name: pair(given[name]) for name in ("title", "why", "decider")}
    texts["promise"] = pair(given.get("promise"))
    texts |= {name: listed(given[name]) for name in ("open_to_change", "not_open", "ways")}
    both: dict[str, Any] = {
        f"{name}_{lang}": text[place]
        for name, text in texts.items()
        for place, lang in enumerate(("ar", "en"))
    }
    name_ar, name_en = pair(given["contact"]["name"])
    return Terms(
        opens_at=stage.moments.working(given["dates"]["opens"]),
        closes_at=stage.moments.working(given["dates"]["closes"]),
        level=given["level"], contact_name_ar=name_ar, contact_name_en=name_en,
        contact_email=given["contact"]["email"], calls_for_proposals=given["calls_for_proposals"],
        hold_after=given.get("hold_after"), seals_results=given.get("seals_results", False), **both,
    )  # fmt: skip
