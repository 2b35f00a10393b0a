"""Who would be reminded, before the press, and what came of it, after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.services.digests import told_on
from consult.consultations.queries.waiting import late_answers
from consult.consultations.services import ANSWERING
from consult.desk.consequences import Consequence, Effect, mails
from consult.forum.queries import overdue_by_owner
from consult.forum.services import keepers_owing
from consult.organisations.queries import by_ids
from consult.organisations.queries.working import Working, working_for
from consult.organisations.services.reminding import Reminded
from consult.presenters.progress import today
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class OwingRow:
    """A body that owes, what it owes, and how many people of it are written to; ``alone``: it has no officer."""

    name: str
    lang: str
    owes: str
    told: str
    alone: bool


@dataclass(frozen=True, slots=True)
class RemindPage:
    """Who owes, and what a press does; ``keepers`` says how many who keep the forum are told, where they are."""

    title: str
    about: str
    rows: list[OwingRow]
    keepers: str
    consequences: list[Consequence]
    action: str
    back_url: str
    back: str


def items_page(session: Session, actor: Actor, now: datetime) -> RemindPage:
    """Return who owes an action item, or owes the forum minutes or an agenda."""
    day = today(now)
    owed = overdue_by_owner(session, today=day)
    keepers = keepers_owing(session, actor=actor, today=day)
    found = _working(session, owed)
    rows = [
        _row(each, str(ngettext("%(num)s overdue action item", "%(num)s overdue action items", owed[each.body.id])))
        for each in found
    ]  # fmt: skip
    told = ngettext(
        "For minutes, agendas or the next meeting, %(num)s person who keeps the forum is told as well.",
        "For minutes, agendas or the next meeting, %(num)s people who keep the forum are told as well.",
        len(keepers),
    )
    return RemindPage(
        _("Remind whoever owes an action item"),
        _("These bodies have action items whose day has passed. One mail to each person says all that waits for them."),
        rows, str(told) if keepers else "", _consequences(session, found, keepers, day),
        url_for("desk.remind_of_action_items"), url_for("desk.action_items"), _("Action items"),
    )  # fmt: skip


def answers_page(session: Session, now: datetime) -> RemindPage:
    """Return who owes an answer to a consultation."""
    owed = late_answers(session, now=now)
    found = _working(session, owed, roles=ANSWERING)
    rows = [
        _row(each, str(ngettext("%(num)s late answer", "%(num)s late answers", owed[each.body.id]))) for each in found
    ]  # fmt: skip
    return RemindPage(
        _("Remind whoever owes an answer"),
        _("These bodies have not answered in time. One mail to each person says all that waits for them."),
        rows, "", _consequences(session, found, [], today(now)),
        url_for("desk.remind_of_answers"), url_for("desk.home"), _("Desk"),
    )  # fmt: skip


def came_of_it(done: Reminded) -> list[str]:
    """Return what came of a reminder, in sentences."""
    lines = [
        ngettext("%(num)s person is told by mail.", "%(num)s people are told by mail.", done.told)
        if done.told
        else _("Nobody is told now.")
    ]
    if done.told_before:
        lines.append(
            ngettext(
                "%(num)s person was told today already.",
                "%(num)s people were told today already.",
                done.told_before,
            )
        )
    if done.without:
        names = _(", ").join(localized(body, "name") for body in done.without)
        lines.append(_("These have no officer who could be told: %(bodies)s.", bodies=names))
    return [str(line) for line in lines]


def _working(session: Session, owed: Mapping[int, int], roles: Iterable[Role] = ()) -> list[Working]:
    """Return those who work for the bodies that owe, those that owe most first."""
    bodies = by_ids(session, owed).values()
    return working_for(session, sorted(bodies, key=lambda body: (-owed[body.id], body.id)), roles=roles)


def _row(each: Working, owes: str) -> OwingRow:
    told = ngettext("%(num)s person gets a mail.", "%(num)s people get a mail.", len(each.people))
    return OwingRow(
        localized(each.body, "name"), lang_of(each.body, "name"), owes, str(told) if each.people else "",
        not each.officers,
    )  # fmt: skip


def _consequences(
    session: Session, found: Sequence[Working], keepers: Iterable[int], day: date
) -> list[Consequence]:
    people = {user.id for each in found for user in each.people} | set(keepers)
    before = len(told_on(session, day=day, user_ids=people))
    rows = [mails(len(people) - before)]
    if before:
        said = ngettext(
            "%(num)s person was told today already, and gets no second mail.",
            "%(num)s people were told today already, and get no second mail.",
            before,
        )
        rows.append(Consequence(Effect.STAYS, str(said)))
    return rows
