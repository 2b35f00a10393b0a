"""Staff's translation of a contribution: it helps its readers, stands below the author's words, and replaces none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries as consultations
from consult.consultations.errors import EditedMeanwhileError, StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, judged_at, may_ask_for, state_of
from consult.contributions import queries
from consult.contributions.models import Contribution, Translation
from consult.contributions.services.indexing import index_translations
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title

# A translation runs longer than what it translates.
MAX_BODY, MAX_TITLE = 6000, 400
LANGUAGES = ("ar", "en")


@dataclass(frozen=True)
class Translated:
    """A contribution's words in another language, part by part; a part that it lacks is passed over."""

    body: str
    title: str = ""
    problem: str = ""


def translate(
    session: Session, *, actor: Actor, now: datetime, reference: str, language: str, words: Translated,
    seen: int | None = None,
) -> Translation:  # fmt: skip
    """Put a translation below a contribution that is shown, and return it: the highest number of a language counts.

    Nothing is overwritten; the same words again are no new translation. ``seen`` is the number that the translator had
    before them (0 for none): where another came meanwhile EditedMeanwhileError is raised. The fingerprint covers what
    the author said, where, and under which name or body, and never a translation.
    """
    contribution, consultation = _held(session, actor, now, reference)
    if language not in LANGUAGES or language == contribution.language:
        raise DomainError("choose-one", field="language")
    parts = _checked(contribution, words)
    now_counts = queries.translations(session, ids=[contribution.id]).get(contribution.id, {}).get(language)
    if now_counts is not None and parts == _parts(now_counts):
        return now_counts
    number = now_counts.number if now_counts else 0
    if seen is not None and seen != number:
        raise EditedMeanwhileError
    role = Role.MODERATOR if actor.holds(Role.MODERATOR, consultation.organisation.scope) else Role.OFFICER
    made = Translation(
        contribution_id=contribution.id, revision=contribution.revision_number, language=language,
        number=number + 1, **parts, role=role.value, user_id=actor.user_id, made_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    index_translations(session, [contribution])
    append(
        session, now=now, kind="contribution-translated", subject=reference, role=role.value,
        details={"language": language, "number": made.number},
    )  # fmt: skip
    return made


def _held(session: Session, actor: Actor, now: datetime, reference: str) -> tuple[Contribution, Consultation]:
    """Return the contribution, held until the transaction ends, so that translations of it come one after another."""
    found = queries.by_reference(session, reference)
    consultation = consultations.lock(session, found.consultation_id, shared=True) if found else None
    # The right comes first: to anyone else a draft and its state are not there.
    if consultation is None or not may_ask_for(
        actor, consultation, consultation.organisation.scope, Act.TRANSLATE, now
    ):
        raise NotFoundError
    at = judged_at(consultation, now)
    if not allows(consultation, Act.TRANSLATE, at):
        raise StateError(Act.TRANSLATE, state_of(consultation, at))
    contribution = queries.lock(session, reference)
    if contribution is None or not contribution.is_published:
        raise DomainError("not-shown")
    return contribution, consultation


def _checked(contribution: Contribution, words: Translated) -> dict[str, str | None]:
    """Return the parts cleaned; raise DomainError at each that is missing or too long."""
    typed = {"title": clean_title(words.title), "problem": clean(words.problem), "body": clean(words.body)}
    parts = {name: value if getattr(contribution, name) else None for name, value in typed.items()}
    raise_any(
        [
            problem
            for name, value in parts.items()
            if value is not None
            for problem in problems_of_words({name: value}, most=MAX_TITLE if name == "title" else MAX_BODY)
        ]
    )
    return parts


def _parts(made: Translation) -> dict[str, str | None]:
    return {"title": made.title, "problem": made.problem, "body": made.body}
