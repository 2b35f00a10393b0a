"""What staff see while they clarify or translate: the words that it is about, as the public sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions.models import Contribution, Translation
from consult.contributions.queries import translations
from consult.desk.heading import Heading, heading_of
from consult.desk.rows import Row, row, words_behind
from consult.presenters.clauses import clause_named
from consult.shared.text import paragraphs
from consult.web.rendering import lang_of, localized

WHOLE = "whole"


class Place(NamedTuple):
    """Where a clarification stands: a clause in its version, or nothing of both for the whole text."""

    clause_id: int | None = None
    version_id: int | None = None
    text: ClauseWords | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a clause in the language ``lang``; of the whole text, its heading alone."""

    heading: str
    paragraphs: list[str]
    lang: str | None


@dataclass(frozen=True, slots=True)
class ClarifyPage:
    """What the asking body clarifies: the voice in ``row``, or else ``clause``."""

    consultation: Consultation
    row: Row | None
    clause: Clause | None
    action: str
    back: str


@dataclass(frozen=True, slots=True)
class TranslatePage:
    """A contribution that is translated into ``lang``; ``saved`` is the translation that counts now.

    ``edited`` says that it came while somebody was writing another.
    """

    consultation: Heading
    row: Row
    saved: Translation | None
    lang: str
    dir: str
    action: str
    back: str
    edited: bool


def clarify_voice_page(session: Session, contribution: Contribution) -> ClarifyPage:
    """Return the page of a voice that is answered."""
    reference = contribution.reference
    return ClarifyPage(
        consultation=contribution.consultation,
        row=row(contribution, words_behind(session, [contribution])),
        clause=None,
        action=url_for("desk.clarify", reference=reference),
        back=url_for("public.contribution", reference=reference),
    )


def clarify_text_page(asked: Consultation, where: Place) -> ClarifyPage:
    """Return the page of a clause, or of the whole text, that is clarified."""
    name = str(where.clause_id) if where.clause_id else WHOLE
    return ClarifyPage(
        consultation=asked,
        row=None,
        clause=_clause(where.text),
        action=url_for("desk.clarify_text", slug=asked.slug, clause=name),
        back=url_for("public.text", slug=asked.slug, clause=name),
    )


def _clause(text: ClauseWords | None) -> Clause:
    if text is None:
        return Clause(_("The whole text"), [], None)
    return Clause(clause_named(text), paragraphs(localized(text, "text")), lang_of(text, "text"))


def place(session: Session, asked: Consultation, name: str) -> Place | None:
    """Return the clause of that id in the consultation's texts, the whole text for ``whole`` or nothing; else None."""
    if name in {"", WHOLE}:
        return Place()
    words = words_of(session, version_ids=[text.version_id for text in asked.texts])
    found = next((text for (_version, clause_id), text in words.items() if str(clause_id) == name), None)
    return Place(found.clause_id, found.version_id, found) if found else None


def other(language: str) -> str:
    """Return the language into which words of ``language`` are translated."""
    return "en" if language == "ar" else "ar"


def counting(session: Session, contribution: Contribution) -> Translation | None:
    """Return the translation of a contribution that counts now, or None."""
    found = translations(session, ids=[contribution.id]).get(contribution.id, {})
    return found.get(other(contribution.language))


def translate_page(
    session: Session, contribution: Contribution, before: Translation | None, *, edited: bool
) -> TranslatePage:
    """Return the author's words, and the translation that counts now."""
    lang = other(contribution.language)
    return TranslatePage(
        consultation=heading_of(contribution.consultation),
        row=row(contribution, words_behind(session, [contribution])),
        saved=before,
        lang=lang,
        dir="rtl" if lang == "ar" else "ltr",
        action=url_for("desk.translate", reference=contribution.reference),
        back=url_for("public.contribution", reference=contribution.reference),
        edited=edited,
    )
