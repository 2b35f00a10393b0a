"""The pages of what was keyed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies.capabilities import taking_proposals
from consult.consultations.queries.owners import words_of
from consult.contributions.models import Contribution, Letter, Status
from consult.contributions.policies import may_key_in, takes_letters
from consult.contributions.queries import letters
from consult.contributions.services import Words
from consult.desk.heading import Heading, heading_of
from consult.desk.lists import Listing, newest_first
from consult.desk.rows import Row, row, words_behind
from consult.presenters.clauses import clause_named
from consult.presenters.contributions import in_paragraphs
from consult.presenters.documents import facts_of
from consult.presenters.letters import came, came_by
from consult.shared.language import language_of
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import LONG, page_of
from consult.web.rendering import lang_of, localized
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class LetterRow:
    """Something that was keyed in; ``url`` is its page at the desk, None for whoever does not decide about it."""

    row: Row
    url: str | None


@dataclass(frozen=True, slots=True)
class LettersPage:
    """What was keyed in in a consultation, newest first; ``new_url`` is None where its reader keys nothing in.

    ``takes``: more can be keyed in, by whoever may.
    """

    consultation: Heading
    rows: list[LetterRow]
    listing: Listing
    new_url: str | None
    takes: bool
    until: str


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was typed, as readers will see it; ``about`` is what it is about."""

    about: str
    stance: str | None
    stance_label: str | None
    lang: str
    paragraphs: list[str]
    came: list[str]


@dataclass(frozen=True, slots=True)
class KeyInPage:
    """The form in which something is keyed in; ``takes``: it can be sent now, and until when.

    ``looked`` is how it will stand, where that was asked for and nothing stands against it.
    """

    consultation: Heading
    action: str
    back_url: str
    takes: bool
    until: str
    looked: LookedOver | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Something that was keyed in: how it came, its receipt, and its original; ``original`` is its name and size."""

    consultation: Heading
    reference: str
    row: Row
    came: list[str]
    evidence: str
    original: str | None
    original_facts: list[str]
    original_url: str
    attach_url: str
    remove_url: str
    receipt_url: str
    voice_url: str
    back_url: str
    erased: bool


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What is printed and handed to whoever wrote; ``fingerprint`` stands in groups, ``parts`` are title and words."""

    consultation: Heading
    reference: str
    title: str
    lang: str
    facts: list[tuple[str, str]]
    came: list[str]
    words_lang: str
    paragraphs: list[str]
    fingerprint: str
    voice_url: str
    back_url: str


def letters_page(
    session: Session, actor: Actor, asked: Consultation, now: datetime, before_id: int | None
) -> LettersPage:
    """Return a page of what was keyed in."""
    slug = asked.slug
    found = letters(session, consultation_id=asked.id, before_id=before_id, limit=LONG + 1)
    page = page_of(
        found, LONG, before_id, lambda last: url_for("desk.letters", slug=slug, before=last),
        key=lambda each: each.contribution_id,
    )  # fmt: skip
    words = words_behind(session, [each.contribution for each in page.items])
    decides = has_right(actor, Act.KEY_IN, scope=asked.organisation.scope)
    days = settings().key_in_days
    return LettersPage(
        consultation=heading_of(asked),
        rows=[
            LetterRow(
                row(each.contribution, words, hidden=decides, notes=came(each.contribution)),
                url_for("desk.letter", reference=each.contribution.reference) if decides else None,
            )
            for each in page.items
        ],
        listing=newest_first(page, url_for("desk.letters", slug=slug)),
        new_url=url_for("desk.key_in", slug=slug) if may_key_in(actor, asked, now, days=days) else None,
        takes=takes_letters(asked, now, days=days),
        until=_until(asked),
    )


