"""What a service does not find is the missing page, also for a form that was open: no field shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.client import ReviewingClient
    from tests.public.conftest import Committed


def test_what_is_not_found_is_no_rule_that_a_form_shows() -> None:
    assert not issubclass(NotFoundError, DomainError)


@pytest.mark.parametrize("refusal", [NotFoundError(), DomainError("edited-meanwhile")])
def test_a_text_that_is_gone_when_its_form_is_sent_is_missing(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User],
    monkeypatch: pytest.MonkeyPatch, refusal: Exception,
) -> None:  # fmt: skip
    def refuse(*_args: object, **_words: object) -> NoReturn:
        raise refusal

    with committed() as session:
        draft = make_scene(session, State.DRAFT)
    client.sign_in(user_of(draft.officer))
    monkeypatch.setattr("consult.desk.texts.views.carry_out", refuse)
    answer = client.submit(f"/en/desk/texts/{draft.version.id}/", {"clauses-0-heading_en": "Another"})
    assert answer.status_code == (404 if isinstance(refusal, NotFoundError) else 422)
