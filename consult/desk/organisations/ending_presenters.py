"""What is seen of the ending of a standing: what hangs on it, who is waited for, what ended. No names of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.accounts.queries import holders, numbers_of_roles
from consult.consultations.policies import state_of
from consult.consultations.queries.states import unfinished_of
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationAct, Standing
from consult.organisations.policies import against_confirming, may_end
from consult.organisations.queries import endings
from consult.plans.models import Commitment
from consult.plans.queries.bodies import co_led_by, led_by, supported_by
from consult.shared.state import State
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.wording import SENTENCES

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Hanging:
    """One thing that hangs on a standing; ``url`` None where it has no public page."""

    text: str
    lang: str
    note: str
    url: str | None


@dataclass(frozen=True, slots=True)
class HangingGroup:
    """Things of one kind that hang on a standing."""

    title: str
    rows: Sequence[Hanging]


@dataclass(frozen=True, slots=True)
class BodyHead:
    """The organisation that a page is about."""

    name: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """An organisation before somebody asks to end its standing.

    ``stands`` says in words that it ended or that it waits, with the page where it goes on; None before.
    """

    body: BodyHead
    action: str
    ended: bool
    stands: str | None
    on_url: str
    on_text: str
    hanging: list[HangingGroup]


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """An ending that waits for a second person; ``asked`` is 0 where none does.

    ``against`` says why whoever reads cannot be the second.
    """

    body: BodyHead
    action: str
    take_back_url: str
    asked: int
    day: str
    reason_ar: str
    reason_en: str
    against: str | None
    may_take_back: bool
    hanging: list[HangingGroup]


@dataclass(frozen=True, slots=True)
class RestorePage:
    """An organisation whose standing has ended; ``ended`` False where it speaks again already."""

    body: BodyHead
    action: str
    ended: bool
    reason_ar: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An organisation whose ending waits, or that ended; ``url`` None where there is nothing for whoever reads."""

    name: str
    lang: str
    day: str
    url: str | None


@dataclass(frozen=True, slots=True)
class EndingsPage:
    """The endings that wait, oldest first, and what ended, newest first."""

    waiting: list[EndingRow]
    ended: list[EndingRow]


def ask_page(session: Session, organisation: Organisation, now: datetime) -> AskPage:
    """Return an organisation with all that hangs on it."""
    slug, stands = organisation.slug, None
    on_url, on_text = url_for("desk.confirm_ending", slug=slug), _("The ending that waits")
    if organisation.standing == Standing.ENDED:
        stands = label("standing", Standing.ENDED)
        on_url, on_text = url_for("desk.restore_organisation", slug=slug), _("Restore its standing")
    elif endings.waiting(session, organisation_id=organisation.id) is not None:
        stands = _("Somebody has asked for this already. It waits for a second person.")
    hanging = [] if stands else hanging_on(session, organisation, now)
    action = url_for("desk.end_organisation", slug=slug)
    ended = organisation.standing == Standing.ENDED
    return AskPage(_head(organisation), action, ended, stands, on_url, on_text, hanging)


def confirm_page(session: Session, organisation: Organisation, actor: Actor, now: datetime) -> ConfirmPage:
    """Return the ending that waits for a second person, as ``actor`` meets it."""
    request = endings.waiting(session, organisation_id=organisation.id)
    if organisation.standing == Standing.ENDED:
        request = None
    against = _against(session, actor, request) if request else None
    return ConfirmPage(
        body=_head(organisation),
        action=url_for("desk.confirm_ending", slug=organisation.slug),
        take_back_url=url_for("desk.take_back_ending", slug=organisation.slug),
        asked=request.id if request else 0,
        day=dates.full(request.at) if request else "",
        reason_ar=request.reason_ar if request else "",
        reason_en=request.reason_en if request else "",
        against=str(SENTENCES[against]) if against else None,
        may_take_back=against in {None, "second-person"},
        hanging=hanging_on(session, organisation, now) if request else [],
    )


