"""One consultation at the desk: where it stands, what was done, and the doors that its reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import Consultation, RecordedAct, TextOwner
from consult.consultations.policies import allows, is_public, may_run, rules, state_of
from consult.consultations.policies.capabilities import seals_results, taking_proposals
from consult.consultations.queries.owners import owners_of_texts
from consult.consultations.services import announcement_mark
from consult.desk.consequences import Consequence
from consult.desk.consultations import consequences
from consult.desk.consultations.draft_presenters import Unmet, unmet
from consult.desk.consultations.lifecycle_forms import ExtendForm
from consult.desk.heading import Heading, heading_of
from consult.desk.scope import limits
from consult.desk.steps import Step, steps
from consult.presenters.consultations import standing
from consult.presenters.texts import version_in_full, version_url
from consult.shared.state import State
from consult.texts.models import TextVersion
from consult.texts.policies import may_draft
from consult.texts.queries import versions_by_ids
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, localized


@dataclass(frozen=True, slots=True)
class Fact:
    """A date or a promise; ``text`` None where it is not written yet."""

    term: str
    text: str | None


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text that a consultation is about; ``url`` None where its reader may not open it."""

    name: str
    url: str | None
    clauses: int


@dataclass(frozen=True, slots=True)
class ActRow:
    """Something that was done with a consultation, with the reason that was given."""

    heading: str
    when: str
    iso: str
    role: str
    text_ar: str
    text_en: str


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """A consultation at the desk. ``unmet`` is what holds back its announcement, None where its reader does not write.

    ``next`` is what its reader has to do, ``doors`` what an officer may do with it now. A ``discarded`` draft
    waits for whoever brings it back: at ``back_url``, None where that is not its reader's to do.
    """

    consultation: Consultation
    state: State
    standing: str
    public: bool
    preview: str
    text_preview: str | None
    next: list[Step]
    facts: list[Fact]
    doors: list[Step]
    texts: list[TextRow]
    acts: list[ActRow]
    unmet: list[Unmet] | None
    discarded: bool
    back_url: str | None


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """A draft of a consultation before it is discarded; ``there`` unless it is announced, or discarded already."""

    consultation: Heading
    there: bool
    will: list[Consequence]


@dataclass(frozen=True, slots=True)
class ActPage:
    """A consultation with which something is about to be done, and what that will do."""

    consultation: Consultation
    will: list[Consequence]


@dataclass(frozen=True, slots=True)
class ExtendPage:
    """A closing before it is moved. ``will`` is empty until a possible one was typed; ``latest`` is the bound."""

    consultation: Heading
    closes_at: datetime
    will: list[Consequence]
    latest: datetime


@dataclass(frozen=True, slots=True)
class AnnouncePage:
    """A draft before it is announced."""

    consultation: Consultation
    unmet: list[Unmet]
    will: list[Consequence]
    seen: str
    changed: bool


@dataclass(frozen=True, slots=True)
class NoLongerPage:
    """How a consultation stands with which something can no longer be done."""

    consultation: Heading
    heading: str
    state: State
    standing: str


def consultation_page(
    session: Session, actor: Actor, consultation: Consultation, now: datetime
) -> ConsultationPage:
    """Return everything on the consultation's page at the desk."""
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    owners = owners_of_texts(session, [version.text_id for version in found.values()])
    versions = [found[row.version_id] for row in consultation.texts]
    discarded, writes = consultation.discarded_at is not None, _is_writing(actor, consultation, now)
    return ConsultationPage(
        consultation=consultation,
        state=state_of(consultation, now),
        standing=standing(consultation, now).line,
        public=is_public(consultation, now),
        preview=url_for("public.consultation", slug=consultation.slug),
        text_preview=url_for("public.text", slug=consultation.slug) if consultation.texts else None,
        next=[] if discarded else steps(actor, consultation, now),
        facts=_facts(consultation),
        doors=[] if discarded else _doors(actor, consultation, now),
        texts=[_text(actor, row, owners.get(row.text_id), consultation) for row in versions],
        acts=[_act(act) for act in queries.acts(session, consultation_id=consultation.id)],
        unmet=unmet(session, consultation, now) if writes and not discarded else None,
        discarded=discarded,
        back_url=url_for("desk.bring_draft_back", slug=consultation.slug) if discarded and writes else None,
    )


