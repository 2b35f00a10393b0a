"""How a published outcome is shown: what was said beside what was done. Quotes are references, never copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.queries.owners import ClauseWords
from consult.contributions.models import Channel, Contribution, ContributionRow, Stance, Status
from consult.moderation.models import ModerationDecision
from consult.moderation.queries import LastDecision
from consult.outcomes.models import FrozenTheme, Outcome, OutcomeChange, quotes
from consult.outcomes.queries import ChangedClause, OutcomeRow
from consult.outcomes.queries.brief import AnswerInBrief
from consult.presenters.addresses import addresses, rule_address
from consult.presenters.clauses import clause_named
from consult.presenters.contributions import speaker
from consult.presenters.letters import numbers
from consult.presenters.stances import StancePart, strips
from consult.presenters.texts import compare_url
from consult.public.contributions.translations import TranslatedWords, Translations, below
from consult.public.plans.differences import Kept, pieces, pieces_of
from consult.shared.text import paragraphs, shortened
from consult.texts.models import Pieces
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of

LONGEST_QUOTE = 500
Decision = LastDecision | ModerationDecision
Words = Mapping[tuple[int, int], ClauseWords]


class TallyItem(NamedTuple):
    """One number of the tally; ``url`` leads to what it counts, None where it counts nothing."""

    kind: str
    number: int
    label: str
    url: str | None


class Change(NamedTuple):
    """A changed clause: its words as a difference, and where to compare the versions; None where nowhere."""

    where: str
    compare: str
    pieces: Pieces
    lang: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Stub:
    """What remains of a voice that is gone: which way it went and when; ``log`` leads to its ``entry`` in the log.

    ``rule_url`` leads to the rule that it is said to break.
    """

    gone: str
    log: str | None = None
    entry: str | None = None
    rule_url: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted voice in its own words. Of one that is gone, its stub stands in ``gone``, ``log`` and ``entry``."""

    reference: str
    url: str
    lang: str
    name: str | None
    paragraphs: list[str]
    translation: TranslatedWords | None
    gone: str | None
    log: str | None
    entry: str | None
    rule_url: str | None


class Bar(NamedTuple):
    """A row of bars: a number, or the ``text`` that stands for it, leading to what it counts."""

    label: str
    number: int
    url: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The frozen figures: rows of bars, each with the total that they are shares of."""

    arrived: list[Bar]
    received: int
    senders: list[Bar]
    channels: list[Bar]
    published: int
    themes: list[Bar]
    placed: int
    stances: list[StancePart]
    late: int


def tally(
    outcome: Outcome | OutcomeRow | AnswerInBrief, slug: str, changed: int, milestones: int
) -> list[TallyItem]:
    """Return the tally's items: voices, themes, answers, clauses changed and milestones, each a link."""
    on_page = f"{url_for('public.outcome', slug=slug)}#themes"
    themes, voices = len(outcome.themes), outcome.figures["published"] + outcome.figures["late_published"]
    contributions = url_for("public.contributions", slug=slug)
    return [
        _item("voice", voices, ngettext("contribution", "contributions", voices), contributions),
        _item("theme", themes, ngettext("theme", "themes", themes), on_page),
        _item("answer", themes, ngettext("reasoned answer", "reasoned answers", themes), on_page),
        _item("words", changed, ngettext("clause changed", "clauses changed", changed), on_page),
        _item("milestone", milestones, ngettext("milestone", "milestones", milestones), on_page),
    ]


def _item(kind: str, number: int, words: str, url: str) -> TallyItem:
    return TallyItem(kind, number, words, url if number else None)


def change(row: OutcomeChange, words: Words, kept: Kept) -> Change:
    """Return a changed clause in the page's language."""
    before, after = words[row.from_version_id, row.clause_id], words[row.to_version_id, row.clause_id]
    return _change(before, after, pieces(kept, before, after, "text"))


def changed(row: ChangedClause) -> Change:
    """Return a changed clause in the page's language, from the row that has all of it."""
    return _change(row.before, row.after, pieces_of(row))


def _change(before: ClauseWords, after: ClauseWords, found: Pieces) -> Change:
    old, new = before.version.number, after.version.number
    return Change(
        where=clause_named(after),
        compare=_("Compare version %(before)s with version %(after)s", before=old, after=new),
        pieces=found,
        lang=lang_of(after, "text"),
        url=compare_url(after.version.owner, old, new),
    )


