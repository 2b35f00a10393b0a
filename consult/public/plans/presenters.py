"""How the plan record is shown: commitments, their milestones and the voices behind them, versions and differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.outcomes.models import FrozenTheme, Outcome
from consult.plans.models import (
    ClauseWords,
    Commitment,
    CommitmentVersion,
    Family,
    Milestone,
    MilestoneStatus,
    NamedCommitment,
    Pieces,
    Plan,
)
from consult.public.plans.differences import Kept, kept_of, pieces
from consult.shared.words import replaced
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined
from consult.web.rendering import lang_of, localized

Behind = Mapping[int, Sequence[tuple[Outcome, int]]]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a plan's period and number of commitments; None where it says nothing."""

    source: str
    lang: str
    years: str | None
    count: int | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A commitment on the board: its milestones in order, and in words."""

    number: int
    title: str
    lang: str
    url: str
    statuses: list[str]
    words: str
    delayed: bool


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its date and status in words. ``url`` and ``link`` lead on from it, where anything does."""

    status: str
    when: str
    due: str
    due_iso: str
    title: str
    lang: str
    url: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of a text. ``compare``: where it stands beside the one before it."""

    number: int
    url: str
    day: str
    iso: str
    reason: str
    lang: str
    compare: str | None


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A clause as it was and as it is; ``state``: same, changed, added or removed.

    ``whole``: it changed, and only that is known, so that all of it stands before and after.
    """

    state: str
    number: int
    heading: str
    heading_pieces: Pieces | None
    pieces: Pieces
    whole: bool
    lang: str


def in_words(statuses: Counter[str]) -> str:
    """Return how many milestones are completed, in progress and not started, without those that none is."""
    order = (MilestoneStatus.COMPLETED, MilestoneStatus.IN_PROGRESS, MilestoneStatus.NOT_STARTED)
    done, going, waiting = (statuses[status.value] for status in order)
    parts = [
        ngettext("%(num)s completed", "%(num)s completed", done) if done else "",
        ngettext("%(num)s in progress", "%(num)s in progress", going) if going else "",
        ngettext("%(num)s not started", "%(num)s not started", waiting) if waiting else "",
    ]
    return joined([str(part) for part in parts if part])


def count_of(milestones: Iterable[Milestone]) -> Counter[str]:
    """Return how many milestones have each status."""
    return Counter(milestone.status for milestone in milestones)


def as_of(commitments: Iterable[Commitment]) -> str | None:
    """Return the day as of which the milestones stand, the oldest where they differ; None where they are today's."""
    days = [m.as_of for commitment in commitments for m in commitment.milestones if m.as_of is not None]
    return dates.day(min(days)) if days else None


def labels(commitment: Commitment) -> list[tuple[str, str]]:
    """Return by what a commitment is sorted: each family in words, with its labels in words."""
    found = [
        (family, [label(family, row.code) for row in commitment.labels if row.family == family])
        for family in Family
    ]
    return [(label("family", family), joined(words)) for family, words in found if words]


def board_row(commitment: Commitment) -> BoardRow:
    """Return a commitment as a row of the board."""
    return BoardRow(
        number=commitment.number,
        title=localized(commitment, "title"),
        lang=lang_of(commitment, "title"),
        url=url_for("public.commitment", slug=commitment.plan.slug, number=commitment.number),
        statuses=[milestone.status for milestone in commitment.milestones],
        words=in_words(count_of(commitment.milestones)) or _("No milestones yet."),
        delayed=commitment.delayed,
    )


def milestone_row(milestone: Milestone, behind: Behind) -> MilestoneRow:
    """Return a milestone, with a link to the voices behind it where there are any."""
    when = _(
        "%(day)s · %(status)s", day=dates.day(milestone.due_on), status=label("milestone", milestone.status)
    )
    url, link = _voices_behind(behind.get(milestone.id, ()))
    return MilestoneRow(
        status=milestone.status,
        when=when,
        due=dates.day(milestone.due_on),
        due_iso=milestone.due_on.isoformat(),
        title=localized(milestone, "title"),
        lang=lang_of(milestone, "title"),
        url=url,
        link=link,
    )