def announce_page(
    session: Session, consultation: Consultation, now: datetime, *, changed: bool = False
) -> AnnouncePage:
    """Return a draft before it is announced, with the rules that it does not meet yet.

    ``changed`` where somebody saved it since the page was opened on which it was to be announced.
    """
    missing = unmet(session, consultation, now)
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    versions = [found[row.version_id] for row in consultation.texts]
    will = [] if missing else consequences.of_announcing(session, consultation, versions)
    seen = announcement_mark(session, consultation, versions)
    return AnnouncePage(consultation, missing, will, seen, changed)


def discard_page(consultation: Consultation, now: datetime) -> DiscardPage:
    """Return what discarding a draft will do."""
    there = allows(consultation, Act.EDIT, now) and consultation.discarded_at is None
    return DiscardPage(heading_of(consultation), there, consequences.of_discarding())


def act_page(session: Session, consultation: Consultation, act: Act) -> ActPage:
    """Return a consultation before it is corrected or cancelled."""
    will = consequences.of_cancelling(session, consultation) if act is Act.CANCEL else []
    return ActPage(consultation, will)


def extend_page(session: Session, consultation: Consultation, form: ExtendForm, now: datetime) -> ExtendPage:
    """Return a consultation before its closing is moved; what that will do, once the form is to be confirmed."""
    clocks = limits()
    latest = rules.latest_closing(queries.first_closing(session, consultation), now, clocks)
    will = []
    if form.closes_at.data and form.is_confirmed and not form.errors:
        will = consequences.of_moving(session, consultation, form.closing, clocks.answer_days)
    return ExtendPage(heading_of(consultation), consultation.closes_at, will, latest)


def no_longer_page(consultation: Consultation, heading: str, now: datetime) -> NoLongerPage:
    """Return how things stand; ``heading`` says what was asked for."""
    return NoLongerPage(
        heading_of(consultation), heading, state_of(consultation, now), standing(consultation, now).line
    )


def _is_writing(actor: Actor, consultation: Consultation, now: datetime) -> bool:
    """Whether it is a draft that ``actor`` may write on."""
    scope = consultation.organisation.scope
    return allows(consultation, Act.EDIT, now) and may_run(actor, consultation, scope, Act.EDIT, now)


def _facts(consultation: Consultation) -> list[Fact]:
    contact = " · ".join(
        bidi_isolate(part)
        for part in (localized(consultation, "contact_name"), consultation.contact_email)
        if part
    )
    return [
        Fact(_("Asking body"), localized(consultation.organisation, "name")),
        Fact(_("Opens"), dates.full(consultation.opens_at)),
        Fact(_("Closes"), dates.full(consultation.closes_at)),
        Fact(_("Answer due by"), dates.day(consultation.answer_due_at)),
        Fact(_("Promised level"), label("level", consultation.level)),
        Fact(_("Calls for proposals"), _("yes") if taking_proposals(consultation.activities) else _("no")),
        Fact(
            _("Votes are sealed until the closing"),
            _("yes") if seals_results(consultation.activities) else _("no"),
        ),
        Fact(_("Contact"), contact or None),
    ]


def _doors(actor: Actor, consultation: Consultation, now: datetime) -> list[Step]:
    """Return what an officer may do with it now, each with its address."""
    known = (
        (Act.EDIT, "desk.edit_consultation", _("Edit the draft")),
        (Act.ANNOUNCE, "desk.announce", _("Announce it")),
        (Act.EXTEND, "desk.extend", _("Move the closing later")),
        (Act.CORRECT, "desk.erratum", _("Publish a correction")),
        (Act.SAY_LEVEL_REACHED, "desk.consultation_level", _("Level of participation")),
        (Act.CANCEL, "desk.cancel", _("Cancel the consultation")),
        (Act.EDIT, "desk.discard_draft", _("Discard this draft")),
    )
    scope = consultation.organisation.scope
    return [
        Step(url_for(endpoint, slug=consultation.slug), text)
        for action, endpoint, text in known
        if allows(consultation, action, now) and may_run(actor, consultation, scope, action, now)
    ]


def _text(actor: Actor, version: TextVersion, owner: TextOwner | None, consultation: Consultation) -> TextRow:
    url = None
    if version.published_at is not None:
        url = version_url(owner, version.number) or url_for("public.text", slug=consultation.slug)
    elif may_draft(actor, drafter_scope=consultation.organisation.scope):
        url = url_for("desk.text", version_id=version.id)
    name = version_in_full(owner, version.number, localized(consultation, "title"))
    return TextRow(name, url, len(version.clauses))


def _act(act: RecordedAct) -> ActRow:
    return ActRow(
        heading=label("act", act.kind),
        when=dates.full(act.at),
        iso=dates.iso(act.at),
        role=label("role", act.role),
        text_ar=act.text_ar,
        text_en=act.text_en,
    )