def restore_page(session: Session, organisation: Organisation) -> RestorePage:
    """Return an organisation whose standing may be restored, with the reason for which it ended."""
    act = endings.last_act(session, organisation_id=organisation.id)
    ended = organisation.standing == Standing.ENDED and act is not None
    return RestorePage(
        _head(organisation), url_for("desk.restore_organisation", slug=organisation.slug), ended,
        act.reason_ar if act and ended else "", act.reason_en if act and ended else "",
    )  # fmt: skip


def endings_page(session: Session, actor: Actor) -> EndingsPage:
    """Return the endings that wait, and what ended."""
    restores = may_end(actor)
    return EndingsPage(
        [
            _row(row, act, url_for("desk.confirm_ending", slug=row.slug))
            for row, act in endings.all_waiting(session, limit=MOST_SHOWN)
        ],
        [
            _row(row, act, url_for("desk.restore_organisation", slug=row.slug) if restores else None)
            for row, act in endings.ended(session, limit=MOST_SHOWN)
        ],
    )


def hanging_on(session: Session, organisation: Organisation, now: datetime) -> list[HangingGroup]:
    """Return what hangs on a standing, by kind; kinds of which there is nothing are left out."""
    led = [_commitment(row, _("leads")) for row in led_by(session, organisation_id=organisation.id)]
    led += [
        _commitment(row, _("leads together with others"))
        for row in co_led_by(session, organisation_id=organisation.id)
    ]
    supported = [
        _commitment(row, _("supports")) for row in supported_by(session, organisation_id=organisation.id)
    ]
    groups = [
        HangingGroup(_("Commitments"), led + supported),
        HangingGroup(
            _("Consultations that are not finished"), _consultations(session, organisation, now)
        ),
        HangingGroup(_("Roles and invitations"), _roles(session, organisation)),
    ]  # fmt: skip
    return [group for group in groups if group.rows]


def _commitment(row: Commitment, note: str) -> Hanging:
    shown = row.shown_at is not None and row.plan.shown_at is not None
    text = _("Commitment %(number)s", number=row.number)
    url = url_for("public.commitment", slug=row.plan.slug, number=row.number) if shown else None
    title = localized(row, "title")
    return Hanging(f"{text}: {bidi_isolate(title)}", "", note, url)


def _consultations(session: Session, organisation: Organisation, now: datetime) -> list[Hanging]:
    rows = [
        (row, state_of(row, now)) for row in unfinished_of(session, organisation_id=organisation.id, now=now)
    ]
    found = [
        Hanging(
            localized(row, "title"), lang_of(row, "title"), label("state", state),
            url_for("public.consultation", slug=row.slug),
        )
        for row, state in rows
        if state is not State.DRAFT
    ]  # fmt: skip
    # A draft is its officers' to read: that there are some is all that is said of them.
    if drafts := sum(state is State.DRAFT for _row_, state in rows):
        number = ngettext("%(num)s draft", "%(num)s drafts", drafts)
        found.append(Hanging(number, "", label("state", State.DRAFT), None))
    return found


def _roles(session: Session, organisation: Organisation) -> list[Hanging]:
    found = [
        Hanging(label("role", role), "", ngettext("%(num)s person", "%(num)s persons", number), None)
        for role, number in numbers_of_roles(session, scope=organisation.scope).items()
    ]
    if waiting := len(queries.waiting_invitations(session, organisation_id=organisation.id)):
        found.append(Hanging(_("Invitations that wait"), "", str(waiting), None))
    return found


def _against(session: Session, actor: Actor, request: OrganisationAct) -> str | None:
    coordinators = {user.id for user in holders(session, role=Role.COORDINATOR, scopes=[SITE])}
    return against_confirming(actor, asked_by_id=request.by_id, coordinators=coordinators)


def _head(organisation: Organisation) -> BodyHead:
    return BodyHead(
        localized(organisation, "name"), lang_of(organisation, "name"),
        url_for("public.organisation", slug=organisation.slug),
    )  # fmt: skip


def _row(organisation: Organisation, act: OrganisationAct, url: str | None) -> EndingRow:
    return EndingRow(localized(organisation, "name"), lang_of(organisation, "name"), dates.full(act.at), url)