def quote(
    contribution: Contribution | ContributionRow,
    decision: Decision | None,
    translations: Translations | None = None,
    address: Callable[[str], str] | None = None,
) -> Quote:
    """Return a quoted voice, translated below its words; who quotes many says what makes the ``address`` of each."""
    left = None if contribution.is_published else stub(contribution, decision)
    made = below(contribution, translations or {})
    return Quote(
        reference=contribution.reference,
        url=(address or addresses("public.contribution", "reference"))(contribution.reference),
        lang=contribution.language,
        name=None if left else speaker(contribution),
        paragraphs=[] if left else _opening(contribution.body or ""),
        translation=replace(made, title=None, paragraphs=_opening(made.body)) if made else None,
        gone=left.gone if left else None,
        log=left.log if left else None,
        entry=left.entry if left else None,
        rule_url=left.rule_url if left else None,
    )


def _opening(body: str) -> list[str]:
    """Return a voice's first paragraph, cut at a word where it is long: the quote leads to the whole."""
    whole = paragraphs(body)
    first = whole[0] if whole else ""
    quote = shortened(first, LONGEST_QUOTE, " […]")
    return [f"{first} […]"] if quote == first and len(whole) > 1 else [quote]


def stub(contribution: Contribution | ContributionRow, decision: Decision | None) -> Stub:
    """Return in words which way a contribution went, when, and where that is logged."""
    day = dates.day(contribution.status_at)
    if contribution.status == Status.WITHDRAWN:
        return Stub(_("The author withdrew this contribution on %(day)s.", day=day))
    if contribution.status in {Status.HIDDEN, Status.ERASED, Status.HELD} and decision is not None:
        return Stub(
            gone=_decided(contribution, decision, day),
            log=url_for("public.moderation_log", before=decision.id + 1, _anchor=f"entry-{decision.id}"),
            entry=_("Entry %(number)s in the moderation log", number=decision.id),
            rule_url=rule_address(decision.rule) if decision.rule else None,
        )
    return Stub(f"{label('status', contribution.status)} · {day}")


def _decided(contribution: Contribution | ContributionRow, decision: Decision, day: str) -> str:
    if contribution.status == Status.ERASED:
        return str(_("Erased on %(day)s by two persons together. Nothing of its words is left.", day=day))
    if contribution.status == Status.HELD:
        return str(_("Held on %(day)s, after several reports, until a moderator decides.", day=day))
    rule = label("rule", decision.rule)
    return str(_("Hidden by rule %(number)s: %(rule)s.", number=decision.rule, rule=rule))


def organisation_url(contribution: Contribution | ContributionRow) -> str | None:
    """Return the page of the organisation for which it was said, None where it was said for none."""
    organisation = contribution.organisation
    return url_for("public.organisation", slug=organisation.slug) if organisation else None


def cited(theme: FrozenTheme) -> list[str]:
    """Return the references that a frozen theme cites, in order, each once."""
    return list(dict.fromkeys(reference for point in theme["points"] for reference, _number in quotes(point)))


def figures(outcome: OutcomeRow, slug: str, themes: list[Bar]) -> Figures:
    """Return the frozen figures of an outcome; ``themes`` are its themes as rows of bars."""
    # Outcomes of before organisations were counted once knew one number for both.
    f = {"organisation_voices": outcome.figures["organisations"], **outcome.figures}
    url = url_for("public.contributions", slug=slug)
    fates = ("published", "hidden", "withdrawn", "erased", "held")
    individuals, organised = f["published"] - f["organisation_voices"], f["organisation_voices"]
    bodies = ngettext(
        "%(voices)s from %(num)s organisation", "%(voices)s from %(num)s organisations", f["organisations"],
        voices=organised,
    )  # fmt: skip
    ways = {each.value: f[f"channel_{each}"] for each in Channel if f"channel_{each}" in f}
    return Figures(
        arrived=[Bar(label("status", fate), f[fate], url) for fate in fates if f[fate]],
        received=f["received"],
        senders=[
            Bar(_("Individuals"), individuals, url),
            Bar(_("For organisations"), organised, url, text=bodies),
        ],
        channels=[Bar(way, number, url) for way, number in numbers(ways, f["published"])],
        published=f["published"],
        themes=themes,
        placed=sum(bar.number for bar in themes),
        stances=strips()([f.get(f"stance_{stance}", 0) for stance in Stance]),
        late=f["late"],
    )  # fmt: skip
