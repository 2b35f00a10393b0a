"""What waits for its author: kept by the browser's session until somebody signs in and says whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import session as browser
from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import Act
from consult.accounts.queries import token_hash
from consult.consultations.policies import allows
from consult.consultations.queries import by_id
from consult.contributions.models import Draft
from consult.contributions.queries import drafts_by_tokens, waiting_drafts
from consult.contributions.services import claim_draft, claim_votes
from consult.votes.models import KeptVote
from consult.votes.queries import kept_votes
from consult.web import dates
from consult.web.rendering import lang_of, localized
from consult.web.request_time import arrived_at

# What the browser keeps of it: tokens of drafts, and the one token of its votes. It goes on when a session begins.
SESSION_KEY, VOTES_KEY = "draft", "votes"
KEYS = (SESSION_KEY, VOTES_KEY)
# As many tokens as fit into a cookie with room to spare.
MOST = 30


@dataclass(frozen=True, slots=True)
class Note:
    """What a page says of what waits: about which consultation the newest is, and until when that is open."""

    title: str
    lang: str
    url: str
    until: str | None
    words: bool
    votes: int


def keep(token: str) -> None:
    """Let the session keep one more draft: somebody may write several times before they sign in."""
    if token not in tokens():
        browser[SESSION_KEY] = " ".join([*tokens(), token][-MOST:])
    browser.permanent = True


def keep_votes(token: str) -> None:
    """Let the session keep votes."""
    browser[VOTES_KEY] = token
    browser.permanent = True


def tokens() -> list[str]:
    """Return the tokens of the drafts that the session keeps, oldest first."""
    value = browser.get(SESSION_KEY)
    return value.split() if isinstance(value, str) else []


def votes_token() -> str | None:
    """Return the token of the votes that the session keeps, if it keeps any."""
    value = browser.get(VOTES_KEY)
    return value if isinstance(value, str) else None


def drafts(database: Session, *, user_id: int | None) -> list[Draft]:
    """Return the drafts that wait for a person, and then those that this browser keeps for nobody yet.

    For a reader they are all that the browser keeps, those that their new account has already among them.
    """
    kept = list(drafts_by_tokens(database, tokens())) if tokens() else []
    if user_id is None:
        return kept
    return [
        *waiting_drafts(database, user_id=user_id),
        *(draft for draft in kept if draft.user_id is None),
    ]


def votes(database: Session, *, user_id: int | None) -> Sequence[KeptVote]:
    """Return the votes that wait for a person, and those that this browser keeps for nobody yet."""
    if user_id is None and votes_token() is None:
        return []
    return kept_votes(database, user_id=user_id, token=votes_token())


def anything(database: Session, *, user_id: int) -> bool:
    """Whether anything waits for a person here."""
    return bool(drafts(database, user_id=user_id) or votes(database, user_id=user_id))


def note(database: Session) -> Note | None:
    """Return what a form to sign in says of what this browser keeps; None where it keeps nothing."""
    words, pressed = drafts(database, user_id=None), votes(database, user_id=None)
    waiting: list[Draft | KeptVote] = [*words, *pressed]
    newest = max(waiting, key=lambda each: each.arrived_at, default=None)
    asked = by_id(database, newest.consultation_id) if newest else None
    if asked is None:
        return None
    return Note(
        title=localized(asked, "title"),
        lang=lang_of(asked, "title"),
        url=url_for("public.consultation", slug=asked.slug),
        until=dates.full(asked.closes_at) if allows(asked, Act.CONTRIBUTE, arrived_at()) else None,
        words=bool(words),
        votes=len(pressed),
    )


def claim(database: Session, *, user_id: int | None) -> None:
    """Give what the session keeps to whoever registers in it; None costs the same and gives it to nobody."""
    for token in tokens():
        claim_draft(database, now=arrived_at(), user_id=user_id, token=token)
    claim_votes(database, user_id=user_id, token=votes_token() or "")


def undecided(database: Session) -> dict[str, str]:
    """Return what of the session outlasts signing out: what nobody has said is theirs."""
    waiting = {draft.token_hash for draft in drafts_by_tokens(database, tokens()) if draft.user_id is None}
    theirs = [each for each in tokens() if token_hash(each) in waiting]
    pressed = kept_votes(database, user_id=None, token=votes_token()) if votes_token() else []
    kept = {SESSION_KEY: " ".join(theirs), VOTES_KEY: votes_token() if pressed else ""}
    return {key: value for key, value in kept.items() if value}


def begin_anew(kept: dict[str, str]) -> None:
    """Let the browser keep what outlasts signing out."""
    browser.update(kept)
    browser.permanent = bool(kept)
