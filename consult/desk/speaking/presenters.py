"""What staff see while they clarify or translate: the words that it is about, as the public sees them."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Translation
from consult.contributions.queries import translations
from consult.desk.moderation.presenters import Shown, row, words_behind
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.shared.text import paragraphs
from consult.web.rendering import lang_of, localized

WHOLE = "whole"


class Place(NamedTuple):
    """Where a clarification stands: a clause in its version, or nothing of both for the whole text."""

    clause_id: int | None = None
    version_id: int | None = None
    text: ClauseText | None = None


def voice(session: Session, contribution: Contribution) -> Shown:
    """Return what the form shows of the voice that is answered."""
    reference = contribution.reference
    return {
        "consultation": contribution.consultation,
        "row": row(contribution, words_behind(session, [contribution])),
        "clause": None,
        "action": url_for("desk.clarify", reference=reference),
        "back": url_for("public.contribution", reference=reference),
    }


def place(session: Session, asked: Consultation, name: str) -> Place | None:
    """Return the clause of that id in the consultation's texts, the whole text for ``whole`` or nothing; else None."""
    if name in {"", WHOLE}:
        return Place()
    words = words_of(session, version_ids=[text.version_id for text in asked.texts])
    found = next((text for (_version, clause_id), text in words.items() if str(clause_id) == name), None)
    return Place(found.clause_id, found.version_id, found) if found else None


def clause(asked: Consultation, where: Place) -> Shown:
    """Return what the form shows of the clause that is clarified."""
    text, name = where.text, str(where.clause_id) if where.clause_id else WHOLE
    heading = _("The whole text")
    if text is not None:
        heading = _(
            "Clause %(number)s: %(heading)s", number=text.position, heading=localized(text, "heading")
        )
    return {
        "consultation": asked,
        "row": None,
        "clause": {
            "heading": heading,
            "paragraphs": paragraphs(localized(text, "text")) if text is not None else [],
            "lang": lang_of(text, "text") if text is not None else None,
        },
        "action": url_for("desk.clarify_text", slug=asked.slug, clause=name),
        "back": url_for("public.text", slug=asked.slug, clause=name),
    }


def other(language: str) -> str:
    """Return the language into which words of ``language`` are translated."""
    return "en" if language == "ar" else "ar"


def counting(session: Session, contribution: Contribution) -> Translation | None:
    """Return the translation of a contribution that counts now, or None."""
    found = translations(session, ids=[contribution.id]).get(contribution.id, {})
    return found.get(other(contribution.language))


def translated(session: Session, contribution: Contribution, before: Translation | None) -> Shown:
    """Return what the form shows: the author's words, and the translation that counts now."""
    lang = other(contribution.language)
    return {
        "consultation": contribution.consultation,
        "row": row(contribution, words_behind(session, [contribution])),
        "saved": before,
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "action": url_for("desk.translate", reference=contribution.reference),
        "back": url_for("public.contribution", reference=contribution.reference),
    }
