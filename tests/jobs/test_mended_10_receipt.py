"""A receipt carries what was said, to the letter, in both its parts; what is gone since is not repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.services import withdraw
from consult.jobs import delivery
from consult.outbox.models import OutboxMessage
from consult.outbox.services import forget
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide
from tests.jobs.test_delivery import mails, text
from tests.public.conftest import Committed, asked, committed, user_of

if TYPE_CHECKING:
    from email.message import EmailMessage
    from xml.etree.ElementTree import Element

    from flask import Flask

    from tests.conftest import At
    from tests.databases import MigratedDatabase

__all__ = ["asked", "committed", "user_of"]
BODY = "السطر الأول\n  والثاني <b>بعده</b>\n\n- بند\n2026. سنة\n+ 5  و2*3*4"


def lines_of(element: Element) -> str:
    """Return what a mail program shows of an element that keeps its blanks: its text, each ``br`` a new line."""
    shown = element.text or ""
    for child in element:
        shown += ("\n" if child.tag == "br" else "") + (child.tail or "")
    return shown


def spoken(mail: EmailMessage) -> list[tuple[str, dict[str, str]]]:
    """Return the words of somebody in the letter's HTML part, each with its element's attributes.

    Before them stands the question that they answer.
    """
    root = html5lib.parse(text(mail, "html"), namespaceHTMLElements=False)
    quoted = [each for each in root.iter("blockquote") if each.get("class") == "words"]
    return [(lines_of(each), dict(each.attrib)) for each in quoted[1:]]


def receipt(
    app: Flask, committed: Committed, scene: Scene, *, before: Callable[[Session, Contribution], object] | None = None,
    **said: Any,  # noqa: ANN401 - what was said
) -> tuple[Contribution, EmailMessage]:  # fmt: skip
    """Post words of the scene's author, do something ``before`` delivering, and return them with their receipt."""
    with committed() as session:
        given = comment(session, scene, by=scene.author, **said)
        if before is not None:
            before(session, given)
    delivery.deliver_due(app)
    (mail,) = [each for each in mails(app) if given.reference in str(each["Subject"])][:1]
    return given, mail


@pytest.fixture
def open_scene(asked: Scene, at: At) -> Scene:
    """Return an open consultation."""
    at(moments.DURING)
    return asked


def test_a_comment_comes_back_to_the_letter(app: Flask, committed: Committed, open_scene: Scene) -> None:
    given, mail = receipt(app, committed, open_scene, body=BODY, stance="support", named=True)
    assert given.body == BODY
    assert f"\n{BODY}\n" in text(mail).replace("\r\n", "\n")
    ((words, _attributes),) = spoken(mail)
    assert words == BODY
    for part in (text(mail), text(mail, "html")):
        assert "البند 1" in part
        assert "مؤيد" in part or "مع" in part
        assert str(given.shown_name) in part
        assert given.fingerprint in part


def test_a_proposal_comes_back_with_its_three_parts(
    app: Flask, committed: Committed, open_scene: Scene
) -> None:
    parts: dict[str, Any] = {
        "title": "A title: 2*3*4",
        "problem": "First line\nSecond line",
        "body": "One\n\nTwo",
    }
    _given, mail = receipt(app, committed, open_scene, kind="proposal", clause_id=None, **parts)
    found = spoken(mail)
    assert [words for words, _attributes in found] == list(parts.values())
    assert {(at["lang"], at["dir"]) for _words, at in found} == {("en", "ltr")}
    plain = text(mail).replace("\r\n", "\n")
    assert all(f"\n{part}\n" in plain for part in parts.values())
    assert "بلا اسم" in plain
    assert "على النص كله" in plain


@pytest.mark.parametrize("gone", ["hidden", "withdrawn"])
def test_what_is_gone_since_is_said_and_not_repeated(
    app: Flask, committed: Committed, open_scene: Scene, gone: str
) -> None:
    def act(session: Session, said: Contribution) -> None:
        if gone == "hidden":
            hide(session, open_scene, said)
        else:
            withdraw(session, actor=open_scene.author, now=moments.DURING, reference=said.reference)

    given, mail = receipt(app, committed, open_scene, before=act, body="A telling canary")
    for part in (text(mail), text(mail, "html")):
        assert "canary" not in part
        assert given.fingerprint in part
        assert ("أُخفي" if gone == "hidden" else "سُحب") in part


def test_no_words_wait_in_the_outbox(
    app: Flask, database: MigratedDatabase, committed: Committed, open_scene: Scene
) -> None:
    with committed() as session:
        said = comment(session, open_scene, by=open_scene.author, body="A telling canary")
    with Session(database.engine) as session:
        rows = [str(row) for row in session.execute(select(OutboxMessage.__table__))]
    assert rows
    assert "canary" not in "".join(rows)
    with committed() as session:
        forget(session, keys=[f"receipt:{said.reference}"])
    assert delivery.deliver_due(app) == 0


def test_the_letter_itself_says_language_and_direction(
    app: Flask, committed: Committed, open_scene: Scene, user_of: Callable[[Actor], User]
) -> None:
    _given, mail = receipt(app, committed, open_scene)
    root = html5lib.parse(text(mail, "html"), namespaceHTMLElements=False)
    (letter,) = [each for each in root.iter("div") if each.get("class") == "letter"]
    assert (letter.get("lang"), letter.get("dir")) == ("ar", "rtl")
    assert mail["To"] == user_of(open_scene.author).email
