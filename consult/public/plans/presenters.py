"""How the plan record is shown: commitments, their milestones and the voices behind them, versions and differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.outcomes.models import FrozenTheme, Outcome
from consult.plans.models import (
    ClauseWords,
    Family,
    Milestone,
    MilestoneStatus,
    RecordedCommitment,
    RecordedMilestone,
    StatedPlan,
)
from consult.public.plans.differences import Kept, kept_of, pieces
from consult.shared.text import paragraphs
from consult.shared.words import replaced
from consult.texts.models import ClauseRow, Pieces, PublishedVersion
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined, language
from consult.web.rendering import lang_of, localized

# By milestone id, address and words of the link to the voices behind it.
Links = Mapping[int, tuple[str, str]]
_NOWHERE = (None, None)
# As ``dates.day`` has it: so many stand on a page that each is put into words in one step.
_DAY = "d MMMM y"
# In which order milestones are counted in words.
_ORDER = (MilestoneStatus.COMPLETED, MilestoneStatus.IN_PROGRESS, MilestoneStatus.NOT_STARTED)


class Words(NamedTuple):
    """Words as a page shows them, and the language that they are in."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a plan's period and number of commitments; None where it says nothing."""

    source: str
    lang: str
    years: str | None
    count: int | None


class MilestoneRow(NamedTuple):
    """A milestone with its date and status in words. ``url`` and ``link`` lead on from it, where anything does."""

    status: str
    when: str
    due: str
    due_iso: str
    title: str
    lang: str
    url: str | None = None
    link: str | None = None


class AskedRow(NamedTuple):
    """A consultation about a commitment. ``url``: its outcome, once it is answered."""

    state: str
    state_text: str
    note: str | None
    title: str
    lang: str
    url: str


class Below(NamedTuple):
    """What stands below a commitment on the page of its plan: who carries it out, what was asked, its milestones.

    ``late`` says why it is delayed; ``summary`` and ``label`` name its milestones, which are ``opened`` where voices
    stand behind any.
    """

    lead: Words | None
    remark: Words
    asked: Sequence[AskedRow]
    late: Words
    milestones: list[MilestoneRow]
    summary: str
    label: str
    opened: bool


class BoardRow(NamedTuple):
    """A commitment on the board, ``named`` by its number: its milestones in order, and in words."""

    number: str
    named: str
    title: str
    lang: str
    url: str
    statuses: list[str]
    words: str
    delayed: bool
    below: Below | None


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


class ClauseShown(NamedTuple):
    """A clause of a text."""

    id: int
    number: int
    heading: str
    text: str
    paragraphs: list[str]
    lang: str


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


def worded(lang: str, arabic: str | None, english: str | None) -> Words:
    """Return words in this language, in the other where they are missing."""
    if lang == "ar":
        return Words(arabic, "ar") if arabic else Words(english or "", "en")
    return Words(english, "en") if english else Words(arabic or "", "ar")


def in_words(statuses: Counter[str]) -> str:
    """Return how many milestones are completed, in progress and not started, without those that none is."""
    return _in_words(language(), *(statuses[status] for status in _ORDER))


@lru_cache(maxsize=1024)
def _in_words(_lang: str, done: int, going: int, waiting: int) -> str:
    parts = [
        ngettext("%(num)s completed", "%(num)s completed", done) if done else "",
        ngettext("%(num)s in progress", "%(num)s in progress", going) if going else "",
        ngettext("%(num)s not started", "%(num)s not started", waiting) if waiting else "",
    ]
    return joined([str(part) for part in parts if part])


def count_of(milestones: Iterable[RecordedMilestone]) -> Counter[str]:
    """Return how many milestones have each status."""
    return Counter([milestone.status for milestone in milestones])


def as_of(commitments: Iterable[RecordedCommitment]) -> str | None:
    """Return the day as of which the milestones stand, the oldest where they differ; None where they are today's."""
    days = [m.as_of for commitment in commitments for m in commitment.milestones if m.as_of is not None]
    return dates.day(min(days)) if days else None


