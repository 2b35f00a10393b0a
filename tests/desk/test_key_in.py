"""A moderator keys in a letter at the desk, prints its receipt, and keeps its original for those alone who decide."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Letter
from consult.shared.storage import GoneError
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.letters import letter
from tests.factories.scenes import Scene
from tests.factories.voices import hide
from tests.public.conftest import Committed
from tests.review import Page, words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def moderating(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of the scene's moderator, while it is open."""
    at(moments.DURING)
    client.sign_in(user_of(asked.moderator))
    return client


def form(asked: Scene) -> str:
    return f"/en/desk/consultations/{asked.consultation.slug}/letters/new"


def typed(asked: Scene, **changed: str) -> dict[str, str]:
    """Return what a moderator types, with Arabic digits where they come to hand."""
    version = asked.version.id
    return {
        "channel": "post", "received_on": "٢٦/٣/٢٠٢٦", "evidence": "ختم البريد",
        "where": f"{version}:{asked.clauses[0]}",
        "body": "نريد حافلة بعد العصر.", "stance": "support", "people": "٤٠", "from_place": "غور الصافي",
        "governorate": "karak", **changed,
    }  # fmt: skip


def said(committed: Committed) -> list[Contribution]:
    with committed() as session:
        return list(session.scalars(select(Contribution).join(Letter).order_by(Contribution.id)))


