"""What a commitment promises and where it stands, as the public reads it: its template, its acts and its bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.plans.models import (
    BodyRole,
    CommitmentAct,
    CommitmentActKind,
    CommitmentTemplate,
    CommitmentTick,
    SmartTest,
)
from consult.plans.policies import commitment_state
from consult.plans.queries import standing
from consult.plans.queries.promised import Carried, Promised
from consult.plans.queries.standing import BodyFact
from consult.presenters.carried import told
from consult.presenters.rewordings import Changed, changes
from consult.public.plans.presenters import Words, sorted_under, worded
from consult.shared.state import CommitmentState
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language

_PROMISE = ("problem", "what", "how")
_PRINCIPLES = ("information", "accountability", "participation", "technology")
# What the public is told of with its reason; what goes back and forth before is between its drafters and deciders.
_TOLD = frozenset({CommitmentActKind.ADOPTED, CommitmentActKind.WITHDRAWN})


class Part(NamedTuple):
    """A field of the template: its title and its words."""

    title: str
    words: Words


class Contact(NamedTuple):
    """The office to ask."""

    name: Words
    email: str
    phone: str


class Change(NamedTuple):
    """That a body took a role or gave it up: since when, why, and where that was agreed."""

    text: str
    since: str
    reason: Words
    meeting: Words


class Decision(NamedTuple):
    """That it was adopted or withdrawn: on which day, and why."""

    text: str
    day: str
    iso: str
    reason: Words


class Tested(NamedTuple):
    """A test that it passes: on which day that was ticked, and as what."""

    test: str
    by: str


class CarriedOn(NamedTuple):
    """A commitment of another plan that it carries on, or that carries it on."""

    told: str
    title: Words
    url: str


class Promise(NamedTuple):
    """What a commitment promises; ``state`` is None where nothing of it was done or written at the desk."""

    state: str | None
    decided: list[Decision]
    parts: list[Part]
    principles: list[Part]
    resources: Words
    period: str
    contact: Contact | None
    bodies: list[Change]
    co_leads: list[Words]
    labels: list[tuple[str, str]]
    tests: list[Tested]
    carried: list[CarriedOn]
    changed: list[Changed]


def promise(session: Session, commitment_id: int, found: Promised, *, followed: bool) -> Promise:
    """Return what a commitment promises and where it stands, of what was ``found`` of it.

    ``followed``: it is adopted, by its acts or because the record brought it along.
    """
    template, acts, ticks, carried, labels = found[:5]
    facts = standing.bodies_of(session, commitment_id=commitment_id)
    state = (
        CommitmentState.ADOPTED if followed else commitment_state(CommitmentActKind(act.kind) for act in acts)
    )
    return Promise(
        state=label("commitment-state", state) if acts or template else None, decided=_decided(acts),
        parts=_parts(template, _PROMISE), principles=_parts(template, _PRINCIPLES),
        resources=_of(template, "resources"), period=_period(template), contact=_contact(template),
        bodies=_bodies(facts), co_leads=_co_leads(facts),
        tests=_tests(ticks) if state is CommitmentState.ADOPTED else [],
        carried=_carried(carried), labels=sorted_under(labels),
        changed=changes(found.rewordings),
    )  # fmt: skip


def _of(template: CommitmentTemplate | None, name: str) -> Words:
    if template is None:
        return Words("", language())
    return worded(language(), getattr(template, f"{name}_ar"), getattr(template, f"{name}_en"))


def _parts(template: CommitmentTemplate | None, names: Iterable[str]) -> list[Part]:
    parts = [Part(label("template", name), _of(template, name)) for name in names]
    return [part for part in parts if part.words.text]


def _period(template: CommitmentTemplate | None) -> str:
    start, end = (template.starts_on, template.ends_on) if template else (None, None)
    if start and end:
        return str(_("%(start)s to %(end)s", start=dates.day(start), end=dates.day(end)))
    return (start and _("from %(day)s", day=dates.day(start))) or (
        (end and _("until %(day)s", day=dates.day(end))) or ""
    )


def _contact(template: CommitmentTemplate | None) -> Contact | None:
    name = _of(template, "contact_name")
    if template is None or not (name.text or template.contact_email or template.contact_phone):
        return None
    return Contact(name, template.contact_email, template.contact_phone)


def _decided(acts: Sequence[CommitmentAct]) -> list[Decision]:
    """Return the decisions that hold, oldest first: one that was taken back since is not among them."""
    held: list[CommitmentAct] = []
    for act in acts:
        if act.kind == CommitmentActKind.TAKEN_BACK:
            held[-1:] = []
        else:
            held.append(act)
    return [
        Decision(
            label("commitment-act", act.kind), dates.day(act.happened_on), act.happened_on.isoformat(),
            worded(language(), act.reason_ar, act.reason_en),
        )
        for act in held
        if act.kind in _TOLD
    ]  # fmt: skip


def _tests(ticks: Sequence[CommitmentTick]) -> list[Tested]:
    """Return the tests that are ticked, in their order, with the day and as what somebody ticked them."""
    by = {
        tick.test: str(_("%(day)s, %(role)s", day=dates.day(tick.recorded_at), role=label("role", tick.role)))
        for tick in ticks
    }
    return [Tested(label("smart", test), by[test.value]) for test in SmartTest if test.value in by]


def _carried(carried: Iterable[Carried]) -> list[CarriedOn]:
    """Return what is carried on, where the public may read of the other commitment too."""
    lang = language()
    return [
        CarriedOn(
            told(each), worded(lang, each.commitment.title_ar, each.commitment.title_en),
            url_for("public.commitment", slug=each.plan.slug, number=each.commitment.number),
        )
        for each in carried
        if each.commitment.shown_at and each.plan.shown_at
    ]  # fmt: skip


def _co_leads(facts: Sequence[BodyFact]) -> list[Words]:
    """Return who leads it together with the one that leads it."""
    lead = {body.id for body in standing.holding(facts, BodyRole.LEAD)}
    return [
        worded(language(), body.name_ar, body.name_en)
        for body in standing.holding(facts, BodyRole.CO_LEAD)
        if body.id not in lead
    ]


def _bodies(facts: Sequence[BodyFact]) -> list[Change]:
    """Return who took and gave up which role; nothing where one body leads it and nothing else happened."""
    if len(facts) <= 1:
        return []
    lang, found = language(), []
    for fact in facts:
        name = worded(lang, fact.organisation.name_ar, fact.organisation.name_en).text
        words = {
            ("lead", True): _("%(body)s leads it", body=name),
            ("lead", False): _("%(body)s leads it no longer", body=name),
            ("co-lead", True): _("%(body)s leads it together with others", body=name),
            ("co-lead", False): _("%(body)s no longer leads it together with others", body=name),
            ("supporting", True): _("%(body)s supports it", body=name),
            ("supporting", False): _("%(body)s supports it no longer", body=name),
        }
        since = dates.day(fact.happened_on) if fact.happened_on else str(_("from the beginning"))
        found.append(
            Change(
                str(words[fact.role, fact.holds]), since, worded(lang, fact.reason_ar, fact.reason_en),
                worded(lang, fact.meeting_ar, fact.meeting_en),
            )
        )  # fmt: skip
    return found
