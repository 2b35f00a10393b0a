"""Staff's translations below a voice: marked as what they are, in their own language."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions.models import Contribution, ContributionRow, Translation
from consult.contributions.queries import translations
from consult.shared.text import paragraphs
from consult.web.locale import language


@dataclass(frozen=True, slots=True)
class TranslatedWords:
    """A translation with its label, which says whose it is; ``paragraphs`` are those of the problem and the body.

    ``earlier``: its author has changed the words that it translates.
    """

    label: str
    earlier: bool
    lang: str
    dir: str
    title: str | None
    body: str
    paragraphs: list[str]


# By the id of what was translated, and the language.
Translations = Mapping[int, Mapping[str, TranslatedWords]]


def for_readers(
    session: Session, rows: Iterable[Contribution | ContributionRow], *, whole: Container[int] = ()
) -> Translations:
    """Return the translations that this page's readers need: of what is shown, and not in their language already.

    Of ``whole``, which are ids, every one.
    """
    lang = language()
    stands = {
        row.id: row.revision_number
        for row in rows
        if row.is_published and (row.language != lang or row.id in whole) and _may_be_translated(row)
    }
    found = translations(session, ids=stands) if stands else {}
    return {of: {lang: _shown(made, stands[of]) for lang, made in each.items()} for of, each in found.items()}


def _may_be_translated(row: Contribution | ContributionRow) -> bool:
    return row.translated if isinstance(row, ContributionRow) else True


def below(row: Contribution | ContributionRow, found: Translations) -> TranslatedWords | None:
    """Return a contribution's translation into the page's language, None where there is none or it is not shown."""
    made = found.get(row.id)
    if not made or not row.is_published:
        return None
    lang = language()
    return made.get(lang) if row.language != lang else None


def _shown(made: Translation, stands: int) -> TranslatedWords:
    """Return a translation as it stands below the author's own words, of which ``stands`` is the revision."""
    if made.role == Role.OFFICER:
        label = _("Working translation by the asking body, not the author’s words")
    else:
        label = _("Working translation by the moderators, not the author’s words")
    return TranslatedWords(
        label=label,
        earlier=made.revision < stands,
        lang=made.language,
        dir="rtl" if made.language == "ar" else "ltr",
        title=made.title,
        body=made.body or "",
        paragraphs=paragraphs("\n\n".join(part for part in (made.problem, made.body) if part)),
    )
