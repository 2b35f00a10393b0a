"""A consultation in one state with everything that can be in it, another body's beside it, and everyone who visits."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from consult.accounts.models import Role
from consult.consultations import services as consultations
from consult.contributions.services import attach_original
from consult.desk.plans.import_forms import SentSheet
from consult.documents import services as documents
from consult.documents.models import Attached, Visibility
from consult.moderation.services import ask_erasure, hide_many
from consult.organisations import services as organisations
from consult.organisations.queries import representatives
from consult.outcomes import services as outcomes
from consult.outcomes.queries import points
from consult.shared.state import State
from consult.shared.storage import new_key
from consult.web.uploads import storage
from tests.access.meetings import met
from tests.access.people import Visitor, visitors
from tests.factories import moments
from tests.factories.answers import answered, theme
from tests.factories.documents import filed
from tests.factories.forum import ruled_somehow, seated
from tests.factories.initiative import published_initiative
from tests.factories.letters import letter
from tests.factories.organisations import again, applied, coordinator, verified
from tests.factories.people import person
from tests.factories.plans import recorded
from tests.factories.progress import reported
from tests.factories.reports import kept_reason
from tests.factories.reports import reported as reported_voice
from tests.factories.scenes import NOW, REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.tables import as_csv
from tests.factories.voices import clarification, comment, hide, translation

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from consult.accounts.policies import Actor
    from consult.contributions.models import Contribution

# What stands in an address for a thing that is not there.
UNKNOWN: dict[str, object] = {
    "slug": "no-such-question",
    "reference": "V-2026-999999",
    "theme_id": 2147483646,
    "point_id": 2147483646,
    "clause_id": 2147483646,
    "version_id": 2147483646,
    "number": 9998,
    "version": 9998,
    "before": 9997,
    "after": 9998,
    "user_id": 999999998,
    "entry_id": 999999998,
    "attendance_id": 999999998,
    "person_id": 999999998,
    "grant_id": 999999998,
    "session_id": 999999998,
    "draft_id": 999999998,
    "form": "n-o-t-h-e-r-e-00",
    "vote_id": 999999998,
    "invitation_id": 999999998,
    "attachment_id": 999999998,
    "token": "never-made",
    "mails": "receipts",
    "name": "no-such-page",
    "milestone_id": 2147483646,
    "seat_id": 2147483646,
    "update_id": 2147483646,
    "kind": "no-such-act",
    "statement_id": 2147483646,
    "fact_id": 2147483646,
    "step_id": 2147483646,
    "process": "no-such-process",
    "sheet": "never-sent",
    "kind of table": "csv",
    "way": "up",
    "batch": 2147483646,
    "reason_id": 2147483646,
    "filename": "no-such-file.css",
    "day": "2026-12-24",
}
_SAID = frozenset({State.OPEN, State.CLOSED, State.ANSWERED, State.CANCELLED})
_THEMED = frozenset({State.CLOSED, State.ANSWERED, State.CANCELLED})


@dataclass(frozen=True)
class World:
    """A state of the consultation, who visits, and the things that are there by the names of arguments.

    ``scope`` among them is that of the asking body, ``speaking scope`` that of an organisation that takes part.
    ``theirs`` are the same things of another body.
    """

    state: State
    visitors: list[Visitor]
    things: dict[str, object]
    theirs: dict[str, object]


def world(session: Session, app: Flask, state: State) -> World:
    """Make the world of ``state``: whoever visits it comes at ``NOW[state]``."""
    things: dict[str, object] = {}
    elsewhere = make_scene(session)
    theirs = _theirs(session, elsewhere, state)
    if state is State.ANSWERED:
        made = answered(session)
        scene, said, under = made.scene, made.comment, made.theme
        things |= {"outcome": made.outcome, "reference": said.reference, "theme_id": under.id}
        things["point_id"] = points(session, theme_id=under.id)[0].id
    else:
        scene = make_scene(session, State.DRAFT if state is State.DRAFT else State.OPEN)
        things |= _spoken(session, scene, state)
    if state is State.CANCELLED:
        consultations.cancel(
            session, actor=scene.officer, now=moments.AFTER, consultation_id=scene.id, reason=REASON
        )
    if "reference" in things:
        # Its author asks that it be erased: a moderator finds something to decide.
        ask_erasure(
            session, actor=scene.author, now=NOW[state], reference=str(things["reference"]), reason=""
        )
    applicant = person(session)
    bodies, representative = _organisations(session, applicant)
    things |= bodies
    things |= {
        "scope": scene.organisation.scope, "body": scene.organisation.slug,
        "reason_id": kept_reason(session, scene.organisation, scene.moderator).id,
        "slug": scene.consultation.slug, "plan": scene.commitment.plan.slug, "number": scene.commitment.number,
        "version": 1, "before": 1, "after": 2, "clause_id": scene.clauses[0], "version_id": scene.version.id,
        "filename": "css/tokens.css", "name": "privacy", "token": "nonsense", "mails": "answers",
        "user_id": scene.officer.user_id, "sitemap part": 1, "milestone_id": scene.milestones[0],
        "plan act": "adopted", "commitment act": "withdrawn", "milestone act": "moved", "way": "up",
        "day": "2026-12-25", "kind of table": "csv",
        "process": "plan",
    }  # fmt: skip
    things |= recorded(session, scene.commitment.plan)
    things["update_id"] = reported(session, scene.milestones[0], scene.organisation).id
    things |= published_initiative(session)
    things |= met(session, scene)
    things |= {
        "seat": seated(session, scene.organisation).id,
        "edition of rules": ruled_somehow(session).number,
    }
    things |= _documents(session, app, scene)
    if "letter" in things:
        _original(session, app, scene, str(things["letter"]))
    everyone = visitors(session, app, scene, elsewhere, representative, applicant)
    things["sheet"] = _sheet(app, scene.commitment.plan_id, everyone)
    return World(state, everyone, things, theirs)


def _sheet(app: Flask, plan_id: int, everyone: list[Visitor]) -> str:
    """Return the address of a table that the coordinator sent and has not confirmed."""
    (coordinator_,) = (each.actor for each in everyone if each.name == "coordinator")
    assert coordinator_ is not None
    held, key = as_csv([["commitment_number", "title_en"], ["1", "A title"]]), new_key()
    with app.app_context():
        storage().put(key, BytesIO(held))
        return SentSheet(
            key=key,
            packed=False,
            sha256="0" * 64,
            name="table",
            plan_id=plan_id,
            user_id=coordinator_.user_id,
        ).signed()


def _theirs(session: Session, elsewhere: Scene, state: State) -> dict[str, object]:
    """Fill another body's consultation as far as the state has come, and give it a draft and an organisation's team."""
    draft = make_scene(session, State.DRAFT)
    speaking, _representative = verified(session)
    grant, _user = representatives(session, scope=speaking.scope)[0]
    theirs: dict[str, object] = {
        "organisation": elsewhere.organisation.id, "milestone": elsewhere.milestones[0], "speaking": speaking.slug,
        "clause_id": elsewhere.clauses[0], "draft clause": draft.clauses[0], "draft": draft.version.id,
        "colleague": grant.id,
    }  # fmt: skip
    if state in _SAID:
        said = comment(session, elsewhere)
        theirs["reference"] = said.reference
    if state in _THEMED:
        under = theme(session, elsewhere, said)
        point = outcomes.save_point(
            session, actor=elsewhere.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
            references=[said.reference],
        )  # fmt: skip
        theirs |= {"theme_id": under.id, "point": point.id}
    return theirs


def _organisations(session: Session, applicant: Actor) -> tuple[dict[str, object], Actor]:
    """Make an organisation that waits, and one that speaks by two people and has invited a third; return the first."""
    speaking, representative = verified(session)
    colleague = person(session, (Role.REPRESENTATIVE, speaking.scope))
    invitation = organisations.invite(
        session, actor=representative, now=moments.ANNOUNCED, slug=speaking.slug, email="third@example.org",
        language="en",
    )  # fmt: skip
    colleagues = {user.id: grant.id for grant, user in representatives(session, scope=speaking.scope)}
    things: dict[str, object] = {
        "applied": applied(session, by=applicant).slug, "speaking": speaking.slug, "speaking scope": speaking.scope,
        "colleague": colleagues[colleague.user_id], "invitation_id": invitation.id,
    }  # fmt: skip
    return things, again(session, representative)


def _documents(session: Session, app: Flask, scene: Scene) -> dict[str, object]:
    """Put three documents of the asking body on file: one for all, one for staff, and one that is to be erased."""
    public, restricted, erasing = (
        filed(session, scene.organisation, storage=app.extensions["storage"], visibility=visibility)
        for visibility in (Visibility.PUBLIC, Visibility.RESTRICTED, Visibility.PUBLIC)
    )
    attached = documents.attach(
        session, actor=coordinator(session), now=moments.ANNOUNCED, slug=public.slug, kind=Attached.PLAN,
        subject_id=scene.commitment.plan_id,
    )  # fmt: skip
    documents.ask_erasure(
        session,
        actor=coordinator(session),
        now=moments.ANNOUNCED,
        slug=erasing.slug,
        reason="It is unlawful.",
    )
    return {
        "document": public.slug, "restricted": restricted.slug, "erasing": erasing.slug, "attachment": attached.id,
        "first version": 1,
    }  # fmt: skip


def _spoken(session: Session, scene: Scene, state: State) -> dict[str, object]:
    """Let the citizen speak, somebody's words be hidden and a theme be opened, as far as the state has come."""
    if state not in _SAID:
        return {}
    said = comment(session, scene, by=scene.author)
    clarification(session, scene, said)
    translation(session, scene, said)
    hide(session, scene, comment(session, scene))
    things = {
        "reference": said.reference,
        "report": _reported(session, said),
        "batch": _together(session, scene),
        "letter": letter(session, scene).reference,
    }
    if state not in _THEMED:
        return things
    under = theme(session, scene, said)
    point = outcomes.save_point(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
        references=[said.reference],
    )  # fmt: skip
    return {**things, "theme_id": under.id, "point_id": point.id}


def _reported(session: Session, said: Contribution) -> str:
    """Report a voice, and return the token of the report's page."""
    token = f"token of {said.reference}"
    reported_voice(session, said, token=token)
    return token


def _original(session: Session, app: Flask, scene: Scene, reference: str) -> None:
    """Keep the original of what was keyed in."""
    key = new_key()
    app.extensions["storage"].put(key, BytesIO(b"Words on paper"))
    attach_original(
        session, actor=scene.moderator, now=moments.DURING, reference=reference, stored_key=key,
        media_type="text/plain", size=14, stem="paper",
    )  # fmt: skip


def _together(session: Session, scene: Scene) -> int:
    """Hide a voice in an act of its own, and return its number."""
    (made,) = hide_many(
        session, actor=scene.moderator, now=moments.DURING, consultation_id=scene.id,
        references=[comment(session, scene).reference], rule=7, reason=REASON,
    )  # fmt: skip
    assert made.batch
    return made.batch
