"""Readers see differences that were kept when a version was made; nothing is compared for whoever asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.shared import words
from consult.texts import queries as texts
from consult.texts.services import publish_changed_version
from tests.client import ReviewingClient
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.answers import Answered, answered, publish, respond
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At
    from tests.databases import MigratedDatabase

MARKED = re.compile(r"<(ins|del)>.*?</span>(.*?)<span")


def changed_again(session: Session, done: Answered, *, times: int = 1) -> None:
    """Publish further versions of the commitment, each with one more word in the first clause."""
    for number in range(times):
        base = texts.newest_published(session, text_id=done.scene.commitment.text_id)
        assert base is not None
        row = base.clauses[0]
        said = (f"{row.text_ar} كلمة{number}", f"{row.text_en} word{number}")
        publish_changed_version(
            session, now=moments.LATER, base=base, changes={row.clause_id: said}, reason=("سبب", "A reason"),
            owner=f"commitment/{done.scene.commitment.id}",
        )  # fmt: skip


@pytest.fixture
def done(committed: Committed, at: At) -> Answered:
    """Return an answered consultation whose commitment has four versions, seen after all of it."""
    with committed() as session:
        made = answered(session)
        changed_again(session, made, times=2)
    at(moments.LATER)
    return made


def compared(client: ReviewingClient, done: Answered, before: int, after: int) -> str:
    """Return the page of two versions."""
    plan = done.scene.commitment.plan.slug
    return client.page(f"/en/plans/{plan}/commitments/1/compare/{before}...{after}/").source


def test_nothing_is_compared_for_a_reader(
    client: ReviewingClient, done: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dear(*_args: object) -> None:
        raise AssertionError("a reader had two texts compared")

    monkeypatch.setattr(words, "_compared", dear)
    slug, plan = done.scene.consultation.slug, done.scene.commitment.plan.slug
    for before in range(1, 5):
        for after in range(1, 5):
            compared(client, done, before, after)
    for path in (
        "/en/", f"/en/consultations/{slug}/outcome/", f"/en/contributions/{done.comment.reference}",
        f"/en/plans/{plan}/commitments/1/versions/2/",
    ):  # fmt: skip
        assert "<ins>" in client.page(path).source, path


def test_neighbours_are_compared_word_by_word_and_others_by_clause(
    client: ReviewingClient, done: Answered
) -> None:
    near = compared(client, done, 3, 4)
    assert MARKED.findall(near) == [("ins", "word1")]
    assert "stands here whole" not in near
    far = compared(client, done, 2, 4)
    assert MARKED.findall(far) == [("del", "New words"), ("ins", "New words word0 word1")]
    assert "stands here whole" in far
    assert "not changed" in far


def test_an_answer_to_older_words_keeps_its_difference_from_them(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    with committed() as session:
        done = answered(session)
        scene = done.scene
        said = {scene.clauses[0]: ("نص البند 1 جديد.", "Text of the new clause 1.")}
        respond(session, scene, done.theme, changes=said, now=moments.LATER)
        publish(session, scene, 2, now=moments.LATER, reason=("تصحيح", "A correction"))
    at(moments.LATER)
    asked = scene.consultation
    assert ("ins", "the new") in MARKED.findall(
        client.page(f"/en/consultations/{asked.slug}/outcome/").source
    )
    assert "stands here whole" not in compared(client, done, 1, 3)


def test_what_is_not_kept_yet_is_shown_whole_until_the_command_keeps_it(
    app: Flask, client: ReviewingClient, done: Answered, database: MigratedDatabase
) -> None:
    with database.engine.execution_options(write=True).begin() as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            guard = connection.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = 'clause_differences_no_delete'")
            )
            connection.execute(text("DROP TRIGGER clause_differences_no_delete"))
        connection.execute(text("DELETE FROM clause_differences"))
        if not postgresql:
            connection.execute(text(str(guard)))
    assert MARKED.findall(compared(client, done, 3, 4)) == [
        ("del", "New words word0"), ("ins", "New words word0 word1")
    ]  # fmt: skip
    run = app.test_cli_runner().invoke
    assert "difference was added: 3." in run(args=["database", "differences"]).output
    assert "difference was added: 0." in run(args=["database", "differences"]).output
    assert MARKED.findall(compared(client, done, 3, 4)) == [("ins", "word1")]


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("no_update", "UPDATE clause_differences SET text_en = NULL"),
        ("no_delete", "DELETE FROM clause_differences"),
    ],
)
def test_what_is_kept_stays(session: Session, guard: str, statement: str) -> None:
    answered(session)
    with refused(session, f"clause_differences_{guard}"):
        session.execute(text(statement))


def test_nothing_is_kept_of_a_draft(session: Session) -> None:
    done = answered(session)
    statement = text(
        "INSERT INTO clause_differences (from_version_id, to_version_id, clause_id) SELECT :id, max(id) + 1, :clause "
        "FROM text_versions"
    )
    with refused(session, "clause_differences_no_insert"):
        session.execute(statement, {"id": done.scene.version.id, "clause": done.scene.clauses[0]})


def test_a_space_alone_is_not_marked(app: Flask) -> None:
    source = "{% from 'components/diff.html' import diff with context %}{{ diff(pieces) }}"

    def shown(before: str, after: str) -> str:
        with app.test_request_context("/en/"):
            return app.jinja_env.from_string(source).render(pieces=words.diff(before, after))

    assert "<ins" not in shown("one two", "one  two")
    assert "<del" not in shown("one two", "one\ntwo")
    assert "<ins" not in shown("one", " one")
    assert shown("one", " one") == '<p class="diff words"> one</p>'
    added, taken = shown("one three", "one two three"), shown("one two three", "one three")
    assert MARKED.findall(added) == [("ins", "two")]
    assert MARKED.findall(taken) == [("del", "two")]
    assert re.sub(r'<span class="vh">.*?</span>|<[^>]*>', "", added) == "one two three"
    assert MARKED.findall(shown("one two", "one  new two")) == [("ins", "new")]
