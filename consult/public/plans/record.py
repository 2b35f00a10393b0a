"""The pages of the plan record, gathered from several subjects: the plans, a plan, a commitment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.queries import AskedAbout, about_commitments, about_plan
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.organisations.models import NamedBody
from consult.outcomes import queries as outcomes
from consult.plans import queries
from consult.plans.models import PlanLevel, RecordedCommitment, StatedPlan
from consult.plans.queries.bodies import co_leads
from consult.plans.queries.promised import promised
from consult.presenters.addresses import addresses
from consult.presenters.documents import DocumentShown
from consult.presenters.meetings import Sentences, about_commitment
from consult.presenters.progress import (
    ageing_of,
    notes_of,
    progress_in,
    told,
    told_of_commitment,
    told_of_plan,
)
from consult.public.documents.attached import documents_of
from consult.public.outcomes.afterwards import awaited
from consult.public.plans import presenters
from consult.public.plans.levels import PlanLadder, ladders_of
from consult.public.plans.linked import asked_about, links_to_voices
from consult.public.plans.paging import addresses_after, page_of_commitments
from consult.public.plans.presenters import Words, worded
from consult.public.plans.progress import MilestoneShown, milestones_shown
from consult.public.plans.promise import Promise, promise
from consult.public.plans.proposed import ShownText, shown_texts, standings_of
from consult.public.plans.standing import Standing, kept_from_beginning, standing_of
from consult.texts import queries as texts
from consult.web.labels import label
from consult.web.locale import language


class PlanRow(NamedTuple):
    """A plan in the list, with what each source says of it; ``level`` is said of all but the nation's."""

    title: str
    lang: str
    url: str
    topics: Words
    sources: list[presenters.Statement]
    level: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class PlansPage:
    """All plans, newest first."""

    plans: list[PlanRow]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan: where it stands, what comes next, its commitments, their milestones and the consultations about them.

    The ``board`` shows a page of its ``commitments``; all else is of the whole plan.
    """

    title: Words
    topics: Words
    plans: list[PlanRow]
    sources: list[presenters.Statement]
    milestones: int
    milestones_in_words: str
    delayed: int
    small: list[str]
    commitments: int
    board: list[presenters.BoardRow]
    first_url: str | None
    next_url: str | None
    progress_url: str
    standing: Standing
    ladders: list[PlanLadder]
    documents: list[DocumentShown]
    told: list[str]
    file_url: str


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A commitment: its text, its versions, milestones and consultations; ``late`` says why it is delayed.

    ``adopted`` is the text that was adopted last; ``proposed`` a newer one about which the public is asked. One that
    was withdrawn is neither. ``from_beginning``: where nobody was asked, the record is sure to know it.
    """

    number: str
    promise: Promise
    title: Words
    plan: Words
    plan_url: str
    delayed: bool
    late: Words
    recovery: Words
    told: list[str]
    adopted: ShownText | None
    proposed: ShownText | None
    versions: list[presenters.VersionRow]
    lead: Words | None
    remark: Words
    drafter: Words | None
    last_word: str | None
    milestones: list[MilestoneShown]
    asked: list[presenters.AskedRow]
    from_beginning: bool
    documents: list[DocumentShown]
    forum: Sentences


def plans(session: Session) -> PlansPage:
    """Return what the list of plans shows."""
    return PlansPage(_rows(queries.plans(session)))


def _rows(plans: Iterable[StatedPlan], here: int | None = None) -> list[PlanRow]:
    lang, rows, address = language(), [], addresses("public.plan", "slug")
    for each in plans:
        title, title_lang = worded(lang, each.title_ar, each.title_en)
        rows.append(
            PlanRow(
                title=title,
                lang=title_lang,
                url=address(each.slug),
                topics=worded(lang, each.topics_ar, each.topics_en),
                sources=presenters.statements(each),
                level=label("plan-level", each.level) if each.level != PlanLevel.NATIONAL else None,
                here=each.id == here,
            )
        )
    return rows


def plan(session: Session, slug: str, now: datetime) -> PlanPage | None:
    """Return what the page of a plan shows, None where there is no such plan."""
    every = queries.plans(session)
    record = next((each for each in every if each.slug == slug), None)
    if record is None:
        return None
    commitments = queries.commitments(session, plan_id=record.id)
    about = list(about_plan(session, plan_id=record.id, now=now)) if commitments else []
    opened = min((consultation.opens_at for _id, consultation in about), default=None)
    statuses = presenters.count_of(presenters.counted(commitments))
    whose = record.level, record.body_id
    rows = _rows((each for each in every if (each.level, each.body_id) == whose), record.id)
    shown = next(row for row in rows if row.here)
    page = page_of_commitments(commitments, addresses_after("public.plan", slug, "board"))
    return PlanPage(
        title=Words(shown.title, shown.lang),
        topics=shown.topics,
        plans=rows,
        sources=shown.sources,
        milestones=sum(statuses.values()),
        milestones_in_words=presenters.in_words(statuses),
        delayed=sum(c.delayed and c.adopted for c in commitments),
        small=presenters.small(commitments),
        commitments=len(commitments),
        board=presenters.board(page.items, now, _below(session, record.id, page.items, about, now))
        if commitments
        else [],
        first_url=page.newer_url,
        next_url=page.older_url,
        progress_url=url_for("public.progress", slug=slug),
        standing=standing_of(session, record.id, opened, now),
        ladders=ladders_of(session, record.id),
        documents=documents_of(session, [Subject(Attached.PLAN, record.id)]),
        told=told_of_plan(ageing_of(commitments, now)),
        file_url=url_for("public.plan_file", slug=slug),
    )


