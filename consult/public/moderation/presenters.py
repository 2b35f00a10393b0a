"""The public moderation log: what was hidden or shown again, by which rule and why; never by whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.moderation.models import ModerationDecision
from consult.moderation.queries import log
from consult.moderation.services import BY_RULE
from consult.presenters.addresses import rule_address
from consult.presenters.moderation import reason_in_words
from consult.record.models import LogEntry
from consult.record.queries import of_kind
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import page_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision: what became of which contribution, by which rule and why."""

    number: int
    decision: str
    rule: str | None
    rule_url: str | None
    reason: str
    lang: str
    reference: str
    url: str
    role: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """A look-up of who is behind a contribution; ``reference`` is None where it was an account of the staff."""

    number: int
    reference: str | None
    url: str | None
    role: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the moderation log, newest first."""

    entries: list[Entry]
    older_url: str | None
    newer_url: str | None


@dataclass(frozen=True, slots=True)
class LookUpsPage:
    """One page of the look-ups of identity, newest first."""

    entries: list[LookUp]
    older_url: str | None
    newer_url: str | None


def page(session: Session, before_id: int | None) -> LogPage:
    """Return the page of the log that ends before an entry, the newest where none is named."""
    rows = log(session, before_id=before_id, limit=PAGE + 1)
    shown = page_of(rows, PAGE, before_id, lambda begun: url_for("public.moderation_log", before=begun))
    return LogPage([_entry(row) for row in shown.items], shown.older_url, shown.newer_url)


def look_ups(session: Session, before_id: int | None) -> LookUpsPage:
    """Return the page of the look-ups that ends before an entry, the newest where none is named."""
    rows = of_kind(session, kind="identity-seen", before_id=before_id, limit=PAGE + 1)
    shown = page_of(rows, PAGE, before_id, lambda begun: url_for("public.look_ups", before=begun))
    return LookUpsPage([_look_up(row) for row in shown.items], shown.older_url, shown.newer_url)


def _look_up(row: LogEntry) -> LookUp:
    about = row.subject if row.subject != SITE else None
    return LookUp(
        number=row.id,
        reference=about,
        url=url_for("public.contribution", reference=about) if about else None,
        role=label("role", row.role),
        when=dates.full(row.at),
        iso=dates.iso(row.at),
    )


def _entry(row: ModerationDecision) -> Entry:
    rule = rule_url = None
    if row.rule is not None:
        rule = _("Rule %(number)s: %(rule)s", number=row.rule, rule=label("rule", row.rule))
        rule_url = rule_address(row.rule)
    reason = reason_in_words(row)
    return Entry(
        number=row.id,
        decision=label("decision", row.kind),
        rule=rule,
        rule_url=rule_url,
        reason=reason.text,
        lang=reason.lang,
        reference=row.contribution.reference,
        url=url_for("public.contribution", reference=row.contribution.reference),
        role=label("role", Role.MODERATOR if row.moderator_id else BY_RULE),
        when=dates.full(row.at),
        iso=dates.iso(row.at),
    )
