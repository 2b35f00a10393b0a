"""The progress board of a plan: what of each commitment is done, under way, not begun and late; also as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.organisations.models import NamedBody
from consult.plans import queries
from consult.plans.models import MilestoneStatus, RecordedCommitment
from consult.plans.policies.progress import is_late
from consult.plans.queries.bodies import co_leads
from consult.presenters.progress import ageing_of, notes_of, progress_in, told_of_plan
from consult.public.plans import presenters
from consult.public.plans.paging import addresses_after, page_of_commitments
from consult.public.plans.presenters import Words, worded
from consult.web import dates
from consult.web.hreflang import absolute
from consult.web.locale import language
from consult.web.operator import operator_line
from consult.web.pagination import Page
from consult.web.typesetting import can_typeset, typeset


@dataclass(frozen=True, slots=True)
class Counted:
    """How many milestones are completed, under way and not begun, and how many of the last two are late."""

    done: int
    going: int
    waiting: int
    late: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.done + self.going + self.waiting


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone under the board: when it is due and where it stands, in words; ``notes`` say how it ages."""

    title: Words
    when: str
    notes: list[str]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment on the board; ``flag``, ``why`` and ``recovery`` say that it is declared late, and what is done.

    ``empty`` stands where none of its milestones is counted; ``milestones`` are for the paper alone.
    """

    number: str
    named: str
    title: Words
    url: str
    body: Words | None
    co_leads: list[Words]
    counted: Counted
    empty: str
    flag: str | None
    why: Words | None
    recovery: Words | None
    milestones: list[MilestoneLine]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The board of a plan. ``told`` stands before the bars: since when nothing was reported, and what is late.

    ``small`` says of which day the board is, and what of it was invented.
    """

    title: str
    slug: str
    plan: Words
    plan_url: str
    pdf_url: str | None
    lead: str
    told: list[str]
    small: list[str]
    rows: list[CommitmentLine]
    total: Counted
    first_url: str | None
    next_url: str | None


def progress(session: Session, slug: str, now: datetime, *, whole: bool = False) -> ProgressPage | None:
    """Return what the board of a plan shows, None where there is no such plan.

    Its rows are a page of the commitments, or all where ``whole``; what is told and counted is of all.
    """
    record = next((each for each in queries.plans(session) if each.slug == slug), None)
    if record is None:
        return None
    today, commitments = dates.local(now).date(), queries.commitments(session, plan_id=record.id)
    plan = worded(language(), record.title_ar, record.title_en)
    page = (
        Page(commitments, None, None)
        if whole
        else page_of_commitments(commitments, addresses_after("public.progress", slug, "table"))
    )
    notes = notes_of(progress_in(page.items, now), now) if whole else None
    together = co_leads(session, [row.id for row in page.items])
    total = _counted(commitments, today)
    return ProgressPage(
        title=str(_("Progress: %(plan)s", plan=plan.text)),
        slug=slug,
        plan=plan,
        plan_url=url_for("public.plan", slug=slug),
        pdf_url=url_for("public.progress_pdf", slug=slug) if can_typeset() else None,
        lead=_lead(commitments),
        told=told_of_plan(ageing_of(commitments, now)),
        small=presenters.small(commitments),
        rows=[_line(row, today, together.get(row.id, ()), notes) for row in page.items],
        total=total,
        first_url=page.newer_url,
        next_url=page.older_url,
    )


def as_pdf(page: ProgressPage) -> bytes:
    """Return the board set on paper: PDF/UA, in the language of the page."""
    said = {
        "lang": language(), "title": page.title, "lead": page.lead, "told": page.told, "small": page.small,
        "publisher": operator_line(), "address": absolute(url_for("public.progress", slug=page.slug)),
        "totals": [page.total.done, page.total.going, page.total.waiting, page.total.late],
        "rows": [_row(row) for row in page.rows],
        "words": {
            "columns": [
                _("No."), _("Commitment"), _("Implementing body"), _("Completed"), _("In progress"),
                _("Not started"), _("Late"), _("Drawing"),
            ],
            "total": _("All together"), "none": _("No milestones on record."),
            "together": _("Together with:"), "apart": _("; "), "recovery": _("What is being done about it:"),
            "illustrative": _("(illustrative)"),
            "page": _("Page %(number)s of %(all)s", number="{number}", all="{all}"),
        },
    }  # fmt: skip
    return typeset("progress", said)


