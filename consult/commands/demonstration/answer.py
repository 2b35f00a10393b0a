"""How a consultation was answered: themes, summary, responses, publication."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from consult.commands.demonstration.consultation import Consulted
from consult.commands.demonstration.content import Content, Moments, pair
from consult.commands.demonstration.people import People
from consult.outcomes.services import ResponseWords, add_theme, place, publish, save_point, save_response

_SUMMARISED, _WRITTEN = timedelta(days=21), timedelta(days=60)


def load_answer(session: Session, *, consulted: Consulted, people: People, moments: Moments) -> None:
    """Theme, summarise and answer a consultation, and publish its outcome."""
    themes = {given["key"]: _theme(session, consulted, given, people) for given in consulted.given["themes"]}
    _place(session, consulted, themes, people)
    for given in consulted.given["themes"]:
        _points(session, consulted, given, themes[given["key"]], people)
        _respond(session, consulted, given, themes[given["key"]], people)
    publish(
        session, actor=people.roles["publisher"], now=moments.of(consulted.given, "answered"),
        consultation_id=consulted.consultation.id, number=1,
    )  # fmt: skip


def _theme(session: Session, consulted: Consulted, given: Content, people: People) -> int:
    consultation = consulted.consultation
    return add_theme(
        session, actor=people.roles["moderator"], now=consultation.closes_at + _SUMMARISED,
        consultation_id=consultation.id, title=pair(given["title"]),
    ).id  # fmt: skip


def _place(session: Session, consulted: Consulted, themes: dict[str, int], people: People) -> None:
    """Put each contribution under its themes, the first of them its primary one."""
    for each in consulted.given["contributions"]:
        for number, key in enumerate(each.get("themes", ())):
            place(
                session, actor=people.roles["moderator"], now=consulted.consultation.closes_at + _SUMMARISED,
                theme_id=themes[key], references=[consulted.said[each["key"]].reference], also=number > 0,
            )  # fmt: skip


def _points(session: Session, consulted: Consulted, given: Content, theme_id: int, people: People) -> None:
    for point in given["points"]:
        save_point(
            session, actor=people.roles["moderator"], now=consulted.consultation.closes_at + _SUMMARISED,
            theme_id=theme_id, text=pair(point["text"]),
            references=[consulted.said[key].reference for key in point["cites"]],
        )  # fmt: skip


def _respond(session: Session, consulted: Consulted, given: Content, theme_id: int, people: People) -> None:
    response, text = given["response"], consulted.text
    reason_ar, reason_en = pair(response["reason"])
    words = ResponseWords(
        outcome=response["outcome"], reason_ar=reason_ar, reason_en=reason_en,
        changes={text.clauses[each["clause"]]: pair(each["text"]) for each in response["clause_changes"]},
        milestone_ids=[text.milestones[key] for key in response["milestones"]],
    )  # fmt: skip
    save_response(
        session, actor=people.roles["officer"], now=consulted.consultation.closes_at + _WRITTEN, theme_id=theme_id,
        words=words, revision=None,
    )  # fmt: skip