def looked_over(words: Words, *, about: str, channel: str) -> LookedOver:
    """Return cleaned words that are about ``about`` and came by ``channel`` as readers will see them."""
    return LookedOver(
        about=about,
        stance=words.stance,
        stance_label=label("stance", words.stance) if words.stance else None,
        lang=language_of(words.body),
        paragraphs=in_paragraphs(words),
        came=came_by(channel, words.facts),
    )


def key_in_page(
    asked: Consultation, actor: Actor, now: datetime, looked: LookedOver | None = None
) -> KeyInPage:
    """Return the page of the form."""
    return KeyInPage(
        consultation=heading_of(asked),
        action=url_for("desk.key_in", slug=asked.slug),
        back_url=url_for("desk.letters", slug=asked.slug),
        takes=may_key_in(actor, asked, now, days=settings().key_in_days),
        until=_until(asked),
        looked=looked,
    )


def places(session: Session, asked: Consultation) -> list[SelectChoice]:
    """Return what something can be about: each text as a whole, and each of its clauses."""
    versions = [each.version_id for each in asked.texts]
    words = words_of(session, version_ids=versions)
    choices = [SelectChoice(value="", label=_("Choose what it is about"))]
    for version in versions:
        choices.append(SelectChoice(value=str(version), label=_("The whole text")))
        there = [(clause, text) for (of, clause), text in words.items() if of == version]
        choices += [
            SelectChoice(value=f"{version}:{clause}", label=clause_named(text)) for clause, text in there
        ]
    return choices


def calls_for_proposals(asked: Consultation) -> bool:
    """Whether a proposal can be keyed in there."""
    return taking_proposals(asked.activities) is not None


def letter_page(session: Session, letter: Letter) -> LetterPage:
    """Return the page of something that was keyed in."""
    said = letter.contribution
    reference = said.reference
    return LetterPage(
        consultation=heading_of(said.consultation),
        reference=reference,
        row=row(said, words_behind(session, [said]), hidden=True),
        came=came(said),
        evidence=letter.evidence,
        original=letter.stem or said.reference if letter.stored_key else None,
        original_facts=facts_of(letter.media_type, letter.size) if letter.stored_key else [],
        original_url=url_for("desk.original", reference=reference),
        attach_url=url_for("desk.attach_original", reference=reference),
        remove_url=url_for("desk.take_off_original", reference=reference),
        receipt_url=url_for("desk.letter_receipt", reference=reference),
        voice_url=url_for("public.contribution", reference=reference),
        back_url=url_for("desk.letters", slug=said.consultation.slug),
        erased=said.status == Status.ERASED,
    )


def receipt_page(session: Session, said: Contribution, paragraphs: list[str]) -> ReceiptPage:
    """Return the receipt of something that was keyed in, for its sender."""
    asked, words = said.consultation, words_behind(session, [said])
    clause = words.get((said.version_id, said.clause_id or 0))
    about = clause_named(clause) if clause is not None else str(_("The whole text"))
    facts = [
        (_("Reference"), said.reference),
        (_("Asking body"), localized(asked.organisation, "name")),
        (_("Keyed in"), dates.full(said.received_at)),
        (_("What it is about"), about),
    ]
    if said.stance is not None:
        facts.append((_("Where it stands"), label("stance", said.stance)))
    facts.append((_("Answer due by"), dates.day(asked.answer_due_at, weekday=True)))
    facts.append((_("Contact"), f"{localized(asked, 'contact_name')} · {asked.contact_email}"))
    return ReceiptPage(
        consultation=heading_of(asked),
        reference=said.reference,
        title=localized(asked, "title"),
        lang=lang_of(asked, "title"),
        facts=facts,
        came=came(said),
        words_lang=said.language,
        paragraphs=paragraphs,
        fingerprint=said.fingerprint,
        voice_url=url_for("public.contribution", reference=said.reference, _external=True),
        back_url=url_for("desk.letter", reference=said.reference),
    )


def _until(asked: Consultation) -> str:
    return dates.full(asked.closes_at + timedelta(days=settings().key_in_days))
