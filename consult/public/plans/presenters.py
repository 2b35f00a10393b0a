"""How the plan record is shown: commitments, their milestones and the voices behind them, and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.policies.standing import VersionStanding
from consult.outcomes.models import FrozenTheme, Outcome
from consult.plans.models import (
    Family,
    MilestoneStatus,
    RecordedCommitment,
    RecordedMilestone,
    StatedPlan,
)
from consult.plans.policies.progress import Standing
from consult.presenters.plans import count_words, counted_words, period_words, years
from consult.presenters.progress import ageing_of, quiet_commitment
from consult.presenters.versions import VersionState, version_state
from consult.texts.models import PublishedVersion
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined, language

# By milestone id, address and words of the link to the voices behind it.
Links = Mapping[int, tuple[str, str]]
# By milestone id, what has to be said of it beside its status.
Notes = Mapping[int, Sequence[str]]
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
    """What one source says of a plan's period and number of commitments; None where it says nothing.

    ``period`` and ``counted`` say also which period it is and who counted, where the source does; ``dated`` is its day.
    """

    source: str
    lang: str
    years: str | None
    count: int | None
    period: str | None
    counted: str | None
    dated: str | None


class MilestoneRow(NamedTuple):
    """A milestone with its date and status in words. ``url`` and ``link`` lead on from it, where anything does.

    ``illustrative``: it was invented for the demonstration.
    ``notes`` say what is late and since when nothing was reported; ``anchor`` is where it stands on its page.
    """

    status: str
    when: str
    due: str
    due_iso: str
    title: str
    lang: str
    url: str | None = None
    link: str | None = None
    anchor: str = ""
    status_text: str = ""
    notes: Sequence[str] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A consultation about a commitment. ``url``: its outcome, once it is answered; ``meta``: that it was invented."""

    state: str
    state_text: str
    note: str | None
    title: str
    lang: str
    url: str
    meta: str | None


class Below(NamedTuple):
    """What stands below a commitment on the page of its plan: who carries it out, what was asked, its milestones.

    ``late`` says why it is delayed; ``summary`` and ``label`` name its milestones, which are ``opened`` where voices
    stand behind any.
    """

    lead: Words | None
    co_leads: list[Words]
    remark: Words
    asked: Sequence[AskedRow]
    late: Words
    recovery: Words
    told: Sequence[str]
    milestones: list[MilestoneRow]
    summary: str
    label: str
    opened: bool


class BoardRow(NamedTuple):
    """A commitment on the board, ``named`` by its number: its milestones in order, and in words.

    ``quiet`` says, before them, that nothing was reported for a year.
    ``illustrative``: a milestone of it was invented for the demonstration.
    """

    number: str
    named: str
    title: str
    lang: str
    url: str
    statuses: list[str]
    words: str
    delayed: bool
    below: Below | None
    illustrative: bool
    quiet: str | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of a text and what it stands for. ``compare``: where it stands beside the one before it."""

    number: int
    url: str
    day: str
    iso: str
    reason: str
    lang: str
    standing: VersionState
    compare: str | None


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
    """Return how many milestones have each status; those that were withdrawn are not counted."""
    return Counter([milestone.status for milestone in milestones if not milestone.withdrawn])


def counted(commitments: Iterable[RecordedCommitment]) -> list[RecordedMilestone]:
    """Return the milestones that count: of commitments that are followed, without those that were withdrawn."""
    return [m for row in commitments if row.adopted for m in row.milestones if not m.withdrawn]


def small(commitments: Sequence[RecordedCommitment]) -> list[str]:
    """Return what is said in small print of the milestones that are counted, and of those that are not."""
    last, number = last_word(commitments), _uncounted(commitments)
    apart = ngettext(
        "%(num)s milestone of commitments that are drafts or were withdrawn is not counted.",
        "%(num)s milestones of commitments that are drafts or were withdrawn are not counted.",
        number,
    )  # fmt: skip
    said = (
        _("Last word: %(day)s.", day=last) if last else None,
        invented(commitments),
        apart if number else None,
    )
    return [str(each) for each in said if each]


def _uncounted(commitments: Iterable[RecordedCommitment]) -> int:
    return sum(not m.withdrawn for row in commitments if not row.adopted for m in row.milestones)


def invented(commitments: Iterable[RecordedCommitment]) -> str | None:
    """Return in words how many of the milestones that count the demonstration invented; None where none was."""
    number = sum(milestone.illustrative for milestone in counted(commitments))
    if not number:
        return None
    return str(
        ngettext(
            "%(num)s of them is illustrative: written for this demonstration.",
            "%(num)s of them are illustrative: written for this demonstration.",
            number,
        )
    )


def last_word(commitments: Iterable[RecordedCommitment]) -> str | None:
    """Return the day of the newest word on any milestone that counts; None where nothing was ever said."""
    days = [m.as_of for m in counted(commitments) if m.as_of is not None]
    return dates.day(max(days)) if days else None


def sorted_under(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return by what a commitment is sorted, given as family and code: each family in words, its labels in words."""
    sorted_by: dict[str, list[str]] = {family.value: [] for family in Family}
    for family, code in found:
        sorted_by[family].append(label(family, code))
    return [(label("family", family), joined(words)) for family, words in sorted_by.items() if words]