def _below(
    session: Session,
    plan_id: int,
    commitments: Sequence[RecordedCommitment],
    about: Iterable[tuple[int, AskedAbout]],
    now: datetime,
) -> Callable[[RecordedCommitment], presenters.Below]:
    """Return what says what stands below each of these commitments: read, and put into words, for all at once."""
    asked = asked_about(about, now, {})
    together = co_leads(session, [commitment.id for commitment in commitments])
    links = links_to_voices(session, outcomes.behind_plan(session, plan_id=plan_id))
    notes = notes_of(progress_in(commitments, now), now)
    shown = iter(presenters.milestone_rows((m for c in commitments for m in c.milestones), links, notes))
    rows = {commitment.id: list(islice(shown, len(commitment.milestones))) for commitment in commitments}
    lang, label = language(), _("Milestones of commitment %(number)s")
    summaries = {
        many: ngettext(
            "The %(num)s milestone of commitment %(number)s",
            "The %(num)s milestones of commitment %(number)s",
            many, number="%(number)s",
        )
        for many in {len(commitment.milestones) for commitment in commitments}
    }  # fmt: skip

    def below(commitment: RecordedCommitment) -> presenters.Below:
        milestones = rows[commitment.id]
        opened = any(row.url for row in milestones)
        number = {"number": commitment.number}
        return presenters.Below(
            lead=_body(commitment.lead, lang),
            co_leads=[worded(lang, *body) for body in together.get(commitment.id, ())],
            remark=worded(lang, commitment.note_ar, commitment.note_en),
            asked=asked.get(commitment.id, ()),
            late=worded(lang, commitment.delay_note_ar, commitment.delay_note_en),
            recovery=worded(lang, commitment.recovery_ar, commitment.recovery_en),
            # What is opened says it of each milestone.
            told=[] if opened else told(ageing_of([commitment], now)),
            milestones=milestones,
            summary=summaries[len(milestones)] % number,
            label=label % number,
            opened=opened,
        )

    return below


def _body(body: NamedBody | None, lang: str) -> Words | None:
    return worded(lang, *body) if body else None


def commitment(session: Session, slug: str, number: str, now: datetime) -> CommitmentPage | None:
    """Return what the page of a commitment shows, None where there is no such commitment."""
    record = queries.commitment(session, plan_slug=slug, number=number)
    if record is None:
        return None
    published = texts.published_versions(session, text_id=record.text_id)
    stands = standings_of(session, record.text_id, published, now)
    versions = presenters.versions(slug, number, published, stands)
    adopted, proposed = shown_texts(session, published, versions, stands, (slug, number))
    about = about_commitments(session, commitment_ids=[record.id], now=now)
    found, lang = promised(session, commitment_id=record.id), language()
    return CommitmentPage(
        number=number,
        promise=promise(session, record.id, found, followed=record.adopted),
        title=worded(lang, record.title_ar, record.title_en),
        plan=worded(lang, record.plan.title_ar, record.plan.title_en),
        plan_url=url_for("public.plan", slug=slug),
        delayed=record.delayed,
        late=worded(lang, record.delay_note_ar, record.delay_note_en),
        recovery=worded(lang, record.recovery_ar, record.recovery_en),
        told=told_of_commitment(ageing_of([record], now)),
        adopted=adopted,
        proposed=proposed,
        versions=versions,
        lead=_body(record.lead, lang),
        remark=worded(lang, record.note_ar, record.note_en),
        drafter=_body(published[0].drafter, lang) if published else None,
        last_word=presenters.last_word([record]),
        milestones=milestones_shown(
            record,
            found,
            links_to_voices(session, outcomes.behind_milestones(session, commitment_id=record.id)),
            now,
        ),
        asked=asked_about(about, now, awaited(session, [row for _id, row in about], now)).get(record.id, []),
        from_beginning=bool(about) or kept_from_beginning(session, record.plan.id),
        documents=documents_of(
            session,
            [
                Subject(Attached.COMMITMENT, record.id),
                *(Subject(Attached.MILESTONE, milestone.id) for milestone in record.milestones),
            ],
        ),
        forum=about_commitment(session, record.id),
    )
