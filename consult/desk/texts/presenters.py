"""What the pages of drafts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.policies.publishing import may_publish_text
from consult.consultations.queries import drafts_about_version
from consult.consultations.services import problems_of_publishing
from consult.desk.consequences import Consequence, Effect, mails, stale_summaries_of
from consult.desk.texts.forms import TextForm
from consult.organisations.models import Organisation
from consult.plans.models import RecordedCommitment
from consult.plans.queries import commitments_of_texts
from consult.shared.text import has_words, shortened
from consult.texts.models import ClauseText, DroppedClause, TextVersion
from consult.texts.policies import WORDS
from consult.texts.queries import dropped_clauses, newest_published
from consult.texts.services import BACK_WITHIN, summaries_mark
from consult.web.locale import language
from consult.web.rendering import localized
from consult.web.wording import sentence

_BEGINNING = 100


@dataclass(frozen=True, slots=True)
class NewTextPage:
    """A text that is begun; ``several`` where its officer works for more than one body."""

    several: bool


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What can be done with a draft that is written whole.

    ``asked_url`` leads to the consultation about it, else to a new one (``asked``: there is one). ``publish_url`` is
    where it is read and published without a consultation, None for whoever may not.
    """

    asked: bool
    asked_url: str
    publish_url: str | None


@dataclass(frozen=True, slots=True)
class TextPage:
    """A draft of a commitment's text and the body that writes it; ``edited`` where somebody else saved first.

    ``missing`` is what of it is not written yet, ``dropped`` what was taken out of it, ``next`` what follows where
    nothing is missing.
    """

    version: TextVersion
    commitment: RecordedCommitment
    drafter: Organisation
    edited: bool
    missing: list[Missing]
    next: NextSteps | None
    dropped: list[TakenOut]


@dataclass(frozen=True, slots=True)
class Missing:
    """A field of a clause in which nothing is written, by the number of the clause and the id of the field."""

    clause: int
    label: str
    field: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A clause that was taken out of a draft and can be brought back, and how its words begin."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class SplitPage:
    """A clause of a draft that is split; ``meanwhile`` where somebody saved since it was opened."""

    version_id: int
    clause_id: int
    commitment: str
    version: int
    number: int
    heading: str
    meanwhile: bool


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

    ``problems`` hold it back; ``published_url`` is where it can be read, once it is published; ``seen`` changes with
    its words.
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
    seen: str


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A draft that may be discarded; ``there`` unless it is published, or discarded already."""

    version_id: int
    number: int
    commitment: str
    there: bool
    will: list[Consequence]


def text_page(
    session: Session, actor: Actor, version: TextVersion, drafter: Organisation, form: TextForm, *, edited: bool
) -> TextPage:  # fmt: skip
    """Return what stands beside the form of a draft."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    missing = [
        Missing(number, str(entry.form[name].label.text), entry.form[name].id)
        for number, entry in enumerate(form.clauses, start=1)
        if not entry.form.blank
        for name in WORDS
        if not has_words(entry.form[name].data or "")
    ]
    whole = bool(version.clauses) and not missing
    return TextPage(
        version,
        commitment,
        drafter,
        edited,
        missing=missing,
        next=_next(session, actor, version, drafter, commitment) if whole else None,
        dropped=[
            TakenOut(row.clause_id, shortened(_first_words(row), _BEGINNING))
            for row in dropped_clauses(session, version_id=version.id)
        ],
    )


def _next(
    session: Session, actor: Actor, version: TextVersion, drafter: Organisation, commitment: RecordedCommitment
) -> NextSteps:  # fmt: skip
    about = drafts_about_version(session, version_id=version.id)
    publishes = may_publish_text(actor, drafter_scope=drafter.scope, plan_slug=commitment.plan.slug)
    return NextSteps(
        asked=bool(about),
        asked_url=url_for("desk.consultation", slug=about[0])
        if about
        else url_for("desk.new_consultation", text=version.id),
        publish_url=url_for("desk.publish_text", version_id=version.id) if publishes else None,
    )


def split_page(session: Session, version: TextVersion, clause: ClauseText, *, meanwhile: bool) -> SplitPage:
    """Return what stands beside the form in which a clause is split."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    heading = localized(clause, "heading")
    return SplitPage(
        version.id, clause.clause_id, commitment.number, version.number, clause.position, heading, meanwhile
    )


def _first_words(row: DroppedClause) -> str:
    """Return the first words of a clause that there are, in the reader's language before the other."""
    own, other = ("ar", "en") if language() == "ar" else ("en", "ar")
    names = (f"{stem}_{lang}" for lang in (own, other) for stem in ("heading", "text"))
    return next((words for name in names if has_words(words := getattr(row, name))), "")


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
        will=[*([] if published else stale_summaries_of(session, [version])), *_of_publishing()],
        seen=summaries_mark(session, version),
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
