"""Saying it anew: each change is a revision with a seal and a receipt of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.consultations.policies import judged_at, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import INTEREST, Contribution, Revision
from consult.contributions.policies import is_author, is_quiet, may_revise
from consult.contributions.services.counting import count_stance
from consult.contributions.services.indexing import index_words
from consult.contributions.services.placing import Words
from consult.contributions.services.posting import checked, receipt, seal
from consult.outbox.services import enqueue
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.fingerprint import canonical_details
from consult.shared.language import language_of

# The minutes after posting within which a change shows nobody what stood before, where nobody says otherwise.
CHANGE_MINUTES = 15
# Each reader's page compares them word by word.
MOST_REVISIONS = 20


@dataclass(frozen=True)
class Anew:
    """What an author says in place of what they said; ``title`` and ``problem`` are a proposal's.

    ``interest`` is declared by an organisation.
    """

    body: str
    stance: str | None = None
    title: str = ""
    problem: str = ""
    named: bool = False
    interest: str = ""


def revise(
    session: Session, *, actor: Actor, now: datetime, reference: str, anew: Anew, seen: int,
    change_minutes: int = CHANGE_MINUTES,
) -> Revision:  # fmt: skip
    """Put other words, another stance or name in the place of one's own; return the revision that stands then.

    ``seen`` is the number of the one that its author had before them, ``now`` when the request arrived. Whether it is
    shown stays as it is: what is hidden stays hidden. The same sent again is the same revision. Raises NotFoundError
    for another's, ``revise-not-now`` by the clock, DomainError at a field, ``nothing-changed``, ``revised-meanwhile``
    where another page of the author's changed it since, and ``too-many-revisions`` beyond ``MOST_REVISIONS``.
    """
    said = _own(session, actor, reference)
    standing = said.revision
    tidy = checked(said.consultation, _words(said, anew))
    same = _says(standing, _columns(actor, said, tidy))
    if same and seen < standing.number:
        return standing
    at = judged_at(said.consultation, now)
    if not may_revise(actor, said, at):
        raise NotNowError("revise-not-now", state_of(said.consultation, at))
    if seen != standing.number:
        raise DomainError("revised-meanwhile")
    if same:
        raise DomainError("nothing-changed")
    if standing.number >= MOST_REVISIONS:
        raise DomainError("too-many-revisions", most=MOST_REVISIONS)
    quiet = is_quiet(
        standing, said.posted_at, now, minutes=change_minutes, heard=queries.is_heard(session, said, now=now)
    )
    revision = Revision(
        **_columns(actor, said, tidy), contribution_id=said.id, number=standing.number + 1,
        consultation_id=said.consultation_id, language=language_of(tidy.body),
        received_at=now.replace(microsecond=0), correction=not quiet,
    )  # fmt: skip
    _put(session, said, revision)
    append(
        session, now=now, kind="contribution-revised", subject=reference, role="participant",
        details={"revision": revision.number, "fingerprint": revision.fingerprint},
    )  # fmt: skip
    enqueue(session, now=now, messages=[receipt(actor, reference, revision.number)])
    return revision


def _own(session: Session, actor: Actor, reference: str) -> Contribution:
    """Return one's own contribution, held: and its consultation alone, so that nobody answers or votes meanwhile."""
    found = queries.by_reference(session, reference)
    if found is None or actor.suspended or not is_author(actor, found):
        raise NotFoundError
    consultations.lock(session, found.consultation_id)
    said = queries.lock(session, reference)
    if said is None or not is_author(actor, said):
        raise NotFoundError
    return said


def _words(said: Contribution, anew: Anew) -> Words:
    return Words(
        key="", body=anew.body, kind=said.kind, parent=said.about if said.parent_id else None,
        stance=None if said.parent_id else anew.stance, title=anew.title, problem=anew.problem, named=anew.named,
        organisation=said.organisation.slug if said.organisation else None,
        facts={INTEREST: anew.interest} if anew.interest else {},
    )  # fmt: skip


def _columns(actor: Actor, said: Contribution, words: Words) -> dict[str, str | None]:
    """Return the columns of a revision in which what is said may be another."""
    named = words.named and said.organisation_id is None
    return {
        "title": words.title or None, "problem": words.problem or None, "body": words.body, "stance": words.stance,
        "shown_name": actor.public_name if named else None, "details": canonical_details(words.facts),
    }  # fmt: skip


def _says(revision: Revision, columns: dict[str, str | None]) -> bool:
    return all(getattr(revision, name) == value for name, value in columns.items())


def _put(session: Session, said: Contribution, revision: Revision) -> None:
    """Let a revision stand: sealed, counted and searched in place of the one before."""
    before = said.revision.stance
    seal(session, said, revision)
    said.revision_number = revision.number
    session.flush()
    set_committed_value(said, "revision", revision)
    count_stance(session, said, before=before)
    index_words(session, said)
