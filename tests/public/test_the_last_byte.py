"""What is sent arrives with its last byte: headers that came in time are no words that did."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.public.conftest import Committed

UserOf = Callable[[Actor], User]

if TYPE_CHECKING:
    from tests.conftest import At


class Slow(io.BytesIO):
    """A body before whose first byte something else happens."""

    def __init__(self, data: bytes, meanwhile: Callable[[], object]) -> None:
        super().__init__(data)
        self._waits: Callable[[], object] | None = meanwhile

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on."""
        self._happen()
        return super().read(size)

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - as BytesIO has it
        """Read on."""
        self._happen()
        return super().readinto(buffer)

    def _happen(self) -> None:
        waits, self._waits = self._waits, None
        if waits is not None:
            waits()


def test_words_that_come_after_the_closing_are_late_whenever_their_headers_came(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    in_time = moments.CLOSES - timedelta(seconds=2)
    at(in_time)
    client.sign_in(user_of(asked.author))
    page = f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"
    client.submit(page, {"body": "The first", "stance": "support"}, button="Send your comment")
    target, fields = client.last
    data = urlencode({**fields, "body": "The second", "key": "another-key"}, doseq=True).encode()
    sent = client.post(
        target, input_stream=Slow(data, lambda: at(moments.CLOSES)), content_length=len(data),
        content_type="application/x-www-form-urlencoded", headers=FROM_OUR_PAGE,
    )  # fmt: skip
    assert sent.status_code == 303
    with committed() as session:
        said = session.scalars(select(Contribution).order_by(Contribution.id)).all()
        assert [(each.body, each.late) for each in said] == [("The first", False), ("The second", True)]
