"""The ladder of participation on public pages, marked in words; where nothing was said there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.participation.models import Process
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.participation import SHOWN, said_of_asked, said_of_plan
from tests.factories.scenes import Scene
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

NAMES = ("الإعلام", "التشاور", "الإشراك", "التعاون", "التمكين")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_participation_level_that_nobody_stated_stands_on_no_plan(
    client: ReviewingClient, asked: Scene, lang: str
) -> None:
    page = client.page(f"/{lang}/plans/{asked.commitment.plan.slug}/")
    assert not [each for each in page.every("ol") if "ladder" in (each.get("class") or "")]


def test_participation_level_stands_on_its_rung_in_arabic(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.AFTER)
    with committed() as session:
        said_of_asked(session, asked)
        said_of_plan(session, asked.commitment.plan, process=Process.CO_CREATION, **SHOWN)
    for path in (f"/ar/consultations/{asked.consultation.slug}/", f"/ar/plans/{asked.commitment.plan.slug}/"):
        (ladder,) = [each for each in client.page(path).every("ol") if "ladder" in (each.get("class") or "")]
        rungs = [" ".join(words(each).split()) for each in ladder.iter("li")]
        assert [rung.split()[0] for rung in rungs] == list(NAMES)
        assert [index for index, rung in enumerate(rungs) if "المستوى المتحقق" in rung] == [3]
    assert "إعداد الخطة" in client.get(f"/ar/plans/{asked.commitment.plan.slug}/").text
