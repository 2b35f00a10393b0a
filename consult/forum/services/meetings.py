"""Planning a meeting, changing it, calling it off, and publishing its agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import (
    Agenda,
    AgendaItem,
    Attendance,
    Meeting,
    MeetingAct,
    MeetingActKind,
    Mode,
)
from consult.forum.services.keeping import (
    MOST_PLACE,
    MOST_REASON,
    MOST_TITLE,
    Pair,
    body_of,
    held_meeting,
    log,
    require_keeper,
    role_of,
)
from consult.forum.services.naming import problems_of_names
from consult.forum.services.people import reachable
from consult.outbox.services import Message, enqueue
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title
from consult.texts.models import Text

MOST_ITEMS = 30
FIRST_YEAR, YEARS_AHEAD = 2000, 5


@dataclass(frozen=True)
class MeetingWords:
    """What is said of a meeting: its title, when it is by the clocks of the site, how and where."""

    title_ar: str
    title_en: str
    day: date | None
    begins: time | None
    ends: time | None
    mode: str
    place_ar: str
    place_en: str


def plan_meeting(
    session: Session, *, actor: Actor, now: datetime, words: MeetingWords, keeper: str
) -> Meeting:
    """Plan a meeting whose minutes the body ``keeper`` (slug) drafts; a past one is entered the same way.

    It is the desk's alone until its agenda or its minutes are published. Raises NotFoundError for whoever does not keep
    the forum, DomainError at a field.
    """
    require_keeper(actor)
    body, problems = body_of(session, keeper, "keeper")
    said = _checked(words, now, problems)
    assert body is not None and words.day is not None  # noqa: S101, PT018 - said above
    text = Text()
    session.add(text)
    session.flush()
    meeting = Meeting(
        text_id=text.id, keeper_id=body.id, keeper=body, recorded_at=now, recorded_by_id=actor.user_id, **said
    )
    _at_its_day(session, meeting)
    record(session, meeting, actor, now, MeetingActKind.PLANNED)
    return meeting


def change_meeting(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, words: MeetingWords, reason: Pair, seen: int
) -> MeetingAct | None:  # fmt: skip
    """Change what is said of a meeting; where anybody knows of it, with a public reason, and the invited are told.

    ``seen`` is the last act that was seen. The same again changes nothing and returns None. Raises NotFoundError,
    DomainError at a field, ``meeting-cancelled``, ``minutes-are-published`` where it would be still to come, and
    ``edited-meanwhile`` where somebody changed it since.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    said = _checked(words, now, [])
    if all(getattr(meeting, name) == value for name, value in said.items()):
        return None
    if seen != last_act(session, meeting).id:
        raise DomainError("edited-meanwhile")
    if said["day"] > max(meeting.day, now.date()):
        need_unpublished(session, meeting, "day")
    invited = [row for row in queries.attendances(session, meeting_id=meeting.id) if row.invited_at]
    named = problems_of_names(session, _words(said) | _pair(reason))
    why = _reason(reason, needed=bool(invited) or meeting.shown_at is not None, problems=named)
    for name, value in said.items():
        setattr(meeting, name, value)
    session.flush()
    act = record(session, meeting, actor, now, MeetingActKind.CHANGED, why)
    tell(session, now, "forum-meeting-changed", act, invited)
    return act


def cancel_meeting(session: Session, *, actor: Actor, now: datetime, meeting_id: int, reason: Pair) -> None:
    """Call a meeting off, with a public reason; whoever is invited is told. Again changes nothing.

    One whose day has passed did not take place. Raises NotFoundError, DomainError at a field, and
    ``minutes-are-published``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    if meeting.cancelled_at is not None:
        return
    need_unpublished(session, meeting)
    why = _reason(reason, needed=True, problems=problems_of_names(session, _pair(reason)))
    invited = [row for row in queries.attendances(session, meeting_id=meeting.id) if row.invited_at]
    meeting.cancelled_at = now
    session.flush()
    act = record(session, meeting, actor, now, MeetingActKind.CANCELLED, why)
    tell(session, now, "forum-meeting-cancelled", act, invited)


def publish_agenda(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, items: Sequence[Pair], reason: Pair, seen: int
) -> Agenda:  # fmt: skip
    """Publish the agenda of a meeting, pairs of Arabic and English, as its next edition: everybody reads of it now.

    Each edition after the first needs a reason. ``seen`` is the number of the one that stood, 0 for none; the same
    again is the same edition. Raises NotFoundError, DomainError at a field, ``meeting-cancelled``, ``agenda-empty``,
    ``edited-meanwhile``, ``minutes-are-published``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    said = [(clean_title(ar), clean_title(en)) for ar, en in items]
    kept = [(index, pair) for index, pair in enumerate(said) if any(pair)]
    standing = queries.agenda(session, meeting_id=meeting.id)
    if standing and [(row.title_ar, row.title_en) for row in standing.items] == [pair for _, pair in kept]:
        return standing
    number = standing.number if standing else 0
    if seen != number:
        raise DomainError("edited-meanwhile")
    if not kept:
        raise DomainError("agenda-empty", field="topics-0-title_ar")
    need_unpublished(session, meeting)
    problems = [
        problem
        for index, (ar, en) in kept
        for problem in problems_of_words(
            {f"topics-{index}-title_ar": ar, f"topics-{index}-title_en": en}, most=MOST_TITLE
        )
    ]
    topics = {
        f"topics-{index}-title_{lang}": words
        for index, pair in kept
        for lang, words in zip(("ar", "en"), pair, strict=True)
    }
    problems += problems_of_names(session, topics | _pair(reason))
    why = _reason(reason, needed=standing is not None, problems=problems)
    row = Agenda(
        meeting_id=meeting.id, number=number + 1, published_at=now, published_by_id=actor.user_id, **why,
        items=[AgendaItem(position=place, title_ar=ar, title_en=en) for place, (_, (ar, en)) in enumerate(kept, 1)],
    )  # fmt: skip
    session.add(row)
    show(meeting, now)
    session.flush()
    log(session, actor, now, "forum-agenda-published", meeting, edition=row.number, **_told(why))
    return row