def _row(row: CommitmentLine) -> dict[str, object]:
    return {
        "number": row.number, "named": row.named, "title": row.title._asdict(),
        "empty": row.empty, "body": (row.body or Words(_("not stated in the source"), language()))._asdict(),
        "co_leads": [each._asdict() for each in row.co_leads], **asdict(row.counted),
        "flag": row.flag, "why": row.why._asdict() if row.why else None,
        "recovery": row.recovery._asdict() if row.recovery else None,
        "milestones": [
            {
                "title": each.title._asdict(), "when": each.when, "notes": each.notes,
                "illustrative": each.illustrative,
            }
            for each in row.milestones
        ],
    }  # fmt: skip


def _line(
    row: RecordedCommitment, today: date, joint: Iterable[NamedBody], notes: Mapping[int, list[str]] | None
) -> CommitmentLine:
    """Return a commitment on the board, with its milestones where there are ``notes`` of them."""
    lang = language()
    why = worded(lang, row.delay_note_ar, row.delay_note_en)
    recovery = worded(lang, row.recovery_ar, row.recovery_en)
    return CommitmentLine(
        number=row.number,
        named=str(_("Commitment %(number)s:", number=row.number)),
        title=worded(lang, row.title_ar, row.title_en),
        url=url_for("public.commitment", slug=row.plan.slug, number=row.number),
        body=worded(lang, *row.lead) if row.lead else None,
        co_leads=[worded(lang, *each) for each in joint],
        counted=_counted([row], today),
        empty=_empty(row),
        flag=str(_("Delayed")) if row.delayed else None,
        why=why if row.delayed and why.text else None,
        recovery=recovery if row.delayed and recovery.text else None,
        milestones=[] if notes is None else _milestones(row, notes),
    )


def _milestones(row: RecordedCommitment, notes: Mapping[int, list[str]]) -> list[MilestoneLine]:
    shown = presenters.milestone_rows(row.milestones)
    return [
        MilestoneLine(Words(each.title, each.lang), each.when, notes.get(milestone.id, []), each.illustrative)
        for each, milestone in zip(shown, row.milestones, strict=True)
    ]


def _empty(row: RecordedCommitment) -> str:
    if row.adopted or all(each.withdrawn for each in row.milestones):
        return str(_("No milestones on record."))
    return str(_("Its milestones are not counted: it is a draft or was withdrawn."))


def _counted(commitments: Iterable[RecordedCommitment], today: date) -> Counted:
    every = presenters.counted(commitments)
    statuses = presenters.count_of(every)
    return Counted(
        done=statuses[MilestoneStatus.COMPLETED],
        going=statuses[MilestoneStatus.IN_PROGRESS],
        waiting=statuses[MilestoneStatus.NOT_STARTED],
        late=sum(is_late(each, today) for each in every),
    )


def _lead(commitments: Sequence[RecordedCommitment]) -> str:
    """Return how many commitments and milestones there are, and where they stand, in sentences."""
    every = presenters.counted(commitments)
    sentences = [ngettext("%(num)s commitment.", "%(num)s commitments.", len(commitments))]
    if every:
        sentences.append(
            ngettext(
                "%(num)s milestone: %(statuses)s.",
                "%(num)s milestones: %(statuses)s.",
                len(every),
                statuses=presenters.in_words(presenters.count_of(every)),
            )
        )
    return " ".join(str(sentence) for sentence in sentences)
