"""A7: pages count in Arabic as the catalogue does: nothing, one, two, a few, many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment
from tests.public.conftest import committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At
    from tests.public.conftest import Committed

__all__ = ["committed"]

# So many voices, and how the pages say it.
SAID = {
    0: ("لا مساهمات", "لا أصوات"),
    1: ("مساهمة واحدة", "صوت واحد"),
    2: ("مساهمتان", "صوتان"),
    3: ("3 مساهمات", "3 أصوات"),
    11: ("11 مساهمة", "11 صوتاً"),
}
PAGES = ("/ar/consultations/{slug}/text/", "/ar/consultations/{slug}/")
DESK = "/ar/desk/consultations/{slug}/themes/"


@pytest.mark.parametrize("number", SAID)
def test_a7_pages_count_in_arabic(client: ReviewingClient, committed: Committed, at: At, number: int) -> None:
    with committed() as session:
        made = scene(session)
        moderator = session.get_one(User, made.moderator.user_id)
        for _voice in range(number):
            comment(session, made)
    at(moments.DURING)
    read = [words(client.page(path.format(slug=made.consultation.slug)).root) for path in PAGES]
    at(moments.AFTER)
    client.sign_in(moderator)
    read.append(words(client.page(DESK.format(slug=made.consultation.slug)).root))
    for page in read:
        # Where nothing was said, a sentence says so instead of a number.
        assert number == 0 or any(said in page for said in SAID[number])
