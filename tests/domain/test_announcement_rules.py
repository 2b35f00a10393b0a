"""What a good consultation states before it is announced: each rule at its field, on both sides of its boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations import queries, services
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.models import Level
from consult.consultations.policies import rules
from consult.consultations.services import Terms
from consult.record.models import LogEntry
from consult.shared.errors import MAX_PROSE, NotFoundError
from consult.texts.models import ClauseText, TextVersion
from tests.domain.refusal import found, problems
from tests.factories import moments
from tests.factories.scenes import LIMITS, REASON, Scene, announce, terms
from tests.factories.texts import draft_version

DAY = timedelta(days=1)
NEEDED = ("why", "open_to_change", "not_open", "decider", "ways")
BILINGUAL = [f"{stem}_{language}" for stem in NEEDED for language in ("ar", "en")]
LINES = ("title_ar", "title_en", "contact_name_ar", "contact_name_en", "contact_email")
WHOLE = {"heading_ar": "عنوان", "heading_en": "A heading", "text_ar": "نص", "text_en": "Words"}
A_TEXT = TextVersion(clauses=[ClauseText(position=1, **WHOLE)])


def standing(asked: Terms, versions: list[TextVersion] | None = None) -> list[tuple[str, str | None]]:
    """Return the rules that stand against announcing, as pairs of code and field."""
    texts = [A_TEXT] if versions is None else versions
    every = rules.problems_of_announcement(asked, texts, moments.ANNOUNCED, LIMITS)
    return [pair for problem in every for pair in found(problem)]


def test_good_terms_may_be_announced() -> None:
    assert standing(terms()) == []


@pytest.mark.parametrize("field", [*BILINGUAL, *LINES])
@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_what_must_be_said(field: str, nothing: str) -> None:
    assert standing(terms(**{field: nothing})) == [("write-this", field)]


@pytest.mark.parametrize("field", [*BILINGUAL, *LINES])
def test_how_long_it_may_be(field: str) -> None:
    most = MAX_PROSE if field in BILINGUAL else rules.MAX_LINE
    assert standing(terms(**{field: "ن" * most})) == []
    assert standing(terms(**{field: "ن" * (most + 1)})) == [("too-long", field)]


def test_a_text_with_clauses() -> None:
    assert standing(terms(), []) == [("choose-a-text", "texts")]
    assert standing(terms(), [TextVersion(clauses=[])]) == [("text-without-clauses", "texts")]


@pytest.mark.parametrize("missing", list(WHOLE))
def test_a_text_is_whole_in_both_languages(missing: str) -> None:
    rows = [ClauseText(position=1, **WHOLE), ClauseText(position=2, **{**WHOLE, missing: " "})]
    assert standing(terms(), [TextVersion(clauses=rows)]) == [("text-unfinished", "texts")]


@pytest.mark.parametrize("level", list(Level))
def test_the_promised_level(level: Level) -> None:
    assert standing(terms(level=level)) == []
    assert standing(terms(level=f"{level}s")) == [("choose-one", "level")]


def reasons(stem: str) -> dict[str, Any]:
    return {f"{stem}_reason_ar": REASON[0], f"{stem}_reason_en": REASON[1]}


def test_notice_of_fourteen_days() -> None:
    exactly = terms(opens_at=moments.ANNOUNCED + 14 * DAY)
    assert standing(exactly) == []
    short = replace(exactly, opens_at=exactly.opens_at - moments.TICK)
    both = [("notice-too-short", "notice_reason_ar"), ("notice-too-short", "notice_reason_en")]
    assert standing(short) == both
    assert standing(replace(short, notice_reason_ar="سبب")) == both[1:]
    assert standing(replace(short, **reasons("notice"))) == []
    at_once = replace(short, opens_at=moments.ANNOUNCED, **reasons("notice"))
    assert standing(at_once) == []
    past = replace(at_once, opens_at=moments.ANNOUNCED - moments.TICK)
    assert standing(past) == [("opens-in-the-past", "opens_at")]


def test_a_period_of_28_days_or_ten_with_a_reason() -> None:
    exactly = terms(closes_at=moments.OPENS + 28 * DAY)
    assert standing(exactly) == []
    short = replace(exactly, closes_at=exactly.closes_at - moments.TICK)
    both = [("period-needs-reason", "period_reason_ar"), ("period-needs-reason", "period_reason_en")]
    assert standing(short) == both
    assert standing(replace(short, period_reason_en="Why")) == both[:1]
    assert standing(replace(short, **reasons("period"))) == []
    ten = replace(short, closes_at=moments.OPENS + 10 * DAY, **reasons("period"))
    assert standing(ten) == []
    less = replace(ten, closes_at=ten.closes_at - moments.TICK)
    assert standing(less) == [("period-too-short", "closes_at")]


def test_the_limits_are_settings() -> None:
    strict = rules.Limits(notice_days=30, open_days=60, open_days_with_reason=40)
    every = rules.problems_of_announcement(terms(), [A_TEXT], moments.ANNOUNCED, strict)
    assert {problem.code for problem in every} == {"notice-too-short", "period-too-short"}


@pytest.mark.parametrize("closes_at", [moments.OPENS, moments.OPENS - DAY])
def test_a_draft_cannot_close_before_it_opens(closes_at: object) -> None:
    every = rules.problems_of_draft(terms(closes_at=closes_at))
    assert [pair for problem in every for pair in found(problem)] == [("closes-before-it-opens", "closes_at")]


def test_all_that_is_missing_is_said_at_once(session: Session, draft: Scene) -> None:
    bare = Terms(title_ar="س", title_en="Q", opens_at=moments.OPENS, closes_at=moments.OPENS + 20 * DAY)
    save(session, draft, bare, [])
    expected = [*BILINGUAL, *LINES[2:]]
    with problems(
        *(("write-this", field) for field in expected),
        ("choose-a-text", "texts"),
        ("period-needs-reason", "period_reason_ar"),
        ("period-needs-reason", "period_reason_en"),
    ):
        announce(session, draft)
    assert draft.consultation.announced_at is None
    assert draft.version.published_at is None


def save(
    session: Session,
    draft: Scene,
    asked: Terms,
    versions: list[int] | None = None,
    revision: int | None = None,
    now: datetime = moments.DRAFTED,
) -> None:
    services.save_draft(
        session, actor=draft.officer, now=now, organisation=draft.organisation,
        slug=draft.consultation.slug, terms=asked, limits=LIMITS,
        version_ids=[draft.version.id] if versions is None else versions,
        revision=revision or draft.consultation.revision,
    )  # fmt: skip


def test_announcing_publishes_the_text_and_is_logged_once(session: Session, draft: Scene) -> None:
    announce(session, draft)
    announce(session, draft, now=moments.BEFORE)
    session.expire_all()
    assert draft.consultation.announced_at == draft.version.published_at == moments.ANNOUNCED
    acts = queries.acts(session, consultation_id=draft.id)
    assert [act.kind for act in acts] == ["drafted", "announced"]
    subject = f"consultation/{draft.consultation.slug}"
    assert session.scalars(select(LogEntry.kind).where(LogEntry.subject == subject)).all() == [
        "consultation-announced"
    ]


def test_a_text_without_clauses_is_not_announced(session: Session, draft: Scene) -> None:
    empty = draft_version(session, draft.officer, draft.organisation, draft.commitment, clauses=0)
    save(session, draft, terms(), [draft.version.id, empty.id])
    with problems(("text-without-clauses", "texts")):
        announce(session, draft)


def test_what_was_announced_is_edited_no_more(session: Session, draft: Scene) -> None:
    announce(session, draft)
    for now in (moments.BEFORE, moments.DRAFTED):
        with problems(("state-refuses", None)):
            save(session, draft, terms(title_en="Another"), now=now)


def test_who_saves_over_somebody_is_told(session: Session, draft: Scene) -> None:
    opened = draft.consultation.revision
    save(session, draft, terms(title_en="First"), revision=opened)
    with pytest.raises(EditedMeanwhileError):
        save(session, draft, terms(title_en="Second"), revision=opened)
    assert draft.consultation.title_en == "First"


def test_the_answer_is_due_after_the_closing(draft: Scene) -> None:
    assert draft.consultation.answer_due_at == moments.CLOSES + 84 * DAY


@pytest.mark.parametrize(
    ("reason", "missing"),
    [
        (("", ""), ["reason_ar", "reason_en"]),
        (("سبب", "\u200b"), ["reason_en"]),
        ((" ", "Why"), ["reason_ar"]),
    ],
)
@pytest.mark.parametrize("act", ["extend", "cancel", "correct"])
def test_each_later_act_says_why_in_both_languages(
    session: Session, scene: Scene, act: str, reason: tuple[str, str], missing: list[str]
) -> None:
    with problems(*(("write-this", field) for field in missing)):
        perform(session, scene, act, reason)
    assert [row.kind for row in queries.acts(session, consultation_id=scene.id)] == ["drafted", "announced"]


def perform(session: Session, scene: Scene, act: str, reason: tuple[str, str], actor: object = None) -> None:
    common: dict[str, Any] = {
        "actor": actor or scene.officer,
        "now": moments.DURING,
        "consultation_id": scene.id,
    }
    match act:
        case "extend":
            services.extend(session, **common, closes_at=moments.AFTER, reason=reason, limits=LIMITS)
        case "cancel":
            services.cancel(session, **common, reason=reason)
        case _:
            services.correct(session, **common, erratum=reason)


@pytest.mark.parametrize(
    ("act", "kind"), [("extend", "extended"), ("cancel", "cancelled"), ("correct", "corrected")]
)
def test_each_later_act_is_a_row_and_an_entry(session: Session, scene: Scene, act: str, kind: str) -> None:
    perform(session, scene, act, REASON)
    row = queries.acts(session, consultation_id=scene.id)[-1]
    assert (row.kind, row.at, row.text_ar, row.text_en, row.user_id) == (
        kind, moments.DURING, *REASON, scene.officer.user_id,
    )  # fmt: skip
    subject = f"consultation/{scene.consultation.slug}"
    entry = session.scalars(
        select(LogEntry).where(LogEntry.subject == subject).order_by(LogEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.kind, entry.details["text_ar"]) == (f"consultation-{kind}", REASON[0])
    assert "user_id" not in entry.details


def test_cancelling_twice_is_cancelling_once(session: Session, scene: Scene) -> None:
    perform(session, scene, "cancel", REASON)
    perform(session, scene, "cancel", ("", ""))
    assert [row.kind for row in queries.acts(session, consultation_id=scene.id)].count("cancelled") == 1
    for act in ("extend", "correct"):
        with problems(("state-refuses", None)):
            perform(session, scene, act, REASON)


@pytest.mark.parametrize("act", ["extend", "cancel", "correct"])
def test_nobody_else_acts(session: Session, scene: Scene, act: str) -> None:
    for actor in (scene.moderator, scene.publisher, scene.author):
        with pytest.raises(NotFoundError):
            perform(session, scene, act, REASON, actor)
