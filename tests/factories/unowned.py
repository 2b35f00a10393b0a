"""A consultation about a text that is no commitment's: of such a text no owner is known."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from consult.consultations import services as consultations
from consult.contributions.models import Contribution
from consult.shared.state import State
from consult.texts.models import Text, TextVersion
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, publish, respond, theme
from tests.factories.scenes import LIMITS, Scene, announce, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version
from tests.factories.voices import comment


def unowned_version(session: Session, of: Scene) -> TextVersion:
    """Add a draft of a text that nothing points at, by the body of a scene."""
    words = Text()
    session.add(words)
    session.flush()
    return draft_version(session, of.officer, of.organisation, words)


def unowned(session: Session, state: State = State.OPEN, *, beside: bool = False) -> Scene:
    """Make a consultation about such a text, and about a commitment's ``beside`` it, after that one.

    Its ``commitment`` is asked about only then; ``version`` and ``clauses`` are those of the text without an owner.
    """
    made = make_scene(session, State.DRAFT)
    version = unowned_version(session, made)
    consultations.save_draft(
        session, actor=made.officer, now=moments.DRAFTED, organisation=made.organisation,
        slug=made.consultation.slug, version_ids=[made.version.id, version.id] if beside else [version.id],
        limits=LIMITS, terms=terms(), revision=made.consultation.revision,
    )  # fmt: skip
    found = replace(made, version=version, clauses=[row.clause_id for row in version.clauses])
    if state is not State.DRAFT:
        announce(session, found)
    return found


def answer(session: Session, of: Scene) -> Contribution:
    """Answer a scene whose text has no owner with new words for its first clause; return the voice behind them."""
    said = comment(session, of, by=of.author)
    under = theme(session, of, said)
    respond(session, of, under, changes={of.clauses[0]: NEW_WORDS})
    publish(session, of)
    return said
