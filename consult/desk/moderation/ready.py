"""Reasons that are kept ready, to be put into the fields of a form beside what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Field, HiddenField

from consult.consultations.models import Consultation
from consult.moderation.models import ReasonTemplate
from consult.moderation.queries.reasons import ready
from consult.shared.text import clean, shortened
from consult.web.again import to_fill_in
from consult.web.forms import Form
from consult.web.labels import label
from consult.web.rendering import localized

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ReadyReason:
    """A reason that can be put in: its ``text`` names it by its rule and how it begins."""

    id: str
    text: str
    rule: int | None
    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """The reasons that a body's moderators keep ready, and where they do."""

    reasons: list[ReadyReason]
    url: str


class ReadyForm(Form):
    """A form with a published reason, into which one that is kept ready can be put."""

    ready = HiddenField()

    def fill(self, kept: Ready) -> None:
        """Put in what was asked for: into an empty field as it stands, else below what was typed there."""
        chosen = next((each for each in kept.reasons if each.id == self.ready.data), None)
        if chosen is None or not to_fill_in():
            return
        for field, words in zip(self.of_reasons, chosen.words, strict=True):
            field.data = _beside(field.data or "", words)
        rule = self._fields.get("rule")
        if rule is not None and chosen.rule is not None and not rule.data:
            rule.data = str(chosen.rule)

    @property
    def of_reasons(self) -> tuple[Field, Field]:
        """The fields of the reason, Arabic and English."""
        return self["reason_ar"], self["reason_en"]


def ready_for(session: Session, consultation: Consultation) -> Ready:
    """Return what the moderators of the asking body keep ready."""
    rows = ready(session, organisation_id=consultation.organisation_id)
    url = url_for("desk.reasons", slug=consultation.organisation.slug)
    return Ready(
        [ReadyReason(str(row.id), _name(row), row.rule, (row.reason_ar, row.reason_en)) for row in rows], url
    )


def _name(row: ReasonTemplate) -> str:
    begins = shortened(localized(row, "reason"), _LONGEST, "…")
    rule = named(row.rule)
    return f"{rule} · {begins}"


def named(rule: int | None) -> str:
    """Return what a reason is for: a rule by its number and name, or all else."""
    if rule is None:
        return str(_("For showing again and answering"))
    return str(_("Rule %(number)s: %(rule)s", number=rule, rule=label("rule", rule)))


def _beside(typed: str, words: str) -> str:
    there = clean(typed)
    if not there:
        return words
    return typed if words in there else f"{there}\n{words}"
