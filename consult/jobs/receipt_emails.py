"""The receipt: what was said, to the letter, where, by whom as it is shown, and what proves it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.queries import user_by_id
from consult.contributions import queries as contributions
from consult.contributions.models import INTEREST, Channel, Contribution, Kind, Revision, Status
from consult.jobs.blocks import Block, Letter, link, preferences_of, text, unsubscribe_of
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.presenters.letters import came
from consult.texts import queries as texts
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("receipt")
def receipt(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose it from the words that it is of; None where they were erased, or their author wants no receipts.

    Words that were hidden or withdrawn since are not repeated: the letter says what became of them.
    """
    given = contributions.by_reference(session, message.content["reference"])
    if given is None or given.author_id is None:
        return None
    number = int(message.content.get("revision", 1))
    of = contributions.revision(session, contribution_id=given.id, number=number)
    if of is None or of.salt is None:
        return None
    author = user_by_id(session, given.author_id)
    if author is None or not author.mails_receipts:
        return None
    asked = given.consultation
    return Letter(
        _subject(given, of),
        [
            text(_arrived(of)),
            Block("quote", localized(asked, "title"), lang=lang_of(asked, "title")),
            Block("facts", facts=_facts(session, given, of)),
            *(_words(given, of) if given.is_published else [text(_gone(given))]),
            Block("facts", facts=_proof(of, of.salt)),
            link(_("See it and follow it to its answer"), "public.contribution", reference=given.reference),
            text(_("The fingerprint proves that what is published is what arrived. You can compute it yourself.")),
        ],
        preferences_of(author),
        unsubscribe_of(author, "receipts"),
    )  # fmt: skip


@composes("letter-receipt")
def letter_receipt(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the receipt of something that was keyed in, for its sender, who has no account here."""
    given = contributions.by_reference(session, message.content["reference"])
    if given is None or not given.is_published or given.salt is None:
        return None
    asked, of = given.consultation, given.revision
    how = " · ".join(bidi_isolate(each) for each in came(given))
    return Letter(
        _subject(given, of),
        [
            text(_("What you sent was keyed in and is published. Keep this mail: it proves what was keyed in.")),
            Block("quote", localized(asked, "title"), lang=lang_of(asked, "title")),
            Block("facts", facts=(*_facts(session, given, of), (_("How it came"), how))),
            *_words(given, of),
            Block("facts", facts=_proof(of, given.salt)),
            link(_("See it and follow it to its answer"), "public.contribution", reference=given.reference),
            text(_("This address is forgotten after 30 days, and nothing else is sent to it.")),
        ],
    )  # fmt: skip


def _subject(given: Contribution, of: Revision) -> str:
    named = {"reference": bidi_isolate(given.reference)}
    return str(
        _("Received: %(reference)s", **named) if of.number == 1 else _("Changed: %(reference)s", **named)
    )


def _arrived(of: Revision) -> str:
    if of.number == 1:
        return str(_("What you said has arrived. Keep this mail: it proves what arrived, and when."))
    return str(
        _(
            "Your change has arrived. Keep this mail: it proves what arrived, and when; the one before stays true."
        )
    )


def _facts(session: Session, given: Contribution, of: Revision) -> tuple[tuple[str, str], ...]:
    shown = localized(given.organisation, "name") if given.organisation else of.shown_name
    facts = [
        (_("Reference"), given.reference),
        (_("Received") if given.channel == Channel.SITE else _("Keyed in"), dates.full(of.received_at)),
        (_("What it is about"), _place(session, given)),
        (_("How you are shown"), shown or _("Without a name")),
    ]
    if INTEREST in of.facts:
        facts.append((_("Declared interest"), of.facts[INTEREST]))
    if of.stance is not None:
        facts.append((_("Where you stand"), label("stance", of.stance)))
    return tuple(facts)


def _place(session: Session, given: Contribution) -> str:
    if given.parent_id is not None:
        # What a reply is about is the reference of what it replies to.
        return str(_("A reply to %(reference)s", reference=bidi_isolate(given.about)))
    if given.clause_id is None:
        return str(_("On the whole text"))
    clause = texts.clause_texts(session, version_id=given.version_id)[given.clause_id]
    heading = bidi_isolate(localized(clause, "heading"))
    return str(_("On clause %(number)s: %(heading)s", number=clause.position, heading=heading))


def _words(given: Contribution, of: Revision) -> list[Block]:
    """Return what was said, to the letter; of a proposal its three parts."""
    parts = [(_("What you said"), of.body)]
    if given.kind == Kind.PROPOSAL:
        parts = [
            (_("Title"), of.title),
            (_("The problem"), of.problem),
            (_("What you propose"), of.body),
        ]
    blocks: list[Block] = []
    for heading, words in parts:
        blocks += [Block("heading", heading), Block("words", words or "", lang=of.language)]
    return blocks


def _gone(given: Contribution) -> str:
    if given.status == Status.WITHDRAWN:
        return str(_("You have withdrawn it since, and this mail does not repeat it."))
    return str(
        _("It has been hidden since, and this mail does not repeat it. You can read it under its reference.")
    )


def _proof(of: Revision, salt: bytes) -> tuple[tuple[str, str], ...]:
    return (
        (_("Fingerprint of the text (SHA-256)"), of.fingerprint),
        (_("Salt of the fingerprint"), salt.hex()),
    )