def _voices_behind(answers: Sequence[tuple[Outcome, int]]) -> tuple[str, str] | tuple[None, None]:
    """Return the address and the words of the link to the voices behind the first of these answers."""
    if not answers:
        return None, None
    outcome, theme_id = answers[0]
    voices = voices_of(outcome, theme_id)
    words = ngettext("%(num)s voice behind it", "%(num)s voices behind it", voices)
    slug = outcome.consultation.slug
    return url_for("public.theme", slug=slug, theme_id=theme_id, version=outcome.number), words


def theme_of(outcome: Outcome, theme_id: int) -> FrozenTheme | None:
    """Return a theme as it was frozen in an outcome, or None."""
    return next((theme for theme in outcome.themes if theme["id"] == theme_id), None)


def voices_of(outcome: Outcome, theme_id: int) -> int:
    """Return how many voices stand behind a theme of an outcome."""
    theme = theme_of(outcome, theme_id)
    return theme["voices"] if theme else 0


def statements(plan: Plan) -> list[Statement]:
    """Return what each source says of a plan."""
    return [
        Statement(
            source=localized(row, "source"),
            lang=lang_of(row, "source"),
            years=years(row.start_year, row.end_year),
            count=row.commitment_count,
        )
        for row in plan.statements
    ]


def years(start: int | None, end: int | None) -> str | None:
    """Return a period in words, None where the source gives none."""
    if start is None or end is None:
        return str(start or end) if start or end else None
    return str(_("%(start)s–%(end)s", start=start, end=end))


def versions(commitment: Commitment | NamedCommitment, rows: Sequence[CommitmentVersion]) -> list[VersionRow]:
    """Return the published versions of a commitment, newest first."""
    slug, number = commitment.plan.slug, commitment.number
    befores = [*(row.number for row in rows), None][1:]
    return [
        VersionRow(
            number=row.number,
            url=url_for("public.version", slug=slug, number=number, version=row.number),
            day=dates.day(row.published_at) if row.published_at else "",
            iso=dates.iso(row.published_at) if row.published_at else "",
            reason=localized(row, "reason"),
            lang=lang_of(row, "reason"),
            compare=url_for("public.compare", slug=slug, number=number, before=before, after=row.number)
            if before
            else None,
        )
        for row, before in zip(rows, befores, strict=True)
    ]


def compared(before: Sequence[ClauseWords], after: Sequence[ClauseWords], kept: Kept) -> list[ComparedClause]:
    """Return two texts clause by clause in the order of the later one, removed clauses at the place they had."""
    old = {row.clause_id: row for row in before}
    new = {row.clause_id: row for row in after}
    order = [row.clause_id for row in after]
    for row in before:
        if row.clause_id not in new:
            order.insert(min(row.position - 1, len(order)), row.clause_id)
    return [compared_clause(old.get(clause_id), new.get(clause_id), kept) for clause_id in order]


def compared_clause(old: ClauseWords | None, new: ClauseWords | None, kept: Kept) -> ComparedClause:
    """Return one clause of two texts, of which one may not have it."""
    if old is None or new is None:
        return _alone(old, new)
    changed = [name for name in ("heading", "text") if localized(old, name) != localized(new, name)]
    return ComparedClause(
        state="changed" if changed else "same",
        number=new.position,
        heading=localized(new, "heading"),
        heading_pieces=pieces(kept, old, new, "heading") if "heading" in changed else None,
        pieces=pieces(kept, old, new, "text"),
        whole=any(kept_of(kept, old, new, name) is None for name in changed),
        lang=lang_of(new, "text"),
    )


def _alone(old: ClauseWords | None, new: ClauseWords | None) -> ComparedClause:
    """Return a clause that only one of two texts has."""
    shown = new or old
    words = localized(shown, "text")
    return ComparedClause(
        state="removed" if new is None else "added",
        number=shown.position if shown else 0,
        heading=localized(shown, "heading"),
        heading_pieces=None,
        pieces=[*(replaced(words, "") if new is None else replaced("", words))],
        whole=False,
        lang=lang_of(shown, "text"),
    )