def show(meeting: Meeting, now: datetime) -> None:
    """Let everybody read of a meeting from now on."""
    if meeting.shown_at is None:
        meeting.shown_at = now


def need_standing(meeting: Meeting) -> None:
    """Raise where a meeting was cancelled."""
    if meeting.cancelled_at is not None:
        raise DomainError("meeting-cancelled")


def need_unpublished(session: Session, meeting: Meeting, field: str | None = None) -> None:
    """Raise where minutes of a meeting are published: it took place, and who came stands."""
    if queries.published_text_ids(session, [meeting.text_id]):
        raise DomainError("minutes-are-published", field=field)


def last_act(session: Session, meeting: Meeting) -> MeetingAct:
    """Return what was done last with a meeting: somebody planned it at least."""
    return queries.meeting_acts(session, meeting_id=meeting.id)[-1]


def record(
    session: Session, meeting: Meeting, actor: Actor, now: datetime, kind: MeetingActKind,
    why: dict[str, str | None] | None = None,
) -> MeetingAct:  # fmt: skip
    """Record what was done with a meeting and what stands of it since; once everybody reads of it, in the log too."""
    act = MeetingAct(
        meeting_id=meeting.id, kind=kind.value, at=now, role=role_of(actor), user_id=actor.user_id,
        said=_said(meeting), **(why or {}),
    )  # fmt: skip
    session.add(act)
    session.flush()
    if meeting.shown_at is not None:
        log(session, actor, now, f"forum-meeting-{kind.value}", meeting, **_said(meeting), **_told(why or {}))
    return act


def tell(session: Session, now: datetime, kind: str, act: MeetingAct, invited: Sequence[Attendance]) -> None:
    """Put a mail about an act in the outbox, for each of those whose address is known."""
    enqueue(
        session,
        now=now,
        messages=[
            Message(
                f"{kind}:{act.id}:{row.id}", kind, person.email or "", person.language,
                {"act": act.id, "attendance": row.id},
            )
            for row, person in reachable(session, invited)
        ],
    )  # fmt: skip


def _checked(words: MeetingWords, now: datetime, problems: list[DomainError]) -> dict[str, Any]:
    """Return what is said of a meeting in its stored form; raise DomainError at each field that is wrong."""
    said = asdict(words)
    titles = {name: clean_title(said[name]) for name in ("title_ar", "title_en")}
    places = {name: clean_title(said[name]) for name in ("place_ar", "place_en")}
    problems = (
        problems + problems_of_words(titles, most=MOST_TITLE) + problems_of_words(places, most=MOST_PLACE)
    )
    if words.mode not in set(Mode):
        problems.append(DomainError("choose-one", field="mode"))
    if words.day is None:
        problems.append(DomainError("day-needed", field="day"))
    elif not FIRST_YEAR <= words.day.year <= now.year + YEARS_AHEAD:
        problems.append(DomainError("day-far-off", field="day"))
    if words.ends is not None and (words.begins is None or words.ends <= words.begins):
        problems.append(DomainError("meeting-ends-before", field="ends"))
    raise_any(problems)
    return {**said, **titles, **places}


def _reason(reason: Pair, *, needed: bool, problems: Sequence[DomainError] = ()) -> dict[str, str | None]:
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    raise_any([*problems, *problems_of_words(words, most=MOST_REASON, needed=needed)])
    return {name: value or None for name, value in words.items()}


def _pair(reason: Pair) -> dict[str, str]:
    return {"reason_ar": reason[0], "reason_en": reason[1]}


def _words(said: dict[str, Any]) -> dict[str, str]:
    return {name: said[name] for name in ("title_ar", "title_en", "place_ar", "place_en")}


def _told(why: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in why.items() if value}


def _said(meeting: Meeting) -> dict[str, str]:
    """Return what stands of a meeting as the log and its acts keep it."""
    said = {name: getattr(meeting, name) for name in ("title_ar", "title_en", "mode", "place_ar", "place_en")}
    times = {name: getattr(meeting, name) for name in ("day", "begins", "ends")}
    return said | {name: value.isoformat() for name, value in times.items() if value is not None}


def _at_its_day(session: Session, meeting: Meeting) -> None:
    """Add a meeting at a free address; another one planned at the same moment makes it look again."""
    for tries_left in (2, 1, 0):
        meeting.slug = _free_slug(session, meeting.day)
        try:
            with session.begin_nested():
                session.add(meeting)
                session.flush()
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return


def _free_slug(session: Session, day: date) -> str:
    """Return the address of a meeting: its day, with a number where another has that already."""
    taken, stem = queries.slugs_of_day(session, day), day.isoformat()
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken
    )
