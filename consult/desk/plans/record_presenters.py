"""What the desk shows of a plan's statements and timeline, and the pages of their forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.desk.meanwhile import Difference
from consult.plans.models import Plan, PlanStatement, PlanStep
from consult.plans.policies import missed_since
from consult.plans.queries import stated
from consult.presenters.plans import count_words, counted_words, period_words, years
from consult.web import dates
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What one source says; ``edit_url`` is None for whoever only reads, ``fate`` says what became of one that went."""

    source: str
    lang: str
    dated: str | None
    period: str | None
    count: str | None
    edit_url: str | None
    fate: str | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the timeline; ``missed``: by when its day was to be published. A removed one can be put back."""

    title: str
    lang: str
    days: str
    co_creation: bool
    missed: str | None
    edit_url: str | None
    restore_url: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The statements and the timeline of a plan; addresses are None for whoever only reads."""

    statements: list[StatementRow]
    gone: list[StatementRow]
    new_statement_url: str | None
    steps: list[StepRow]
    removed: list[StepRow]
    new_step_url: str | None
    notice_days: int


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form about something of a plan; ``drop_url`` is where what it is about is taken away, None for a new one."""

    heading: str
    about: str
    lang: str
    action: str
    back_url: str
    drop_url: str | None
    differing: list[Difference]


def recorded(session: Session, plan: Plan, *, keeps: bool, zone: tzinfo, notice_days: int) -> Recorded:
    """Return what sources say of a plan and what comes next; ``keeps``: its reader may change that."""
    every = stated.every_statement(session, plan_id=plan.id)
    stand = stated.standing_statements(every)
    steps = stated.steps(session, plan_id=plan.id)
    replaced = {row.replaces_id for row in steps}
    return Recorded(
        statements=[_statement(row, plan, keeps=keeps) for row in stand],
        gone=[
            _statement(row, plan, fate=_fate(row, every))
            for row in every
            if row not in stand and not row.withdrawn
        ],
        new_statement_url=url_for("desk.new_plan_statement", slug=plan.slug) if keeps else None,
        steps=[_step(row, plan, zone, notice_days, keeps=keeps) for row in steps if row.removed_at is None],
        removed=[
            _step(row, plan, zone, notice_days, keeps=keeps)
            for row in steps
            if row.removed_at is not None and row.id not in replaced
        ],
        new_step_url=url_for("desk.new_plan_step", slug=plan.slug) if keeps else None,
        notice_days=notice_days,
    )


def statement_page(
    plan: Plan, row: PlanStatement | None = None, differing: list[Difference] | None = None
) -> FormPage:
    """Return the page of a new statement, or of one that is corrected."""
    if row is None:
        return _form_page(
            plan, _("Add what a source says"), url_for("desk.new_plan_statement", slug=plan.slug)
        )
    return _form_page(
        plan, _("Correct what a source says"),
        url_for("desk.correct_plan_statement", slug=plan.slug, statement_id=row.id),
        url_for("desk.withdraw_plan_statement", slug=plan.slug, statement_id=row.id), differing,
    )  # fmt: skip


def step_page(plan: Plan, row: PlanStep | None = None, differing: list[Difference] | None = None) -> FormPage:
    """Return the page of a new step, or of one that is corrected."""
    if row is None:
        return _form_page(plan, _("Add a step"), url_for("desk.new_plan_step", slug=plan.slug))
    return _form_page(
        plan, _("Correct a step"), url_for("desk.correct_plan_step", slug=plan.slug, step_id=row.id),
        url_for("desk.remove_plan_step", slug=plan.slug, step_id=row.id), differing,
    )  # fmt: skip


def _form_page(
    plan: Plan, heading: str, action: str, drop_url: str | None = None, differing: list[Difference] | None = None
) -> FormPage:  # fmt: skip
    title, lang = localized(plan, "title"), lang_of(plan, "title")
    return FormPage(
        heading, title, lang, action, url_for("desk.plan", slug=plan.slug), drop_url, differing or []
    )


def _statement(
    row: PlanStatement, plan: Plan, *, keeps: bool = False, fate: str | None = None
) -> StatementRow:
    return StatementRow(
        source=localized(row, "source"),
        lang=lang_of(row, "source"),
        dated=dates.day(row.dated_on) if row.dated_on else None,
        period=period_words(years(row.start_year, row.end_year), row.period_of),
        count=counted_words(count_words(row.commitment_count), row.counted_by),
        edit_url=url_for("desk.correct_plan_statement", slug=plan.slug, statement_id=row.id)
        if keeps
        else None,
        fate=fate,
    )


def _fate(row: PlanStatement, every: Sequence[PlanStatement]) -> str:
    after = next(each for each in every if each.corrects_id == row.id)
    day = dates.day(after.recorded_at) if after.recorded_at else ""
    fate = _("withdrawn on %(day)s", day=day) if after.withdrawn else _("corrected on %(day)s", day=day)
    return str(fate)


def _step(row: PlanStep, plan: Plan, zone: tzinfo, notice_days: int, *, keeps: bool) -> StepRow:
    missed = missed_since(row, zone, notice_days) if row.co_creation else None
    stands = row.removed_at is None
    return StepRow(
        title=localized(row, "title"),
        lang=lang_of(row, "title"),
        days=dates.span(row.starts_on, row.ends_on),
        co_creation=row.co_creation,
        missed=dates.day(missed) if missed else None,
        edit_url=url_for("desk.correct_plan_step", slug=plan.slug, step_id=row.id)
        if keeps and stands
        else None,
        restore_url=url_for("desk.restore_plan_step", slug=plan.slug, step_id=row.id)
        if keeps and not stands
        else None,
    )
