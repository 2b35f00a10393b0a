"""What the pages of drafts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.services import problems_of_publishing
from consult.desk.consequences import Consequence, Effect, mails
from consult.organisations.models import Organisation
from consult.plans.models import RecordedCommitment
from consult.plans.queries import commitments_of_texts
from consult.texts.models import TextVersion
from consult.texts.queries import newest_published
from consult.texts.services import BACK_WITHIN
from consult.web.rendering import localized
from consult.web.wording import sentence


@dataclass(frozen=True, slots=True)
class NewTextPage:
    """A text that is begun; ``several`` where its officer works for more than one body."""

    several: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    """A draft of a commitment's text and the body that writes it; ``edited`` where somebody else saved first."""

    version: TextVersion
    commitment: RecordedCommitment
    drafter: Organisation
    edited: bool


@dataclass(frozen=True, slots=True)
class WrittenClause:
    """A clause of a draft in both languages."""

    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """A draft that may be published without a consultation, and what that will do.

    ``problems`` hold it back; ``published_url`` is where it can be read, once it is published.
    """

    version_id: int
    number: int
    commitment: str
    drafter: str
    clauses: list[WrittenClause]
    problems: list[str]
    published_url: str | None
    discarded: bool
    will: list[Consequence]


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A draft that may be discarded; ``there`` unless it is published, or discarded already."""

    version_id: int
    number: int
    commitment: str
    there: bool
    will: list[Consequence]


def text_page(session: Session, version: TextVersion, drafter: Organisation, *, edited: bool) -> TextPage:
    """Return what stands beside the form of a draft."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    return TextPage(version, commitment, drafter, edited)


def publish_page(session: Session, version: TextVersion, drafter: Organisation, now: datetime) -> PublishPage:
    """Return what publishing a draft without a consultation shows and says."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    published = version.published_at is not None
    return PublishPage(
        version_id=version.id,
        number=version.number,
        commitment=commitment.number,
        drafter=localized(drafter, "name"),
        clauses=[
            WrittenClause(row.heading_ar, row.heading_en, row.text_ar, row.text_en) for row in version.clauses
        ],
        problems=[] if published else _problems(session, version, now),
        published_url=url_for(
            "public.version", slug=commitment.plan.slug, number=commitment.number, version=version.number
        )
        if published
        else None,
        discarded=version.discarded_at is not None,
        will=_of_publishing(),
    )


def _problems(session: Session, version: TextVersion, now: datetime) -> list[str]:
    problems = [sentence(problem) for problem in problems_of_publishing(session, version, now)]
    newest = newest_published(session, text_id=version.text_id)
    if newest is not None and newest.number > version.number:
        problems.append(
            _("A later version of this text was published after this one was begun. "
              "Begin a new version, which starts from it.")
        )  # fmt: skip
    return problems


def _of_publishing() -> list[Consequence]:
    return [
        Consequence(Effect.PUBLIC, _("It stands as the adopted text of the commitment, with the words "
                                     "“published without a consultation” and your reason.")),
        mails(0),
        Consequence(Effect.FROZEN, _("Its words no longer change. A correction is a new version.")),
        Consequence(Effect.FINAL, _("This cannot be undone.")),
    ]  # fmt: skip


def discard_page(session: Session, version: TextVersion) -> DiscardPage:
    """Return what discarding a draft will do."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    return DiscardPage(
        version_id=version.id,
        number=version.number,
        commitment=commitment.number,
        there=version.published_at is None and version.discarded_at is None,
        will=[
            Consequence(Effect.ENDS, _("Nobody can write on it, and no consultation can be about it.")),
            mails(0),
            Consequence(
                Effect.STAYS,
                _("It can be brought back from the desk for %(days)s days.", days=BACK_WITHIN.days),
            ),
        ],
    )
