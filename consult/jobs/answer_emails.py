"""The mail that brings the answer: theme, outcome, reason and new words for each of a person's own voices."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.queries import user_by_id
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.jobs.blocks import Block, Letter, link, preferences_of, text, unsubscribe_of
from consult.jobs.composing import composes, works_on
from consult.outbox.models import OutboxMessage
from consult.outcomes import queries as outcomes
from consult.outcomes.models import FrozenTheme, Outcome
from consult.outcomes.services import FURTHER, tell_contributors
from consult.shared.text import shortened
from consult.texts import queries as text_queries
from consult.texts.models import ClauseText
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized

_EXCERPT = 160
Changes = dict[int, list[tuple[ClauseText, ClauseText]]]


@composes("answered")
def answered(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose it; None where nothing of the person's stands under the outcome."""
    outcome = outcomes.by_id(session, message.content["outcome"])
    author = user_by_id(session, message.content["user_id"])
    if outcome is None or author is None or not author.mails_answers:
        return None
    own = [
        row
        for row in contributions.of_author(session, user_id=message.content["user_id"])
        if row.consultation_id == outcome.consultation_id
    ]
    places = outcomes.places(session, outcome_id=outcome.id, contribution_ids=[row.id for row in own])
    told = [row for row in reversed(own) if row.id in places]
    if not told:
        return None
    consultation = told[0].consultation
    changes = _changes(session, outcome)
    blocks = [
        text(_opening(outcome)),
        Block("quote", localized(consultation, "title"), lang=lang_of(consultation, "title")),
    ]
    for row in told:
        blocks += _about(row, outcome, places[row.id], changes)
    return Letter(
        _subject(outcome, localized(consultation, "title")),
        [*blocks, link(_("What everybody said, and all answers"), "public.outcome", slug=consultation.slug)],
        preferences_of(author),
        unsubscribe_of(author, "answers"),
    )


@works_on(FURTHER)
def tell_further(session: Session, now: datetime, message: OutboxMessage) -> None:
    """Put the mails of the next contributors in the outbox."""
    outcome = outcomes.by_id(session, message.content["outcome"])
    if outcome is not None:
        tell_contributors(session, now=now, outcome=outcome, after_id=message.content["after"])


def _subject(outcome: Outcome, title: str) -> str:
    if outcome.number > 1:
        return str(_("The answer was corrected: %(title)s", title=bidi_isolate(title)))
    return str(_("The answer to what you said: %(title)s", title=bidi_isolate(title)))


def _opening(outcome: Outcome) -> str:
    if outcome.number > 1:
        return str(_("The answer to a consultation in which you took part was corrected. It now says:"))
    return str(_("A consultation in which you took part is answered."))


def _changes(session: Session, outcome: Outcome) -> Changes:
    """Return, for each theme id, the clauses it changed: the words before and after."""
    rows = outcomes.changes(session, outcome_id=outcome.id)
    ids = {row.from_version_id for row in rows} | {row.to_version_id for row in rows}
    texts = {version_id: text_queries.clause_texts(session, version_id=version_id) for version_id in ids}
    found: Changes = {}
    for row in rows:
        before, after = texts[row.from_version_id][row.clause_id], texts[row.to_version_id][row.clause_id]
        found.setdefault(row.theme_id, []).append((before, after))
    return found


def _about(row: Contribution, outcome: Outcome, theme_ids: list[int], changes: Changes) -> list[Block]:
    blocks = [Block("heading", _("You said, under %(reference)s:", reference=bidi_isolate(row.reference)))]
    if row.is_published:
        blocks.append(Block("quote", shortened(row.title or row.body or "", _EXCERPT), lang=row.language))
    for theme_id in theme_ids:
        theme = next(each for each in outcome.themes if each["id"] == theme_id)
        blocks += _theme(theme, changes.get(theme_id, []), illustrative=row.consultation.illustrative)
    onward = _("Follow it from your words to the answer")
    return [*blocks, link(onward, "public.contribution", reference=row.reference)]


def _theme(
    theme: FrozenTheme, changed: list[tuple[ClauseText, ClauseText]], *, illustrative: bool
) -> list[Block]:
    facts = (
        (_("Theme"), localized(theme, "title")),
        (_("Answer"), label("outcome", theme["outcome"])),
    )
    blocks = [
        Block("facts", facts=facts),
        Block("prose", localized(theme, "reason"), lang=lang_of(theme, "reason")),
    ]
    if illustrative:
        blocks.append(text(_("Illustrative: written for this demonstration, not by the body itself.")))
    for before, after in changed:
        heading = localized(after, "heading")
        blocks += [
            text(_("The words that changed, in the clause %(heading)s:", heading=bidi_isolate(heading))),
            Block("before", localized(before, "text"), lang=lang_of(before, "text")),
            Block("after", localized(after, "text"), lang=lang_of(after, "text")),
        ]
    return blocks
