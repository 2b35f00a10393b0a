"""How a consultation is answered: themes, summary, responses, publication; or as far as its staff have come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from consult.commands.demonstration.consultation import Consulted, Stage
from consult.commands.demonstration.content import Content, pair
from consult.outcomes.services import ResponseWords, add_theme, place, publish, save_point, save_response
from consult.web.wording import why_it_changed


def answer(stage: Stage, consulted: Consulted) -> None:
    """Let a consultation be themed, summarised and answered in the story, and its outcome be published."""
    given, dates, moments = consulted.given, consulted.given["dates"], stage.moments
    themes: dict[str, int] = {}
    themed, written = moments.working(dates["themed"]), moments.working(dates["written"])
    stage.story.add(themed, lambda: _theme(stage, consulted, themes, themed))
    for each in given["themes"]:
        if each["response"]:
            _respond(stage, consulted, each, themes, written)
    if "answered" in dates:
        at, row = moments.working(dates["answered"]), consulted.consultation
        stage.story.add(
            at,
            lambda: publish(
                stage.session, actor=stage.people.roles["publisher"], now=at, consultation_id=row.id, number=1,
                version_reason=why_it_changed((row.title_ar, row.title_en)),
            ),
        )  # fmt: skip


def _theme(stage: Stage, consulted: Consulted, themes: dict[str, int], at: datetime) -> None:
    """Add the themes, put voices under them, the first of theirs being the primary one, and summarise."""
    session, moderator, row = stage.session, stage.people.roles["moderator"], consulted.consultation
    for each in consulted.given["themes"]:
        title = pair(each["title"])
        made = add_theme(session, actor=moderator, now=at, consultation_id=row.id, title=title)
        themes[each["key"]] = made.id
    for said in consulted.given["contributions"]:
        for number, key in enumerate(said.get("themes", ())):
            references = _references(consulted, [said["key"]])
            place(
                session, actor=moderator, now=at, theme_id=themes[key], references=references, also=number > 0
            )
    for each in consulted.given["themes"]:
        for point in each["points"]:
            save_point(
                session, actor=moderator, now=at, theme_id=themes[each["key"]], text=pair(point["text"]),
                references=_references(consulted, point["cites"]),
            )  # fmt: skip


def _references(consulted: Consulted, keys: Iterable[str]) -> list[str]:
    return [consulted.said[key].reference for key in keys]


def _respond(
    stage: Stage, consulted: Consulted, theme: Content, themes: dict[str, int], at: datetime
) -> None:
    given, text = theme["response"], consulted.text
    reason_ar, reason_en = pair(given["reason"])
    words = ResponseWords(
        outcome=given["outcome"], reason_ar=reason_ar, reason_en=reason_en,
        changes={text.clauses[each["clause"]]: pair(each["text"]) for each in given["clause_changes"]},
        milestone_ids=[text.milestones[key] for key in given["milestones"]],
    )  # fmt: skip
    stage.story.add(
        at,
        lambda: save_response(
            stage.session, actor=stage.people.roles["officer"], now=at, theme_id=themes[theme["key"]], words=words,
            revision=None,
        ),
    )  # fmt: skip
