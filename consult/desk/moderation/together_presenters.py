"""Voices that are hidden in one act, before and after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.desk.heading import Heading, heading_of
from consult.desk.moderation.forms import seen_mark
from consult.desk.moderation.ready import Ready, named, ready_for
from consult.desk.moderation.report_presenters import counts_in_words, in_numbers
from consult.desk.moderation.returning import come_with, way_back
from consult.desk.rows import Row, row, words_behind
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import can_hide, can_restore
from consult.moderation.queries import authors, last_decisions
from consult.moderation.queries.reports import counted
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Picked:
    """A voice that is picked; one that cannot be hidden now is not ticked. ``history`` is that of its author."""

    row: Row
    picked: bool
    history: str


@dataclass(frozen=True, slots=True)
class HideManyPage:
    """What is about to be hidden by one rule."""

    consultation: Heading
    rows: list[Picked]
    seen: str
    action: str
    back_url: str
    come_with: dict[str, str]
    ready: Ready


@dataclass(frozen=True, slots=True)
class ShowManyPage:
    """What was hidden in one act, by which rule and why; those that were decided about since are not ``left``."""

    consultation: Heading
    rows: list[Row]
    left: int
    rule: str
    reason: str
    lang: str
    when: str
    seen: str
    action: str
    back_url: str
    ready: Ready


def hide_many_page(
    session: Session, consultation: Consultation, said: Sequence[Contribution], ticked: Collection[str]
) -> HideManyPage:
    """Return the page on which voices are hidden together."""
    words, ids = words_behind(session, said), [each.id for each in said]
    reports, fates = counted(session, contribution_ids=ids), authors.fates(session, contribution_ids=ids)
    rows = []
    for each in said:
        notes = [label("status", each.status)]
        if each.id in reports:
            notes.append(counts_in_words(reports[each.id]))
        shown = row(each, words, hidden=True, notes=notes)
        rows.append(
            Picked(shown, can_hide(each) and each.reference in ticked, in_numbers(fates.get(each.id)))
        )
    return HideManyPage(
        consultation=heading_of(consultation),
        rows=rows,
        seen=seen_mark(said),
        action=url_for("desk.hide_many", slug=consultation.slug),
        back_url=way_back(consultation.slug),
        come_with=come_with(),
        ready=ready_for(session, consultation),
    )


def show_many_page(
    session: Session, consultation: Consultation, decisions: Sequence[ModerationDecision]
) -> ShowManyPage:
    """Return the page on which what was hidden together is shown again."""
    said, first = [each.contribution for each in decisions], decisions[0]
    newest = last_decisions(session, contribution_ids=[each.id for each in said])
    words = words_behind(session, said)
    left = [
        each
        for each in decisions
        if can_restore(each.contribution) and newest[each.contribution_id].id == each.id
    ]
    return ShowManyPage(
        consultation=heading_of(consultation),
        rows=[row(each, words, hidden=True, notes=[label("status", each.status)]) for each in said],
        left=len(left),
        rule=named(first.rule),
        reason=localized(first, "reason"),
        lang=lang_of(first, "reason"),
        when=dates.full(first.at),
        seen=seen_mark(said),
        action=url_for("desk.show_many", slug=consultation.slug, batch=first.batch),
        back_url=url_for("desk.queue", slug=consultation.slug, status="hidden"),
        ready=ready_for(session, consultation),
    )