def board(
    commitments: Iterable[RecordedCommitment],
    now: datetime,
    below: Callable[[RecordedCommitment], Below] | None = None,
) -> list[BoardRow]:
    """Return the commitments of one plan as rows of the board, with what stands ``below`` each."""
    lang, named, rows = language(), _("Commitment %(number)s:"), []
    for row in commitments:
        title, title_lang = worded(lang, row.title_ar, row.title_en)
        statuses = [milestone.status for milestone in row.milestones if not milestone.withdrawn]
        rows.append(
            BoardRow(
                number=row.number,
                named=named % {"number": row.number},
                title=title,
                lang=title_lang,
                url=url_for("public.commitment", slug=row.plan.slug, number=row.number),
                statuses=statuses,
                quiet=quiet_commitment(ageing_of([row], now)),
                words=_in_words(lang, *map(statuses.count, _ORDER)) or _("No milestones on record."),
                delayed=row.delayed,
                below=below(row) if below else None,
                illustrative=any(milestone.illustrative for milestone in row.milestones),
            )
        )
    return rows


def milestone_rows(
    milestones: Iterable[RecordedMilestone], links: Links | None = None, notes: Notes | None = None
) -> list[MilestoneRow]:
    """Return milestones, each with a link to the voices behind it where there are ``links`` to any, and its notes."""
    lang, links, notes, rows = language(), links or {}, notes or {}, []
    pattern, statuses = (
        _("%(day)s · %(status)s"),
        {each.value: label("milestone-standing", each) for each in Standing},
    )
    for milestone in milestones:
        status = Standing.WITHDRAWN.value if milestone.withdrawn else milestone.status
        due = dates.formatted(milestone.due_on, _DAY, lang)
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
                illustrative=milestone.illustrative,
                anchor=f"milestone-{milestone.id}",
                status_text=statuses[status],
                notes=notes.get(milestone.id, ()),
            )
        )
    return rows


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
            period,
            row.commitment_count,
            period_words(period, row.period_of),
            counted_words(count_words(row.commitment_count), row.counted_by),
            dates.day(row.dated_on) if row.dated_on else None,
        )
        for row, period in ((row, years(row.start_year, row.end_year)) for row in plan.statements)
    ]


def versions(
    slug: str, number: str, rows: Sequence[PublishedVersion], standing: Mapping[int, VersionStanding]
) -> list[VersionRow]:
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
                standing=version_state(standing[row.id]),
                compare=url_for("public.compare", slug=slug, number=number, before=before, after=row.number)
                if before
                else None,
            )
        )
    return found
