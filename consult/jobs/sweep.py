"""What is cleared away with time. Each in a transaction of its own, so that one that fails keeps no other back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.services.clearing import drop_address_keys, drop_sessions
from consult.accounts.services.kept_forms import drop_kept_forms
from consult.accounts.services.submissions import drop_submissions
from consult.consultations.services.discarding import clear_discarded
from consult.contributions.queries import known_originals
from consult.contributions.services import drop_stale_drafts
from consult.documents.services.clearing import sweep as sweep_files
from consult.moderation.services import forget_reporters
from consult.organisations.services.clearing import blank_invitations
from consult.orm import write_over
from consult.outbox.services import blank_sent
from consult.shared import clock
from consult.texts.services.clearing import drop_discarded
from consult.web import retention
from consult.web.database import engine, writing
from consult.web.settings import settings
from consult.web.uploads import storage


def clear(app: Flask) -> None:
    """Clear away what has had its time."""
    with app.app_context():
        now = clock.now()
        for sweep in _sweeps(now):
            try:
                with writing() as session:
                    sweep(session)
            except Exception:  # the next night finds what is left
                app.logger.exception("something could not be cleared away")
        write_over(engine())


def _sweeps(now: datetime) -> tuple[Callable[[Session], object], ...]:
    return (
        lambda session: drop_stale_drafts(session, before=now - timedelta(days=settings().draft_days)),
        lambda session: drop_submissions(session, before=now - retention.FORMS),
        lambda session: drop_kept_forms(session, before=now - retention.KEPT_FORMS),
        lambda session: drop_discarded(session, now=now),
        lambda session: clear_discarded(session, now=now),
        lambda session: blank_sent(session, before=now - retention.MAILS),
        lambda session: blank_invitations(session, before=now - retention.INVITATIONS),
        lambda session: forget_reporters(session, before=now - retention.REPORTS),
        lambda session: sweep_files(
            session, storage=storage(), before=now - retention.ORPHANS, known=[known_originals]
        ),
        lambda session: drop_sessions(session, before=now - retention.SESSIONS),
        lambda session: drop_address_keys(session, before=(now - retention.KEYS).date()),
    )
