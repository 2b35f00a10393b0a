"""What a voice said before: its changes, each dated, and word by word where others read both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions import queries
from consult.contributions.models import INTEREST, Contribution, Revision
from consult.contributions.policies import (
    is_author,
    is_quiet,
    may_read_words,
    may_revise,
    shown_revisions,
    shows_seal,
)
from consult.presenters.contributions import in_paragraphs
from consult.shared.subjects import Subject, SubjectKind
from consult.shared.words import diff
from consult.texts.models import Pieces
from consult.votes.queries import own_votes, votes_before
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A part of what was said, as ``pieces`` of what was kept, taken out and put in; ``label`` names a proposal's."""

    label: str | None
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Before:
    """The receipt of the words that stood before; ``sealed_url`` is None where not everybody may have them."""

    fingerprint: str
    received: str
    sealed_url: str | None


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """One change of a voice: when, whether others read both, and what became another; ``lang`` of the newer words.

    ``parts`` are empty and ``before`` is None for whoever may not read what stood before.
    """

    when: str
    iso: str
    correction: bool
    own: bool
    lang: str
    parts: list[ChangedPart]
    notes: list[str]
    before: Before | None


@dataclass(frozen=True, slots=True)
class RevisePage:
    """Where one changes one's own words; ``until`` is until when that shows nobody the earlier ones, None: both show.

    ``now_says`` is what stands, where it is another than was opened; ``takes``: it may be changed now.
    """

    reference: str
    lang: str
    until: str | None
    hidden: bool
    takes: bool
    now_says: list[str]


def revise_page(session: Session, said: Contribution, actor: Actor, now: datetime, seen: int) -> RevisePage:
    """Return what the page shows on which an author changes their words; ``seen`` is what they had opened."""
    minutes, standing = settings().change_minutes, said.revision
    heard = queries.is_heard(session, said, now=now)
    quiet = is_quiet(standing, said.posted_at, now, minutes=minutes, heard=heard)
    elsewhere = seen not in {0, standing.number}
    return RevisePage(
        reference=said.reference,
        lang=standing.language,
        until=dates.full(said.posted_at + timedelta(minutes=minutes)) if quiet else None,
        hidden=not said.is_published,
        takes=may_revise(actor, said, now),
        now_says=in_paragraphs(standing) if elsewhere else [],
    )


def changes_of(
    session: Session, said: Contribution, actor: Actor | None
) -> tuple[list[RevisionShown], datetime]:
    """Return the changes of a voice, oldest first, and when its first words were received."""
    if said.revision_number == 1:
        return [], said.received_at
    every = [
        each
        for each in queries.revisions(session, contribution_id=said.id)
        if each.number <= said.revision_number
    ]
    readable, own = may_read_words(actor, said), is_author(actor, said)
    shown = every if own else shown_revisions(every)
    return [
        _change(said, before, after, own=own, readable=readable and before in shown)
        for before, after in pairwise(every)
    ], every[0].received_at


def notes_on_votes(
    session: Session, said: Contribution, actor: Actor | None, number: int | None
) -> list[str]:
    """Return what is to be said to ``actor`` of the ``number`` of votes that a voice shows, None while sealed."""
    if not number:
        return []
    notes, asked = [], said.consultation_id
    on = Subject(SubjectKind.CONTRIBUTION, said.id)
    if (stands := said.revision_number) > 1:
        earlier = votes_before(session, consultation_id=asked, subject=on, revision=stands)
        if earlier:
            notes.append(
                ngettext(
                    "%(num)s vote was cast on the words before the change.",
                    "%(num)s votes were cast on the words before the change.",
                    earlier,
                )
            )
    # Whose a vote is, its voter alone is told.
    if actor is not None and is_author(actor, said):
        mine = own_votes(session, consultation_id=asked, user_id=actor.user_id)
        if on in mine:
            notes.append(_("One vote is your own: it was cast when that was still allowed."))
    return notes


def _change(
    said: Contribution, before: Revision, after: Revision, *, own: bool, readable: bool
) -> RevisionShown:
    return RevisionShown(
        when=dates.full(after.received_at),
        iso=dates.iso(after.received_at),
        correction=after.correction,
        own=own,
        lang=after.language,
        parts=_parts(before, after) if readable else [],
        notes=_notes(before, after) if readable else [],
        before=_before(said, before, own=own) if readable else None,
    )


def _parts(before: Revision, after: Revision) -> list[ChangedPart]:
    """Return the parts that became others, word by word."""
    proposal = after.title is not None
    named = (
        (_("Title") if proposal else None, before.title, after.title),
        (_("The problem") if proposal else None, before.problem, after.problem),
        (_("What you propose") if proposal else None, before.body, after.body),
    )
    return [ChangedPart(name, [*diff(old or "", new or "")]) for name, old, new in named if old != new]


def _notes(before: Revision, after: Revision) -> list[str]:
    notes = []
    if before.stance != after.stance:
        notes.append(_("Stance: %(now)s; before: %(before)s", now=_stance(after), before=_stance(before)))
    if before.shown_name != after.shown_name:
        # A name that its author took back is not said again.
        notes.append(_("Now with a name") if after.shown_name else _("Now without a name"))
    declared, former = after.facts.get(INTEREST, ""), before.facts.get(INTEREST, "")
    if declared != former:
        said = {
            "now": bidi_isolate(declared or _("none said")),
            "before": bidi_isolate(former or _("none said")),
        }
        notes.append(_("Declared interest: %(now)s; before: %(before)s", **said))
    return notes


def _stance(revision: Revision) -> str:
    return label("stance", revision.stance) if revision.stance else _("none said")


def _before(said: Contribution, before: Revision, *, own: bool) -> Before:
    given = own or shows_seal(before, said.revision)
    url = url_for("public.sealed", reference=said.reference, revision=before.number)
    return Before(before.fingerprint, dates.full(before.received_at), url if given else None)


def shown_sealed(
    said: Contribution, revisions: Sequence[Revision], number: int, actor: Actor | None
) -> Revision | None:
    """Return the revision whose sealed text ``actor`` may have, None where there is none of that number for them."""
    if not may_read_words(actor, said):
        return None
    own = is_author(actor, said)
    there = (
        list(revisions)
        if own
        else [each for each in shown_revisions(revisions) if shows_seal(each, said.revision)]
    )
    return next((each for each in there if each.number == number), None)
