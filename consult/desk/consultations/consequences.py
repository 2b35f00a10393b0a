"""What announcing, discarding, moving the closing and cancelling will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions.queries import published_count
from consult.desk.consequences import Consequence, Effect, mails, stale_summaries_of
from consult.desk.consultations.calendar import notes_on
from consult.texts.models import TextVersion
from consult.texts.services import BACK_WITHIN
from consult.web import dates


def of_announcing(
    session: Session, consultation: Consultation, versions: Sequence[TextVersion]
) -> list[Consequence]:
    """Return what announcing a draft about these versions will do."""
    warnings = notes_on(session, opens_at=consultation.opens_at, closes_at=consultation.closes_at)
    drafts = [row for row in versions if row.published_at is None]
    return [
        *(Consequence(Effect.WARNING, warning) for warning in warnings),
        *stale_summaries_of(session, drafts),
        Consequence(Effect.PUBLIC, _public_at_once(len(drafts))),
        Consequence(
            Effect.DATES,
            _("It opens on %(opens)s and closes on %(closes)s. The answer is due by %(due)s.",
              opens=dates.full(consultation.opens_at), closes=dates.full(consultation.closes_at),
              due=dates.day(consultation.answer_due_at)),
        ),
        mails(0),
        Consequence(Effect.FROZEN, _("Its question and texts no longer change.")),
        Consequence(
            Effect.FINAL,
            _("It cannot be taken back. Afterwards the closing can be moved later, a correction published, "
              "or the consultation cancelled with a reason."),
        ),
    ]  # fmt: skip


def of_discarding() -> list[Consequence]:
    """Return what discarding a draft will do."""
    days = BACK_WITHIN.days
    return [
        Consequence(Effect.ENDS, _("Nobody can write on it or announce it.")),
        mails(0),
        Consequence(Effect.STAYS, _("Drafts of texts that it is about stay as they are.")),
        Consequence(Effect.STAYS, _("It can be brought back from the desk for %(days)s days.", days=days)),
        Consequence(
            Effect.FINAL,
            _("After %(days)s days its words are deleted. Until then no other consultation can have its address.",
              days=days),
        ),
    ]  # fmt: skip


def of_moving(
    session: Session, consultation: Consultation, closes_at: datetime, answer_days: int
) -> list[Consequence]:
    """Return what moving the closing to ``closes_at`` will do."""
    due = closes_at + timedelta(days=answer_days)
    return [
        *(Consequence(Effect.WARNING, warning) for warning in notes_on(session, closes_at=closes_at)),
        Consequence(Effect.DATES, _moved(consultation.closes_at, closes_at)),
        Consequence(
            Effect.DATES,
            _("The answer is then due by %(day)s instead of %(before)s.",
              day=dates.day(due), before=dates.day(consultation.answer_due_at)),
        ),
        Consequence(
            Effect.PUBLIC, _("The new closing stands on the consultation's page and in the record, with its reason.")
        ),
        mails(0),
        Consequence(Effect.FINAL, _("It cannot be moved back to an earlier day.")),
    ]  # fmt: skip


def of_cancelling(session: Session, consultation: Consultation) -> list[Consequence]:
    """Return what cancelling will do."""
    said = published_count(session, consultation_ids=[consultation.id]).get(consultation.id, 0)
    return [
        Consequence(Effect.ENDS, _("From this moment on nobody can comment, vote or propose in it.")),
        Consequence(Effect.ENDS, _unanswered(said)),
        Consequence(Effect.PUBLIC, _("The page says that it was cancelled, and why.")),
        mails(0),
        Consequence(Effect.FINAL, _("This cannot be undone.")),
    ]


def _public_at_once(drafts: int) -> str:
    at_once = _("Everybody can read its page, its question and its dates at once.")
    if not drafts:
        return str(at_once)
    texts = ngettext(
        "%(num)s draft text becomes a public version in the record.",
        "%(num)s draft texts become public versions in the record.",
        drafts,
    )
    return f"{at_once} {texts}"


def _moved(before: datetime, after: datetime) -> str:
    days = (dates.local(after).date() - dates.local(before).date()).days
    if days == 0:
        return str(
            _("The closing moves within its day: from %(before)s to %(after)s.",
              before=dates.full(before), after=dates.full(after))
        )  # fmt: skip
    return str(
        ngettext(
            "The closing moves by %(num)s day: from %(before)s to %(after)s.",
            "The closing moves by %(num)s days: from %(before)s to %(after)s.",
            days, before=dates.full(before), after=dates.full(after),
        )
    )  # fmt: skip


def _unanswered(said: int) -> str:
    if not said:
        return str(_("Nothing was said in it yet. It gets no answer."))
    return str(
        ngettext(
            "%(num)s contribution stays readable and gets no answer.",
            "%(num)s contributions stay readable and get no answer.",
            said,
        )
    )
