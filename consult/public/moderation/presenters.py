"""The public moderation log: what was hidden or shown again, by which rule and why; never by whom."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.moderation.models import ModerationDecision
from consult.moderation.queries import log
from consult.public.consultations.presenters import Shown
from consult.record.models import LogEntry
from consult.record.queries import of_kind
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import page_of
from consult.web.rendering import lang_of, localized

PAGE = 50


def page(session: Session, before_id: int | None) -> Shown:
    """Return one page of the log, newest first, and the addresses of the pages beside it."""
    rows = log(session, before_id=before_id, limit=PAGE + 1)
    shown = page_of(rows, PAGE, before_id, lambda begun: url_for("public.moderation_log", before=begun))
    return {
        "entries": [_entry(row) for row in shown.items],
        "older_url": shown.older_url,
        "newer_url": shown.newer_url,
    }


def look_ups(session: Session, before_id: int | None) -> Shown:
    """Return one page of the look-ups of identity, newest first, and the addresses of the pages beside it."""
    rows = of_kind(session, kind="identity-seen", before_id=before_id, limit=PAGE + 1)
    shown = page_of(rows, PAGE, before_id, lambda begun: url_for("public.look_ups", before=begun))
    return {
        "entries": [_look_up(row) for row in shown.items],
        "older_url": shown.older_url,
        "newer_url": shown.newer_url,
    }


def _look_up(row: LogEntry) -> Shown:
    about = row.subject if row.subject != SITE else None
    return {
        "number": row.id,
        "reference": about,
        "url": url_for("public.contribution", reference=about) if about else None,
        "role": label("role", row.role),
        "when": dates.full(row.at),
        "iso": dates.iso(row.at),
    }


def _entry(row: ModerationDecision) -> Shown:
    rule = None
    if row.rule is not None:
        rule = _("Rule %(number)s: %(rule)s", number=row.rule, rule=label("rule", row.rule))
    return {
        "number": row.id,
        "decision": label("decision", row.kind),
        "rule": rule,
        "rule_url": url_for("public.page", name="moderation-rules", _anchor=f"rule-{row.rule}")
        if rule
        else None,
        "reason": localized(row, "reason"),
        "lang": lang_of(row, "reason"),
        "reference": row.contribution.reference,
        "url": url_for("public.contribution", reference=row.contribution.reference),
        "role": label("role", Role.MODERATOR),
        "when": dates.full(row.at),
        "iso": dates.iso(row.at),
    }
