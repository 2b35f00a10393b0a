"""Destroying what somebody said, with every copy of it: the steps of an erasing that are this subject's.

Who may is for whoever decides it to know, and the decision is written first: the database asks for it, lets these
columns become NULL and nothing else, and empties the revisions by itself.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution, Letter, Status
from consult.contributions.queries import SEARCHED
from consult.contributions.services.counting import count_contribution
from consult.contributions.services.following import tell_followers
from consult.contributions.services.posting import receipt_key
from consult.outbox.services import forget
from consult.search import services as search
from consult.shared.erasure import Erased, erases


@erases(10, "outbox_messages", "recipient", "content")
def forget_receipt(session: Session, erased: Erased) -> None:
    """Forget the receipts, and who was told that the body answered these words: they wrote them."""
    receipts = [
        receipt_key(erased.reference, each.number)
        for each in queries.revisions(session, contribution_id=erased.contribution_id)
    ]
    answers = queries.clarifications_of(session, parent_id=erased.contribution_id)
    forget(session, keys=[*receipts, *(f"clarified:{each}" for each in answers)])


@erases(20, "contribution_drafts", "user_id", "words")
def drop_draft_of(session: Session, erased: Erased) -> None:
    """Delete the draft that the words waited in."""
    for draft in queries.drafts_posted_as(session, reference=erased.reference):
        session.delete(draft)


@erases(30, "contribution_translations", "title", "problem", "body")
def empty_translations(session: Session, erased: Erased) -> None:
    """Empty every translation, those that no longer count too."""
    for translation in queries.translations_of(session, contribution_id=erased.contribution_id):
        translation.title = translation.problem = translation.body = None


@erases(40, "search_texts", "text")
def drop_search_texts(session: Session, erased: Erased) -> None:
    """Let nothing of it be searched any more."""
    search.drop(session, kinds=SEARCHED, subject_id=erased.contribution_id)


@erases(50, "contributions", "author_id", "organisation_id")
def leave_a_tombstone(session: Session, erased: Erased) -> None:
    """Destroy who said it; a tombstone remains, which is counted as that."""
    said = session.get_one(Contribution, erased.contribution_id)
    count_contribution(session, said, before=said.status, after=Status.ERASED.value)
    said.author_id = said.organisation = said.organisation_id = None
    said.status, said.status_at = Status.ERASED.value, erased.now
    session.flush()
    tell_followers(session, said)


@erases(55, "letters", "evidence", "stored_key", "stem")
def forget_letter(session: Session, erased: Erased) -> None:
    """Forget how something that was keyed in is known, and its original, whose bytes go with the next clearing."""
    letter = session.get(Letter, erased.contribution_id)
    if letter is not None:
        letter.evidence, letter.stored_key, letter.stem = "", None, ""
        session.flush()


@erases(60, "contribution_revisions", "title", "problem", "body", "salt", "shown_name", "details")
def forget_words(session: Session, erased: Erased) -> None:
    """Read no revision's words from memory any more: the database emptied all of them with the tombstone's status."""
    session.expire(session.get_one(Contribution, erased.contribution_id).revision)
