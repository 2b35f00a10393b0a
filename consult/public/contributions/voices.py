"""A voice as its component shows it, or its tombstone; what all voices of a page share is said once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from consult.contributions.models import Contribution, ContributionRow, Kind
from consult.moderation.queries import LastDecision
from consult.presenters.addresses import addresses
from consult.presenters.contributions import declared, speaker
from consult.presenters.letters import came
from consult.public.contributions.replies import MoreReplies
from consult.public.contributions.translations import TranslatedWords, Translations, below
from consult.public.outcomes.presenters import stub
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.labels import label


class Acts(NamedTuple):
    """What stands under a voice in its thread: votes with the reader's own, and what they may do; None where not.

    ``agree`` and ``disagree`` are numbers in a form to vote with, else words; both are None while votes are sealed.
    """

    agree: str | None
    disagree: str | None
    mine: str | None
    vote_url: str | None
    vote_label: str | None
    token: str | None
    reply_url: str | None
    clarify_url: str | None
    translate_url: str | None
    report_url: str | None


class Voice(NamedTuple):
    """What somebody said. Of one that is gone, its stub stands in ``gone`` to ``rule_url``, and no words.

    ``corrected``: its page shows what it said before; ``on_earlier``: it answers words that stand no more.
    ``official``: it is the asking body's own word; ``came``: how it came, where that was not on this site. ``declared``
    is the interest of the organisation that speaks. ``acts`` are None outside of threads.
    """

    reference: str
    url: str
    lang: str
    dir: str
    kind: str
    late: bool
    corrected: bool
    on_earlier: bool
    official: bool
    when: str
    when_iso: str
    name: str | None
    organisation_label: str | None
    organisation_url: str | None
    stance: str | None
    stance_label: str | None
    title: str | None
    paragraphs: list[str]
    translation: TranslatedWords | None
    gone: str | None
    log: str | None
    entry: str | None
    rule_url: str | None
    came: list[str]
    declared: str
    acts: Acts | None
    replies: list[Voice]
    more_replies: MoreReplies | None


class Voices:
    """What makes the voices of one page: words, days and addresses that they share are said and built once."""

    def __init__(self, decisions: Mapping[int, LastDecision], translations: Translations) -> None:
        """Take the last decisions on those that are gone, and the translations that the page's readers need."""
        self._decisions, self._translations = decisions, translations
        self._url = addresses("public.contribution", "reference")
        self._organisation_url = addresses("public.organisation", "slug")
        self._label, self._day = cache(label), cache(dates.day)

    def shown(
        self,
        row: Contribution | ContributionRow,
        acts: Acts | None = None,
        replies: list[Voice] | None = None,
        more_replies: MoreReplies | None = None,
        answered: int | None = None,
    ) -> Voice:
        """Return what was said and what stands under it; in a thread, a proposal's problem stands before its words.

        ``answered`` is the number of the revision that stands of what it replies to, where that is on the page.
        """
        there, organisation = row.is_published, row.organisation
        left = None if there else stub(row, self._decisions.get(row.id))
        when = dates.local(row.received_at)
        return Voice(
            reference=row.reference,
            url=self._url(row.reference),
            lang=row.language,
            dir="rtl" if row.language == "ar" else "ltr",
            kind=self._label("kind", row.kind),
            late=row.late,
            corrected=row.correction,
            on_earlier=there and row.parent_revision is not None and row.parent_revision < (answered or 0),
            official=row.kind == Kind.CLARIFICATION,
            when=self._day(when.date()),
            when_iso=when.isoformat(timespec="minutes"),
            name=speaker(row) if there else None,
            organisation_label=self._label("organisation", organisation.kind) if organisation else None,
            organisation_url=self._organisation_url(organisation.slug) if organisation and there else None,
            stance=row.stance,
            stance_label=self._label("stance", row.stance) if row.stance else None,
            title=row.title if there else None,
            paragraphs=self._paragraphs(row, in_thread=acts is not None) if there else [],
            translation=below(row, self._translations),
            gone=left.gone if left else None,
            log=left.log if left else None,
            entry=left.entry if left else None,
            rule_url=left.rule_url if left else None,
            came=came(row),
            declared=declared(row),
            acts=acts,
            replies=replies or [],
            more_replies=more_replies,
        )

    def _paragraphs(self, row: Contribution | ContributionRow, *, in_thread: bool) -> list[str]:
        said = (row.problem, row.body) if in_thread else (row.body,)
        return paragraphs("\n\n".join(part for part in said if part))
