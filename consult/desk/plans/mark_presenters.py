"""What the desk shows of the marks of a commitment: its tests, who ticked each when, and what it carries on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.queries import public_names
from consult.plans.models import CommitmentTick, SmartTest
from consult.plans.queries.promised import Carried
from consult.presenters.carried import told
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@dataclass(frozen=True, slots=True)
class TickRow:
    """One of the five tests, and who ticked it when; ``by`` is empty where nobody did."""

    test: str
    by: str


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A commitment of another plan that this one carries on, or that carries this one on."""

    told: str
    title: str
    lang: str
    url: str


def tick_rows(session: Session, ticks: Sequence[CommitmentTick]) -> list[TickRow]:
    """Return the five tests with the ticks that stand; staff read the name too, the public only as what."""
    names = public_names(session, {tick.recorded_by_id for tick in ticks})
    by = {tick.test: _by(tick, names.get(tick.recorded_by_id, "")) for tick in ticks}
    return [TickRow(label("smart", test), by.get(test.value, "")) for test in SmartTest]


def _by(tick: CommitmentTick, name: str) -> str:
    if not name:
        return str(_("%(day)s, %(role)s", day=dates.day(tick.recorded_at), role=label("role", tick.role)))
    return str(
        _(
            "%(day)s, %(name)s (%(role)s)", day=dates.day(tick.recorded_at), name=bidi_isolate(name),
            role=label("role", tick.role),
        )
    )  # fmt: skip


def carried_rows(carried: Iterable[Carried]) -> list[CarriedRow]:
    """Return what is carried on, each with the way to it at the desk."""
    return [
        CarriedRow(
            told(each), localized(each.commitment, "title"), lang_of(each.commitment, "title"),
            url_for("desk.commitment", slug=each.plan.slug, number=each.commitment.number),
        )
        for each in carried
    ]  # fmt: skip
