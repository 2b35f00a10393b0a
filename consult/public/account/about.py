"""What somebody said and voted on, named for them: the clause, the consultation, the contribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import by_ids
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.presenters.clauses import clause_named
from consult.shared.subjects import SubjectKind
from consult.votes.queries import OwnVote
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@dataclass(frozen=True, slots=True)
class VoteCast:
    """A vote of one's own that stands: on what, in which consultation, and where it is changed or taken back."""

    about: str
    url: str
    title: str
    lang: str
    choice: str


@dataclass(frozen=True, slots=True)
class AboutAll:
    """What all of it is about, read at once."""

    asked: Mapping[int, Consultation]
    clauses: Mapping[tuple[int, int], ClauseWords]
    voices: Mapping[int, Contribution]

    def place(self, said: Contribution) -> str:
        """Return what a contribution is about, within its consultation."""
        if said.parent_id is not None:
            return str(_("In reply to %(reference)s", reference=bidi_isolate(said.about)))
        clause = self.clauses.get((said.version_id, said.clause_id or 0))
        return clause_named(clause) if clause is not None else str(_("On the whole text"))

    def cast(self, votes: Sequence[OwnVote]) -> list[VoteCast]:
        """Return votes with what they are on; those on what is not shown any more are left out."""
        return [row for each in votes if (row := self._cast(each)) is not None]

    def _cast(self, vote: OwnVote) -> VoteCast | None:
        asked = self.asked.get(vote.consultation_id)
        if asked is None:
            return None
        named = (
            self._voice(vote)
            if vote.subject.kind == SubjectKind.CONTRIBUTION
            else self._clause_of(asked, vote)
        )
        if named is None:
            return None
        return VoteCast(
            *named, localized(asked, "title"), lang_of(asked, "title"), label("choice", vote.choice)
        )

    def _voice(self, vote: OwnVote) -> tuple[str, str] | None:
        voice = self.voices.get(vote.subject.id)
        if voice is None or not voice.is_published:
            return None
        about = _("Contribution %(reference)s", reference=bidi_isolate(voice.reference))
        return str(about), url_for("public.contribution", reference=voice.reference)

    def _clause_of(self, asked: Consultation, vote: OwnVote) -> tuple[str, str] | None:
        found = (self.clauses.get((text.version_id, vote.subject.id)) for text in asked.texts)
        clause = next((row for row in found if row is not None), None)
        if clause is None:
            return None
        url = url_for(
            "public.text", slug=asked.slug, clause=vote.subject.id, _anchor=f"clause-{vote.subject.id}"
        )
        return clause_named(clause), url


def about_all(session: Session, said: Sequence[Contribution], votes: Sequence[OwnVote]) -> AboutAll:
    """Return what these contributions and votes are about."""
    asked = by_ids(session, {vote.consultation_id for vote in votes}) if votes else {}
    versions = {row.version_id for row in said} | {
        text.version_id for each in asked.values() for text in each.texts
    }
    voices = {vote.subject.id for vote in votes if vote.subject.kind == SubjectKind.CONTRIBUTION}
    return AboutAll(
        asked=asked,
        clauses=words_of(session, version_ids=versions) if versions else {},
        voices=contributions.by_ids(session, voices) if voices else {},
    )
