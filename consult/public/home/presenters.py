"""The home page: what is open now, what is under way, what was answered, where the plan stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import ConsultationRow
from consult.consultations.policies import state_of
from consult.outcomes.queries.brief import AnswerInBrief, ChangeInBrief, in_brief
from consult.plans import queries as plans
from consult.plans.models import RecordedCommitment
from consult.presenters.consultations import Standing, standing
from consult.presenters.progress import ageing_of, told_of_plan
from consult.presenters.texts import before_you
from consult.public.consultations.presenters import (
    AgendaRow,
    DateStone,
    Step,
    agenda,
    date_stone,
    thread_of_dates,
)
from consult.public.outcomes import presenters as outcomes_presenters
from consult.public.outcomes.afterwards import awaited
from consult.public.plans.differences import pieces_of
from consult.public.plans.paging import COMMITMENTS, addresses_after, place_of
from consult.public.plans.presenters import BoardRow, board, count_of, counted, in_words, small
from consult.shared.state import State
from consult.texts.models import Pieces
from consult.web.rendering import lang_of, localized

# So many are shown that are open beside the first, and so many that open soon and that are being answered.
OPEN, NEXT = 5, 3
# One more that is open says that there are more.
_SOONEST = {State.OPEN: 1 + OPEN + 1, State.ANNOUNCED: NEXT, State.CLOSED: NEXT, State.ANSWERED: 1}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The open consultation that closes first; ``url`` leads to it, ``text_url`` to its text.

    ``about`` says what its texts are of, in sentences. ``illustrative``: it was invented for the demonstration.
    """

    title: str
    lang: str
    url: str
    text_url: str
    body: str
    about: list[str]
    standing: Standing
    stone: DateStone
    dates: list[Step]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """What changed in a clause, in the page's language."""

    pieces: Pieces
    lang: str


@dataclass(frozen=True, slots=True)
class NewestAnswer:
    """The newest answer: its tally, its first changed clause, and a voice that is cited behind that."""

    title: str
    lang: str
    url: str
    illustrative: bool
    standing: Standing
    awaited: str | None
    change: ChangedClause | None
    tally: list[outcomes_presenters.TallyItem]
    example: str | None


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """Where the newest plan stands; ``milestones`` is their number, ``more`` that of commitments not on its board."""

    title: str
    url: str
    commitments: int
    board: list[BoardRow]
    more: int
    more_url: str
    milestones: int
    milestones_in_words: str
    small: list[str]
    told: list[str]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page. ``announced``: one of those under way has not opened; ``more_open``: more are open than shown."""

    first: OpenQuestion | None
    also_open: list[AgendaRow]
    more_open: bool
    under_way: list[AgendaRow]
    announced: bool
    asked_before: bool
    answered: NewestAnswer | None
    summary: PlanSummary | None


def front(session: Session, now: datetime) -> HomePage:
    """Return everything that the home page shows."""
    found: dict[State, list[ConsultationRow]] = {state: [] for state in _SOONEST}
    for row in consultations.in_states(session, most=_SOONEST, now=now):
        found[state_of(row, now)].append(row)
    first, others = found[State.OPEN][:1], found[State.OPEN][1:]
    also_open = others[:OPEN]
    waiting = sorted([*found[State.ANNOUNCED], *found[State.CLOSED]], key=lambda row: _next_date(row, now))
    # Nobody waits beside these: none of them is answered.
    rows = agenda([*also_open, *waiting], now, {})
    return HomePage(
        first=_open_question(first[0], now) if first else None,
        also_open=rows[: len(also_open)],
        more_open=len(others) > len(also_open),
        under_way=rows[len(also_open) :],
        announced=bool(found[State.ANNOUNCED]),
        asked_before=bool(found[State.CLOSED] or found[State.ANSWERED]),
        answered=_newest_answer(session, found[State.ANSWERED], now),
        summary=_summary(plans.commitments_of_newest_plan(session), now),
    )


def _next_date(row: ConsultationRow, now: datetime) -> datetime:
    return row.opens_at if row.opens_at > now else row.answer_due_at


def _open_question(row: ConsultationRow, now: datetime) -> OpenQuestion:
    return OpenQuestion(
        title=localized(row, "title"),
        lang=lang_of(row, "title"),
        url=url_for("public.consultation", slug=row.slug),
        text_url=url_for("public.text", slug=row.slug),
        body=localized(row.organisation, "name"),
        about=[before_you(owner) for owner in row.owners if owner],
        standing=standing(row, now),
        stone=date_stone(row, now),
        dates=thread_of_dates(row, now),
        illustrative=row.illustrative,
    )


def _newest_answer(
    session: Session, answered: Sequence[ConsultationRow], now: datetime
) -> NewestAnswer | None:
    row = answered[0] if answered else None
    answer = in_brief(session, consultation_id=row.id) if row else None
    if row is None or answer is None:
        return None
    return NewestAnswer(
        title=localized(row, "title"),
        lang=lang_of(row, "title"),
        url=url_for("public.outcome", slug=row.slug),
        illustrative=row.illustrative,
        standing=standing(row, now),
        awaited=awaited(session, [row], now).get(row.id),
        change=_changed(answer.change) if answer.change else None,
        tally=outcomes_presenters.tally(answer, row.slug, answer.changed, answer.milestones),
        example=_example(answer),
    )


def _changed(change: ChangeInBrief) -> ChangedClause:
    """Return what changed in a clause, and the language of its words."""
    return ChangedClause(pieces_of(change), lang_of(change.after, "text"))


def _example(answer: AnswerInBrief) -> str | None:
    """Return the reference of a voice that is cited behind the first changed clause, if any."""
    of = answer.change.theme_id if answer.change else None
    themes = (theme for theme in answer.themes if theme["id"] == of)
    return next((reference for theme in themes for reference in outcomes_presenters.cited(theme)), None)


def _summary(commitments: Sequence[RecordedCommitment], now: datetime) -> PlanSummary | None:
    if not commitments:
        return None
    plan, first = commitments[0].plan, commitments[:COMMITMENTS]
    statuses = count_of(counted(commitments))
    return PlanSummary(
        title=localized(plan, "title"),
        url=url_for("public.plan", slug=plan.slug),
        commitments=len(commitments),
        board=board(first, now),
        more=len(commitments) - len(first),
        more_url=addresses_after("public.plan", plan.slug, "board")(place_of(first[-1])),
        milestones=sum(statuses.values()),
        milestones_in_words=in_words(statuses),
        small=small(commitments),
        told=told_of_plan(ageing_of(commitments, now)),
    )
