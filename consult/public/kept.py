"""Words that wait for their author: kept by the session until somebody signs in, then by the account."""

from __future__ import annotations

from flask import flash, url_for
from flask import session as browser
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.policies import allows
from consult.consultations.queries import by_id
from consult.contributions.models import Contribution, Draft
from consult.contributions.queries import drafts_by_tokens
from consult.contributions.services import claim_draft, post_drafts
from consult.shared.errors import DomainError
from consult.shared.language import language_of
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.arrival import arrived_at
from consult.web.rendering import isolated, lang_of, said
from consult.web.settings import settings
from consult.web.wording import sentence

SESSION_KEY = "draft"
# As many tokens as fit into a cookie with room to spare.
MOST = 30


def keep(token: str) -> None:
    """Let the session keep one more draft: somebody may write several times before they sign in."""
    browser[SESSION_KEY] = " ".join([*_tokens(), token][-MOST:])
    browser.permanent = True


def kept_drafts(database: Session) -> list[Draft]:
    """Return the drafts that this browser's session keeps and that still wait, oldest first."""
    tokens = _tokens()
    return list(drafts_by_tokens(database, tokens)) if tokens else []


def kept_draft(database: Session) -> Draft | None:
    """Return the newest draft that this browser's session keeps, if one still waits."""
    return next(reversed(kept_drafts(database)), None)


def note(database: Session) -> dict[str, object] | None:
    """Return what a form says of the newest draft: what it is about and until when that is open; None without one."""
    draft = kept_draft(database)
    asked = by_id(database, draft.consultation_id) if draft else None
    if asked is None:
        return None
    is_open = allows(asked, Act.CONTRIBUTE, arrived_at())
    return {
        "title": said(asked, "title"),
        "lang": lang_of(asked, "title"),
        "url": url_for("public.consultation", slug=asked.slug),
        "until": dates.full(asked.closes_at) if is_open else None,
    }


def _tokens() -> list[str]:
    value = browser.get(SESSION_KEY)
    return value.split() if isinstance(value, str) else []


def shown(draft: Draft) -> dict[str, object]:
    """Return a draft for a page: its title and words as paragraphs, their language, and when they came."""
    words = draft.words
    return {
        "title": words["title"],
        "paragraphs": paragraphs("\n\n".join(part for part in (words["problem"], words["body"]) if part)),
        "lang": words["language"] or language_of(words["body"]),
        "arrived_at": draft.arrived_at,
    }


def claim(database: Session, *, user_id: int | None) -> None:
    """Give what the session keeps to a person; None costs the same and gives it to nobody."""
    for token in _tokens():
        claim_draft(database, user_id=user_id, token=token)


def post_waiting(database: Session, *, actor: Actor) -> tuple[list[Contribution], list[DomainError]]:
    """Post what waits for a person whose address is confirmed; return what was posted and what could not be."""
    if not actor.confirmed:
        return [], []
    return post_drafts(database, actor=actor, now=arrived_at(), grace_hours=settings().confirm_hours)


def tell(posted: list[Contribution], refused: list[DomainError]) -> None:
    """Say what became of the words that waited; those that could not be posted stay in the account."""
    references = [isolated(each.reference) for each in posted]
    if references:
        browser.pop(SESSION_KEY, None)
        separator = _(", ")
        flash(
            ngettext(
                "What you wrote is published. Its reference is %(references)s.",
                "What you wrote is published. The references are %(references)s.",
                len(references),
                references=separator.join(references),
            ),
            "good",
        )
    for problem in refused:
        flash(
            _(
                "Something you wrote could not be published: %(reason)s Your words are kept below.",
                reason=sentence(problem),
            ),
            "error",
        )


def onward(posted: list[Contribution], refused: list[DomainError], following: str | None) -> str:
    """Return where to go: to the receipt of what was posted, to the page that was asked for, or to the account."""
    if len(posted) == 1 and not refused:
        return url_for("public.contribution", reference=posted[0].reference)
    if posted or refused:
        return url_for("public.account")
    return following or url_for("public.account")
