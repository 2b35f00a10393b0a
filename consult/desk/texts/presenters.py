"""What the pages of drafts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import TextOwner
from consult.consultations.policies.publishing import may_publish_text, plan_behind
from consult.consultations.queries import drafts_about_version
from consult.consultations.queries.owners import owners_of_texts
from consult.consultations.services import problems_of_publishing
from consult.desk.consequences import Consequence, Effect, mails, stale_summaries_of
from consult.desk.texts.forms import TextForm
from consult.organisations.models import Organisation
from consult.plans.models import NamedCommitment
from consult.presenters.texts import version_named, version_url
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
    where it is read and published without a consultation, None for whoever may not. ``of_plan``: what it is the text
    of stands in a plan, whose coordinators publish it too.
    """

    asked: bool
    asked_url: str
    publish_url: str | None
    of_plan: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    """A draft of a text, by its ``name``, and the body that writes it; ``edited`` where somebody else saved first.

    ``commitment``, if it is of one, says with its title what ``name`` leaves out; ``published_url`` is where it is read
    once it is published and has a page. ``missing`` is what of it is not written yet, ``dropped`` what was taken out of
    it, ``next`` what follows where nothing is missing.
    """

    version: TextVersion
    name: str
    commitment: NamedCommitment | None
    published_url: str | None
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
    name: str
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

    ``problems`` hold it back; ``published_url`` is where it can be read, once it is ``published`` and has a page;
    ``seen`` changes with its words.
    """

    version_id: int
    name: str
    drafter: str
    clauses: list[WrittenClause]
    problems: list[str]
    published: bool
    published_url: str | None
    discarded: bool
    will: list[Consequence]
    seen: str


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A draft that may be discarded; ``there`` unless it is published, or discarded already."""

    version_id: int
    name: str
    there: bool
    will: list[Consequence]


def text_page(
    session: Session, actor: Actor, version: TextVersion, drafter: Organisation, form: TextForm, *, edited: bool
) -> TextPage:  # fmt: skip
    """Return what stands beside the form of a draft."""
    owner = _owner(session, version)
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
        version_named(owner, version.number),
        owner if isinstance(owner, NamedCommitment) else None,
        version_url(owner, version.number),
        drafter,
        edited,
        missing=missing,
        next=_next(session, actor, version, drafter, owner) if whole else None,
        dropped=[
            TakenOut(row.clause_id, shortened(_first_words(row), _BEGINNING))
            for row in dropped_clauses(session, version_id=version.id)
        ],
    )


def _owner(session: Session, version: TextVersion) -> TextOwner | None:
    return owners_of_texts(session, [version.text_id]).get(version.text_id)


def _next(
    session: Session, actor: Actor, version: TextVersion, drafter: Organisation, owner: TextOwner | None
) -> NextSteps:  # fmt: skip
    about = drafts_about_version(session, version_id=version.id)
    plan = plan_behind(owner)
    publishes = may_publish_text(actor, drafter_scope=drafter.scope, plan_slug=plan)
    return NextSteps(
        asked=bool(about),
        asked_url=url_for("desk.consultation", slug=about[0])
        if about
        else url_for("desk.new_consultation", text=version.id),
        publish_url=url_for("desk.publish_text", version_id=version.id) if publishes else None,
        of_plan=plan is not None,
    )


def split_page(session: Session, version: TextVersion, clause: ClauseText, *, meanwhile: bool) -> SplitPage:
    """Return what stands beside the form in which a clause is split."""
    owner = _owner(session, version)
    heading = localized(clause, "heading")
    return SplitPage(
        version.id,
        clause.clause_id,
        version_named(owner, version.number),
        clause.position,
        heading,
        meanwhile,
    )


def _first_words(row: DroppedClause) -> str:
    """Return the first words of a clause that there are, in the reader's language before the other."""
    own, other = ("ar", "en") if language() == "ar" else ("en", "ar")
    names = (f"{stem}_{lang}" for lang in (own, other) for stem in ("heading", "text"))
    return next((words for name in names if has_words(words := getattr(row, name))), "")


def publish_page(session: Session, version: TextVersion, drafter: Organisation, now: datetime) -> PublishPage:
    """Return what publishing a draft without a consultation shows and says."""
    owner = _owner(session, version)
    published = version.published_at is not None
    return PublishPage(
        version_id=version.id,
        name=version_named(owner, version.number),
        drafter=localized(drafter, "name"),
        clauses=[
            WrittenClause(row.heading_ar, row.heading_en, row.text_ar, row.text_en) for row in version.clauses
        ],
        problems=[] if published else _problems(session, version, now),
        published=published,
        published_url=version_url(owner, version.number) if published else None,
        discarded=version.discarded_at is not None,
        will=[*([] if published else stale_summaries_of(session, [version])), *_of_publishing(owner)],
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


def _of_publishing(owner: TextOwner | None) -> list[Consequence]:
    stands = (
        _("It stands as the adopted text of the commitment, with the words “published without a consultation” and "
          "your reason.")
        if isinstance(owner, NamedCommitment)
        else _("It stands as adopted, with the words “published without a consultation” and your reason.")
    )  # fmt: skip
    return [
        Consequence(Effect.PUBLIC, stands),
        mails(0),
        Consequence(Effect.FROZEN, _("Its words no longer change. A correction is a new version.")),
        Consequence(Effect.FINAL, _("This cannot be undone.")),
    ]  # fmt: skip


def discard_page(session: Session, version: TextVersion) -> DiscardPage:
    """Return what discarding a draft will do."""
    owner = _owner(session, version)
    return DiscardPage(
        version_id=version.id,
        name=version_named(owner, version.number),
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
