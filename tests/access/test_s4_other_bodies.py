"""S4: what is another's and what never was answer alike, byte for byte, wherever its number or name is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from consult.shared.state import State
from tests.access.declared import NEEDS
from tests.access.snapshot import Watch, snapshot_of
from tests.access.visiting import Visit, browser, go, path_of, what_came, what_is_due, without_address

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.access.conftest import WorldOf
    from tests.databases import MigratedDatabase

STRANGERS = ("nobody", "citizen", "officer of another", "moderator")


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_what_is_not_yours_and_what_never_was_answer_alike(
    app: Flask, world_of: WorldOf, state: State
) -> None:
    world, client = world_of(state), browser(app)
    different, compared = [], 0
    for rule in app.url_map.iter_rules():
        if not rule.arguments - {"lang"} or rule.endpoint not in NEEDS:
            continue
        there, never = path_of(app, rule, world.things), path_of(app, rule, {})
        for visitor in world.visitors:
            for method in {"GET", "POST"} & set(rule.methods or ()) if visitor.name in STRANGERS else ():
                visit = Visit(rule, there, method, visitor)
                if what_is_due(visit, world) != "missing":
                    continue
                theirs, nobodys = go(client, visit), go(client, Visit(rule, never, method, visitor))
                compared += 1
                assert what_came(theirs) == what_came(nobodys) == "missing", str(visit)
                if without_address(theirs.text, there) != without_address(nobodys.text, never):
                    different.append(str(visit))
    assert not different
    assert compared > 50


@dataclass(frozen=True)
class Swap:
    """A form, query or address of one's own in which ``X`` stands for a thing of another body: ``theirs`` names it.

    ``args`` are the address's own arguments in which it stands; ``never`` is what was never there.
    ``answers`` is the status that comes back for both.
    """

    who: str
    endpoint: str
    theirs: str
    never: str = "999999998"
    state: State = State.CLOSED
    answers: int = 404
    query: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name the case."""
        return f"{self.endpoint}-{self.theirs}".replace(" ", "-")


REASONS = {"reason_ar": "سبب", "reason_en": "A reason"}
POINT = {"text_ar": "نقطة", "text_en": "A point"}
CLAUSE = {
    f"clauses-0-{name}": words
    for name, words in (
        ("heading_ar", "عنوان"), ("heading_en", "A heading"), ("text_ar", "نص"), ("text_en", "Text"), ("place", "1"),
    )
}  # fmt: skip
NO_VOICE, NO_BODY = "V-2026-999999", "no-such-body"
SWAPS = [
    Swap("moderator", "desk.place", "theme_id", answers=422, fields={"theme": "X", "pick": "{reference}"}),
    Swap("moderator", "desk.place", "reference", NO_VOICE, fields={"theme": "{theme_id}", "pick": "X"}),
    Swap("moderator", "desk.place", "reference", NO_VOICE, fields={"do": "unplace", "pick": "X"}),
    Swap("moderator", "desk.points", "reference", NO_VOICE, answers=422, fields={**POINT, "references": "X"}),
    Swap("moderator", "desk.points", "point", query="?point=X"),
    Swap("moderator", "desk.points", "point", query="?point=X", fields={**POINT, "references": "{reference}"}),
    # What was not offered is left out by the form: what reaches the service is refused there, whoever's it is.
    Swap(
        "officer", "desk.answer", "milestone", answers=303,
        fields={"outcome": "accepted", **REASONS, "milestones": "X"},
    ),
    Swap(
        "officer", "desk.clarify_text", "clause_id", state=State.OPEN, query="?clause=X", fields={"body": "Words"}
    ),
    Swap("officer", "desk.clarify", "reference", NO_VOICE, args=("reference",), fields={"body": "Words"}),
    Swap("moderator", "desk.translate", "reference", NO_VOICE, args=("reference",), fields={"body": "Words"}),
    Swap("officer", "desk.new_consultation", "organisation", answers=422, fields={"organisation": "X"}),
    Swap("officer", "desk.new_consultation", "draft", answers=422, fields={"texts": "X"}),
    Swap("officer", "desk.edit_consultation", "draft", answers=422, state=State.DRAFT, fields={"texts": "X"}),
    Swap("officer", "desk.new_text", "organisation", answers=422, fields={"organisation": "X"}),
    Swap("officer", "desk.text", "draft clause", state=State.DRAFT, fields={"clauses-0-clause_id": "X", **CLAUSE}),
    Swap(
        "citizen", "public.contribute", "clause_id", state=State.OPEN, answers=422,
        fields={"clause": "X", "body": "Words"},
    ),
    Swap(
        "citizen", "public.contribute", "speaking", NO_BODY, State.OPEN, answers=422,
        fields={"body": "Words", "speak_as": "organisation:X"},
    ),
    Swap(
        "citizen", "public.vote_clause", "clause_id", state=State.OPEN, args=("clause_id",),
        fields={"choice": "agree"},
    ),
    Swap("citizen", "public.contributions", "clause_id", answers=200, state=State.OPEN, query="?clause=X"),
    Swap("citizen", "public.text", "clause_id", answers=200, state=State.OPEN, query="?clause=X"),
    Swap("nobody", "public.theme", "theme_id", state=State.ANSWERED, args=("theme_id",)),
    Swap("representative", "public.end_representative", "colleague", args=("colleague",)),
    Swap("representative", "public.end_representative", "colleague", args=("colleague",), fields=REASONS),
]  # fmt: skip


@pytest.mark.parametrize("swap", SWAPS, ids=str)
def test_a_thing_of_another_body_in_ones_own_form(
    app: Flask, database: MigratedDatabase, tmp_path: Path, world_of: WorldOf, swap: Swap
) -> None:
    world, client, watch = world_of(swap.state), browser(app), Watch(app.extensions["engine"])
    before = snapshot_of(database, tmp_path)
    rule = next(each for each in app.url_map.iter_rules() if each.endpoint == swap.endpoint)
    visitor = next(each for each in world.visitors if each.name == swap.who)
    seen = []
    for thing in (str(world.theirs[swap.theirs]), swap.never):
        things = {**world.things, **dict.fromkeys(swap.args, thing)}
        path = path_of(app, rule, things) + swap.query.replace("X", thing)
        fields = tuple(
            (name, words.replace("X", thing).format(**things)) for name, words in swap.fields.items()
        )
        answer = go(client, Visit(rule, path, "POST" if fields else "GET", visitor, fields))
        watch.wrote(before)
        page = re.sub(r"\d+", "#", without_address(answer.text, path))
        seen.append((answer.status_code, page.replace(re.sub(r"\d+", "#", thing), "#")))
    theirs, never = seen
    assert theirs[0] == never[0]
    assert theirs[1].splitlines() == never[1].splitlines()
    assert theirs[0] == swap.answers