def test_key_in_from_the_empty_list_to_the_receipt(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    empty = moderating.page(form(asked).removesuffix("new"))
    assert "Nothing was keyed in yet" in words(empty.root)
    answer = moderating.submit(form(asked), typed(asked), button="Publish it")
    (made,) = said(committed)
    assert location(answer) == f"/en/desk/contributions/{made.reference}/letter"
    assert (made.body, made.channel, made.clause_id, made.stance) == (
        "نريد حافلة بعد العصر.", "post", asked.clauses[0], "support",
    )  # fmt: skip
    assert made.revision.facts["received-on"] == "2026-03-26"
    page = words(moderating.page(location(answer)).root)
    assert "came by post on 26 March 2026" in page
    assert "speaks for 40 people, and counts as one voice" in page
    printed = moderating.page(f"/en/desk/contributions/{made.reference}/receipt")
    receipt, terms = words(printed.root), ["".join(each.itertext()) for each in printed.every("dt")]
    assert terms.count("How it came") == 1
    assert len(terms) == len(set(terms))
    assert made.fingerprint in receipt.replace(" ", "")
    assert "نريد حافلة بعد العصر." in receipt
    listed = words(moderating.page(form(asked).removesuffix("new")).root)
    assert made.reference in listed


def test_key_in_is_looked_over_before_it_is_published(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    looked = moderating.submit(form(asked), typed(asked), button="See first how it will stand")
    page = " ".join(words(Page(form(asked), dict(looked.headers), looked.text).root).split())
    assert looked.status_code == 200
    assert "Nothing is published yet." in page
    for shown in (
        "came by post on 26 March 2026",
        "speaks for 40 people",
        "governorate of Karak",
        "A participant",
    ):
        assert shown in page
    wrong = moderating.submit(form(asked), typed(asked, people="0"), button="See first how it will stand")
    assert wrong.status_code == 422
    assert "So it will stand" not in wrong.text
    assert said(committed) == []
    moderating.submit(form(asked), typed(asked), button="See first how it will stand")
    target, fields = moderating.last
    fields.pop("look_over")
    assert moderating.post(target, data=fields, headers=FROM_OUR_PAGE).status_code == 303
    assert len(said(committed)) == 1


def test_key_in_keeps_what_was_typed_and_says_what_is_wrong(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    answer = moderating.submit(form(asked), typed(asked, people="many", evidence=" "), button="Publish it")
    assert answer.status_code == 422
    assert "نريد حافلة بعد العصر." in answer.text
    assert "Write for how many people it speaks: a whole number from 1 to 100000." in answer.text
    assert said(committed) == []


def test_key_in_of_the_same_words_asks_first(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    moderating.submit(form(asked), typed(asked), button="Publish it")
    again = moderating.submit(form(asked), typed(asked, people="2"), button="Publish it")
    assert again.status_code == 422
    (first,) = said(committed)
    assert f"The same words were keyed in already, under {first.reference}." in again.text.replace(
        "\u2068", ""
    )
    asks = 'name="again"'
    assert asks in again.text
    assert asks not in moderating.get(form(asked)).text
    target, fields = moderating.last
    moderating.post(target, data={**fields, "again": "y"}, headers=FROM_OUR_PAGE)
    assert len(said(committed)) == 2


def test_key_in_sent_twice_is_one(moderating: ReviewingClient, asked: Scene, committed: Committed) -> None:
    first = moderating.submit(form(asked), typed(asked), button="Publish it")
    assert location(moderating.submit_again()) == location(first)
    assert len(said(committed)) == 1


def test_key_in_ends_and_what_was_typed_can_be_copied(
    moderating: ReviewingClient, asked: Scene, committed: Committed, at: At, user_of: UserOf
) -> None:
    assert "Publish it" in words(moderating.page(form(asked)).root)
    at(moments.CLOSES + 15 * (moments.CLOSES - moments.OPENS) / 28)
    moderating.sign_in(user_of(asked.moderator))
    late = moderating.page(form(asked))
    assert "Nothing more can be keyed in" in words(late.root)
    assert "Publish it" not in words(late.root)
    assert said(committed) == []


def test_the_original_is_kept_replaced_and_destroyed(
    moderating: ReviewingClient, asked: Scene, committed: Committed, app: Flask, user_of: UserOf
) -> None:
    with committed() as session:
        reference = letter(session, asked).reference
    page, path = f"/en/desk/contributions/{reference}/letter", f"/en/desk/contributions/{reference}/original"
    keys = []
    for text in (b"one", b"another"):
        sent = {"file": (BytesIO(text), "اسم.txt")}
        assert moderating.submit(page, sent, action="/original/keep").status_code == 303
        with committed() as session:
            keys.append(session.scalars(select(Letter.stored_key)).one())
        handed = moderating.get(path)
        assert (handed.data.strip(), handed.headers["Cache-Control"]) == (text, "private, no-store")
        assert handed.headers["Content-Disposition"].startswith("attachment")
    with pytest.raises(GoneError):
        b"".join(app.extensions["storage"].pieces(keys[0]))
    moderating.sign_in(user_of(asked.officer))
    assert moderating.get(path).status_code == 404
    moderating.sign_in(user_of(asked.moderator))
    unsure = moderating.submit(page, {}, action="/remove")
    assert (unsure.status_code, moderating.get(path).status_code) == (422, 200)
    assert 'id="sure-error"' in unsure.text
    assert moderating.submit(page, {"sure": "y"}, action="/remove").status_code == 303
    assert moderating.get(path).status_code == 404
    with pytest.raises(GoneError):
        b"".join(app.extensions["storage"].pieces(keys[1]))


def test_a_file_that_is_none_is_refused_at_its_field(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        reference = letter(session, asked).reference
    page = f"/en/desk/contributions/{reference}/letter"
    for sent in ({}, {"file": (BytesIO(b"MZ\x90"), "a.exe")}):
        answer = moderating.submit(page, sent, action="/original/keep")
        assert answer.status_code == 422
        assert 'id="file-error"' in answer.text
    with committed() as session:
        assert session.scalar(select(func.count()).where(Letter.stored_key.is_not(None))) == 0


def test_there_is_no_receipt_of_words_that_are_hidden(
    moderating: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        made = letter(session, asked)
        hide(session, asked, made)
    assert moderating.get(f"/en/desk/contributions/{made.reference}/receipt").status_code == 404
    assert moderating.get(f"/en/desk/contributions/{made.reference}/letter").status_code == 200
