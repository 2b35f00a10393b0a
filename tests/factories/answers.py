"""Themes, responses and published outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.services import vote_on_clause, vote_on_contribution
from consult.outcomes import queries
from consult.outcomes import services as outcomes
from consult.outcomes.models import Outcome, Response, Theme
from consult.outcomes.policies import Coverage
from consult.outcomes.services import ResponseWords
from consult.shared.state import State
from tests.factories import moments
from tests.factories.scenes import REASON, Scene, scene
from tests.factories.voices import clarification, comment, hide, reply, translation

NEW_WORDS = ("نص جديد", "New words")


@dataclass
class Answered:
    """An answered scene: what was said in it, how it was themed, and what came of it."""

    scene: Scene
    comment: Contribution
    reply: Contribution
    late: Contribution
    hidden: Contribution
    theme: Theme
    outcome: Outcome


def theme(
    session: Session,
    of: Scene,
    *placed: Contribution,
    now: datetime = moments.AFTER,
    title: tuple[str, str] = ("موضوع", "A theme"),
) -> Theme:
    """Add a theme and put contributions under it."""
    made = outcomes.add_theme(session, actor=of.moderator, now=now, consultation_id=of.id, title=title)
    if placed:
        place(session, of, made, *placed, now=now)
    return made


def place(
    session: Session,
    of: Scene,
    under: Theme,
    *placed: Contribution,
    also: bool = False,
    now: datetime = moments.AFTER,
) -> None:
    """Put contributions under a theme."""
    outcomes.place(
        session, actor=of.moderator, now=now, theme_id=under.id, also=also,
        references=[contribution.reference for contribution in placed],
    )  # fmt: skip


def respond(
    session: Session,
    of: Scene,
    to: Theme,
    *,
    outcome: str = "accepted",
    changes: dict[int, tuple[str, str]] | None = None,
    milestones: Sequence[int] = (),
    reason: tuple[str, str] = REASON,
    now: datetime = moments.AFTER,
) -> Response:
    """Answer a theme, or answer it anew."""
    session.refresh(to, ["response"])
    words = ResponseWords(outcome, *reason, changes=changes or {}, milestone_ids=milestones)
    revision = to.response.revision if to.response else None
    made = outcomes.save_response(
        session, actor=of.officer, now=now, theme_id=to.id, words=words, revision=revision
    )
    session.refresh(to, ["response"])
    return made


def rename(session: Session, of: Scene, theme: Theme, now: datetime = moments.LATER) -> None:
    """Give a theme another title: the least that a correction can change."""
    title = (f"{theme.title_ar} المصحح", f"{theme.title_en}, corrected")
    outcomes.rename_theme(session, actor=of.moderator, now=now, theme_id=theme.id, title=title)


def look_again(session: Session, of: Scene, at: Theme, now: datetime = moments.LATER) -> None:
    """Say that an answer stands for all that stands under its theme now."""
    session.refresh(at, ["response", "voices"])
    assert at.response is not None
    outcomes.look_again(
        session, actor=of.officer, now=now, theme_id=at.id, revision=at.response.revision, voices=at.voices
    )


def publish(
    session: Session,
    of: Scene,
    number: int = 1,
    *,
    reason: tuple[str, str] = ("", ""),
    now: datetime = moments.ANSWERED,
    without_summary: bool = True,
) -> Outcome:
    """Publish an outcome version, with a reason for the versions of texts that it makes."""
    why = (f"الرد على {of.consultation.title_ar}", f"The answer to {of.consultation.title_en}")
    return outcomes.publish(
        session, actor=of.publisher, now=now, consultation_id=of.id, number=number, reason=reason,
        version_reason=why, without_summary=without_summary,
    )  # fmt: skip


def answered(
    session: Session, also: Callable[[Scene, Contribution], Sequence[Contribution]] | None = None
) -> Answered:
    """Make an answered consultation: a comment with a reply, a late one, a hidden one, votes, a changed clause.

    ``also`` is given the scene and its comment while it is open, and returns what else is said in it.
    """
    made = scene(session)
    first = comment(session, made, by=made.author, stance="support", named=True)
    below = reply(session, first)
    gone = comment(session, made)
    vote_on_clause(
        session,
        actor=made.author,
        now=moments.DURING,
        consultation_id=made.id,
        clause_id=made.clauses[0],
        choice="agree",
    )
    vote_on_contribution(
        session, actor=made.author, now=moments.DURING, reference=gone.reference, choice="pass"
    )
    hide(session, made, gone)
    more = also(made, first) if also else ()
    late = comment(session, made, now=moments.AFTER)
    under = theme(session, made, first, late, *more)
    outcomes.save_point(
        session, actor=made.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
        references=[first.reference],
    )  # fmt: skip
    respond(session, made, under, changes={made.clauses[0]: NEW_WORDS}, milestones=made.milestones[:1])
    outcome = publish(session, made)
    return Answered(made, first, below, late, gone, under, outcome)


def coverage(session: Session, of: Scene) -> Coverage:
    """Return what of a scene is accounted for."""
    session.expire_all()
    return queries.coverage(session, consultation_id=of.id)


def noise(session: Session) -> None:
    """Add consultations that no test is about, with everything in them, so that a missing WHERE fails."""
    answered(session)
    scene(session, State.DRAFT)
    scene(session, State.CANCELLED)
    still = scene(session)
    said = comment(session, still)
    reply(session, said)
    clarification(session, still, said)
    translation(session, still, said)
    hide(session, still, comment(session, still))