def labels(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return by what a commitment is sorted, given as family and code: each family in words, its labels in words."""
    sorted_by: dict[str, list[str]] = {family.value: [] for family in Family}
    for family, code in found:
        sorted_by[family].append(label(family, code))
    return [(label("family", family), joined(words)) for family, words in sorted_by.items() if words]


def board(
    commitments: Iterable[RecordedCommitment], below: Callable[[RecordedCommitment], Below] | None = None
) -> list[BoardRow]:
    """Return the commitments of one plan as rows of the board, with what stands ``below`` each."""
    lang, named, rows = language(), _("Commitment %(number)s:"), []
    for row in commitments:
        title, title_lang = worded(lang, row.title_ar, row.title_en)
        statuses = [milestone.status for milestone in row.milestones]
        rows.append(
            BoardRow(
                number=row.number,
                named=named % {"number": row.number},
                title=title,
                lang=title_lang,
                url=url_for("public.commitment", slug=row.plan.slug, number=row.number),
                statuses=statuses,
                words=_in_words(lang, *map(statuses.count, _ORDER)) or _("No milestones yet."),
                delayed=row.delayed,
                below=below(row) if below else None,
            )
        )
    return rows


def milestone_rows(
    milestones: Iterable[RecordedMilestone | Milestone], links: Links | None = None
) -> list[MilestoneRow]:
    """Return milestones, each with a link to the voices behind it where there are ``links`` to any."""
    lang, links, rows = language(), links or {}, []
    pattern, statuses = (
        _("%(day)s · %(status)s"),
        {each.value: label("milestone", each) for each in MilestoneStatus},
    )
    for milestone in milestones:
        due, status = dates.formatted(milestone.due_on, _DAY, lang), milestone.status
        title, title_lang = worded(lang, milestone.title_ar, milestone.title_en)
        url, link = links.get(milestone.id, _NOWHERE)
        rows.append(
            MilestoneRow(
                status=status,
                when=pattern % {"day": due, "status": statuses[status]},
                due=due,
                due_iso=milestone.due_on.isoformat(),
                title=title,
                lang=title_lang,
                url=url,
                link=link,
            )
        )
    return rows


def milestone_row(milestone: Milestone, links: Links | None = None) -> MilestoneRow:
    """Return one milestone, as ``milestone_rows``."""
    return milestone_rows([milestone], links)[0]


def voices_behind(themes: Iterable[FrozenTheme], theme_id: int) -> str:
    """Return in words how many voices stand behind a theme of these."""
    theme = theme_among(themes, theme_id)
    voices = theme["voices"] if theme else 0
    return str(ngettext("%(num)s voice behind it", "%(num)s voices behind it", voices))


def theme_among(themes: Iterable[FrozenTheme], theme_id: int) -> FrozenTheme | None:
    """Return the theme with this id, or None."""
    return next((theme for theme in themes if theme["id"] == theme_id), None)


def theme_of(outcome: Outcome, theme_id: int) -> FrozenTheme | None:
    """Return a theme as it was frozen in an outcome, or None."""
    return theme_among(outcome.themes, theme_id)


def voices_of(outcome: Outcome, theme_id: int) -> int:
    """Return how many voices stand behind a theme of an outcome."""
    theme = theme_of(outcome, theme_id)
    return theme["voices"] if theme else 0


def statements(plan: StatedPlan) -> list[Statement]:
    """Return what each source says of a plan."""
    lang = language()
    return [
        Statement(
            *worded(lang, row.source_ar, row.source_en),
            years(row.start_year, row.end_year),
            row.commitment_count,
        )
        for row in plan.statements
    ]


def years(start: int | None, end: int | None) -> str | None:
    """Return a period in words, None where the source gives none."""
    if start is None or end is None:
        return str(start or end) if start or end else None
    return str(_("%(start)s–%(end)s", start=start, end=end))


def versions(slug: str, number: str, rows: Sequence[PublishedVersion]) -> list[VersionRow]:
    """Return the published versions of a commitment, given by its plan's slug and its number, newest first."""
    befores = [*(row.number for row in rows), None][1:]
    found = []
    for row, before in zip(rows, befores, strict=True):
        reason, lang = worded(language(), row.reason_ar, row.reason_en)
        found.append(
            VersionRow(
                number=row.number,
                url=url_for("public.version", slug=slug, number=number, version=row.number),
                day=dates.day(row.published_at),
                iso=dates.iso(row.published_at),
                reason=reason,
                lang=lang,
                compare=url_for("public.compare", slug=slug, number=number, before=before, after=row.number)
                if before
                else None,
            )
        )
    return found


def clauses(found: Iterable[ClauseRow]) -> list[ClauseShown]:
    """Return the clauses of a text, in their order."""
    lang, shown = language(), []
    for row in found:
        words = worded(lang, row.text_ar, row.text_en)
        heading = worded(lang, row.heading_ar, row.heading_en).text
        shown.append(
            ClauseShown(row.clause_id, row.position, heading, words.text, paragraphs(words.text), words.lang)
        )
    return shown


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
