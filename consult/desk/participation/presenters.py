"""What stands around the forms on the level of participation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from consult.consultations.models import Consultation, Level
from consult.desk.consequences import Consequence, Effect, mails
from consult.desk.meanwhile import Difference, differing
from consult.desk.participation.forms import LevelForm, typed_of
from consult.participation.models import ParticipationLevel, Process
from consult.plans.models import Plan
from consult.web.labels import label
from consult.web.rendering import lang_of, localized

_COMPARED = ("promise_ar", "promise_en", "evidence_ar", "evidence_en", "evidence_url")


@dataclass(frozen=True, slots=True)
class LevelPage:
    """A form about one process: where it is sent and left, what it will do, and what was said of it meanwhile.

    ``promised`` is the level that a consultation promised, None where the form asks for it; ``can_be_reached`` whether
    it can be said already which one was reached.
    """

    heading: str
    about: str
    lang: str
    action: str
    back_url: str
    section: str
    promised: str | None
    can_be_reached: bool
    will: list[Consequence]
    differing: list[Difference]


def plan_level_page(
    plan: Plan, process: Process, form: LevelForm, now: ParticipationLevel | None
) -> LevelPage:
    """Return what stands around the form about a plan or its making; ``now`` is what stands of it."""
    public = (
        Consequence(Effect.PUBLIC, _("Everybody reads it on the page of the plan from this moment on."))
        if plan.shown_at
        else Consequence(Effect.PUBLIC, _("Everybody reads it once the plan is public."))
    )
    return LevelPage(
        heading=_("Level of participation: %(process)s", process=label("process", process)),
        about=localized(plan, "title"), lang=lang_of(plan, "title"),
        action=url_for("desk.plan_level", slug=plan.slug, process=process.value),
        back_url=url_for("desk.plan", slug=plan.slug), section="plans", promised=None, can_be_reached=True,
        will=_will(public), differing=_meanwhile(form, now),
    )  # fmt: skip


def consultation_level_page(
    asked: Consultation, form: LevelForm, now: ParticipationLevel | None, *, can_be_reached: bool
) -> LevelPage:
    """Return what stands around the form about a consultation; ``now`` is what was said of it last."""
    public = Consequence(
        Effect.PUBLIC, _("Everybody reads it on the page of the consultation from this moment on.")
    )
    frozen = Consequence(Effect.FROZEN, _("The promised level stays as it was announced."))
    return LevelPage(
        heading=_("Level of participation"), about=localized(asked, "title"), lang=lang_of(asked, "title"),
        action=url_for("desk.consultation_level", slug=asked.slug),
        back_url=url_for("desk.consultation", slug=asked.slug), section="consultation",
        promised=label("level", Level(asked.level)), can_be_reached=can_be_reached,
        will=_will(public, frozen), differing=_meanwhile(form, now),
    )  # fmt: skip


def _will(*first: Consequence) -> list[Consequence]:
    stays = Consequence(Effect.STAYS, _("What was said before stays readable, with its day."))
    return [*first, mails(0), stays]


def _meanwhile(form: LevelForm, now: ParticipationLevel | None) -> list[Difference]:
    """Return what was said since the form was opened, beside what was typed into it."""
    if now is None or form.saw == now.number:
        return []
    saved = typed_of(now)
    words: dict[str, str] = {name: saved[name] for name in _COMPARED if name in form}
    chosen = [
        Difference(str(form[name].label.text), name, _level(saved[name]), _level(form[name].data))
        for name in ("level", "reached")
        if name in form
    ]
    return [*(one for one in chosen if one.saved != one.typed), *differing(form, dict(words))]


def _level(value: str | None) -> str:
    known = {level.value: level for level in Level}
    return label("level", known[value]) if value in known else ""
