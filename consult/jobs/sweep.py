"""What is cleared away with time."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from consult.contributions.services import drop_stale_drafts
from consult.shared import clock
from consult.web.database import writing
from consult.web.settings import settings


def drop_stale(app: Flask) -> int:
    """Delete drafts that nobody confirmed in time; return how many."""
    with app.app_context(), writing() as session:
        return drop_stale_drafts(session, before=clock.now() - timedelta(days=settings().draft_days))
