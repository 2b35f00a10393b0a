"""Going back from the command line: what cannot be carried is named in a sentence, and nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.databases import ROOT, put_away
from tests.upgrade.story import installation

if TYPE_CHECKING:
    from pathlib import Path


def head() -> str | None:
    """Return the newest revision."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


@pytest.mark.parametrize(
    ("to", "why"),
    [("0023", "the version before has no texts of anything but commitments: 7000"), ("nowhere", "nowhere")],
)
def test_what_is_refused_is_said_in_a_sentence(upgraded: str, tmp_path: Path, to: str, why: str) -> None:
    app = installation(upgraded, tmp_path)
    engine = app.extensions["engine"]
    try:
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(text("INSERT INTO texts (id) VALUES (7000)"))
        told = app.test_cli_runner().invoke(args=["database", "downgrade", to], input="y\n")
        assert told.exit_code == 1
        assert "Error: Nothing was changed: " in told.output
        assert why in told.output
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == head()
            # What the first steps back had taken away is there.
            assert connection.scalar(text("SELECT COUNT(*) FROM commitment_facts"))
    finally:
        put_away(engine)


def test_bodies_that_lead_together_are_named_where_the_way_back_knows_none(
    upgraded: str, tmp_path: Path
) -> None:
    app = installation(upgraded, tmp_path)
    engine = app.extensions["engine"]
    try:
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO commitment_bodies (commitment_id, organisation_id, role, holds, recorded_at) "
                    "SELECT c.id, (SELECT MIN(id) FROM organisations), 'co-lead', TRUE, '2026-11-01 00:00:00+00:00' "
                    "FROM commitments c ORDER BY c.id LIMIT 1"
                )
            )
        told = app.test_cli_runner().invoke(args=["database", "downgrade", "0064"], input="y\n")
        assert told.exit_code == 1
        assert "the version before has no bodies that lead together with another: " in told.output
    finally:
        put_away(engine)


@pytest.mark.parametrize(
    ("entered", "named"),
    [
        (
            (
                "forum_rules (number, rules_ar, rules_en, reason_ar, reason_en, published_at) "
                "VALUES (1, 'قواعد', 'Rules', 'سبب', 'A reason', '2026-11-01 00:00:00+00:00')"
            ),
            "rules of the forum: edition 1",
        ),
        (
            (
                "forum_seats (organisation_id, sector, post_ar, post_en, since, recorded_at, mistaken) SELECT MIN(id), "
                "'government', 'منصب', 'A post', '2026-01-01', '2026-11-01 00:00:00+00:00', FALSE FROM organisations"
            ),
            "seats in the forum: ",
        ),
    ],
    ids=["rules", "a seat"],
)
def test_a_forum_is_not_there_after_an_upgrade_and_is_named_on_the_way_back(
    upgraded: str, tmp_path: Path, entered: str, named: str
) -> None:
    app = installation(upgraded, tmp_path)
    engine = app.extensions["engine"]
    try:
        assert app.test_client().get("/en/forum/").status_code == 404
        assert "/forum/" not in app.test_client().get("/en/").text
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(text(f"INSERT INTO {entered}"))
        told = app.test_cli_runner().invoke(args=["database", "downgrade", "0078"], input="y\n")
        assert told.exit_code == 1
        assert f"the version before has no {named}" in told.output
    finally:
        put_away(engine)


def test_levels_of_participation_are_named_where_the_way_back_knows_none(
    upgraded: str, tmp_path: Path
) -> None:
    app = installation(upgraded, tmp_path)
    engine = app.extensions["engine"]
    try:
        with engine.execution_options(write=True).begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO participation_levels (process, process_id, number, level, promise_ar, promise_en, "
                    "evidence_ar, evidence_en, evidence_url, recorded_at, recorded_by_id, role) "
                    "SELECT 'plan', p.id, 1, 'involve', '', '', '', '', '', '2026-11-01 00:00:00+00:00', "
                    "(SELECT MIN(id) FROM users), 'coordinator' FROM plans p WHERE p.slug = 'plan-5'"
                )
            )
        told = app.test_cli_runner().invoke(args=["database", "downgrade", "0080"], input="y\n")
        assert told.exit_code == 1
        assert "the version before has no levels of participation: plan plan-5" in told.output
    finally:
        put_away(engine)
